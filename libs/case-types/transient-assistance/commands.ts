import { z } from 'zod';
import { personal, restricted } from '#kernel';
import { daySchema, fenSchema } from '#rules';

const id = z.string().trim().min(1).max(80);
const code = z.string().trim().min(1).max(60);
const text = (max = 2000) => personal(z.string().trim().min(1).max(max));
const name = personal(z.string().trim().min(1).max(100));
const health = restricted('health', text());
const biometric = restricted('biometric', personal(z.string().trim().min(1).max(2000)));

const goods = z
  .array(z.strictObject({ item: z.string().trim().min(1).max(60), quantity: z.int().min(1).max(1000) }))
  .max(40);
const belongings = z.array(z.strictObject({ item: text(100), quantity: z.int().min(1).max(1000) })).max(60);

export const capacities = ['full', 'limited', 'none'] as const;
export const escortGrounds = ['minor', 'incapable'] as const;

/** Nobody is brought in against the own will: consent, or a ground on which the law lets people be escorted. */
const entry = {
  capacity: z.enum(capacities),
  consent: z.boolean(),
  escortGround: z.enum(escortGrounds).optional(),
};

/** The person of the registry, as met: a name where it is known, an alias where not. */
const met = {
  personId: id,
  name: name.optional(),
  alias: name.optional(),
  /** Estimated, while no day of birth is known. */
  apparentAge: z.int().min(0).max(120).optional(),
  office: id,
  area: id.optional(),
};

const visit = {
  route: code.optional(),
  point: text(200),
  campaign: z.enum(['summerCool', 'winterWarm', 'none']),
  temperatureC: z.int().min(-60).max(60).optional(),
  outcome: z.enum(['refused', 'guided', 'escorted', 'sentToHospital', 'toPolice']),
  ...entry,
  supplies: goods,
  contactCard: z.boolean(),
  nextVisitOn: daySchema.optional(),
  /** The hospital or the police station. */
  takenTo: z.string().trim().min(1).max(100).optional(),
  condition: health.optional(),
};

const signs = restricted(
  'health',
  z.array(z.enum(['mental', 'infectious', 'critical', 'injured', 'drunkDangerous', 'drugs'])).max(6),
);

const arrival = {
  arrival: z.enum(['self', 'police', 'cityManagement', 'committee', 'citizen', 'outreach']),
  need: text(),
  ...entry,
  signs,
  companion: z
    .strictObject({
      relation: z.enum(['parent', 'relative', 'unrelated']),
      personId: id.optional(),
      description: text(500).optional(),
    })
    .optional(),
};

const identified = { identifiedAs: id, name };

const schema = {
  RecordOutreach: z.strictObject({ type: z.literal('RecordOutreach'), ...met, ...visit }),
  RecordOutreachVisit: z.strictObject({ type: z.literal('RecordOutreachVisit'), ...visit }),
  EndLead: z.strictObject({
    type: z.literal('EndLead'),
    ground: z.enum(['notFoundAgain', 'leftArea', 'caredForElsewhere', 'notTransient']),
    reasons: text(),
  }),
  RequestAssistance: z.strictObject({ type: z.literal('RequestAssistance'), ...met, ...arrival }),
  RecordArrival: z.strictObject({ type: z.literal('RecordArrival'), ...arrival }),
  RefuseAssistance: z.strictObject({
    type: z.literal('RefuseAssistance'),
    ground: z.enum(['canSupportSelf', 'hasKinToTurnTo', 'onBenefit', 'refusesToSayTruth', 'notTransient']),
    reasons: text(4000),
    remedyText: z.boolean(),
  }),
  SendToHospital: z.strictObject({ type: z.literal('SendToHospital'), hospital: code, condition: health }),
  RecordDischarge: z.strictObject({
    type: z.literal('RecordDischarge'),
    dischargedOn: daySchema,
    to: z.enum(['station', 'left']),
    findings: health,
  }),
  HandToPolice: z.strictObject({
    type: z.literal('HandToPolice'),
    ground: z.enum(['drunkDangerous', 'drugs', 'suspectedOffence', 'wanted']),
    policeStation: code,
  }),
  RecordPoliceOutcome: z.strictObject({
    type: z.literal('RecordPoliceOutcome'),
    outcome: z.enum(['returned', 'kept']),
    reference: code,
  }),
  ReportToPolice: z.strictObject({
    type: z.literal('ReportToPolice'),
    ground: z.enum(['minor', 'trafficking', 'abuse', 'missing']),
    policeStation: code,
    reference: code,
  }),
  AdmitPerson: z.strictObject({
    type: z.literal('AdmitPerson'),
    place: z.enum(['station', 'hospital']),
    ...entry,
    dormitory: z.enum(['men', 'women', 'children', 'family', 'ward']),
    searchedBySameSex: z.boolean(),
    belongings,
    /** Kept for the person: money, papers, things that are dangerous in the house. */
    depositNumber: code.optional(),
    biometrics: biometric.optional(),
  }),
  RecordService: z.strictObject({
    type: z.literal('RecordService'),
    service: z.enum(['food', 'lodging', 'clothing', 'medical', 'contactWithKin', 'counselling', 'schooling']),
    on: daySchema,
    note: text(500).optional(),
  }),
  CheckIdentity: z.strictObject({
    type: z.literal('CheckIdentity'),
    sources: z
      .array(z.enum(['ownStatement', 'population', 'rescueNetwork', 'missingPersons', 'face', 'police']))
      .min(1)
      .max(6),
    found: z.boolean(),
    identifiedAs: id.optional(),
    name: name.optional(),
  }),
  EstablishIdentity: z.strictObject({
    type: z.literal('EstablishIdentity'),
    ...identified,
    method: z.enum(['statement', 'kin', 'police', 'tracingNotice']),
    evidence: text(),
  }),
  PostTracingNotice: z.strictObject({
    type: z.literal('PostTracingNotice'),
    noticeId: id,
    channels: z
      .array(z.enum(['rescueNetwork', 'media', 'police', 'community', 'shortVideo']))
      .min(1)
      .max(5),
    photo: z.boolean(),
    description: text(),
  }),
  RefreshTracingNotice: z.strictObject({
    type: z.literal('RefreshTracingNotice'),
    noticeId: id,
    photo: z.boolean(),
    description: text(),
  }),
  RequestDna: z.strictObject({ type: z.literal('RequestDna'), requestId: id, policeStation: code }),
  RecordDnaAnswer: z.strictObject({
    type: z.literal('RecordDnaAnswer'),
    requestId: id,
    matched: z.boolean(),
    result: biometric,
    identifiedAs: id.optional(),
    name: name.optional(),
  }),
  RecordLongStay: z.strictObject({ type: z.literal('RecordLongStay'), reportNumber: code }),
  ReportLongerStay: z.strictObject({
    type: z.literal('ReportLongerStay'),
    reportNumber: code,
    until: daySchema,
    reasons: text(),
  }),
  ProposeSettlement: z.strictObject({
    type: z.literal('ProposeSettlement'),
    placement: z.enum(['welfareHome', 'elderCare', 'mentalHospital', 'fosterCare', 'station']),
    hukouOffice: code,
    plan: text(4000),
  }),
  ApproveSettlement: z.strictObject({
    type: z.literal('ApproveSettlement'),
    approvalNumber: code,
    approvedOn: daySchema,
  }),
  ReturnSettlement: z.strictObject({ type: z.literal('ReturnSettlement'), reasons: text() }),
  RegisterHukou: z.strictObject({
    type: z.literal('RegisterHukou'),
    ...identified,
    hukouOffice: code,
    registeredOn: daySchema,
  }),
  CompleteSettlement: z.strictObject({
    type: z.literal('CompleteSettlement'),
    settledOn: daySchema,
    institution: code,
    receivedBy: name,
  }),
  ArrangeReturn: z.strictObject({
    type: z.literal('ArrangeReturn'),
    mode: z.enum(['own', 'collectedByKin', 'escorted']),
    destination: text(200),
    receiver: z.enum(['kin', 'station', 'government']).optional(),
    kin: z.strictObject({ name, relation: z.string().trim().min(1).max(60), phone: text(30).optional() }).optional(),
    escorts: z.array(id).max(10).optional(),
  }),
  OfferHandOverToStation: z.strictObject({
    type: z.literal('OfferHandOverToStation'),
    handOverId: id,
    stationId: id,
    plannedOn: daySchema,
  }),
  RecordStationRefusal: z.strictObject({
    type: z.literal('RecordStationRefusal'),
    handOverId: id,
    refusedOn: daySchema,
    reason: text(),
  }),
  SignHandOver: z.strictObject({
    type: z.literal('SignHandOver'),
    handOverId: id,
    side: z.enum(['ours', 'theirs']),
    signedBy: name,
    signedOn: daySchema,
    /** The case the receiving station opened. */
    theirCase: code.optional(),
  }),
  RecordReturn: z.strictObject({
    type: z.literal('RecordReturn'),
    returnedOn: daySchema,
    receivedBy: name.optional(),
    idCopy: z.boolean().optional(),
  }),
  RecordOwnDeparture: z.strictObject({
    type: z.literal('RecordOwnDeparture'),
    declarationSigned: z.boolean(),
    destination: text(200),
    ticket: code.optional(),
    cashFen: fenSchema,
  }),
  RecordLeaveWithoutProcedure: z.strictObject({
    type: z.literal('RecordLeaveWithoutProcedure'),
    noticedOn: daySchema,
    circumstances: text(),
  }),
  ReportMissing: z.strictObject({ type: z.literal('ReportMissing'), circumstances: text() }),
  RecordFound: z.strictObject({ type: z.literal('RecordFound'), place: text(200) }),
  TerminateForFalsehood: z.strictObject({
    type: z.literal('TerminateForFalsehood'),
    ground: z.enum(['falseInformation', 'refusesRules']),
    facts: text(4000),
    remedyText: z.boolean(),
  }),
  RecordDeath: z.strictObject({
    type: z.literal('RecordDeath'),
    diedOn: daySchema,
    place: z.enum(['hospital', 'station', 'elsewhere']),
    cause: health.optional(),
    proof: z
      .strictObject({ kind: z.enum(['medicalCertificate', 'policeFinding']), reference: code, issuedBy: code })
      .optional(),
  }),
  NotifyKin: z.strictObject({
    type: z.literal('NotifyKin'),
    kin: name,
    relation: z.string().trim().min(1).max(60),
    channel: z.enum(['inPerson', 'phone', 'post', 'police', 'otherStation']),
    reached: z.boolean(),
  }),
  PostDeathAnnouncement: z.strictObject({
    type: z.literal('PostDeathAnnouncement'),
    announcementId: id,
    channels: z
      .array(z.enum(['rescueNetwork', 'media', 'police']))
      .min(1)
      .max(3),
  }),
  ListBelongings: z.strictObject({
    type: z.literal('ListBelongings'),
    belongings,
    keptBy: id,
    witness: name,
  }),
  RecordDisposal: z.strictObject({
    type: z.literal('RecordDisposal'),
    kind: z.enum(['handedToKin', 'cremated', 'buried']),
    disposedOn: daySchema,
    reference: code,
  }),
  RecordFollowUp: z.strictObject({
    type: z.literal('RecordFollowUp'),
    followedUpOn: daySchema,
    means: z.enum(['visit', 'phone', 'throughStation', 'throughCommittee']),
    findings: text(4000),
  }),
  CloseCase: z.strictObject({ type: z.literal('CloseCase'), reasons: text() }),
} as const;

export const transientCommands = schema;

type Schemas = typeof schema;
export type TransientCommandName = keyof Schemas;
export type TransientCommand = { [Name in TransientCommandName]: z.infer<Schemas[Name]> }[TransientCommandName];
export type Command<Name extends TransientCommandName> = z.infer<Schemas[Name]>;
