// A member answers without a name on his home page; what came of the last quarter is read by him and by an officer.
export const title = 'Three questions without a name, and what they came to';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn }) => {
  const press = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();
  const pick = (name, value) => page.locator(`[name="${name}"][value="${value}"]`).first().locator('xpath=ancestor::label').click();

  await signIn('党员');
  step('首页上的三个问题');
  await page.goto('/');
  await expect.text('这个季度开的会，有必要吗');
  await shot('home');
  await page.goto('/me/questions');
  const form = page.locator('form', { hasText: '这个季度开的会，有必要吗' });
  await form.getByRole('button', { name: '交' }).click();
  await expect.text('点一个回答再交');
  await shot('nothing');
  await pick('needed', 'yes');
  await pick('honest', 'rather');
  await form.getByRole('button', { name: '交' }).click();
  await expect.text('没有记是谁答的');
  await shot('answered');
  await expect.noText('这个季度开的会，有必要吗');
  step('本支部的结果');
  await page.goto('/polls');
  await shot('own');

  await signIn('县局机关党委党务干部');
  step('下级的结果');
  await page.goto('/polls');
  await shot('organ');
  await page.locator('main .people a').first().click();
  await shot('branch');
};
