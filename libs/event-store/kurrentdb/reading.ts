import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  streamNameFilter,
  type Filter,
  type Direction,
  type ReadPosition,
  type ReadRevision,
  type RecordedEvent,
} from '@kurrent/kurrentdb-client';
import type { Batch, Position, ReadAllOptions, ReadOptions, StoredEvent } from '../port.js';
import type { Connection } from './connection.js';
import { isStreamMissing } from './failures.js';
import { ownStreams, writtenName } from './names.js';
import { kurrentPlace, kurrentPosition, kurrentStart } from './position.js';
import { readRecord, type ReadRecord } from './records.js';

const pageSize = 500;
const searchWindow = 5_000;
/**
 * Looking for what is rare goes over the whole log and may take that many deadlines. A connection that dies meanwhile is
 * found out by the client's own keep-alive.
 */
const searchDeadlines = 60;

/** What a stream holds from a version on, one way or the other; nothing when there is no such stream. */
export const readPage = (
  connection: Connection,
  written: string,
  fromVersion: number | undefined,
  maxCount: number,
  direction: Direction,
): Promise<readonly RecordedEvent[]> =>
  connection.use(async (client) => {
    const found: RecordedEvent[] = [];
    const fromRevision: ReadRevision = fromVersion === undefined ? END : BigInt(fromVersion - 1);
    const options = { direction, fromRevision, maxCount, requiresLeader: true };
    try {
      for await (const { event } of client.readStream(written, options)) if (event !== undefined) found.push(event);
    } catch (error) {
      if (!isStreamMissing(error)) throw error;
    }
    return found;
  });

/** The last event of a stream. */
export const readLast = async (connection: Connection, stream: string): Promise<StoredEvent | undefined> => {
  const [record] = await readPage(connection, writtenName(stream), undefined, 1, BACKWARDS);
  return record && readRecord(record).event;
};

/** The last version before the first event recorded after this instant, so that no gap can show when clocks differ. */
const lastVersionAt = async (connection: Connection, stream: string, instant: string): Promise<number> => {
  let last = 0;
  for await (const { version, recordedAt } of readStream(connection, stream, {})) {
    if (recordedAt > instant) break;
    last = version;
  }
  return last;
};

/** The events of one stream by version, page by page. */
export async function* readStream(
  connection: Connection,
  stream: string,
  { fromVersion = 1, toVersion = Infinity, toInstant, backwards = false }: ReadOptions,
): AsyncGenerator<StoredEvent> {
  const atInstant = toInstant === undefined ? Infinity : await lastVersionAt(connection, stream, toInstant);
  let from = Math.max(1, fromVersion);
  let to = Math.min(toVersion, atInstant);
  if (backwards) to = Math.min(to, (await readLast(connection, stream))?.version ?? 0);
  while (from <= to) {
    const count = Math.min(pageSize, to - from + 1);
    const direction = backwards ? BACKWARDS : FORWARDS;
    const page = await readPage(connection, writtenName(stream), backwards ? to : from, count, direction);
    for (const record of page) yield readRecord(record).event;
    if (page.length < count) return;
    if (backwards) to -= count;
    else from += count;
  }
}

const filterFor = (categories: readonly string[] | undefined): Filter => {
  const settings = { maxSearchWindow: searchWindow, checkpointInterval: 1 };
  return categories === undefined
    ? streamNameFilter({ regex: ownStreams, ...settings })
    : streamNameFilter({ prefixes: categories.map((one) => `${writtenName(one)}-`), ...settings });
};

const newest = (connection: Connection, filter?: Filter): Promise<RecordedEvent | undefined> =>
  connection.use(async (client) => {
    const options = { direction: BACKWARDS, fromPosition: END, maxCount: 1, requiresLeader: true, filter } as const;
    for await (const { event } of client.readAll(options)) if (event !== undefined) return event;
    return undefined;
  });

const placeAt = (record: RecordedEvent | undefined, side: 'at' | 'after'): Position =>
  record?.position === undefined ? kurrentStart : kurrentPosition({ side, ...record.position });

/** Behind the newest record, whosever it is: the database shows a record only when none can come before it any more. */
export const readEnd = async (connection: Connection): Promise<Position> => placeAt(await newest(connection), 'after');

/** The newest event of ours. */
export const readTip = async (connection: Connection): Promise<Position> =>
  placeAt(await newest(connection, filterFor(undefined)), 'at');

export interface RecordBatch extends Omit<Batch, 'events'> {
  readonly records: readonly ReadRecord[];
}

/** The next records of the whole log. */
export const readRecords = async (
  connection: Connection,
  { after = kurrentStart, limit, categories }: ReadAllOptions,
): Promise<RecordBatch> => {
  const place = kurrentPlace(after);
  const fromPosition: ReadPosition = place.side === 'start' ? START : place;
  if (categories?.length === 0) return { records: [], through: after, caughtUp: true };
  // Taken before the events, so that none that is written meanwhile can be passed over.
  const end = await readEnd(connection);
  const searches = categories === undefined ? 1 : searchDeadlines;
  const read = await connection.use(async (client) => {
    const found: ReadRecord[] = [];
    // The record at the place itself is read once more, if it is of the kind asked for.
    const options = { fromPosition, maxCount: limit + 1, requiresLeader: true, filter: filterFor(categories) };
    for await (const { event } of client.readAll(options)) if (event !== undefined) found.push(readRecord(event));
    return found;
  }, searches);
  const records = read.filter(({ event }) => event.position > after).slice(0, limit);
  const last = records.at(-1)?.event.position;
  if (last !== undefined && records.length === limit) return { records, through: last, caughtUp: false };
  const through = [after, end, last ?? kurrentStart].reduce((one, other) => (one > other ? one : other));
  return { records, through, caughtUp: true };
};

export const readBatch = async (connection: Connection, options: ReadAllOptions): Promise<Batch> => {
  const { records, ...rest } = await readRecords(connection, options);
  return { events: records.map(({ event }) => event), ...rest };
};
