// An identity provider of somebody else's making (npm oidc-provider) on this machine, with a login page of one field.
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { freePort } from './server.mjs';

const client = 'guantong';
const secret = 'walked-by-nobody-else';
export const called = '省厅统一认证';

// `people`: what the provider says of each of its own, by `sub`: { login, amr }. Another host than ours, as in life.
export async function startProvider({ base, people }) {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [{
      client_id: client,
      client_secret: secret,
      redirect_uris: [`${base}/sign-in/sign-on/back`],
      post_logout_redirect_uris: [`${base}/sign-in`],
    }],
    // Names come from the userinfo endpoint, as this library does by default.
    claims: { openid: ['sub', 'acr', 'amr'], profile: ['preferred_username'] },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, preferred_username: people[sub]?.login }),
    }),
    loadExistingGrant: granted,
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { logoutSource: leavePage } },
    cookies: { keys: ['walks'] },
    jwks: { keys: [{ ...key.export({ format: 'jwk' }), kid: 'walks', use: 'sig', alg: 'RS256' }] },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  });
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (request.url === '/favicon.ico') return response.writeHead(204).end();
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    return interact(provider, people, request, response).catch((error) => response.writeHead(400).end(error.message));
  });
  await new Promise((resolve) => server.listen(port, 'localhost', resolve));
  const end = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { issuer, end };
}

// Our server, told of the provider.
export function settings({ data, base, issuer, more = '' }) {
  const file = join(data, 'sign-on.secret');
  writeFileSync(file, `${secret}\n`);
  chmodSync(file, 0o600);
  writeFileSync(join(data, 'settings.toml'), `public_origin = "${base}"
sign_on_issuer = "${issuer}"
sign_on_client = "${client}"
sign_on_secret_file = "sign-on.secret"
sign_on_name = "${called}"
${more}`);
}

// Nobody is asked whether he agrees: both are of one house.
async function granted({ oidc }) {
  const known = oidc.session.grantIdFor(oidc.client.clientId);
  const grant = known && await oidc.provider.Grant.find(known);
  if (grant) return grant;
  const fresh = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  fresh.addOIDCScope('openid profile');
  await fresh.save();
  return fresh;
}

async function interact(provider, people, request, response) {
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') return response.setHeader('content-type', 'text/html; charset=utf-8').end(loginPage);
  let body = '';
  for await (const part of request) body += part;
  const form = new URLSearchParams(body);
  const sub = form.get('sub');
  const result = form.has('deny')
    ? { error: 'access_denied', error_description: '<b>not for the page</b>' }
    : { login: { accountId: sub, amr: people[sub]?.amr ?? ['pwd'] } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const page = (words) => `<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><title>统一认证</title><h1>统一认证</h1>${words}</html>`;
const loginPage = page('<form method="post"><label>身份 <input name="sub"></label> <button name="ok">登录</button> <button name="deny">不同意</button></form>');

function leavePage(ctx, form) {
  ctx.body = page(`${form}<button form="op.logoutForm" type="submit" name="logout" value="yes">退出</button>`);
}
