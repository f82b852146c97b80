import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Instant } from '#kernel';
import { BoundedMap } from '../bounded-map.js';
import { AppendRefused, StoreUnavailable, VersionConflict, type Appended } from '../port.js';
import { putUnits } from './append-statement.js';
import { arrange, emptyHead, fits, type Arranged, type Head } from '../arranging.js';
import { isConnectionLost, sqlState, type LogSource } from './connection.js';
import { Lane } from './lane.js';
import { lookAt, readHeads } from './look.js';
import { positionOf } from './position.js';
import type { PreparedAppend } from '../prepare.js';
import { categoryOf } from '../stream-name.js';
import { WaitingAppends, type Waiting } from './waiting-appends.js';

export interface QueueOptions {
  readonly source: LogSource;
  readonly schema: string;
  readonly now: () => Instant;
  /** How long an append is tried again while the store cannot be reached, in ms. */
  readonly patienceMs: number;
  /** Called after events of these categories were committed. */
  readonly committed: (categories: ReadonlySet<string>) => void;
}

const laneCount = 2;
const mostTries = 100;
const rememberedHeads = 50_000;
const pauseWhenAwayMs = 100;
// Unique violation, serialisation failure, deadlock: someone else was faster.
const overtaken = /^(23505|40001|40P01)$/;

/**
 * Appends that arrive while commits are under way go together in the next transaction. Two transactions may be under
 * way at once, never with the same stream. What a transaction turns away is looked at and judged one by one.
 */
export class AppendQueue {
  private readonly waiting = new WaitingAppends();
  private readonly heads = new BoundedMap<string, Head>(rememberedHeads);
  private readonly commandsUnderWay = new Map<string, Promise<Appended>>();
  private readonly lanes: readonly Lane[];
  private turnPlanned = false;
  private closed = false;

  constructor(private readonly options: QueueOptions) {
    this.lanes = Array.from({ length: laneCount }, () => new Lane(options.source, options.schema));
  }

  /** Takes the append into the next transaction; a command under way is waited for, and its answer repeated. */
  async append(append: PreparedAppend): Promise<Appended> {
    for (;;) {
      const earlier = this.commandsUnderWay.get(append.commandId);
      if (earlier === undefined) break;
      const answer = await earlier.catch(() => undefined);
      if (answer !== undefined) return { ...answer, repeated: true };
    }
    const answer = this.enqueue(append);
    this.commandsUnderWay.set(append.commandId, answer);
    try {
      return await answer;
    } finally {
      this.commandsUnderWay.delete(append.commandId);
    }
  }

  /** Remembers where a stream was seen to end, so that the next append need not ask. */
  seen(stream: string, { version, hash }: Head): void {
    const known = this.heads.get(stream);
    if (known === undefined || known.version < version) this.heads.set(stream, { version, hash });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const one of this.waiting.clear()) one.reject(new StoreUnavailable('The event store is closed'));
    await Promise.allSettled(this.commandsUnderWay.values());
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }

  private enqueue(append: PreparedAppend): Promise<Appended> {
    if (this.closed) return Promise.reject(new StoreUnavailable('The event store is closed'));
    return new Promise((resolve, reject) => {
      const until = Date.now() + this.options.patienceMs;
      const one: Waiting = {
        append,
        until,
        resolve: (answer) => {
          one.settled = true;
          resolve(answer);
        },
        reject: (error) => {
          one.settled = true;
          reject(error instanceof Error ? error : new Error('The append failed', { cause: error }));
        },
        settled: false,
        tries: 0,
        alone: false,
      };
      this.waiting.add(one);
      this.planTurn();
    });
  }

  /** Waits for what else arrives in this turn of the event loop. */
  private planTurn(): void {
    if (this.turnPlanned || this.waiting.size === 0) return;
    this.turnPlanned = true;
    setImmediate(() => {
      this.turnPlanned = false;
      this.fillLanes();
    });
  }

  private fillLanes(): void {
    const idle = this.lanes.filter((lane) => !lane.busy);
    for (const [index, lane] of idle.entries()) {
      const batch = this.waiting.take(Math.ceil(this.waiting.size / (idle.length - index)));
      if (batch.length > 0) void this.carry(lane, batch);
    }
  }

  private async carry(lane: Lane, batch: readonly Waiting[]): Promise<void> {
    lane.busy = true;
    try {
      await lane.use((client) => this.put(client, batch));
    } catch (error) {
      await this.failed(batch, error);
    } finally {
      lane.busy = false;
      this.waiting.release(batch);
      this.planTurn();
    }
  }

  private async put(client: pg.Client, batch: readonly Waiting[]): Promise<void> {
    await this.learnHeads(client, batch);
    const recordedAt = this.options.now();
    const appends = batch.map(({ append }) => append);
    const arranged = arrange(appends, (stream) => this.heads.get(stream) ?? emptyHead, recordedAt);
    const { answers, raced } = await this.write(client, arranged, recordedAt);
    const open: Waiting[] = [];
    for (const one of batch) {
      const answer = answers.get(one.append);
      if (answer === undefined) open.push(one);
      else one.resolve(answer);
    }
    if (answers.size > 0) this.options.committed(new Set([...answers.keys()].map(({ stream }) => categoryOf(stream))));
    if (open.length > 0) await this.judge(client, open, raced);
  }

  /** A stream that is expected to be new needs no look. */
  private async learnHeads(client: pg.Client, batch: readonly Waiting[]): Promise<void> {
    const unknown = new Set<string>();
    for (const { append } of batch)
      if (append.expected !== 'none' && this.heads.get(append.stream) === undefined) unknown.add(append.stream);
    if (unknown.size === 0) return;
    const found = await readHeads(client, this.options.schema, [...unknown]);
    for (const stream of unknown) this.heads.set(stream, found.get(stream) ?? emptyHead);
  }

  private async write(
    client: pg.Client,
    { units }: Arranged,
    recordedAt: Instant,
  ): Promise<{ answers: ReadonlyMap<PreparedAppend, Appended>; raced: boolean }> {
    const answers = new Map<PreparedAppend, Appended>();
    if (units.length === 0) return { answers, raced: false };
    try {
      const { generation, xid, stale } = await putUnits(client, this.options.schema, units, recordedAt);
      for (const { stream, end, chained } of units) {
        if (stale.has(stream)) continue;
        this.heads.set(stream, end);
        for (const { append, firstVersion, lastOrdinal } of chained)
          answers.set(append, {
            stream,
            firstVersion,
            lastVersion: firstVersion + append.events.length - 1,
            position: positionOf({ generation, xid, ordinal: lastOrdinal }),
            repeated: false,
            fingerprint: append.fingerprint,
          });
      }
      return { answers, raced: false };
    } catch (error) {
      if (overtaken.test(sqlState(error) ?? '')) return { answers, raced: true };
      throw error;
    }
  }

  /** Looks at what is stored of these appends and answers those that it decides; the others are tried again. */
  private async judge(client: pg.Client, open: readonly Waiting[], raced: boolean): Promise<void> {
    const stored = await lookAt(
      client,
      this.options.schema,
      open.map(({ append }) => append),
    );
    const undecided: Waiting[] = [];
    for (const one of open) {
      const { append } = one;
      const head = stored.heads.get(append.stream) ?? emptyHead;
      this.heads.set(append.stream, head);
      const earlier = stored.commands.get(append.commandId);
      if (earlier !== undefined) one.resolve(earlier);
      else if (!fits(append, head)) one.reject(new VersionConflict(append.stream, append.expected, head.version));
      else if (append.events.some(({ id }) => stored.ids.has(id)))
        one.reject(
          new AppendRefused('duplicate-event-id', `An event for ${append.stream} carries an id stored before`),
        );
      else undecided.push(one);
    }
    // A batch that failed for no reason that shows is not put together again.
    const apart = raced && undecided.length === open.length;
    for (const one of undecided.toReversed()) {
      one.alone ||= apart;
      this.again(one, new StoreUnavailable(`${one.append.stream} is written too fast by others`));
    }
  }

  private again(one: Waiting, failure: StoreUnavailable): void {
    one.tries += 1;
    if (this.closed || one.tries > mostTries || Date.now() > one.until) one.reject(failure);
    else this.waiting.putBack(one);
  }

  private async failed(batch: readonly Waiting[], error: unknown): Promise<void> {
    const open = batch.filter(({ settled }) => !settled);
    for (const { append } of open) this.heads.delete(append.stream);
    const away = isConnectionLost(error) || error instanceof StoreUnavailable;
    if (!away && open.length === 1) {
      for (const one of open) one.reject(error);
      return;
    }
    if (away) await delay(pauseWhenAwayMs);
    const failure =
      error instanceof StoreUnavailable
        ? error
        : new StoreUnavailable('The event store cannot be reached', { cause: error });
    for (const one of open.toReversed()) {
      one.alone ||= !away;
      this.again(one, failure);
    }
  }
}
