import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import {
  createPostgresEventStore,
  LogGenerationBehind,
  logHealth,
  migrateEventStore,
  placeOf,
  raiseLogGeneration,
  StoreUnavailable,
  verifyAll,
  type PostgresEventStore,
} from '#event-store';
import { startPostgres, type DedicatedDatabase } from '../../../test/postgres.js';
import { all, command, follow, freshCategory, noted, numbersOf, readLog, until } from '../contract/samples.js';

const poolTo = (url: string): pg.Pool => {
  const pool = new pg.Pool({ connectionString: url, max: 3 });
  pool.on('error', () => undefined);
  return pool;
};

/** A wire to the server that can be cut after a request was carried out and before its answer arrives. */
class Wire {
  cutNextAnswer = false;
  cuts = 0;
  private readonly ends = new Set<Socket>();
  private server: Server | undefined;

  async open(target: URL): Promise<string> {
    const server = createServer((client) => {
      const upstream = connect(Number(target.port), target.hostname);
      for (const end of [client, upstream]) this.ends.add(end.on('error', () => undefined));
      client.on('data', (request) => upstream.write(request));
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
      upstream.on('data', (answer) => {
        // The append's row and its CommandComplete: it was committed. Other answers on the wire have no such column.
        if (this.cutNextAnswer && answer.includes('taken') && answer.includes('SELECT 1')) {
          this.cutNextAnswer = false;
          this.cuts += 1;
          client.destroy();
          return;
        }
        client.write(answer);
      });
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const url = new URL(target);
    url.port = String(address.port);
    return url.href;
  }

  close(): void {
    this.server?.close();
    for (const end of this.ends) end.destroy();
  }
}

describe('PostgreSQL event store under faults', () => {
  let database: DedicatedDatabase;
  let pool: pg.Pool;
  let store: PostgresEventStore;
  let category: string;
  let stream: string;

  beforeAll(async () => {
    database = await startPostgres({ dedicated: true, settings: { max_prepared_transactions: '2' } });
    pool = poolTo(database.url);
    await migrateEventStore(pool);
    store = await createPostgresEventStore({ url: database.url, patienceMs: 20_000 });
  });
  afterAll(async () => {
    await store.close();
    await pool.end();
    await database.stop();
  });
  beforeEach(() => {
    category = freshCategory();
    stream = `${category}-1`;
  });

  it('trap 5: gives the same answer and keeps one row when the connection drops just after COMMIT', async () => {
    const wire = new Wire();
    const remote = await createPostgresEventStore({ url: await wire.open(new URL(database.url)) });
    const head = await remote.append(stream, 'none', [noted({ n: 1 })], command());
    const options = command();
    wire.cutNextAnswer = true;
    const answer = await remote.append(stream, 1, [noted({ n: 2 }), noted({ n: 3 })], options);
    expect(wire.cuts).toBe(1);
    expect(answer).toMatchObject({ firstVersion: 2, lastVersion: 3, repeated: true });
    expect(answer.position > head.position).toBe(true);
    expect(await store.findCommand(options.commandId)).toEqual(answer);
    expect(await remote.append(stream, 1, [noted()], options)).toEqual(answer);
    expect(numbersOf(await all(store.read(stream)))).toEqual([1, 2, 3]);
    await remote.close();
    wire.close();
  });

  it('trap 5: the same for many appends that went together', async () => {
    const wire = new Wire();
    const remote = await createPostgresEventStore({ url: await wire.open(new URL(database.url)) });
    await remote.append(stream, 'none', [noted()], command());
    wire.cutNextAnswer = true;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => remote.append(`${category}-x${n}`, 'none', [noted({ n })], command())),
    );
    expect(wire.cuts).toBe(1);
    expect(answers.some(({ repeated }) => repeated)).toBe(true);
    expect(await readLog(store, [category])).toHaveLength(21);
    await remote.close();
    wire.close();
  });

  it('guarantee 5: misses nothing and repeats nothing across restarts and a crash of the database', async () => {
    const reader = follow(store, [category]);
    let acknowledged = 0;
    let writing = true;
    const writers = [1, 2, 3].map(async (writer) => {
      while (writing) {
        await store.append(`${category}-${writer}`, 'any', [noted(), noted()], command());
        acknowledged += 2;
      }
    });
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
    await pause();
    await database.server.restart();
    await pause();
    await database.server.kill();
    await pause();
    await database.server.start();
    await pause();
    writing = false;
    await Promise.all(writers);
    await until('all seen', () => reader.events.length >= acknowledged, 20_000);
    await reader.stop();
    const log = await readLog(store, [category]);
    expect(log).toHaveLength(acknowledged);
    expect(reader.events).toEqual(log);
    expect((await verifyAll(store)).faults).toEqual([]);
  });

  it('guarantee 5: needs no notification to see what is new', async () => {
    const reader = follow(store, [category]);
    await until('caught up', () => reader.batches.length > 0);
    const silent = await createPostgresEventStore({ url: database.url });
    for (let n = 1; n <= 3; n += 1) {
      await pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'event-store listen'`,
      );
      await silent.append(stream, 'any', [noted({ n })], command());
      await until('event seen', () => reader.events.length === n);
    }
    await until('listens again', async () => {
      const { rowCount } = await pool.query(
        `select from pg_stat_activity where application_name = 'event-store listen'`,
      );
      return rowCount === 1;
    });
    await reader.stop();
    await silent.close();
    expect(numbersOf(reader.events)).toEqual([1, 2, 3]);
  });

  it('says so when the store stays away, and works again when it is back', async () => {
    const hasty = await createPostgresEventStore({ url: database.url, patienceMs: 200 });
    await hasty.append(stream, 'none', [noted()], command());
    await database.server.kill();
    const options = command();
    await expect(hasty.append(stream, 1, [noted()], options)).rejects.toThrow(StoreUnavailable);
    await expect(hasty.readAll({ limit: 1 })).rejects.toThrow(StoreUnavailable);
    await expect(all(hasty.read(stream))).rejects.toThrow(StoreUnavailable);
    await expect(hasty.findCommand('x')).rejects.toThrow(StoreUnavailable);
    await expect(hasty.horizon()).rejects.toThrow(StoreUnavailable);
    await database.server.start();
    expect(await hasty.append(stream, 1, [noted()], options)).toMatchObject({ lastVersion: 2 });
    await hasty.close();
  });

  describe('trap 3: a writing transaction left open in another database', () => {
    let elsewhere: pg.Client;
    beforeEach(async () => {
      await pool.query('drop database if exists elsewhere with (force)');
      await pool.query('create database elsewhere');
      const url = new URL(database.url);
      url.pathname = '/elsewhere';
      elsewhere = new pg.Client({ connectionString: url.href, application_name: 'forgotten report' });
      elsewhere.on('error', () => undefined);
      await elsewhere.connect();
    });
    afterEach(() => elsewhere.end().catch(() => undefined));

    it('hides new events, is named by logHealth, and everything comes once it is ended', async () => {
      expect(await logHealth(pool)).toMatchObject({ heldBackSeconds: 0, hiddenEvents: 0, heldBackBy: undefined });
      await elsewhere.query('begin');
      await elsewhere.query('select pg_current_xact_id()');
      const { rows } = await elsewhere.query<{ pid: number }>('select pg_backend_pid() as pid');
      await store.append(stream, 'none', [noted({ n: 1 }), noted({ n: 2 })], command());
      expect(await readLog(store, [category])).toEqual([]);
      expect((await store.tip()) > (await store.horizon())).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 120));
      const health = await logHealth(pool);
      expect(health).toMatchObject({
        generation: 1,
        hiddenEvents: 2,
        heldBackBy: {
          kind: 'session',
          pid: rows[0]?.pid,
          database: 'elsewhere',
          application: 'forgotten report',
          state: 'idle in transaction',
        },
      });
      expect(health.heldBackSeconds).toBeGreaterThan(0.1);
      expect(health.heldBackSeconds).toBeLessThan(30);
      await pool.query('select pg_terminate_backend($1)', [health.heldBackBy?.pid]);
      await until('events shown', async () => (await readLog(store, [category])).length === 2);
      expect(await logHealth(pool)).toMatchObject({ heldBackSeconds: 0, hiddenEvents: 0 });
    });

    it('is named also when it is a prepared one', async () => {
      await elsewhere.query('begin');
      await elsewhere.query('create table t (n int)');
      await elsewhere.query(`prepare transaction 'forgotten'`);
      await store.append(stream, 'none', [noted()], command());
      expect(await logHealth(pool)).toMatchObject({
        hiddenEvents: 1,
        heldBackBy: { kind: 'prepared-transaction', preparedAs: 'forgotten', database: 'elsewhere' },
      });
      await elsewhere.query(`rollback prepared 'forgotten'`);
      expect(await readLog(store, [category])).toHaveLength(1);
    });
  });

  describe('trap 4: the log restored into another cluster', () => {
    let second: DedicatedDatabase;
    let secondPool: pg.Pool;
    beforeAll(async () => {
      second = await startPostgres({ dedicated: true });
      secondPool = poolTo(second.url);
      await migrateEventStore(secondPool);
    });
    afterAll(async () => {
      await secondPool.end();
      await second.stop();
    });

    const restore = async (): Promise<void> => {
      for (const table of ['generations', 'streams', 'events']) {
        const { rows } = await pool.query<{ row: string }>(`select t::text as row from log.${table} t`);
        await secondPool.query(`set session_replication_role = 'replica'; truncate log.${table}`);
        await secondPool.query(`insert into log.${table} select (r::log.${table}).* from unnest($1::text[]) r`, [
          rows.map(({ row }) => row),
        ]);
      }
    };
    const burnTransactionIds = (count: number): Promise<unknown> =>
      pool.query(`do $$ begin
        for n in 1..${count} loop
          begin perform pg_current_xact_id(); raise exception 'burn'; exception when others then null; end;
        end loop; end $$`);

    it('is refused until the generation is raised, then read to its end and written on, in order', async () => {
      await burnTransactionIds(3_000);
      for (let n = 1; n <= 3; n += 1) await store.append(stream, n - 1, [noted({ n })], command());
      const before = await readLog(store, [category]);
      const checkpoint = await store.horizon();
      await restore();
      await expect(createPostgresEventStore({ url: second.url })).rejects.toThrow(LogGenerationBehind);
      await expect(createPostgresEventStore({ url: second.url })).rejects.toThrow('ahead of the cluster');

      expect(await raiseLogGeneration(secondPool)).toBe(2);
      const restored = await createPostgresEventStore({ url: second.url });
      expect(await readLog(restored, [category])).toEqual(before);
      expect(await restored.readAll({ after: checkpoint, limit: 10 })).toMatchObject({ events: [], caughtUp: true });
      const reader = follow(restored, [category], checkpoint);
      const { position } = await restored.append(stream, 3, [noted({ n: 4 })], command());
      expect(placeOf(position).generation).toBe(2);
      expect(position > checkpoint).toBe(true);
      expect(numbersOf(await readLog(restored, [category]))).toEqual([1, 2, 3, 4]);
      await until('new event seen', () => reader.events.length === 1);
      await reader.stop();
      expect(numbersOf(reader.events)).toEqual([4]);
      expect((await verifyAll(restored)).faults).toEqual([]);
      await restored.close();
    });

    it('is refused too when the ids happen to lie below, since checkpoints would not', async () => {
      await restore();
      await secondPool
        .query(`set session_replication_role = 'replica'; update log.events set xid = '3'`)
        .catch(() => undefined);
      await secondPool.query(`set session_replication_role = 'replica'; delete from log.events`);
      await expect(createPostgresEventStore({ url: second.url })).rejects.toThrow('written in another cluster');
    });

    it('is raised only once appends under way have ended, and those that wait go into the new generation', async () => {
      const slow = await pool.connect();
      await slow.query('begin');
      await slow.query('lock table log.events in row exclusive mode');
      let raised = false;
      const raising = raiseLogGeneration(pool).then((generation) => {
        raised = true;
        return generation;
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(raised).toBe(false);
      const waiting = store.append(stream, 'none', [noted()], command());
      await slow.query('commit');
      slow.release();
      const generation = await raising;
      expect(placeOf((await waiting).position).generation).toBe(generation);
      await store.append(stream, 1, [noted()], command());
      expect((await readLog(store, [category])).map(({ version }) => version)).toEqual([1, 2]);
    });
  });

  describe('guarantee 3: the process is killed in the middle of appends', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'caseflow-writer-'));
      await writeWriter(folder);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('keeps everything acknowledged, nothing by halves, and the chain whole', async () => {
      const acknowledged = new Map<string, string>();
      for (let round = 0; round < 3; round += 1) {
        const writer = startWriter(folder, database.url, category);
        await new Promise<void>((resolve, reject) => {
          writer
            .once('error', reject)
            .once('exit', (code) => (code === null ? resolve() : reject(new Error(`exit ${code}`))));
          let text = '';
          let target = 40 + round * 17;
          writer.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
            const lines = (text + chunk).split('\n');
            text = lines.pop() ?? '';
            for (const line of lines) {
              const [commandId = '', position = ''] = line.split(' ');
              acknowledged.set(commandId, position);
              if ((target -= 1) === 0) writer.kill('SIGKILL');
            }
          });
        });
      }
      expect(acknowledged.size).toBeGreaterThan(100);
      for (const [commandId, position] of acknowledged)
        expect(await store.findCommand(commandId)).toMatchObject({ position });
      // Transactions of the dead process may still be ending.
      await until('nothing is under way', async () => (await logHealth(pool)).heldBackBy === undefined);
      const events = await readLog(store, [category]);
      const byCommand = new Map<string, number>();
      for (const { metadata } of events)
        byCommand.set(metadata.commandId, (byCommand.get(metadata.commandId) ?? 0) + 1);
      expect(new Set(byCommand.values())).toEqual(new Set([5]));
      expect((await verifyAll(store)).faults).toEqual([]);
    });
  });
});

/** A process that appends until it is killed, on the build that `npm test` makes first. */
const writeWriter = (folder: string): Promise<void> =>
  writeFile(
    join(folder, 'writer.mjs'),
    `import { randomUUID } from 'node:crypto';
     import { createPostgresEventStore } from '${pathToFileURL(join(process.cwd(), 'dist/libs/event-store/index.js')).href}';
     const [url, category] = process.argv.slice(2);
     const store = await createPostgresEventStore({ url });
     await Promise.all(Array.from({ length: 8 }, async (_, writer) => {
       for (;;) {
         const commandId = randomUUID();
         const metadata = { actor: { user: 'u', role: 'r', office: 'o' }, occurredAt: '2026-03-02T01:30:00.000Z',
           commandId, correlationId: commandId };
         const event = { type: 'Noted', schemaVersion: 1, data: { text: 'x'.repeat(2000) }, metadata };
         const events = Array.from({ length: 5 }, () => event);
         const { position } = await store.append(category + '-' + (writer % 4), 'any', events, { commandId });
         process.stdout.write(commandId + ' ' + position + '\\n');
       }
     }));`,
  );

const startWriter = (folder: string, url: string, category: string): ChildProcess =>
  spawn(process.execPath, [join(folder, 'writer.mjs'), url, category], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
