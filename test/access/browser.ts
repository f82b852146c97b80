/** A browser as far as redirects and cookies go: it keeps cookies by host and follows no redirect by itself. */
export class Browser {
  private readonly jar = new Map<string, Map<string, string>>();

  async get(url: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(url, { headers });
  }

  async submit(url: string, fields: Record<string, string>): Promise<Response> {
    return this.send(url, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Goes wherever it is sent until a page comes, or a redirect for which `ends` holds. */
  async follow(from: Response, ends: (target: URL) => boolean = () => false): Promise<Response | URL> {
    let response = from;
    for (let steps = 0; steps < 20; steps += 1) {
      const location = response.headers.get('location');
      if (location === null) return response;
      const target = new URL(location, response.url);
      if (ends(target)) return target;
      response = await this.get(target.href);
    }
    throw new Error('Redirected in a circle');
  }

  cookie(url: string, name: string): string | undefined {
    return this.cookies(url).get(name);
  }

  keep(url: string, name: string, value: string): void {
    this.cookies(url).set(name, value);
  }

  private async send(url: string, init: RequestInit): Promise<Response> {
    const cookies = this.cookies(url);
    const headers = new Headers(init.headers);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  private cookies(url: string): Map<string, string> {
    const { host } = new URL(url);
    const kept = this.jar.get(host) ?? new Map<string, string>();
    this.jar.set(host, kept);
    return kept;
  }
}
