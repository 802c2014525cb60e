// What every page must hold, whatever the walk is about.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const guideline = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

// Collects what goes wrong on the side: scripts that throw, policy violations, files that are missing, servers that break.
export function watch(page, faults) {
  page.on('pageerror', (error) => faults.push(`script error at ${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // Answers with 4xx and 5xx are judged below: a refused form is no fault, a missing style sheet is.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(`console error at ${page.url()}: ${message.text()}`);
    }
  });
  page.on('response', (response) => {
    const request = response.request();
    const answer = ['document', 'xhr', 'fetch'].includes(request.resourceType());
    if (response.status() >= 500 || (response.status() >= 400 && !answer)) {
      faults.push(`${response.status()} for ${request.method()} ${response.url()}`);
    }
  });
}

// Our own switch for scripts: the one of playwright cannot be turned on again on a page that stands.
export async function switchOf(page) {
  const debug = await page.context().newCDPSession(page);
  const scripts = {
    running: true,
    async run(on) {
      await debug.send('Emulation.setScriptExecutionDisabled', { value: !on });
      scripts.running = on;
    },
  };
  return scripts;
}

// The sentences that say what is wrong with the page as it stands.
export async function faultsOfPage(page, width, scripts) {
  const found = await page.evaluate(measure);
  const faults = [];
  // The preview of a printed page keeps the size of its paper.
  if (found.across > width && !found.paper) {
    faults.push(`scrolls sideways: ${found.across} px wide on a screen of ${width}; ${found.widest}`);
  }
  if (found.mains.length > 1) faults.push(`${found.mains.length} main buttons: ${found.mains.join(', ')}`);
  if (found.twice.length > 0) faults.push(`the same id twice: ${found.twice.join(', ')}`);
  if (found.headings !== 1) faults.push(`${found.headings} headings of the first level instead of one`);
  const result = await audit(page, scripts);
  for (const rule of result.violations.filter((each) => each.impact === 'serious' || each.impact === 'critical')) {
    const places = rule.nodes.slice(0, 3).map((node) => node.target.join(' ')).join('; ');
    faults.push(`${rule.impact}: ${rule.help} (${rule.id}) at ${places}, ${rule.nodes.length} in all`);
  }
  return faults;
}

// Run by the debugger, not as a script of the page, so its content policy does not matter. axe needs timers: where scripts
// are off they are let in for this moment, and those of the page, passed over while it was read, do not run for that.
async function audit(page, scripts) {
  const before = scripts.running;
  await scripts.run(true);
  await page.evaluate(`${axe}; window.axe = axe;`);
  const result = await page.evaluate((tags) => window.axe.run(document, {
    runOnly: { type: 'tag', values: tags },
    resultTypes: ['violations'],
  }), guideline);
  await scripts.run(before);
  return result;
}

function measure() {
  const visible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
  const name = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`;
  const edge = (element) => element.getBoundingClientRect().right + window.scrollX;
  const widest = [...document.body.querySelectorAll('*')].filter(visible)
    .reduce((most, element) => (edge(element) > edge(most) ? element : most), document.body);
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  return {
    paper: document.querySelector('.sheet') !== null,
    across: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
    widest: name(widest),
    mains: [...document.querySelectorAll('.button.main')].filter(visible).map((button) => button.textContent.trim()),
    twice: [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))],
    headings: [...document.querySelectorAll('h1')].filter(visible).length,
  };
}
