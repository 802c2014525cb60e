// docs/guide/secretary.md, "排一年的计划": a year is proposed, changed by form, by mouse and by keys, adopted, published, printed;
// a duty roster keeps days away; the draft comes from the plan; a calendar reads it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';

export const title = 'A year plan: proposed, changed, adopted, published, printed, drafted from, subscribed to';

export const javascript = 'both';

export const beside = async ({ data }) => {
  writeFileSync(join(data, 'settings.toml'), 'calendar_feed = "on"\n');
  return { tools: {}, end: async () => {} };
};

// What a parser of calendars makes of it: titles by day in Shanghai.
const read = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((part) => {
    const event = new ICAL.Event(part);
    const start = event.startDate.toJSDate();
    return { title: event.summary, uid: event.uid, start, status: part.getFirstPropertyValue('status'), place: event.location };
  });
};

export default async ({ page, step, shot, expect, signIn, width, javascript }) => {
  const press = (name) => page.getByRole('button', { name, exact: true }).first().click();
  const line = (name) => page.locator('.plan-lines > li', { hasText: name }).first();
  const moves = width >= 1280 && javascript;

  await signIn('党支部书记');
  step('组织生活 → 年度计划：建议的日期');
  await page.goto('/records');
  await page.getByRole('link', { name: '年度计划' }).click();
  await expect.text('2027年度计划');
  await expect.text('建议');
  await shot('proposed');

  step('改一个再采用');
  await line('3月主题党日').getByRole('link', { name: '改了再采用' }).click();
  await page.fill('[name=on]', '2027-03-17');
  await page.fill('[name=place]', '烈士陵园');
  await page.fill('[name=topic]', '清明祭英烈');
  await shot('form');
  await press('排进计划');
  await expect.text('3月主题党日排在2027年3月17日');
  await expect.text('烈士陵园，清明祭英烈');

  if (moves) {
    step('拖到别的一天');
    await line('4月主题党日').dragTo(page.locator('[data-on="2027-04-21"]'));
    await expect.text('4月主题党日排在2027年4月21日');
    step('用方向键移到别的一天');
    await line('3月主题党日').locator('[data-move]').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await shot('moving');
    await page.keyboard.press('Enter');
    await expect.text('3月主题党日移到3月25日');
  }

  step('采用其余的');
  await page.locator('main .button.main').click();
  await expect.text('发布以后大家才看得到');
  await shot('adopted');
  step('发布');
  await press('发布第1版');
  await expect.text('2027年度计划第1版已发布');

  step('发布以后又改：写明上一版');
  await line('5月主题党日').getByRole('link', { name: /^改/ }).click();
  await page.fill('[name=on]', '2027-05-26');
  await shot('changing');
  await press('保存');
  await expect.text('改过，未发布');
  await expect.text('上一版是');
  await shot('changed');
  await press('发布第2版');
  await expect.text('第2版已发布');
  await shot('published');

  step('打印、下载');
  await page.getByRole('link', { name: '打印、下载' }).click();
  await expect.text('2027年度组织生活计划');
  await shot('print');
  for (const name of ['Word', 'PDF', 'Excel']) {
    const href = await page.getByRole('link', { name: `下载${name}` }).getAttribute('href');
    const answer = await page.request.get(href);
    expect.equal(answer.status(), 200, name);
  }

  step('草稿按计划填好');
  await page.goto('/records/plan?year=2027');
  await line('3月主题党日').getByRole('link', { name: '打开草稿' }).click();
  await expect.text('2027年度计划第2版');
  expect.equal(await page.inputValue('[name=place1]'), '烈士陵园', 'the place of the plan');
  expect.equal(await page.inputValue('[name=topic]'), '清明祭英烈', 'the topic of the plan');
  await shot('draft');
  step('首页：计划里接着的');
  await page.goto('/');
  await expect.text('计划里接着的');
  await shot('home');
  step('今年的：开过的和没有按计划开的');
  await page.goto('/records/plan?year=2026');
  await expect.text('没有按计划开');
  await shot('kept');

  step('导入排班');
  await page.getByRole('link', { name: '导入排班' }).click();
  const member = (await page.request.get('/members?status=full')).ok();
  expect(member, 'the list of members');
  await page.goto('/members');
  const name = (await page.locator('main table tbody a').first().textContent()).trim();
  await page.goto('/members/shifts');
  await shot('shifts');
  const sheet = `2026年12月值班表\n姓名,1,2,3,4,5,6,7\n${name},值,,休,培训,,夜,\n路人甲,,值,,,,,\n`;
  await page.setInputFiles('[type=file]', { name: '12月值班表.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
  await press('彩排');
  await expect.text('路人甲1人不是这里的党员');
  await page.selectOption('[name=mark-0]', 'busy');
  await shot('shifts-rehearsed');
  await page.locator('main .button.main').click();
  await expect.text('已导入1人的排班');
  await shot('shifts-imported');

  step('党员：看计划，订阅日历');
  await signIn('党员');
  await page.goto('/records/plan?year=2027');
  await expect.text('清明祭英烈');
  await shot('member');
  await page.getByRole('link', { name: '日历订阅' }).click();
  await shot('calendar');
  await press('生成订阅网址');
  const address = await page.inputValue('#f-address');
  await shot('calendar-made');
  step('日历程序读得到名称和时间');
  const text = await (await fetch(address)).text();
  const events = read(text);
  const march = events.find((event) => event.title === '3月主题党日' && event.start.getFullYear() === 2027);
  expect(march && march.start.toISOString().startsWith(moves ? '2027-03-25' : '2027-03-17'), 'the day of the plan');
  expect(events.every((event) => !event.place) && !text.includes('烈士陵园') && !text.includes('清明'), 'title and time alone');
  expect.equal(new Set(events.map((event) => event.uid)).size, events.length, 'uids differ');
  step('停用');
  await page.goto('/me/calendar');
  await press('停用');
  await expect.text('已停用');
  expect.equal((await fetch(address)).status, 404, 'the address is void');
};
