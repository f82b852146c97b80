import { z } from 'zod';
import { personal, restricted } from '#kernel';

const text = personal(z.string());
const health = restricted('health', personal(z.string()));
const biometric = restricted('biometric', personal(z.string()));
const day = z.string();
const id = z.string();
const ageGroup = z.enum(['child', 'youth', 'adult', 'elderly']);
const goods = z.array(z.object({ item: z.string(), quantity: z.int() }));
const belongings = z.array(z.object({ item: text, quantity: z.int() }));
const entry = {
  capacity: z.enum(['full', 'limited', 'none']),
  consent: z.boolean(),
  escortGround: z.string().optional(),
};

export const transientEvents = {
  PersonMet: z.object({
    type: z.literal('PersonMet'),
    personId: id,
    /** As shown in lists: a minor only by the family name. */
    title: text,
    alias: text.optional(),
    office: id,
    area: id.optional(),
    identified: z.boolean(),
    ageGroup,
    metOn: day,
  }),
  OutreachVisitRecorded: z.object({
    type: z.literal('OutreachVisitRecorded'),
    route: z.string().optional(),
    point: text,
    campaign: z.string(),
    temperatureC: z.int().optional(),
    weatherTrigger: z.enum(['heat', 'cold', 'none']),
    outcome: z.enum(['refused', 'guided', 'escorted', 'sentToHospital', 'toPolice']),
    ...entry,
    supplies: goods,
    contactCard: z.boolean(),
    condition: health.optional(),
  }),
  JointAssistanceAsked: z.object({ type: z.literal('JointAssistanceAsked'), station: id, nextVisitOn: day }),
  LeadEnded: z.object({ type: z.literal('LeadEnded'), ground: z.string(), reasons: text }),
  AssistanceRequested: z.object({
    type: z.literal('AssistanceRequested'),
    arrival: z.string(),
    need: text,
    ...entry,
    signs: restricted('health', z.array(z.string())),
    hospitalFirst: z.boolean(),
    policeFirst: z.boolean(),
  }),
  CompanionRecorded: z.object({
    type: z.literal('CompanionRecorded'),
    relation: z.string(),
    personId: id.optional(),
    description: text.optional(),
    /** An unrelated adult is kept apart from the minor, in the house and in the records. */
    separated: z.boolean(),
  }),
  TraffickingSuspected: z.object({ type: z.literal('TraffickingSuspected'), basis: z.string() }),
  AssistanceRefused: z.object({
    type: z.literal('AssistanceRefused'),
    ground: z.string(),
    reasons: text,
    remedyText: z.boolean(),
    decidedOn: day,
  }),
  SentToHospital: z.object({ type: z.literal('SentToHospital'), hospital: z.string(), condition: health.optional() }),
  DischargedFromHospital: z.object({
    type: z.literal('DischargedFromHospital'),
    dischargedOn: day,
    to: z.enum(['station', 'left']),
    findings: health,
  }),
  HandedToPolice: z.object({ type: z.literal('HandedToPolice'), ground: z.string(), policeStation: z.string() }),
  PoliceOutcomeRecorded: z.object({
    type: z.literal('PoliceOutcomeRecorded'),
    outcome: z.enum(['returned', 'kept']),
    reference: z.string(),
  }),
  ReportedToPolice: z.object({
    type: z.literal('ReportedToPolice'),
    ground: z.enum(['minor', 'trafficking', 'abuse', 'missing']),
    policeStation: z.string(),
    reference: z.string(),
  }),
  PersonAdmitted: z.object({
    type: z.literal('PersonAdmitted'),
    admittedOn: day,
    place: z.enum(['station', 'hospital']),
    ...entry,
    ageGroup,
    /** Whether it was known at entry who the person is. */
    identified: z.boolean(),
    dormitory: z.string(),
    belongings,
    depositNumber: z.string().optional(),
    biometrics: biometric.optional(),
    ruleSet: z.string(),
  }),
  ServiceRecorded: z.object({
    type: z.literal('ServiceRecorded'),
    service: z.string(),
    on: day,
    note: text.optional(),
  }),
  IdentityNotFound: z.object({
    type: z.literal('IdentityNotFound'),
    sources: z.array(z.string()),
    basis: z.string(),
  }),
  IdentityEstablished: z.object({
    type: z.literal('IdentityEstablished'),
    personId: id,
    title: text,
    method: z.enum(['quickCheck', 'statement', 'kin', 'police', 'tracingNotice', 'dna']),
    basis: z.string(),
    evidence: text.optional(),
    ageGroup,
  }),
  TracingNoticePosted: z.object({
    type: z.literal('TracingNoticePosted'),
    noticeId: id,
    channels: z.array(z.string()),
    photo: z.boolean(),
    description: text,
    postedOn: day,
  }),
  TracingNoticeRefreshed: z.object({
    type: z.literal('TracingNoticeRefreshed'),
    noticeId: id,
    photo: z.boolean(),
    description: text,
  }),
  DnaRequested: z.object({ type: z.literal('DnaRequested'), requestId: id, policeStation: z.string() }),
  DnaAnswered: z.object({
    type: z.literal('DnaAnswered'),
    requestId: id,
    matched: z.boolean(),
    result: biometric,
  }),
  LongStayRecorded: z.object({ type: z.literal('LongStayRecorded'), reportNumber: z.string(), since: day }),
  LongerStayReported: z.object({
    type: z.literal('LongerStayReported'),
    reportNumber: z.string(),
    until: day,
    reasons: text,
  }),
  SettlementProposed: z.object({
    type: z.literal('SettlementProposed'),
    placement: z.string(),
    hukouOffice: z.string(),
    plan: text,
  }),
  SettlementApproved: z.object({
    type: z.literal('SettlementApproved'),
    approvalNumber: z.string(),
    approvedOn: day,
  }),
  SettlementReturned: z.object({ type: z.literal('SettlementReturned'), reasons: text }),
  SettlementPathClosed: z.object({
    type: z.literal('SettlementPathClosed'),
    ground: z.enum(['identityFound', 'death', 'left']),
  }),
  HukouRegistered: z.object({
    type: z.literal('HukouRegistered'),
    personId: id,
    title: text,
    /** The name the person went by until now; the registry keeps it too. */
    formerTitle: text.optional(),
    hukouOffice: z.string(),
    registeredOn: day,
  }),
  SettlementCompleted: z.object({
    type: z.literal('SettlementCompleted'),
    settledOn: day,
    institution: z.string(),
    receivedBy: text,
  }),
  ReturnArranged: z.object({
    type: z.literal('ReturnArranged'),
    mode: z.enum(['own', 'collectedByKin', 'escorted']),
    destination: text,
    receiver: z.enum(['kin', 'station', 'government']).optional(),
    kin: z.object({ name: text, relation: z.string(), phone: text.optional() }).optional(),
    escorts: z.array(z.string()).optional(),
  }),
  StationHandOverOffered: z.object({
    type: z.literal('StationHandOverOffered'),
    handOverId: id,
    stationId: id,
    stationName: z.string(),
    paired: z.boolean(),
    plannedOn: day,
  }),
  StationHandOverRefused: z.object({
    type: z.literal('StationHandOverRefused'),
    handOverId: id,
    stationId: id,
    refusedOn: day,
    reason: text,
  }),
  HandOverEscalated: z.object({
    type: z.literal('HandOverEscalated'),
    handOverId: id,
    /** The bureau of ours and the other station's. */
    to: z.array(z.string()),
  }),
  StationHandOverSigned: z.object({
    type: z.literal('StationHandOverSigned'),
    handOverId: id,
    side: z.enum(['ours', 'theirs']),
    signedBy: text,
    signedOn: day,
    theirCase: z.string().optional(),
  }),
  StationHandOverCompleted: z.object({
    type: z.literal('StationHandOverCompleted'),
    handOverId: id,
    stationId: id,
    theirCase: z.string(),
  }),
  ReturnRecorded: z.object({
    type: z.literal('ReturnRecorded'),
    mode: z.enum(['collectedByKin', 'escorted']),
    returnedOn: day,
    receivedBy: text.optional(),
  }),
  OwnDepartureRecorded: z.object({
    type: z.literal('OwnDepartureRecorded'),
    destination: text,
    ticket: z.string().optional(),
    cashFen: z.int(),
    departedOn: day,
  }),
  LeftWithoutProcedure: z.object({
    type: z.literal('LeftWithoutProcedure'),
    noticedOn: day,
    circumstances: text,
  }),
  PersonMissing: z.object({ type: z.literal('PersonMissing'), circumstances: text }),
  PersonFoundAgain: z.object({ type: z.literal('PersonFoundAgain'), place: text }),
  AssistanceTerminated: z.object({
    type: z.literal('AssistanceTerminated'),
    ground: z.string(),
    facts: text,
    remedyText: z.boolean(),
    decidedOn: day,
  }),
  DeathRecorded: z.object({
    type: z.literal('DeathRecorded'),
    diedOn: day,
    place: z.string(),
    cause: health.optional(),
    proof: z.object({ kind: z.string(), reference: z.string(), issuedBy: z.string() }),
  }),
  KinNotified: z.object({
    type: z.literal('KinNotified'),
    kin: text,
    relation: z.string(),
    channel: z.string(),
    reached: z.boolean(),
  }),
  DeathAnnouncementPosted: z.object({
    type: z.literal('DeathAnnouncementPosted'),
    announcementId: id,
    channels: z.array(z.string()),
    endsOn: day,
  }),
  BelongingsListed: z.object({
    type: z.literal('BelongingsListed'),
    belongings,
    keptBy: id,
    witness: text,
  }),
  DisposalRecorded: z.object({
    type: z.literal('DisposalRecorded'),
    kind: z.string(),
    disposedOn: day,
    reference: z.string(),
  }),
  FollowUpRecorded: z.object({
    type: z.literal('FollowUpRecorded'),
    followedUpOn: day,
    means: z.string(),
    findings: text,
  }),
  CaseClosed: z.object({ type: z.literal('CaseClosed'), reasons: text }),
} as const;

type Schemas = typeof transientEvents;
export type TransientEventName = keyof Schemas;
export type TransientEvent = { [Name in TransientEventName]: z.infer<Schemas[Name]> }[TransientEventName];
export type Event<Name extends TransientEventName> = z.infer<Schemas[Name]>;
