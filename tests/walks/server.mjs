// A server for one walk, on its own copy of the data, so that walks neither see each other nor depend on their order.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const patience = 60_000;
const running = new Set();
// Whatever ends this program ends its servers.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

export function accountsIn(file) {
  return file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

// `seed`: a folder of data to copy, or null for a fresh installation. `prepare`: verbs to run on it before it is served.
// `host`: by which name of this machine it is opened. `beside`: what the walk starts beside it, told where the server will
// be; it may still write into the data folder.
export async function serve({ binary, seed, today, prepare = [], host = '127.0.0.1', beside }) {
  const data = mkdtempSync(join(tmpdir(), 'guantong-walk-'));
  if (seed) cpSync(seed, data, { recursive: true });
  for (const verb of prepare) execFileSync(binary, [...verb, '--data', data], { stdio: 'pipe' });
  const port = await freePort();
  const base = `http://${host}:${port}`;
  const company = await beside?.({ base, data });
  const day = today ? ['--today', today] : [];
  const child = spawn(binary, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, ...day], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => { log += part; });
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.on('error', (error) => { log += error.message; });
  const stop = async () => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(timer);
    running.delete(child);
    await company?.end();
    rmSync(data, { recursive: true, force: true });
    return log.split('\n').slice(-20).join('\n').trim();
  };
  if (!(await answers(base, child))) {
    throw new Error(`${binary} serve did not answer at ${base}/sign-in:\n${await stop()}`);
  }
  return { ...company?.tools, base, data, today, accounts: accountsIn(join(data, 'accounts.json')), words: () => log, stop };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function answers(base, child) {
  const end = Date.now() + patience;
  while (Date.now() < end && child.exitCode === null && child.signalCode === null) {
    const response = await fetch(`${base}/sign-in`, { redirect: 'manual' }).catch(() => null);
    if (response) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
