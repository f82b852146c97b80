import { z } from 'zod';
import { personal, restricted, sealedApart } from '#kernel';
import { daySchema } from '#rules';
import {
  assessmentAdvice,
  grades,
  guardians,
  longTermGrounds,
  matters,
  placementKinds,
  plaintiffs,
  recommendations,
  reporterKinds,
  revocationGrounds,
  screeningResults,
  services,
  temporaryGrounds,
  titles,
} from './vocabulary.js';

const id = z.string().trim().min(1).max(80);
const text = (max = 2000) => personal(z.string().trim().min(1).max(max));
const health = (max = 4000) => restricted('health', text(max));
const name = personal(z.string().trim().min(1).max(100));
/** The number of a document: 文号, 案号. */
const document = z.string().trim().min(1).max(100);
const organisation = z.string().trim().min(1).max(200);

const child = z.strictObject({
  personId: id,
  name,
  address: text(300).optional(),
  school: personal(z.string().trim().min(1).max(200)).optional(),
});

const whereabouts = { office: id, area: id };

const report = {
  reportId: id,
  reporterKind: z.enum(reporterKinds),
  channel: z.enum(['inPerson', 'phone', 'hotline', 'letter', 'online', 'referral']),
  matters: z.array(z.enum(matters)).min(1).max(14),
  facts: text(4000),
  injuries: health().optional(),
  suspect: z.strictObject({ name, relation: z.string().trim().min(1).max(60) }).optional(),
  /** Who reported, kept apart from the case. */
  reporter: sealedApart(
    z.strictObject({
      name,
      phone: personal(z.string().trim().min(3).max(30)).optional(),
      position: text(100).optional(),
    }),
  ).optional(),
};

const schema = {
  ReceiveReport: z.strictObject({ type: z.literal('ReceiveReport'), ...whereabouts, child, ...report }),
  RegisterConcern: z.strictObject({
    type: z.literal('RegisterConcern'),
    ...whereabouts,
    child,
    concernId: id,
    source: z.enum(['dataMatch', 'visit', 'relief', 'school', 'transient', 'other']),
    matters: z.array(z.enum(matters)).min(1).max(14),
    facts: text(4000),
  }),
  RecordFurtherReport: z.strictObject({ type: z.literal('RecordFurtherReport'), ...report }),
  AcceptReport: z.strictObject({ type: z.literal('AcceptReport'), reportId: id }),
  NotifyPolice: z.strictObject({ type: z.literal('NotifyPolice'), unit: organisation, receipt: document }),
  ScreenReport: z.strictObject({
    type: z.literal('ScreenReport'),
    reportId: id,
    result: z.enum(screeningResults),
    reasons: text(4000),
  }),
  TellReporter: z.strictObject({
    type: z.literal('TellReporter'),
    reportId: id,
    channel: z.enum(['inPerson', 'phone', 'message', 'post']),
    on: daySchema,
  }),
  VerifyConcern: z.strictObject({
    type: z.literal('VerifyConcern'),
    concernId: id,
    result: z.enum(['risk', 'watch', 'noRisk']),
    findings: text(4000),
  }),
  RecordRemoval: z.strictObject({
    type: z.literal('RecordRemoval'),
    removalId: id,
    reason: z.enum(['seriousInjury', 'seriousThreat', 'nobodyCaring', 'incitement']),
    unit: organisation,
    policeOfficer: name,
    place: text(300),
  }),
  RecordHandover: z.strictObject({
    type: z.literal('RecordHandover'),
    handoverId: id,
    ground: z.enum(temporaryGrounds),
    handedOverBy: z.enum(['police', 'hospital', 'school', 'committee', 'station', 'relative', 'public']),
    unit: organisation,
    handedOverByName: name,
    document,
    injuries: health(),
    belongings: text().optional(),
    receivedBy: id,
    placement: z.enum(placementKinds),
    carer: name.optional(),
  }),
  RecordHandoverElsewhere: z.strictObject({
    type: z.literal('RecordHandoverElsewhere'),
    handoverId: id,
    to: z.enum(['otherGuardian', 'relative', 'committee']),
    unit: organisation,
    handedOverByName: name,
    receiver: name,
    document,
    injuries: health(),
  }),
  DecideTemporaryGuardianship: z.strictObject({
    type: z.literal('DecideTemporaryGuardianship'),
    ground: z.enum(temporaryGrounds),
    reasons: text(4000),
  }),
  PlaceChild: z.strictObject({
    type: z.literal('PlaceChild'),
    placementId: id,
    kind: z.enum(placementKinds),
    carer: name.optional(),
    agreement: document.optional(),
    reasons: text(),
  }),
  RecordPlacementVisit: z.strictObject({
    type: z.literal('RecordPlacementVisit'),
    placementId: id,
    visitedOn: daySchema,
    findings: text(4000),
    health: health().optional(),
  }),
  RecordAssessment: z.strictObject({
    type: z.literal('RecordAssessment'),
    assessmentId: id,
    assessedOn: daySchema,
    team: z
      .array(z.strictObject({ name, organisation, title: z.enum(titles) }))
      .min(1)
      .max(20),
    grade: z.enum(grades),
    advice: z.enum(assessmentAdvice),
    findings: text(8000),
    health: health(8000).optional(),
  }),
  RecordChildView: z.strictObject({
    type: z.literal('RecordChildView'),
    viewId: id,
    heardOn: daySchema,
    heardBy: id,
    view: text(4000),
  }),
  ConfirmGuardianFit: z.strictObject({
    type: z.literal('ConfirmGuardianFit'),
    checkedOn: daySchema,
    findings: text(4000),
  }),
  RecordRecommendation: z.strictObject({
    type: z.literal('RecordRecommendation'),
    conferenceId: id,
    recommendation: z.enum(recommendations),
    ground: z.enum(revocationGrounds).optional(),
    /** Since when the guardian refuses the duty. */
    refusedSince: daySchema.optional(),
    reasons: text(4000),
  }),
  MakeAssistancePlan: z.strictObject({
    type: z.literal('MakeAssistancePlan'),
    planId: id,
    services: z.array(z.enum(services)).min(1).max(8),
    helper: id,
    goals: text(4000),
  }),
  RecordService: z.strictObject({
    type: z.literal('RecordService'),
    planId: id,
    serviceId: id,
    service: z.enum(services),
    provider: organisation,
    providedOn: daySchema,
    note: text().optional(),
  }),
  RecordAssistanceVisit: z.strictObject({
    type: z.literal('RecordAssistanceVisit'),
    planId: id,
    visitedOn: daySchema,
    findings: text(4000),
  }),
  EndAssistancePlan: z.strictObject({
    type: z.literal('EndAssistancePlan'),
    planId: id,
    result: z.enum(['reached', 'notReached', 'replaced']),
    reasons: text(),
  }),
  RecordWarningLetter: z.strictObject({
    type: z.literal('RecordWarningLetter'),
    warningId: id,
    /** Issued by the police; the bureau records it. */
    unit: organisation,
    document,
    warned: name,
    about: z.enum(matters),
    sentTo: z
      .array(z.enum(['guardian', 'child', 'committee']))
      .min(1)
      .max(3),
    content: text(4000),
  }),
  ApplyForProtectionOrder: z.strictObject({
    type: z.literal('ApplyForProtectionOrder'),
    orderId: id,
    court: organisation,
    urgent: z.boolean(),
    against: name,
    measures: z
      .array(z.enum(['noViolence', 'noContact', 'leaveHome', 'other']))
      .min(1)
      .max(4),
    reasons: text(4000),
  }),
  RecordOrderAcceptance: z.strictObject({ type: z.literal('RecordOrderAcceptance'), orderId: id, document }),
  RecordOrderRuling: z.strictObject({
    type: z.literal('RecordOrderRuling'),
    orderId: id,
    granted: z.boolean(),
    endsOn: daySchema.optional(),
    document,
  }),
  RenewProtectionOrder: z.strictObject({
    type: z.literal('RenewProtectionOrder'),
    orderId: id,
    endsOn: daySchema,
    document,
  }),
  EndProtectionOrder: z.strictObject({
    type: z.literal('EndProtectionOrder'),
    orderId: id,
    why: z.enum(['expired', 'lifted']),
  }),
  FileRevocationSuit: z.strictObject({
    type: z.literal('FileRevocationSuit'),
    suitId: id,
    court: organisation,
    document,
    reasons: text(4000),
  }),
  RecordOthersSuit: z.strictObject({
    type: z.literal('RecordOthersSuit'),
    suitId: id,
    plaintiff: z.enum(plaintiffs),
    court: organisation,
    document,
  }),
  RecordJudgment: z.strictObject({
    type: z.literal('RecordJudgment'),
    suitId: id,
    outcome: z.enum(['revoked', 'dismissed', 'withdrawn']),
    guardian: z
      .strictObject({
        holder: z.enum(['bureau', 'committee', 'person']),
        name: name.optional(),
        personId: id.optional(),
      })
      .optional(),
    document,
  }),
  RecordConviction: z.strictObject({
    type: z.literal('RecordConviction'),
    convictionId: id,
    guardian: z.enum(guardians),
    /** An intentional crime against the child. */
    intentional: z.boolean(),
    convictedOn: daySchema,
    document,
  }),
  StartLongTermGuardianship: z.strictObject({
    type: z.literal('StartLongTermGuardianship'),
    ground: z.enum(longTermGrounds),
    document,
    reasons: text(4000),
  }),
  RecordRestorationRequest: z.strictObject({
    type: z.literal('RecordRestorationRequest'),
    restorationId: id,
    guardian: z.enum(guardians),
    court: organisation,
    document,
  }),
  RecordRestorationRuling: z.strictObject({
    type: z.literal('RecordRestorationRuling'),
    restorationId: id,
    restored: z.boolean(),
    document,
  }),
  GiveAdoptionGuidance: z.strictObject({
    type: z.literal('GiveAdoptionGuidance'),
    guidanceId: id,
    assessedOn: daySchema,
    content: text(4000),
  }),
  RecordAdoption: z.strictObject({ type: z.literal('RecordAdoption'), certificate: document }),
  RequestReturn: z.strictObject({
    type: z.literal('RequestReturn'),
    requestId: id,
    askedBy: name,
    relation: z.string().trim().min(1).max(60),
    reasons: text(),
  }),
  RefuseReturn: z.strictObject({ type: z.literal('RefuseReturn'), requestId: id, reasons: text(4000) }),
  ReturnChild: z.strictObject({
    type: z.literal('ReturnChild'),
    to: z.enum(['parents', 'otherGuardian']),
    receiver: name,
    reasons: text(4000),
  }),
  RecordFollowUp: z.strictObject({
    type: z.literal('RecordFollowUp'),
    followUpId: id,
    visitedOn: daySchema,
    finding: z.enum(['well', 'needsHelp', 'atRisk']),
    findings: text(4000),
    health: health().optional(),
  }),
  EndGuardianship: z.strictObject({
    type: z.literal('EndGuardianship'),
    why: z.enum(['ofAge', 'deceased']),
    on: daySchema,
    document: document.optional(),
  }),
  CloseCase: z.strictObject({ type: z.literal('CloseCase'), reasons: text(4000) }),
} as const;

export const guardianshipCommands = schema;

type Schemas = typeof schema;
export type GuardianshipCommandName = keyof Schemas;
export type GuardianshipCommand = {
  [Name in GuardianshipCommandName]: z.infer<Schemas[Name]>;
}[GuardianshipCommandName];
export type Command<Name extends GuardianshipCommandName> = z.infer<Schemas[Name]>;
