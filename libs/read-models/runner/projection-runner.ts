import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Instant } from '#kernel';
import type { EventStore, Position } from '#event-store';
import type { Step } from './batch.js';
import { ProjectionControl, type Standing } from './control.js';
import { type KafkaFeed, KafkaWorker } from './kafka-source.js';
import type { Projection } from './projection.js';
import { ProjectionWorker, type WatchBatch } from './worker.js';

export interface ProjectionHealth extends Standing {
  readonly name: string;
  /** When the oldest event not yet looked at was recorded; nothing when there is none. */
  readonly behindSince?: Instant;
  /** What this process is struggling with, such as a database that is away. */
  readonly trouble?: string;
}

export interface RunnerOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly projection: Projection;
  /** Events per transaction; 1000 unless told. */
  readonly batchSize?: number;
  /** Called between the steps of a batch; fault tests throw or wait here. */
  readonly step?: Step;
  /** Runs every batch; measures and traces it. */
  readonly watch?: WatchBatch;
  /** How long a silent worker keeps the projection; 10 seconds unless told. */
  readonly leaseSeconds?: number;
  /** Where any number of workers share the projection through Kafka; one at a time reads the log unless told. */
  readonly feed?: KafkaFeed | undefined;
}

const shortestWaitMs = 10;
const longestWaitMs = 100;

/**
 * Keeps one projection up with the log: in sets, with the checkpoint in the same transaction as the rows it covers.
 * One worker holds the lease at a time; a worker that lost it can no longer write. Fed through Kafka, any number of workers
 * share it by partitions.
 */
export class ProjectionRunner {
  private readonly control: ProjectionControl;
  private readonly worker: ProjectionWorker | KafkaWorker;
  private readonly waiting = new Set<() => void>();
  private running: { readonly end: AbortController; readonly done: Promise<void> } | undefined;
  private seen: Position = '';

  constructor(private readonly options: RunnerOptions) {
    const { dataSource, store, projection, batchSize = 1_000, leaseSeconds = 10, step, watch, feed } = options;
    const control = new ProjectionControl(dataSource, projection.name);
    const advanced = (checkpoint: Position) => this.advanced(checkpoint);
    this.control = control;
    const common = { dataSource, projection, control, batchSize, step, watch };
    this.worker =
      feed === undefined
        ? new ProjectionWorker({ ...common, store, leaseSeconds, advanced })
        : new KafkaWorker({ ...common, feed, advanced: () => this.wakeAll() });
  }

  /** Begins to follow the log; the tables must be there. */
  async start(): Promise<void> {
    if (this.running !== undefined) return;
    const end = new AbortController();
    await this.control.enter(this.options.feed === undefined ? 'log' : 'kafka');
    this.running = { end, done: this.worker.run(end.signal) };
  }

  /** Finishes the batch under way and gives the lease back. */
  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    running?.end.abort();
    await running?.done;
  }

  async health(): Promise<ProjectionHealth> {
    const standing = await this.control.standing();
    const { events } = await this.options.store.readAll({ after: standing.checkpoint, limit: 1 });
    return {
      name: this.options.projection.name,
      ...standing,
      behindSince: events[0]?.recordedAt,
      trouble: this.worker.trouble,
    };
  }

  /**
   * Waits until the rows of everything up to the position can be read, in whatever process they are written.
   * @returns false when the time is over, or at once when the projection is stopped before the position
   */
  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    const end = Date.now() + timeoutMs;
    for (let wait = shortestWaitMs; this.seen < position; wait = Math.min(longestWaitMs, wait * 1.5)) {
      const { checkpoint, stopped } = await this.control.standing();
      if (checkpoint !== undefined && checkpoint >= position) return true;
      if (await this.nothingBetween(checkpoint, position)) return true;
      const left = end - Date.now();
      if (stopped || left <= 0) return false;
      await this.advanceWithin(Math.min(wait, left));
    }
    return true;
  }

  /**
   * Tries the event again that stopped the projection.
   * @throws InterventionRefused when it is not stopped at that position
   */
  retry(position: Position, operator: string, reason: string): Promise<void> {
    return this.control.intervene('retry', position, operator, reason);
  }

  /**
   * Sets the event aside for good that stopped the projection: it goes on, and every rebuild passes the event over.
   * @throws InterventionRefused when it is not stopped at that position
   */
  park(position: Position, operator: string, reason: string): Promise<void> {
    return this.control.intervene('park', position, operator, reason);
  }

  /** A position need not be an event's own: a checkpoint may lie before it with nothing to take in. */
  private async nothingBetween(checkpoint: Position | undefined, position: Position): Promise<boolean> {
    const { events, through } = await this.options.store.readAll({ after: checkpoint, limit: 1 });
    const [next] = events;
    return next === undefined ? through >= position : next.position > position;
  }

  private advanced(checkpoint: Position): void {
    if (checkpoint > this.seen) this.seen = checkpoint;
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const wake of this.waiting) wake();
  }

  /** Ends early when the projection moves on in this process. */
  private async advanceWithin(ms: number): Promise<void> {
    const moved = new AbortController();
    const wake = () => moved.abort();
    this.waiting.add(wake);
    await sleep(ms, undefined, { signal: moved.signal }).catch(() => undefined);
    this.waiting.delete(wake);
  }
}
