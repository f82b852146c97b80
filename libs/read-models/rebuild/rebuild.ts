import type pg from 'pg';
import { categoryOf, type EventStore, type Position, type StoredEvent } from '#event-store';
import type { CasesProjection } from '../cases-projection.js';
import { describeFailure } from '../runner/failures.js';
import { liveSchema } from '../tables.js';
import { casesOfLog } from './log-by-case.js';
import { removeLeftovers, Shadow } from './shadow.js';

export { removeLeftovers } from './shadow.js';

export interface Rebuilt {
  readonly cases: number;
  readonly events: number;
  readonly milliseconds: number;
}

export interface RebuildOptions {
  /** The read models' database. */
  readonly pool: pg.Pool;
  readonly store: EventStore;
  readonly projection: CasesProjection;
  /** The same log as the store's, where it lies in PostgreSQL: it is then read in one sweep, which is much faster. */
  readonly log?: { readonly pool: pg.Pool; readonly schema?: string };
  readonly progress?: (events: number) => void;
}

/** A rebuild that could not be finished; the live tables serve on as before. Says nothing of the data. */
export class RebuildFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RebuildFailed';
  }
}

interface Work extends RebuildOptions {
  readonly shadow: Shadow;
  readonly parked: ReadonlySet<Position>;
}

const reportEvery = 10_000;
const batchSize = 1_000;

/**
 * Fills shadow tables from the whole log while the live ones go on serving, then catches up and switches in one
 * transaction. Memory does not grow with the log. A second rebuild ends the first.
 * @throws RebuildFailed
 */
export const rebuild = async (options: RebuildOptions): Promise<Rebuilt> => {
  const started = performance.now();
  const { pool, store, projection, log } = options;
  await removeLeftovers(pool);
  const shadow = new Shadow(pool);
  const work: Work = { ...options, shadow, parked: await parkedEvents(pool, projection.name) };
  try {
    await shadow.create();
    const horizon = log === undefined ? undefined : await store.horizon();
    const filled = horizon === undefined ? { cases: 0, events: 0 } : await fill(work, horizon);
    await shadow.finish();
    const caughtUp = await catchUp(work, horizon);
    const switched = await catchUpAndSwitch(work, caughtUp.through);
    const { rows } = await pool.query<{ cases: number }>(`select count(*)::int as cases from ${liveSchema}.case_fold`);
    const events = filled.events + caughtUp.events + switched.events;
    await pool.query(`drop schema if exists ${shadow.retired} cascade`);
    return { cases: rows[0]?.cases ?? filled.cases, events, milliseconds: performance.now() - started };
  } catch (error) {
    await shadow.drop().catch(() => undefined);
    throw error instanceof RebuildFailed
      ? error
      : new RebuildFailed(`Rebuild failed: ${describe(error)}`, { cause: error });
  }
};

const describe = (error: unknown): string => {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === '3F000' || code === '42P01') return 'its tables are gone; another rebuild may have taken over';
  return typeof code === 'string' ? `database error ${code}` : describeFailure(error);
};

const parkedEvents = async (pool: pg.Pool, projection: string): Promise<ReadonlySet<Position>> => {
  const { rows } = await pool.query<{ position: Position }>(
    `select position from projections.intervention where projection = $1 and kind = 'park'`,
    [projection],
  );
  return new Set(rows.map(({ position }) => position));
};

/** Writes finished rows, a case at a time. */
const fill = async (
  { shadow, projection, log, progress, parked }: Work,
  horizon: Position,
): Promise<{ readonly cases: number; readonly events: number }> => {
  let cases = 0;
  let events = 0;
  if (log === undefined) return { cases, events };
  let report = reportEvery;
  const { pool, schema = 'log' } = log;
  for await (const whole of casesOfLog({ pool, schema, categories: projection.categories, horizon })) {
    const own = parked.size === 0 ? whole : whole.filter(({ position }) => !parked.has(position));
    const rows = namingTheCase(whole[0]?.stream, () => projection.foldWhole(own));
    if (rows !== undefined) await shadow.add(rows);
    cases += 1;
    events += whole.length;
    if (events < report) continue;
    progress?.(events);
    report = events + reportEvery;
  }
  return { cases, events };
};

const namingTheCase = <Result>(stream: string | undefined, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    throw new RebuildFailed(`Case ${stream ?? ''} cannot be folded: ${describeFailure(error)}`, { cause: error });
  }
};

interface Followed {
  readonly through: Position | undefined;
  readonly events: number;
}

/** Takes in what follows, in batches of one transaction each. */
const catchUp = async (work: Work, from: Position | undefined): Promise<Followed> => {
  const client = await work.pool.connect();
  try {
    return await follow(work, client, from, async (apply) => {
      await client.query('begin');
      try {
        await apply();
        await client.query('commit');
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      }
    });
  } finally {
    client.release();
  }
};

const follow = async (
  { store, projection, shadow, parked, progress }: Work,
  client: pg.PoolClient,
  from: Position | undefined,
  within: (apply: () => Promise<void>) => Promise<void>,
): Promise<Followed> => {
  const concerns = ({ stream, position }: StoredEvent): boolean =>
    projection.categories.includes(categoryOf(stream)) && !parked.has(position);
  let through = from;
  let events = 0;
  for (;;) {
    const batch = await store.readAll({ after: through, limit: batchSize });
    const own = batch.events.filter(concerns);
    if (own.length > 0)
      await within(() =>
        projection.apply(
          own,
          async (sql, parameters) => (await client.query<object>(sql, parameters)).rows,
          shadow.schema,
        ),
      );
    through = batch.through;
    events += own.length;
    progress?.(events);
    if (batch.caughtUp) return { through, events };
  }
};

/** The last stretch and the switch in one transaction, the live projection held back at its own row meanwhile. */
const catchUpAndSwitch = async (work: Work, from: Position | undefined): Promise<Followed> => {
  const { pool, projection, shadow } = work;
  const client = await pool.connect();
  try {
    await client.query('insert into projections.projection (name) values ($1) on conflict do nothing', [
      projection.name,
    ]);
    await client.query('begin');
    await client.query('select 1 from projections.projection where name = $1 for update', [projection.name]);
    const followed = await follow(work, client, from, (apply) => apply());
    await client.query(`alter schema ${liveSchema} rename to ${shadow.retired}`);
    await client.query(`alter schema ${shadow.schema} rename to ${liveSchema}`);
    // The new token voids whatever the live projection was about to write to the tables just retired.
    await client.query(
      `update projections.projection set checkpoint = $2, lease_token = lease_token + 1, lease_until = '-infinity',
         stopped = false, poison_position = null, poison_error = null
       where name = $1`,
      [projection.name, followed.through ?? null],
    );
    await client.query('commit');
    return followed;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};
