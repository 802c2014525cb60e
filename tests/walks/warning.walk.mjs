// Warning education: held by branches in five ways, seen above as what was held and for which unit; nothing of families.
export const title = 'A secretary holds warning education; the officer sees what was held, for which unit';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const press = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();

  await signIn('党支部书记');
  step('警示教育：案例剖析，同时算主题党日');
  await page.goto('/records/new?kind=warning_education&variety=case');
  await page.locator('input[value=查找风险点，提出防范措施]').waitFor();
  await page.locator('summary').first().click();
  await page.locator('[name=topic]').fill('公开通报的违规插手工程案');
  await shot('draft');
  await press('开完了，存为会议记录');
  await page.locator('[name=minutes]').fill('一、通报公开的典型案例\n二、剖析原因，讨论发言\n三、查找风险点，提出防范措施\n采购环节双人办理。');
  await shot('minutes');
  await press('存档');
  await expect.text('公开通报的违规插手工程案');
  await shot('closed');

  await signIn('县局机关党委党务干部');
  step('全局开展了哪些、哪些单位');
  await page.goto('/records?kind=warning_education');
  await expect.text('公开通报的违规插手工程案');
  await expect.text('警示教育（案例剖析）');
  await shot('held');
  await link('11月警示教育').click();
  await expect.text('案例剖析');
};
