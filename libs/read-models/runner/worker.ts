import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { type Batch, type EventStore, type Position, type StoredEvent, categoryOf } from '#event-store';
import { type Step, type Stretch, commitStretch, pass } from './batch.js';
import type { Lease, ProjectionControl } from './control.js';
import { LeaseLost, Poisoned, describeFailure, isPassing } from './failures.js';
import type { Projection } from './projection.js';

/** Runs the taking in of these events, and fails as it does. */
export type WatchBatch = (events: readonly StoredEvent[], run: () => Promise<void>) => Promise<void>;

const unwatched: WatchBatch = (_events, run) => run();

export interface WorkerOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly projection: Projection;
  readonly control: ProjectionControl;
  readonly batchSize: number;
  readonly leaseSeconds: number;
  readonly step: Step | undefined;
  readonly watch: WatchBatch | undefined;
  readonly advanced: (checkpoint: Position) => void;
}

const restMs = 500;
const shortestBackoffMs = 50;
const longestBackoffMs = 10_000;

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** Keeps a projection going: waits for the lease, then follows the log until it is told to end or loses the lease. */
export class ProjectionWorker {
  /** What keeps it from going on, for as long as it does. */
  trouble: string | undefined;
  private readonly me = randomUUID();
  private failures = 0;

  constructor(private readonly options: WorkerOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    const { control, leaseSeconds } = this.options;
    while (!signal.aborted) {
      try {
        const lease = await control.acquire(this.me, leaseSeconds);
        if (lease === undefined) await rest(restMs, signal);
        else await this.hold(lease, signal);
        this.wentWell();
      } catch (error) {
        if (error instanceof LeaseLost) continue;
        this.trouble = describeFailure(error);
        await rest(Math.min(longestBackoffMs, shortestBackoffMs * 2 ** this.failures), signal);
        this.failures += 1;
      }
    }
  }

  private wentWell(): void {
    this.trouble = undefined;
    this.failures = 0;
  }

  private async hold(lease: Lease, signal: AbortSignal): Promise<void> {
    const { control } = this.options;
    const lost = new AbortController();
    const renewal = this.keepRenewing(lease, lost);
    try {
      await this.follow(lease, AbortSignal.any([signal, lost.signal]));
      if (signal.aborted) await control.release(lease);
      else if (!lost.signal.aborted) await rest(restMs, signal);
    } catch (error) {
      if (!(error instanceof Poisoned)) throw error;
      await control.stopAt(lease, error.event, describeFailure(error.cause));
    } finally {
      clearInterval(renewal);
    }
  }

  private keepRenewing(lease: Lease, lost: AbortController): NodeJS.Timeout {
    const { control, leaseSeconds } = this.options;
    const renew = async (): Promise<void> => {
      if (!(await control.renew(lease, leaseSeconds))) lost.abort();
    };
    // When the database cannot be asked, the next turn asks again; writing is guarded by the token in any case.
    return setInterval(() => void renew().catch(() => undefined), (leaseSeconds * 1_000) / 3);
  }

  /** Reads every category, so that the checkpoint also moves on where nothing concerns the projection. */
  private async follow(lease: Lease, signal: AbortSignal): Promise<void> {
    const { store, batchSize: limit, control, step } = this.options;
    const parked = await control.parked();
    let from = lease.checkpoint;
    for await (const batch of store.subscribe({ after: from, limit, signal })) {
      await pass(step, 'read');
      await this.take({ from, events: this.concerning(batch, parked), through: batch.through }, lease);
      from = batch.through;
      this.wentWell();
    }
  }

  private concerning({ events }: Batch, parked: ReadonlySet<Position>): readonly StoredEvent[] {
    const { categories } = this.options.projection;
    return events.filter(({ stream, position }) => categories.includes(categoryOf(stream)) && !parked.has(position));
  }

  /** Halves a stretch that cannot be taken in until the one event is found that is the cause. */
  private async take(stretch: Stretch, lease: Lease): Promise<void> {
    const { from, events, through } = stretch;
    const { dataSource, projection, step, watch = unwatched, advanced } = this.options;
    try {
      await watch(events, () => commitStretch(dataSource, projection, lease, stretch, step));
      advanced(through);
    } catch (error) {
      const [first] = events;
      if (isPassing(error) || first === undefined) throw error;
      if (events.length === 1) throw new Poisoned(first, error);
      const half = Math.ceil(events.length / 2);
      const middle = events[half - 1]?.position ?? through;
      await this.take({ from, events: events.slice(0, half), through: middle }, lease);
      await this.take({ from: middle, events: events.slice(half), through }, lease);
    }
  }
}
