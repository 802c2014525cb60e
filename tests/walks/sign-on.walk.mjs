// Single sign-on at a real provider: there and back, refused with words, undone.
import { called, settings, startProvider } from './provider.mjs';

export const title = 'Signing on at the provider of the house';
export const javascript = 'both';

const people = {};

export async function beside({ base, data }) {
  const provider = await startProvider({ base, people });
  settings({ data, base, issuer: provider.issuer, more: 'sign_on_second_factor = "otp"\n' });
  return { tools: { provider }, end: provider.end };
}

export default async (walk) => {
  const { page, step, shot, expect, signIn, account, provider, base, javascript } = walk;
  const owner = account('党支部书记');
  const other = account('党员');
  people['gat-1001'] = { login: owner.login };
  people['gat-2002'] = { login: 'nobody-here' };
  people['gat-3003'] = { login: owner.login };
  people['gat-4004'] = { login: other.login.toUpperCase(), amr: ['pwd', 'otp'] };
  const states = [];
  page.on('request', (request) => {
    const state = new URL(request.url()).searchParams.get('state');
    if (state && !request.url().startsWith(base)) states.push(state);
  });
  // To the provider; without scripts one more touch on the page between.
  const leave = async () => {
    await page.click('form[action="/sign-in/sign-on"] .button');
    if (!javascript) {
      await expect.text(`正在转到${called}`);
      await page.click('.button.main');
    }
  };
  const arrive = async () => {
    if (!javascript) await page.click('form[action$="/back"] .button.main');
  };
  const atProvider = async (sub) => {
    await page.waitForURL((url) => url.hostname === 'localhost');
    await page.fill('[name=sub]', sub);
    await page.click('[name=ok]');
    await arrive();
  };
  const forget = (domain) => page.context().clearCookies({ domain });

  step('a deep link, signed on, and back at the deep link');
  await page.goto('/me/sessions');
  await expect.path(/^\/sign-in\?to=/);
  await shot('page');
  await leave();
  await atProvider('gat-1001');
  await expect.path(/^\/me\/sessions$/);
  await expect.text(`从${called}登录`);
  await expect.text('您的账号和那边的一个身份对上了');
  await shot('devices');

  step('a second time, and nothing is asked');
  await forget('127.0.0.1');
  await page.goto('/me');
  await leave();
  await arrive();
  await expect.path(/^\/me$/);

  step('sign out here, then there');
  await page.click('main form[action="/sign-out"] .button');
  await expect.text(`${called}那边还登录着`);
  await shot('left');
  await page.click(`a:has-text("也退出${called}")`);
  await page.click('button:has-text("退出")');
  await expect.path(/^\/sign-in/);
  await page.goto('/sign-in');
  await leave();
  await page.waitForURL((url) => url.hostname === 'localhost');
  await page.fill('[name=sub]', 'gat-1001');

  step('said no at the provider');
  await page.click('[name=deny]');
  await arrive();
  await expect.text(`您在${called}没有同意`);
  await expect.noText('not for the page');
  await shot('denied');

  step('a way back that nobody set out on');
  await page.goto(`/sign-in/sign-on/back?code=forged&state=${'0'.repeat(64)}`);
  await expect.text('这次登录已经结束');
  await shot('stray');

  step('a forged code on the right way');
  await page.goto('/sign-in');
  await leave();
  await page.waitForURL((url) => url.hostname === 'localhost');
  const issuer = encodeURIComponent(provider.issuer);
  await page.goto(`/sign-in/sign-on/back?code=forged&state=${states.at(-1)}&iss=${issuer}`);
  if (!javascript) await shot('back');
  await arrive();
  await expect.text(`${called}没有放行`);
  await shot('refused');

  step('an answer that names another provider');
  await page.goto('/sign-in');
  await leave();
  await page.waitForURL((url) => url.hostname === 'localhost');
  await page.goto(`/sign-in/sign-on/back?code=forged&state=${states.at(-1)}&iss=https%3A%2F%2Fevil.example`);
  await arrive();
  await expect.text(`${called}的答复对不上`);

  step('no account here');
  await page.goto('/sign-in');
  await leave();
  await atProvider('gat-2002');
  await expect.text('这里没有您的账号');
  await shot('unknown');

  step('an account that belongs to another identity');
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await leave();
  await atProvider('gat-3003');
  await expect.text('原来对应的是');
  await shot('taken');

  step('signed on, and asked once more before what is dangerous');
  await page.context().clearCookies();
  await page.goto('/me/sessions');
  await leave();
  await atProvider('gat-4004');
  await expect.path(/^\/me\/sessions$/);
  await page.click('form[action="/me/sign-on/removal"] .button');
  await expect.text('已解除');
  await shot('removed');

  step('the administrator undoes it');
  await signIn('系统管理员');
  await page.goto(`/admin/accounts?q=${owner.login}`);
  await page.click(`table a:has-text("${owner.name}")`);
  await expect.text(`解除${called}的对应`);
  await shot('account');
  await page.click('form[action$="/sign-on"] .button');
  await expect.text('已解除');
  await signIn(owner.login);
  await page.goto('/me');
  await expect.text('管理员解除了您的账号和统一认证的对应');
};
