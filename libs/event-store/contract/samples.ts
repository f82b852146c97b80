import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '#kernel';
import type { Batch, EventStore, NewEvent, Position, StoredEvent } from '../port.js';

/** A category that no other test writes to. */
export const freshCategory = (): string => `c${randomUUID().replaceAll('-', '')}`;

export const noted = (data: JsonObject = {}, id?: string): NewEvent => ({
  id,
  type: 'Noted',
  schemaVersion: 1,
  data,
  metadata: {
    actor: { user: 'yubei-17', role: 'townOfficer', office: 'shuangfengqiao' },
    occurredAt: '2026-03-02T01:30:00.000Z',
    commandId: 'command',
    correlationId: 'correlation',
  },
});

export const command = (): { commandId: string } => ({ commandId: randomUUID() });

export const all = async (events: AsyncIterable<StoredEvent>): Promise<readonly StoredEvent[]> => {
  const found: StoredEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
};

/** Everything of these categories that can be read now, in small batches. */
export const readLog = async (
  store: EventStore,
  categories: readonly string[],
  limit = 100,
): Promise<readonly StoredEvent[]> => {
  const found: StoredEvent[] = [];
  let after: Position | undefined;
  for (;;) {
    const batch: Batch = await store.readAll({ after, limit, categories });
    found.push(...batch.events);
    after = batch.through;
    if (batch.caughtUp) return found;
  }
};

/** Waits until the condition holds. @throws after ten seconds */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 10_000,
): Promise<void> => {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** A subscription that collects what it gets until it is stopped. */
export const follow = (
  store: EventStore,
  categories: readonly string[],
  after?: Position,
): { readonly events: StoredEvent[]; readonly batches: Batch[]; stop(): Promise<void> } => {
  const stopping = new AbortController();
  const events: StoredEvent[] = [];
  const batches: Batch[] = [];
  const done = (async () => {
    for await (const batch of store.subscribe({ after, categories, limit: 50, signal: stopping.signal })) {
      batches.push(batch);
      events.push(...batch.events);
    }
  })();
  return {
    events,
    batches,
    stop: () => {
      stopping.abort();
      return done;
    },
  };
};

export const numbersOf = (events: readonly StoredEvent[]): readonly (Json | undefined)[] =>
  events.map(({ data }) => data['n']);
