// The minutes of a meeting: a code to mark oneself, text pasted from Word, who spoke, a transcript laid out on the agenda,
// minutes out of Word, a photographed sheet, what stood in the last ones; and a member who was away, told and with words
// of his own.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const title = 'A secretary: minutes out of Word and a transcript, who spoke, a code, a photo';
export const javascript = 'both';

const sample = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'word.html'), 'utf8');

const transcript = (names) => [
  `${names[0]} 00:00:02`, '同志们，现在开会，先学习党章有关章节。', '',
  '发言人2 00:01:10', '我先谈谈体会，党章是总规矩，要时常对照。', '',
  `${names[1]} 00:03:05`, '结合办案，我觉得纪律要挺在前面。', '',
  `${names[0]} 00:06:40`, '下面进行第二项议程，讨论志愿服务安排。', '',
  `${names[1]} 00:07:30`, '建议放在周末，去社区巡逻和反诈宣传各一次。',
].join('\n');

// What Word puts on the clipboard is put there as it is: the asynchronous clipboard would clean it first.
const paste = async (page, field, html) => {
  await page.evaluate((text) => {
    const put = (event) => {
      event.clipboardData.setData('text/html', text);
      event.clipboardData.setData('text/plain', 'plain');
      event.preventDefault();
    };
    document.addEventListener('copy', put, { once: true });
    document.execCommand('copy');
  }, html);
  await field.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+V');
};

export default async ({ page, step, shot, expect, signIn, javascript }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const button = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first();
  const press = (name) => button(name).click();
  const minutes = page.locator('[name=minutes]');

  await signIn('党支部书记');
  step('起草今天的主题党日，出示到会码');
  await page.goto('/records/new?kind=theme_day');
  if (!(await page.locator('[name=on1]').isVisible())) await page.locator('summary').first().click();
  await page.locator('[name=on1]').fill('2026-11-20');
  await page.locator('[name=guests]').fill('社区网格员');
  await page.locator('[name=agenda]').nth(0).fill('学习党章有关章节');
  await page.locator('[name=agenda]').nth(1).fill('讨论志愿服务安排');
  const names = await page.locator('#f-attendance .people li > span:first-child').evaluateAll((rows) =>
    rows.map((row) => row.firstChild.textContent.trim()));
  const attend = page.locator('#f-attendance .people li');
  await attend.nth(names.length - 1).locator('input[value=absent]').locator('xpath=ancestor::label').click();
  if (javascript) await expect.text(`到会${names.length - 1}人`);
  await shot('attendance');
  await press('先存草稿');
  await link('到会码').click();
  await expect.text('愿意扫码的');
  await shot('code');
  await link('返回记录').click();
  await press('开完了，存为会议记录');
  await minutes.waitFor();
  await shot('minutes-empty');

  if (javascript) {
    step('从Word粘贴：编号、分段留着，别的不留');
    await minutes.fill('');
    await paste(page, minutes, sample);
    const wanted = [
      '一、学习党章有关章节', '（一）书记领学第六章“党的干部”，逐条讲解。', '1. 领学人：周立群', '2. 讨论提纲已提前三天发给大家',
      '二、讨论志愿服务安排', '会议议定：12月在城关社区开展反诈宣传 2 次。', '分工　负责人', '宣传册　陈晓梅', '散会。',
    ].join('\n');
    expect.equal(await minutes.inputValue(), wanted, 'what was pasted');
    await page.keyboard.press('Control+Z');
    expect.equal(await minutes.inputValue(), '', 'one Ctrl+Z takes it back');
    await paste(page, minutes, sample);
  } else {
    await minutes.fill('一、学习党章有关章节\n书记领学。\n二、讨论志愿服务安排\n12月去社区两次。');
  }

  step('谁发了言：点名字，先点的在前');
  const items = page.locator('[data-speakers] details');
  await items.nth(0).locator('summary').click();
  const chip = (name) => items.nth(0).locator('.chips label', { hasText: name }).first();
  await chip(names[2]).click();
  await chip(names[0]).click();
  if (javascript) {
    await items.nth(0).locator('.spoke textarea').first().fill('带头学，带头讲。');
    await expect.text('2人');
  }
  await shot('speakers');
  await press('先存着');
  await expect.text('会议记录已存');
  if (javascript) {
    const first = await items.nth(0).locator('.spoke li').first().innerText();
    expect(first.includes(names[2]), `${names[2]} first, found ${first}`);
  }
  await shot('saved');

  step('录音转写稿：先看，移一移，再放进去');
  await press('录音转写稿');
  await expect.text('文件只读一遍');
  await shot('transcript-choose');
  await page.locator('[name=file]').setInputFiles({ name: '转写.txt', mimeType: 'text/plain', buffer: Buffer.from(transcript(names)) });
  await press('读出来看看');
  await expect.text('听出了1项议题');
  await shot('transcript');
  await press('放进会议记录');
  await expect.text('请选一下“发言人2”是谁');
  await page.locator('select').filter({ hasText: '请选择' }).nth(1).selectOption({ label: await optionOf(page, names[3]) });
  await page.getByRole('button', { name: /^上移/ }).filter({ visible: true }).first().click();
  await expect.text('按您的调整排好');
  await shot('transcript-moved');
  await press('放进会议记录');
  await expect.text('原文件没有存');
  await shot('taken');

  step('拍一张签到表附上');
  await page.locator('.photo [name=file]').setInputFiles({ name: 'IMG_0001.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  await press('附上照片');
  await expect.text('签到表照片');

  step('存档：发言在记录、打印稿里');
  await press('存档');
  await expect.text('已存档');
  await expect.text('建议放在周末');
  await shot('closed');
  await link('打印').click();
  await shot('print');

  step('没到的人：传达，他自己补一句');
  await page.goBack();
  await page.getByRole('button', { name: /已传达/ }).filter({ visible: true }).first().click();
  await expect.text('已标为已传达');
  await shot('relayed');

  step('下个月照抄：只有写的人看到提示');
  await page.goto('/records/new?kind=theme_day');
  if (!(await page.locator('[name=on1]').isVisible())) await page.locator('summary').first().click();
  await page.locator('[name=on1]').fill('2026-11-20');
  await press('开完了，存为会议记录');
  const text = '书记带领大家学习了党章有关章节，大家结合办案谈了体会，一致认为纪律要挺在前面，会议决定下个月到城关社区开展志愿服务，由宣传委员联系社区、准备宣传册。';
  await minutes.fill(text);
  await press('存档');
  await expect.text('已存档');
  await page.goto('/records/new?kind=theme_day');
  if (!(await page.locator('[name=on1]').isVisible())) await page.locator('summary').first().click();
  await page.locator('[name=on1]').fill('2026-11-20');
  await press('开完了，存为会议记录');
  await minutes.fill(text.replace('城关', '北门'));
  await press('先存着');
  await expect.text('是同一件事就留着，不是请改');
  await page.locator('#alike summary').click();
  await shot('alike');

  step('写好的Word');
  await press('写好的Word');
  await shot('manuscript');
  await page.locator('[name=file]').setInputFiles({ name: '记录.txt', mimeType: 'text/plain', buffer: Buffer.from('一、学习\n学习了党章。') });
  await press('读出来看看');
  await shot('manuscript-read');
  await press('放进会议记录');
  await expect.text('写好的记录已放进来');

  step('过时的码');
  await page.goto('/records/1/marking?s=1&code=00');
  await expect.text('过了时');
  await shot('code-over');

  await signIn('党员');
  step('党员看支部的年度计划和日历订阅');
  await page.goto('/records/plan');
  await shot('plan-of-a-member');
  await page.goto('/me');
  await link('支部计划的日历订阅').click();
  await expect.path(/^\/me\/calendar/);
};

// The label under which somebody is offered, with his post behind the name.
async function optionOf(page, name) {
  const labels = await page.locator('select option').allInnerTexts();
  return labels.find((label) => label.startsWith(name));
}

// Two by two points.
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==';
