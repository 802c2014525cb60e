// Whoever leaves the roll is out at once; pages that do not open say what to do; the last holder of a post stays.
export const title = 'Leaving: the account closes by itself, refusals with a next step, the last one stays';

export default async ({ page, step, shot, expect, signIn, account }) => {
  step('没有登录，打开一个没有的页面');
  await expect.status('/no-such-page', 404);
  await expect.text('先登录，再打开一次');
  await shot('signed-out');

  const member = await signIn('党员');
  step('党员打开别人的、要有职务才看得到的');
  await expect.status('/members/1', 404);
  await expect.text('可以这样办');
  await expect.text('请找');
  await shot('not-there');
  await page.goto('/me');
  const own = await page.getByRole('link', { name: '我的党员信息' }).getAttribute('href');

  await signIn('县局党务管理员');
  step('登记他离开');
  await page.goto(`${own}/status`);
  await page.selectOption('[name=status]', 'left');
  await page.fill('[name=basis]', '调离，组织关系介绍信编号9');
  await page.locator('main .button.main').click();
  await expect.path(/^\/members/);
  step('他马上登不进来');
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.fill('[name=login]', member.login);
  await page.fill('[name=password]', member.password);
  await page.click('form:has([name=password]) .button.main');
  await expect.text('不对');

  await signIn('系统管理员');
  step('系统管理员看得到，需要时留用几天');
  await page.goto('/admin/accounts');
  await expect.text('已经离开名册');
  await shot('accounts');
  await page.locator('main .note a').click();
  await expect.text('离开名册，自动停用');
  await shot('left');
  await page.getByRole('link', { name: member.name }).first().click();
  await shot('one');
  await page.fill('[name=reason]', '本人要取自己信息的副本');
  await page.getByRole('button', { name: '留用，给开户口令' }).click();
  await expect.text('只显示这一次');

  await signIn('安全保密管理员');
  step('最后一位免不了，页面说先做什么');
  await page.goto('/admin/administrators');
  await expect.text('只剩这一位');
  await shot('administrators');
  void account;
};
