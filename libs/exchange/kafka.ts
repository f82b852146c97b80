import { Kafka, type Message, Partitioners, type Producer, logLevel } from 'kafkajs';
import type { ExchangeSettings } from './settings.js';

const acknowledgedByAll = -1;

/** The client library with our settings; it writes no log of its own, since its lines may quote messages. */
export const kafkaFor = ({ brokers, installation, tls, sasl }: ExchangeSettings): Kafka =>
  new Kafka({
    clientId: `caseflow-${installation}`,
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    ...(tls === true ? { ssl: true } : {}),
    ...(sasl === undefined ? {} : { sasl: { mechanism: 'scram-sha-512', ...sasl } }),
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    // Whoever sends or receives goes on by itself after this; a broker may be away for any time.
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 4 },
  });

/** What a fault may say aloud: its kind and code and those of its causes, never a message, which may quote anything. */
export const describeTrouble = (error: unknown): string => {
  if (!(error instanceof Error)) return 'failed';
  const { name, cause } = error;
  const code: unknown = Reflect.get(error, 'type') ?? Reflect.get(error, 'code');
  const own = typeof code === 'string' ? `${name} ${code}` : name;
  return cause instanceof Error ? `${own}: ${describeTrouble(cause)}` : own;
};

export interface TopicMessage {
  readonly topic: string;
  /** Follows from the key unless told. */
  readonly partition?: number;
  readonly key: string;
  readonly value: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Most bytes of messages sent at once: Kafka takes what goes to one partition whole or, above 1 MiB, not at all. */
const mostBytes = 512 * 1024;

/** The messages in their order, a larger one alone. */
const portionsOf = (messages: readonly TopicMessage[]): readonly (readonly TopicMessage[])[] => {
  const portions: TopicMessage[][] = [];
  let left = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.value);
    const portion = size <= left ? portions.at(-1) : undefined;
    if (portion === undefined) portions.push([message]);
    else portion.push(message);
    left = (portion === undefined ? mostBytes : left) - size;
  }
  return portions;
};

const topicMessagesOf = (messages: readonly TopicMessage[]): { topic: string; messages: Message[] }[] => {
  const byTopic = new Map<string, Message[]>();
  for (const { topic, partition, key, value, headers = {} } of messages) {
    const list = byTopic.get(topic) ?? [];
    list.push({ key, value, headers: { ...headers }, ...(partition === undefined ? {} : { partition }) });
    byTopic.set(topic, list);
  }
  return [...byTopic].map(([topic, list]) => ({ topic, messages: list }));
};

/** Sends messages; connects when it is first needed, and again after a fault. */
export class Sender {
  private connected: Promise<Producer> | undefined;

  constructor(private readonly kafka: Kafka) {}

  /**
   * Returns when every in-sync replica has all of them. After a throw some may stand on the topic all the same: the
   * caller sends them all again, so a reader may meet a message twice, but never one before its predecessor.
   */
  async send(messages: readonly TopicMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const producer = await this.producer();
    try {
      for (const portion of portionsOf(messages))
        await producer.sendBatch({ acks: acknowledgedByAll, topicMessages: topicMessagesOf(portion) });
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { connected } = this;
    this.connected = undefined;
    await connected?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  private producer(): Promise<Producer> {
    this.connected ??= this.connect();
    return this.connected;
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      maxInFlightRequests: 1,
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.connected = undefined;
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
  }
}

export interface TopicPlan {
  readonly topic: string;
  readonly partitions: number;
  readonly config?: Readonly<Record<string, string>>;
}

/** Makes the topics that are not there yet. Where Kafka's administrator made them, nothing is changed. */
export const makeTopics = async (kafka: Kafka, plans: readonly TopicPlan[]): Promise<void> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const present = new Set(await admin.listTopics());
    const topics = plans
      .filter(({ topic }) => !present.has(topic))
      .map(({ topic, partitions, config = {} }) => ({
        topic,
        numPartitions: partitions,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      }));
    if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: true });
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
