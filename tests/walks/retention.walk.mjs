// Somebody left years ago: who knows him sees that his data will go, holds him, lets go; the administrator sees counts alone.
export const title = 'Personal data after their period: ahead, on hold, and in counts';

export default async ({ page, step, shot, expect, signIn, width }) => {
  const name = width > 600 ? '周远行' : '吴远行';
  step('党务干部补登一位早就转走的党员');
  await signIn('ganshi');
  await page.goto('/members/new');
  await page.selectOption('[name=unit]', { index: 1 });
  await page.fill('[name=name]', name);
  await page.fill('[name=phone]', '19900000001');
  await page.fill('[name=police_number]', width > 600 ? '990001' : '990002');
  await page.fill('[name=joined_on]', '2012-07-01');
  await page.fill('[name=full_on]', '2013-07-01');
  await page.fill('[name=since]', '2015-03-01');
  await page.fill('[name=basis]', '花名册');
  await page.click('main .button.main');
  await expect.path(/\/members\/\d+$/);
  const own = new URL(page.url()).pathname;
  await page.goto(`${own}/status`);
  await page.selectOption('[name=status]', 'left');
  await page.fill('[name=from]', '2019-05-01');
  await page.fill('[name=basis]', '组织关系转出');
  await page.click('main .button.main');
  await expect.path(/\/members$/);

  step('在将要清除的名单里');
  await page.goto('/members');
  await page.click('a:has-text("将要清除")');
  await expect.text(name);
  await shot('soon');
  await page.click('nav a:has-text("基本情况")');
  await expect.text('满5年后清除');
  await page.goto('/members/retention?keep=name');
  await expect.noText(name);
  await shot('name');

  step('他有案件没有办结：暂缓');
  await page.goto(own);
  await page.click('a:has-text("暂缓清除")');
  await page.selectOption('[name=reason]', 'discipline');
  await page.fill('[name=basis]', '临纪审〔2026〕3号');
  await shot('hold');
  await page.click('main .button.main');
  await expect.text('已暂缓到');
  await shot('held');
  await page.goto('/members/retention');
  await expect.noText(name);

  step('安全保密管理员只看数目');
  await signIn('anquan');
  await page.goto('/admin/retention');
  await expect.text('暂缓清除的有');
  await expect.noText(name);
  await shot('periods');

  step('解除暂缓');
  await signIn('ganshi');
  await page.goto(`${own}/hold`);
  await page.click('button:has-text("现在就解除暂缓")');
  await expect.path(/\/members\/\d+$/);
  await page.goto('/members/retention');
  await expect.text(name);

  step('党员自己看到各类信息留多久');
  await signIn('dangyuan');
  await page.goto('/me/seen');
  await expect.text('还记着什么，留多久');
  await shot('seen');
};
