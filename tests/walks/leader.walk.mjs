// A leader goes from the province to the reason of one branch in three clicks, by line and by lead.
export const title = 'A leader: four levels down, the list behind a figure, reminder, wall, print';

export default async ({ page, step, shot, expect, signIn }) => {
  await signIn('省厅领导');
  await expect.path(/^\/situation\//);
  await shot('province');
  step('三下到支部：市局、县局、支部的判定');
  await page.getByRole('link', { name: '石家庄市公安局', exact: false }).filter({ visible: true }).first().click();
  await expect.path(/^\/situation\/\d+/);
  await shot('city');
  await page.getByRole('link', { name: '正定县公安局', exact: false }).filter({ visible: true }).first().click();
  await shot('county');
  await page.locator('tbody a[href^="/situation/"]:not([href*=missing])').filter({ hasText: '刑事侦查大队' }).first().click();
  await shot('brigade');
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
