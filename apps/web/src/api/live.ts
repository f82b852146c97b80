import { useEffect, useSyncExternalStore } from 'react';
import { queries, refreshLists, remember } from './queries';

export type LiveState = 'connecting' | 'live' | 'lost';

/** Longer than two heartbeats of the server. */
const silenceMs = 50_000;
const retryMs = [1_000, 3_000, 10_000, 30_000];
/** A burst of events refreshes the lists once. */
const gatherMs = 400;

let state: LiveState = 'connecting';
const watchers = new Set<() => void>();

const become = (next: LiveState): void => {
  if (state === next) return;
  state = next;
  watchers.forEach((watcher) => watcher());
};

const watch = (watcher: () => void): (() => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

/** Whether changes by others reach this page as they happen. */
export const useLiveState = (): LiveState => useSyncExternalStore(watch, () => state);

interface Recorded {
  readonly caseId: string;
  readonly position: string;
}

/** Follows the event stream until the returned function is called; reconnects by itself. */
const follow = (recorded: (change: Recorded) => void): (() => void) => {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const again = (): void => {
    source?.close();
    become('lost');
    clearTimeout(timer);
    timer = setTimeout(open, retryMs[Math.min(failures, retryMs.length - 1)]);
    failures += 1;
  };
  const heard = (): void => {
    failures = 0;
    become('live');
    clearTimeout(timer);
    timer = setTimeout(again, silenceMs);
  };
  const open = (): void => {
    source = new EventSource('/api/events/stream');
    source.addEventListener('open', heard);
    source.addEventListener('heartbeat', heard);
    source.addEventListener('recorded', (message: MessageEvent<string>) => {
      heard();
      recorded(JSON.parse(message.data) as Recorded);
    });
    source.addEventListener('error', again);
  };

  open();
  window.addEventListener('online', again);
  return () => {
    window.removeEventListener('online', again);
    clearTimeout(timer);
    source?.close();
    become('connecting');
  };
};

const refreshOn = (): ((change: Recorded) => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return ({ caseId, position }) => {
    remember(position);
    void queries.invalidateQueries({ queryKey: ['case', caseId] });
    clearTimeout(timer);
    timer = setTimeout(refreshLists, gatherMs);
  };
};

/** Keeps the page's data fresh while it is shown. What was missed while away is asked for again on return. */
export const useLiveUpdates = (): void => {
  useEffect(() => {
    const stop = follow(refreshOn());
    let wasLost = false;
    const stopWatching = watch(() => {
      if (state === 'live' && wasLost) void queries.invalidateQueries();
      wasLost = state === 'lost';
    });
    return () => {
      stopWatching();
      stop();
    };
  }, []);
};
