/** Those who wait for news of the log. */
export interface Sleeping {
  /** Resolves at the next hint, after `ms`, or when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export class Sleepers implements Sleeping {
  private readonly waiting = new Set<() => void>();
  private closed = false;

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
      if (signal.aborted || this.closed) wake();
    });
  }

  wakeAll(): void {
    for (const wake of [...this.waiting]) wake();
  }

  /** Wakes all; nobody sleeps from now on. */
  close(): void {
    this.closed = true;
    this.wakeAll();
  }
}
