import type { StoredEvent } from '#event-store';

/** Runs one statement in the transaction of the batch and gives its rows. */
export type Query = (sql: string, parameters?: unknown[]) => Promise<unknown>;

/** Turns the log into rows. */
export interface Projection {
  readonly name: string;
  /** The stream categories it reads. */
  readonly categories: readonly string[];
  /** Takes in one batch through `query` alone, which runs in the transaction that also moves the checkpoint. */
  apply(events: readonly StoredEvent[], query: Query, schema: string): Promise<void>;
}
