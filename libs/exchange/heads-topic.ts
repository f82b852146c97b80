import { randomUUID } from 'node:crypto';
import type { EachMessagePayload, Kafka } from 'kafkajs';
import { z } from 'zod';
import { type HeadsOutlet, OutletAway, type TreeHead, treeHeadSchema } from '#audit';
import { cloudMessage } from './case-messages.js';
import type { Sender } from './kafka.js';

const readTimeoutMs = 20_000;
const headMessage = z.object({ data: treeHeadSchema });

/** CloudEvents type of a signed head. */
export const headType = 'caseflow.audit.TreeHeadSigned.v1';

/**
 * Sends every head of the log to a topic with one partition, which whoever keeps the database cannot rewrite. The last
 * head there is read once for each process; what this process sent later it knows by itself.
 */
export class HeadsTopic implements HeadsOutlet {
  private held: { readonly head: TreeHead | undefined } | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly sender: Sender,
    private readonly topic: string,
    private readonly source: string,
  ) {}

  /** @throws OutletAway */
  async last(): Promise<TreeHead | undefined> {
    try {
      this.held ??= { head: await this.read() };
    } catch (cause) {
      throw new OutletAway('The topic of tree heads cannot be read', { cause });
    }
    return this.held.head;
  }

  /** @throws OutletAway */
  async send(heads: readonly TreeHead[]): Promise<void> {
    try {
      await this.sender.send(
        heads.map((head) =>
          cloudMessage(this.topic, head.logId, {
            id: head.signature,
            source: this.source,
            type: headType,
            subject: head.logId,
            time: head.timestamp,
            data: { ...head },
          }),
        ),
      );
    } catch (cause) {
      // Some may stand there all the same: look again before the next are sent.
      this.held = undefined;
      throw new OutletAway('The topic of tree heads cannot be written', { cause });
    }
    this.held = { head: heads.at(-1) };
  }

  /** The last message of the topic, read by a group of its own that goes again. */
  private async read(): Promise<TreeHead | undefined> {
    const admin = this.kafka.admin();
    await admin.connect();
    const groupId = `${this.topic}.reader-${randomUUID()}`;
    const consumer = this.kafka.consumer({ groupId });
    let timer: NodeJS.Timeout | undefined;
    try {
      const [end] = await admin.fetchTopicOffsets(this.topic);
      if (end === undefined || end.high === end.low) return undefined;
      const offset = String(BigInt(end.high) - 1n);
      await consumer.connect();
      await consumer.subscribe({ topics: [this.topic], fromBeginning: true });
      const found = new Promise<Buffer | null>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error('no answer in time')), readTimeoutMs);
        const eachMessage = async ({ message }: EachMessagePayload): Promise<void> => {
          if (message.offset === offset) resolve(message.value);
        };
        consumer.run({ autoCommit: false, eachMessage }).catch(reject);
        consumer.seek({ topic: this.topic, partition: end.partition, offset });
      });
      return headMessage.parse(JSON.parse(String(await found))).data;
    } finally {
      clearTimeout(timer);
      await consumer.disconnect().catch(() => undefined);
      await admin.deleteGroups([groupId]).catch(() => undefined);
      await admin.disconnect().catch(() => undefined);
    }
  }
}
