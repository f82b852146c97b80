import type { Clock } from '#kernel';
import type { EventStore, StoredEvent } from '#event-store';
import { cloudMessage } from '../case-messages.js';
import type { Settlement } from '../intake/intake.js';
import type { Incoming } from '../intake/messages.js';
import type { Sender } from '../kafka.js';
import type { ExchangeSettings, Partner, RegionSettings } from '../settings.js';
import { sourceOf } from '../source.js';
import { topicOf } from '../topics.js';
import type { RegionMessage } from './messages.js';
import { openMessage, sealMessage } from './sealing.js';
import { type ThreadEntry, Threads } from './thread.js';

const cloudType = 'caseflow.region.message.v1';

/** A message that an event of ours gives rise to, or why it cannot be made. */
export type Outgoing =
  | { readonly message: RegionMessage; readonly to: Partner; readonly about: string }
  | { readonly notSent: Omit<ThreadEntry, 'act' | 'at' | 'digest'>; readonly thread: string };

/** What the desks make of the work with other regions. */
export interface RegionDesk {
  /** The same event gives the same message. */
  outgoing(event: StoredEvent): Promise<Outgoing | undefined>;
  /** `commandId` is the same however often it is called for the message. */
  take(message: RegionMessage, from: Partner, commandId: string): Promise<Settlement>;
}

/** Matters that two regions share: signed, encrypted for the other alone, and recorded on both sides. */
export class Regions {
  readonly threads: Threads;

  constructor(
    private readonly exchange: ExchangeSettings,
    readonly settings: RegionSettings,
    private readonly sender: Sender,
    store: EventStore,
    clock: Clock,
  ) {
    this.threads = new Threads(store, clock);
  }

  get us(): string {
    return this.exchange.installation;
  }

  /** The partner in whose region this place lies. */
  partnerOf(region: string): Partner | undefined {
    return this.settings.partners.find((partner) => region.startsWith(partner.region));
  }

  partnerWithStation(stationId: string): Partner | undefined {
    return this.settings.partners.find(({ stations }) => stations.includes(stationId));
  }

  partnerCalled(installation: string): Partner | undefined {
    return this.settings.partners.find((partner) => partner.installation === installation);
  }

  /** Sends what these events give rise to, in their order, and records it once it was acknowledged. */
  async tell(events: readonly StoredEvent[], desk: RegionDesk): Promise<void> {
    for (const event of events) {
      const outgoing = await desk.outgoing(event);
      if (outgoing === undefined) continue;
      if ('notSent' in outgoing)
        await this.threads.record(outgoing.thread, { act: 'not-sent', digest: undefined, ...outgoing.notSent });
      else await this.send(outgoing);
    }
  }

  /** Opens a message, has the desk work on it, and records what became of it. */
  async take(
    { id, source, data: { from, ...sealed } }: Extract<Incoming, { type: typeof cloudType }>,
    desk: RegionDesk,
    commandId: string,
  ): Promise<Settlement> {
    const partner = this.partnerCalled(from);
    if (partner === undefined) return { settled: 'refused', reason: 'unknown-region' };
    const message = await openMessage(sealed, this.settings, partner, this.us);
    if ('unsealable' in message) return { settled: 'refused', reason: message.unsealable };
    // What names it outside is what was signed: nobody can have it taken twice under another name.
    if (id !== message.messageId || source !== sourceOf(from)) return { settled: 'refused', reason: 'not-as-signed' };
    const settlement = await desk.take(message, partner, commandId);
    if (settlement.settled === 'early') return settlement;
    await this.threads.record(message.thread, {
      act: settlement.settled,
      kind: message.kind,
      messageId: message.messageId,
      from: message.from,
      to: message.to,
      digest: sealed.digest,
      caseId: settlement.settled === 'taken' ? settlement.caseId : undefined,
      about: aboutOf(message),
      reason: settlement.settled === 'refused' ? settlement.reason : undefined,
    });
    return settlement;
  }

  private async send({ message, to, about }: Extract<Outgoing, { message: RegionMessage }>): Promise<void> {
    const { sealed, digest } = await sealMessage(message, this.settings, to);
    const topic = topicOf({ ...this.exchange, installation: to.installation }, 'regions');
    await this.sender.send([
      cloudMessage(topic, message.thread, {
        id: message.messageId,
        source: sourceOf(this.us),
        type: cloudType,
        time: message.sentAt,
        data: { from: this.us, digest, sealed },
      }),
    ]);
    const { kind, messageId, from, thread, caseId } = message;
    await this.threads.record(thread, {
      act: 'sent',
      kind,
      messageId,
      from,
      to: message.to,
      digest,
      caseId,
      about,
      reason: undefined,
    });
  }
}

/** What the matter is called by the side that began it. */
const aboutOf = (message: RegionMessage): string | undefined => {
  if ('checkId' in message) return message.checkId;
  if ('handOverId' in message) return message.handOverId;
  return 'reference' in message ? message.reference : undefined;
};
