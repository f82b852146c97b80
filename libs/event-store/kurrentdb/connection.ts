import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { StoreUnavailable } from '../port.js';
import { meaningOf } from './failures.js';

/** Whether a connection string names a KurrentDB. */
export const isKurrentUrl = (url: string): boolean => /^(?:kurrentdb|kurrent|kdb|esdb)(?:\+discover)?:\/\//.test(url);

const reopenAfterMs = 1_000;

/**
 * The official client with what it does not do by itself: a deadline for every call, and a new connection after a loss.
 */
export class Connection {
  private client: KurrentDBClient | undefined;
  private closed = false;
  private openedAt = 0;

  /** @throws RangeError when the connection string cannot be read; it is not repeated, it may hold a password */
  constructor(
    private readonly url: string,
    private readonly deadlineMs: number,
  ) {
    this.client = this.open();
  }

  /**
   * Runs one call.
   * @param times how many times the usual deadline it may take
   * @throws StoreUnavailable when the database cannot be reached or does not answer in time
   */
  async use<Result>(work: (client: KurrentDBClient) => Promise<Result>, times = 1): Promise<Result> {
    if (this.closed) throw new StoreUnavailable('The event store is closed');
    this.client ??= this.open();
    const { client } = this;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const giveUp = (): void => reject(new StoreUnavailable('The event store does not answer'));
      timer = setTimeout(giveUp, times * this.deadlineMs);
    });
    try {
      return await Promise.race([work(client), late]);
    } catch (error) {
      const meaning = meaningOf(error);
      if (meaning instanceof StoreUnavailable) this.drop(client);
      throw meaning;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends everything that is under way. */
  async close(): Promise<void> {
    this.closed = true;
    const { client } = this;
    this.client = undefined;
    await client?.dispose();
  }

  /** The next call finds the leader anew; while the database is away for long, no more often than need be. */
  private drop(client: KurrentDBClient): void {
    if (this.client !== client || Date.now() - this.openedAt < reopenAfterMs) return;
    this.client = undefined;
    void client.dispose();
  }

  private open(): KurrentDBClient {
    this.openedAt = Date.now();
    try {
      return KurrentDBClient.connectionString(this.url);
    } catch {
      throw new RangeError('The connection string of KurrentDB cannot be read');
    }
  }
}
