// Political rites: whose day comes is found by the system and stands in the draft of the ceremony; the oath is renewed by
// all. A group leader holds the life meeting of his group; its list is worked off like the branch's.
export const title = 'A secretary: the ceremony of political birthdays, the oath; a group leader: the life meeting of his group';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const press = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();

  await signIn('党支部书记');
  step('政治生日：本月和下月是谁，系统找好；活动的草稿里有名字');
  await page.goto('/records/birthdays');
  const names = await page.locator('main section, main .card').filter({ hasText: '2026年11月' }).first().locator('a').allTextContents();
  await shot('birthdays');
  await link('记一次政治生日活动').click();
  await page.locator('input[value=送上政治生日贺卡]').waitFor();
  await page.locator('summary').first().click();
  expect.equal(await page.locator('[name=topic]').inputValue(), names.join('、'), 'whose birthday it is');
  await shot('birthday-draft');
  await press('开完了，存为会议记录');
  await page.locator('[name=minutes]').fill('一、送上政治生日贺卡\n支部书记为过生日的同志送上贺卡。\n二、重温入党誓词\n全体党员面向党旗宣誓。');
  await press('存档');
  await expect.text('实到');
  await shot('birthday-closed');

  step('重温入党誓词');
  await page.goto('/records/new?kind=rite&variety=oath');
  await page.locator('input[value=奏唱国歌、国际歌]').waitFor();
  await press('开完了，存为会议记录');
  await page.locator('[name=minutes]').fill('一、奏唱国歌、国际歌\n二、重温入党誓词\n由支部书记领誓。');
  await press('存档');
  await expect.text('重温入党誓词');

  step('改成佩戴党徽：没有改过的名称和议题跟着换');
  await page.goto('/records/new?kind=rite&variety=oath');
  await page.locator('summary').first().click();
  await page.locator('[name=variety]').selectOption('badge');
  await press('先存草稿');
  await expect.text('佩戴党徽仪式的草稿已存');
  await page.locator('input[value=讲解党徽的意义和佩戴规定]').waitFor();
  await shot('badge-draft');

  await signIn('党小组组长');
  step('党小组的组织生活会，问题清单跟着办');
  await page.goto('/records/new?kind=organizational_life_meeting');
  await press('先存草稿');
  await link('意见和批评').click();
  await page.locator('[name=opinions]').fill('学习不够深入');
  await press('记下');
  await link('返回记录').click();
  expect.equal(await page.locator('input[value^=支部委员会报告]').count(), 0, 'reports of a committee');
  await shot('group-draft');
  await press('开完了，存为会议记录');
  await page.locator('[name=minutes]').fill('一、党员个人发言\n逐个发言，开展批评和自我批评。');
  await page.locator('[name=problem]').first().fill('学习笔记不够认真');
  await page.locator('[name=task]').first().fill('每月交流一次');
  await page.locator('[name=owner]').first().fill('组长');
  await page.locator('[name=due]').first().fill('2026-12-31');
  await shot('group-minutes');
  await press('存档');
  await link('意见和批评').click();
  await page.locator('[name=criticisms]').fill('6');
  await press('记下');
  await link('返回记录').click();
  await page.locator('[name=outcome]').first().fill('交流了两次');
  await press('办结');
  await expect.text('结果：交流了两次');
  await shot('group-closed');
};
