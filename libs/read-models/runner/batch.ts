import type { DataSource } from 'typeorm';
import type { Position, StoredEvent } from '#event-store';
import { liveSchema } from '../tables.js';
import type { Lease } from './control.js';
import { Interrupted, LeaseLost, StatementFailed } from './failures.js';
import type { Projection, Query } from './projection.js';

/** Called between the steps of a batch; fault tests throw or wait here. */
export type Step = (name: 'read' | 'applied' | 'fenced' | 'committed') => Promise<void> | void;

/** A stretch of the log: the events that concern the projection, and the checkpoints on either side of it. */
export interface Stretch {
  readonly from: Position | undefined;
  readonly events: readonly StoredEvent[];
  readonly through: Position;
}

/** A worker that falls asleep in the middle must not keep its rows locked from the one that takes over. */
const idleInTransactionMs = 10_000;

const failed = (cause: unknown): never => {
  throw new StatementFailed(cause);
};

export const pass = async (step: Step | undefined, name: Parameters<Step>[0]): Promise<void> => {
  try {
    await step?.(name);
  } catch (error) {
    throw new Interrupted(error);
  }
};

/**
 * Takes in one stretch: rows and checkpoint in one transaction, or nothing.
 * @throws LeaseLost when the checkpoint or the lease is no longer what it was
 * @throws StatementFailed when the database refused a statement or went away
 */
export const commitStretch = async (
  dataSource: DataSource,
  projection: Projection,
  { token }: Lease,
  { from, events, through }: Stretch,
  step?: Step,
): Promise<void> => {
  const runner = dataSource.createQueryRunner();
  const query: Query = (sql, parameters) =>
    runner.query(sql, parameters, true).then(({ records }) => records as unknown[], failed);
  try {
    await runner.startTransaction().catch(failed);
    await query(`SET LOCAL idle_in_transaction_session_timeout = ${idleInTransactionMs}`);
    if (events.length > 0) await projection.apply(events, query, liveSchema);
    await pass(step, 'applied');
    // At the end, so that renewing or taking over the lease never waits for the rows.
    const moved = await query(
      `UPDATE projections.projection SET checkpoint = $2, events = events + $5
       WHERE name = $1 AND checkpoint IS NOT DISTINCT FROM $3 AND lease_token = $4 RETURNING name`,
      [projection.name, through, from ?? null, token, events.length],
    );
    if (!Array.isArray(moved) || moved.length !== 1) throw new LeaseLost(projection.name);
    await pass(step, 'fenced');
    await runner.commitTransaction().catch(failed);
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release().catch(() => undefined);
  }
  await pass(step, 'committed');
};
