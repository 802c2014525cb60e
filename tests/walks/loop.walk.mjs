// The guide docs/guide/officer.md, step by step: a roster comes in, a gap is seen, closed and gone from the picture.
import { fileURLToPath } from 'node:url';

import { printed, within } from './tools.mjs';

export const title = 'The loop: import, gap, verdict, meeting, paper, picture';

const roster = fileURLToPath(new URL('../../data/rosters/01_县局党员花名册.xlsx', import.meta.url));

export default async ({ page, step, shot, expect, account, signIn, taken }) => {
  const figure = async (word) => {
    const text = await page.locator(`.figure:has-text("${word}") a`).first().textContent();
    return Number(text.match(/\d+/)[0]);
  };
  const follow = (name) => page.getByRole('link', { name }).filter({ visible: true }).first().click();

  const county = account('县局领导').unit;
  const branch = within(account('党支部书记').unit, county);
  await signIn('县局机关党委党务干部');
  step('一、导入花名册：党员 → 导入');
  await page.goto('/members');
  await page.getByRole('link', { name: '导入', exact: true }).click();
  await page.selectOption('[name=unit]', { label: county });
  await page.setInputFiles('[type=file]', roster);
  await page.getByRole('button', { name: '彩排' }).click();
  step('彩排：只列有问题的行');
  await expect.text('彩排结果');
  await expect.text('还没有写入任何内容');
  await expect.text('证件号码末位校验不对');
  await shot('rehearsal');
  step('对上支部：一个选现有的，一个新建');
  await page.getByLabel('交警大队第一党支部').selectOption({ label: `就是${county}交通警察大队党支部` });
  await page.getByLabel('城关派出所党支部').selectOption({ label: '新建“城关派出所党支部”' });
  await page.getByRole('button', { name: /^导入\d+人$/ }).click();
  await expect.text('已导入：新增33人');
  await shot('batch');

  step('二、整批撤回');
  await follow('撤回这一批');
  await expect.text('会撤回');
  await page.getByLabel('撤回的原因').fill('文件不是最新的，改好再导入');
  await shot('undoing');
  await page.getByRole('button', { name: /^撤回\d+人$/ }).click();
  await expect.text('已撤回');
  await shot('undone');

  await signIn('县局领导');
  step('局领导看到的逾期件数');
  await expect.path(/^\/situation\//);
  const before = await figure('逾期');
  const whole = page.url();

  await signIn('县局机关党委党务干部');
  step('三、找缺口：统计 → 逾期 → 支部 → 判定和理由');
  await page.goto('/situation');
  await page.locator('.figure a[href*="state=overdue"]').click();
  await expect.text(branch);
  await shot('overdue');
  await page.locator(`tr:has-text("${branch}"):has-text("支委会") a[href*="committee-meeting"]`).first().click();
  await expect.text('一、依据哪一条');
  await expect.text('二、看了哪些事实');
  await expect.text('三、还差什么');
  const gap = new URL(page.url()).pathname;
  await shot('verdict');

  await signIn('党支部书记');
  step('四、补录：首页第一件 → 会已开过，补录');
  await page.goto(gap);
  await follow('会已开过，补录');
  await shot('draft');
  step('一按全部到会，再存为会议记录');
  await page.getByRole('button', { name: '全部到会' }).click();
  await page.getByRole('button', { name: '开完了，存为会议记录' }).click();
  await expect.text('会开过了，写好记录就存档');
  step('写记录，写明为什么现在补录，存档');
  await page.locator('[name=minutes]').fill('一、上次议定事项的落实情况\n已全部办结。\n二、本月组织生活安排\n定于下旬开展主题党日。');
  await page.locator('[name=late_reason]').fill('当时有会议记录本，系统启用后补录。');
  await shot('minutes');
  await page.getByRole('button', { name: '存档' }).click();
  await expect.text('已存档');
  await expect.text('这份记录算哪几项');
  await shot('closed');

  step('五、下载会议记录：PDF和Word');
  for (const kind of ['PDF', 'Word']) {
    const minutes = printed(await taken(() => page.getByRole('link', { name: `下载${kind}` }).click()));
    expect(minutes.includes('定于下旬开展主题党日'), `the minutes in the ${kind} file`);
  }

  step('判定已经变成已完成');
  await page.goto(gap);
  await expect.text('已完成', '.verdict');
  await shot('done');

  await signIn('县局领导');
  step('六、局领导的逾期件数正好少一件');
  await page.goto(whole);
  expect.equal(await figure('逾期'), before - 1, 'overdue duties of the county');
  await shot('picture');
};
