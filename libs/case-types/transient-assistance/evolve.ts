import type { SharedEvent, Stamp } from '#kernel';
import type { TrailEvent } from '#rules';
import type { TransientEvent } from './events.js';
import type { Departure, HandOver, Transient } from './state.js';

const clockFields = [
  'nextVisitOn',
  'outcome',
  'ground',
  'kind',
  'ageGroup',
  'identified',
  'requestId',
  'reached',
  'to',
  'clock',
] as const;

const onTrail = (event: TransientEvent | SharedEvent, stamp: Stamp): TrailEvent => {
  const data: Record<string, unknown> = {};
  for (const name of clockFields) if (name in event) data[name] = Reflect.get(event, name);
  return { type: event.type, occurredAt: stamp.occurredAt, data };
};

/** The person leaves the station's care; every path that was open ends. */
const depart = (transient: Transient, kind: Departure['kind'], on: string): Transient => ({
  ...transient,
  whereabouts: 'away',
  departure: { kind, on },
  outcome: kind,
  settlement: undefined,
  plan: undefined,
});

const backIn = (transient: Transient): Transient => ({
  ...transient,
  whereabouts: transient.admission === undefined ? 'desk' : 'station',
});

const known = (transient: Transient, personId: string, title: string): Transient => ({
  ...transient,
  title,
  personIds: [...transient.personIds.filter((one) => one !== personId), personId],
});

const change = (
  transient: Transient,
  handOverId: string,
  changed: (handOver: HandOver) => Partial<HandOver>,
): Transient => ({
  ...transient,
  handOvers: transient.handOvers.map((handOver) =>
    handOver.handOverId === handOverId ? { ...handOver, ...changed(handOver) } : handOver,
  ),
});

/** The case after one more event. Never fails, whatever the event and the state. */
export const evolve = (before: Transient, event: TransientEvent | SharedEvent, stamp: Stamp): Transient => {
  const transient: Transient = { ...before, trail: [...before.trail, onTrail(event, stamp)] };
  switch (event.type) {
    case 'PersonMet':
      return {
        ...transient,
        met: event,
        personIds: [event.personId],
        title: event.title,
        identity: event.identified ? 'established' : 'unknown',
        identifiedOn: event.identified ? event.metOn : undefined,
        ageGroup: event.ageGroup,
        whereabouts: 'street',
      };
    case 'OutreachVisitRecorded':
      return { ...transient, visits: transient.visits + 1, capacity: event.capacity, nextVisitOn: undefined };
    case 'JointAssistanceAsked':
      return { ...transient, nextVisitOn: event.nextVisitOn };
    case 'LeadEnded':
      return { ...transient, ended: 'closed', outcome: event.ground };
    case 'AssistanceRequested':
      return {
        ...transient,
        whereabouts: 'desk',
        capacity: event.capacity,
        nextVisitOn: undefined,
        firstTo: event.hospitalFirst ? 'hospital' : event.policeFirst ? 'police' : undefined,
      };
    case 'CompanionRecorded':
      return { ...transient, separatedCompanion: transient.separatedCompanion || event.separated };
    case 'AssistanceRefused':
      return { ...transient, ended: 'refused', outcome: 'refused' };
    case 'SentToHospital':
      return { ...transient, whereabouts: 'hospital', firstTo: undefined, nextVisitOn: undefined };
    case 'DischargedFromHospital':
      return event.to === 'left' ? depart(transient, 'leftHospital', event.dischargedOn) : backIn(transient);
    case 'HandedToPolice':
      return { ...transient, whereabouts: 'police', firstTo: undefined, nextVisitOn: undefined };
    case 'PoliceOutcomeRecorded':
      return event.outcome === 'kept' ? depart(transient, 'keptByPolice', stamp.day) : backIn(transient);
    case 'ReportedToPolice':
      return {
        ...transient,
        policeReports: [...transient.policeReports, { ground: event.ground, reference: event.reference }],
      };
    case 'PersonAdmitted':
      return {
        ...transient,
        whereabouts: event.place,
        capacity: event.capacity,
        ageGroup: event.ageGroup,
        admission: { on: event.admittedOn, place: event.place },
        ruleSet: event.ruleSet,
      };
    case 'IdentityEstablished':
      return {
        ...known(transient, event.personId, event.title),
        identity: 'established',
        identifiedOn: stamp.day,
        // Somebody of age turns out to be a minor, or the other way round: what is known counts.
        ageGroup: event.ageGroup,
      };
    case 'TracingNoticePosted':
    case 'TracingNoticeRefreshed':
      return { ...transient, tracingNotice: event.noticeId };
    case 'DnaRequested':
      return { ...transient, dna: [...transient.dna, { requestId: event.requestId }] };
    case 'DnaAnswered':
      return {
        ...transient,
        dna: transient.dna.map((one) => (one.requestId === event.requestId ? { ...one, matched: event.matched } : one)),
      };
    case 'LongStayRecorded':
      return { ...transient, longStay: true };
    case 'LongerStayReported':
      return { ...transient, longerStayUntil: event.until };
    case 'SettlementProposed':
      return { ...transient, settlement: 'proposed', plan: undefined };
    case 'SettlementApproved':
      return { ...transient, settlement: 'approved' };
    case 'SettlementReturned':
    case 'SettlementPathClosed':
      return { ...transient, settlement: undefined };
    case 'HukouRegistered':
      return {
        ...known(transient, event.personId, event.title),
        identity: 'registered',
        settlement: 'registered',
      };
    case 'SettlementCompleted':
      return depart(transient, 'settled', event.settledOn);
    case 'ReturnArranged':
      return { ...transient, plan: event, settlement: undefined };
    case 'StationHandOverOffered':
      return {
        ...transient,
        handOvers: [
          ...transient.handOvers,
          { handOverId: event.handOverId, stationId: event.stationId, signed: [], standing: 'offered' },
        ],
      };
    case 'StationHandOverRefused':
      return change(transient, event.handOverId, () => ({ standing: 'refused' }));
    case 'StationHandOverSigned':
      return change(transient, event.handOverId, ({ signed, theirCase }) => ({
        signed: [...signed.filter((side) => side !== event.side), event.side],
        theirCase: event.theirCase ?? theirCase,
      }));
    case 'StationHandOverCompleted':
      return change(transient, event.handOverId, () => ({ standing: 'completed', theirCase: event.theirCase }));
    case 'ReturnRecorded':
      return depart(transient, 'returned', event.returnedOn);
    case 'OwnDepartureRecorded':
      return depart(transient, 'own', event.departedOn);
    case 'LeftWithoutProcedure':
      return depart(transient, 'gaveUp', event.noticedOn);
    case 'PersonMissing':
      return { ...transient, whereabouts: 'missing' };
    case 'PersonFoundAgain':
      return backIn(transient);
    case 'AssistanceTerminated':
      return depart(transient, 'terminated', event.decidedOn);
    case 'DeathRecorded':
      return {
        ...transient,
        whereabouts: 'dead',
        outcome: 'died',
        settlement: undefined,
        plan: undefined,
        death: { kinReached: false, belongingsListed: false, disposed: false },
      };
    case 'KinNotified':
      return transient.death === undefined || !event.reached
        ? transient
        : { ...transient, death: { ...transient.death, kinReached: true } };
    case 'DeathAnnouncementPosted':
      return transient.death === undefined
        ? transient
        : { ...transient, death: { ...transient.death, announcementEndsOn: event.endsOn } };
    case 'BelongingsListed':
      return transient.death === undefined
        ? transient
        : { ...transient, death: { ...transient.death, belongingsListed: true } };
    case 'DisposalRecorded':
      return transient.death === undefined
        ? transient
        : { ...transient, death: { ...transient.death, disposed: true } };
    case 'FollowUpRecorded':
      return { ...transient, followUps: transient.followUps + 1 };
    case 'CaseClosed':
      return { ...transient, ended: 'closed' };
    case 'CaseWithdrawn':
      return { ...transient, ended: 'withdrawn', outcome: 'withdrawn' };
    case 'CaseLinked':
      return { ...transient, links: [...transient.links, { caseId: event.caseId, kind: event.kind }] };
    case 'CaseUnlinked':
      return { ...transient, links: transient.links.filter(({ caseId }) => caseId !== event.caseId) };
    case 'TraffickingSuspected':
    case 'ServiceRecorded':
    case 'IdentityNotFound':
    case 'HandOverEscalated':
    case 'DeadlineExtended':
    case 'CaseAssigned':
    case 'HandOverOffered':
    case 'HandOverAccepted':
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
    case 'EntryCorrected':
      return transient;
    default:
      event satisfies never;
      return before;
  }
};
