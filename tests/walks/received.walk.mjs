// docs/adr/0118: a district's committee reports, the one above receives and returns, the district sends again; a leader looks at
// the figures of the levels.
export const title = 'Reports: sent, received, returned, sent again, summed up';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const press = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();

  step('分局：报送学习情况报告');
  await signIn('分局党委党务干部');
  await expect.text('报上来的、还该报的');
  await shot('home-of-sender');
  await page.goto('/receipts');
  await expect.text('本级报上去的');
  await shot('list-of-sender');
  await page.locator('#own tr', { hasText: '学习情况报告' }).locator('td[data-label="最后一天"] a').first().click();
  await expect.text('报告中心组学习情况');
  await page.goto('/receipts');
  await page.locator('#own tr', { hasText: '学习情况报告' }).getByRole('link', { name: '登记' }).first().click();
  await page.locator('[name=topic]').fill('党字〔2026〕52号');
  const goesTo = await page.locator('[name=guests]').inputValue();
  expect(goesTo !== '', 'to whom it goes is filled in');
  await page.locator('[name=minutes]').fill('今年集体学习五次，重点研究了执法规范化。');
  await press('登记');
  await expect.text('已登记');
  await shot('reported');

  step('市局：待收、签收、退回');
  await signIn('市局党委党务干部');
  await expect.text('份报告待收');
  await shot('home-of-receiver');
  await link('看报告').click();
  await expect.text('报到这一级的');
  await shot('waiting');
  await page.goto('/receipts');
  await shot('list');
  await page.locator('#direct tr', { hasText: '学习情况报告' }).getByRole('link').first().click();
  await expect.text('今年集体学习五次');
  await shot('report');
  const url = new URL(page.url()).pathname;
  await page.getByText('要补充？退回').click();
  await press('退回补充');
  await expect.text('缺什么、改什么');
  await shot('return-refused');
  await page.locator('[name=missing]').filter({ visible: true }).fill('没有附学习计划完成表，请补上。');
  await press('退回补充');
  await expect.text('已退回');
  await shot('returned');

  step('分局：首页有待办，补充再报');
  await signIn('分局党委党务干部');
  await expect.text('退回补充');
  await shot('home-returned');
  await link('看退回的话').click();
  await expect.text('没有附学习计划完成表');
  await shot('returned-at-sender');
  await press('再报');
  await expect.text('先补充，或者在这里说明');
  await link('更正报告').click();
  await page.locator('[name=minutes]').fill('今年集体学习五次，重点研究了执法规范化。附学习计划完成表：六个专题学完五个。');
  await page.locator('[name=reason]').fill('上级要求补充完成情况');
  await press('更正');
  await page.goto(url);
  await press('再报');
  await expect.text('已再报');
  await shot('sent-again');

  step('市局：签收');
  await signIn('市局党委党务干部');
  await page.goto(url);
  await expect.text('六个专题学完五个');
  await press('收到');
  await expect.text('已收');
  await shot('received');

  step('领导：一级一级往下看');
  await signIn('省厅领导');
  await page.goto('/receipts');
  await expect.text('再往下各级');
  await shot('province');
  await page.locator('#deeper th a').first().click();
  await expect.text('抄送到这一级的');
  await shot('city-by-line');
  await page.locator('#direct td[data-label="报告"] a').first().click();
  await expect.text('不用签收');
  await shot('copy');
  await signIn('部领导');
  await page.goto('/receipts?year=2025');
  await shot('ministry');
};
