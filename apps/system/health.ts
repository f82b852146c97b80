import { setTimeout as sleep } from 'node:timers/promises';
import type { ExchangeStanding } from '#exchange';

export interface Dependency {
  readonly up: boolean;
  /** Without it this process cannot serve; without the others only a part of what it does waits. */
  readonly needed: boolean;
}

export interface Health {
  /** Everything needed is there, and nothing keeps new events from being shown. */
  readonly ready: boolean;
  readonly dependencies: Readonly<Record<'eventStore' | 'readModels' | 'evidenceStore', Dependency>> & {
    /** Absent in a process that does not speak with Kafka. */
    readonly kafka?: Dependency;
  };
  readonly projections: readonly object[];
  readonly evidence: { readonly writable: boolean };
  readonly log: { readonly heldBackSeconds: number } | { readonly unreachable: true };
  readonly exchange?: ExchangeStanding;
  /** What keeps this process from feeding the log to the projections. */
  readonly feedTrouble?: string;
}

/** A dependency that does not answer within this time is as good as away. */
const patienceMs = 2_000;

/** What the process finds when it asks; nothing where the answer is an error or does not come in time. */
export const answerOf = async <Answer>(asking: Promise<Answer>): Promise<Answer | undefined> => {
  const over = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: over.signal }).catch(() => undefined);
  try {
    return await Promise.race([asking, late]);
  } catch {
    return undefined;
  } finally {
    over.abort();
  }
};

/** Asks once at a time: whoever comes meanwhile shares the answer, so that probes do not pile up on what is away. */
export const shared = <Answer>(ask: () => Promise<Answer>): (() => Promise<Answer>) => {
  let asked: Promise<Answer> | undefined;
  return () => {
    asked ??= ask().finally(() => {
      asked = undefined;
    });
    return asked;
  };
};
