import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  createPostgresEventStore,
  idleInTransactionMs,
  migrateEventStore,
  placeOf,
  positionOf,
  readLogByCopy,
  startOfLog,
  StoreUnavailable,
  verifyAll,
  verifyStream,
  type Batch,
  type ChainFault,
  type PostgresEventStore,
  type StoredEvent,
} from '#event-store';
import { startPostgres, type TestDatabase } from '../../../test/postgres.js';
import { all, command, follow, freshCategory, noted, numbersOf, readLog, until } from '../contract/samples.js';
import { schemaChanges } from './schema.js';
import { putUnits } from './append-statement.js';
import { arrange, emptyHead, type Head } from '../arranging.js';
import { connectionTo } from './connection.js';
import { prepareAppend } from '../prepare.js';

describe('PostgreSQL event store', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let store: PostgresEventStore;
  let category: string;
  let stream: string;

  beforeAll(async () => {
    database = await startPostgres({ dedicated: true });
    pool = new pg.Pool({ connectionString: database.url });
    pool.on('error', () => undefined);
    await migrateEventStore(pool);
    store = await createPostgresEventStore({ url: database.url });
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

  /** A transaction of another process, held open as long as the test likes. */
  const openTransaction = async (): Promise<{
    readonly client: pg.Client;
    xid(): Promise<bigint>;
    append(target: string, head: Head, n: number): Promise<ReadonlySet<string>>;
  }> => {
    const client = connectionTo({ url: database.url }, 'another process');
    await client.connect();
    await client.query('begin');
    return {
      client,
      xid: async () => {
        const { rows } = await client.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
        return BigInt(rows[0]?.xid ?? 0);
      },
      append: async (target, head, n) => {
        const prepared = prepareAppend(target, 'any', [noted({ n })], command());
        const at = '2026-03-02T01:30:00.000Z';
        const { units } = arrange([prepared], () => head, at);
        return (await putUnits(client, 'log', units, at)).stale;
      },
    };
  };

  it('trap 1: shows an event of a transaction that began first and ended last', async () => {
    const slow = await openTransaction();
    await slow.append(`${category}-slow`, emptyHead, 1);
    const reader = follow(store, [category]);
    const { position } = await store.append(`${category}-fast`, 'none', [noted({ n: 2 })], command());
    const early = await store.readAll({ limit: 100, categories: [category] });
    expect(early).toMatchObject({ events: [], caughtUp: true });
    expect(early.through < position).toBe(true);
    expect(await store.horizon()).toBe(early.through);
    expect(numbersOf(await all(store.read(`${category}-fast`)))).toEqual([2]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(reader.events).toEqual([]);
    await slow.client.query('commit');
    await slow.client.end();
    const late = await store.readAll({ after: early.through, limit: 100, categories: [category] });
    expect(numbersOf(late.events)).toEqual([1, 2]);
    await until('both seen', () => reader.events.length === 2);
    await reader.stop();
    expect(numbersOf(reader.events)).toEqual([1, 2]);
  });

  it('trap 1: loses nothing when the first transaction is rolled back', async () => {
    const slow = await openTransaction();
    await slow.append(stream, emptyHead, 1);
    await store.append(`${category}-2`, 'none', [noted({ n: 2 })], command());
    await slow.client.query('rollback');
    await slow.client.end();
    expect(numbersOf(await readLog(store, [category]))).toEqual([2]);
    expect(await store.append(stream, 'none', [noted()], command())).toMatchObject({ lastVersion: 1 });
  });

  it('trap 2: turns a transaction away whose id is lower than that of the last event of the stream', async () => {
    const early = await openTransaction();
    const xid = await early.xid();
    const { position } = await store.append(stream, 'none', [noted({ n: 1 })], command());
    expect(BigInt(placeOf(position).xid)).toBeGreaterThan(xid);
    const head = await store.head(stream);
    if (head === undefined) throw new Error('no head');
    expect(await early.append(stream, head, 2)).toEqual(new Set([stream]));
    await early.client.query('commit');
    await early.client.end();
    expect(numbersOf(await all(store.read(stream)))).toEqual([1]);
    const later = await openTransaction();
    expect(await later.append(stream, head, 2)).toEqual(new Set());
    await later.client.query('commit');
    await later.client.end();
    expect(numbersOf(await readLog(store, [category]))).toEqual([1, 2]);
  });

  it('trap 2: shows the versions of every stream in order, though many processes write the same streams', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => createPostgresEventStore({ url: database.url })));
    const reader = follow(store, [category]);
    await Promise.all(
      stores.map(async (one) => {
        for (let n = 0; n < 25; n += 1)
          await Promise.all([1, 2, 3].map((s) => one.append(`${category}-${s}`, 'any', [noted()], command())));
      }),
    );
    await until('all seen', () => reader.events.length === 225);
    await reader.stop();
    for (const s of [1, 2, 3]) {
      const seen = reader.events.filter((event) => event.stream === `${category}-${s}`);
      expect(seen.map(({ version }) => version)).toEqual(Array.from({ length: 75 }, (_, n) => n + 1));
      expect((await verifyStream(store, `${category}-${s}`)).faults).toEqual([]);
    }
    await Promise.all(stores.map((one) => one.close()));
  });

  it('waits for a stream that another process is just writing, and goes on from there', async () => {
    await store.append(stream, 'none', [noted({ n: 1 })], command());
    const head = await store.head(stream);
    if (head === undefined) throw new Error('no head');
    const slow = await openTransaction();
    await slow.append(stream, head, 2);
    const waiting = store.append(stream, 'any', [noted({ n: 3 })], command());
    const refused = expect(store.append(stream, 1, [noted({ n: 4 })], command())).rejects.toMatchObject({ actual: 3 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await slow.client.query('commit');
    await slow.client.end();
    expect(await waiting).toMatchObject({ lastVersion: 3 });
    await refused;
    expect((await verifyStream(store, stream)).faults).toEqual([]);
  });

  it('trap 3: lets no transaction of its own stay open for long', async () => {
    const client = connectionTo({ url: database.url }, 'event-store append');
    await client.connect();
    const { rows } = await client.query<{ idle: string }>(
      `select setting as idle from pg_settings where name = 'idle_in_transaction_session_timeout'`,
    );
    expect(rows).toEqual([{ idle: String(idleInTransactionMs) }]);
    await client.end();
  });

  it('trap 9: orders by transaction and never by the clock', async () => {
    const skews = [0, -3_600_000, 3_600_000];
    const stores = await Promise.all(
      skews.map((skew) =>
        createPostgresEventStore({ url: database.url, now: () => new Date(Date.now() + skew).toISOString() }),
      ),
    );
    for (let n = 0; n < 9; n += 1) await stores[n % 3]?.append(stream, n === 0 ? 'none' : n, [noted({ n })], command());
    expect(numbersOf(await readLog(store, [category]))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    await Promise.all(stores.map((one) => one.close()));
  });

  it('trap 11: keeps positions beyond 2^53 in order', () => {
    const places = ['1', '255', '9007199254740993', '9007199254740994', '18446744073709551615'];
    const positions = places.map((xid) => positionOf({ generation: 1, xid, ordinal: 3 }));
    expect(positions).toEqual([...positions].sort());
    expect(positions.map((position) => placeOf(position).xid)).toEqual(places);
    const later = positionOf({ generation: 2, xid: '1', ordinal: 1 });
    expect(positions.every((position) => position < later && position > startOfLog)).toBe(true);
    expect(() => placeOf('0001-xyz')).toThrow(RangeError);
  });

  it('refuses to rewrite what is stored', async () => {
    await store.append(stream, 'none', [noted()], command());
    for (const sql of [`update log.events set type = 'Other'`, 'delete from log.events', 'truncate log.events'])
      await expect(pool.query(sql)).rejects.toThrow('stored events are never rewritten');
  });

  it('migrates once, however often and by however many it is asked', async () => {
    const counts = await Promise.all(Array.from({ length: 4 }, () => migrateEventStore(pool, 'another_log')));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(schemaChanges('another_log').length);
    await expect(migrateEventStore(pool, 'Bad"Name')).rejects.toThrow(RangeError);
    const second = await createPostgresEventStore({ pool, schema: 'another_log' });
    await second.append('case-1', 'none', [noted()], command());
    await second.close();
    expect(await all(store.read('case-1'))).toEqual([]);
  });

  it('copies the log in one sweep exactly as it is read in batches', async () => {
    const text = 'tab\t line\n return\r back\\slash \\t "quote" 𠮷 \u2028';
    for (let n = 0; n < 25; n += 1)
      await store.append(`${category}-${text.slice(0, 3)}${n % 3}`, 'any', [noted({ n, text })], command());
    // A transaction of another test on this server may still hold the last events back.
    await until('all shown', async () => (await readLog(store, [category])).length === 25);
    const expected = await readLog(store, [category]);
    const sweep = async (options: Parameters<typeof readLogByCopy>[1]): Promise<readonly Batch[]> => {
      const batches: Batch[] = [];
      for await (const batch of readLogByCopy(pool, { categories: [category], ...options })) batches.push(batch);
      return batches;
    };
    const batches = await sweep({ limit: 10 });
    expect(batches.map(({ events }) => events.length)).toEqual([10, 10, 5]);
    expect(batches.flatMap(({ events }) => events)).toEqual(expected);
    expect(batches.map(({ caughtUp }) => caughtUp)).toEqual([false, false, true]);
    const after = expected[11]?.position;
    expect((await sweep({ after })).flatMap(({ events }) => events)).toEqual(expected.slice(12));
    for await (const batch of readLogByCopy(pool, { limit: 1 })) {
      expect(batch.events).toHaveLength(1);
      break;
    }
    expect((await sweep({ categories: [`o'no`] }))[0]?.events).toEqual([]);
  });

  describe('what was stored is changed behind the store', () => {
    const tamper = async (...statements: string[]): Promise<void> => {
      const client = await pool.connect();
      try {
        await client.query(`set session_replication_role = 'replica'`);
        for (const statement of statements) expect((await client.query(statement)).rowCount).toBeGreaterThan(0);
      } finally {
        await client.query(`set session_replication_role = 'origin'`);
        client.release();
      }
    };
    const faults = async (): Promise<readonly ChainFault[]> => {
      const { faults: found } = await verifyStream(store, stream);
      const whole = await verifyAll(store);
      expect(whole.faults.filter((fault) => fault.stream === stream)).toEqual(found);
      return found;
    };
    const at = (version: number): string => `where stream = '${stream}' and version = ${version}`;

    beforeEach(async () => {
      for (let n = 1; n <= 4; n += 1) await store.append(stream, n - 1, [noted({ n, amount: 100 })], command());
      expect(await faults()).toEqual([]);
    });

    it.each([
      ['data', `data = '{"n":2,"amount":900}'`],
      ['metadata', `metadata = (metadata::jsonb || '{"correlationId":"x"}')::json`],
      ['type', `type = 'Other'`],
      ['schema version', 'schema_version = 2'],
      ['time', `recorded_at = '2026-03-02T01:30:00.001Z'`],
      ['id', `id = '${randomUUID()}'`],
      ['hash', `hash = sha256('x')`],
    ])('finds a changed %s', async (_, change) => {
      await tamper(`update log.events set ${change} ${at(2)}`);
      expect(await faults()).toEqual([{ stream, version: 2, kind: 'changed' }]);
    });

    it('does not mind another spelling of the same JSON', async () => {
      await tamper(`update log.events set data = '{ "amount": 1e2, "n": 2.0 }' ${at(2)}`);
      expect(await faults()).toEqual([]);
    });

    it('finds a removed first, middle and last event', async () => {
      await tamper(`delete from log.events ${at(4)}`);
      expect(await faults()).toEqual([{ stream, version: 3, kind: 'end-missing' }]);
      await tamper(`delete from log.events ${at(2)}`);
      expect(await faults()).toEqual([{ stream, version: 2, kind: 'missing' }]);
      await tamper(`delete from log.events ${at(1)}`);
      expect(await faults()).toEqual([{ stream, version: 1, kind: 'missing' }]);
      await tamper(`delete from log.events ${at(3)}`);
      expect(await faults()).toEqual([{ stream, version: 0, kind: 'end-missing' }]);
    });

    it('finds two events that changed places', async () => {
      await tamper(
        `update log.events set version = 99 ${at(2)}`,
        `update log.events set version = 2 ${at(3)}`,
        `update log.events set version = 3 ${at(99)}`,
      );
      const [fault] = (await verifyStream(store, stream)).faults;
      expect(fault).toEqual({ stream, version: 2, kind: 'changed' });
      expect((await verifyAll(store)).faults.some((found) => found.stream === stream)).toBe(true);
    });

    it('finds an event that moved to another place in the log', async () => {
      const [, second] = await all(store.read(stream));
      await tamper(`update log.events set xid = '3' ${at(3)}`);
      expect(second?.version).toBe(2);
      expect((await verifyAll(store)).faults).toContainEqual({ stream, version: 1, kind: 'missing' });
    });

    it('finds an end that was cut off or put on together with a forged hash', async () => {
      await tamper(
        `insert into log.events select generation, xid, 1000, stream, 5, '${randomUUID()}', type, schema_version, data,
           metadata, recorded_at, hash, null, null, null from log.events ${at(4)}`,
      );
      expect(await faults()).toEqual([{ stream, version: 5, kind: 'changed' }]);
      await tamper(`delete from log.events ${at(5)}`, `delete from log.streams where stream = '${stream}'`);
      expect(await faults()).toEqual([{ stream, version: 4, kind: 'end-unrecorded' }]);
    });

    it('finds a forged record of the end, also after something was appended to it', async () => {
      await tamper(`update log.streams set hash = sha256('x') where stream = '${stream}'`);
      expect(await faults()).toEqual([{ stream, version: 4, kind: 'changed' }]);
      const fresh = await createPostgresEventStore({ url: database.url });
      await fresh.append(stream, 'any', [noted()], command());
      await fresh.close();
      expect(await faults()).toEqual([{ stream, version: 5, kind: 'changed' }]);
    });
  });

  it('verifies while others append', async () => {
    const names = [1, 2, 3, 4].map((n) => `${category}-${n}`);
    let writing = true;
    const writers = names.map(async (name) => {
      while (writing) await store.append(name, 'any', [noted()], command());
    });
    for (let n = 0; n < 5; n += 1) {
      const whole = await verifyAll(store);
      expect(whole.faults.filter((fault) => fault.stream.startsWith(category))).toEqual([]);
      for (const name of names) expect((await verifyStream(store, name)).faults).toEqual([]);
    }
    writing = false;
    await Promise.all(writers);
  });

  it('says that the store is away when nothing listens there', async () => {
    const away = { url: 'postgres://postgres@127.0.0.1:1/none' };
    await expect(createPostgresEventStore(away)).rejects.toThrow(StoreUnavailable);
  });

  it('gives what is stored to a reader whatever goes on in its own process', async () => {
    const [event] = await (async (): Promise<readonly StoredEvent[]> => {
      await store.append(stream, 'none', [noted({ idNumber: '500107199001011234', count: 1 })], command());
      return all(store.read(stream));
    })();
    expect(event?.data).toEqual({ idNumber: '500107199001011234', count: 1 });
    expect(pg.types.getTypeParser(20)('9007199254740993')).toBe('9007199254740993');
  });
});
