import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { EventStore, Position, StoredEvent } from '#event-store';
import { readToTip } from './read-to-tip.js';

const troublePauseMs = 1_000;

export interface LogTableOptions {
  readonly store: EventStore;
  readonly pool: Pool;
  /** Under which the progress is kept. */
  readonly name: string;
  readonly categories: readonly string[];
  /** Writes what the events say; may be given any of them again. */
  readonly take: (events: readonly StoredEvent[]) => Promise<void>;
}

/** A table that is kept where the log is, by any number of processes at once. */
export class LogTable {
  constructor(private readonly options: LogTableOptions) {}

  /** Takes everything recorded so far. */
  async catchUp(): Promise<void> {
    const { store, categories } = this.options;
    await readToTip(store, await this.progress(), categories, (events, through) => this.take(events, through));
  }

  /** Follows the log until the signal aborts; goes on after any trouble, which is told each time. */
  async follow(signal: AbortSignal, trouble: (error: unknown) => void = () => undefined): Promise<void> {
    const { store, categories } = this.options;
    while (!signal.aborted)
      try {
        const after = await this.progress();
        for await (const batch of store.subscribe({ after, categories, signal }))
          await this.take(batch.events, batch.through);
      } catch (error) {
        if (signal.aborted) return;
        trouble(error);
        await pause(troublePauseMs, undefined, { signal }).catch(() => undefined);
      }
  }

  private async take(events: readonly StoredEvent[], through: Position): Promise<void> {
    if (events.length > 0) await this.options.take(events);
    await this.options.pool.query(
      `INSERT INTO privacy.progress AS held (name, position) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET position = excluded.position WHERE held.position < excluded.position`,
      [this.options.name, through],
    );
  }

  private async progress(): Promise<Position | undefined> {
    const { rows } = await this.options.pool.query<{ position: string }>(
      'SELECT position FROM privacy.progress WHERE name = $1',
      [this.options.name],
    );
    return rows[0]?.position;
  }
}
