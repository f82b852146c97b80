import type { DataSource } from 'typeorm';
import { type Position, type StoredEvent, categoryOf } from '#event-store';
import { liveSchema } from '../tables.js';
import { type Step, pass } from './batch.js';
import { StatementFailed } from './failures.js';
import type { FeedRecord } from './kafka-feed.js';
import type { Projection, Query } from './projection.js';

/** A message of one partition. */
export interface Placed {
  readonly offset: bigint;
  readonly record: FeedRecord;
}

/**
 * What became of a stretch of a partition. `waiting`: the projection is stopped or fed by the log now; `elsewhere`: the
 * partition stands at another offset, since another worker had it meanwhile.
 */
export type Taken =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'waiting' }
  | { readonly outcome: 'elsewhere'; readonly nextOffset: bigint };

interface StandRow {
  readonly next_offset: string;
  /** Everything at or before it is in. */
  readonly checkpoint: Position | null;
  readonly parked: readonly Position[];
}

/** A worker that falls asleep in the middle must not keep its rows locked from the one that takes over. */
const idleInTransactionMs = 10_000;

const failed = (cause: unknown): never => {
  throw new StatementFailed(cause);
};

/** The events of a stretch that are new to their partition and concern the projection. */
export const newEvents = (
  messages: readonly Placed[],
  { categories }: Projection,
  checkpoint: Position,
  parked: readonly Position[] = [],
): readonly StoredEvent[] => {
  // The feed tells everything at least once and never before what stands before it: what is no longer new was told again.
  let seen = checkpoint;
  return messages.flatMap(({ record }) => {
    if (!('event' in record) || record.event.position <= seen) return [];
    const { stream, position } = record.event;
    seen = position;
    return categories.includes(categoryOf(stream)) && !parked.includes(position) ? [record.event] : [];
  });
};

const placeOf = ({ record }: Placed): Position => ('event' in record ? record.event.position : record.through);

/**
 * Takes in one stretch of a partition: rows, offset and checkpoint in one transaction, or nothing. The partition's row is
 * held meanwhile, so that of two workers that both believe to have it only one goes on from where it stands; that of
 * the projection is held against a rebuild that would replace the tables.
 * @throws StatementFailed when the database refused a statement or went away
 */
export const commitPartition = async (
  dataSource: DataSource,
  projection: Projection,
  partition: number,
  messages: readonly Placed[],
  step?: Step,
): Promise<Taken> => {
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined) return { outcome: 'taken' };
  const runner = dataSource.createQueryRunner();
  const query: Query = (sql, parameters) =>
    runner.query(sql, parameters, true).then(({ records }) => records as unknown[], failed);
  try {
    await runner.startTransaction().catch(failed);
    await query(`SET LOCAL idle_in_transaction_session_timeout = ${idleInTransactionMs}`);
    const standing = await query(
      `SELECT 1 FROM projections.projection WHERE name = $1 AND NOT stopped AND fed_by = 'kafka' FOR SHARE`,
      [projection.name],
    );
    if (!Array.isArray(standing) || standing.length === 0) {
      await runner.rollbackTransaction();
      return { outcome: 'waiting' };
    }
    const [stand] = (await query(
      `SELECT p.next_offset::text, greatest(p.checkpoint, whole.checkpoint) AS checkpoint,
         ARRAY (SELECT position FROM projections.intervention i WHERE i.projection = whole.name AND i.kind = 'park') AS parked
       FROM projections.partition AS p JOIN projections.projection AS whole ON whole.name = p.projection
       WHERE p.projection = $1 AND p.partition = $2 FOR UPDATE OF p`,
      [projection.name, partition],
    )) as readonly StandRow[];
    const nextOffset = BigInt(stand?.next_offset ?? 0);
    // What is missing before a message stands before it in the log too, or is told again behind it.
    const gap = first.offset > nextOffset && placeOf(first) > (stand?.checkpoint ?? '');
    if (stand === undefined || gap || last.offset < nextOffset) {
      await runner.rollbackTransaction();
      return { outcome: 'elsewhere', nextOffset };
    }
    await pass(step, 'read');
    const fresh = messages.filter(({ offset }) => offset >= nextOffset);
    const events = newEvents(fresh, projection, stand.checkpoint ?? '', stand.parked);
    if (events.length > 0) await projection.apply(events, query, liveSchema);
    await pass(step, 'applied');
    const through = fresh.map(placeOf).reduce((one, other) => (one > other ? one : other), stand.checkpoint ?? '');
    await query(
      `UPDATE projections.partition SET next_offset = $3, checkpoint = $4, events = events + $5
       WHERE projection = $1 AND partition = $2`,
      [projection.name, partition, String(last.offset + 1n), through, events.length],
    );
    await pass(step, 'fenced');
    await runner.commitTransaction().catch(failed);
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release().catch(() => undefined);
  }
  await pass(step, 'committed');
  return { outcome: 'taken' };
};
