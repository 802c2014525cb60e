// docs/guide/secretary.md, in the hand of a secretary: things of the month, an explanation, a correction, a withdrawal.
export const title = 'A secretary: things of the month, recording, explaining, correcting, withdrawing';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const press = (name) => page.getByRole('button', { name, exact: true }).first().click();

  await signIn('党支部书记');
  step('首页：要办的事');
  await expect.text('要办的事');
  await shot('home');
  step('没有开的，写明原因');
  await link('没有开，写明原因').click();
  await page.locator('textarea[name=reason]').fill('全体党员外出执行任务，当月未能召开。');
  await shot('explaining');
  await press('写明原因');
  await expect.text('有说明');
  await shot('explained');

  step('要办的会：准备或者登记');
  await page.goto('/');
  await page.locator('a:has-text("准备或者登记")').first().click();
  await expect.text('草稿');
  await shot('draft');
  step('有一个人请假');
  const away = page.locator('.people li').nth(2);
  // Clear of the bar that sticks to the bottom.
  await away.evaluate((it) => it.scrollIntoView({ block: 'center' }));
  await away.locator('input[value=leave]').check({ force: true });
  await away.locator('select').selectOption({ label: '出差' });
  await press('先存草稿');
  await expect.text('草稿');
  await shot('kept');
  step('开完了，写记录，存档');
  await press('开完了，存为会议记录');
  await page.locator('[name=minutes]').fill('一、学习\n集中学习党章。');
  await press('存档');
  await expect.text('这份记录算哪几项');
  const record = new URL(page.url()).pathname;
  await shot('closed');
  await link('打印').click();
  await expect.text('集中学习党章');
  await shot('print');

  step('更正：原样留着');
  await page.goto(`${record}/correction`);
  await page.locator('[name=reason]').fill('漏写一句');
  await page.locator('[name=minutes]').fill('一、学习\n集中学习党章，交流体会。');
  await shot('correcting');
  await page.locator('main .button.main').click();
  await expect.text('交流体会');
  await expect.text('更正前的原样');
  await shot('corrected');

  step('撤回：不再计入');
  await page.goto(`${record}/withdrawal`);
  await page.locator('[name=reason]').fill('记到别的支部去了');
  await shot('withdrawing');
  await page.locator('main .button.main').click();
  await expect.text('不再计入任何一项');
  await shot('withdrawn');
  await expect.status('/duties', 200);
  await shot('year');
  await expect.status('/records', 200);
  await shot('records');
};
