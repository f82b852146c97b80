import { hash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { Audit, SigningKey, migrateAudit } from '#audit';
import {
  canonicalForm,
  createPostgresEventStore,
  migrateEventStore,
  readLogByCopy,
  type EventStore,
  type NewEvent,
} from '#event-store';
import { median, seconds } from './measuring.js';

export interface VerifyRow {
  readonly events: number;
  /** Events per second of hashing the same bytes alone: two SHA-256 over what is in memory already. */
  readonly hashing: number;
  /** Events per second of verifying everything: read from the database, every chain, the tree and its heads. */
  readonly verify: number;
  /** Median over the rounds of verify against hashing of the same round. */
  readonly ratio: number;
  /** What the ratio should reach. */
  readonly aim: number;
  /** How much the heap grew from the first tenth of a verification to its end, in MiB. */
  readonly grownMiB: number;
}

export interface VerifyBenchOptions {
  readonly url: string;
  /** About how many events the log holds; 100000 unless told. */
  readonly events?: number;
  readonly rounds?: number;
}

const aim = 0.1;
const perStream = 20;
const writers = 64;

const eventOf = (commandId: string, n: number): NewEvent => ({
  type: 'HomeVisitRecorded',
  schemaVersion: 1,
  data: {
    officers: ['yubei-17', 'yubei-23'],
    visitedOn: '2026-02-10',
    number: n,
    findings: { $sealed: `case-${commandId}`, c: randomBytes(240).toString('base64') },
  },
  metadata: {
    actor: { user: 'yubei-17', role: 'townOfficer', office: 'shuangfengqiao' },
    occurredAt: '2026-03-02T01:30:00.000Z',
    commandId,
    correlationId: commandId,
    ruleSet: 'chongqing@2',
  },
});

const seed = async (store: EventStore, events: number): Promise<void> => {
  let written = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (written < events) {
        const commandId = randomUUID();
        written += perStream;
        const ofStream = Array.from({ length: perStream }, (_, n) => eventOf(commandId, n));
        await store.append(`reliefApplication-${commandId}`, 'none', ofStream, { commandId });
      }
    }),
  );
};

/** The bytes that verification must hash: the canonical form of every event, and an entry of the tree for each. */
const bytesOf = async (pool: pg.Pool): Promise<readonly (readonly [Buffer, Buffer])[]> => {
  const bytes: [Buffer, Buffer][] = [];
  for await (const { events } of readLogByCopy(pool))
    for (const event of events) bytes.push([Buffer.from(canonicalForm(event)), Buffer.alloc(250, event.hash)]);
  return bytes;
};

const hashAll = (bytes: readonly (readonly [Buffer, Buffer])[]): void => {
  for (const pair of bytes) for (const one of pair) hash('sha256', one, 'buffer');
};

const heapMiB = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

const measure = async (
  url: string,
  pool: pg.Pool,
  { events: asked = 100_000, rounds = 3 }: VerifyBenchOptions,
): Promise<VerifyRow> => {
  await migrateEventStore(pool);
  await migrateAudit(pool);
  const store = await createPostgresEventStore({ url });
  try {
    await seed(store, asked);
    const audit = new Audit({
      pool,
      store,
      clock: { now: () => new Date().toISOString() },
      settings: { signingKey: SigningKey.generate() },
      sweep: (after) => readLogByCopy(pool, { after }),
    });
    await audit.makeHead();
    await pool.query('vacuum analyze log.events');
    const events = await audit.tree.size();
    const bytes = await bytesOf(pool);
    const hashings: number[] = [];
    const verifications: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const hashing = events / (await seconds(() => hashAll(bytes)));
      const verify = events / (await seconds(() => audit.verifyLog()));
      // The first round only warms up.
      if (round < 0) continue;
      hashings.push(hashing);
      verifications.push(verify);
    }
    let early: number | undefined;
    const { whole } = await audit.verifyLog({
      progress: (done) => {
        if (done >= events / 10) early ??= heapMiB();
      },
    });
    if (!whole) throw new Error('The log that was just written does not verify');
    const ratio = median(verifications.map((verify, round) => verify / (hashings[round] ?? Number.NaN)));
    const grownMiB = heapMiB() - (early ?? Number.NaN);
    return { events, hashing: median(hashings), verify: median(verifications), ratio, aim, grownMiB };
  } finally {
    await store.close();
  }
};

/** Verifies a seeded log, against hashing the same bytes alone, in turns. */
export const benchVerify = async (options: VerifyBenchOptions): Promise<readonly VerifyRow[]> => {
  const pool = new pg.Pool({ connectionString: options.url, max: 4 });
  pool.on('error', () => undefined);
  try {
    return [await measure(options.url, pool, options)];
  } finally {
    await pool.end();
  }
};
