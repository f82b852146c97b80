import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { createPostgresEventStore, migrateEventStore, type EventStore } from '#event-store';
import { median, openReadModels, seconds } from './measuring.js';
import { eventsOf, readLog } from './relief-log.js';

export interface RebuildRow {
  readonly cases: number;
  readonly events: number;
  /** Events per second into Node by plain SELECT, page by page in the order of the log. */
  readonly read: number;
  /** Events per second of a rebuild of all read models, from the empty shadow to the switch. */
  readonly rebuild: number;
  /** Median over the rounds of rebuild against read of the same round. */
  readonly ratio: number;
  /** What the ratio should reach. */
  readonly aim: number;
}

export type Rows = readonly RebuildRow[];

export interface RebuildBenchOptions {
  readonly url: string;
  /** About how many events the log holds; 100000 unless told. */
  readonly events?: number;
  readonly rounds?: number;
}

const aim = 0.5;
const writers = 64;

const seed = async (
  store: EventStore,
  events: number,
): Promise<{ readonly cases: number; readonly events: number }> => {
  let cases = 0;
  let written = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (written < events) {
        const caseId = randomUUID();
        const commandId = randomUUID();
        const ofCase = eventsOf(caseId, commandId);
        cases += 1;
        written += ofCase.length;
        await store.append(`reliefApplication-${caseId}`, 'none', ofCase, { commandId });
      }
    }),
  );
  return { cases, events: written };
};

const measure = async (
  url: string,
  pool: pg.Pool,
  { events: asked = 100_000, rounds = 3 }: RebuildBenchOptions,
): Promise<RebuildRow> => {
  await migrateEventStore(pool);
  const store = await createPostgresEventStore({ url });
  const readModels = await openReadModels(url, store);
  try {
    const { cases, events } = await seed(store, asked);
    await pool.query('vacuum analyze log.events');
    const reads: number[] = [];
    const rebuilds: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const read = events / (await seconds(() => readLog(pool)));
      const rebuild = events / (await seconds(() => readModels.rebuild()));
      // The first round only warms up.
      if (round < 0) continue;
      reads.push(read);
      rebuilds.push(rebuild);
    }
    const ratio = median(rebuilds.map((rebuild, round) => rebuild / (reads[round] ?? Number.NaN)));
    return { cases, events, read: median(reads), rebuild: median(rebuilds), ratio, aim };
  } finally {
    await readModels.close();
    await store.close();
  }
};

/** Rebuilds all read models from a seeded log, against reading the same log by bare SELECT, in turns. */
export const benchRebuild = async (options: RebuildBenchOptions): Promise<Rows> => {
  const database = `bench_rebuild_${randomBytes(4).toString('hex')}`;
  const server = new pg.Pool({ connectionString: options.url, max: 1 });
  await server.query(`create database ${database}`);
  const url = new URL(options.url);
  url.pathname = `/${database}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => undefined);
  try {
    return [await measure(url.href, pool, options)];
  } finally {
    await pool.end();
    await server.query(`drop database if exists ${database} with (force)`);
    await server.end();
  }
};
