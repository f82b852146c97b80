import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Instant } from '#kernel';
import type { EventStore, Position } from '#event-store';
import { ProjectionControl } from './control.js';
import type { Projection } from './projection.js';
import { ProjectionWorker } from './worker.js';

export interface RunnerOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  /** Events per transaction; 1000 unless told. */
  readonly batchSize?: number;
  /** How long a silent worker keeps a projection, in ms; 15000 unless told. */
  readonly leaseMs?: number;
  /** How often a waiting worker asks for the lease, in ms; 500 unless told. */
  readonly pollMs?: number;
}

export interface ProjectionHealth {
  readonly name: string;
  /** `stopped` at a poison event until an operator acts; `idle` when no worker anywhere holds it. */
  readonly state: 'running' | 'stopped' | 'idle';
  readonly checkpoint: Position | undefined;
  /** Events taken in so far. */
  readonly events: number;
  readonly advancedAt: Instant;
  /** When the oldest event not yet taken in was recorded; nothing when all are in. */
  readonly behindSince: Instant | undefined;
  readonly poison: { readonly position: Position; readonly error: string } | undefined;
  /** Events that operators have set aside. */
  readonly parked: number;
  /** What this process is struggling with, such as a database that is away. */
  readonly trouble: string | undefined;
}

const shortestWaitMs = 10;
const longestWaitMs = 100;

/** Keeps projections going: each in one worker at a time, wherever it runs, and each on its own. */
export class ProjectionRunner {
  private readonly control: ProjectionControl;
  private readonly workers: ReadonlyMap<string, ProjectionWorker>;
  private readonly waiting = new Set<() => void>();
  private running: { readonly end: AbortController; readonly done: Promise<unknown> } | undefined;

  constructor(private readonly options: RunnerOptions) {
    const { dataSource, store, batchSize = 1_000, leaseMs = 15_000, pollMs = 500 } = options;
    this.control = new ProjectionControl(dataSource);
    const advanced = () => this.waiting.forEach((wake) => wake());
    this.workers = new Map(
      options.projections.map((projection) => [
        projection.name,
        new ProjectionWorker(projection, { dataSource, store, batchSize, leaseMs, pollMs, advanced }),
      ]),
    );
  }

  /** Begins to follow the log; the tables must be there. */
  async start(): Promise<void> {
    if (this.running !== undefined) return;
    for (const name of this.workers.keys()) await this.control.enter(name);
    const end = new AbortController();
    this.running = { end, done: Promise.all([...this.workers.values()].map((worker) => worker.run(end.signal))) };
  }

  /** Finishes the batches under way and gives the leases back. */
  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    running?.end.abort();
    await running?.done;
  }

  /**
   * Lets a stopped projection try its poison event again.
   * @throws InterventionRefused when it is not stopped
   */
  async retry(name: string, operator: string): Promise<void> {
    await this.control.intervene('retry', name, undefined, operator, undefined);
  }

  /**
   * Sets the poison event at this position aside for good: the projection and every rebuild pass it over.
   * @throws InterventionRefused when the projection is not stopped at that position
   */
  async park(name: string, position: Position, operator: string, reason: string): Promise<void> {
    await this.control.intervene('park', name, position, operator, reason);
  }

  async health(): Promise<readonly ProjectionHealth[]> {
    const rows = await this.control.read([...this.workers.keys()]);
    return Promise.all(
      rows.map(async ({ holder, advancedAt, ...row }) => {
        const { events } = await this.options.store.readAll({ after: row.checkpoint, limit: 1 });
        return {
          ...row,
          advancedAt: advancedAt.toISOString(),
          state: row.poison !== undefined ? ('stopped' as const) : holder === undefined ? ('idle' as const) : 'running',
          behindSince: events[0]?.recordedAt,
          trouble: this.workers.get(row.name)?.trouble,
        };
      }),
    );
  }

  /**
   * Waits until every projection has taken in the event at this position, in whatever process it runs.
   * @returns false when the time is over or a projection is stopped before it
   */
  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    const end = Date.now() + timeoutMs;
    for (let wait = shortestWaitMs; ; wait = Math.min(longestWaitMs, wait * 1.5)) {
      const left = await this.behind(position);
      if (left.length === 0) return true;
      if (left.some(({ poison }) => poison !== undefined)) return false;
      const remaining = end - Date.now();
      if (remaining <= 0) return false;
      await this.advanceWithin(Math.min(wait, remaining));
    }
  }

  private async behind(position: Position): Promise<readonly { readonly poison?: unknown }[]> {
    const names = [...this.workers.keys()];
    const rows = await this.control.read(names);
    const missing = names.filter((name) => !rows.some((row) => row.name === name)).map(() => ({}));
    return [...missing, ...rows.filter(({ checkpoint }) => checkpoint === undefined || checkpoint < position)];
  }

  /** Ends early when a projection of this process moves on. */
  private async advanceWithin(ms: number): Promise<void> {
    const moved = new AbortController();
    const wake = () => moved.abort();
    this.waiting.add(wake);
    await sleep(ms, undefined, { signal: moved.signal }).catch(() => undefined);
    this.waiting.delete(wake);
  }
}
