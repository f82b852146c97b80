import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, EachMessagePayload, Kafka } from 'kafkajs';
import { v5 as uuidv5 } from 'uuid';
import { StoreUnavailable } from '#event-store';
import { isConnectionLost } from '#event-store/postgres/connection.js';
import { cloudMessage } from '../case-messages.js';
import { type Sender, describeTrouble } from '../kafka.js';
import type { IncomingTopic } from '../topics.js';
import type { DeadLetter, Inbox, Waiting } from './inbox.js';
import { type Incoming, envelopeIn, identityIn, largestMessage, readMessage } from './messages.js';

const namespace = '1b3a4a52-1c0b-4a35-9d5e-0f8a4a5d7c11';
const idleMs = 1_000;
const troubleMs = 1_000;
/** Faults of our own over one message before it is put aside, so that it does not come back for ever. */
const mostFaults = 5;
const keptDays = 90;
const announcedAtOnce = 100;

/** CloudEvents type of the notice that a message could not be taken. */
export const deadLetterType = 'caseflow.exchange.MessageNotTaken.v1';

/** What became of a message. `early`: what it refers to is not there yet, so it is tried again for a time. */
export type Settlement =
  | { readonly settled: 'taken'; readonly caseId?: string }
  | { readonly settled: 'refused' | 'early'; readonly reason: string };

/** Turns a message into ordinary commands; `commandId` is the same however often it is called for the message. */
export type TakeMessage = (message: Incoming, commandId: string) => Promise<Settlement>;

export interface IntakeOptions {
  readonly kafka: Kafka;
  readonly sender: Sender;
  readonly inbox: Inbox;
  /** Full names of our topics, with what is on them. */
  readonly topics: ReadonlyMap<string, IncomingTopic>;
  readonly group: string;
  readonly deadLetterTopic: string;
  readonly source: string;
  readonly take: TakeMessage;
  /** Keyed digest, so that the same id with another content can be told. */
  readonly fingerprint: (text: string) => string;
}

/**
 * Takes in what other departments and regions send: kept in the inbox, acknowledged to Kafka, then worked on, each
 * message for itself. What cannot be taken becomes a dead letter with its reason and holds up nothing behind it.
 */
export class Intake {
  private listening: string | undefined;
  private working: string | undefined;

  constructor(private readonly options: IntakeOptions) {}

  get struggle(): string | undefined {
    return this.listening ?? this.working;
  }

  /** Listens and works until the signal aborts. Any number of processes may run it. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.listen(signal), this.work(signal)]);
  }

  /** Works on everything whose turn has come. */
  async settle(): Promise<void> {
    for (let waiting = await this.options.inbox.next(); waiting; waiting = await this.options.inbox.next())
      await this.settleOne(waiting);
    await this.announce();
  }

  private async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.settle();
        await this.options.inbox.forget(keptDays);
        this.working = undefined;
      } catch (error) {
        this.working = describeTrouble(error);
      }
      await pause(idleMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async listen(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const consumer = this.options.kafka.consumer({
        groupId: this.options.group,
        allowAutoTopicCreation: false,
        maxWaitTimeInMs: 500,
        retry: { restartOnFailure: async () => false, retries: 2 },
      });
      try {
        await this.consume(consumer, signal);
        this.listening = undefined;
      } catch (error) {
        this.listening = describeTrouble(error);
      }
      await consumer.disconnect().catch(() => undefined);
      await pause(troubleMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Ends when the signal aborts or the consumer gives up. */
  private async consume(consumer: Consumer, signal: AbortSignal): Promise<void> {
    const crashed = new Promise<never>((_, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload: { error } }) => reject(error));
    });
    crashed.catch(() => undefined);
    await consumer.connect();
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.listening = undefined;
    });
    await consumer.subscribe({ topics: [...this.options.topics.keys()], fromBeginning: true });
    await consumer.run({ partitionsConsumedConcurrently: 3, eachMessage: (payload) => this.receive(payload, signal) });
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    await Promise.race([crashed, ended]).finally(() => signal.removeEventListener('abort', end));
  }

  /** Keeps the message, however long the database is away; only then is it acknowledged. */
  private async receive(payload: EachMessagePayload, signal: AbortSignal): Promise<void> {
    const { topic, partition, message } = payload;
    const value = message.value?.toString('utf8') ?? '';
    const bytes = message.value?.byteLength ?? 0;
    const place = `${topic}/${partition}/${message.offset}`;
    const envelope = bytes > largestMessage ? undefined : envelopeIn(value);
    const named = envelope === undefined ? place : `${envelope.source}\n${envelope.id}`;
    const received = {
      messageId: uuidv5(named, namespace),
      source: envelope?.source ?? '',
      kind: envelope?.type ?? '',
      topic,
      partition,
      offset: message.offset,
      bytes,
      fingerprint: this.options.fingerprint(identityIn(value)),
      text: bytes > largestMessage ? undefined : value,
    };
    for (;;) {
      signal.throwIfAborted();
      try {
        const receipt = await this.options.inbox.receive(received);
        this.listening = undefined;
        if (receipt === 'new') await this.settleNow(received.messageId);
        if (receipt === 'other-content') await this.receiveImpostor(received, place);
        return;
      } catch (error) {
        this.listening = describeTrouble(error);
        await payload.heartbeat();
        await pause(troubleMs, undefined, { signal });
      }
    }
  }

  /** The id of an earlier message with another content: kept under a name of its own, and never worked on. */
  private async receiveImpostor(received: Parameters<Inbox['receive']>[0], place: string): Promise<void> {
    const messageId = uuidv5(place, namespace);
    const receipt = await this.options.inbox.receive({ ...received, messageId });
    if (receipt === 'new') await this.options.inbox.dead(messageId, 'message-id-reused');
  }

  /** Without waiting for its turn; a fault here is nothing that the work in turn does not make good. */
  private async settleNow(messageId: string): Promise<void> {
    const waiting = await this.options.inbox.next(messageId);
    if (waiting !== undefined) await this.settleOne(waiting).catch(() => undefined);
  }

  private async settleOne(waiting: Waiting): Promise<void> {
    const { inbox, take, topics } = this.options;
    const { messageId, topic, text, tries, patienceOver } = waiting;
    if (text === undefined) return inbox.dead(messageId, 'message-too-large');
    const role = topics.get(topic);
    const message = role === undefined ? { unreadable: 'wrong-topic' as const } : readMessage(role, text);
    if ('unreadable' in message) return inbox.dead(messageId, message.unreadable);
    try {
      const outcome = await take(message, messageId);
      switch (outcome.settled) {
        case 'taken':
          return await inbox.taken(messageId, outcome.caseId);
        case 'refused':
          return await inbox.dead(messageId, outcome.reason);
        case 'early':
          return await (patienceOver ? inbox.dead(messageId, outcome.reason) : inbox.postpone(waiting, outcome.reason));
        default:
          return outcome satisfies never;
      }
    } catch (error) {
      const passing = error instanceof StoreUnavailable || isConnectionLost(error);
      if (passing || tries < mostFaults) return inbox.postpone(waiting, 'cannot-be-worked-on-now');
      return inbox.dead(messageId, 'cannot-be-worked-on');
    }
  }

  private async announce(): Promise<void> {
    const { inbox, sender, deadLetterTopic, source } = this.options;
    const letters = await inbox.unannounced(announcedAtOnce);
    if (letters.length === 0) return;
    const noticeOf = ({ messageId, receivedAt, ...letter }: DeadLetter) =>
      cloudMessage(deadLetterTopic, messageId, {
        id: uuidv5(`${messageId}/${letter.tries}/${letter.reason}`, namespace),
        source,
        type: deadLetterType,
        subject: messageId,
        time: receivedAt,
        data: { messageId, ...letter },
      });
    await sender.send(letters.map(noticeOf));
    await inbox.announced(letters.map(({ messageId }) => messageId));
  }
}
