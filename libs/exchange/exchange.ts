import { setTimeout as pause } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { Pool } from 'pg';
import type { AnyCaseType, Clock } from '#kernel';
import type { EventStore, PersonalDataCodec, StoredEvent } from '#event-store';
import { CaseMessages } from './case-messages.js';
import { HeadsTopic } from './heads-topic.js';
import { Inbox, type InboxCounts } from './intake/inbox.js';
import { Intake, type TakeMessage } from './intake/intake.js';
import { Sender, type TopicPlan, describeTrouble, kafkaFor, makeTopics } from './kafka.js';
import { type FollowerStanding, LogFollower } from './log-follower.js';
import { type RegionDesk, Regions } from './regions/regions.js';
import type { ExchangeSettings } from './settings.js';
import { sourceOf } from './source.js';
import { incomingTopics, topicOf } from './topics.js';

const retryMs = 2_000;
const partitions = 6;
/** Case types whose matters are shared with other regions. */
const sharedWithRegions = ['relief-application', 'transient-assistance', 'outreach-lead'];
const usualPatienceMs = 24 * 3_600_000;
const forEver = { 'retention.ms': '-1' };

export interface ExchangeOptions {
  readonly settings: ExchangeSettings;
  readonly pool: Pool;
  readonly store: EventStore;
  readonly personal: PersonalDataCodec;
  readonly clock: Clock;
  /** Keyed digest of a text. */
  readonly fingerprint: (text: string) => string;
  readonly rooms: readonly AnyCaseType[];
  /** Runs the sending of these events; measures and traces it. */
  readonly watch?: (events: readonly StoredEvent[], send: () => Promise<void>) => Promise<void>;
  /** The stream category of a case type. */
  readonly category: (caseType: string) => string;
}

export interface ExchangeStanding {
  /** What is recorded and not yet told. */
  readonly outbox: FollowerStanding;
  /** The same for what concerns other regions; absent where none is connected. */
  readonly regions?: FollowerStanding;
  /** What came in. */
  readonly inbox: InboxCounts;
  /** What this process is struggling with, such as a broker that is away. */
  readonly trouble: string | undefined;
}

const unwatched: NonNullable<ExchangeOptions['watch']> = (_events, send) => send();

/** The way from the log to Kafka, and from Kafka to the desks. */
export class Exchange {
  readonly kafka: Kafka;
  readonly sender: Sender;
  readonly heads: HeadsTopic;
  readonly inbox: Inbox;
  /** Absent where no other region is connected. */
  readonly regions: Regions | undefined;
  private readonly messages: CaseMessages;
  private readonly outbox: LogFollower;
  private readonly regionOutbox: LogFollower | undefined;
  private intake: Intake | undefined;
  private trouble: string | undefined;
  private running = false;

  constructor(private readonly options: ExchangeOptions) {
    const { settings, pool, store, personal, clock, rooms, category } = options;
    const source = sourceOf(settings.installation);
    this.kafka = kafkaFor(settings);
    this.sender = new Sender(this.kafka);
    this.heads = new HeadsTopic(this.kafka, this.sender, topicOf(settings, 'heads'), source);
    this.inbox = new Inbox({ pool, personal, clock, patienceMs: settings.patienceMs ?? usualPatienceMs });
    this.regions = settings.regions && new Regions(settings, settings.regions, this.sender, store, clock);
    const messages = new CaseMessages(rooms, category, source, topicOf(settings, 'cases'));
    this.messages = messages;
    this.outbox = new LogFollower({ name: 'cases', pool, store, categories: messages.categories });
    this.regionOutbox =
      this.regions && new LogFollower({ name: 'regions', pool, store, categories: sharedWithRegions.map(category) });
  }

  /**
   * Makes the topics, tells what the log records and takes in what comes, until the signal aborts. Any number of
   * processes may run it.
   */
  async run(take: TakeMessage, signal: AbortSignal, regionDesk?: RegionDesk): Promise<void> {
    this.running = true;
    await this.topicsReady(signal);
    if (!signal.aborted)
      await Promise.all([
        this.outbox.run((events) => this.tell(events), signal),
        this.intakeWith(take).run(signal),
        regionDesk && this.regionOutbox?.run(async (events) => this.regions?.tell(events, regionDesk), signal),
      ]);
  }

  /** Whether this process speaks with Kafka; others only read how it stands. */
  get runs(): boolean {
    return this.running;
  }

  async standing(): Promise<ExchangeStanding> {
    const [outbox, regions, inbox] = await Promise.all([
      this.outbox.standing(),
      this.regionOutbox?.standing(),
      this.inbox.counts(),
    ]);
    const trouble = this.trouble ?? outbox.trouble ?? regions?.trouble ?? this.intake?.struggle;
    return { outbox, ...(regions === undefined ? {} : { regions }), inbox, trouble };
  }

  private async tell(events: readonly StoredEvent[]): Promise<void> {
    const { watch = unwatched } = this.options;
    const told = events.flatMap((event) => {
      const message = this.messages.of(event);
      return message === undefined ? [] : [{ event, message }];
    });
    if (told.length === 0) return;
    await watch(
      told.map(({ event }) => event),
      () => this.sender.send(told.map(({ message }) => message)),
    );
  }

  private intakeWith(take: TakeMessage): Intake {
    const { settings, fingerprint } = this.options;
    this.intake = new Intake({
      kafka: this.kafka,
      sender: this.sender,
      inbox: this.inbox,
      topics: new Map(incomingTopics.map((topic) => [topicOf(settings, topic), topic])),
      group: `${settings.prefix ?? ''}${settings.installation}.intake`,
      deadLetterTopic: topicOf(settings, 'deadLetters'),
      source: sourceOf(settings.installation),
      take,
      fingerprint,
    });
    return this.intake;
  }

  private async topicsReady(signal: AbortSignal): Promise<void> {
    while (!signal.aborted)
      try {
        await makeTopics(this.kafka, this.plans());
        this.trouble = undefined;
        return;
      } catch (error) {
        this.trouble = describeTrouble(error);
        await pause(retryMs, undefined, { signal }).catch(() => undefined);
      }
  }

  private plans(): readonly TopicPlan[] {
    const { settings } = this.options;
    return [
      { topic: topicOf(settings, 'cases'), partitions, config: forEver },
      { topic: topicOf(settings, 'heads'), partitions: 1, config: forEver },
      { topic: topicOf(settings, 'deadLetters'), partitions: 1 },
      ...incomingTopics.map((topic) => ({ topic: topicOf(settings, topic), partitions })),
    ];
  }
}
