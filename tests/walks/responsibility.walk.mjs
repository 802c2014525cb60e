// A committee's officer drafts next year's list, adds to it and issues it, reviews a half year; the secretary reads what is hers.
export const title = 'A responsibility list: drafted, issued, proved by records, reviewed';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const press = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();

  await signIn('县局机关党委党务干部');
  step('责任清单');
  await page.goto('/');
  await link('本级的清单、检查和报告').click();
  await shot('index');
  step('起草明年的');
  await press('起草2027年的清单');
  await expect.text('按规定起草好了');
  await shot('draft');
  await link('加一项').click();
  await page.locator('[name=class]').selectOption('secretary');
  await page.locator('[name=words]').fill('每季度到一个基层党支部走一遍，听一次党员的意见。');
  await shot('form');
  await press('加进清单');
  await expect.text('每季度到一个基层党支部走一遍');
  step('印发');
  await link('印发').click();
  await shot('issue');
  await press('印发');
  await expect.text('清单已印发');
  await shot('issued');
  step('今年的：哪些有记录证明');
  await page.goto('/responsibilities');
  await page.locator('a.duty[href^="/responsibilities/"]').nth(1).click();
  await expect.text('半年检查');
  await shot('list');
  step('半年检查');
  await link('半年检查').click();
  await expect.text('存成检查记录');
  await shot('review');
  await press('存成检查记录');
  await expect.text('检查记录已存档');
  await shot('reviewed');
  await page.goto('/responsibilities');
  await page.locator('a.duty[href^="/responsibilities/"]').nth(1).click();
  await link('打印、下载').click();
  await shot('sheet');

  await signIn('县局纪检干部');
  step('我的责任清单');
  await page.goto('/');
  await shot('home');
  await page.goto('/responsibilities/mine');
  await page.locator('summary', { hasText: '补一句' }).first().click();
  await page.locator('[name=words]').first().fill('三月、九月到各支部督促两次。');
  await shot('mine');
  await press('记下');
  await expect.text('补的一句已记下');
  await shot('said');
};
