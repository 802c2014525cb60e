// Papers: notice and sign-in sheet of a meeting, the list of who came, the handbook of the year, the burden ledger.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const title = 'Papers of a meeting, the handbook of a year, the burden ledger';
export const javascript = 'both';

export default async ({ page, step, shot, expect, signIn, account, taken }) => {
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const press = (name) => page.getByRole('button', { name, exact: true }).first().click();
  const words = (path) => execFileSync('pdftotext', ['-layout', path, '-']).toString();

  await signIn('党支部书记');
  step('存一份草稿，打印通知和签到表');
  await page.goto('/');
  await page.locator('a:has-text("准备或者登记")').first().click();
  await press('先存草稿');
  await expect.text('要打印的');
  await shot('draft');
  await link('会议通知').click();
  await expect.text('现将有关事项通知如下');
  await shot('notice');
  await page.goBack();
  await link('签到表').click();
  await expect.text('列席人员另行签名');
  await shot('sign-in');
  const sheet = await taken(() => link('下载PDF').click());
  expect(words(sheet).includes('签到'), 'a sheet to sign as PDF');

  step('开过的会：签到表按到会情况填好，名单是表格');
  await page.goto('/records?stage=closed&kind=general_meeting');
  await page.locator('.table th a').first().click();
  await shot('closed');
  const list = await taken(() => press('到会名单（表格）'));
  expect(readFileSync(list).subarray(0, 2).toString() === 'PK', 'a spreadsheet');
  await link('签到表').click();
  await expect.text('到会情况');
  await shot('signed');

  step('支部工作手册，一次生成');
  await page.goto('/records');
  await shot('records');
  await link('支部工作手册').click();
  await expect.text('手册里有什么');
  await shot('handbook');
  const book = await taken(() => press('生成手册（PDF）'));
  const text = words(book);
  for (const part of ['支部工作手册', '目', '党员名册', '年度计划', '全年情况', '党员大会', '谈心谈话登记', '应办事项完成情况', '校验码']) {
    expect(text.includes(part), `“${part}” in the handbook`);
  }
  expect(/— *1 *—/.test(text), 'page numbers in the handbook');
  const { name } = account('党支部书记');
  expect(text.includes(`导出人：${name}`), 'whose copy it is');
  await taken(() => press('生成Word'));

  step('核对打印本');
  const code = text.match(/[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}/)[0];
  await page.locator('[name=code]').fill(code);
  await press('核对');
  await expect.text('和系统里的记录一致');
  await shot('checked');
  await page.locator('[name=code]').fill('00000-00000-00000');
  await press('核对');
  await expect.text('和系统里的记录不一致');

  step('负担台账：手写记录是谁要求的');
  await page.goto('/regulations');
  await link('负担台账').click();
  await expect.text('要求手写记录');
  await shot('ledger');
  expect((await page.locator('text=登记一项要求').count()) === 0, 'a branch enters none');

  step('表格：一年的记录和议定事项');
  await page.goto('/records');
  await taken(() => press('导出这些记录（表格）'));
  await taken(() => press('导出议定事项'));

  await signIn('ganshi');
  step('干事：选一个支部，看它的手册');
  await page.goto('/records/handbook');
  await shot('choose');
  await page.locator('main .card a').first().click();
  await expect.text('手册里有什么');
  await shot('officer-handbook');

  await signIn('shiju');
  await page.goto('/regulations/burden');
  await shot('city-ledger');
};
