import pg from 'pg';
import type { Instant } from '#kernel';
import { isKurrentUrl } from './kurrentdb/connection.js';
import { adoptAppends as adoptInKurrent, appendsOf as appendsInKurrent } from './kurrentdb/moving.js';
import { kurrentStart } from './kurrentdb/position.js';
import { openKurrentStore } from './kurrentdb/store.js';
import type { MovesLog } from './moving.js';
import type { Batch, EventStore, Position } from './port.js';
import { readLogByCopy } from './postgres/copy-log.js';
import { logHealth } from './postgres/health.js';
import { migrateEventStore } from './postgres/migrate.js';
import { adoptAppends, appendsOf } from './postgres/moving.js';
import { startOfLog } from './postgres/position.js';
import { createPostgresEventStore } from './postgres/store.js';
import type { KeepsHeads } from './verify.js';

/** A log in whatever database its URL names, with what that database can do beyond the port. */
export interface Log extends MovesLog {
  /** The place before everything. */
  readonly start: Position;
  readonly store: EventStore & Partial<KeepsHeads>;
  /** The fastest way through all of it, from a place to where it ends now. */
  sweep(after?: Position): AsyncIterable<Batch>;
  /** How long something has kept new events from being shown, in seconds. */
  health(): Promise<{ readonly heldBackSeconds: number }>;
  close(): Promise<void>;
}

export interface OpenLogOptions {
  /** `postgres://…`, or a connection string of KurrentDB. */
  readonly url: string;
  /** Where `recordedAt` comes from; the machine's clock unless told. */
  readonly now?: () => Instant;
}

const eventsPerRead = 1_000;
const schema = 'log';

/**
 * Opens the log that the scheme of the URL names, and brings its tables up to date where it has any.
 * @throws StoreUnavailable when the database cannot be reached
 */
export const openLog = (options: OpenLogOptions): Promise<Log> =>
  isKurrentUrl(options.url) ? openInKurrent(options) : openInPostgres(options);

const openInPostgres = async (options: OpenLogOptions): Promise<Log> => {
  const pool = new pg.Pool({ connectionString: options.url, max: 2 });
  pool.on('error', () => undefined);
  try {
    await migrateEventStore(pool);
    const store = await createPostgresEventStore(options);
    return {
      start: startOfLog,
      store,
      sweep: (after) => readLogByCopy(pool, { after }),
      health: () => logHealth(pool),
      appends: (after) => appendsOf(pool, schema, after),
      adopt: (appends) => adoptAppends(pool, schema, appends),
      close: async () => {
        await store.close();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
};

const openInKurrent = async (options: OpenLogOptions): Promise<Log> => {
  const { store, connection } = await openKurrentStore(options);
  return {
    start: kurrentStart,
    store,
    sweep: (after) => sweepByPages(store, after),
    // KurrentDB shows nothing that could still be overtaken, and hides nothing else; whether it answers is all there is.
    health: async () => {
      await store.horizon();
      return { heldBackSeconds: 0 };
    },
    appends: (after) => appendsInKurrent(connection, after),
    adopt: (appends) => adoptInKurrent(connection, appends),
    close: () => store.close(),
  };
};

async function* sweepByPages(store: EventStore, start: Position | undefined): AsyncGenerator<Batch> {
  const end = await store.horizon();
  for (let after = start; ;) {
    const batch = await store.readAll({ after, limit: eventsPerRead });
    const over = batch.caughtUp || batch.through >= end;
    yield { ...batch, caughtUp: over };
    if (over) return;
    after = batch.through;
  }
}
