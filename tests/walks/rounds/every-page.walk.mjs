// Every page that a link leads to, by every role of the demo: one of each kind is looked at, at both widths. Not part of the
// check, for it takes some minutes: node tests/walks/walk.mjs --folder tests/walks/rounds --binary … --seed … --today …
import { faultsOfPage, switchOf } from '../checks.mjs';

export const title = 'Rounds: one page of each kind, by whoever gets there first';
export const limit = 2400;

const AGAIN = 25;
// On a busy machine what was found by then is told, instead of nothing.
const ENOUGH = (limit - 120) * 1000;

// What is no page: files, feeds, the way out.
const isFile = /\/(pdf|docx|xlsx|csv|ics|zip|file|download)(\/|$|\?)|\.(pdf|docx|xlsx|csv|ics|zip|json|txt)$|^\/sign-out/;

// Pages are of one kind whose addresses differ in numbers and in the values of what is asked for.
const kindOf = (url) => {
  const names = [...new Set(url.searchParams.keys())].sort().join('&');
  return url.pathname.replace(/\/\d+(?=\/|$)/g, '/{n}').replace(/\d{4}(-\d\d)*/g, '{day}') + (names && `?${names}`);
};

export default async ({ page, base, width, step, signIn, accounts, expect }) => {
  const scripts = await switchOf(page);
  const seen = new Set();
  const faults = [];
  const begun = Date.now();

  const linksHere = () => page.locator('a[href]').evaluateAll((all) => all.map((a) => a.href));
  const look = async (address) => {
    const answer = await page.goto(address);
    if (!answer || answer.status() >= 400) {
      faults.push(`${answer?.status()} for ${address}`);
      return [];
    }
    if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) return [];
    faults.push(...(await faultsOfPage(page, width, scripts)).map((it) => `${new URL(address, base).pathname}: ${it}`));
    return linksHere();
  };

  for (const { login, role } of accounts) {
    await signIn(login);
    const waiting = [{ kind: '/', address: '/' }];
    const queued = new Set(['/']);
    let again = 0;
    let looked = 0;
    while (waiting.length > 0 && Date.now() - begun < ENOUGH) {
      // What nobody has seen goes first; of what others have, so many pages are looked at with this role's eyes too.
      const fresh = waiting.findIndex((it) => !seen.has(it.kind));
      if (fresh < 0) again += 1;
      if (again > AGAIN) break;
      const [{ kind, address }] = waiting.splice(Math.max(fresh, 0), 1);
      seen.add(kind);
      looked += 1;
      for (const href of await look(address).catch((error) => { faults.push(`${address}: ${error.message}`); return []; })) {
        const url = new URL(href, base);
        const found = kindOf(url);
        if (url.origin !== new URL(base).origin || isFile.test(url.pathname) || queued.has(found)) continue;
        queued.add(found);
        waiting.push({ kind: found, address: url.pathname + url.search });
      }
    }
    step(`${role}: ${looked} pages`);
  }
  step(`${seen.size} kinds of page`);
  expect(faults.length === 0, `no fault on any page, found ${faults.length}:\n${faults.join('\n')}`);
};
