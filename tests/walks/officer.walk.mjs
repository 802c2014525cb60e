// A Party officer of a county: finding a member, changing him, moving him, and the units.
import { initials } from './tools.mjs';

export const title = 'An officer: members by initials, editing, transfer, units';

export default async ({ page, step, shot, expect, account, signIn }) => {
  await signIn('县局机关党委党务干部');
  await shot('home');
  step('按拼音首字母找人');
  const { name } = account('党员');
  await page.goto(`/members?q=${initials(name).toLowerCase()}`);
  await expect.text(name, 'tbody');
  await shot('found');
  step('没有这个人：写明范围');
  await page.goto('/members?q=zzzzqq');
  await shot('none');
  step('一名党员的页面');
  await page.goto('/members');
  await page.locator('tbody a[href^="/members/"]').first().click();
  await expect.path(/^\/members\/\d+/);
  const member = new URL(page.url()).pathname;
  await shot('member');
  for (const form of ['editing', 'transfer', 'status', 'appointment', 'leave', 'revelation', 'participation']) {
    await expect.status(`${member}/${form}`, 200);
    await shot(form);
  }
  step('转到另一个支部');
  await page.goto(`${member}/transfer`);
  await page.locator('select[name=unit]').selectOption({ index: 3 });
  await page.locator('main .button.main').click();
  await expect.text('请填写依据');
  await shot('moving-faults');
  await page.getByLabel('依据').fill('支部调整通知〔2026〕3号');
  await page.locator('main .button.main').click();
  await expect.path(/^\/members\/\d+$/);
  await shot('moved');
  step('登记一名党员：不填全就说缺什么');
  await page.goto('/members/new');
  await shot('new');
  await page.locator('main .button.main').click();
  await shot('new-faults');
  step('组织');
  await page.goto('/units');
  await shot('units');
  await page.locator('main a[href^="/units/"]').nth(1).click();
  await shot('unit');
};
