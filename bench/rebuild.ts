import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import {
  createPostgresEventStore,
  migrateEventStore,
  type EventStore,
  type NewEvent,
  type PostgresEventStore,
} from '#event-store';
import { ReadModels } from '#read-models/index.js';
import { parcel } from '#read-models/testing/parcel.js';

export interface RebuildRow {
  readonly events: number;
  readonly cases: number;
  /** Events per second of reading the log alone, by pages of a plain SELECT. */
  readonly read: number;
  /** Events per second of a whole rebuild, with indexes and switch. */
  readonly rebuild: number;
  /** Events per second of the live projection catching up from nothing. */
  readonly catchUp: number;
  /** Median over the rounds of rebuild against read of the same round. */
  readonly ratio: number;
  /** Growth of this process's memory during the rebuilds, in MiB. */
  readonly memory: number;
}

export interface RebuildBenchOptions {
  readonly url: string;
  readonly events?: number;
  readonly rounds?: number;
}

const eventsPerCase = 10;
const category = 'specParcel';
const atOnce = 32;

const event = (type: string, data: NewEvent['data']): NewEvent => ({
  type,
  schemaVersion: type === 'ParcelWeighed' ? 2 : 1,
  data: { ...data, note: 'x'.repeat(300) },
  metadata: {
    actor: { user: 'yubei-17', role: 'townOfficer', office: 'shuangfengqiao' },
    occurredAt: '2026-03-02T01:30:00.000Z',
    commandId: 'bench',
    correlationId: 'bench',
    ruleSet: 'chongqing@2',
  },
});

const opening = (number: number): NewEvent =>
  event('ParcelOpened', {
    title: `case ${number}`,
    persons: [`person-${number}`, `person-${number + 1}`],
    dueAt: `2026-0${1 + (number % 9)}-02T16:00:00.000Z`,
  });

/** Streams that grow in turns, as cases do, so that the events of a case lie far apart in the log. */
const fillLog = async (store: EventStore, events: number): Promise<number> => {
  const streams = Array.from({ length: Math.ceil(events / eventsPerCase) }, () => `${category}-${randomUUID()}`);
  for (let round = 0; round < 2; round += 1)
    for (let from = 0; from < streams.length; from += atOnce)
      await Promise.all(
        streams.slice(from, from + atOnce).map((stream, index) => {
          const weighings = Array.from({ length: eventsPerCase / 2 - (round === 0 ? 1 : 0) }, (_, fen) =>
            event('ParcelWeighed', { fen: fen + 1 }),
          );
          const batch = round === 0 ? [opening(from + index), ...weighings] : weighings;
          return store.append(stream, 'any', batch, { commandId: randomUUID() });
        }),
      );
  return streams.length;
};

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
};

const readAlone = async (store: EventStore): Promise<void> => {
  let after: string | undefined;
  for (;;) {
    const batch = await store.readAll({ after, limit: 5_000 });
    after = batch.through;
    if (batch.caughtUp) return;
  }
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const measure = async (
  { url, rounds = 3 }: RebuildBenchOptions,
  store: PostgresEventStore,
  events: number,
  cases: number,
): Promise<RebuildRow> => {
  const models = await ReadModels.open({
    url,
    logUrl: url,
    store,
    caseTypes: [parcel],
    rules: () => ({}),
    category: () => category,
  });
  try {
    const horizon = await store.horizon();
    const caughtUp = await seconds(async () => {
      await models.start();
      await models.waitFor(horizon, 3_600_000);
    });
    await models.runner.stop();
    const reads: number[] = [];
    const rebuilds: number[] = [];
    const before = process.memoryUsage().rss;
    let highest = before;
    for (let round = 0; round < rounds; round += 1) {
      reads.push(events / (await seconds(() => readAlone(store))));
      const progress = () => (highest = Math.max(highest, process.memoryUsage().rss));
      rebuilds.push(events / (await seconds(() => models.rebuild(progress))));
    }
    return {
      events,
      cases,
      read: median(reads),
      rebuild: median(rebuilds),
      catchUp: events / caughtUp,
      ratio: median(rebuilds.map((rate, round) => rate / (reads[round] ?? Number.NaN))),
      memory: (highest - before) / 2 ** 20,
    };
  } finally {
    await models.stop();
  }
};

/**
 * Rebuilds the read models from a log of so many events, against reading that log alone by SELECT, in turns.
 * The database at the url must be empty: the log and the read models are made in it and stay there.
 */
export const benchRebuild = async (options: RebuildBenchOptions): Promise<RebuildRow> => {
  const events = options.events ?? 100_000;
  const pool = new pg.Pool({ connectionString: options.url, max: 1 });
  try {
    await migrateEventStore(pool);
    const store = await createPostgresEventStore({ url: options.url });
    try {
      const cases = await fillLog(store, events);
      await pool.query('analyze log.events');
      const row = await measure(options, store, events, cases);
      const { read, rebuild, catchUp, ratio, memory } = row;
      console.log(
        `rebuild of ${events} events into ${cases} cases: ${Math.round(rebuild)}/s; reading alone ${Math.round(read)}/s; ` +
          `ratio ${ratio.toFixed(2)}; catching up live ${Math.round(catchUp)}/s; memory +${Math.round(memory)} MiB`,
      );
      return row;
    } finally {
      await store.close();
    }
  } finally {
    await pool.end();
  }
};
