import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EventStore, Position, StoredEvent } from '#event-store';
import { type EventRow, eventColumns, eventOf } from '#event-store/postgres/rows.js';
import { type CasesProjection, type FinishedRows, columnNames, copyLine } from '../cases-projection.js';
import { createIndexes, createTables, liveSchema, retiredSchema, shadowSchema, tableNames } from '../tables.js';

const eventsPerRead = 5_000;
const rowsPerCopy = 2_000;

export interface Rebuilt {
  readonly cases: number;
  readonly events: number;
  readonly milliseconds: number;
}

export interface RebuildOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly projection: CasesProjection;
  readonly logSchema?: string;
  readonly progress?: (events: number) => void;
}

/**
 * Fills shadow tables from the whole log, a case at a time, while the live tables go on serving; then catches up and
 * switches in one transaction. Memory does not grow with the log.
 */
export const rebuild = async (options: RebuildOptions): Promise<Rebuilt> => {
  const started = performance.now();
  await removeLeftovers(options.pool);
  await run(options.pool, [`CREATE SCHEMA ${shadowSchema}`, ...createTables(shadowSchema)]);
  const horizon = await options.store.horizon();
  const filled = await fillShadow(options);
  await run(options.pool, [...createIndexes(shadowSchema), ...tableNames.map((name) => `ANALYZE ${shadowSchema}.${name}`)]);
  await catchUpAndSwitch(options, horizon);
  return { ...filled, milliseconds: performance.now() - started };
};

/** Drops what a rebuild that was killed has left behind. */
export const removeLeftovers = (pool: Pool): Promise<void> =>
  run(pool, [`DROP SCHEMA IF EXISTS ${shadowSchema} CASCADE`, `DROP SCHEMA IF EXISTS ${retiredSchema} CASCADE`]);

const run = async (pool: Pool, statements: readonly string[]): Promise<void> => {
  for (const statement of statements) await pool.query(statement);
};

type Buffers = { [Table in keyof FinishedRows]: string[] };

const emptyBuffers = (): Buffers => ({
  case_fold: [],
  caseload: [],
  case_person: [],
  case_clock: [],
  public_notice: [],
  payment: [],
  advance: [],
});

const fillShadow = async ({ pool, projection, logSchema = 'log', progress }: RebuildOptions) => {
  const reader = await pool.connect();
  let buffers = emptyBuffers();
  let cases = 0;
  let events = 0;
  const flush = async (): Promise<void> => {
    const full = buffers;
    buffers = emptyBuffers();
    for (const table of tableNames) await copyInto(pool, table, full[table]);
  };
  try {
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    for (const category of projection.categories)
      for await (const whole of wholeStreams(reader, logSchema, category)) {
        const rows = projection.foldWhole(whole);
        cases += 1;
        events += whole.length;
        if (rows !== undefined) keep(buffers, rows);
        if (buffers.caseload.length >= rowsPerCopy) {
          await flush();
          progress?.(events);
        }
      }
    await reader.query('COMMIT');
  } catch (error) {
    await reader.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    reader.release();
  }
  await flush();
  return { cases, events };
};

const keep = (buffers: Buffers, rows: FinishedRows): void => {
  for (const table of tableNames) for (const row of rows[table]) buffers[table].push(copyLine(table, row));
};

const copyInto = async (pool: Pool, table: keyof FinishedRows, lines: readonly string[]): Promise<void> => {
  if (lines.length === 0) return;
  const client = await pool.connect();
  try {
    const target = client.query(
      copyFrom(`COPY ${shadowSchema}.${table} (${columnNames(table).join(', ')}) FROM STDIN`),
    );
    await pipeline(Readable.from([lines.join('')]), target);
  } finally {
    client.release();
  }
};

/** Every stream of the category, whole, in the order of their names. */
async function* wholeStreams(
  client: PoolClient,
  logSchema: string,
  category: string,
): AsyncGenerator<readonly StoredEvent[]> {
  // '.' is the character after '-', so this is the range of all names that begin with the category.
  await client.query(
    `DECLARE whole_streams NO SCROLL CURSOR FOR SELECT ${eventColumns} FROM ${logSchema}.events
     WHERE stream >= '${category}-' AND stream < '${category}.' ORDER BY stream, version`,
  );
  let current: StoredEvent[] = [];
  for (;;) {
    const { rows } = await client.query<EventRow>({ text: `FETCH ${eventsPerRead} FROM whole_streams`, rowMode: 'array' });
    for (const row of rows) {
      const event = eventOf(row);
      if (current[0] !== undefined && current[0].stream !== event.stream) {
        yield current;
        current = [];
      }
      current.push(event);
    }
    if (rows.length < eventsPerRead) break;
  }
  if (current.length > 0) yield current;
  await client.query('CLOSE whole_streams');
}

/** Takes in what came after the horizon, then switches while the live projection is held back at its own row. */
const catchUpAndSwitch = async ({ pool, store, projection }: RebuildOptions, horizon: Position): Promise<void> => {
  let after = await follow(pool, store, projection, horizon);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM projections.projection WHERE name = $1 FOR UPDATE', [projection.name]);
    after = await follow(client, store, projection, after);
    await client.query(`CREATE SCHEMA ${retiredSchema}`);
    for (const table of tableNames) {
      await client.query(`ALTER TABLE ${liveSchema}.${table} SET SCHEMA ${retiredSchema}`);
      await client.query(`ALTER TABLE ${shadowSchema}.${table} SET SCHEMA ${liveSchema}`);
    }
    await client.query(`DROP SCHEMA ${retiredSchema} CASCADE`);
    await client.query(`DROP SCHEMA ${shadowSchema} CASCADE`);
    await client.query(
      `INSERT INTO projections.projection AS held (name, checkpoint) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET
         checkpoint = excluded.checkpoint, lease_token = held.lease_token + 1, lease_until = '-infinity',
         stopped = false, poison_position = NULL, poison_error = NULL`,
      [projection.name, after],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};

const follow = async (
  connection: Pool | PoolClient,
  store: EventStore,
  projection: CasesProjection,
  from: Position,
): Promise<Position> => {
  let after = from;
  for (;;) {
    const batch = await store.readAll({ after, limit: 1_000, categories: projection.categories });
    await projection.apply(
      batch.events,
      async (sql, parameters) => (await connection.query(sql, parameters)).rows,
      shadowSchema,
    );
    after = batch.through;
    if (batch.caughtUp) return after;
  }
};
