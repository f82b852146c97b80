import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type EventStore, type Log, type NewEvent, openLog, verifyAll } from '#event-store';
import { System } from '#system';
import { copyStore } from '../../apps/cli/copy-store/commands.js';
import { CopyDiffers, SourceNotAtRest, TargetHoldsOther, compareLogs } from '../../apps/cli/copy-store/copy.js';
import { noted, readLog } from '../../libs/event-store/contract/samples.js';
import { ModelServer } from '../../libs/event-store/kurrentdb/testing/model-server.js';
import { Driver } from '../acceptance/driver.js';
import { type TestDatabase, startPostgres } from '../postgres.js';
import { buildServer } from '../program.js';
import { describeWhen } from '../skip.js';

const emptyKurrent = process.env['KURRENTDB_EMPTY_URL'] ?? '';
const categories = ['copied', 'other'];

/** Appends of many kinds, on many streams, many of them at once. */
const fill = async (store: EventStore, appends: number): Promise<readonly string[]> => {
  const commands: string[] = [];
  const append = async (n: number): Promise<void> => {
    const commandId = `command-${n}-渝`;
    commands.push(commandId);
    const events: NewEvent[] = [noted({ n, text: '汉字𠮷', later: { unknown: ['field', 1e-7] } })];
    if (n % 7 === 0) events.push({ ...noted({ n }, randomUUID()), type: 'NeverHeardOf', schemaVersion: 9 });
    await store.append(`${categories[n % 2]}-${n % 50}`, 'any', events, { commandId, fingerprint: `digest ${n}` });
  };
  for (let n = 0; n < appends; n += 100)
    await Promise.all(Array.from({ length: Math.min(100, appends - n) }, (_, index) => append(n + index)));
  return commands;
};

/** What a log says, but for its places. */
const told = async (store: EventStore): Promise<readonly unknown[]> =>
  (await readLog(store, categories, 1_000)).map(({ position: _, ...event }) => JSON.stringify(event));

const countIn = async (url: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from log.events where to_regclass('log.events') is not null`,
    );
    return rows[0]?.count ?? 0;
  } catch {
    return 0;
  } finally {
    await client.end();
  }
};

describe('copy-store', () => {
  const databases: TestDatabase[] = [];
  const logs: Log[] = [];
  const servers: ModelServer[] = [];
  const database = async (): Promise<string> => {
    const made = await startPostgres({ dedicated: true });
    databases.push(made);
    return made.url;
  };
  const open = async (url: string): Promise<Log> => {
    const log = await openLog({ url });
    logs.push(log);
    return log;
  };
  afterEach(async () => {
    for (const log of logs.splice(0)) await log.close();
    for (const server of servers.splice(0)) server.kill();
    for (const one of databases.splice(0)) await one.stop();
  });

  it('killed in the middle it goes on where it was, and the copy is the log to the letter', async () => {
    buildServer();
    const [from, to] = [await database(), await database()];
    const { store: source } = await open(from);
    const commands = await fill(source, 6_000);
    const total = await countIn(from);
    const run = (): ChildProcess =>
      spawn(process.execPath, ['dist/apps/cli/main.js', 'copy-store', '--from', from, '--to', to, '--quiet'], {
        env: { ...process.env, NODE_OPTIONS: '' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    const first = run();
    const ended = new Promise((resolve) => first.once('exit', resolve));
    while ((await countIn(to)) === 0 && first.exitCode === null) await new Promise((next) => setTimeout(next, 5));
    first.kill('SIGKILL');
    await ended;
    const left = await countIn(to);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(total);

    const second = run();
    let words = '';
    second.stdout?.setEncoding('utf8').on('data', (text: string) => (words += text));
    await new Promise((resolve) => second.once('close', resolve));
    expect(JSON.parse(words)).toEqual({ found: left, copied: total - left, streams: 50, events: total });

    const { store: copy } = await open(to);
    expect(await told(copy)).toEqual(await told(source));
    expect(await verifyAll(copy)).toMatchObject({ events: total, faults: [] });
    const repeated = commands[77] ?? '';
    const { position: _, ...answer } = (await source.findCommand(repeated)) ?? {};
    expect(await copy.findCommand(repeated)).toMatchObject(answer);
    expect(await copy.append('copied-0', 'any', [noted()], { commandId: repeated })).toMatchObject(answer);
    expect(await copy.append('copied-0', 'any', [noted()], { commandId: 'a new one' })).toMatchObject({
      repeated: false,
    });
  }, 240_000);

  const thereAndBack = async (kurrent: string): Promise<void> => {
    const [from, back] = [await database(), await database()];
    const source = await open(from);
    const commands = await fill(source.store, 300);
    expect(await copyStore({ from, to: kurrent })).toMatchObject({ found: 0, copied: 343, events: 343 });
    expect(await copyStore({ from: kurrent, to: back })).toMatchObject({ found: 0, copied: 343 });
    expect(await copyStore({ from, to: kurrent })).toMatchObject({ found: 343, copied: 0 });
    const there = await open(kurrent);
    const here = await open(back);
    expect(await told(there.store)).toEqual(await told(source.store));
    expect(await told(here.store)).toEqual(await told(source.store));
    for (const log of [there, here]) {
      const options = { commandId: commands[21] ?? '' };
      expect(await log.store.append('copied-9', 'none', [noted()], options)).toMatchObject({ repeated: true });
      const taken = (await readLog(source.store, categories)).find(({ type }) => type === 'NeverHeardOf')?.id;
      const again = log.store.append('copied-9', 'any', [noted({}, taken)], { commandId: randomUUID() });
      await expect(again).rejects.toMatchObject({ reason: 'duplicate-event-id' });
    }
  };

  it('goes from PostgreSQL to KurrentDB and back, unchanged (a model of the server)', async () => {
    const server = await ModelServer.start();
    servers.push(server);
    await thereAndBack(server.url);
  }, 240_000);

  describeWhen(
    emptyKurrent !== '',
    'no empty KurrentDB; give one with KURRENTDB_EMPTY_URL',
    'with a KurrentDB server',
    () => it('goes from PostgreSQL to KurrentDB and back, unchanged', () => thereAndBack(emptyKurrent), 240_000),
  );

  it('refuses a target that holds something else, and leaves it as it was', async () => {
    const [from, to] = [await database(), await database()];
    await fill((await open(from)).store, 20);
    const target = await open(to);
    await target.store.append('copied-1', 'none', [noted({ n: 'something else' })], { commandId: 'command-0-渝' });
    await expect(copyStore({ from, to })).rejects.toThrow(TargetHoldsOther);
    expect(await countIn(to)).toBe(1);
    await fill(target.store, 40);
    await expect(copyStore({ from, to })).rejects.toThrow(TargetHoldsOther);
    await expect(copyStore({ from: to, to: from })).rejects.toThrow(TargetHoldsOther);
  }, 120_000);

  it('refuses to call a copy finished while events of the source are hidden, and tells of a damaged copy', async () => {
    const [from, to] = [await database(), await database()];
    const source = await open(from);
    await fill(source.store, 20);
    const holder = new pg.Client({ connectionString: from });
    await holder.connect();
    await holder.query('begin; select pg_current_xact_id()');
    await source.store.append('copied-1', 'any', [noted()], { commandId: randomUUID() });
    await expect(copyStore({ from, to })).rejects.toThrow(SourceNotAtRest);
    await holder.query('commit');
    await holder.end();
    expect(await copyStore({ from, to })).toMatchObject({ copied: 1 });

    const changer = new pg.Client({ connectionString: to });
    await changer.connect();
    await changer.query(`alter table log.events disable trigger events_are_kept;
      update log.events set data = '{"n":"changed"}' where stream = 'copied-2' and version = 1`);
    await changer.end();
    await expect(compareLogs(source, await open(to))).rejects.toThrow(CopyDiffers);
  }, 120_000);

  it('gives the database that followed the log its places in the new store', async () => {
    const server = await ModelServer.start();
    servers.push(server);
    const driver = await Driver.start('2026-09-14 09:00');
    const { caseId } = await driver.grantDibao();
    await driver.settle();
    await driver.app.worker.tick();
    const { databaseUrl, system } = driver.app;
    const wholeLog = async (): Promise<boolean> => (await system.store.horizon()) > (await system.store.tip());
    while (!(await wholeLog())) await new Promise((next) => setTimeout(next, 50));
    const trail = async (of: System): Promise<number> =>
      Number((await of.pool.query<{ n: string }>('select count(*) as n from privacy.trail_entry')).rows[0]?.n);
    const before = { events: (await system.readModels.health()).events, trail: await trail(system) };
    await driver.app.worker.stop();
    await copyStore({ from: databaseUrl, to: server.url, database: databaseUrl });

    const moved = await System.open({
      settings: { ...system.settings, eventStoreUrl: server.url },
      clock: driver.app.clock,
    });
    try {
      const { rows } = await moved.pool.query<{ table: string; column: string }>(`
        select table_schema || '.' || table_name as table, column_name as column from information_schema.columns
        where data_type = 'text' and table_schema !~ '^(pg_|information_schema|log$|audit_until_)'`);
      const old: string[] = [];
      for (const { table, column } of rows) {
        const found = await moved.pool.query(
          `select 1 from ${table} where "${column}" ~ '^[0-9a-f]{4}-[0-9a-f]{16}-[0-9a-f]{8}$' limit 1`,
        );
        if (found.rowCount !== 0) old.push(`${table}.${column}`);
      }
      expect(old).toEqual([]);
      await moved.readModels.start();
      expect(await moved.readModels.waitForAll(20_000)).toBe(true);
      expect((await moved.readModels.health()).events).toBe(before.events);
      await moved.trailEntries.table.catchUp();
      expect(await trail(moved)).toBe(before.trail);
      expect((await moved.audit.makeHead())?.treeSize).toBeGreaterThan(20);
      expect(await moved.audit.verifyLog()).toMatchObject({ faults: [] });
      const [row] = await moved.readModels.caseload.byIds([caseId]);
      expect(row).toMatchObject({ caseId });
    } finally {
      await moved.close();
      await driver.stop();
    }
  }, 240_000);
});
