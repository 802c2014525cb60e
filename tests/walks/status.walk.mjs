// The system administrator sees how the installation stands without going to a terminal.
export const title = 'How the installation runs: what wants a look stands first, with what to do';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn }) => {
  step('the system administrator opens 运行状况');
  await signIn('xitong');
  await page.goto('/admin/status');
  for (const what of ['备份', '磁盘', '内存', '时钟', '每日签名', '三员', '数据库', '封印', '证书']) await expect.text(what, 'main table');
  const words = await page.$$eval('main table tbody tr', rows => rows.map(row => row.textContent));
  const wrong = words.map(row => row.includes('要看一下'));
  expect(wrong.lastIndexOf(true) < wrong.indexOf(false), 'what wants a look stands first');
  await expect.text('还没有恢复码，不能备份', 'main');
  await expect.text('guantong backup --new-code', 'main');
  await expect.text('系统、安全、审计管理员都有人', 'main');
  await shot('page');

  step('nobody else does');
  for (const login of ['anquan', 'shenji', 'mishu']) {
    await signIn(login);
    const answer = await page.goto('/admin/status');
    expect([403, 404].includes(answer.status()), `${login}: ${answer.status()}`);
  }
};
