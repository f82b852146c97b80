import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoPassword } from '#identity';
import { type Program, buildServer, startProgram } from '../program.js';

export interface Figures {
  /** The sum over all label sets that hold these labels; undefined where there is none. */
  (name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

export const metricsToken = randomBytes(16).toString('hex');

/** The product as an operator starts it: processes of the built program with an environment. */
export class Processes {
  private readonly started: Program[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'caseflow-operations-'));
  private shared: Readonly<Record<string, string>>;
  private token = '';

  constructor(databaseUrl: string, more: Readonly<Record<string, string>> = {}) {
    buildServer();
    this.shared = {
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      MASTER_KEY: randomBytes(32).toString('base64'),
      SESSION_SECRET: randomBytes(32).toString('hex'),
      METRICS_TOKEN: metricsToken,
      EVIDENCE_STORE_URL: join(this.folder, 'evidence'),
      DEMO: 'true',
      ...more,
    };
  }

  api(more: Readonly<Record<string, string>> = {}): Promise<Program> {
    return this.start('api', { HOST: '127.0.0.1', ...more });
  }

  worker(more: Readonly<Record<string, string>> = {}): Promise<Program> {
    return this.start('worker', more);
  }

  /** Database, api and worker in one process, as `npm start` runs them. */
  standalone(dataFolder: string): Promise<Program> {
    return this.start('standalone', { DATA_DIR: dataFolder });
  }

  /** A call of the api as `zhang.wei`. */
  async send({ url }: Program, method: string, path: string, body?: object, key: string = randomUUID()): Promise<any> {
    if (this.token === '') {
      const session = await this.post(`${url}/api/session`, { user: 'zhang.wei', password: demoPassword });
      this.token = ((await session.json()) as { token: string }).token;
    }
    const headers = { 'idempotency-key': key, authorization: `Bearer ${this.token}` };
    const response =
      body === undefined
        ? await fetch(`${url}${path}`, { method, headers })
        : await this.post(`${url}${path}`, body, headers);
    const text = await response.text();
    return { status: response.status, ...(text === '' ? {} : { body: JSON.parse(text) as unknown }) };
  }

  /** One command of `cli`, as an operator gives it. */
  async cli(
    words: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const env = { PATH: process.env['PATH'], ...this.shared, ...more };
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/cli/main.js', ...words], { env });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? -1)));
    return { code, stdout, stderr };
  }

  /** What is started from now on works on another database. */
  moveTo(databaseUrl: string): void {
    this.shared = { ...this.shared, DATABASE_URL: databaseUrl };
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.map((one) => one.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private post(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  private start(name: 'api' | 'worker' | 'standalone', more: Readonly<Record<string, string>>): Promise<Program> {
    return startProgram(name, { ...this.shared, ...more }, (program) => this.started.push(program));
  }
}

/** What a process shows to Prometheus. */
export const figuresOf = async ({ url }: Program): Promise<Figures> => {
  const text = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return (name, labels = {}) => {
    const found = lines.filter(
      (line) =>
        /^[\w:]+/.exec(line)?.[0] === name &&
        Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)),
    );
    if (found.length === 0) return undefined;
    return found.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  };
};

export const healthOf = async ({ url }: Program): Promise<{ readonly status: number; readonly body: any }> => {
  const response = await fetch(`${url}/health/ready`);
  return { status: response.status, body: await response.json() };
};
