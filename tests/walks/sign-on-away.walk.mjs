// The provider is away: said with words, and the password opens as ever.
import { called, settings } from './provider.mjs';
import { freePort } from './server.mjs';

export const title = 'Signing on while the provider is away';
export const javascript = 'both';

export async function beside({ base, data }) {
  settings({ data, base, issuer: `http://localhost:${await freePort()}` });
  return { end: async () => {} };
}

export default async ({ page, step, shot, expect, signIn }) => {
  step('nobody answers');
  await page.goto('/sign-in?to=%2Fme');
  await page.click('form[action="/sign-in/sign-on"] .button');
  await expect.text(`现在连不上${called}`);
  await shot('away');
  await signIn('党支部书记');
};
