// The political department of the city looks at the year of the groups below, sends somebody to sit in, and issues the yearly
// circular; a county answers, finds what is written of it, and knows of it.
import { printed } from './tools.mjs';

export const title = 'Group study below: the year, sitting in, the circular';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn, base, taken }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const press = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();

  await signIn('市局政治部条线干部');
  step('下级中心组的一年');
  await page.goto('/study');
  await link('下级中心组').click();
  await expect.text('按季度');
  await shot('year');
  step('一个数字怎么来的');
  await page.locator('main table a').first().click();
  await expect.text('该做的');
  await shot('group');
  await page.goBack();
  await link('打印').click();
  await expect.text('补学为已补/没到');
  await shot('year-print');
  await page.goBack();

  step('派人旁听');
  await link('派人旁听').click();
  await page.locator('[name=from_on]').fill('2026-11-20');
  await page.locator('[name=to_on]').fill('2026-12-31');
  await page.locator('[name=share]').fill('100');
  for (const post of await page.locator('[name=posts]').all()) {
    const is = await post.getAttribute('value');
    if ((await post.isChecked()) !== (is === 'line_officer')) await post.click();
  }
  await shot('form');
  await press('抽签');
  await expect.text('和这一轮完全一样');
  await shot('round');

  step('听会表先打印带去，会开过再填');
  await page.locator('main table.cards a', { hasText: '正定县' }).first().click();
  await expect.text('会开过以后，在这里填听会表');
  await shot('sheet');
  const hearing = page.url().replace(base, '');
  await link('打印听会表').click();
  await expect.text('对会不对人');
  await shot('blank');

  await signIn('县局党委党务干部');
  step('县局知道谁来听');
  await page.goto('/');
  await expect.text('上级派人旁听');
  await shot('county-home');
  await page.goto(hearing);
  await expect.text('来的人会自动写进列席');
  await shot('told');
  step('通报的初稿：写到本单位的对不对');
  await page.goto('/');
  await link('去看').click();
  await expect.text('本单位的记录');
  await shot('county-draft');
  await page.locator('summary', { hasText: '有不对的' }).click();
  await page.locator('[name=words]').fill('四季度的旁听意见已经答复，请按记录改。');
  await press('告诉上级');
  await expect.text('意见已告诉上级');
  await shot('county-said');

  await signIn('市局政治部条线干部');
  step('看意见，按今天的记录重写，印发');
  await page.goto('/');
  await expect.text('有意见');
  await shot('city-home');
  await link('看意见').click();
  await expect.text('四季度的旁听意见已经答复');
  await shot('draft');
  await page.locator('summary', { hasText: '重写或者作废' }).click();
  await press('按今天的记录重写');
  await expect.text('按今天的记录重写了');
  const body = page.locator('[name=body]');
  await body.fill(`${await body.inputValue()}\n明年的学习计划一季度报送。`);
  await press('存');
  await expect.text('已存');
  await page.locator('[name=number]').fill('石公政〔2026〕12号');
  await press('印发');
  await expect.text('已印发存档');
  await shot('closed');
  await link('打印').click();
  await expect.text('石公政〔2026〕12号');
  await shot('paper');
  step('PDF和Word');
  const pdf = printed(await taken(() => link('下载PDF').click()));
  const word = printed(await taken(() => link('下载Word').click()));
  expect(pdf.includes('石公政〔2026〕12号') && pdf.includes('第二季度没有集体学习'), pdf);
  expect(pdf.includes('明年的学习计划一季度报送'), 'what the officer added stands in it');
  expect(word.includes('第二季度没有集体学习') && word.includes('明年的学习计划一季度报送'), 'the same in the Word file');

  await signIn('县局党委党务干部');
  step('县局收到通报');
  await page.goto('/');
  await expect.text('有通报');
  await link('去看').click();
  await shot('came');
  await press('知道了');
  await expect.text('知道了。');
  await page.goto('/study/circulars');
  await shot('list');

  await signIn('省厅政治部条线干部');
  step('省厅起草自己的通报');
  await page.goto('/study');
  await link('下级中心组').click();
  await shot('province-year');
  await press('起草2026年的通报');
  await expect.text('按记录和判定写好了初稿');
  await page.locator('[name=until]').fill('2026-11-30');
  await press('给他们看');
  await expect.text('都看得到初稿了');
  await shot('province-draft');
};
