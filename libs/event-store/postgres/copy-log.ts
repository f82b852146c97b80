import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Batch, ReadAllOptions, StoredEvent } from '../port.js';
import { reaching } from './connection.js';
import { placeOf, startOfLog } from './position.js';
import { readHorizon } from './read-all.js';
import { eventColumns, eventOf, type EventRow } from './rows.js';
import { checkSchemaName } from './schema.js';

export type CopyLogOptions = Omit<ReadAllOptions, 'limit'> & {
  /** Events per batch; 1000 unless told. */
  readonly limit?: number;
  readonly schema?: string;
};

/**
 * Reads the log from `after` up to where nothing can be overtaken, in one sweep: for rebuilds, which want all of it.
 * Ends there; the last batch is caught up. A loss of the connection ends it with `StoreUnavailable`.
 */
export async function* readLogByCopy(pool: pg.Pool, options: CopyLogOptions = {}): AsyncGenerator<Batch> {
  const { after = startOfLog, limit = 1_000, categories } = options;
  const schema = checkSchemaName(options.schema ?? 'log');
  const horizon = await readHorizon(pool, schema);
  const client = await reaching(() => pool.connect());
  let finished = false;
  try {
    const rows = client.query(copyTo(copyQuery(schema, after, horizon, categories)));
    let events: StoredEvent[] = [];
    for await (const lines of linesOf(rows))
      for (const line of lines) {
        events.push(eventOfLine(line));
        if (events.length < limit) continue;
        yield { events, through: events.at(-1)?.position ?? after, caughtUp: false };
        events = [];
      }
    finished = true;
    yield { events, through: horizon > after ? horizon : after, caughtUp: true };
  } finally {
    // A sweep given up half-way leaves rows on the wire, so its connection is not used again.
    client.release(!finished);
  }
}

const copyQuery = (schema: string, after: string, horizon: string, categories?: readonly string[]): string => {
  const from = placeOf(after);
  const to = placeOf(horizon);
  const filter =
    categories === undefined
      ? ''
      : `and split_part(stream, '-', 1) = any(array[${categories.map((one) => pg.escapeLiteral(one)).join(',')}]::text[])`;
  return `copy (select ${eventColumns} from ${schema}.events
    where (events.generation, events.xid, events.ordinal) > (${from.generation}, '${from.xid}'::xid8, ${from.ordinal})
      and (events.generation, events.xid) < (${to.generation}, '${to.xid}'::xid8) ${filter}
    order by events.generation, events.xid, events.ordinal) to stdout`;
};

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  let rest: Buffer = Buffer.alloc(0);
  const source = chunks[Symbol.asyncIterator]();
  for (;;) {
    const next = await reaching(() => source.next());
    if (next.done) return;
    const joined = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    const end = joined.lastIndexOf(10);
    if (end < 0) {
      rest = joined;
      continue;
    }
    yield joined.toString('utf8', 0, end).split('\n');
    rest = joined.subarray(end + 1);
  }
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const unescaped = (field: string): string =>
  field.includes('\\') ? field.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter) : field;

const eventOfLine = (line: string): StoredEvent => {
  const [generation, xid, ordinal, stream, version, id, type, schemaVersion, data, metadata, recordedAt, hash] =
    line.split('\t');
  if (hash === undefined) throw new Error('A row of the log came without all its columns');
  const row: EventRow = [
    Number(generation),
    String(xid),
    Number(ordinal),
    unescaped(String(stream)),
    Number(version),
    String(id),
    unescaped(String(type)),
    Number(schemaVersion),
    JSON.parse(unescaped(String(data))),
    JSON.parse(unescaped(String(metadata))),
    String(recordedAt),
    hash,
  ];
  return eventOf(row);
};
