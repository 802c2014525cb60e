// Passkeys with a virtual authenticator: registered, signed in with in both ways, cancelled, lost, reset.
export const title = 'Passkeys: registered, used, removed and reset';
export const host = 'localhost';

export default async ({ page, base, step, shot, expect, signIn, account }) => {
  const device = await authenticator(page);
  const owner = account('党支部书记');
  await signIn(owner.login);

  step('register a passkey');
  await page.goto('/me');
  await page.click('main a:has-text("通行密钥")');
  await expect.text('还没有通行密钥');
  await shot('none');
  await page.fill('[name=name]', '办公室电脑');
  await page.click('main .button.main');
  await expect.text('通行密钥登记好了');
  const codes = await page.locator('.codes li').allInnerTexts();
  expect.equal(codes.length, 10, 'recovery codes');
  await shot('codes');
  await page.goto('/me/passkeys');
  await expect.text('还没有用过');
  await shot('one');
  await page.click('main .button.main');
  await expect.text('这台设备里已经有您的通行密钥了，不用再登记');
  await shot('twice');
  await page.goto('/me/second-factor');
  await expect.text('还有10个恢复码没有用过');
  await shot('second-factor');

  step('sign in by the passkey alone');
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await shot('sign-in');
  await page.click('text=用通行密钥登录');
  await expect.path(/^\/(?!sign-in)/);
  await page.goto('/me/passkeys');
  await expect.text('最近一次用在');

  step('sign in with password and passkey');
  await page.context().clearCookies();
  await password(page, owner);
  await expect.path(/^\/sign-in\/second/);
  await shot('step');
  await device.verifies(false);
  await page.click('main button:has-text("用通行密钥")');
  await expect.text('没有完成：您取消了');
  await shot('cancelled');
  await device.verifies(true);
  await page.click('main button:has-text("用通行密钥")');
  await expect.path(/^\/(?!sign-in)/);

  step('rename it and remove it; the device still offers it, and the words say what to do');
  await page.goto('/me/passkeys');
  await page.click('main summary');
  await page.fill('[name=new_name]', '值班室电脑');
  await shot('rename');
  await page.click('main button:has-text("改好")');
  await expect.text('名称改好了');
  await page.click('main button[aria-label*="删除"]');
  await expect.text('通行密钥删掉了，以后登录只要口令');
  await shot('removed');
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.click('text=用通行密钥登录');
  await expect.text('这把通行密钥在这里用不了');
  await shot('refused');

  step('the administrator resets a second step that is a passkey');
  await device.forget();
  await signIn(owner.login);
  await page.goto('/me/passkeys');
  await page.click('main .button.main');
  await expect.text('通行密钥登记好了');
  await signIn('系统管理员');
  await page.goto(`/admin/accounts?q=${owner.login}`);
  await page.click(`table a:has-text("${owner.name}")`);
  await expect.text('所有通行密钥都作废');
  await shot('account');
  await page.click('form[action$="/second-factor"] .button');
  await expect.text('验证器和通行密钥都作废了');
  await signIn(owner.login);
  await page.goto('/me/passkeys');
  await expect.text('还没有通行密钥');
  await page.goto('/me');
  await expect.text('验证器和通行密钥都不能用了');

  step('opened by a number there are none, and the page says why');
  await page.goto('/me/passkeys');
  const session = await page.context().cookies();
  const number = base.replace('localhost', '127.0.0.1');
  await page.context().addCookies(session.map(({ domain, ...cookie }) => ({ ...cookie, domain: '127.0.0.1' })));
  await page.goto(`${number}/me/passkeys`);
  await expect.text('通行密钥只认域名');
  await shot('by-number');
  await page.context().clearCookies();
  await page.goto(`${number}/sign-in`);
  await expect.noText('用通行密钥登录');
};

async function password(page, { login, password }) {
  await page.goto('/sign-in');
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', password);
  await page.click('form:has([name=password]) .button.main');
}

// The computer's own authenticator, with somebody before it who passes.
async function authenticator(page) {
  const debug = await page.context().newCDPSession(page);
  await debug.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await debug.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    verifies: (isUserVerified) => debug.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    forget: () => debug.send('WebAuthn.clearCredentials', { authenticatorId }),
  };
}
