import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { type CaseTypeDesk, type ReadableEvent, categoryOf } from '#case-desk';
import { SubjectErased, type StoredEvent, categoryOf as categoryIn } from '#event-store';
import {
  type Outgoing,
  type Partner,
  type RegionDesk,
  type RegionMessage,
  type RegionMessageKind,
  type Regions,
  isRegionMessageKind,
  regionMessageSchema,
} from '#exchange';
import { dayOf } from '#rules';
import type { System } from '#system';
import { regionIn, takeFromRegion } from './exchange-region-intake.js';

const namespace = 'c5a3f1b2-0d3c-4d0d-9a0e-51b3a7ce0f62';

const leadCategory = categoryOf('outreach-lead');

type Told = { [Kind in RegionMessageKind]: Omit<Extract<RegionMessage, { kind: Kind }>, Addressed> }[RegionMessageKind];
type Addressed = 'messageId' | 'thread' | 'from' | 'to' | 'sentAt' | 'caseId';

/** Events of ours that give rise to a message, as far as it is made of them. */
const events = {
  MutualCheckRequested: z.object({
    checkId: z.string(),
    region: z.string(),
    counterpartOffice: z.string(),
    persons: z.array(z.string()),
    purpose: z.string(),
    consent: z.object({ signedBy: z.array(z.string()), signedOn: z.string() }),
    expiresOn: z.string(),
  }),
  DuplicateAidAlerted: z.object({ alertId: z.string(), checkId: z.string().optional() }),
  FirstReliefPaid: z.object({ amountFen: z.int().positive() }),
  GrantConfirmed: z.object({ amountFen: z.int(), firstMonth: z.string().optional(), decidedOn: z.string() }),
  ApplicationRefused: z.object({ decidedOn: z.string(), reasons: z.string() }),
  FileSubmitted: z.object({ to: z.string() }),
  SupplementRequested: z.object({ items: z.array(z.object({ paper: z.string(), why: z.string() })) }),
  ForwardedToHukouOffice: z.object({
    region: z.string(),
    counterpartOffice: z.string(),
    reference: z.string(),
    papers: z.array(z.string()),
  }),
  LeadConverted: z.object({ cases: z.array(z.string()) }),
  LeadDismissed: z.object({ reasons: z.string() }),
  InformantTold: z.object({ answer: z.string() }),
  StationHandOverOffered: z.object({
    handOverId: z.string(),
    stationId: z.string(),
    stationName: z.string(),
    plannedOn: z.string(),
  }),
  StationHandOverSigned: z.object({
    handOverId: z.string(),
    side: z.enum(['ours', 'theirs']),
    signedBy: z.string(),
    signedOn: z.string(),
  }),
  HandOverEscalated: z.object({ handOverId: z.string() }),
} as const;

type EventName = keyof typeof events;
const isToTell = (type: string): type is EventName => Object.hasOwn(events, type);

/** The event with the whole case up to it. */
interface Occasion {
  readonly desk: CaseTypeDesk;
  readonly caseId: string;
  readonly stored: StoredEvent;
  readonly history: readonly ReadableEvent[];
  readonly event: unknown;
}

/** A message to be made, before it is addressed. */
interface Draft {
  readonly to: Partner;
  readonly thread: string;
  readonly about: string;
  readonly told: Told;
}

/** What the desks tell other regions of their cases, and what they make of what those tell. */
export const regionDesk = (system: System, regions: Regions): RegionDesk => {
  const told = new Telling(system, regions);
  return {
    outgoing: (event) => told.outgoing(event),
    take: (message, from, commandId) => takeFromRegion({ system, regions, from, commandId }, message),
  };
};

class Telling {
  constructor(
    private readonly system: System,
    private readonly regions: Regions,
  ) {}

  async outgoing(stored: StoredEvent): Promise<Outgoing | undefined> {
    const occasion = isToTell(stored.type) ? await this.occasionOf(stored) : undefined;
    if (occasion === undefined) return undefined;
    try {
      const draft = await this.draft(occasion, stored.type as EventName);
      return draft && this.addressed(draft, occasion);
    } catch (error) {
      // The others go on, and the log says what was not sent.
      const { caseId } = occasion;
      const reason = reasonNotToSend(error);
      if (reason === undefined) throw error;
      const { to, thread } = error instanceof AskedNotTaken ? error : { thread: stored.metadata.correlationId };
      const route = { from: this.regions.us, to: to?.installation, about: undefined };
      return { thread, notSent: { kind: stored.type, messageId: this.messageIdOf(stored), ...route, caseId, reason } };
    }
  }

  private messageIdOf({ id }: StoredEvent): string {
    return uuidv5(id, namespace);
  }

  /** @throws ZodError where too little is known to make the message, as of an erased person */
  private addressed({ to, thread, about, told }: Draft, { caseId, stored }: Occasion): Outgoing {
    const message = regionMessageSchema.parse({
      ...told,
      messageId: this.messageIdOf(stored),
      thread,
      from: this.regions.us,
      to: to.installation,
      sentAt: stored.recordedAt,
      caseId,
    });
    return { message, to, about };
  }

  private async occasionOf(stored: StoredEvent): Promise<Occasion | undefined> {
    const category = categoryIn(stored.stream);
    const desk = this.system.desks.all().find(({ room }) => categoryOf(room.type) === category);
    if (desk === undefined) return undefined;
    const caseId = stored.stream.slice(category.length + 1);
    const history = await desk.handling.reader.events(caseId, { toVersion: stored.version });
    return { desk, caseId, stored, history, event: history.at(-1)?.event };
  }

  private async draft(occasion: Occasion, type: EventName): Promise<Draft | undefined> {
    switch (type) {
      case 'MutualCheckRequested':
        return this.mutualCheck(occasion);
      case 'DuplicateAidAlerted':
        return this.duplicateAid(occasion);
      case 'FirstReliefPaid':
        return this.reliefGiven(occasion, 'firstRelief', events[type].parse(occasion.event).amountFen);
      case 'GrantConfirmed':
        return (await this.childBenefitAnswer(occasion, type)) ?? this.granted(occasion);
      case 'ApplicationRefused':
      case 'FileSubmitted':
      case 'SupplementRequested':
        return this.childBenefitAnswer(occasion, type);
      case 'ForwardedToHukouOffice':
        return this.childBenefit(occasion);
      case 'LeadConverted':
      case 'LeadDismissed':
      case 'InformantTold':
        return this.leadAnswer(occasion, type);
      case 'StationHandOverOffered':
        return this.handOver(occasion);
      case 'StationHandOverSigned':
        return this.signature(occasion);
      case 'HandOverEscalated':
        return this.escalation(occasion);
      default:
        return type satisfies never;
    }
  }

  private async mutualCheck({ event, stored }: Occasion): Promise<Draft | undefined> {
    const asked = events.MutualCheckRequested.parse(event);
    const to = this.regions.partnerOf(asked.region);
    if (to === undefined) return undefined;
    const { checkId, counterpartOffice, purpose, consent, expiresOn } = asked;
    const people = await this.system.people.people([...asked.persons, ...consent.signedBy]);
    const named = new Map(people.map((person) => [person.personId, person]));
    const persons = asked.persons.flatMap((personId) => {
      const { name, idNumber } = named.get(personId) ?? {};
      return name === undefined || idNumber === undefined ? [] : [{ name, idNumber }];
    });
    const signedBy = consent.signedBy.map((personId) => named.get(personId)?.name ?? personId);
    return {
      to,
      thread: stored.metadata.correlationId,
      about: checkId,
      told: {
        kind: 'mutual-check.asked.v1',
        checkId,
        counterpartOffice,
        purpose,
        consent: { signedBy, signedOn: consent.signedOn },
        expiresOn,
        persons,
      },
    };
  }

  /** An alert that a check of the other region raised here is told back; both sides then look into it. */
  private async duplicateAid({ event, stored }: Occasion): Promise<Draft | undefined> {
    const { alertId, checkId } = events.DuplicateAidAlerted.parse(event);
    const to = this.askedBy(stored);
    if (checkId !== undefined || to === undefined) return undefined;
    const content = `${this.regions.settings.bureauName}:所查人员在我处有正在享受的救助,请双方核实。`;
    const thread = stored.metadata.correlationId;
    if (await this.answered(thread)) return undefined;
    const told = { kind: 'mutual-check.answered.v1', checkId: alertId, found: 'duplicateAid', content } as const;
    return { to, thread, about: alertId, told };
  }

  /** What is given in an emergency is told to the region of the hukou that was asked about the same family. */
  private async reliefGiven(
    { history, stored }: Occasion,
    what: 'firstRelief' | 'grant',
    amountFen: number,
  ): Promise<Draft | undefined> {
    const asked = history.find((one) => one.stored.type === 'MutualCheckRequested');
    if (asked === undefined || amountFen <= 0) return undefined;
    const { region, checkId } = events.MutualCheckRequested.parse(asked.event);
    const to = this.regions.partnerOf(region);
    if (to === undefined) return undefined;
    const givenOn = dayOf(stored.metadata.occurredAt);
    const thread = asked.stored.metadata.correlationId;
    return { to, thread, about: checkId, told: { kind: 'relief.given.v1', what, amountFen, givenOn } };
  }

  private granted(occasion: Occasion): Promise<Draft | undefined> {
    const { scheme } = occasion.desk.room.summary(this.stateOf(occasion));
    const { amountFen } = events.GrantConfirmed.parse(occasion.event);
    return scheme === 'temporaryRelief' ? this.reliefGiven(occasion, 'grant', amountFen) : Promise.resolve(undefined);
  }

  private async childBenefit(occasion: Occasion): Promise<Draft | undefined> {
    const { region, counterpartOffice, reference, papers } = events.ForwardedToHukouOffice.parse(occasion.event);
    const to = this.regions.partnerOf(region);
    if (to === undefined) return undefined;
    const lodged = z
      .object({
        applicant: z.object({ personId: z.string() }),
        representative: z.object({ name: z.string(), relation: z.string() }).optional(),
        reason: z.string(),
      })
      .parse(occasion.history[0]?.event);
    const child = await this.system.people.get(lodged.applicant.personId);
    const { name, idNumber, hukou } = z
      .object({
        name: z.string(),
        idNumber: z.string(),
        hukou: z.object({ kind: z.enum(['urban', 'rural']), region: z.string() }),
      })
      .parse(child);
    return {
      to,
      thread: occasion.stored.metadata.correlationId,
      about: reference,
      told: {
        kind: 'child-benefit.forwarded.v1',
        reference,
        counterpartOffice,
        papers,
        child: { name, idNumber, hukou: { ...hukou, region } },
        ...(lodged.representative === undefined ? {} : { representative: lodged.representative }),
        reason: lodged.reason,
      },
    };
  }

  /** How the case that grew out of a forwarded application goes on here. */
  private async childBenefitAnswer(
    occasion: Occasion,
    type: 'GrantConfirmed' | 'ApplicationRefused' | 'FileSubmitted' | 'SupplementRequested',
  ): Promise<Draft | undefined> {
    const { desk, event, stored } = occasion;
    const leadId = desk.room.links?.(this.stateOf(occasion)).find(({ kind }) => kind === 'lead')?.caseId;
    const lead = leadId === undefined ? undefined : await this.leadFromRegion(leadId);
    if (lead?.kind !== 'child-benefit.forwarded.v1') return undefined;
    const answer = childBenefitOutcome(type, event);
    if (answer === undefined) return undefined;
    const answeredOn = dayOf(stored.metadata.occurredAt);
    const told = { kind: 'child-benefit.answered.v1', ...answer, answeredOn } as const;
    return { to: lead.to, thread: lead.thread, about: answer.outcome, told };
  }

  /** What becomes of the lead that a region's message opened is the answer to it. */
  private async leadAnswer(
    { caseId, event, stored }: Occasion,
    type: 'LeadConverted' | 'LeadDismissed' | 'InformantTold',
  ): Promise<Draft | undefined> {
    const lead = await this.leadFromRegion(caseId);
    if (lead === undefined) return undefined;
    const told = await this.leadAnswerText(lead, type, event, stored);
    return told && { to: lead.to, thread: lead.thread, about: lead.about, told };
  }

  private async leadAnswerText(
    { kind, about, thread }: LeadFromRegion,
    type: 'LeadConverted' | 'LeadDismissed' | 'InformantTold',
    event: unknown,
    { metadata }: StoredEvent,
  ): Promise<Told | undefined> {
    const on = dayOf(metadata.occurredAt);
    switch (kind) {
      case 'mutual-check.asked.v1': {
        if (type === 'LeadConverted' || (await this.answered(thread))) return undefined;
        const [found, content] =
          type === 'LeadDismissed'
            ? (['none', events[type].parse(event).reasons] as const)
            : (['information', events[type].parse(event).answer] as const);
        return { kind: 'mutual-check.answered.v1', checkId: about, found, content };
      }
      case 'child-benefit.forwarded.v1':
        return type === 'LeadDismissed'
          ? {
              kind: 'child-benefit.answered.v1',
              outcome: 'refused',
              answeredOn: on,
              content: events[type].parse(event).reasons,
            }
          : undefined;
      case 'hand-over.offered.v1':
        if (type === 'LeadDismissed')
          return {
            kind: 'hand-over.refused.v1',
            handOverId: about,
            refusedOn: on,
            reason: events[type].parse(event).reasons.slice(0, 2_000),
          };
        if (type === 'InformantTold') return undefined;
        return {
          kind: 'hand-over.signed.v1',
          handOverId: about,
          signedBy: this.signatureOf(metadata.actor),
          signedOn: on,
          theirCase: events[type].parse(event).cases[0],
        };
      case 'mutual-check.answered.v1':
      case 'relief.given.v1':
      case 'child-benefit.answered.v1':
      case 'hand-over.signed.v1':
      case 'hand-over.refused.v1':
      case 'hand-over.escalated.v1':
        return undefined;
      default:
        return kind satisfies never;
    }
  }

  private async handOver(occasion: Occasion): Promise<Draft | undefined> {
    const { event, stored, history, desk } = occasion;
    const { handOverId, stationId, stationName, plannedOn } = events.StationHandOverOffered.parse(event);
    const to = this.regions.partnerWithStation(stationId);
    if (to === undefined) return undefined;
    const { persons } = desk.room.summary(this.stateOf(occasion));
    const [person] = await this.system.people.people([persons.at(-1) ?? '']);
    const plan = history.findLast((one) => one.stored.type === 'ReturnArranged')?.event;
    const { destination } = z.object({ destination: z.string().optional() }).parse(plan ?? {});
    return {
      to,
      thread: stored.metadata.correlationId,
      about: handOverId,
      told: {
        kind: 'hand-over.offered.v1',
        handOverId,
        stationName,
        plannedOn,
        person: {
          name: person?.name ?? person?.alias ?? '',
          ...(person?.idNumber === undefined ? {} : { idNumber: person.idNumber }),
        },
        ...(destination === undefined ? {} : { destination }),
      },
    };
  }

  private async signature(occasion: Occasion): Promise<Draft | undefined> {
    const { handOverId, side, signedBy, signedOn } = events.StationHandOverSigned.parse(occasion.event);
    const offer = this.offerOf(occasion, handOverId);
    if (side === 'theirs' || offer === undefined) return undefined;
    return { ...offer, told: { kind: 'hand-over.signed.v1', handOverId, signedBy, signedOn } };
  }

  private async escalation(occasion: Occasion): Promise<Draft | undefined> {
    const { handOverId } = events.HandOverEscalated.parse(occasion.event);
    const offer = this.offerOf(occasion, handOverId);
    if (offer === undefined) return undefined;
    const refusal = occasion.history.findLast((one) => one.stored.type === 'StationHandOverRefused')?.event;
    const { reason } = z.object({ reason: z.string() }).parse(refusal);
    return { ...offer, told: { kind: 'hand-over.escalated.v1', handOverId, reason } };
  }

  /** To whom a hand-over was offered, and in which thread. */
  private offerOf({ history }: Occasion, handOverId: string): Omit<Draft, 'told'> | undefined {
    const offer = history.find(
      ({ stored, event }) => stored.type === 'StationHandOverOffered' && event['handOverId'] === handOverId,
    );
    if (offer === undefined) return undefined;
    const to = this.regions.partnerWithStation(events.StationHandOverOffered.parse(offer.event).stationId);
    return to && { to, thread: offer.stored.metadata.correlationId, about: handOverId };
  }

  private stateOf({ desk, history }: Occasion): unknown {
    return desk.handling.reader.fold(desk.handling.reader.unopened(), history).state;
  }

  private askedBy({ metadata }: StoredEvent): Partner | undefined {
    const installation = regionIn(metadata.actor.user);
    return installation === undefined ? undefined : this.regions.partnerCalled(installation);
  }

  private signatureOf({ user, office }: { readonly user: string; readonly office: string }): string {
    const { organisation } = this.system;
    return `${organisation.officeName(office).name.zh} ${organisation.userName(user).name}`;
  }

  /** Whether this side has answered the check already. */
  private async answered(thread: string): Promise<boolean> {
    const entries = await this.regions.threads.entries(thread);
    return entries.some(({ act, kind }) => act === 'sent' && kind === 'mutual-check.answered.v1');
  }

  /**
   * @throws AskedNotTaken
   * @throws where the message is still being worked on: the event is then looked at again
   */
  private async leadFromRegion(leadId: string): Promise<LeadFromRegion | undefined> {
    // A lead from outside has the id of its message. Asked before the thread, which is written before that is over.
    const waits = await this.system.exchange?.inbox.waits(leadId);
    for await (const { metadata, ...first } of this.system.store.read(`${leadCategory}-${leadId}`, { toVersion: 1 })) {
      const to = this.askedBy({ ...first, metadata });
      if (to === undefined) return undefined;
      const thread = metadata.correlationId;
      const entries = await this.regions.threads.entries(thread);
      const opened = entries.find(({ messageId }) => messageId === metadata.causationId);
      if (opened === undefined && waits === true)
        throw new Error('A message of another region is still being worked on');
      if (opened === undefined) throw new AskedNotTaken(to, thread);
      const { act, kind, about = '' } = opened;
      return act === 'taken' && isRegionMessageKind(kind) ? { to, thread, kind, about } : undefined;
    }
    return undefined;
  }
}

/** The message that opened a lead was given up half done: this side never said that it took it, so nothing answers it. */
class AskedNotTaken extends Error {
  constructor(
    readonly to: Partner,
    readonly thread: string,
  ) {
    super('The message of another region was given up');
    this.name = 'AskedNotTaken';
  }
}

/** Why no message can ever be made, as when a person was erased or a case cannot be read. */
const reasonNotToSend = (error: unknown): string | undefined => {
  if (error instanceof AskedNotTaken) return 'asked-message-not-taken';
  if (error instanceof SubjectErased) return 'person-erased';
  return error instanceof z.ZodError ? 'not-as-described' : undefined;
};

interface LeadFromRegion {
  readonly to: Partner;
  readonly thread: string;
  readonly kind: RegionMessageKind;
  readonly about: string;
}

const childBenefitOutcome = (
  type: 'GrantConfirmed' | 'ApplicationRefused' | 'FileSubmitted' | 'SupplementRequested',
  event: unknown,
):
  | { readonly outcome: 'granted' | 'refused' | 'passedToDistrict' | 'morePapers'; readonly content?: string }
  | undefined => {
  switch (type) {
    case 'GrantConfirmed': {
      const { amountFen, firstMonth } = events[type].parse(event);
      return { outcome: 'granted', content: `每月${amountFen / 100}元,自${firstMonth ?? '确认次月'}起发放` };
    }
    case 'ApplicationRefused':
      return { outcome: 'refused', content: events[type].parse(event).reasons };
    case 'FileSubmitted':
      return events[type].parse(event).to === 'bureau' ? { outcome: 'passedToDistrict' } : undefined;
    case 'SupplementRequested': {
      const { items } = events[type].parse(event);
      return { outcome: 'morePapers', content: items.map(({ paper, why }) => `${paper}:${why}`).join(';') };
    }
    default:
      return type satisfies never;
  }
};
