// A leader goes from the province to the reason of one branch in three clicks, by line and by lead.
import { within } from './tools.mjs';

export const title = 'A leader: four levels down, the list behind a figure, reminder, wall, print';

export default async ({ page, step, shot, expect, account, signIn }) => {
  const down = (name) => page.locator('tbody a[href^="/situation/"]').filter({ hasText: name }).first().click();
  const branch = within(account('党支部书记').unit, account('县局领导').unit);
  await signIn('部领导');
  await expect.path(/^\/situation\//);
  await shot('ministry');
  step('按公安条线，三下到县局：省厅、市局、县局');
  for (const [place, role] of [['province', '省厅领导'], ['city', '市局领导'], ['county', '县局领导']]) {
    const name = account(role).unit;
    await down(name);
    await expect.text(name, 'main');
    await shot(place);
  }
  step('再一下到大队');
  await down(branch.replace(/党支部$/, ''));
  await shot('brigade');
  await signIn('县局机关党委党务干部');
  step('按领导关系：机关党委的各支部，一下到判定');
  await page.goto('/situation');
  await shot('lead');
  await page.locator('tbody a[href^="/duties/"]').filter({ hasText: branch }).first().click();
  await expect.text('先办这几件');
  await shot('branch');
  await signIn('县局领导');
  step('数字后面的名单');
  await page.locator('.figure a[href*="state=overdue"]').first().click();
  await shot('list');
  step('提醒');
  const remind = page.locator('main .button.main');
  if (await remind.count()) {
    await remind.first().click();
    await shot('reminded');
  }
  step('按事项看、大屏');
  const home = await page.goto('/').then(() => new URL(page.url()).pathname);
  await page.goto(`${home}/duties`);
  await shot('duties');
  await page.goto(`${home}/wall`);
  await shot('wall');
  step('打印');
  await page.goto(home);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.menu').isHidden(), 'no menu on paper');
  await page.emulateMedia({ media: 'screen' });
};
