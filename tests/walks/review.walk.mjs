// An officer draws a round of hearings and looks at a sample; a secretary who was drawn files his sheet on the phone.
export const title = 'Hearings drawn by lot, a sheet filed, a sample with its findings';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const press = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();
  const tick = (name, value) => page.locator(`[name="${name}"][value="${value}"]`).locator('xpath=ancestor::label').first().click();

  await signIn('县局机关党委党务干部');
  step('巡听和督查的首页');
  await page.goto('/review');
  await shot('index');
  step('开始一轮');
  await link('开始一轮巡听').click();
  await page.locator('[name=title]').fill('第四季度主题党日巡听');
  await page.locator('[name=kind]').selectOption('theme_day');
  await page.locator('[name=from_on]').fill('2026-10-01');
  await page.locator('[name=to_on]').fill('2026-11-30');
  await page.locator('[name=share]').fill('100');
  await page.locator('[name=seats]').fill('2');
  for (const post of await page.locator('[name=posts]').all()) {
    const is = await post.getAttribute('value');
    if ((await post.isChecked()) !== (is === 'secretary')) await post.click();
  }
  await press('抽签');
  await expect.text('只能听以后的会');
  await page.locator('[name=from_on]').fill('2026-11-20');
  await shot('form');
  await press('抽签');
  await expect.text('和这一轮完全一样');
  await shot('round');
  await page.locator('summary', { hasText: '办法' }).click();
  await page.locator('summary', { hasText: '从哪些人里抽的' }).click();
  await shot('round-open');
  await link('打印抽签结果').click();
  await expect.text('按种子和公开的办法重算');
  await shot('round-paper');

  await signIn('党支部书记');
  step('抽到的人首页上看到');
  await page.goto('/');
  await expect.text('该填听会表了');
  await shot('home');
  await link('填听会表').click();
  await shot('hearing');
  for (const item of ['preparation', 'attendance', 'discussion', 'decision']) await tick(`mark_${item}`, 'good');
  await tick('mark_discussion', 'poor');
  await tick('verdict', 'again');
  await press('交听会表');
  await expect.text('请写差在哪里');
  await shot('hearing-wrong');
  await page.locator('[name=why_discussion]').fill('从头到尾念稿子，没有人发言');
  await page.locator('[name=words]').fill('请围绕一件具体的事来商量，重开一次。');
  await press('交听会表');
  await expect.text('还没有重开');
  await shot('filed');
  step('以后要回避的');
  await page.goto('/me/recusals');
  await press('记下');
  await expect.text('不再回避');
  await shot('recusals');

  await signIn('县局机关党委党务干部');
  step('各级情况');
  await page.goto('/review');
  await link('各级情况').click();
  await shot('figures');
  step('抽样督查');
  await page.goto('/review');
  await link('年抽样督查').click();
  await expect.text('和这一次完全一样');
  await shot('sample');
  await page.locator('main table a').first().click();
  await shot('sampled');
  await page.locator('[name=text]').fill('主题党日的记录里看不出讨论了什么');
  await page.locator('[name=rule]').fill('《中国共产党支部工作条例（试行）》第十六条');
  await press('发给支部');
  await expect.text('意见已发给支部');
  await shot('found');
  await link('打印督查意见').click();
  await expect.text('以前答复');
  await shot('letter');
  await page.goto('/review/samples/new');
  await shot('sample-form');
};
