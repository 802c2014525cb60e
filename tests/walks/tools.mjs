// What a walk is given besides the page: steps that are named, sign-in by role, claims that wait, files that came down.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = () => mkdtempSync(join(tmpdir(), 'guantong-walk-'));

export function tools(page, { accounts }, trail) {
  const step = (words) => trail.push(words);

  const account = (who) => find(accounts, who);

  async function signIn(who) {
    const account = find(accounts, who);
    step(`sign in as ${account.name} (${account.role})`);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await page.fill('[name=login]', account.login);
    await page.fill('[name=password]', account.password);
    await page.click('form:has([name=password]) .button.main');
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    return account;
  }

  // A claim about a value: the words say what was expected.
  const expect = (held, words) => {
    if (!held) throw new Error(`expected ${words}`);
  };
  // The text stands visibly on the page, now or within the time-out.
  expect.text = (text, within = 'body') => page.locator(within).getByText(text).filter({ visible: true }).first().waitFor();
  expect.noText = async (text, within = 'body') => {
    const count = await page.locator(within).getByText(text).filter({ visible: true }).count();
    expect(count === 0, `no “${text}”, found ${count}`);
  };
  expect.equal = (found, wanted, words) => {
    if (found !== wanted) throw new Error(`${words}: expected ${wanted}, found ${found}`);
  };
  expect.path = (pattern) => page.waitForURL((url) => pattern.test(url.pathname + url.search));
  // The status of going to an address, for pages that must not exist for this person.
  expect.status = async (address, wanted) => {
    const response = await page.goto(address);
    expect.equal(response.status(), wanted, `status of ${address}`);
  };

  // Where the file is kept that a click brings, under the name that it came with.
  const taken = async (click) => {
    const [file] = await Promise.all([page.waitForEvent('download'), click()]);
    const path = join(folder(), file.suggestedFilename());
    await file.saveAs(path);
    return path;
  };

  return { step, account, signIn, expect, taken };
}

// Everything that a paper says, without spaces: a PDF by itself, anything else as LibreOffice prints it.
export function printed(path) {
  if (path.endsWith('.pdf')) return execFileSync('pdftotext', ['-raw', path, '-']).toString().replace(/\s/g, '');
  const out = folder();
  execFileSync('soffice', [`-env:UserInstallation=file://${out}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', out, path]);
  return printed(join(out, readdirSync(out).find((name) => name.endsWith('.pdf'))));
}

// First letters of a name in pinyin, as the search takes them: 张伟华 is ZWH. Marks are the first character of each letter.
const marks = [...'阿芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝'];
const letters = 'ABCDEFGHJKLMNOPQRSTWXYZ';
const byPinyin = new Intl.Collator('zh-CN-u-co-pinyin');

export function initials(name) {
  const letter = (character) => letters[marks.findLastIndex((mark) => byPinyin.compare(mark, character) <= 0)];
  return [...name].map(letter).join('');
}

// What a unit is called within its organ: 刑事侦查大队党支部.
export const within = (unit, organ) => unit.replace(organ, '');

// By login, by role or by name; the first in the file's order.
function find(accounts, who) {
  for (const key of ['login', 'role', 'name']) {
    const account = accounts.find((each) => each[key] === who);
    if (account) return account;
  }
  throw new Error(`no account “${who}”; there are ${accounts.map((each) => each.role).join(', ') || 'none'}`);
}
