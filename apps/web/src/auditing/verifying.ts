import { useEffect, useRef, useState } from 'react';
import { type KeySource, type Slice, type Verification, type VerificationAsked, auditApi } from './api';

/** Small enough that progress moves and a stop takes hold soon. */
const eventsAtOnce = 2_000;

interface Run {
  readonly state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  readonly progress?: { readonly done: number; readonly of: number };
  readonly found?: Verification;
  readonly keys: readonly KeySource[];
  readonly error?: unknown;
}

const idle: Run = { state: 'idle', keys: [] };

/** What slices that follow each other found together; what is not covered, and with which head the log agrees, the last of them knows. */
const together = (before: Verification | undefined, slice: Verification): Verification => {
  if (before === undefined) return slice;
  const faults = [...before.faults, ...slice.faults];
  return {
    whole: before.whole && slice.whole,
    checked: {
      ...slice.checked,
      events: before.checked.events + slice.checked.events,
      streams: Math.max(before.checked.streams, slice.checked.streams),
      agreesWith: slice.checked.agreesWith ?? before.checked.agreesWith,
    },
    ...(faults[0] === undefined ? {} : { first: faults[0] }),
    faults,
  };
};

const runOf = (before: Run, slice: Slice): Run => {
  const found = together(before.found, slice.result);
  const done = found.checked.events;
  return {
    state: slice.next === undefined ? 'done' : 'running',
    progress: { done, of: done + slice.left },
    found,
    keys: slice.keys,
  };
};

/** Verifies slice by slice, so that it can be watched and stopped. */
export const useVerifying = () => {
  const [run, setRun] = useState<Run>(idle);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const goOn = async (asked: VerificationAsked, { signal }: AbortController): Promise<void> => {
    let now: Run = { ...idle, state: 'running' };
    let next: VerificationAsked | undefined = 'caseId' in asked ? asked : { ...asked, limit: eventsAtOnce };
    setRun(now);
    while (next !== undefined) {
      const slice: Slice = await auditApi.verify(next, signal);
      now = runOf(now, slice);
      setRun(now);
      next =
        slice.next === undefined
          ? undefined
          : { from: slice.next, ...(slice.to === undefined ? {} : { to: slice.to }), limit: eventsAtOnce };
    }
  };

  const start = (asked: VerificationAsked): void => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    goOn(asked, mine).catch((error: unknown) => {
      if (!mine.signal.aborted) setRun((before) => ({ ...before, state: 'failed', error }));
    });
  };

  const stop = (): void => {
    abort.current?.abort();
    setRun((before) => ({ ...before, state: 'stopped' }));
  };

  return { ...run, start, stop };
};
