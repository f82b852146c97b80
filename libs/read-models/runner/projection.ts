import type { StoredEvent } from '#event-store';
import type { Query } from '../set-write.js';

/** Turns the log into rows. */
export interface Projection {
  readonly name: string;
  /** The stream categories it reads. */
  readonly categories: readonly string[];
  /** Takes in one batch through `query` alone, which runs in the transaction that also moves the checkpoint. */
  apply(events: readonly StoredEvent[], query: Query): Promise<void>;
}
