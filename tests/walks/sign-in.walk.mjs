export const title = 'Signing in: refused with words, then let in';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn, accounts }) => {
  step('somebody unknown is sent to the sign-in page');
  await page.goto('/');
  await expect.path(/^\/sign-in/);
  await shot('page');
  step('a wrong password');
  await page.fill('[name=login]', accounts[0].login);
  await page.fill('[name=password]', 'not the password');
  await page.click('form:has([name=password]) .button.main');
  await expect.text('警号或口令不对');
  await shot('refused');
  await signIn(accounts[0].login);
  await shot('home');
  step('a page that does not exist');
  await expect.status('/nothing-here', 404);
  await shot('missing');
};
