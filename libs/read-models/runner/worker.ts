import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { categoryOf, type Batch, type EventStore, type Position, type StoredEvent } from '#event-store';
import { commitStretch, type Stretch } from './batch.js';
import { ProjectionControl, type Lease } from './control.js';
import { describeFailure, isPassing, LeaseLost, Poisoned } from './failures.js';
import type { Projection } from './projection.js';

export interface WorkerOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly batchSize: number;
  readonly leaseMs: number;
  /** How often a worker without the lease asks for it. */
  readonly pollMs: number;
  readonly advanced: (projection: string, checkpoint: Position) => void;
}

const longestBackoffMs = 5_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, undefined, { signal }).catch(() => undefined);

/** Keeps one projection going: waits for the lease, then follows the log until it is told to end or loses the lease. */
export class ProjectionWorker {
  /** What kept it from going on, as long as it does. */
  trouble: string | undefined;
  private readonly holder = randomUUID();
  private readonly control: ProjectionControl;

  constructor(
    private readonly projection: Projection,
    private readonly options: WorkerOptions,
  ) {
    this.control = new ProjectionControl(options.dataSource);
  }

  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const lease = await this.control.acquire(this.projection.name, this.holder, this.options.leaseMs);
        if (lease === undefined) await pause(this.options.pollMs, signal);
        else await this.follow(lease, signal, () => (failures = 0));
        this.trouble = undefined;
      } catch (error) {
        if (error instanceof LeaseLost) continue;
        this.trouble = describeFailure(error);
        await pause(Math.min(longestBackoffMs, 50 * 2 ** failures), signal);
        failures += 1;
      }
    }
  }

  private async follow(lease: Lease, signal: AbortSignal, went: () => void): Promise<void> {
    const { store, batchSize: limit } = this.options;
    const { name } = this.projection;
    const lost = new AbortController();
    const renewal = this.keepRenewing(lease, lost);
    try {
      const parked = await this.control.parked(name);
      let from = lease.checkpoint;
      const following = AbortSignal.any([signal, lost.signal]);
      for await (const batch of store.subscribe({ after: from, limit, signal: following })) {
        await this.take({ from, events: this.concerning(batch, parked), through: batch.through }, lease);
        from = batch.through;
        went();
        this.trouble = undefined;
      }
      if (signal.aborted) await this.control.release(name, lease);
      else if (!lost.signal.aborted) await pause(this.options.pollMs, signal);
    } catch (error) {
      if (!(error instanceof Poisoned)) throw error;
      await this.control.stopAt(name, lease, error.event, describeFailure(error.cause));
    } finally {
      clearInterval(renewal);
    }
  }

  private keepRenewing(lease: Lease, lost: AbortController): NodeJS.Timeout {
    const { leaseMs } = this.options;
    return setInterval(() => {
      this.control.renew(this.projection.name, lease, leaseMs).then(
        (held) => {
          if (!held) lost.abort();
        },
        // The next turn asks again; a lease that ran out meanwhile is noticed by the token.
        () => undefined,
      );
    }, leaseMs / 3);
  }

  private concerning({ events }: Batch, parked: ReadonlySet<Position>): readonly StoredEvent[] {
    const { categories } = this.projection;
    return events.filter(({ stream, position }) => categories.includes(categoryOf(stream)) && !parked.has(position));
  }

  /** Halves a stretch that cannot be taken until the one event is found that is the cause. */
  private async take(stretch: Stretch, lease: Lease): Promise<void> {
    const { from, events, through } = stretch;
    try {
      await commitStretch(this.options.dataSource, this.projection, lease, stretch);
      this.options.advanced(this.projection.name, through);
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
