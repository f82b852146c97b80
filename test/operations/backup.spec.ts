import type { ChildProcess } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { serverAccount } from '../../infra/postgres/account.js';
import { findBinaries } from '../../infra/postgres/binaries.js';
import { endProcess, freePort, launch } from '../../infra/postgres/server-process.js';
import { SigningKey } from '#audit';
import { dibaoFields, newIdNumber } from '../acceptance/driver.js';
import { until } from '../exchange/waiting.js';
import { type DedicatedDatabase, startPostgres } from '../postgres.js';
import type { Program } from '../program.js';
import { Processes } from './processes.js';

// What docs/how-to/back-up-and-restore.md says, done: a base backup while people work, the WAL archived after it, the
// server lost, another one made of both, and the proof that the log is the one that was signed.

interface Restored {
  readonly url: string;
  stop(): Promise<void>;
}

let folder: string;
let database: DedicatedDatabase;
let processes: Processes;
let api: Program;
const restored: Restored[] = [];
const places = { base: '', archive: '', heads: '' };
const cases = { before: '', after: '' };

const onDatabase = async <Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** The data folder as the server's account owns it, without what a running server keeps for itself. */
const copyData = async (from: string, to: string): Promise<void> => {
  await cp(from, to, {
    recursive: true,
    filter: (path) => !/postmaster\.(?:pid|opts)$|\/pg_wal\/.+/.test(path),
  });
};

/** A base backup through PostgreSQL's own functions, as `pg_basebackup` does it. */
const baseBackup = (url: string, to: string): Promise<void> =>
  onDatabase(url, async (client) => {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    await client.query("select pg_backup_start('nightly', true)");
    await copyData(rows[0]?.data_directory ?? '', to);
    const ended = await client.query<{ labelfile: string; spcmapfile: string }>('select * from pg_backup_stop()');
    await writeFile(join(to, 'backup_label'), ended.rows[0]?.labelfile ?? '');
  });

/** A server of its own on a base backup and the archive, up to its end unless told. */
const restore = async (name: string, more: Readonly<Record<string, string>> = {}): Promise<Restored> => {
  const account = await serverAccount();
  const data = join(folder, name);
  await cp(places.base, data, { recursive: true });
  await writeFile(join(data, 'recovery.signal'), '');
  if (account !== undefined)
    for (const path of ['', ...(await readdir(data, { recursive: true }))])
      await chown(join(data, path), account.uid, account.gid);
  await chmod(data, 0o700);
  const port = await freePort();
  const { postgres } = await findBinaries(account !== undefined, join(folder, 'native'));
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    restore_command: `cp ${places.archive}/%f %p`,
    recovery_target_action: 'promote',
    ...more,
  };
  const flags = Object.entries(settings).flatMap(([setting, value]) => ['-c', `${setting}=${value}`]);
  const server: ChildProcess = await launch(postgres, ['-D', data, '-p', String(port), ...flags], account);
  const url = new URL(database.url);
  url.port = String(port);
  const one = { url: url.href, stop: () => endProcess(server, 'SIGINT') };
  restored.push(one);
  await until('recovery is over', () =>
    onDatabase(one.url, async (client) => {
      const { rows } = await client.query<{ over: boolean }>('select not pg_is_in_recovery() as over');
      return rows[0]?.over;
    }).catch(() => false),
  );
  return one;
};

const lodge = async (): Promise<string> => {
  const person = { name: '王小明', idNumber: newIdNumber(), hukou: { kind: 'urban', region: '渝北区' } };
  const { body } = await processes.send(api, 'POST', '/api/people', person);
  const application = { type: 'LodgeApplication', ...dibaoFields({ applicant: body.personId, others: [] }) };
  const opened = await processes.send(api, 'POST', '/api/cases/relief-application', application);
  expect(opened.status).toBe(201);
  return opened.body.caseId;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caseflow-backup-'));
  await chmod(folder, 0o755);
  Object.assign(places, {
    base: join(folder, 'base'),
    archive: join(folder, 'archive'),
    heads: join(folder, 'tree-heads.jsonl'),
  });
  await mkdir(places.archive);
  await chmod(places.archive, 0o777);
  const settings = {
    archive_mode: 'on',
    archive_command: `test ! -f ${places.archive}/%f && cp %p ${places.archive}/%f`,
  };
  database = await startPostgres({ dedicated: true, fsync: false, settings });
  processes = new Processes(database.url, {
    AUDIT_SIGNING_KEY: SigningKey.generate(),
    AUDIT_HEADS_FILE: places.heads,
  });
  api = await processes.api();
  await processes.worker();
}, 180_000);

afterAll(async () => {
  await processes?.stop();
  for (const one of restored) await one.stop();
  await database?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('backup and restore', () => {
  it('takes a base backup while the processes work, and archives what comes after it', async () => {
    cases.before = await lodge();
    await processes.cli(['heads', '--make']);
    await baseBackup(database.url, places.base);
    cases.after = await lodge();
    await processes.cli(['heads', '--make']);
    await onDatabase(database.url, (client) => client.query('select pg_switch_wal()'));
    const last = await onDatabase(database.url, async (client) => {
      const { rows } = await client.query<{ name: string }>('select pg_walfile_name(pg_current_wal_lsn() - 1) as name');
      return rows[0]?.name ?? '';
    });
    await until('the last segment is archived', async () => (await readdir(places.archive)).includes(last));
  }, 240_000);

  it('brings everything acknowledged back after the server is lost, and the signed heads agree', async () => {
    await api.stop();
    await database.server.kill();
    const whole = await restore('whole');
    processes.moveTo(whole.url);
    const verified = await processes.cli(['verify', '--quiet', '--heads', places.heads]);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('"whole": true') });
    expect(await processes.cli(['rebuild'])).toMatchObject({ code: 0 });
    api = await processes.api();
    for (const caseId of [cases.before, cases.after]) {
      const { status, body } = await processes.send(api, 'GET', `/api/cases/${caseId}`);
      expect([status, body.caseId, body.title]).toEqual([200, caseId, '陈建国']);
    }
    expect((await processes.send(api, 'GET', `/api/caseload?limit=10`)).body.rows).toHaveLength(2);
    await api.stop();
  }, 240_000);

  it('tells from the heads kept elsewhere that a restore without the archive lost something', async () => {
    const partial = await restore('partial', { recovery_target: 'immediate' });
    processes.moveTo(partial.url);
    const verified = await processes.cli(['verify', '--quiet', '--heads', places.heads]);
    expect(verified).toMatchObject({ code: 1, stdout: expect.stringContaining('"log-rolled-back"') });
  }, 240_000);

  it('opens nothing with another master key, and says so', async () => {
    const other = await processes.cli(['verify', '--quiet'], { MASTER_KEY: Buffer.alloc(32, 7).toString('base64') });
    expect(other.code).not.toBe(0);
    expect(other.stderr).toContain('another master key');
  }, 240_000);

  it('goes on in another cluster, as after a dump, once the generation was raised', async () => {
    const whole = restored[0]?.url ?? '';
    processes.moveTo(whole);
    await onDatabase(whole, (client) => client.query('update log.generations set cluster = cluster + 1'));
    const refused = await processes.cli(['verify', '--quiet']);
    expect(refused.stderr).toContain('raise the log generation');
    expect((await processes.cli(['raise-generation'])).stdout).toContain('in generation 2');
    expect(await processes.cli(['verify', '--quiet'])).toMatchObject({ code: 0 });
  }, 240_000);
});
