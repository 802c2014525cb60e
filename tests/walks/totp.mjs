// What an authenticator app shows (RFC 6238: SHA-1, six digits, thirty seconds), for walks through the second step.
import { createHmac } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

// `steps`: so many times thirty seconds later. `today`: the day on which the server's clock stands still, at nine in the morning.
export function code(secret, today, steps = 0) {
  const now = today ? Date.parse(`${today}T09:00:00+08:00`) : Date.now();
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000) + steps));
  const digest = createHmac('sha1', unbase32(secret)).update(counter).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

function unbase32(text) {
  const bits = [...text.replaceAll(' ', '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

// Sets it up on /me/second-factor as a person does; the secret and the recovery codes.
export async function setUp(page, today) {
  await page.goto('/me/second-factor');
  const secret = await page.locator('p:has-text("不能扫码的") .strong').innerText();
  await page.fill('[name=code]', code(secret, today));
  await page.click('main .button.main');
  await page.waitForSelector('.codes');
  return { secret, codes: await page.locator('.codes li').allInnerTexts() };
}
