import { z } from 'zod';
import { personal, restricted } from '#kernel';
import { longTermGrounds, recommendations, screeningResults, temporaryGrounds } from './vocabulary.js';

const text = personal(z.string());
const health = restricted('health', text);
const day = z.string();
const instant = z.string();
const names = z.array(z.string());

/** What every decision keeps: who, when, under which rules and on which law. */
const decision = {
  decidedOn: day,
  decidingBody: z.enum(['bureau', 'court']),
  office: z.string(),
  ruleSet: z.string(),
  basis: z.string(),
};

const placement = {
  placementId: z.string(),
  kind: z.string(),
  carer: text.optional(),
  agreement: z.string().optional(),
};

/** Events of the guardianship room. Names are storage formats: never renamed. */
export const guardianshipEvents = {
  GuardianshipCaseOpened: z.object({
    type: z.literal('GuardianshipCaseOpened'),
    office: z.string(),
    area: z.string(),
    child: z.object({ personId: z.string(), name: text, address: text.optional(), school: text.optional() }),
    /** `王某`: what lists show. */
    shortName: text,
    openedOn: day,
    ruleSet: z.string(),
    /** Why the child's data may be processed. */
    processingBasis: z.string(),
  }),
  ReportReceived: z.object({
    type: z.literal('ReportReceived'),
    reportId: z.string(),
    reporterKind: z.string(),
    channel: z.string(),
    matters: names,
    facts: text,
    injuries: health.optional(),
    suspect: z.object({ name: text, relation: z.string() }).optional(),
    /** Whether somebody is known and sealed apart who must be told the outcome. */
    reporterSealed: z.boolean(),
    /** The law obliges this reporter. */
    mandatory: z.boolean(),
    fault: z.boolean(),
    policeDuty: z.boolean(),
  }),
  ReportAccepted: z.object({ type: z.literal('ReportAccepted'), reportId: z.string(), acceptedOn: day }),
  PoliceNotified: z.object({ type: z.literal('PoliceNotified'), unit: z.string(), receipt: z.string() }),
  ReportScreened: z.object({
    type: z.literal('ReportScreened'),
    reportId: z.string(),
    result: z.enum(screeningResults),
    reasons: text,
    needsAssessment: z.boolean(),
    tellReporter: z.boolean(),
  }),
  ReporterTold: z.object({ type: z.literal('ReporterTold'), reportId: z.string(), channel: z.string(), on: day }),
  ConcernRegistered: z.object({
    type: z.literal('ConcernRegistered'),
    concernId: z.string(),
    source: z.string(),
    matters: names,
    facts: text,
    fault: z.boolean(),
  }),
  ConcernVerified: z.object({
    type: z.literal('ConcernVerified'),
    concernId: z.string(),
    result: z.enum(['risk', 'watch', 'noRisk']),
    findings: text,
    needsAssessment: z.boolean(),
  }),
  ChildRemoved: z.object({
    type: z.literal('ChildRemoved'),
    removalId: z.string(),
    removedAt: instant,
    reason: z.string(),
    unit: z.string(),
    policeOfficer: text,
    place: text,
  }),
  ChildHandedOver: z.object({
    type: z.literal('ChildHandedOver'),
    handoverId: z.string(),
    handedOverAt: instant,
    handedOverBy: z.string(),
    unit: z.string(),
    handedOverByName: text,
    document: z.string(),
    injuries: health,
    belongings: text.optional(),
    receivedBy: z.string(),
  }),
  ChildHandedElsewhere: z.object({
    type: z.literal('ChildHandedElsewhere'),
    handoverId: z.string(),
    handedOverAt: instant,
    to: z.string(),
    unit: z.string(),
    handedOverByName: text,
    receiver: text,
    document: z.string(),
    injuries: health,
  }),
  TemporaryGuardianshipStarted: z.object({
    type: z.literal('TemporaryGuardianshipStarted'),
    from: instant,
    ground: z.enum(temporaryGrounds),
    basis: z.string(),
    ruleSet: z.string(),
    suddenEvent: z.boolean(),
    needsAssessment: z.boolean(),
  }),
  TemporaryGuardianshipDecided: z.object({
    type: z.literal('TemporaryGuardianshipDecided'),
    ground: z.enum(temporaryGrounds),
    suddenEvent: z.boolean(),
    reasons: text,
    ...decision,
  }),
  ChildPlaced: z.object({ type: z.literal('ChildPlaced'), ...placement, from: instant, reasons: text.optional() }),
  PlacementEnded: z.object({ type: z.literal('PlacementEnded'), placementId: z.string(), to: instant }),
  PlacementVisited: z.object({
    type: z.literal('PlacementVisited'),
    placementId: z.string(),
    kind: z.string(),
    visitedOn: day,
    findings: text,
    health: health.optional(),
  }),
  AssessmentRecorded: z.object({
    type: z.literal('AssessmentRecorded'),
    assessmentId: z.string(),
    assessedOn: day,
    team: z.array(z.object({ name: text, organisation: z.string(), title: z.string() })),
    grade: z.string(),
    positive: z.boolean(),
    advice: z.enum(['noAction', 'assist', 'intervene', 'return']),
    findings: text,
    health: health.optional(),
    ruleSet: z.string(),
  }),
  ChildViewRecorded: z.object({
    type: z.literal('ChildViewRecorded'),
    viewId: z.string(),
    heardOn: day,
    heardBy: z.string(),
    view: text,
  }),
  GuardianFitConfirmed: z.object({ type: z.literal('GuardianFitConfirmed'), checkedOn: day, findings: text }),
  ConferenceRecommended: z.object({
    type: z.literal('ConferenceRecommended'),
    conferenceId: z.string(),
    recommendation: z.enum(recommendations),
    ground: z.string().optional(),
    basis: z.string().optional(),
    refusedSince: day.optional(),
    /** Until when others may sue before the bureau must. */
    othersUntil: day.optional(),
    reasons: text,
  }),
  AssistancePlanMade: z.object({
    type: z.literal('AssistancePlanMade'),
    planId: z.string(),
    services: names,
    helper: z.string(),
    goals: text,
  }),
  ServiceProvided: z.object({
    type: z.literal('ServiceProvided'),
    planId: z.string(),
    serviceId: z.string(),
    service: z.string(),
    provider: z.string(),
    providedOn: day,
    note: text.optional(),
  }),
  AssistanceVisited: z.object({
    type: z.literal('AssistanceVisited'),
    planId: z.string(),
    visitedOn: day,
    findings: text,
  }),
  AssistancePlanEnded: z.object({
    type: z.literal('AssistancePlanEnded'),
    planId: z.string(),
    result: z.string(),
    reasons: text,
  }),
  WarningLetterRecorded: z.object({
    type: z.literal('WarningLetterRecorded'),
    warningId: z.string(),
    unit: z.string(),
    document: z.string(),
    warned: text,
    about: z.string(),
    sentTo: names,
    content: text,
  }),
  ProtectionOrderRequested: z.object({
    type: z.literal('ProtectionOrderRequested'),
    orderId: z.string(),
    court: z.string(),
    urgent: z.boolean(),
    against: text,
    measures: names,
    reasons: text,
  }),
  ProtectionOrderAccepted: z.object({
    type: z.literal('ProtectionOrderAccepted'),
    orderId: z.string(),
    urgent: z.boolean(),
    document: z.string(),
  }),
  ProtectionOrderGranted: z.object({
    type: z.literal('ProtectionOrderGranted'),
    orderId: z.string(),
    endsOn: day,
    document: z.string(),
  }),
  ProtectionOrderDenied: z.object({
    type: z.literal('ProtectionOrderDenied'),
    orderId: z.string(),
    document: z.string(),
  }),
  ProtectionOrderRenewed: z.object({
    type: z.literal('ProtectionOrderRenewed'),
    orderId: z.string(),
    endsOn: day,
    document: z.string(),
  }),
  ProtectionOrderEnded: z.object({
    type: z.literal('ProtectionOrderEnded'),
    orderId: z.string(),
    why: z.enum(['expired', 'lifted']),
  }),
  RevocationSuitFiled: z.object({
    type: z.literal('RevocationSuitFiled'),
    suitId: z.string(),
    plaintiff: z.string(),
    court: z.string(),
    document: z.string(),
    reasons: text.optional(),
    decision: z.object(decision).optional(),
  }),
  RevocationJudged: z.object({
    type: z.literal('RevocationJudged'),
    suitId: z.string(),
    outcome: z.enum(['revoked', 'dismissed', 'withdrawn']),
    document: z.string(),
    /** Why the parents keep paying, where their guardianship was revoked. */
    supportDuty: z.string().optional(),
  }),
  ConvictionRecorded: z.object({
    type: z.literal('ConvictionRecorded'),
    convictionId: z.string(),
    guardian: z.string(),
    intentional: z.boolean(),
    convictedOn: day,
    document: z.string(),
  }),
  LongTermGuardianshipStarted: z.object({
    type: z.literal('LongTermGuardianshipStarted'),
    from: instant,
    ground: z.enum(longTermGrounds),
    document: z.string(),
    reasons: text.optional(),
    ...decision,
  }),
  GuardianAppointed: z.object({
    type: z.literal('GuardianAppointed'),
    from: instant,
    holder: z.enum(['committee', 'person']),
    name: text.optional(),
    personId: z.string().optional(),
    document: z.string(),
  }),
  RestorationRequested: z.object({
    type: z.literal('RestorationRequested'),
    restorationId: z.string(),
    guardian: z.string(),
    court: z.string(),
    document: z.string(),
    /** Whether it was asked in the usual time after revocation. */
    withinWindow: z.boolean(),
  }),
  RestorationDenied: z.object({
    type: z.literal('RestorationDenied'),
    restorationId: z.string(),
    document: z.string(),
  }),
  GuardianshipRestored: z.object({
    type: z.literal('GuardianshipRestored'),
    restorationId: z.string(),
    from: instant,
    viewId: z.string().optional(),
    document: z.string(),
    basis: z.string(),
  }),
  AdoptionGuidanceGiven: z.object({
    type: z.literal('AdoptionGuidanceGiven'),
    guidanceId: z.string(),
    assessedOn: day,
    content: text,
  }),
  AdoptionRecorded: z.object({
    type: z.literal('AdoptionRecorded'),
    from: instant,
    certificate: z.string(),
    viewId: z.string().optional(),
  }),
  ReturnRequested: z.object({
    type: z.literal('ReturnRequested'),
    requestId: z.string(),
    askedBy: text,
    relation: z.string(),
    reasons: text,
  }),
  ReturnRefused: z.object({
    type: z.literal('ReturnRefused'),
    requestId: z.string(),
    /** What stands in the way, as the refusal of a return would name it. */
    ground: z.string(),
    reasons: text,
    ...decision,
  }),
  ChildReturned: z.object({
    type: z.literal('ChildReturned'),
    from: instant,
    to: z.enum(['parents', 'otherGuardian']),
    receiver: text,
    reasons: text,
    assessmentId: z.string().optional(),
    viewId: z.string().optional(),
    ...decision,
  }),
  FollowUpScheduled: z.object({ type: z.literal('FollowUpScheduled'), followUpId: z.string(), dueOn: day }),
  FollowUpRecorded: z.object({
    type: z.literal('FollowUpRecorded'),
    followUpId: z.string(),
    visitedOn: day,
    finding: z.string(),
    findings: text,
    health: health.optional(),
  }),
  GuardianshipEnded: z.object({
    type: z.literal('GuardianshipEnded'),
    why: z.enum(['ofAge', 'deceased']),
    on: day,
    to: instant,
    document: z.string().optional(),
  }),
  CaseClosed: z.object({ type: z.literal('CaseClosed'), outcome: z.string(), reasons: text, ...decision }),
} as const;

type Schemas = typeof guardianshipEvents;
export type GuardianshipEventName = keyof Schemas;
export type GuardianshipEvent = { [Name in GuardianshipEventName]: z.infer<Schemas[Name]> }[GuardianshipEventName];
export type Event<Name extends GuardianshipEventName> = z.infer<Schemas[Name]>;
