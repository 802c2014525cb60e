// A secretary beyond the three meetings: joint building where some take part, a paper attached, a life meeting with its
// list of what is put right, a card for a political birthday; a member reads his own.
import { readFileSync } from 'node:fs';

import { printed } from './tools.mjs';

export const title = 'A secretary: an activity, a life meeting and its list, papers, a birthday card';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn, taken }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const press = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();
  const came = (row) => row.locator('input[value=came1]').locator('xpath=ancestor::label').click();

  await signIn('党支部书记');
  step('结对共建：只点参加的人');
  await page.goto('/records/new');
  await shot('new');
  await link('结对共建').click();
  await page.locator('input[value=双方介绍情况]').waitFor();
  const people = page.locator('#f-attendance .people li');
  await came(people.nth(0));
  await came(people.nth(1));
  await page.locator('summary').first().click();
  await page.locator('[name=topic]').fill('和社区结对，共建平安');
  await page.locator('[name=guests]').fill('城关社区党支部');
  await shot('activity');
  await press('开完了，存为会议记录');
  await page.locator('[name=minutes]').fill('一、双方介绍情况\n商定每季度一次反诈宣传。');
  await press('存档');
  await expect.text('应到2人，实到2人');

  step('附一份材料，再取下');
  await link('附上材料').click();
  await shot('files-none');
  await press('附上');
  await expect.text('请先选一个文件');
  await page.locator('[name=file]').setInputFiles({ name: '共建协议.txt', mimeType: 'text/plain', buffer: Buffer.from('双方商定') });
  await press('附上');
  await expect.text('共建协议.txt');
  await shot('files');
  await press('取下');
  await expect.text('还没有附材料');

  step('组织生活会：会前会后由记录说明');
  await page.goto('/records/new?kind=organizational_life_meeting');
  await page.locator('summary').first().click();
  await page.locator('[name=topic]').fill('学习贯彻发展党员工作细则');
  await press('先存草稿');
  await expect.text('会前会后');
  await shot('life-draft');
  await link('意见和批评').click();
  await page.locator('[name=opinions]').fill('学习抓得不紧\n谈心谈话少');
  await press('记下');
  await expect.text('听到2条');
  await shot('preparation');
  await link('返回记录').click();
  await press('开完了，存为会议记录');
  await page.locator('[name=minutes]').fill('一、党员个人发言\n开展了批评和自我批评。');
  await page.locator('[name=problem]').first().fill('理论学习不够深入');
  await page.locator('[name=task]').first().fill('每月领学一次');
  await page.locator('[name=owner]').first().fill('宣传委员');
  await page.locator('[name=due]').first().fill('2026-12-31');
  await shot('life-minutes');
  await press('存档');
  await expect.text('没有记批评意见的条数');
  await shot('life-closed');
  await page.locator('[name=outcome]').first().fill('领学了两次');
  await press('办结');
  await expect.text('结果：领学了两次');
  await link('整改清单').click();
  await expect.text('领学了两次');
  await shot('rectification-paper');
  for (const kind of ['PDF', 'Word']) {
    const paper = printed(await taken(() => link(`下载${kind}`).click()));
    expect(paper.includes('完成情况') && paper.includes('办结：领学了两次'), `the list in the ${kind} file`);
  }
  await page.goBack();
  await link('全部整改清单').click();
  await expect.text('1项，办结1项');
  await shot('rectification');
  const list = await taken(() => press('导出这些事项（表格）'));
  expect(readFileSync(list).subarray(0, 2).toString() === 'PK', 'a spreadsheet');

  step('政治生日：送一张贺卡');
  await page.goto('/records/birthdays');
  await shot('birthdays');
  await page.locator('main .people a').first().click();
  await shot('card');
  await press('送贺卡');
  await expect.text('贺卡已送到他的手机上');
  await page.goto('/me/birthday');
  await shot('own');
};
