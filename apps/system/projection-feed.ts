import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { EventStore, Position, StoredEvent } from '#event-store';
import { type ExchangeSettings, LogFollower, Sender, describeTrouble, kafkaFor, makeTopics } from '#exchange';
import { type FeedPlan, type KafkaFeed, feedMessages } from '#read-models';

/** Fixed for good: with another number, the events of a case would stand on two partitions. */
const partitions = 12;
const retryMs = 2_000;
/** An event may have 1 MiB, and what is told of it a little more. */
const config = { 'retention.ms': '-1', 'max.message.bytes': String(4 * 1024 * 1024) };

/** The topic that the log is fed to for this installation's own projections, and the group that shares it. */
export const feedFor = (settings: ExchangeSettings): KafkaFeed => {
  const name = `${settings.prefix ?? ''}${settings.installation}.projections`;
  return { kafka: kafkaFor(settings), topic: `${name}.v1`, group: name };
};

/**
 * Feeds the log to the topic of the projections, whole and as it is stored: what is sealed stays sealed. One process at a
 * time has the turn. The topic is this installation's own and is read by nobody else.
 */
export class ProjectionFeed {
  private readonly sender: Sender;
  private readonly follower: LogFollower;
  private topicTrouble: string | undefined;

  constructor(
    private readonly feed: KafkaFeed,
    private readonly plan: Omit<FeedPlan, 'partitions'>,
    { pool, store }: { readonly pool: Pool; readonly store: EventStore },
  ) {
    this.sender = new Sender(feed.kafka);
    this.follower = new LogFollower({ name: 'projections', pool, store, everyStretch: true });
  }

  /** What keeps this process from feeding, for as long as it does. */
  get trouble(): string | undefined {
    return this.topicTrouble ?? this.follower.struggle;
  }

  /** Feeds until the signal aborts; any fault is waited out. */
  async run(signal: AbortSignal): Promise<void> {
    await this.topicReady(signal);
    if (!signal.aborted) await this.follower.run((events, through) => this.tell(events, through), signal);
    await this.sender.close();
  }

  private async tell(events: readonly StoredEvent[], through: Position): Promise<void> {
    const { topic } = this.feed;
    const messages = feedMessages(events, through, { ...this.plan, partitions });
    await this.sender.send(messages.map((message) => ({ topic, ...message })));
  }

  private async topicReady(signal: AbortSignal): Promise<void> {
    while (!signal.aborted)
      try {
        await makeTopics(this.feed.kafka, [{ topic: this.feed.topic, partitions, config }]);
        this.topicTrouble = undefined;
        return;
      } catch (error) {
        this.topicTrouble = describeTrouble(error);
        await pause(retryMs, undefined, { signal }).catch(() => undefined);
      }
  }
}
