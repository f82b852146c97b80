import { z } from 'zod';
import { personal } from '#kernel';
import { channels, dismissalGrounds, matters, reopeningGrounds, sceneOutcomes, urgencies } from './commands.js';

const text = personal(z.string());
const day = z.string();
const channel = z.enum(channels);
const matter = z.enum(matters);
const urgency = z.enum(urgencies);
/** An informant is known under seal, or a ticket waits, and has not heard the outcome. */
const informantWaits = z.boolean();

const schema = {
  LeadReceived: z.object({
    type: z.literal('LeadReceived'),
    channel,
    office: z.string(),
    area: z.string().optional(),
    place: text,
    content: text,
    person: z.object({ personId: z.string(), name: text }).optional(),
    aboutChild: z.boolean(),
    urgency,
    ticket: z.string().optional(),
    alert: z
      .object({
        indicator: z.string(),
        indicatorVersion: z.int(),
        weight: z.int(),
        threshold: z.number(),
      })
      .optional(),
    region: z.string().optional(),
    informantSealed: z.boolean(),
    receivedOn: day,
  }),
  LeadTriaged: z.object({ type: z.literal('LeadTriaged'), channel, matter, urgency, remark: text.optional() }),
  LeadDispatched: z.object({
    type: z.literal('LeadDispatched'),
    channel,
    matter,
    urgency,
    fromOffice: z.string(),
    fromArea: z.string().optional(),
    office: z.string(),
    area: z.string().optional(),
    instruction: text.optional(),
  }),
  LeadReturned: z.object({
    type: z.literal('LeadReturned'),
    fromOffice: z.string(),
    office: z.string(),
    area: z.string().optional(),
    reason: text,
  }),
  OnSceneRecorded: z.object({
    type: z.literal('OnSceneRecorded'),
    arrivedAt: z.string(),
    officers: z.array(z.string()),
    outcome: z.enum(sceneOutcomes),
    findings: text,
    visitAgainOn: day.optional(),
  }),
  AlertVerified: z.object({
    type: z.literal('AlertVerified'),
    confirmed: z.boolean(),
    method: z.enum(['homeVisit', 'phoneCall', 'papers', 'otherSource']),
    verifiedOn: day,
    verifiedBy: z.string(),
    findings: text,
  }),
  LeadConverted: z.object({
    type: z.literal('LeadConverted'),
    cases: z.array(z.string()),
    informantWaits,
    remark: text.optional(),
  }),
  LeadReferred: z.object({
    type: z.literal('LeadReferred'),
    referralId: z.string(),
    to: z.string(),
    reason: text,
    informantWaits,
  }),
  ReferralReplyRecorded: z.object({
    type: z.literal('ReferralReplyRecorded'),
    referralId: z.string(),
    taken: z.boolean(),
    repliedOn: day,
    reply: text,
  }),
  ReferralResultRecorded: z.object({
    type: z.literal('ReferralResultRecorded'),
    referralId: z.string(),
    settledOn: day,
    result: text,
  }),
  LeadDismissed: z.object({
    type: z.literal('LeadDismissed'),
    ground: z.enum(dismissalGrounds),
    reasons: text,
    informantWaits,
  }),
  InformantTold: z.object({
    type: z.literal('InformantTold'),
    toldOn: day,
    by: z.enum(['phone', 'message', 'inPerson', 'post', 'ticket']),
    answer: text,
    /** False: an answer on the way, before there is an outcome. */
    outcome: z.boolean(),
  }),
  LeadReopened: z.object({
    type: z.literal('LeadReopened'),
    channel,
    ground: z.enum([...reopeningGrounds, 'referralDeclined']),
    reasons: text,
  }),
} as const;

export const leadEvents = schema;

type Schemas = typeof schema;
export type LeadEventName = keyof Schemas;
export type LeadEvent = { [Name in LeadEventName]: z.infer<Schemas[Name]> }[LeadEventName];
export type Event<Name extends LeadEventName> = z.infer<Schemas[Name]>;
