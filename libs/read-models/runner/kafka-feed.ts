import { createHash } from 'node:crypto';
import { type Position, type StoredEvent, categoryOf } from '#event-store';

/** One record of the feed: an event as it is stored, or word that everything up to a place stands before it. */
export type FeedRecord = { readonly event: StoredEvent } | { readonly through: Position };

export interface FeedMessage {
  readonly partition: number;
  readonly key: string;
  readonly value: string;
}

/** The partition of a case: everything of it, its clocks too, stands on one, in the order of the log. */
export const partitionOf = (caseId: string, partitions: number): number =>
  createHash('sha256').update(caseId).digest().readUInt32BE(0) % partitions;

const keyOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/**
 * A stretch of the log as messages of the feed, in its order: each event on the partition of its case, those that
 * concern all cases on every partition, and at the end word to every partition how far the stretch went.
 */
export const feedMessages = (
  events: readonly StoredEvent[],
  through: Position,
  { partitions, categories, everywhere }: FeedPlan,
): readonly FeedMessage[] => {
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  const told = events.flatMap((event) => {
    const [category, key] = [categoryOf(event.stream), keyOf(event.stream)];
    if (!categories.includes(category)) return [];
    const value = JSON.stringify({ event } satisfies FeedRecord);
    const where = everywhere.includes(category) ? all : [partitionOf(key, partitions)];
    return where.map((partition) => ({ partition, key, value }));
  });
  const value = JSON.stringify({ through } satisfies FeedRecord);
  return [...told, ...all.map((partition) => ({ partition, key: '', value }))];
};

export interface FeedPlan {
  readonly partitions: number;
  /** The stream categories that are fed. */
  readonly categories: readonly string[];
  /** Those of them that go to every partition. */
  readonly everywhere: readonly string[];
}

/** @throws SyntaxError when the message is none of the feed */
export const readFeedMessage = (value: Buffer | null): FeedRecord => {
  const record: unknown = JSON.parse(value?.toString('utf8') ?? '');
  if (isFeedRecord(record)) return record;
  throw new SyntaxError('A message of the feed is neither an event nor a place');
};

const isFeedRecord = (record: unknown): record is FeedRecord =>
  typeof record === 'object' && record !== null && ('event' in record || 'through' in record);
