import type { Instant } from '#kernel';
import type { EventStore } from '../port.js';
import { prepareAppend } from '../prepare.js';
import { subscribeTo } from '../subscribe.js';
import { Appends, findCommand } from './appends.js';
import { Connection } from './connection.js';
import { Hints } from './hints.js';
import { readBatch, readEnd, readStream, readTip } from './reading.js';

export interface KurrentEventStoreOptions {
  /** A connection string as the client takes it, e.g. `kurrentdb://user:password@host:2113?tls=true`. */
  readonly url: string;
  /** Where `recordedAt` comes from; the machine's clock unless told. */
  readonly now?: () => Instant;
  /** How long an append is tried again while the database cannot be reached, in ms; 5000 unless told. */
  readonly patienceMs?: number;
  /** How long one call may take, in ms; 10,000 unless told. */
  readonly deadlineMs?: number;
}

/**
 * Opens the log in KurrentDB 25.1 or newer. The database must be this log's own, and its user allowed to read `$all`.
 * @throws RangeError when the connection string cannot be read
 * @throws StoreUnavailable when the database cannot be reached
 */
export const createKurrentEventStore = async (options: KurrentEventStoreOptions): Promise<EventStore> =>
  (await openKurrentStore(options)).store;

/** The same, with the connection it works on. */
export const openKurrentStore = async (
  options: KurrentEventStoreOptions,
): Promise<{ readonly store: EventStore; readonly connection: Connection }> => {
  const connection = new Connection(options.url, options.deadlineMs ?? 10_000);
  try {
    await readTip(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return { store: storeOn(options, connection), connection };
};

const storeOn = (options: KurrentEventStoreOptions, connection: Connection): EventStore => {
  const closing = new AbortController();
  const hints = new Hints(connection);
  const appends = new Appends({
    connection,
    now: options.now ?? (() => new Date().toISOString()),
    patienceMs: options.patienceMs ?? 5_000,
    committed: () => hints.announce(),
  });
  let closed: Promise<void> | undefined;
  return {
    append: async (stream, expected, events, appendOptions) =>
      appends.append(prepareAppend(stream, expected, events, appendOptions)),
    async *read(stream, readOptions = {}) {
      for await (const event of readStream(connection, stream, readOptions)) {
        appends.seen(stream, event);
        yield event;
      }
    },
    readAll: (readOptions) => readBatch(connection, readOptions),
    subscribe: (subscribeOptions) => {
      const signal = AbortSignal.any([subscribeOptions.signal, closing.signal]);
      return subscribeTo((readOptions) => readBatch(connection, readOptions), hints, { ...subscribeOptions, signal });
    },
    findCommand: (commandId) => findCommand(connection, commandId),
    horizon: () => readEnd(connection),
    tip: () => readTip(connection),
    close: () => {
      closed ??= (async () => {
        closing.abort();
        await appends.close();
        hints.close();
        await connection.close();
      })();
      return closed;
    },
  };
};
