import type pg from 'pg';
import type { Batch, Position, ReadAllOptions } from '../port.js';
import { reaching } from './connection.js';
import { placeOf, positionOf, startOfLog } from './position.js';
import { eventColumns, eventOf, type EventRow } from './rows.js';

interface HorizonRow {
  readonly generation: number;
  readonly xmin: string;
}

// Below the oldest transaction still open in the cluster everything is decided; above it an event could still appear.
const horizonQuery = (log: string): string =>
  `select (select max(generation) from ${log}.generations) as generation, pg_snapshot_xmin(pg_current_snapshot()) as xmin`;

/** The position below which nothing can appear any more. */
export const readHorizon = (pool: pg.Pool, schema: string): Promise<Position> =>
  reaching(async () => {
    const { rows } = await pool.query<HorizonRow>(`select generation, xmin::text from (${horizonQuery(schema)}) h`);
    return rows[0] === undefined
      ? startOfLog
      : positionOf({ generation: rows[0].generation, xid: rows[0].xmin, ordinal: 0 });
  });

export const readTip = (pool: pg.Pool, schema: string): Promise<Position> =>
  reaching(async () => {
    const { rows } = await pool.query<{ generation: number; xid: string; ordinal: number }>(
      `select generation, xid::text, ordinal from ${schema}.events
       order by events.generation desc, events.xid desc, events.ordinal desc limit 1`,
    );
    return rows[0] === undefined ? startOfLog : positionOf(rows[0]);
  });

const batchQuery = (log: string): string => `
  select h.generation, h.xmin::text, e.*
  from (${horizonQuery(log)}) h
  left join lateral (
    select ${eventColumns} from ${log}.events
    where (events.generation, events.xid, events.ordinal) > ($1, $2::xid8, $3)
      and (events.generation, events.xid) < (h.generation, h.xmin)
      and ($5::text[] is null or split_part(stream, '-', 1) = any($5))
    order by events.generation, events.xid, events.ordinal limit $4
  ) e on true`;

type BatchRow = [generation: number, xmin: string, ...event: EventRow] | [generation: number, xmin: string, ...null[]];

const hasEvent = (row: BatchRow): row is [generation: number, xmin: string, ...event: EventRow] => row[2] !== null;

/** The next events of the whole log that can no longer be overtaken. */
export const readBatch = (pool: pg.Pool, schema: string, options: ReadAllOptions): Promise<Batch> =>
  reaching(async () => {
    const after = options.after ?? startOfLog;
    const { generation, xid, ordinal } = placeOf(after);
    const { rows } = await pool.query<BatchRow>({
      name: `read all ${schema}`,
      text: batchQuery(schema),
      values: [generation, xid, ordinal, options.limit, options.categories ?? null],
      rowMode: 'array',
    });
    const events = rows.filter(hasEvent).map(([, , ...event]) => eventOf(event));
    const last = events.at(-1);
    if (last !== undefined && events.length >= options.limit)
      return { events, through: last.position, caughtUp: false };
    const horizon = rows[0] && positionOf({ generation: rows[0][0], xid: rows[0][1], ordinal: 0 });
    return { events, through: horizon !== undefined && horizon > after ? horizon : after, caughtUp: true };
  });
