import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '#system';

/** Asks again until the answer satisfies, for a time no machine needs; less than a test has, so that it says what is missing. */
export const until = async <Value>(
  what: string,
  ask: () => Promise<Value>,
  satisfies: (value: Value) => boolean = (value) => Boolean(value),
  patienceMs = 50_000,
): Promise<Value> => {
  const end = Date.now() + patienceMs;
  for (;;) {
    const value = await ask();
    if (satisfies(value)) return value;
    if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(value)?.slice(0, 500)}`);
    await pause(100);
  }
};

/** Whether all that was recorded so far, also what readers of the log cannot see yet, has been told. */
export const everythingTold = async ({ store, exchange }: System): Promise<boolean> => {
  const tip = await store.tip();
  if ((await store.horizon()) < tip || exchange === undefined) return false;
  const { outbox, regions } = await exchange.standing();
  return outbox.waiting === 0 && (regions?.waiting ?? 0) === 0;
};
