// Runs the browser walks: every *.walk.mjs here, on a desk (1280) and a phone (390), each on its own copy of the data.
//
//   node walk.mjs --binary PATH --seed DIR [--today DAY] [NAME…]     starts a server for every walk (what scripts/check does)
//   node walk.mjs --base URL [--accounts FILE] [NAME…]               uses a server that runs already
//
// How a walk is written stands in README.md. Prints `N passed, N failed` last; exit code 0 only if nothing failed.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { chromium } from 'playwright-core';
import { faultsOfPage, switchOf, watch } from './checks.mjs';
import { accountsIn, serve } from './server.mjs';
import { tools } from './tools.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const shots = join(here, 'shots');
const widths = [
  { width: 1280, height: 900 },
  { width: 390, height: 844, isMobile: true, hasTouch: true },
];

const limit = 180;

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    binary: { type: 'string' },
    seed: { type: 'string' },
    today: { type: 'string' },
    base: { type: 'string' },
    accounts: { type: 'string' },
    folder: { type: 'string', default: here },
  },
});
if (!options.base && !(options.binary && options.seed)) {
  console.error('walk.mjs: give --base URL, or --binary PATH and --seed DIR');
  process.exit(2);
}

async function load() {
  const files = readdirSync(options.folder).filter((file) => file.endsWith('.walk.mjs')).sort();
  const wanted = names.length === 0 ? files : files.filter((file) => names.includes(basename(file, '.walk.mjs')));
  return Promise.all(wanted.map(async (file) => ({
    name: basename(file, '.walk.mjs'),
    ...(await import(pathToFileURL(join(options.folder, file)))),
  })));
}

// A walk says `javascript = false`, or 'both' to be walked with and without: without on the narrowest of its screens, for
// there it is tightest.
const modes = (walk, isNarrowest) =>
  ({ both: isNarrowest ? [true, false] : [true], false: [false] })[walk.javascript] ?? [true];

// A browser that hangs must not hang the check.
async function within(seconds, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished after ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([work(), late]).finally(() => clearTimeout(timer));
}

async function one(browser, walk, screen, javascript) {
  const started = options.base
    ? { base: options.base, accounts: accountsIn(options.accounts), stop: async () => '' }
    : await serve({ binary: options.binary, seed: walk.seed === 'fresh' ? null : options.seed, today: options.today, prepare: walk.prepare, host: walk.host, beside: walk.beside });
  const { width, height, ...touch } = screen;
  const context = await browser.newContext({
    ...touch,
    viewport: { width, height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    baseURL: started.base,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const scripts = await switchOf(page);
  await scripts.run(javascript);
  const faults = [];
  watch(page, faults);
  const trail = [];
  // The screen grows to the length of the page for the picture: bars that stick to its edge would lie across the middle.
  const picture = async (name) => {
    const long = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.max(height, long) });
    const path = join(shots, `${walk.name}-${name}-${width}${javascript ? '' : '-nojs'}.png`);
    // Chromium now and then cannot draw on a busy machine; what the page shows is another matter.
    await page.screenshot({ path, fullPage: true }).catch(() => page.screenshot({ path, fullPage: true }));
    await page.setViewportSize({ width, height });
  };
  const shot = async (name) => {
    await picture(name);
    faults.push(...(await faultsOfPage(page, width, scripts)).map((fault) => `${name}: ${fault}`));
  };
  try {
    await within(walk.limit ?? limit, () => walk.default({ page, context, width, javascript, shot, ...started, ...tools(page, started, trail) }));
  } catch (error) {
    const words = stripVTControlCharacters(error.message).trim();
    faults.push(`after “${trail.at(-1) ?? 'start'}” at ${page.url()}: ${words}`);
    await picture('FAILED').catch(() => {});
  }
  await context.close();
  const log = await started.stop();
  if (faults.length > 0 && log) faults.push(`the server's last words:\n${log}`);
  return { faults, trail };
}

rmSync(shots, { recursive: true, force: true });
mkdirSync(shots, { recursive: true });
const walks = await load();
if (walks.length === 0) {
  console.error(`walk.mjs: no walk of that name in ${options.folder}`);
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
});
// One walk at one width; its faults, told as they come.
async function walked({ walk, screen, javascript }) {
  const begun = Date.now();
  const { faults, trail } = await one(browser, walk, screen, javascript)
    .catch((error) => ({ faults: [error.message], trail: [] }));
  const title = `${walk.title} (${screen.width}${javascript ? '' : ', no JavaScript'})`;
  console.log(`${faults.length === 0 ? 'pass' : 'FAIL'}  ${title}  ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  for (const step of trail) console.log(`        ${step}`);
  tell(faults);
  return { title, faults };
}

function tell(faults) {
  for (const fault of faults) console.log(`      ! ${fault.replaceAll('\n', '\n        ')}`);
}

const screensOf = (walk) => (walk.widths ? widths.filter((each) => walk.widths.includes(each.width)) : widths);
const waiting = walks.flatMap((walk) => screensOf(walk).flatMap((screen, at, all) =>
  modes(walk, at === all.length - 1).map((javascript) => ({ walk, screen, javascript }))));
// A page waits for its server as often as the server for a page: one walk leaves half a core idle. A server that is
// given takes one walk after the other.
let passed = 0;
const fallen = [];
const lane = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { title, faults } = await walked(next);
    if (faults.length === 0) passed += 1;
    else fallen.push({ ...next, title, faults });
  }
};
const lanes = options.base ? 1 : Math.min(availableParallelism(), 4);
await Promise.all(Array.from({ length: lanes }, lane));

// A browser that had to wait for a busy machine is no fault of the product: few that fell are walked once more, each alone,
// and what the first try found stays in the log. More than a few are no chance.
const CHANCE = 2;
const failed = [];
for (const each of fallen) {
  const again = fallen.length <= CHANCE && !options.base ? await walked(each) : each;
  if (again.faults.length > 0) {
    failed.push(again);
    continue;
  }
  passed += 1;
  console.log(`note  passed alone, at the second try: ${each.title}`);
}
await browser.close();

// What fell, once more at the end: a log is read from there.
for (const { title, faults } of failed) {
  console.log(`FAIL  ${title}`);
  tell(faults);
}
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);
