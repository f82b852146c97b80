import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, type Position, type StoredEvent, StoreUnavailable } from '#event-store';

const eventsPerRead = 1_000;
const patienceMs = 5_000;
const pauseMs = 20;

/**
 * Reads on from a place to everything recorded so far, also what readers of the log cannot see yet.
 * @returns the place to go on from
 * @throws StoreUnavailable when older transactions hide it for too long
 */
export const readToTip = async (
  store: EventStore,
  start: Position | undefined,
  categories: readonly string[],
  take: (events: readonly StoredEvent[], through: Position) => Promise<void> | void,
): Promise<Position | undefined> => {
  const tip = await store.tip();
  const until = performance.now() + patienceMs;
  for (let after = start; ;) {
    const batch = await store.readAll({ after, limit: eventsPerRead, categories });
    await take(batch.events, batch.through);
    after = batch.through;
    if (!batch.caughtUp) continue;
    if (after >= tip) return after;
    if (performance.now() > until) throw new StoreUnavailable('The newest events cannot be read yet');
    await pause(pauseMs);
  }
};
