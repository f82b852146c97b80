import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Position, placeOf, positionOf } from '#event-store';
import { checkSchemaName } from '#event-store/postgres/schema.js';
import type { FoldableEvent } from '../cases-projection.js';

/** The part of a log in PostgreSQL that a rebuild reads in one sweep. */
export interface Sweep {
  readonly pool: pg.Pool;
  readonly schema: string;
  readonly categories: readonly string[];
  /** Everything before it. */
  readonly horizon: Position;
}

const columns = `stream, version, id, type, schema_version, data, metadata, recorded_at, generation, xid, ordinal`;

// '.' is the sign after '-': the range holds every stream of the category and no other.
const sweepQuery = ({ schema, categories, horizon }: Sweep, quoted: (text: string) => string): string => {
  const { generation, xid } = placeOf(horizon);
  const ranges = categories.map((one) => `stream >= ${quoted(`${one}-`)} and stream < ${quoted(`${one}.`)}`);
  return `copy (select ${columns} from ${checkSchemaName(schema)}.events
    where (${ranges.map((range) => `(${range})`).join(' or ')})
      and (generation, xid) < (${generation}, '${xid}'::xid8)
    order by stream, version) to stdout`;
};

/** Gives the events of every case, one case at a time, each from its first event on. */
export async function* casesOfLog(sweep: Sweep): AsyncGenerator<readonly FoldableEvent[]> {
  const client = await sweep.pool.connect();
  let finished = false;
  try {
    await client.query(`set work_mem = '64MB'`);
    const rows = client.query(copyTo(sweepQuery(sweep, (text) => client.escapeLiteral(text))));
    let own: FoldableEvent[] = [];
    for await (const lines of linesOf(rows))
      for (const line of lines) {
        const event = eventOfLine(line);
        if (own[0] !== undefined && own[0].stream !== event.stream) {
          yield own;
          own = [];
        }
        own.push(event);
      }
    if (own.length > 0) yield own;
    finished = true;
  } finally {
    if (finished) await client.query('reset work_mem').catch(() => undefined);
    // A sweep given up half-way leaves rows on the wire, so its connection is not used again.
    client.release(!finished);
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = joined.lastIndexOf(10);
    if (end >= 0) yield joined.toString('utf8', 0, end).split('\n');
    rest = end < 0 ? joined : joined.subarray(end + 1);
  }
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const unescaped = (field: string): string =>
  field.includes('\\') ? field.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter) : field;

const eventOfLine = (line: string): FoldableEvent => {
  const [stream, version, id, type, schemaVersion, data, metadata, recordedAt, generation, xid, ordinal] =
    line.split('\t');
  if (ordinal === undefined) throw new Error('A row of the log came without all its columns');
  return {
    stream: unescaped(String(stream)),
    version: Number(version),
    id: String(id),
    type: unescaped(String(type)),
    schemaVersion: Number(schemaVersion),
    data: JSON.parse(unescaped(String(data))) as FoldableEvent['data'],
    metadata: JSON.parse(unescaped(String(metadata))) as FoldableEvent['metadata'],
    recordedAt: String(recordedAt),
    // Only the last event of a case is asked for it.
    get position() {
      return positionOf({ generation: Number(generation), xid: String(xid), ordinal: Number(ordinal) });
    },
  };
};
