import { demoPassword } from '#identity';
import { type TestApp, startApp } from '../app.js';
import { Browser } from './browser.js';
import { Provider, signInAtProvider } from './provider-driver.js';

let provider: Provider;
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  provider = await Provider.start();
  app = await startApp('2026-09-14 09:00', { oidc: provider.settings });
});
afterAll(async () => {
  await app.stop();
  await provider.stop();
});
beforeEach(() => {
  app.clock.set('2026-09-14 09:00');
  browser = new Browser();
});

const reasonOf = async (response: Response): Promise<readonly [number, string]> => [
  response.status,
  ((await response.json()) as { reason: string }).reason,
];
const methods = async (): Promise<unknown> => (await fetch(`${app.url}/api/session/methods`)).json();

describe('sign-in by an OpenID Connect provider', () => {
  it('is offered beside local accounts', async () => {
    expect(await methods()).toEqual({ local: true, oidc: { name: '统一身份认证', available: true } });
  });

  it('gives a session with the roles that our log knows, and goes back to the page', async () => {
    const back = await browser.get(await signInAtProvider(browser, app.url, 'zhang.wei', '/cases?open=true#top'));
    expect([back.status, back.headers.get('location')]).toEqual([303, '/cases?open=true#top']);
    const current = await browser.get(`${app.url}/api/session`);
    expect(await current.json()).toMatchObject({ me: { userId: 'zhang.wei', roles: ['townOfficer'] } });
  });

  it('keeps its cookies from scripts and from requests of other sites', async () => {
    const start = await browser.get(`${app.url}/api/session/oidc/start`);
    expect(start.headers.get('set-cookie')).toMatch(
      /^oidc-attempt=.*Path=\/api\/session\/oidc; HttpOnly; SameSite=Lax/,
    );
    const back = await browser.get(await signInAtProvider(browser, app.url, 'zhang.wei'));
    expect(back.headers.getSetCookie().find((line) => line.startsWith('session='))).toMatch(
      /Path=\/; HttpOnly; SameSite=Strict/,
    );
  });

  it('takes somebody who never had a password, and gives them none that works', async () => {
    await app.system.organisation.publish([
      { type: 'UserEnrolled', userId: 'hu.bo', name: '胡波', office: 'town-longxi' },
      { type: 'RoleGranted', userId: 'hu.bo', role: 'townOfficer', office: 'town-longxi' },
    ]);
    const back = await browser.get(await signInAtProvider(browser, app.url, 'hu.bo'));
    expect(back.status).toBe(303);
    expect((await browser.get(`${app.url}/api/session`)).status).toBe(200);
    expect(await app.system.signIn.signIn('hu.bo', demoPassword)).toEqual({ refused: 'wrong-user-or-password' });
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/.//elsewhere.example',
    'work',
  ])('does not send anybody to %s', async (returnTo) => {
    const start = await browser.get(`${app.url}/api/session/oidc/start?returnTo=${encodeURIComponent(returnTo)}`);
    expect(await reasonOf(start)).toEqual([400, 'return-to-not-a-path']);
  });

  it('refuses somebody the organisation does not know', async () => {
    const back = await browser.get(await signInAtProvider(browser, app.url, 'nobody.here'));
    expect(await reasonOf(back)).toEqual([403, 'user-not-enrolled']);
    expect(browser.cookie(app.url, 'session')).toBeUndefined();
  });

  it('refuses somebody who holds no role', async () => {
    await app.system.organisation.publish([
      { type: 'UserEnrolled', userId: 'xu.lan', name: '徐岚', office: 'town-longxi' },
    ]);
    const back = await browser.get(await signInAtProvider(browser, app.url, 'xu.lan'));
    expect(await reasonOf(back)).toEqual([403, 'user-holds-no-role']);
  });

  it('refuses an answer with another state', async () => {
    const callback = new URL(await signInAtProvider(browser, app.url, 'zhang.wei'));
    callback.searchParams.set('state', 'of-another-attempt');
    expect(await reasonOf(await browser.get(callback.href))).toEqual([400, 'oidc-state-does-not-match']);
  });

  it('refuses the answer to an attempt of another browser', async () => {
    const callback = await signInAtProvider(browser, app.url, 'zhang.wei');
    expect(await reasonOf(await new Browser().get(callback))).toEqual([400, 'oidc-attempt-over']);
  });

  it('refuses a code that was used before', async () => {
    const callback = await signInAtProvider(browser, app.url, 'zhang.wei');
    const attempt = browser.cookie(app.url, 'oidc-attempt') ?? '';
    expect((await browser.get(callback)).status).toBe(303);
    expect(await reasonOf(await browser.get(callback))).toEqual([400, 'oidc-attempt-over']);
    browser.keep(app.url, 'oidc-attempt', attempt);
    expect(await reasonOf(await browser.get(callback))).toEqual([401, 'oidc-code-refused']);
  });

  it('refuses a code that belongs to another attempt of the same browser', async () => {
    const first = new URL(await signInAtProvider(browser, app.url, 'zhang.wei'));
    const second = new URL(await signInAtProvider(browser, app.url, 'zhang.wei'));
    second.searchParams.set('code', first.searchParams.get('code') ?? '');
    expect(await reasonOf(await browser.get(second.href))).toEqual([401, 'oidc-code-refused']);
  });

  it('refuses an attempt that took longer than ten minutes', async () => {
    const callback = await signInAtProvider(browser, app.url, 'zhang.wei');
    app.clock.set('2026-09-14 09:11');
    expect(await reasonOf(await browser.get(callback))).toEqual([400, 'oidc-attempt-over']);
  });

  it('refuses a forged attempt, and a session in its place', async () => {
    const callback = await signInAtProvider(browser, app.url, 'zhang.wei');
    const session = await app.system.signIn.sessionFor('zhang.wei', 1);
    for (const forged of ['nonsense', session ?? '']) {
      browser.keep(app.url, 'oidc-attempt', forged);
      expect(await reasonOf(await browser.get(callback))).toEqual([400, 'oidc-attempt-over']);
    }
  });

  it('names a refusal of the provider', async () => {
    const callback = new URL(await signInAtProvider(browser, app.url, 'zhang.wei'));
    callback.searchParams.delete('code');
    callback.searchParams.set('error', 'access_denied');
    expect(await reasonOf(await browser.get(callback.href))).toEqual([401, 'oidc-login-denied']);
  });

  it('shows a person the sign-in page with the reason', async () => {
    const back = await browser.get(`${app.url}/api/session/oidc/callback?state=x`, { accept: 'text/html' });
    expect([back.status, back.headers.get('location')]).toEqual([303, '/sign-in?refused=oidc-attempt-over']);
  });

  it('takes nothing but a session for a session', async () => {
    await signInAtProvider(browser, app.url, 'zhang.wei');
    const attempt = browser.cookie(app.url, 'oidc-attempt') ?? '';
    const current = await fetch(`${app.url}/api/session`, { headers: { authorization: `Bearer ${attempt}` } });
    expect(await reasonOf(current)).toEqual([401, 'not-signed-in']);
  });
});

describe('while the provider is away', () => {
  it('local accounts work, the sign-in page is told so, and it works again when the provider is back', async () => {
    const callback = await signInAtProvider(browser, app.url, 'zhang.wei');
    const port = Number(new URL(provider.settings.issuer).port);
    await provider.stop();
    expect(await reasonOf(await browser.get(callback))).toEqual([503, 'oidc-provider-away']);
    expect(await methods()).toEqual({ local: true, oidc: { name: '统一身份认证', available: false } });
    const start = await browser.get(`${app.url}/api/session/oidc/start`);
    expect(await reasonOf(start)).toEqual([503, 'oidc-provider-away']);
    const local = await fetch(`${app.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'zhang.wei', password: demoPassword }),
    });
    expect(local.status).toBe(200);
    provider = await Provider.start(port);
    expect(await methods()).toMatchObject({ oidc: { available: true } });
  });
});

describe('without a provider', () => {
  it('offers local accounts only', async () => {
    const alone = await startApp();
    expect(await (await fetch(`${alone.url}/api/session/methods`)).json()).toEqual({ local: true });
    const start = await fetch(`${alone.url}/api/session/oidc/start`);
    expect(await reasonOf(start)).toEqual([404, 'no-oidc-provider']);
    await alone.stop();
  });
});
