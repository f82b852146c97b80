import type pg from 'pg';
import type { Position } from '../port.js';
import { positionOf } from './position.js';

/** The end of a stream as its own record says, kept beside the events. */
export interface StreamHead {
  readonly stream: string;
  readonly version: number;
  /** Hex. */
  readonly hash: string;
  /** Of the last event. */
  readonly position: Position;
}

interface HeadRow {
  readonly stream: string;
  readonly version: number;
  readonly hash: string;
  readonly generation: number;
  readonly xid: string;
  readonly ordinal: number;
}

/** Heads of the streams named after `after`, in the order of their names; or that of one stream. */
export const readHeads = async (
  pool: pg.Pool,
  schema: string,
  after: string,
  limit: number,
  stream?: string,
): Promise<readonly StreamHead[]> => {
  const { rows } = await pool.query<HeadRow>(
    `select stream, version, encode(hash, 'hex') as hash, generation, xid::text, ordinal from ${schema}.streams
     where stream > $1 and ($3::text is null or stream = $3) order by stream limit $2`,
    [after, limit, stream ?? null],
  );
  return rows.map((row) => ({ stream: row.stream, version: row.version, hash: row.hash, position: positionOf(row) }));
};
