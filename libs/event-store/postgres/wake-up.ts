import type pg from 'pg';
import { Sleepers, type Sleeping } from '../sleepers.js';
import { connectionTo, type LogSource } from './connection.js';

const channel = 'event_store_appended';
const hintEveryMs = 20;
const reconnectAfterMs = 1_000;

/** A notification holds less than 8,000 bytes; one that names nothing wakes everybody. */
const longestList = 4_000;

/**
 * Tells readers, in this process and others, that there may be something new, and of which categories: nobody is woken
 * for what is not theirs. Only a hint: whatever is lost here is found by polling. Sent outside the append transaction,
 * and many appends share one.
 */
export class WakeUp implements Sleeping {
  private readonly sleepers = new Sleepers();
  private listener: pg.Client | undefined;
  private listening = false;
  private closed = false;
  private lastHint = 0;
  private planned: NodeJS.Timeout | undefined;
  private untold = new Set<string>();
  private sending = Promise.resolve();

  constructor(
    private readonly source: LogSource,
    private readonly pool: pg.Pool,
    private readonly schema: string,
  ) {}

  /** Wakes readers of this process now, and those of others soon. */
  announce(categories: ReadonlySet<string>): void {
    this.sleepers.wakeFor(categories);
    for (const category of categories) this.untold.add(category);
    if (this.planned !== undefined || this.closed) return;
    const wait = Math.max(0, this.lastHint + hintEveryMs - Date.now());
    this.planned = setTimeout(() => this.sendHint(), wait);
  }

  sleep(ms: number, signal: AbortSignal, categories?: readonly string[]): Promise<void> {
    this.listen();
    return this.sleepers.sleep(ms, signal, categories);
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
    const categories = JSON.stringify([...this.untold]);
    this.untold = new Set();
    const payload = Buffer.byteLength(categories) > longestList ? this.schema : `${this.schema} ${categories}`;
    this.sending = this.pool.query('select pg_notify($1, $2)', [channel, payload]).then(
      () => undefined,
      () => undefined,
    );
  }

  private listen(): void {
    if (this.listening || this.closed) return;
    this.listening = true;
    void this.connectListener();
  }

  private heard(payload: string): void {
    if (payload === this.schema) this.sleepers.wakeAll();
    const mark = `${this.schema} `;
    if (payload.startsWith(mark))
      this.sleepers.wakeFor(new Set(JSON.parse(payload.slice(mark.length)) as readonly string[]));
  }

  private async connectListener(): Promise<void> {
    const client = connectionTo(this.source, 'event-store listen');
    this.listener = client;
    client.on('notification', ({ payload = '' }) => this.heard(payload));
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
