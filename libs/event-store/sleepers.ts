/** Those who wait for news of the log. */
export interface Sleeping {
  /** Resolves at the next hint that concerns one of these categories (at any, without them), after `ms`, or when the signal aborts. */
  sleep(ms: number, signal: AbortSignal, categories?: readonly string[]): Promise<void>;
}

interface Sleeper {
  readonly concerns: (written: ReadonlySet<string>) => boolean;
  readonly wake: () => void;
}

export class Sleepers implements Sleeping {
  private readonly waiting = new Set<Sleeper>();
  private closed = false;

  sleep(ms: number, signal: AbortSignal, categories?: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(sleeper);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const concerns = (written: ReadonlySet<string>): boolean =>
        categories === undefined || categories.some((category) => written.has(category));
      const sleeper: Sleeper = { concerns, wake };
      const timer = setTimeout(wake, ms);
      this.waiting.add(sleeper);
      signal.addEventListener('abort', wake);
      if (signal.aborted || this.closed) wake();
    });
  }

  /** Wakes those whom events of these categories concern. */
  wakeFor(written: ReadonlySet<string>): void {
    for (const { concerns, wake } of [...this.waiting]) if (concerns(written)) wake();
  }

  wakeAll(): void {
    for (const { wake } of [...this.waiting]) wake();
  }

  /** Wakes all; nobody sleeps from now on. */
  close(): void {
    this.closed = true;
    this.wakeAll();
  }
}
