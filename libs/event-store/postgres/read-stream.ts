import type pg from 'pg';
import type { ReadOptions, StoredEvent } from '../port.js';
import { reaching } from './connection.js';
import { eventColumns, eventOf, type EventRow } from './rows.js';

const pageSize = 1000;
const beyondAll = 2 ** 31 - 1;

/** The last version before the first event recorded after this instant, so that no gap can show when clocks differ. */
const lastVersionAt = async (pool: pg.Pool, schema: string, stream: string, instant: string): Promise<number> => {
  const { rows } = await pool.query<{ version: number | null }>(
    `select min(version) - 1 as version from ${schema}.events where stream = $1 and recorded_at > $2`,
    [stream, instant],
  );
  return rows[0]?.version ?? beyondAll;
};

/** The events of one stream by version, page by page. */
export async function* readStream(
  pool: pg.Pool,
  schema: string,
  stream: string,
  { fromVersion = 1, toVersion = beyondAll, toInstant, backwards = false }: ReadOptions,
): AsyncGenerator<StoredEvent> {
  const known =
    toInstant === undefined ? beyondAll : await reaching(() => lastVersionAt(pool, schema, stream, toInstant));
  let from = fromVersion;
  let to = Math.min(toVersion, known);
  const text = `select ${eventColumns} from ${schema}.events where stream = $1 and version between $2 and $3
    order by version ${backwards ? 'desc' : 'asc'} limit ${pageSize}`;
  const name = `read ${schema} ${backwards ? 'backwards' : 'forwards'}`;
  while (from <= to) {
    const values = [stream, from, to];
    const { rows } = await reaching(() => pool.query<EventRow>({ name, text, values, rowMode: 'array' }));
    for (const row of rows) yield eventOf(row);
    const last = rows.at(-1)?.[4];
    if (last === undefined || rows.length < pageSize) return;
    if (backwards) to = last - 1;
    else from = last + 1;
  }
}
