import { setTimeout as sleep } from 'node:timers/promises';
import type { EachBatchPayload, Kafka } from 'kafkajs';
import type { DataSource } from 'typeorm';
import type { Step } from './batch.js';
import type { ProjectionControl } from './control.js';
import { Poisoned, describeFailure, isPassing } from './failures.js';
import { type Placed, type Taken, commitPartition, newEvents } from './kafka-batch.js';
import { readFeedMessage } from './kafka-feed.js';
import type { Projection } from './projection.js';
import type { WatchBatch } from './worker.js';

/** The topic that the log is fed to, and the group that shares it. */
export interface KafkaFeed {
  readonly kafka: Kafka;
  readonly topic: string;
  readonly group: string;
}

export interface KafkaWorkerOptions {
  readonly feed: KafkaFeed;
  readonly dataSource: DataSource;
  readonly projection: Projection;
  readonly control: ProjectionControl;
  readonly batchSize: number;
  readonly step: Step | undefined;
  readonly watch: WatchBatch | undefined;
  /** Called when rows were written. */
  readonly advanced: () => void;
}

const sessionTimeoutMs = 10_000;
const waitingMs = 500;
const shortestBackoffMs = 50;
const longestBackoffMs = 5_000;

/** Messages before the offset to go on from are gone from the topic: only a rebuild brings the rows up to date. */
class FeedCut extends Error {
  constructor(partition: number) {
    super(`Messages of partition ${partition} are gone from the topic; rebuild the read models`);
    this.name = 'FeedCut';
  }
}

const unwatched: WatchBatch = (_events, run) => run();

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/**
 * Takes in the partitions that the consumer group gives this worker. The offsets that count are those in the database,
 * written with the rows they cover; what the group knows of offsets is only a hint where to begin reading.
 */
export class KafkaWorker {
  private fault: string | undefined;
  /** Partitions that cannot go on by themselves, with the reason. */
  private readonly stuck = new Map<number, string>();
  private failures = 0;
  private readonly sought = new Map<number, bigint>();

  constructor(private readonly options: KafkaWorkerOptions) {}

  /** What keeps it from going on, for as long as it does. */
  get trouble(): string | undefined {
    const [stuck] = this.stuck.values();
    return stuck ?? this.fault;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.consume(signal);
        this.wentWell();
      } catch (error) {
        this.fault = describeFailure(error);
        await rest(this.backoff(), signal);
      }
    }
  }

  private async consume(signal: AbortSignal): Promise<void> {
    const { kafka, topic, group } = this.options.feed;
    await this.options.control.feedPartitions(await partitionsOf(kafka, topic));
    const consumer = kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      sessionTimeout: sessionTimeoutMs,
      maxWaitTimeInMs: 200,
      retry: { restartOnFailure: async () => false, retries: 2 },
    });
    const crashed = new Promise<never>((_, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload: { error } }) => reject(error));
    });
    crashed.catch(() => undefined);
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
      await consumer.connect();
      consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
        this.keepStuck(memberAssignment[topic] ?? []);
        this.wentWell();
      });
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      const seek = (partition: number, offset: bigint): void =>
        consumer.seek({ topic, partition, offset: String(offset) });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 3,
        eachBatch: (payload) => this.takeOrStick(payload, seek, signal),
      });
      await Promise.race([crashed, ended]);
    } finally {
      signal.removeEventListener('abort', end);
      await consumer.disconnect().catch(() => undefined);
    }
  }

  /**
   * A partition whose messages cannot be taken in is looked at again and again and says why; that the consumer ended over
   * it would have all workers share the partitions anew each time.
   */
  private async takeOrStick(
    payload: EachBatchPayload,
    seek: (partition: number, offset: bigint) => void,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.takeBatch(payload, seek, signal);
    } catch (error) {
      if (!(error instanceof FeedCut || error instanceof SyntaxError)) throw error;
      this.stuck.set(payload.batch.partition, describeFailure(error));
      await rest(waitingMs, signal);
    }
  }

  private async takeBatch(
    payload: EachBatchPayload,
    seek: (partition: number, offset: bigint) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { batch } = payload;
    const { partition } = batch;
    const messages = batch.messages.map(({ offset, value }): Placed => ({
      offset: BigInt(offset),
      record: readFeedMessage(value),
    }));
    for (let from = 0; from < messages.length;) {
      if (signal.aborted || !payload.isRunning() || payload.isStale()) return;
      const stretch = messages.slice(from, from + this.options.batchSize);
      const taken = await this.attempt(partition, stretch);
      await payload.heartbeat();
      if (taken?.outcome === 'elsewhere') return this.seekTo(payload, stretch, taken.nextOffset, seek);
      if (taken?.outcome !== 'taken') {
        await rest(taken === undefined ? this.backoff() : waitingMs, signal);
        continue;
      }
      this.sought.delete(partition);
      this.stuck.delete(partition);
      this.wentWell();
      this.options.advanced();
      from += stretch.length;
      const last = stretch.at(-1)?.offset ?? 0n;
      payload.resolveOffset(String(last));
      const hint = [{ partition, offset: String(last + 1n) }];
      await payload.commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions: hint }] });
    }
  }

  /** Nothing when a fault stands in the way that may pass. */
  private async attempt(partition: number, stretch: readonly Placed[]): Promise<Taken | undefined> {
    try {
      return await this.take(partition, stretch);
    } catch (error) {
      if (error instanceof Poisoned) {
        await this.options.control.stopFeedAt(error.event, describeFailure(error.cause)).catch(() => undefined);
        return { outcome: 'waiting' };
      }
      this.fault = describeFailure(error);
      return undefined;
    }
  }

  /** Halves a stretch that cannot be taken in until the one event is found that is the cause. */
  private async take(partition: number, stretch: readonly Placed[]): Promise<Taken> {
    const { dataSource, projection, step, watch = unwatched } = this.options;
    const events = newEvents(stretch, projection, '');
    let taken: Taken = { outcome: 'waiting' };
    try {
      await watch(events, async () => {
        taken = await commitPartition(dataSource, projection, partition, stretch, step);
      });
      return taken;
    } catch (error) {
      const [event] = events;
      if (isPassing(error) || event === undefined) throw error;
      if (stretch.length === 1) throw new Poisoned(event, error);
      const half = Math.ceil(stretch.length / 2);
      const first = await this.take(partition, stretch.slice(0, half));
      return first.outcome === 'taken' ? this.take(partition, stretch.slice(half)) : first;
    }
  }

  /** Goes on at the offset that the database says. */
  private seekTo(
    payload: EachBatchPayload,
    stretch: readonly Placed[],
    nextOffset: bigint,
    seek: (partition: number, offset: bigint) => void,
  ): void {
    const { partition } = payload.batch;
    const last = stretch.at(-1)?.offset ?? 0n;
    if (last < nextOffset) payload.resolveOffset(String(last));
    else if (this.sought.get(partition) === nextOffset) throw new FeedCut(partition);
    this.sought.set(partition, nextOffset);
    seek(partition, nextOffset);
  }

  /** What another worker has now is no longer a trouble of this one. */
  private keepStuck(assigned: readonly number[]): void {
    for (const partition of this.stuck.keys()) if (!assigned.includes(partition)) this.stuck.delete(partition);
  }

  private wentWell(): void {
    this.fault = undefined;
    this.failures = 0;
  }

  private backoff(): number {
    this.failures += 1;
    return Math.min(longestBackoffMs, shortestBackoffMs * 2 ** this.failures);
  }
}

/** How many partitions the topic has. @throws when it is not there yet */
const partitionsOf = async (kafka: Kafka, topic: string): Promise<number> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.length ?? 0;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
