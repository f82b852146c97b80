import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { OidcSettings } from '#identity';
import type { Browser } from './browser.js';

const redirectUri = 'http://127.0.0.1:3000/api/session/oidc/callback';
const script = fileURLToPath(new URL('provider.mjs', import.meta.url));

/** `oidc-provider` in a process of its own. */
export class Provider {
  private constructor(
    private readonly child: ChildProcessByStdio<null, Readable, null>,
    readonly settings: OidcSettings,
  ) {}

  static async start(port = 0): Promise<Provider> {
    const child = spawn(process.execPath, [script, String(port), redirectUri], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ready = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const found = /ready (\d+)/.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('exit', (code) => reject(new Error(`The provider ended with ${code}`)));
    });
    return new Provider(child, {
      issuer: `http://127.0.0.1:${ready}`,
      clientId: 'caseflow',
      clientSecret: 'a-secret-between-caseflow-and-the-provider',
      redirectUri,
      userClaim: 'preferred_username',
      name: '统一身份认证',
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill();
    await once(this.child, 'exit');
  }
}

/** Signs in at the provider as that user. @returns the provider's redirect, turned to where the app listens */
export const signInAtProvider = async (
  browser: Browser,
  app: string,
  user: string,
  returnTo = '/work',
): Promise<string> => {
  const isCallback = (target: URL): boolean => target.href.startsWith(redirectUri);
  const start = await browser.get(`${app}/api/session/oidc/start?returnTo=${encodeURIComponent(returnTo)}`);
  let reached = await browser.follow(start, isCallback);
  for (let page = 0; page < 4 && !(reached instanceof URL); page += 1) {
    const html = await reached.text();
    const action = /action="([^"]+)"/.exec(html)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1];
    if (action === undefined || prompt === undefined) throw new Error(`No form at the provider: ${reached.status}`);
    const fields: Record<string, string> = prompt === 'login' ? { prompt, login: user, password: 'any' } : { prompt };
    reached = await browser.follow(await browser.submit(new URL(action, reached.url).href, fields), isCallback);
  }
  if (!(reached instanceof URL)) throw new Error('The provider did not send the browser back');
  return `${app}${reached.pathname}${reached.search}`;
};
