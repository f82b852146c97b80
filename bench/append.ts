import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { createPostgresEventStore, migrateEventStore, type EventStore, type NewEvent } from '#event-store';
import { openFloor } from './floor.js';
import { median } from './measuring.js';

export interface AppendRow {
  readonly concurrency: number;
  /** Single-row INSERTs per second. */
  readonly floor: number;
  /** Appends of one event to an existing stream per second. */
  readonly append: number;
  /** Median over the rounds of append against floor of the same round. */
  readonly ratio: number;
  /** What the ratio should reach. */
  readonly aim: number;
}

export type Rows = readonly AppendRow[];

export interface AppendBenchOptions {
  readonly url: string;
  readonly rounds?: number;
  /** Length of one measurement, in ms. */
  readonly spanMs?: number;
}

const aims = [
  [1, 0.7],
  [8, 1.2],
  [32, 2],
] as const;

const schema = 'bench_log';

const eventOfSize = (commandId: string): NewEvent => ({
  type: 'HomeVisitRecorded',
  schemaVersion: 1,
  data: { officers: ['yubei-17', 'yubei-23'], signedBy: 'yubei-17', findings: 'x'.repeat(300) },
  metadata: {
    actor: { user: 'yubei-17', role: 'townOfficer', office: 'shuangfengqiao' },
    occurredAt: '2026-03-02T01:30:00.000Z',
    commandId,
    correlationId: commandId,
    ruleSet: 'chongqing@2',
  },
});

/** Does the work from so many writers at once for the span; the number done per second. */
const perSecond = async (writers: number, spanMs: number, work: (writer: number) => Promise<void>): Promise<number> => {
  const start = performance.now();
  const end = start + spanMs;
  const counts = await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      let done = 0;
      for (; performance.now() < end; done += 1) await work(writer);
      return done;
    }),
  );
  return (counts.reduce((sum, count) => sum + count, 0) / (performance.now() - start)) * 1000;
};

interface Stream {
  readonly name: string;
  version: number;
}

const appendTo = async (store: EventStore, stream: Stream): Promise<void> => {
  const commandId = randomUUID();
  const { lastVersion } = await store.append(stream.name, stream.version, [eventOfSize(commandId)], { commandId });
  stream.version = lastVersion;
};

const measure = async (
  { url, rounds = 7, spanMs = 1_500 }: AppendBenchOptions,
  store: EventStore,
  concurrency: number,
  aim: number,
): Promise<AppendRow> => {
  const floor = await openFloor(url, concurrency);
  const streams = await Promise.all(
    Array.from({ length: concurrency }, async (): Promise<Stream> => {
      const commandId = randomUUID();
      const name = `bench-${commandId}`;
      await store.append(name, 'none', [eventOfSize(commandId)], { commandId });
      return { name, version: 1 };
    }),
  );
  const row = JSON.stringify(eventOfSize(randomUUID()));
  const append = (writer: number): Promise<void> => {
    const stream = streams[writer];
    return stream === undefined ? Promise.reject(new Error('no such writer')) : appendTo(store, stream);
  };
  const floors: number[] = [];
  const appends: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const bare = await perSecond(concurrency, spanMs, () => floor.insert(row));
    const ours = await perSecond(concurrency, spanMs, append);
    // The first round only warms up.
    if (round < 0) continue;
    floors.push(bare);
    appends.push(ours);
  }
  await floor.close();
  const ratio = median(appends.map((ours, round) => ours / (floors[round] ?? Number.NaN)));
  return { concurrency, floor: median(floors), append: median(appends), ratio, aim };
};

/** Appends one event at a time from 1, 8 and 32 writers, against as many writers of plain INSERTs, in turns. */
export const benchAppend = async (options: AppendBenchOptions): Promise<Rows> => {
  const pool = new pg.Pool({ connectionString: options.url, max: 1 });
  try {
    await pool.query(`drop schema if exists ${schema} cascade`);
    await migrateEventStore(pool, schema);
    const store = await createPostgresEventStore({ url: options.url, schema });
    const rows: AppendRow[] = [];
    for (const [concurrency, aim] of aims) rows.push(await measure(options, store, concurrency, aim));
    await store.close();
    await pool.query(`drop schema ${schema} cascade`);
    return rows;
  } finally {
    await pool.end();
  }
};
