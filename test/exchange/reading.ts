import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

export interface ReadMessage {
  readonly key: string;
  readonly value: any;
  readonly text: string;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** A stranger's client, as another department would write it. */
export const strangerTo = (brokers: string): Kafka =>
  new Kafka({ clientId: 'stranger', brokers: [brokers], logLevel: logLevel.NOTHING, retry: { initialRetryTime: 100 } });

/** Everything on a topic now, in the order of its partitions; nothing where there is no such topic. */
export const allOf = async (brokers: string, topic: string): Promise<readonly ReadMessage[]> => {
  const kafka = strangerTo(brokers);
  const admin = kafka.admin();
  await admin.connect();
  try {
    if (!(await admin.listTopics()).includes(topic)) return [];
    const ends = await admin.fetchTopicOffsets(topic);
    const wanted = ends.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
    if (wanted === 0) return [];
    const consumer = kafka.consumer({ groupId: `read-${randomUUID()}`, maxWaitTimeInMs: 200 });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const read: ReadMessage[] = [];
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          eachMessage: async ({ partition, message }) => {
            const text = message.value?.toString() ?? '';
            const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
            read.push({
              key: message.key?.toString() ?? '',
              value: JSON.parse(text),
              text,
              partition,
              headers: Object.fromEntries(headers),
            });
            if (read.length >= wanted) resolve();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    return read;
  } finally {
    await admin.disconnect();
  }
};

/** What a reader that drops repeated ids sees: each id once, where it came first. */
export const withoutRepeats = (messages: readonly ReadMessage[]): readonly ReadMessage[] => {
  const seen = new Set<string>();
  return messages.filter(({ value }) => !seen.has(value.id) && seen.add(value.id));
};
