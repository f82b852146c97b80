import { END, streamNameFilter, type AllStreamSubscription } from '@kurrent/kurrentdb-client';
import { Sleepers, type Sleeping } from '../sleepers.js';
import type { Connection } from './connection.js';
import { ownStreams } from './names.js';

const reconnectAfterMs = 1_000;

/**
 * Tells readers that there may be something new, by a subscription to the end of the log. Only a hint: a subscription
 * ends with its connection and does not come back, so what is lost here is found by polling.
 */
export class Hints implements Sleeping {
  private readonly sleepers = new Sleepers();
  private subscription: AllStreamSubscription | undefined;
  private listening = false;
  private closed = false;

  constructor(private readonly connection: Connection) {}

  /** Wakes the readers of this process. */
  announce(): void {
    this.sleepers.wakeAll();
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.listen();
    return this.sleepers.sleep(ms, signal);
  }

  close(): void {
    this.closed = true;
    this.sleepers.close();
    this.subscription?.destroy();
  }

  private listen(): void {
    if (this.listening || this.closed) return;
    this.listening = true;
    void this.subscribe().catch(() => this.listenAgain());
  }

  private async subscribe(): Promise<void> {
    const filter = streamNameFilter({ regex: ownStreams, maxSearchWindow: 1_000, checkpointInterval: 1_000 });
    const subscription = await this.connection.use((client) =>
      Promise.resolve(client.subscribeToAll({ fromPosition: END, filter })),
    );
    this.subscription = subscription;
    // Without a listener an error would end the process.
    subscription.on('error', () => subscription.destroy());
    subscription.on('close', () => this.listenAgain());
    subscription.on('end', () => subscription.destroy());
    subscription.on('data', () => this.sleepers.wakeAll());
  }

  private listenAgain(): void {
    this.subscription = undefined;
    if (this.closed) return;
    setTimeout(() => {
      this.listening = false;
      this.listen();
    }, reconnectAfterMs).unref();
  }
}
