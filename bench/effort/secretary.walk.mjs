// A secretary's month in the quarter's last month, on a phone: what it costs her in touches, signs and seconds.
import { hand, line } from './hand.mjs';

export const title = 'Effort: a secretary’s month';
export const widths = [390];

// Seconds of the keystroke-level model for the whole month.
const GOAL = 300;

export default async ({ page, step, shot, expect, signIn, account }) => {
  const { tap, tick, type, write, look, choose, end, all } = hand(page);
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const button = (name) => page.getByRole('button', { name, exact: true }).first();
  const story = (name) => step(line(end(name)));
  const owner = account('组织委员').name;
  await signIn('党支部书记');

  const open = async (kind) => {
    look();
    await tap(link('组织生活'));
    await tap(link('新建'));
    await tap(link(kind));
  };
  const held = async () => {
    await tap(button('开完了，存为会议记录'));
    await expect.text('会开过了');
  };
  const file = async () => {
    await tap(button('存档'));
    await expect.text('这份记录算哪几项');
  };

  await open('支部党员大会');
  const away = page.locator('.people li').nth(3);
  await tick(away.locator('input[value=leave]'));
  await choose(away.locator('select'), { label: '出差' });
  await held();
  await write(page.locator('[name=minutes]'), '\n听取了支委会前三季度工作报告，同意。年底前每名党员领学一次。');
  await file();
  story('党员大会');

  await open('支部委员会会议');
  await held();
  await write(page.locator('[name=minutes]'), '\n研究了下月主题党日和年终总结安排。党费已按月收齐上缴。');
  await type(page.locator('[name=task]').first(), '准备下月主题党日的场地');
  await type(page.locator('[name=owner]').first(), owner);
  await type(page.locator('[name=due]').first(), '2026-12-04', { knows: 'the day was agreed at the meeting' });
  await file();
  story('支委会（附党费情况）');

  await open(/^主题党日/);
  await tap(page.locator('summary').first());
  await type(page.locator('[name=topic]'), '学习贯彻新修订的发展党员工作细则');
  await tick(page.locator('[name=also][value=party_lecture]'));
  await choose(page.locator('[name=lecturer]'), { index: 1 });
  await held();
  await write(page.locator('[name=minutes]'), '\n书记讲党课，大家结合办案谈了体会。');
  await type(page.locator('[name=questions]'), '3', { knows: 'how many asked was heard in the room alone' });
  await file();
  story('主题党日（同时是党课）');

  for (const number of [1, 2]) {
    await open('谈心谈话');
    await choose(page.locator('[name=partner]'), { index: number + 8 });
    await tap(button('谈过了，存为记录'));
    await tap(button('存档'));
    await expect.text('已存档');
    story(`谈话${number}`);
  }
  const month = all();
  step(line(month));
  await shot('month');
  expect(month.seconds <= GOAL, `a month of at most ${GOAL} s by the model, it takes ${month.seconds.toFixed(0)}`);
};
