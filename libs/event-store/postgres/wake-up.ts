import type pg from 'pg';
import { Sleepers, type Sleeping } from '../sleepers.js';
import { connectionTo, type LogSource } from './connection.js';

const channel = 'event_store_appended';
const hintEveryMs = 20;
const reconnectAfterMs = 1_000;

/**
 * Tells readers, in this process and others, that there may be something new. Only a hint: whatever is lost here is
 * found by polling. Sent outside the append transaction, and many appends share one.
 */
export class WakeUp implements Sleeping {
  private readonly sleepers = new Sleepers();
  private listener: pg.Client | undefined;
  private listening = false;
  private closed = false;
  private lastHint = 0;
  private planned: NodeJS.Timeout | undefined;
  private sending = Promise.resolve();

  constructor(
    private readonly source: LogSource,
    private readonly pool: pg.Pool,
    private readonly schema: string,
  ) {}

  /** Wakes readers of this process now, and those of others soon. */
  announce(): void {
    this.sleepers.wakeAll();
    if (this.planned !== undefined || this.closed) return;
    const wait = Math.max(0, this.lastHint + hintEveryMs - Date.now());
    this.planned = setTimeout(() => this.sendHint(), wait);
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.listen();
    return this.sleepers.sleep(ms, signal);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.planned);
    this.sleepers.close();
    await this.sending;
    await this.listener?.end().catch(() => undefined);
  }

  private sendHint(): void {
    this.planned = undefined;
    this.lastHint = Date.now();
    this.sending = this.pool.query('select pg_notify($1, $2)', [channel, this.schema]).then(
      () => undefined,
      () => undefined,
    );
  }

  private listen(): void {
    if (this.listening || this.closed) return;
    this.listening = true;
    void this.connectListener();
  }

  private async connectListener(): Promise<void> {
    const client = connectionTo(this.source, 'event-store listen');
    this.listener = client;
    client.on('notification', ({ payload }) => {
      if (payload === this.schema) this.sleepers.wakeAll();
    });
    client.on('end', () => this.relisten(client));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch {
      await client.end().catch(() => undefined);
      this.relisten(client);
    }
  }

  private relisten(lost: pg.Client): void {
    if (this.closed || this.listener !== lost) return;
    this.listener = undefined;
    setTimeout(() => {
      this.listening = false;
      this.listen();
    }, reconnectAfterMs).unref();
  }
}
