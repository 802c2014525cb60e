// Lists in and out: units from a sheet, rehearsed, imported and taken back but for one; a list of members; one's exports.
export const title = 'Lists: units from a sheet and back, members out, my exports';

const SHEET = `名称,编码,类别,上级单位,隶属上级,成立日期,最近选举,任期,支委会
刑事技术大队,130123-X01,大队,,,2012-03,,,
刑事技术大队党支部,130123-X02,党支部,刑事技术大队,中共正定县公安局机关委员会,2013-06-01,2024-06-01,3年,看情况
反诈中心,130123-X03,俱乐部,,,2019-06-01,,,
反诈中队,130123-X04,大队,,,2019-06-01,,,
`;

export default async ({ page, step, shot, expect, signIn }) => {
  await signIn('县局党务管理员');
  step('组织 → 从表格导入');
  await page.goto('/units?q=正定县公安局');
  const bureau = await page.locator('main a[href^="/units/"]', { hasText: '县级公安机关' }).first().getAttribute('href');
  await page.goto(`${bureau.split('?')[0]}/import`);
  await shot('start');
  await page.setInputFiles('[type=file]', { name: '组织表.csv', mimeType: 'text/csv', buffer: Buffer.from(SHEET) });
  await page.getByRole('button', { name: '彩排' }).click();
  step('彩排：一行不认识，一格看不出');
  await expect.text('不认识这个类别');
  await expect.text('照常导入');
  await shot('rehearsal');
  await page.getByRole('button', { name: '导入3个组织' }).click();
  await expect.text('导入了3个组织，1行没有导入');
  await shot('batch');
  const batch = new URL(page.url()).pathname;

  step('其中一个被改了名');
  await page.locator('main table a', { hasText: '刑事技术大队党支部' }).click();
  await page.goto(`${new URL(page.url()).pathname}/renaming`);
  await page.fill('[name=name]', '刑事技术中心党支部');
  await page.fill('[name=on]', '2026-11-01');
  await page.fill('[name=basis]', '批复〔2026〕9号');
  await page.locator('main .button.main').click();
  await expect.text('刑事技术中心党支部');

  step('撤回：改过的和它的上级留下，写明原因');
  await page.goto(`${batch}/undoing`);
  await expect.text('被人改过');
  await expect.text('有下级组织');
  await shot('undoing');
  await page.getByLabel('撤回的原因').fill('表拿错了');
  await page.getByRole('button', { name: '撤回1个组织' }).click();
  await expect.text('已撤回1个组织');
  await expect.text('没有撤回的2个组织，全部列出');
  await shot('undone');
  await page.goto('/units?q=反诈中队');
  await expect.noText('反诈中队', 'main table');

  step('党员名册导出：短的当时下载');
  await page.goto('/members/exports?status=full');
  await shot('export');
  await page.fill('[name=purpose]', '核对');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('main .button.main').click()]);
  expect(/^党员名册\d+人.*\.xlsx$/.test(file.suggestedFilename()), 'a file named by its count');
  step('我的导出');
  await page.goto('/me');
  await page.getByRole('link', { name: '我的导出' }).click();
  await expect.text('短名单当时就下载');
  await shot('exports');
};
