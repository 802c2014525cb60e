// An officer's month over the branches of a county's organ: who is behind, a word to each, the list for the file.
import { hand, line } from './hand.mjs';

export const title = 'Effort: an officer’s month';
export const widths = [1280];

const GOAL = 300;

export default async ({ page, step, shot, expect, signIn }) => {
  const { tap, look, end, all } = hand(page);
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const story = (name) => step(line(end(name)));
  await signIn('县局机关党委党务干部');

  look();
  await tap(page.locator('.todo a, main a[href^="/duties"]').first());
  look();
  story('看最急的一个支部为什么逾期');

  await tap(link('统计'));
  look();
  await tap(page.locator('main a[href*="state=late"], main a[href*="state=overdue"], main a[href*="state=missed"]').filter({ visible: true }).first());
  look();
  let pages = 0;
  for (;;) {
    await tap(page.locator('button[name=unit][value=all]'));
    await expect.text(/已提醒|提醒过/);
    pages += 1;
    const next = page.getByRole('link', { name: '下一页' }).filter({ visible: true });
    if ((await next.count()) === 0 || pages >= 5) break;
    await tap(next.first());
    look();
  }
  story(`提醒所有缺项的支部（${pages}页）`);

  const download = page.waitForEvent('download');
  await tap(page.locator('a[href*="xlsx"], button:has-text("下载"), a:has-text("下载")').filter({ visible: true }).first());
  await download;
  story('下载缺项清单');
  const month = all();
  step(line(month));
  await shot('month');
  expect(month.seconds <= GOAL, `a month of at most ${GOAL} s by the model, it takes ${month.seconds.toFixed(0)}`);
};
