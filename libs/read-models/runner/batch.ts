import type { DataSource } from 'typeorm';
import type { Position, StoredEvent } from '#event-store';
import type { Query } from '../set-write.js';
import type { Lease } from './control.js';
import { LeaseLost, StatementFailed } from './failures.js';
import type { Projection } from './projection.js';

/** A stretch of the log: the events that concern the projection, and the checkpoints on either side of it. */
export interface Stretch {
  readonly from: Position | undefined;
  readonly events: readonly StoredEvent[];
  readonly through: Position;
}

/** A worker stopped in mid-transaction must not keep its rows locked from the one that takes over. */
const idleInTransactionMs = 10_000;

/**
 * Takes in one stretch: rows and checkpoint in one transaction, or nothing.
 * @throws LeaseLost when the checkpoint or the lease is no longer what it was
 * @throws StatementFailed when the database refused a statement or went away
 */
export const commitStretch = async (
  dataSource: DataSource,
  projection: Projection,
  { token }: Pick<Lease, 'token'>,
  { from, events, through }: Stretch,
): Promise<void> => {
  const runner = dataSource.createQueryRunner();
  const query: Query = (sql, parameters) =>
    runner.query(sql, parameters, true).then(({ records }) => records, failed);
  try {
    await runner.startTransaction().catch(failed);
    await query(`set local idle_in_transaction_session_timeout = ${idleInTransactionMs}`);
    if (events.length > 0) await projection.apply(events, query);
    const moved = await query(
      `update projections.projection
       set checkpoint = $3, events = events + $4, advanced_at = clock_timestamp()
       where name = $1 and lease_token = $2 and checkpoint is not distinct from $5 returning name`,
      [projection.name, token, through, events.length, from ?? null],
    );
    if (!Array.isArray(moved) || moved.length !== 1) throw new LeaseLost(projection.name);
    await runner.commitTransaction().catch(failed);
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release().catch(() => undefined);
  }
};

const failed = (cause: unknown): never => {
  throw new StatementFailed(cause);
};
