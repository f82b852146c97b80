import type pg from 'pg';
import { connectionTo, isConnectionLost, type LogSource } from './connection.js';
import { checkGeneration } from './generation.js';

/** One connection that carries one append transaction at a time, and connects anew after a loss. */
export class Lane {
  busy = false;
  private client: pg.Client | undefined;

  constructor(
    private readonly source: LogSource,
    private readonly schema: string,
  ) {}

  /** Runs one piece of work on the connection; after any loss the next call connects anew. */
  async use<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const client = this.client ?? (await this.connect());
    try {
      return await work(client);
    } catch (error) {
      if (isConnectionLost(error)) await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<pg.Client> {
    const client = connectionTo(this.source, 'event-store append');
    try {
      await client.connect();
      await checkGeneration(client, this.schema);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    client.on('end', () => {
      if (this.client === client) this.client = undefined;
    });
    this.client = client;
    return client;
  }
}
