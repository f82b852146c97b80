import type { SharedEvent, Stamp } from '#kernel';
import type { TrailEvent } from '#rules';
import type { LeadEvent } from './events.js';
import type { Lead, Referral } from './state.js';

const clockFields = [
  'channel',
  'matter',
  'urgency',
  'informantWaits',
  'outcome',
  'toldOn',
  'referralId',
  'clock',
] as const;

const onTrail = (event: LeadEvent | SharedEvent, stamp: Stamp): TrailEvent => {
  const data: Record<string, unknown> = {};
  for (const name of clockFields) if (name in event) data[name] = Reflect.get(event, name);
  return { type: event.type, occurredAt: stamp.occurredAt, data };
};

const referred = (lead: Lead, referralId: string, news: Partial<Referral>): Lead => ({
  ...lead,
  referrals: lead.referrals.map((referral) =>
    referral.referralId === referralId ? { ...referral, ...news } : referral,
  ),
});

/** The case after one more event. Never fails, whatever the event and the state. */
export const evolve = (before: Lead, event: LeadEvent | SharedEvent, stamp: Stamp): Lead => {
  const lead: Lead = { ...before, trail: [...before.trail, onTrail(event, stamp)] };
  switch (event.type) {
    case 'LeadReceived':
      return {
        ...lead,
        stage: 'received',
        received: event,
        urgency: event.urgency,
        at: { office: event.office, area: event.area },
      };
    case 'LeadTriaged':
      return { ...lead, stage: 'triaged', matter: event.matter, urgency: event.urgency };
    case 'LeadDispatched':
      return {
        ...lead,
        stage: 'dispatched',
        at: { office: event.office, area: event.area },
        cameFrom: [...lead.cameFrom, { office: event.fromOffice, area: event.fromArea }],
      };
    case 'LeadReturned':
      return {
        ...lead,
        stage: 'triaged',
        at: { office: event.office, area: event.area },
        cameFrom: lead.cameFrom.slice(0, -1),
      };
    case 'OnSceneRecorded':
      return { ...lead, stage: 'responding', responses: [...lead.responses, event] };
    case 'AlertVerified':
      return { ...lead, verification: { confirmed: event.confirmed, verifiedOn: event.verifiedOn } };
    case 'LeadConverted':
      return { ...lead, stage: 'converted', outcome: 'converted', outcomeUntold: event.informantWaits };
    case 'LeadReferred':
      return {
        ...lead,
        stage: 'referred',
        outcome: 'referred',
        outcomeUntold: event.informantWaits,
        referrals: [...lead.referrals, { referralId: event.referralId, to: event.to }],
      };
    case 'ReferralReplyRecorded':
      return referred(lead, event.referralId, { taken: event.taken });
    case 'ReferralResultRecorded':
      return referred(lead, event.referralId, { settledOn: event.settledOn });
    case 'LeadDismissed':
      return {
        ...lead,
        stage: 'dismissed',
        outcome: 'dismissed',
        ground: event.ground,
        outcomeUntold: event.informantWaits,
      };
    case 'InformantTold':
      return {
        ...lead,
        answers: [...lead.answers, { toldOn: event.toldOn, answer: event.answer, outcome: event.outcome }],
        outcomeUntold: event.outcome ? false : lead.outcomeUntold,
      };
    case 'LeadReopened':
      return {
        ...lead,
        stage: 'triaged',
        outcome: undefined,
        ground: undefined,
        outcomeUntold: false,
        responses: [],
        verification: undefined,
      };
    case 'CaseLinked':
      return event.kind === 'lead' ? { ...lead, cases: [...new Set([...lead.cases, event.caseId])] } : lead;
    case 'CaseUnlinked':
      return { ...lead, cases: lead.cases.filter((caseId) => caseId !== event.caseId) };
    case 'HandOverAccepted':
      return { ...lead, at: { office: event.toOffice }, handedOver: true };
    case 'DeadlineExtended':
    case 'CaseAssigned':
    case 'HandOverOffered':
    case 'HandOverRefused':
    case 'NoteAdded':
    case 'EvidenceAttached':
    case 'EvidenceSuperseded':
    case 'EvidenceWithdrawn':
    case 'FlagRaised':
    case 'FlagCleared':
    case 'CaseConferenceCalled':
    case 'CaseConferenceRecorded':
    case 'SupervisionIssued':
    case 'SupervisionAnswered':
    case 'SupervisionVerified':
    case 'NoticeGiven':
    case 'AccessRequested':
    case 'AccessApproved':
    case 'AccessRefused':
    case 'AccessEnded':
    case 'CaseWithdrawn':
    case 'EntryCorrected':
      return lead;
    default:
      event satisfies never;
      return before;
  }
};
