import { z } from 'zod';
import { personal } from '#kernel';
import {
  benefitRequestSchema,
  daySchema,
  fenSchema,
  isIdNumber,
  monthSchema,
  reliefSchemeSchema,
  relations,
  reviewClasses,
  temporaryReliefKindSchema,
} from '#rules';

const id = z.string().trim().min(1).max(80);
const text = (max = 2000) => personal(z.string().trim().min(1).max(max));
const name = personal(z.string().trim().min(1).max(100));
const idNumber = personal(z.string().trim().max(18).refine(isIdNumber, 'id-number-check-digit')).meta({
  examples: ['11010519491231002X', '500112198001150015'],
});
const code = z.string().trim().min(1).max(60);
const positiveFen = fenSchema.min(1);
const region = z.string().trim().min(1).max(100);
const office = z.string().trim().min(1).max(100);

export const applicant = z.strictObject({
  personId: id,
  name,
  idNumber: idNumber.optional(),
  phone: personal(z.string().trim().min(3).max(30)).optional(),
  address: text(300).optional(),
  /** The name the person was known by before the identity was found. */
  alias: personal(z.string().trim().min(1).max(100)).optional(),
  /** 户籍地, where it decides which office decides. */
  hukouRegion: region.optional(),
});

const member = z.strictObject({
  personId: id,
  name,
  idNumber: idNumber.optional(),
  relation: z.enum(relations),
  /** 户籍 belongs to the person, never to the household. */
  hukouRegion: region,
  hukouKind: z.enum(['urban', 'rural']),
});

const schema = {
  LodgeApplication: z.strictObject({
    type: z.literal('LodgeApplication'),
    scheme: reliefSchemeSchema,
    kind: temporaryReliefKindSchema.optional(),
    channel: z.enum(['counter', 'onBehalf', 'committee', 'outreach', 'online']),
    office: id,
    area: id,
    settlement: z.enum(['urban', 'rural']),
    applicant,
    representative: z.strictObject({ name, relation: z.string().trim().min(1).max(60) }).optional(),
    members: z.array(member).max(30),
    singlePerson: z.boolean().optional(),
    relatedToStaff: z.boolean().optional(),
    reason: text(),
    incident: z
      .strictObject({
        place: text(300),
        cause: z.enum(['illness', 'accident', 'fire', 'disaster', 'education', 'other']),
        disasterId: code.optional(),
        dwellingId: code.optional(),
      })
      .optional(),
    simplified: z.boolean().optional(),
    bundleId: id.optional(),
  }),
  HandUpApplication: z.strictObject({ type: z.literal('HandUpApplication'), papers: z.array(code).max(40) }),
  RequestSupplement: z.strictObject({
    type: z.literal('RequestSupplement'),
    items: z
      .array(z.strictObject({ paper: code, why: text(300) }))
      .min(1)
      .max(40),
  }),
  ReceiveSupplement: z.strictObject({
    type: z.literal('ReceiveSupplement'),
    papers: z.array(code).min(1).max(40),
  }),
  AuthoriseMeansTest: z.strictObject({
    type: z.literal('AuthoriseMeansTest'),
    signedBy: z.array(id).min(1).max(30),
    signedOn: daySchema,
  }),
  AcceptApplication: z.strictObject({ type: z.literal('AcceptApplication') }),
  DeclineApplication: z.strictObject({ type: z.literal('DeclineApplication'), reason: text() }),
  RegisterStaffRelation: z.strictObject({
    type: z.literal('RegisterStaffRelation'),
    officer: id,
    personId: id,
    relation: z.string().trim().min(1).max(60),
  }),
  RecordBureauVisit: z.strictObject({
    type: z.literal('RecordBureauVisit'),
    officers: z.array(id).min(1).max(10),
    visitedOn: daySchema,
    findings: text(4000),
  }),
  RecordDocumentsCheck: z.strictObject({
    type: z.literal('RecordDocumentsCheck'),
    checkedOn: daySchema,
    records: z
      .array(
        z.enum([
          'civilAffairs',
          'court',
          'procuratorate',
          'police',
          'prison',
          'disabledFederation',
          'health',
          'committee',
        ]),
      )
      .min(1)
      .max(8),
    outcome: z.enum(['complete', 'incomplete']),
    findings: text(4000),
  }),
  RequestMeansTest: z.strictObject({
    type: z.literal('RequestMeansTest'),
    requestId: id,
    sources: z
      .array(
        z.enum(['hukou', 'tax', 'socialInsurance', 'realEstate', 'business', 'housingFund', 'vehicles', 'finance']),
      )
      .min(1)
      .max(8),
    purpose: z.string().trim().min(1).max(200),
  }),
  RecordMeansTestResult: z.strictObject({
    type: z.literal('RecordMeansTestResult'),
    requestId: id,
    outcome: z.enum(['consistent', 'discrepant', 'incomplete']),
    findings: text(4000),
  }),
  ContestMeansTest: z.strictObject({ type: z.literal('ContestMeansTest'), requestId: id, reasons: text() }),
  RecordHomeVisit: z.strictObject({
    type: z.literal('RecordHomeVisit'),
    officers: z.array(id).min(1).max(10),
    visitedOn: daySchema,
    signedBy: id,
    findings: text(4000),
  }),
  RecordNeighbourInquiry: z.strictObject({
    type: z.literal('RecordNeighbourInquiry'),
    inquiredOn: daySchema,
    informants: z.int().min(1).max(50),
    findings: text(4000),
  }),
  RequestMutualCheck: z.strictObject({
    type: z.literal('RequestMutualCheck'),
    checkId: id,
    region,
    counterpartOffice: office,
    persons: z.array(id).min(1).max(30),
    purpose: z.string().trim().min(1).max(200),
    /** 授权: nothing about anybody leaves the district without it. */
    consent: z.strictObject({ signedBy: z.array(id).min(1).max(30), signedOn: daySchema }).optional(),
    /** The last day on which what comes back may be used. */
    expiresOn: daySchema,
  }),
  RecordMutualCheckReply: z.strictObject({
    type: z.literal('RecordMutualCheckReply'),
    checkId: id,
    found: z.enum(['none', 'duplicateAid', 'information']),
    content: text(4000),
  }),
  ExpireMutualCheck: z.strictObject({ type: z.literal('ExpireMutualCheck'), checkId: id }),
  ReportDuplicateAid: z.strictObject({
    type: z.literal('ReportDuplicateAid'),
    alertId: id,
    region,
    counterpartOffice: office,
    persons: z.array(id).min(1).max(30),
    content: text(4000),
  }),
  VerifyDuplicateAid: z.strictObject({
    type: z.literal('VerifyDuplicateAid'),
    alertId: id,
    confirmed: z.boolean(),
    findings: text(4000),
  }),
  CallCommunityAppraisal: z.strictObject({ type: z.literal('CallCommunityAppraisal'), on: daySchema }),
  RecordCommunityAppraisal: z.strictObject({
    type: z.literal('RecordCommunityAppraisal'),
    attended: z.int().min(1).max(500),
    agreed: z.int().min(0).max(500),
    opinion: text(4000),
  }),
  CalculateBenefit: z.strictObject({ type: z.literal('CalculateBenefit'), request: benefitRequestSchema }),
  GiveReviewOpinion: z.strictObject({
    type: z.literal('GiveReviewOpinion'),
    opinion: z.enum(['grant', 'refuse']),
    reasons: text(4000),
  }),
  PostPublicNotice: z.strictObject({ type: z.literal('PostPublicNotice'), noticeId: id }),
  RaiseObjection: z.strictObject({
    type: z.literal('RaiseObjection'),
    objectionId: id,
    raisedBy: name,
    content: text(4000),
  }),
  RecordReinvestigation: z.strictObject({
    type: z.literal('RecordReinvestigation'),
    objectionId: id,
    findings: text(4000),
  }),
  AnswerObjection: z.strictObject({
    type: z.literal('AnswerObjection'),
    objectionId: id,
    upheld: z.boolean(),
    answer: text(4000),
  }),
  EndPublicNotice: z.strictObject({ type: z.literal('EndPublicNotice'), noticeId: id }),
  SubmitFile: z.strictObject({ type: z.literal('SubmitFile') }),
  ReturnFile: z.strictObject({ type: z.literal('ReturnFile'), reasons: text() }),
  ConfirmGrant: z.strictObject({
    type: z.literal('ConfirmGrant'),
    reviewClass: z.enum(reviewClasses).optional(),
    certificateExpiresOn: daySchema.optional(),
    remark: text().optional(),
  }),
  RefuseGrant: z.strictObject({
    type: z.literal('RefuseGrant'),
    ground: z.enum(['incomeAboveStandard', 'assetsAboveRule', 'notCooperating', 'falseStatement', 'conditionsNotMet']),
    reasons: text(4000),
  }),
  ForwardToHukouOffice: z.strictObject({
    type: z.literal('ForwardToHukouOffice'),
    counterpartOffice: office,
    /** The number under which the application was entered. */
    reference: code,
    papers: z.array(code).min(1).max(40),
  }),
  RecordHukouOfficeAnswer: z.strictObject({
    type: z.literal('RecordHukouOfficeAnswer'),
    outcome: z.enum(['passedToDistrict', 'granted', 'refused', 'morePapers']),
    answeredOn: daySchema,
    content: text(4000).optional(),
  }),
  TellHukouAnswer: z.strictObject({
    type: z.literal('TellHukouAnswer'),
    toldOn: daySchema,
    channel: z.enum(['inPerson', 'post', 'committee', 'electronic']),
  }),
  DeliverRefusal: z.strictObject({
    type: z.literal('DeliverRefusal'),
    deliveredOn: daySchema,
    channel: z.enum(['inPerson', 'post', 'committee', 'electronic']),
    remedyText: z.boolean(),
  }),
  DeliverDecision: z.strictObject({
    type: z.literal('DeliverDecision'),
    deliveredOn: daySchema,
    channel: z.enum(['inPerson', 'post', 'committee', 'electronic']),
    remedyText: z.boolean(),
  }),
  PayFirstRelief: z.strictObject({
    type: z.literal('PayFirstRelief'),
    advanceId: id,
    amountFen: positiveFen,
    method: z.enum(['cash', 'transfer', 'goods', 'service']),
    reason: text(),
  }),
  ApproveFurtherAdvance: z.strictObject({
    type: z.literal('ApproveFurtherAdvance'),
    officer: id,
    reason: text(),
  }),
  CompleteFirstReliefPapers: z.strictObject({
    type: z.literal('CompleteFirstReliefPapers'),
    advanceId: id,
    papers: z.array(code).min(1).max(40),
  }),
  OpenAccountability: z.strictObject({ type: z.literal('OpenAccountability'), advanceId: id }),
  HandOverToEmergencyManagement: z.strictObject({
    type: z.literal('HandOverToEmergencyManagement'),
    items: z
      .array(z.strictObject({ item: code, description: text(500) }))
      .min(1)
      .max(40),
    reference: code,
  }),
  ProducePayment: z.strictObject({ type: z.literal('ProducePayment'), month: monthSchema, batchId: id }),
  RecordPayment: z.strictObject({
    type: z.literal('RecordPayment'),
    month: monthSchema,
    batchId: id,
    paidOn: daySchema,
  }),
  ReturnPayment: z.strictObject({
    type: z.literal('ReturnPayment'),
    month: monthSchema,
    batchId: id,
    ground: z.enum(['accountClosed', 'nameMismatch', 'accountUnknown', 'other']),
  }),
  ReconcilePayment: z.strictObject({ type: z.literal('ReconcilePayment'), month: monthSchema, batchId: id }),
  RecordPeriodicReview: z.strictObject({
    type: z.literal('RecordPeriodicReview'),
    reviewedOn: daySchema,
    finding: z.enum(['unchanged', 'increase', 'reduce', 'phaseOut', 'stop']),
    reviewClass: z.enum(reviewClasses),
    findings: text(4000),
  }),
  ReportChange: z.strictObject({
    type: z.literal('ReportChange'),
    what: z.enum(['income', 'members', 'assets', 'address', 'employment', 'other']),
    content: text(),
    joined: z.array(member).max(10).optional(),
    /** Members who no longer live in the household. */
    left: z.array(id).max(10).optional(),
  }),
  AdjustBenefit: z.strictObject({ type: z.literal('AdjustBenefit'), fromMonth: monthSchema, reasons: text(4000) }),
  RegisterEmployment: z.strictObject({
    type: z.literal('RegisterEmployment'),
    personId: id,
    jobId: id,
    startedOn: daySchema,
  }),
  StartPhaseOut: z.strictObject({
    type: z.literal('StartPhaseOut'),
    perCapitaIncomeFen: fenSchema,
    foundOn: daySchema,
    reasons: text(4000),
  }),
  SuspendBenefit: z.strictObject({
    type: z.literal('SuspendBenefit'),
    fromMonth: monthSchema,
    reasons: text(4000),
  }),
  ResumeBenefit: z.strictObject({ type: z.literal('ResumeBenefit'), fromMonth: monthSchema, reasons: text(4000) }),
  TerminateBenefit: z.strictObject({
    type: z.literal('TerminateBenefit'),
    ground: z.enum([
      'phaseOutEnded',
      'incomeAboveStandard',
      'assetsAboveRule',
      'fraud',
      'movedAway',
      'statusExpired',
      'voluntary',
    ]),
    lastMonth: monthSchema,
    reasons: text(4000),
  }),
  ReportDataMatch: z.strictObject({
    type: z.literal('ReportDataMatch'),
    matchId: id,
    source: z.string().trim().min(1).max(100),
    content: text(),
  }),
  VerifyDataMatch: z.strictObject({
    type: z.literal('VerifyDataMatch'),
    matchId: id,
    confirmed: z.boolean(),
    evidence: z.array(id).max(20),
    findings: text(4000),
  }),
  OrderRecovery: z.strictObject({
    type: z.literal('OrderRecovery'),
    recoveryId: id,
    fromMonth: monthSchema,
    /** What was rightly due in each of these months. */
    dueMonthlyFen: fenSchema,
    instalments: z.int().min(1).max(60),
    firstMonth: monthSchema,
    reasons: text(4000),
  }),
  RecordRepayment: z.strictObject({
    type: z.literal('RecordRepayment'),
    recoveryId: id,
    amountFen: positiveFen,
    paidOn: daySchema,
  }),
  ReferPenalty: z.strictObject({
    type: z.literal('ReferPenalty'),
    recoveryId: id,
    penaltyCase: code,
    noticeServedOn: daySchema,
    hearingOffered: z.boolean(),
  }),
  RecordDeath: z.strictObject({ type: z.literal('RecordDeath'), personId: id, diedOn: daySchema, source: code }),
  RenewCertificate: z.strictObject({
    type: z.literal('RenewCertificate'),
    certificateExpiresOn: daySchema,
  }),
  RequestAdminReview: z.strictObject({
    type: z.literal('RequestAdminReview'),
    reviewId: id,
    requestedOn: daySchema,
    grounds: text(4000),
  }),
  AnswerAdminReview: z.strictObject({ type: z.literal('AnswerAdminReview'), reviewId: id, answer: text(8000) }),
  RecordAdminReviewOutcome: z.strictObject({
    type: z.literal('RecordAdminReviewOutcome'),
    reviewId: id,
    outcome: z.enum(['upheld', 'reversed', 'withdrawn']),
    reasons: text(8000),
  }),
  CloseCase: z.strictObject({ type: z.literal('CloseCase'), reasons: text() }),
} as const;

export const reliefCommands = schema;

type Schemas = typeof schema;
export type ReliefCommandName = keyof Schemas;
export type ReliefCommand = { [Name in ReliefCommandName]: z.infer<Schemas[Name]> }[ReliefCommandName];
export type Command<Name extends ReliefCommandName> = z.infer<Schemas[Name]>;
