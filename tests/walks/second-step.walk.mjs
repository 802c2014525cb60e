// The second step of signing in, from the picture for the phone to a reset in person.
import { code, setUp } from './totp.mjs';

export const title = 'A second step: set up, used, lost and reset';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn, account, today }) => {
  const owner = account('党支部书记');
  await signIn(owner.login);
  step('set up a second step');
  await page.goto('/me');
  await page.click('main a:has-text("两步验证")');
  await shot('offer');
  await page.fill('[name=code]', '000000');
  await page.click('main .button.main');
  await expect.text('数字不对');
  await shot('wrong');
  const { secret, codes } = await setUp(page, today);
  expect.equal(codes.length, 10, 'recovery codes');
  await shot('codes');
  await page.goto('/me/second-factor');
  await expect.text('还有10个恢复码没有用过');
  await shot('set');
  await page.goto('/me/sessions');
  await shot('devices');

  step('sign in with password and code');
  await page.context().clearCookies();
  await password(page, owner);
  await expect.path(/^\/sign-in\/second/);
  await shot('step');
  await page.fill('[name=code]', '000000');
  await page.click('main .button.main');
  await expect.text('验证码不对');
  await shot('step-refused');
  await page.fill('[name=code]', code(secret, today, 1));
  await page.click('main .button.main');
  await expect.path(/^\/(?!sign-in)/);

  step('sign in with a recovery code');
  await page.context().clearCookies();
  await password(page, owner);
  await page.fill('[name=code]', codes[0]);
  await page.click('main .button.main');
  await expect.path(/^\/(?!sign-in)/);

  step('the administrator resets it');
  await signIn('系统管理员');
  await page.goto(`/admin/accounts?q=${owner.login}`);
  await page.click(`table a:has-text("${owner.name}")`);
  await expect.text('重设两步验证');
  await shot('account');
  await page.click('form[action$="/second-factor"] .button');
  await expect.text('两步验证已重设');
  await shot('reset');
  await signIn(owner.login);
};

async function password(page, { login, password }) {
  await page.goto('/sign-in');
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', password);
  await page.click('form:has([name=password]) .button.main');
}
