// Marks of state secrecy: a roster and an attachment are refused, in words that say whom to call; the sign-in page says it too.
export const title = 'What is marked as secret is refused, and who is to be called stands there';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn }) => {
  const choose = (name, text) =>
    page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

  step('登录页：发现涉密内容给谁打电话');
  await page.goto('/sign-in');
  await expect.text('发现系统里有涉密内容');
  await shot('sign-in');

  await signIn('guanliyuan');
  step('名册带着密级标志');
  await page.goto('/members/imports');
  const unit = page.locator('select[name=unit]');
  if (await unit.count()) await unit.selectOption({ index: 1 });
  await choose('机密★1年 名册.csv', '姓名,性别\n李某,男\n');
  await page.locator('main form .button.main').first().click();
  await expect.text('这个文件带有“机密”标志，没有保存');
  await expect.text('安全保密管理员');
  await shot('roster');
  await expect.noText('本单位安全保密管理员');

  await signIn('mishu');
  step('会议的材料里有份号');
  await page.goto('/records?stage=closed');
  await page.locator('.table th a').first().click();
  const record = new URL(page.url()).pathname;
  await page.goto(`${record}/files`);
  await choose('材料.txt', '份号：000012\n会议材料');
  await page.locator('main form .button.main').first().click();
  await expect.text('这个文件带有“份号”标志，没有保存');
  await shot('attachment');

  step('登录的设备：不认识的，告诉谁');
  await page.goto('/me/sessions');
  await expect.text('安全保密管理员');
  await shot('sessions');
};
