import type pg from 'pg';
import type { Instant } from '#kernel';
import type { EventStore, Position } from '../port.js';
import { AppendQueue } from './append-queue.js';
import { commandRows } from './commands.js';
import { poolFor, reaching, type LogSource } from './connection.js';
import { checkGeneration } from './generation.js';
import { readHeads, type StreamHead } from './heads.js';
import { prepareAppend } from '../prepare.js';
import { readBatch, readHorizon, readTip } from './read-all.js';
import { readStream } from './read-stream.js';
import { checkSchemaName } from './schema.js';
import { subscribeTo } from '../subscribe.js';
import { WakeUp } from './wake-up.js';

export type PostgresEventStoreOptions = LogSource & {
  /** Where `recordedAt` comes from; the machine's clock unless told. */
  readonly now?: () => Instant;
  /** Schema of the log's tables, `log` unless told. */
  readonly schema?: string;
  /** How long an append is tried again while the database cannot be reached, in ms; 5000 unless told. */
  readonly patienceMs?: number;
  /** Connections for reading; 4 unless told. */
  readonly readers?: number;
};

export interface PostgresEventStore extends EventStore {
  /** Where streams end according to their own record, kept beside the events; ordered by name, `limit` after `after`. */
  heads(after?: string, limit?: number): Promise<readonly StreamHead[]>;
  /** Where one stream ends according to its own record. */
  head(stream: string): Promise<StreamHead | undefined>;
}

/**
 * Opens the log in PostgreSQL. The tables must be there (`migrateEventStore`).
 * @throws LogGenerationBehind when the log came from another cluster and its generation was not raised
 * @throws StoreUnavailable when the database cannot be reached
 */
export const createPostgresEventStore = async (options: PostgresEventStoreOptions): Promise<PostgresEventStore> => {
  const schema = checkSchemaName(options.schema ?? 'log');
  const pool = poolFor(options, options.readers ?? 4);
  try {
    await reaching(() => checkGeneration(pool, schema));
  } catch (error) {
    await pool.end();
    throw error;
  }
  return openStore(options, schema, pool);
};

const openStore = (options: PostgresEventStoreOptions, schema: string, pool: pg.Pool): PostgresEventStore => {
  const closing = new AbortController();
  const wakeUp = new WakeUp(options, pool, schema);
  const queue = new AppendQueue({
    source: options,
    schema,
    now: options.now ?? (() => new Date().toISOString()),
    patienceMs: options.patienceMs ?? 5_000,
    committed: (categories) => wakeUp.announce(categories),
  });
  let closed: Promise<void> | undefined;
  return {
    append: async (stream, expected, events, appendOptions) =>
      queue.append(prepareAppend(stream, expected, events, appendOptions)),
    async *read(stream, readOptions = {}) {
      for await (const event of readStream(pool, schema, stream, readOptions)) {
        queue.seen(stream, event);
        yield event;
      }
    },
    readAll: (readOptions) => readBatch(pool, schema, readOptions),
    subscribe: (subscribeOptions) => {
      const signal = AbortSignal.any([subscribeOptions.signal, closing.signal]);
      return subscribeTo((readOptions) => readBatch(pool, schema, readOptions), wakeUp, {
        ...subscribeOptions,
        signal,
      });
    },
    findCommand: async (commandId) => (await reaching(() => commandRows(pool, schema, [commandId]))).get(commandId),
    horizon: (): Promise<Position> => readHorizon(pool, schema),
    tip: (): Promise<Position> => readTip(pool, schema),
    heads: (after = '', limit = 1_000) => reaching(() => readHeads(pool, schema, after, limit)),
    head: async (stream) => {
      const [found] = await reaching(() => readHeads(pool, schema, '', 1, stream));
      return found;
    },
    close: () => {
      closed ??= (async () => {
        closing.abort();
        await queue.close();
        await wakeUp.close();
        await pool.end();
      })();
      return closed;
    },
  };
};
