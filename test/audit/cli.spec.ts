import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Driver } from '../acceptance/driver.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

describe('the command line for auditors', () => {
  let driver: Driver;
  let folder: string;
  let caseId: string;
  let online: NodeJS.ProcessEnv;
  const bare = { PATH: process.env['PATH'] };

  const run = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(process.execPath, ['dist/apps/cli/main.js', ...args], { env }, (error, out, errors) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, errors });
      });
    });
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    folder = await mkdtemp(join(tmpdir(), 'caseflow-cli-'));
    const { settings } = driver.app.system;
    online = {
      ...bare,
      DATABASE_URL: settings.databaseUrl,
      MASTER_KEY: settings.masterKey,
      SESSION_SECRET: settings.sessionSecrets[0],
      AUDIT_SIGNING_KEY: settings.audit?.signingKey,
      AUDIT_HEADS_FILE: file('heads.jsonl'),
    };
    caseId = await driver.lodgeDibao(await driver.household(1));
  });
  afterAll(async () => {
    await driver.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('makes heads, and keeps them in a file too', async () => {
    const { code, out } = await run(online, 'heads', '--make');
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect((await readFile(file('heads.jsonl'), 'utf8')).trimEnd().split('\n')).toEqual(lines);
    const keys = await run(online, 'heads', '--keys');
    expect(keys.out).toContain('BEGIN PUBLIC KEY');
    await writeFile(file('keys.pem'), keys.out);
  });

  it('verifies everything, a stretch, a case and a stream', async () => {
    const everything = await run(online, 'verify', '--quiet', '--heads', file('heads.jsonl'));
    expect(everything).toMatchObject({ code: 0 });
    expect(JSON.parse(everything.out)).toMatchObject({ whole: true, faults: [] });
    expect(JSON.parse(everything.out).checked.heads.outside).toBeGreaterThan(0);
    const ofCase = await run(online, 'verify', '--case', caseId);
    expect(JSON.parse(ofCase.out)).toMatchObject({ whole: true, checked: { events: 1, streams: 1 } });
    const ofStream = await run(online, 'verify', '--stream', `reliefApplication-${caseId}`, '--keys', file('keys.pem'));
    expect(JSON.parse(ofStream.out)).toMatchObject({ whole: true, checked: { events: 1, streams: 1, uncovered: 0 } });
    const [event] = (await driver.send('auditor', 'GET', `/api/cases/${caseId}/history`)).body.events;
    const stretch = await run(online, 'verify', '--quiet', '--from', event.position, '--to', event.position);
    expect(JSON.parse(stretch.out)).toMatchObject({ whole: true, checked: { events: 1 } });
  });

  it('writes a bundle for its owner alone, which verifies without any database', async () => {
    expect(await run(online, 'bundle', '--case', caseId, '--out', file('case.zip'))).toMatchObject({ code: 0 });
    expect((await stat(file('case.zip'))).mode & 0o777).toBe(0o600);
    const found = await run(bare, 'verify', '--bundle', file('case.zip'), '--keys', file('keys.pem'));
    expect(found).toMatchObject({ code: 0, errors: '' });
    expect(JSON.parse(found.out)).toMatchObject({
      whole: true,
      checked: { caseId, keysFrom: 'verifier', signed: true },
    });
    expect(await run(bare, 'verify', '--bundle', file('keys.pem'))).toMatchObject({
      code: 1,
      errors: expect.stringContaining('Not an audit bundle'),
    });
  });

  it('writes all cases that fit into one file, which verifies without any database too', async () => {
    const args = ['--office', 'town-longxi', '--type', 'relief-application', '--out', file('cases.zip')];
    expect(await run(online, 'bundle', ...args)).toMatchObject({ code: 0 });
    const found = await run(bare, 'verify', '--bundle', file('cases.zip'), '--keys', file('keys.pem'));
    expect(found).toMatchObject({ code: 0, errors: '' });
    expect(JSON.parse(found.out)).toMatchObject({
      whole: true,
      checked: { cases: 1, leftOut: 0, signed: true, query: { type: 'relief-application', office: 'town-longxi' } },
    });
    const elsewhere = ['bundle', '--office', 'town-renhe', '--out', file('none.zip')];
    expect(await run(online, ...elsewhere)).toMatchObject({ code: 0 });
    expect(JSON.parse((await run(bare, 'verify', '--bundle', file('none.zip'))).out).checked.cases).toBe(0);
  });

  it('writes exports', async () => {
    for (const [format, begins] of [
      ['xes', '<?xml'],
      ['ocel', '{"objectTypes"'],
      ['csv', '\uFEFFcase,'],
    ] as const) {
      const args = ['--format', format, '--out', file(format), '--office', 'town-longxi', '--from', '2026-09-01'];
      expect(await run(online, 'export', ...args)).toMatchObject({ code: 0 });
      const text = await readFile(file(format), 'utf8');
      expect(text.startsWith(begins)).toBe(true);
      expect(text).toContain(caseId);
    }
    expect(await run(online, 'export', '--format', 'pdf', '--out', file('pdf'))).toMatchObject({ code: 1 });
  });

  it('replaces the signing key, and heads of both verify', async () => {
    const rotated = await run(online, 'keys', 'rotate-signing', '--key', file('next.pem'));
    expect(rotated).toMatchObject({ code: 0 });
    const next = await readFile(file('next.pem'), 'utf8');
    expect(next).toContain('PRIVATE KEY');
    const found = await run({ ...online, AUDIT_SIGNING_KEY: next }, 'verify', '--quiet');
    expect(JSON.parse(found.out)).toMatchObject({ whole: true, faults: [] });
  });

  it('ends with 1 and names the event when something was changed', async () => {
    const client = await driver.app.system.pool.connect();
    await client.query(`set session_replication_role = 'replica'`);
    await client.query('delete from log.events where stream = $1', [`reliefApplication-${caseId}`]);
    await client.query(`set session_replication_role = 'origin'`);
    client.release();
    const named = { kind: 'end-missing', stream: `reliefApplication-${caseId}`, version: 1 };
    for (const args of [['--quiet'], ['--case', caseId]]) {
      const { code, out } = await run(online, 'verify', ...args);
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ whole: false, first: named });
    }
  });
});
