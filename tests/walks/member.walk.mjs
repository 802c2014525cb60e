// A member sees himself, who looked at him, and nobody else.
export const title = 'A member: own page, who saw it, sessions, nobody else';

export default async ({ page, step, shot, expect, signIn }) => {
  await signIn('党员');
  step('要参加的会');
  await expect.text('要参加的会');
  await shot('home');
  for (const address of ['/me', '/me/seen', '/me/information', '/me/sessions', '/me/password', '/regulations']) {
    step(address);
    await expect.status(address, 200);
    await shot(address.slice(1).replace('/', '-'));
  }
  step('别人的页面不存在');
  for (const address of ['/members/1', '/situation/2', '/duties/2', '/records/1']) await expect.status(address, 404);
  for (const address of ['/admin/jobs', '/admin/accounts', '/records/new']) await expect.status(address, 404);
  await expect.text('您现在的身份是党员本人');
  await shot('nobody-else');
};
