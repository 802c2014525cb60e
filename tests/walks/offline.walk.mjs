// A meeting without a network: a draft is put on the phone, opened there, ended, and goes up once. What both sides changed is
// chosen; what lies on the phone cannot be read, and goes with its time, with signing out, with the end of the session.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const title = 'A meeting kept on the phone: stored, held offline, sent up once, chosen, erased';

export const beside = async ({ data }) => {
  writeFileSync(join(data, 'settings.toml'), 'offline_hours = "72"\n');
  return { tools: {}, end: async () => {} };
};

const PIN = 'hongqiqu2026';

// Everything that lies in the browser's database, bytes as letters, to be searched.
const raw = () => new Promise((resolve, reject) => {
  const request = indexedDB.open('guantong-offline');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const db = request.result;
    const names = [...db.objectStoreNames];
    if (names.length === 0) { db.close(); resolve(''); return; }
    const found = [];
    const transaction = db.transaction(names);
    names.forEach((name) => { transaction.objectStore(name).getAll().onsuccess = (event) => found.push(event.target.result); });
    transaction.oncomplete = () => {
      db.close();
      resolve(JSON.stringify(found, (_, value) => {
        const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
        return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : value;
      }));
    };
  };
});

const isClean = async () => {
  const databases = await indexedDB.databases();
  const workers = await navigator.serviceWorker.getRegistrations();
  const caches = await window.caches.keys();
  return databases.length === 0 && workers.length === 0 && caches.length === 0;
};

export default async ({ page, context, step, shot, expect, signIn, account }) => {
  const press = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click();
  const link = (name) => page.getByRole('link', { name }).filter({ visible: true }).first();
  const clean = async (words) => {
    for (let tries = 0; tries < 50; tries += 1) {
      if (await page.evaluate(isClean).catch(() => false)) return;
      await page.waitForTimeout(100);
    }
    throw new Error(`${words}: something is left on the phone`);
  };
  const draft = async () => {
    await page.goto('/records/new?kind=general_meeting');
    await press('先存草稿');
    await expect.text('的草稿已存');
    return new URL(page.url()).pathname;
  };
  const store = async () => {
    await link('存到本机离线用').click();
    await page.fill('#offline-pin', PIN);
    if (await page.locator('#offline-again').isVisible()) await page.fill('#offline-again', PIN);
    await press('存到本机离线用');
    await expect.text('已存到本机1份');
  };
  const unlock = async () => {
    await page.fill('#offline-pin', PIN);
    await press('打开');
  };
  const open = async () => {
    await unlock();
    await page.locator('[data-open]').first().click();
    await page.locator('[data-item]').first().waitFor();
  };
  const row = (number) => page.locator('[data-list=people] li').nth(number);
  const choose = (number, state) => row(number).locator(`input[value=${state}]`).locator('xpath=ancestor::label').click();

  // Not every browser says at once that the network is back: who waits may try.
  const online = async () => {
    await context.setOffline(false);
    await page.getByRole('button', { name: '再试联网' }).click({ timeout: 3000 }).catch(() => {});
  };

  await signIn('党支部书记');
  step('起草，存到本机');
  await page.goto('/records/new?kind=general_meeting');
  const name = (await page.locator('#f-attendance .people li > span').first().innerText()).split('\n')[0];
  const first = await draft();
  await shot('draft');
  await link('存到本机离线用').click();
  await page.locator('#offline-pin').waitFor();
  await shot('prepare');
  step('太好猜的口令');
  for (const [typed, words] of [['12345678', '要有字母'], ['abc123', '至少要8位'], ['aaaaaaa1', '这个口令太好猜']]) {
    await page.fill('#offline-pin', typed);
    await page.fill('#offline-again', typed);
    await press('存到本机离线用');
    await expect.text(words, '#offline-problem');
  }
  await page.fill('#offline-pin', PIN);
  await press('存到本机离线用');
  await expect.text('两次输的口令不一样');
  await shot('prepare-wrong');
  await page.fill('#offline-again', PIN);
  await press('存到本机离线用');
  await expect.text('已存到本机1份');
  await shot('prepared');

  step('存下的东西读不出来');
  const kept = await page.evaluate(raw);
  expect(kept.includes('vault') || kept.length > 500, 'something in the store');
  for (const words of [name, '党员大会', '二楼', '到会', account('党支部书记').name]) {
    expect(!kept.includes(words), `nothing of “${words}” in the clear`);
  }

  step('没有网络：打开系统就是离线页');
  await page.goto('/records');
  await expect.text('本机有1份离线草稿');
  await shot('told');
  await context.setOffline(true);
  await page.goto('/');
  await expect.text('这台手机上有1份');
  await shot('locked');
  await page.fill('#offline-pin', '不是这个口令');
  await press('打开');
  await expect.text('口令不对，还可以试9次');
  await shot('locked-wrong');
  await unlock();
  await expect.text('共1份，都只在这台手机上');
  await shot('list');
  await page.locator('[data-open]').first().click();
  await page.locator('[data-item]').first().waitFor();
  await choose(1, 'leave');
  await row(1).locator('select').selectOption('travel');
  await choose(2, 'absent');
  await page.locator('[data-item]').first().fill('听了报告，同意。\n散会。');
  await press('加一项表决');
  await page.locator('[data-of=text]').fill('接收罗一鸣同志为预备党员');
  await page.locator('[data-of=yes]').fill('5');
  await page.locator('[data-of=no]').fill('0');
  await page.locator('[data-of=abstain]').fill('1');
  await expect.text('已存在本机');
  await shot('writing');

  step('锁上再打开，写的还在');
  await page.goto('/offline');
  await open();
  expect.equal(await page.locator('[data-item]').first().inputValue(), '听了报告，同意。\n散会。', 'what was written');
  expect(await row(1).locator('input[value=leave]').isChecked(), 'leave as it was said');
  // The demo's branch has more voters than the motion needs here: it is put aside.
  await page.locator('[data-of=text]').fill('');
  await press('会议结束');
  await expect.text('待系统核对');
  await shot('ended');
  expect(!(await page.evaluate(raw)).includes('散会'), 'nothing written in the clear');

  step('有网络：上传一次');
  await online();
  await expect.path(new RegExp(first));
  await expect.text('已上传并存档');
  await expect.text('听了报告，同意。');
  await expect.text('请假（出差）');
  await shot('uploaded');
  await clean('after it went up');

  step('两边都改过：并排选用');
  const second = await draft();
  await store();
  await page.goto(second);
  const here = page.locator('#f-attendance .people li');
  await here.nth(1).locator('input[value=leave]').locator('xpath=ancestor::label').click();
  await here.nth(2).locator('input[value=absent]').locator('xpath=ancestor::label').click();
  await press('先存草稿');
  await expect.text('的草稿已存');
  await context.setOffline(true);
  await page.goto('/offline');
  await open();
  await choose(1, 'absent');
  await page.locator('[data-item]').first().fill('会场上写的。');
  await press('会议结束');
  await expect.text('待系统核对');
  await online();
  await expect.text('逐项选用哪一边');
  await shot('compare');
  await page.locator('.side input').nth(1).check();
  await press('按选的存档');
  await expect.text('已上传并存档');
  await expect.text('会场上写的。');
  await clean('after the choice');

  step('服务器上已经存档：本机的留作更正');
  const third = await draft();
  await store();
  await page.goto(third);
  await press('开完了，存为会议记录');
  await page.locator('[name=minutes]').fill('一、其他\n网上写的。');
  await press('存档');
  await expect.text('已存档');
  await page.goto('/offline');
  await open();
  await page.locator('[data-item]').first().fill('会场上写的。');
  await press('会议结束');
  await press('上传');
  await expect.text('服务器上已经存档');
  await shot('over');
  await press('放进更正表，逐项核对');
  await expect.text('本机的内容已放进更正表');
  await shot('correction');
  await clean('after it became a correction');

  step('到时间抹去，时钟拨回也一样');
  await draft();
  await store();
  await page.evaluate(() => new Promise((resolve) => {
    const request = indexedDB.open('guantong-offline');
    request.onsuccess = () => {
      const transaction = request.result.transaction('kept', 'readwrite');
      transaction.objectStore('kept').put(Date.now() + 73 * 3600 * 1000, 'seen');
      transaction.oncomplete = () => { request.result.close(); resolve(); };
    };
  }));
  await context.setOffline(true);
  await page.goto('/offline');
  await expect.text('这台手机上没有离线草稿');
  await shot('none');
  await context.setOffline(false);
  await page.goto('/records');
  await clean('after its time');

  step('退出登录：先说一声，再抹去');
  await draft();
  await store();
  await page.goto('/offline');
  await open();
  await page.locator('[data-item]').first().fill('会场上写的。');
  await press('会议结束');
  await expect.text('待系统核对');
  await page.goto('/me');
  await expect.text('本机有1份会议记录待上传');
  await press('退出登录');
  await expect.text('退出会一并抹去');
  await shot('sign-out');
  await press('退出登录');
  await expect.path(/sign-in/);
  await clean('after signing out');

  step('在别处让这台手机退出登录：一联网就抹去');
  await signIn('党支部书记');
  await draft();
  await store();
  const cookies = await context.cookies();
  await signIn('党支部书记');
  await page.goto('/me/sessions');
  await press('别处的全部退出');
  await expect.text('1处正登录着');
  await context.clearCookies();
  await context.addCookies(cookies);
  await page.goto('/records');
  await expect.path(/sign-in/);
  await clean('after the session was ended elsewhere');
};
