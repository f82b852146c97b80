import { z } from 'zod';
import { personal, sealedApart } from '#kernel';
import { daySchema } from '#rules';

const id = z.string().trim().min(1).max(80);
const code = z.string().trim().min(1).max(60);
const text = (max = 2000) => personal(z.string().trim().min(1).max(max));
const name = personal(z.string().trim().min(1).max(100));

export const channels = [
  'hotline',
  'patrol',
  'dataMatch',
  'mandatoryReport',
  'committeeVisit',
  'crossRegion',
  'petition',
  'platform',
] as const;

/** 三事分流. */
export const matters = ['governmentMatter', 'publicAffair', 'personalMatter'] as const;
export const urgencies = ['normal', 'danger', 'cold'] as const;

export const sceneOutcomes = [
  'helped',
  'refusedHelp',
  'notFound',
  'noNeed',
  'handedToPolice',
  'takenToHospital',
  'takenToStation',
] as const;

export const dismissalGrounds = [
  'unfounded',
  'duplicate',
  'personalMatter',
  'settledOnScene',
  'takenBack',
  'helpDeclined',
  'notOurMatter',
] as const;

export const reopeningGrounds = ['informantObjects', 'newFacts', 'ordered', 'convertedInError'] as const;

const schema = {
  ReceiveLead: z.strictObject({
    type: z.literal('ReceiveLead'),
    channel: z.enum(channels),
    office: id,
    area: id.optional(),
    place: text(300),
    content: text(4000),
    person: z.strictObject({ personId: id, name }).optional(),
    aboutChild: z.boolean().optional(),
    urgency: z.enum(urgencies).optional(),
    /** Number of the hotline's ticket. */
    ticket: code.optional(),
    /** The indicator that raised the alert, as it stood then. */
    alert: z
      .strictObject({
        indicator: code,
        indicatorVersion: z.int().positive(),
        weight: z.int().min(0).max(100),
        threshold: z.number(),
      })
      .optional(),
    /** The region that asks. */
    region: code.optional(),
    informant: sealedApart(
      z.strictObject({
        name,
        phone: personal(z.string().trim().min(3).max(30)).optional(),
        unit: text(200).optional(),
      }),
    ).optional(),
  }),
  TriageLead: z.strictObject({
    type: z.literal('TriageLead'),
    matter: z.enum(matters),
    urgency: z.enum(urgencies).optional(),
    remark: text().optional(),
  }),
  DispatchLead: z.strictObject({
    type: z.literal('DispatchLead'),
    office: id,
    area: id.optional(),
    instruction: text().optional(),
  }),
  ReturnLead: z.strictObject({ type: z.literal('ReturnLead'), reason: text() }),
  RespondOnScene: z.strictObject({
    type: z.literal('RespondOnScene'),
    officers: z.array(id).min(1).max(10),
    outcome: z.enum(sceneOutcomes),
    findings: text(4000),
    visitAgainOn: daySchema.optional(),
  }),
  VerifyAlert: z.strictObject({
    type: z.literal('VerifyAlert'),
    confirmed: z.boolean(),
    method: z.enum(['homeVisit', 'phoneCall', 'papers', 'otherSource']),
    verifiedOn: daySchema,
    findings: text(4000),
  }),
  ConvertLead: z.strictObject({ type: z.literal('ConvertLead'), remark: text().optional() }),
  ReferLead: z.strictObject({
    type: z.literal('ReferLead'),
    referralId: id,
    to: z.string().trim().min(1).max(200),
    reason: text(),
  }),
  RecordReferralReply: z.strictObject({
    type: z.literal('RecordReferralReply'),
    referralId: id,
    taken: z.boolean(),
    repliedOn: daySchema,
    reply: text(4000),
  }),
  RecordReferralResult: z.strictObject({
    type: z.literal('RecordReferralResult'),
    referralId: id,
    settledOn: daySchema,
    result: text(4000),
  }),
  DismissLead: z.strictObject({
    type: z.literal('DismissLead'),
    ground: z.enum(dismissalGrounds),
    reasons: text(4000),
  }),
  TellInformant: z.strictObject({
    type: z.literal('TellInformant'),
    toldOn: daySchema,
    by: z.enum(['phone', 'message', 'inPerson', 'post', 'ticket']),
    answer: text(4000),
  }),
  ReopenLead: z.strictObject({
    type: z.literal('ReopenLead'),
    ground: z.enum(reopeningGrounds),
    reasons: text(4000),
  }),
} as const;

export const leadCommands = schema;

type Schemas = typeof schema;
export type LeadCommandName = keyof Schemas;
export type LeadCommand = { [Name in LeadCommandName]: z.infer<Schemas[Name]> }[LeadCommandName];
export type Command<Name extends LeadCommandName> = z.infer<Schemas[Name]>;
