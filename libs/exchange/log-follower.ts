import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Instant } from '#kernel';
import type { EventStore, Position, StoredEvent } from '#event-store';
import { describeTrouble } from './kafka.js';

export interface FollowerOptions {
  /** Under which its place in the log is kept. */
  readonly name: string;
  readonly pool: Pool;
  readonly store: EventStore;
  /** Only streams of these categories; all unless told. */
  readonly categories?: readonly string[];
  /** Events taken at a time; 500 unless told. */
  readonly batchSize?: number;
  /** Tells of stretches without events too, so that others learn how far the log was read. */
  readonly everyStretch?: boolean;
  /** How long a silent process keeps the turn; 10 seconds unless told. */
  readonly leaseSeconds?: number;
}

/** Tells others of everything up to a place. May be given any of the events again, never one before its predecessor has been taken. */
export type Tell = (events: readonly StoredEvent[], through: Position) => Promise<void>;

export interface FollowerStanding {
  readonly name: string;
  /** Everything at or before it was told. */
  readonly checkpoint: Position | undefined;
  readonly taken: number;
  /** Events that wait, counted up to `mostCounted`. */
  readonly waiting: number;
  /** When the oldest of them was recorded. */
  readonly waitingSince: Instant | undefined;
  /** What this process is struggling with, such as a broker that is away. */
  readonly trouble: string | undefined;
}

export const mostCounted = 1_000;

const shortestPauseMs = 250;
const longestPauseMs = 5_000;

interface Lease {
  readonly token: string;
  readonly checkpoint: Position | null;
}

/** The turn went to another process; what this one still told is told again by that one. */
class LeaseLost extends Error {
  constructor() {
    super('The lease was lost');
    this.name = 'LeaseLost';
  }
}

/**
 * Tells others what the log records, in its order, at least once. Its place is kept after they acknowledged, one process
 * at a time has the turn, and any fault, however long, is waited out: whoever appends notices nothing of it.
 */
export class LogFollower {
  private readonly holder = randomUUID();
  private trouble: string | undefined;

  constructor(private readonly options: FollowerOptions) {}

  /** What this process is struggling with. */
  get struggle(): string | undefined {
    return this.trouble;
  }

  /** Follows until the signal aborts. */
  async run(tell: Tell, signal: AbortSignal): Promise<void> {
    const { leaseSeconds = 10 } = this.options;
    let pauseMs = shortestPauseMs;
    while (!signal.aborted) {
      try {
        const lease = await this.acquire(leaseSeconds);
        if (lease !== undefined) await this.follow(tell, lease, leaseSeconds, signal);
        this.trouble = undefined;
        pauseMs = (leaseSeconds * 1_000) / 4;
      } catch (error) {
        if (signal.aborted) break;
        this.trouble = error instanceof LeaseLost ? undefined : describeTrouble(error);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
    await this.release().catch(() => undefined);
  }

  async standing(): Promise<FollowerStanding> {
    const { name, pool, store, categories } = this.options;
    const { rows } = await pool.query<{ checkpoint: Position | null; taken: string }>(
      'select checkpoint, taken::text from exchange.follower where name = $1',
      [name],
    );
    const checkpoint = rows[0]?.checkpoint ?? undefined;
    const { events } = await store.readAll({
      limit: mostCounted,
      ...(checkpoint === undefined ? {} : { after: checkpoint }),
      ...(categories === undefined ? {} : { categories }),
    });
    return {
      name,
      checkpoint,
      taken: Number(rows[0]?.taken ?? 0),
      waiting: events.length,
      waitingSince: events[0]?.recordedAt,
      trouble: this.trouble,
    };
  }

  private async follow(tell: Tell, lease: Lease, leaseSeconds: number, signal: AbortSignal): Promise<void> {
    const { store, categories, batchSize = 500, everyStretch = false } = this.options;
    const lost = new AbortController();
    const ending = AbortSignal.any([signal, lost.signal]);
    const renewing = setInterval(
      () =>
        void this.renew(lease, leaseSeconds).then(
          (held) => held || lost.abort(),
          () => undefined,
        ),
      (leaseSeconds * 1_000) / 3,
    );
    try {
      let from = lease.checkpoint;
      const after = from === null ? {} : { after: from };
      const wanted = categories === undefined ? {} : { categories };
      for await (const { events, through } of store.subscribe({
        ...after,
        ...wanted,
        limit: batchSize,
        signal: ending,
      })) {
        if (events.length > 0 || everyStretch) await tell(events, through);
        await this.advance(lease, from, through, events.length);
        from = through;
        this.trouble = undefined;
      }
    } finally {
      clearInterval(renewing);
    }
  }

  /** Nothing while another process has the turn. */
  private async acquire(seconds: number): Promise<Lease | undefined> {
    const { pool, name } = this.options;
    await pool.query('insert into exchange.follower (name) values ($1) on conflict do nothing', [name]);
    const { rows } = await pool.query<Lease>(
      `update exchange.follower set lease_holder = $2, lease_token = lease_token + 1,
         lease_until = clock_timestamp() + make_interval(secs => $3)
       where name = $1 and (lease_until < clock_timestamp() or lease_holder = $2)
       returning lease_token::text as token, checkpoint`,
      [name, this.holder, seconds],
    );
    return rows[0];
  }

  private async renew({ token }: Lease, seconds: number): Promise<boolean> {
    const { rowCount } = await this.options.pool.query(
      `update exchange.follower set lease_until = clock_timestamp() + make_interval(secs => $3)
       where name = $1 and lease_token = $2`,
      [this.options.name, token, seconds],
    );
    return rowCount === 1;
  }

  /** @throws LeaseLost */
  private async advance({ token }: Lease, from: Position | null, through: Position, taken: number): Promise<void> {
    if (from === through) return;
    const { rowCount } = await this.options.pool.query(
      `update exchange.follower set checkpoint = $4, taken = taken + $5
       where name = $1 and lease_token = $2 and checkpoint is not distinct from $3`,
      [this.options.name, token, from, through, taken],
    );
    if (rowCount !== 1) throw new LeaseLost();
  }

  private async release(): Promise<void> {
    await this.options.pool.query(
      `update exchange.follower set lease_until = '-infinity', lease_holder = null
       where name = $1 and lease_holder = $2`,
      [this.options.name, this.holder],
    );
  }
}
