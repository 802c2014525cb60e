// A new installation: the divisions, the first administrator by a code used once, and nothing without a national text.
import { fileURLToPath } from 'node:url';
import { setUp } from './totp.mjs';

export const title = 'A fresh installation: first administrator, switches off';
export const seed = 'fresh';
export const prepare = [['import', 'divisions', fileURLToPath(new URL('../../data/divisions.csv', import.meta.url))]];

const password = 'Shanhe-2026-ci';

export default async ({ page, step, shot, expect, words, today }) => {
  step('还没有账号时，登录页指到 /first');
  await page.goto('/sign-in');
  await shot('sign-in');
  step('一次性代码不对');
  await page.goto('/first');
  await shot('first');
  await fill(page, 'aaaa-bbbb-cccc-dddd');
  await expect.text('还没有存');
  await shot('refused');
  step('用启动时显示的代码登记');
  await fill(page, words().match(/([a-z0-9]{4}-){3}[a-z0-9]{4}/)[0]);
  await expect.path(/^\/(?!first)/);
  await shot('registered');
  step('这一页和代码都没有了');
  await expect.status('/first', 404);
  step('登录');
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.fill('[name=login]', 'guanli01');
  await page.fill('[name=password]', password);
  await page.click('form:has([name=password]) .button.main');
  await expect.path(/^\/(?!sign-in)/);
  await expect.path(/^\/me\/second-factor/);
  await expect.text('要先设好两步验证，才能用这个身份办事');
  await shot('second-step');
  step('首页的第一件事就是它');
  await page.goto('/');
  await expect.text('先设好两步验证');
  await shot('home-first');
  await page.click('main .button.main');
  await expect.path(/^\/me\/second-factor/);
  step('设好两步验证，才是系统管理员');
  await setUp(page, today);
  await shot('recovery-codes');
  await page.goto('/');
  await shot('home');
  step('没有全国性依据的，一样也没有开');
  await page.goto('/admin/switches');
  await expect.text('没有另外启用的系统');
  await shot('switches');
  for (const address of ['/admin/jobs', '/admin/accounts']) {
    await page.goto(address);
    await shot(address.split('/').pop());
  }
  await page.goto('/records');
  await shot('no-business');
};

async function fill(page, code) {
  const fields = page.locator('main form.card input:not([type=hidden])');
  const values = [code, '130102', '王登记', 'guanli01', password];
  for (let at = 0; at < (await fields.count()); at += 1) {
    if (values[at]) await fields.nth(at).fill(values[at]);
  }
  await page.locator('main .button.main').click();
}
