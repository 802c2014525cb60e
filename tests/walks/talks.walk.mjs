// docs/guide: talks. A secretary sees who owes a talk, plans the year, enters a talk; a reminder talk is signed by both and kept;
// a member would like to talk to somebody.
export const title = 'Talks: who owes which, a plan, a signature, and a wish';

export default async ({ page, step, shot, expect, account, signIn, base }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const press = (name) => page.getByRole('button', { name }).filter({ visible: true }).first().click();
  const out = async () => { await page.context().clearCookies(); };
  const member = account('党员');

  await signIn('党支部书记');
  step('谈话');
  await page.goto('/talks');
  await expect.text('我的谈话');
  await shot('talks');
  step('谁该和谁谈');
  await link('谁该和谁谈').click();
  await expect.text('每人每类一年一次');
  await shot('owed');
  step('改安排');
  await page.locator('a.button.main').first().click();
  await expect.text('就这样排');
  await shot('plan');
  await press('就这样排');
  await expect.text('谈心谈话排了');
  await shot('planned');
  step('从一行到草稿');
  const draft = page.locator('a:has-text("谈了，记一下")').first();
  await draft.click();
  await expect.text('草稿');
  await shot('draft');
  await press('谈过了，存为记录');
  await shot('held');
  await press('存档');
  await expect.text('谈话双方');
  await shot('closed');

  step('记提醒谈话');
  await page.goto('/talks');
  await link('记提醒谈话').click();
  const partner = page.locator('select[name=partner]');
  const option = partner.locator('option', { hasText: member.name }).first();
  const value = await option.count() ? await option.getAttribute('value') : await partner.locator('option').nth(1).getAttribute('value');
  await partner.selectOption(value);
  await page.locator('select[name=reason]').selectOption({ index: 1 });
  await page.locator('[name=points]').fill('提醒按规定报告个人有关事项。\n提醒值班纪律。');
  await shot('reminder');
  await press('谈过了，签字存为记录');
  await expect.text('等本人签字');
  const talk = new URL(page.url()).pathname;
  await shot('reminder-closed');

  step('本人签字');
  await out();
  await signIn('党员');
  await page.goto('/talks');
  await shot('own');
  const status = (await page.goto(talk)).status();
  if (status === 200) {
    await shot('to-sign');
    await page.locator('[name=remark]').fill('第二点已经改了。');
    await press('看过了，签字');
    await expect.text('双方已签字');
    await shot('signed');
  }
  step('保管的人');
  await out();
  await signIn('县局纪检干部');
  await page.goto('/talks');
  await expect.text('由我保管的组织谈话');
  await expect.text('提醒谈话');
  await shot('kept');
  step('新任书记和风险岗位');
  await link('新任书记和风险岗位').click();
  await expect.text('风险岗位人员');
  await shot('posts');
  step('我想找人谈谈');
  await out();
  await signIn('党员');
  await page.goto('/me');
  await link('我想找人谈谈').click();
  await shot('wish');
  await press('告诉对方我想谈谈');
  await expect.text('等对方定时间');
  await shot('wished');
};
