import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { type Batch, type EventStore, type Position, type StoredEvent, StoreUnavailable } from '#event-store';
import type { CasesProjection, Query } from '../cases-projection.js';
import { liveSchema } from '../tables.js';

const leaseSeconds = 10;
const renewEveryMs = 3_000;
const restMs = 500;
const longestBackoffMs = 10_000;
const pollMs = 20;

/** Another worker has taken the projection over, or somebody moved its checkpoint. Nothing was written. */
export class LeaseLost extends Error {
  constructor(projection: string) {
    super(`The lease of projection ${projection} was taken by another worker`);
    this.name = 'LeaseLost';
  }
}

/** An event that the projection cannot take in. */
class Poison extends Error {
  constructor(
    readonly position: Position,
    override readonly cause: unknown,
  ) {
    super(`The event at ${position} cannot be projected`);
    this.name = 'Poison';
  }
}

interface Lease {
  readonly token: string;
  readonly checkpoint: Position | undefined;
}

export interface ProjectionHealth {
  readonly name: string;
  readonly checkpoint: Position | undefined;
  readonly events: number;
  readonly stopped: boolean;
  readonly poison?: { readonly position: Position; readonly error: string };
  /** Whether some worker holds the lease right now. */
  readonly held: boolean;
}

interface ProjectionRow {
  readonly checkpoint: string | null;
  readonly events: string;
  readonly stopped: boolean;
  readonly poison_position: string | null;
  readonly poison_error: string | null;
  readonly held: boolean;
}

export interface RunnerOptions {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly projection: CasesProjection;
  readonly batchSize?: number;
  /** Called between the steps of a batch; fault tests throw or pause here. */
  readonly step?: (name: 'read' | 'fenced' | 'applied' | 'committed') => Promise<void> | void;
  readonly leaseSeconds?: number;
}

/**
 * Keeps one projection up with the log: in sets, with the checkpoint in the same transaction as the rows it covers.
 * One worker holds the lease at a time; a worker that lost it can no longer write.
 */
export class ProjectionRunner {
  private readonly me = randomUUID();
  private readonly news = new EventEmitter();
  private stopping = new AbortController();
  private running: Promise<void> | undefined;
  private seen: Position = '';

  constructor(private readonly options: RunnerOptions) {
    this.news.setMaxListeners(0);
  }

  async start(): Promise<void> {
    await this.options.dataSource.query(
      'INSERT INTO projections.projection (name) VALUES ($1) ON CONFLICT DO NOTHING',
      [this.options.projection.name],
    );
    this.stopping = new AbortController();
    this.running = this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.options.dataSource
      .query(
        `UPDATE projections.projection SET lease_until = '-infinity' WHERE name = $1 AND lease_holder = $2`,
        [this.options.projection.name, this.me],
      )
      .catch(() => undefined);
  }

  async health(): Promise<ProjectionHealth> {
    const { name } = this.options.projection;
    const rows = (await this.options.dataSource.query(
      `SELECT checkpoint, events::text, stopped, poison_position, poison_error, lease_until > clock_timestamp() AS held
       FROM projections.projection WHERE name = $1`,
      [name],
    )) as ProjectionRow[];
    const row = rows[0];
    return {
      name,
      checkpoint: row?.checkpoint ?? undefined,
      events: Number(row?.events ?? 0),
      stopped: row?.stopped ?? false,
      held: row?.held ?? false,
      ...(row?.poison_position == null
        ? {}
        : { poison: { position: row.poison_position, error: row.poison_error ?? '' } }),
    };
  }

  /** Waits until the rows of everything up to the position can be read; false when that takes too long. */
  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    const until = Date.now() + timeoutMs;
    while (this.seen < position) {
      const { checkpoint } = await this.health();
      if (checkpoint !== undefined && checkpoint >= position) return true;
      if (Date.now() >= until) return false;
      await Promise.race([
        new Promise((resolve) => this.news.once('moved', resolve)),
        sleep(pollMs),
      ]);
    }
    return true;
  }

  /** Waits until everything that readers of the log can see now is in; false when that takes too long. */
  async waitForAll(timeoutMs: number): Promise<boolean> {
    const { store, projection } = this.options;
    const until = Date.now() + timeoutMs;
    for (;;) {
      const { checkpoint } = await this.health();
      const left = await store.readAll({
        ...(checkpoint === undefined ? {} : { after: checkpoint }),
        categories: projection.categories,
        limit: 1,
      });
      if (left.events.length === 0 && left.caughtUp) return true;
      if (Date.now() >= until) return false;
      await sleep(pollMs);
    }
  }

  /** Tries the event again that stopped the projection. */
  retry(operator: string, reason: string): Promise<void> {
    return this.intervene('retry', operator, reason);
  }

  /** Leaves the event out that stopped the projection, and goes on. */
  park(operator: string, reason: string): Promise<void> {
    return this.intervene('park', operator, reason);
  }

  private async intervene(kind: 'retry' | 'park', operator: string, reason: string): Promise<void> {
    const { name } = this.options.projection;
    await this.options.dataSource.transaction(async (manager) => {
      const recorded = (await manager.query(
        `INSERT INTO projections.intervention (projection, kind, position, operator, reason)
         SELECT name, $2, poison_position, $3, $4 FROM projections.projection
         WHERE name = $1 AND stopped AND poison_position IS NOT NULL RETURNING id`,
        [name, kind, operator, reason],
      )) as unknown[];
      if (recorded.length === 0) throw new Error(`Projection ${name} is not stopped by an event`);
      await manager.query(
        'UPDATE projections.projection SET stopped = false, poison_position = NULL, poison_error = NULL WHERE name = $1',
        [name],
      );
    });
  }

  private async run(signal: AbortSignal): Promise<void> {
    let backoff = restMs;
    while (!signal.aborted) {
      try {
        const lease = await this.takeLease();
        if (lease === undefined) await this.rest(restMs, signal);
        else await this.holdLease(lease, signal);
        backoff = restMs;
      } catch (error) {
        if (error instanceof Poison) await this.stopAt(error).catch(() => undefined);
        else if (!(error instanceof LeaseLost)) {
          await this.rest(backoff, signal);
          backoff = Math.min(backoff * 2, longestBackoffMs);
        }
      }
    }
  }

  private rest(milliseconds: number, signal: AbortSignal): Promise<unknown> {
    return sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }

  private async takeLease(): Promise<Lease | undefined> {
    const result = (await this.options.dataSource.query(
      `UPDATE projections.projection SET lease_holder = $2, lease_token = lease_token + 1,
         lease_until = clock_timestamp() + make_interval(secs => $3)
       WHERE name = $1 AND NOT stopped AND (lease_until < clock_timestamp() OR lease_holder = $2)
       RETURNING lease_token::text AS token, checkpoint`,
      [this.options.projection.name, this.me, this.options.leaseSeconds ?? leaseSeconds],
    )) as [{ token: string; checkpoint: string | null }[], number];
    const row = result[0][0];
    return row === undefined ? undefined : { token: row.token, checkpoint: row.checkpoint ?? undefined };
  }

  private async holdLease(lease: Lease, signal: AbortSignal): Promise<void> {
    const own = new AbortController();
    const both = AbortSignal.any([signal, own.signal]);
    const renewing = this.renew(lease, both).catch(() => own.abort());
    try {
      let { checkpoint } = lease;
      const batches = this.options.store.subscribe({
        ...(checkpoint === undefined ? {} : { after: checkpoint }),
        categories: this.options.projection.categories,
        limit: this.options.batchSize ?? 1_000,
        signal: both,
      });
      for await (const batch of batches) {
        await this.options.step?.('read');
        if (batch.events.length > 0) {
          await this.take(batch, checkpoint, lease);
          checkpoint = batch.through;
        }
        this.moved(batch.through);
      }
      if (own.signal.aborted) throw new LeaseLost(this.options.projection.name);
    } finally {
      own.abort();
      await renewing;
    }
  }

  private async renew(lease: Lease, signal: AbortSignal): Promise<void> {
    const everyMs = Math.min(renewEveryMs, ((this.options.leaseSeconds ?? leaseSeconds) * 1000) / 3);
    for (;;) {
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const result = (await this.options.dataSource.query(
        `UPDATE projections.projection SET lease_until = clock_timestamp() + make_interval(secs => $3)
         WHERE name = $1 AND lease_token = $2 RETURNING name`,
        [this.options.projection.name, lease.token, this.options.leaseSeconds ?? leaseSeconds],
      )) as [unknown[], number];
      if (result[0].length === 0) throw new LeaseLost(this.options.projection.name);
    }
  }

  private moved(position: Position): void {
    if (position > this.seen) this.seen = position;
    this.news.emit('moved');
  }

  private async take(batch: Batch, from: Position | undefined, lease: Lease): Promise<void> {
    try {
      await this.write(batch.events, batch.through, from, lease);
    } catch (error) {
      if (error instanceof LeaseLost || isPassing(error)) throw error;
      await this.takeOneByOne(batch, from, lease);
    }
  }

  /** Finds the event that stops the batch; everything before it is taken in. */
  private async takeOneByOne(batch: Batch, from: Position | undefined, lease: Lease): Promise<void> {
    const parked = await this.parked();
    let checkpoint = from;
    for (const [index, event] of batch.events.entries()) {
      const through = index === batch.events.length - 1 ? batch.through : event.position;
      const events = parked.has(event.position) ? [] : [event];
      try {
        await this.write(events, through, checkpoint, lease);
      } catch (error) {
        if (error instanceof LeaseLost || isPassing(error)) throw error;
        throw new Poison(event.position, error);
      }
      checkpoint = through;
    }
  }

  private async parked(): Promise<ReadonlySet<string>> {
    const rows = (await this.options.dataSource.query(
      `SELECT position FROM projections.intervention WHERE projection = $1 AND kind = 'park'`,
      [this.options.projection.name],
    )) as { position: string }[];
    return new Set(rows.map(({ position }) => position));
  }

  private async write(
    events: readonly StoredEvent[],
    through: Position,
    from: Position | undefined,
    lease: Lease,
  ): Promise<void> {
    const runner = this.options.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await this.fence(runner, through, from, lease, events.length);
      await this.options.step?.('fenced');
      await this.options.projection.apply(events, queryOf(runner), liveSchema);
      await this.options.step?.('applied');
      await runner.commitTransaction();
      await this.options.step?.('committed');
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async fence(
    runner: QueryRunner,
    through: Position,
    from: Position | undefined,
    lease: Lease,
    events: number,
  ): Promise<void> {
    const result = (await runner.query(
      `UPDATE projections.projection SET checkpoint = $2, events = events + $5,
         lease_until = clock_timestamp() + make_interval(secs => $6)
       WHERE name = $1 AND checkpoint IS NOT DISTINCT FROM $3 AND lease_token = $4 RETURNING name`,
      [
        this.options.projection.name,
        through,
        from ?? null,
        lease.token,
        events,
        this.options.leaseSeconds ?? leaseSeconds,
      ],
    )) as [unknown[], number];
    if (result[0].length === 0) throw new LeaseLost(this.options.projection.name);
  }

  private async stopAt({ position, cause }: Poison): Promise<void> {
    await this.options.dataSource.query(
      `UPDATE projections.projection SET stopped = true, poison_position = $2, poison_error = $3 WHERE name = $1`,
      [this.options.projection.name, position, cause instanceof Error ? cause.name : 'unknown'],
    );
  }
}

export const queryOf =
  (runner: QueryRunner): Query =>
  (sql, parameters) =>
    runner.query(sql, parameters);

const passingCodes = /^(?:08|57P|53|40|ECONN|EPIPE|ETIMEDOUT|55P03)/;

/** A fault of the surroundings, not of the event: worth trying again. */
const isPassing = (error: unknown): boolean => {
  if (error instanceof StoreUnavailable) return true;
  if (typeof error !== 'object' || error === null) return false;
  const code: unknown = Reflect.get(error, 'code') ?? Reflect.get(Reflect.get(error, 'driverError') ?? {}, 'code');
  if (typeof code === 'string') return passingCodes.test(code);
  return error instanceof Error && /connection|terminat|timeout/i.test(error.message);
};
