import { StoreUnavailable, type Batch, type Position, type ReadAllOptions, type SubscribeOptions } from './port.js';
import type { Sleeping } from './sleepers.js';

const shortestPauseMs = 10;
const longestPauseMs = 1_000;
const defaultLimit = 1_000;

/**
 * Polls for what is new, faster after a hint and slower when nothing comes, and goes on after any loss of the store.
 * Gives every batch that holds events, and an empty one when it turns out that there is nothing (more) to catch up with.
 */
export async function* subscribeTo(
  readBatch: (options: ReadAllOptions) => Promise<Batch>,
  wakeUp: Sleeping,
  { after, categories, limit = defaultLimit, signal }: SubscribeOptions,
): AsyncGenerator<Batch> {
  let seen: Position | undefined = after;
  let behind = true;
  let pause = shortestPauseMs;
  while (!signal.aborted) {
    const batch = await readBatch({ after: seen, categories, limit }).catch(unlessUnavailable);
    if (signal.aborted) return;
    if (batch !== undefined) {
      const news = batch.events.length > 0;
      if (news || (behind && batch.caughtUp)) yield batch;
      seen = batch.through;
      behind = !batch.caughtUp;
      if (news) pause = shortestPauseMs;
      if (behind) continue;
    }
    const slept = Date.now();
    await wakeUp.sleep(pause, signal, categories);
    const hinted = Date.now() - slept < pause - 1;
    pause = hinted ? shortestPauseMs : Math.min(pause * 2, longestPauseMs);
  }
}

const unlessUnavailable = (error: unknown): undefined => {
  if (error instanceof StoreUnavailable) return undefined;
  throw error;
};
