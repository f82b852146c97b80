import { z } from 'zod';
import { personal } from '#kernel';
import { benefitCalculationSchema, benefitRequestSchema, reliefSchemeSchema, temporaryReliefKindSchema } from '#rules';

const text = personal(z.string());
const day = z.string();
const month = z.string();
const fen = z.int();
const ids = z.array(z.string());

const member = z.object({
  personId: z.string(),
  name: text,
  idNumber: text.optional(),
  relation: z.string(),
  hukouRegion: z.string(),
  hukouKind: z.string(),
});

const noticeFields = {
  noticeId: z.string(),
  /** Whose name it shows, and under whose key the name is therefore sealed; absent in the first notices. */
  personId: z.string().optional(),
  postedOn: day,
  endsOn: day,
  days: z.int(),
  scheme: z.string(),
  headOfHousehold: text,
  persons: z.int(),
  amountFen: fen.optional(),
  area: z.string(),
};

const decision = {
  decidedOn: day,
  decidingBody: z.enum(['townOffice', 'bureau']),
  office: z.string(),
  delegationId: z.string().optional(),
  ruleSet: z.string(),
  /** The law the decision rests on. */
  basis: z.string().optional(),
};

const payment = { month, batchId: z.string(), amountFen: fen };

/** Events of the relief room. Names are storage formats: never renamed. */
export const reliefEvents = {
  ApplicationLodged: z.object({
    type: z.literal('ApplicationLodged'),
    scheme: reliefSchemeSchema,
    kind: temporaryReliefKindSchema.optional(),
    channel: z.string(),
    office: z.string(),
    area: z.string(),
    settlement: z.enum(['urban', 'rural']),
    applicant: z.object({
      personId: z.string(),
      name: text,
      idNumber: text.optional(),
      phone: text.optional(),
      address: text.optional(),
      alias: text.optional(),
      hukouRegion: z.string().optional(),
    }),
    applicantMinor: z.boolean(),
    /** How a child is shown in lists: the surname alone. */
    title: text.optional(),
    representative: z.object({ name: text, relation: z.string() }).optional(),
    members: z.array(member),
    singlePerson: z.boolean(),
    relatedToStaff: z.boolean(),
    reason: text,
    incident: z
      .object({
        place: text,
        cause: z.string(),
        disasterId: z.string().optional(),
        dwellingId: z.string().optional(),
      })
      .optional(),
    simplified: z.boolean(),
    bundleId: z.string().optional(),
    lodgedOn: day,
  }),
  ApplicationHandedUp: z.object({ type: z.literal('ApplicationHandedUp'), papers: ids }),
  SupplementRequested: z.object({
    type: z.literal('SupplementRequested'),
    items: z.array(z.object({ paper: z.string(), why: text })),
  }),
  SupplementReceived: z.object({ type: z.literal('SupplementReceived'), papers: ids }),
  MeansTestAuthorised: z.object({ type: z.literal('MeansTestAuthorised'), signedBy: ids, signedOn: day }),
  ApplicationAccepted: z.object({
    type: z.literal('ApplicationAccepted'),
    acceptedOn: day,
    /** The governing rule set, pinned for the case. */
    ruleSet: z.string(),
    /** Every rule set whose clocks run on the case. */
    ruleSets: ids,
    /** Where a child benefit is decided: by the hukou of the child. */
    decidedAt: z.enum(['here', 'hukouOffice']).optional(),
  }),
  ApplicationDeclined: z.object({ type: z.literal('ApplicationDeclined'), reason: text }),
  StaffRelationRegistered: z.object({
    type: z.literal('StaffRelationRegistered'),
    officer: z.string(),
    personId: z.string(),
    relation: z.string(),
  }),
  BureauVisitRecorded: z.object({
    type: z.literal('BureauVisitRecorded'),
    officers: ids,
    visitedOn: day,
    findings: text,
  }),
  DocumentsChecked: z.object({
    type: z.literal('DocumentsChecked'),
    checkedOn: day,
    records: ids,
    outcome: z.enum(['complete', 'incomplete']),
    findings: text,
  }),
  MeansTestRequested: z.object({
    type: z.literal('MeansTestRequested'),
    requestId: z.string(),
    sources: ids,
    purpose: z.string(),
    basis: z.string(),
  }),
  MeansTestResultRecorded: z.object({
    type: z.literal('MeansTestResultRecorded'),
    requestId: z.string(),
    outcome: z.string(),
    findings: text,
  }),
  MeansTestContested: z.object({ type: z.literal('MeansTestContested'), requestId: z.string(), reasons: text }),
  HomeVisitRecorded: z.object({
    type: z.literal('HomeVisitRecorded'),
    officers: ids,
    visitedOn: day,
    signedBy: z.string(),
    findings: text,
  }),
  NeighbourInquiryRecorded: z.object({
    type: z.literal('NeighbourInquiryRecorded'),
    inquiredOn: day,
    informants: z.int(),
    findings: text,
  }),
  MutualCheckRequested: z.object({
    type: z.literal('MutualCheckRequested'),
    checkId: z.string(),
    region: z.string(),
    counterpartOffice: z.string(),
    persons: ids,
    purpose: z.string(),
    consent: z.object({ signedBy: ids, signedOn: day }),
    expiresOn: day,
  }),
  MutualCheckReplied: z.object({
    type: z.literal('MutualCheckReplied'),
    checkId: z.string(),
    found: z.enum(['none', 'duplicateAid', 'information']),
    content: text,
  }),
  MutualCheckExpired: z.object({ type: z.literal('MutualCheckExpired'), checkId: z.string() }),
  DuplicateAidAlerted: z.object({
    type: z.literal('DuplicateAidAlerted'),
    alertId: z.string(),
    region: z.string(),
    counterpartOffice: z.string(),
    persons: ids,
    /** The mutual check that found it; absent where the other region told us. */
    checkId: z.string().optional(),
    content: text.optional(),
  }),
  DuplicateAidVerified: z.object({
    type: z.literal('DuplicateAidVerified'),
    alertId: z.string(),
    confirmed: z.boolean(),
    findings: text,
  }),
  CommunityAppraisalCalled: z.object({ type: z.literal('CommunityAppraisalCalled'), on: day }),
  CommunityAppraisalRecorded: z.object({
    type: z.literal('CommunityAppraisalRecorded'),
    attended: z.int(),
    agreed: z.int(),
    opinion: text,
  }),
  BenefitCalculated: z.object({
    type: z.literal('BenefitCalculated'),
    request: benefitRequestSchema,
    calculation: benefitCalculationSchema,
  }),
  ReviewOpinionGiven: z.object({
    type: z.literal('ReviewOpinionGiven'),
    opinion: z.enum(['grant', 'refuse']),
    amountFen: fen,
    reasons: text,
  }),
  PublicNoticePosted: z.object({ type: z.literal('PublicNoticePosted'), ...noticeFields }),
  PublicNoticeEnded: z.object({ type: z.literal('PublicNoticeEnded'), noticeId: z.string() }),
  PublicNoticeTakenDown: z.object({
    type: z.literal('PublicNoticeTakenDown'),
    noticeId: z.string(),
    why: z.string(),
  }),
  ObjectionRaised: z.object({
    type: z.literal('ObjectionRaised'),
    objectionId: z.string(),
    noticeId: z.string(),
    raisedBy: text,
    content: text,
  }),
  ObjectionReinvestigated: z.object({
    type: z.literal('ObjectionReinvestigated'),
    objectionId: z.string(),
    findings: text,
  }),
  ObjectionAnswered: z.object({
    type: z.literal('ObjectionAnswered'),
    objectionId: z.string(),
    upheld: z.boolean(),
    answer: text,
  }),
  FileSubmitted: z.object({ type: z.literal('FileSubmitted'), to: z.enum(['townOffice', 'bureau']) }),
  FileReturned: z.object({ type: z.literal('FileReturned'), reasons: text }),
  GrantConfirmed: z.object({
    type: z.literal('GrantConfirmed'),
    ...decision,
    amountFen: fen,
    pays: z.enum(['monthly', 'once', 'status']),
    /** The first month that is paid, where the scheme pays. */
    firstMonth: month.optional(),
    /** The last day of a status that expires. */
    validUntil: day.optional(),
    reviewClass: z.string().optional(),
    certificateExpiresOn: day.optional(),
    /** The household as decided: it never changes afterwards. */
    household: z.array(z.object({ personId: z.string(), relation: z.string() })),
    calculation: benefitCalculationSchema.optional(),
    deferred: ids,
    remark: text.optional(),
  }),
  ApplicationRefused: z.object({
    type: z.literal('ApplicationRefused'),
    ...decision,
    ground: z.string(),
    reasons: text,
  }),
  ForwardedToHukouOffice: z.object({
    type: z.literal('ForwardedToHukouOffice'),
    region: z.string(),
    counterpartOffice: z.string(),
    reference: z.string(),
    papers: ids,
  }),
  HukouOfficeAnswered: z.object({
    type: z.literal('HukouOfficeAnswered'),
    outcome: z.enum(['passedToDistrict', 'granted', 'refused', 'morePapers']),
    answeredOn: day,
    content: text.optional(),
  }),
  HukouAnswerTold: z.object({ type: z.literal('HukouAnswerTold'), toldOn: day, channel: z.string() }),
  RefusalNoticeDelivered: z.object({
    type: z.literal('RefusalNoticeDelivered'),
    deliveredOn: day,
    channel: z.string(),
    remedyText: z.boolean(),
  }),
  DecisionDelivered: z.object({
    type: z.literal('DecisionDelivered'),
    deliveredOn: day,
    channel: z.string(),
    remedyText: z.boolean(),
  }),
  ApplicationTerminated: z.object({ type: z.literal('ApplicationTerminated'), ground: z.string(), on: day }),
  FirstReliefPaid: z.object({
    type: z.literal('FirstReliefPaid'),
    advanceId: z.string(),
    amountFen: fen,
    method: z.string(),
    officer: z.string(),
    paidAt: z.string(),
    limitFen: fen,
    deferred: ids,
    secondApprover: z.string().optional(),
    ruleSet: z.string(),
    reason: text,
  }),
  FurtherAdvanceApproved: z.object({
    type: z.literal('FurtherAdvanceApproved'),
    officer: z.string(),
    approver: z.string(),
    reason: text,
  }),
  FirstReliefPapersCompleted: z.object({
    type: z.literal('FirstReliefPapersCompleted'),
    advanceId: z.string(),
    papers: ids,
  }),
  AccountabilityOpened: z.object({
    type: z.literal('AccountabilityOpened'),
    advanceId: z.string(),
    officer: z.string(),
    papersDueOn: day,
  }),
  ItemsHandedToEmergencyManagement: z.object({
    type: z.literal('ItemsHandedToEmergencyManagement'),
    items: z.array(z.object({ item: z.string(), description: text })),
    reference: z.string(),
  }),
  PaymentProduced: z.object({ type: z.literal('PaymentProduced'), ...payment }),
  BenefitPaid: z.object({ type: z.literal('BenefitPaid'), ...payment, paidOn: day }),
  PaymentReturned: z.object({ type: z.literal('PaymentReturned'), ...payment, ground: z.string() }),
  PaymentReconciled: z.object({ type: z.literal('PaymentReconciled'), ...payment }),
  PeriodicReviewRecorded: z.object({
    type: z.literal('PeriodicReviewRecorded'),
    reviewedOn: day,
    finding: z.string(),
    reviewClass: z.string(),
    findings: text,
  }),
  ChangeReported: z.object({
    type: z.literal('ChangeReported'),
    what: z.string(),
    content: text,
    joined: z.array(member).optional(),
    left: ids.optional(),
  }),
  BenefitAdjusted: z.object({
    type: z.literal('BenefitAdjusted'),
    direction: z.enum(['increase', 'reduction']),
    previousFen: fen,
    amountFen: fen,
    fromMonth: month,
    reasons: text,
    ruleSet: z.string(),
  }),
  JobDisregardStarted: z.object({
    type: z.literal('JobDisregardStarted'),
    personId: z.string(),
    jobId: z.string(),
    startedOn: day,
    firstMonth: month,
    lastMonth: month,
    endsOn: day,
  }),
  PhaseOutStarted: z.object({
    type: z.literal('PhaseOutStarted'),
    perCapitaIncomeFen: fen,
    standardFen: fen,
    foundOn: day,
    firstMonth: month,
    lastMonth: month,
    endsOn: day,
    reasons: text,
  }),
  BenefitSuspended: z.object({ type: z.literal('BenefitSuspended'), fromMonth: month, reasons: text }),
  BenefitResumed: z.object({ type: z.literal('BenefitResumed'), fromMonth: month, reasons: text }),
  BenefitTerminated: z.object({
    type: z.literal('BenefitTerminated'),
    ground: z.string(),
    lastMonth: month,
    reasons: text.optional(),
    ruleSet: z.string().optional(),
  }),
  FuneralGrantOffered: z.object({ type: z.literal('FuneralGrantOffered'), personId: z.string() }),
  DataMatchReported: z.object({
    type: z.literal('DataMatchReported'),
    matchId: z.string(),
    source: z.string(),
    content: text,
  }),
  DataMatchVerified: z.object({
    type: z.literal('DataMatchVerified'),
    matchId: z.string(),
    confirmed: z.boolean(),
    evidence: ids,
    findings: text,
  }),
  OverpaymentFound: z.object({
    type: z.literal('OverpaymentFound'),
    months: z.array(z.object({ month, paidFen: fen, dueFen: fen, overpaidFen: fen })),
    totalFen: fen,
  }),
  RecoveryOrdered: z.object({
    type: z.literal('RecoveryOrdered'),
    recoveryId: z.string(),
    months: z.array(z.object({ month, paidFen: fen, dueFen: fen, overpaidFen: fen })),
    totalFen: fen,
    instalments: z.array(z.object({ month, amountFen: fen })),
    reasons: text,
  }),
  RepaymentReceived: z.object({
    type: z.literal('RepaymentReceived'),
    recoveryId: z.string(),
    amountFen: fen,
    paidOn: day,
  }),
  PenaltyReferred: z.object({
    type: z.literal('PenaltyReferred'),
    recoveryId: z.string(),
    penaltyCase: z.string(),
    noticeServedOn: day,
    hearingOffered: z.boolean(),
    minFen: fen,
    maxFen: fen,
  }),
  DeathRecorded: z.object({
    type: z.literal('DeathRecorded'),
    personId: z.string(),
    diedOn: day,
    source: z.string(),
  }),
  CertificateRenewed: z.object({ type: z.literal('CertificateRenewed'), certificateExpiresOn: day }),
  AdminReviewRequested: z.object({
    type: z.literal('AdminReviewRequested'),
    reviewId: z.string(),
    requestedOn: day,
    inTimeUntil: day.optional(),
    grounds: text,
  }),
  AdminReviewAnswered: z.object({
    type: z.literal('AdminReviewAnswered'),
    reviewId: z.string(),
    answer: text,
  }),
  AdminReviewDecided: z.object({
    type: z.literal('AdminReviewDecided'),
    reviewId: z.string(),
    outcome: z.enum(['upheld', 'reversed']),
    reasons: text,
  }),
  AdminReviewWithdrawn: z.object({ type: z.literal('AdminReviewWithdrawn'), reviewId: z.string(), reasons: text }),
  CaseCompleted: z.object({ type: z.literal('CaseCompleted'), reasons: text }),
} as const;

type Schemas = typeof reliefEvents;
export type ReliefEventName = keyof Schemas;
export type ReliefEvent = { [Name in ReliefEventName]: z.infer<Schemas[Name]> }[ReliefEventName];
export type Event<Name extends ReliefEventName> = z.infer<Schemas[Name]>;
