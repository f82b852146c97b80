import { z } from 'zod';
import { daySchema } from '#rules';
import type { IncomingTopic } from '../topics.js';

/** Bytes of a message; what is larger is refused unread. */
export const largestMessage = 256 * 1024;

const id = z.string().trim().min(1).max(80);
const code = z.string().trim().min(1).max(60);
const text = (max: number) => z.string().trim().min(1).max(max);
const person = z.strictObject({ name: text(100), idNumber: text(18) });

/** Hotline tickets, school reports (强制报告), handovers by the police, petitions, the municipal platform. */
const leadReported = z.strictObject({
  channel: z.enum(['hotline', 'mandatoryReport', 'petition', 'platform']),
  office: id,
  area: id.optional(),
  place: text(300),
  content: text(4000),
  person: person.optional(),
  aboutChild: z.boolean().optional(),
  urgency: z.enum(['normal', 'danger', 'cold']).optional(),
  /** Number of the hotline's ticket. */
  ticket: code.optional(),
  informant: z.strictObject({ name: text(100), phone: text(30).optional(), unit: text(200).optional() }).optional(),
});

const meansTestAnswered = z.strictObject({
  caseId: id,
  requestId: id,
  outcome: z.enum(['consistent', 'discrepant', 'incomplete']),
  findings: text(4000),
});

const dnaAnswered = z.strictObject({
  caseId: id,
  requestId: id,
  matched: z.boolean(),
  result: text(2000),
  /** Who it is, when there is a match; with the hukou, so that somebody new can be registered. */
  person: person.extend({ hukou: z.strictObject({ kind: z.enum(['urban', 'rural']), region: text(100) }) }).optional(),
});

/** 身后一件事: a death as the office that registers it reports it. */
const deathReported = z.strictObject({ person, diedOn: daySchema, certificate: code });

/** A comparison of registers found something about a person who receives a benefit. A reason to look, never to act. */
const dataMatchSignalled = z.strictObject({
  person,
  matchId: id,
  register: text(100),
  content: text(2000),
});

/** Signed and encrypted: only the region it is for can read it (JWS within JWE, compact form). */
const regionMessage = z.strictObject({
  from: code,
  /** SHA-256 of the signed text, in hex; the same each time the message is sent. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  sealed: text(largestMessage),
});

export const incomingSchemas = {
  'caseflow.lead.reported.v1': { topic: 'leads', data: leadReported },
  'caseflow.means-test.answered.v1': { topic: 'meansTests', data: meansTestAnswered },
  'caseflow.dna.answered.v1': { topic: 'dnaAnswers', data: dnaAnswered },
  'caseflow.death.reported.v1': { topic: 'deaths', data: deathReported },
  'caseflow.data-match.signalled.v1': { topic: 'dataMatches', data: dataMatchSignalled },
  'caseflow.region.message.v1': { topic: 'regions', data: regionMessage },
} as const satisfies Readonly<Record<string, { readonly topic: IncomingTopic; readonly data: z.ZodType }>>;

type Schemas = typeof incomingSchemas;
export type IncomingType = keyof Schemas;
export type IncomingData<Type extends IncomingType> = z.infer<Schemas[Type]['data']>;

interface Envelope {
  readonly id: string;
  readonly source: string;
  /** When it happened, as the sender says. */
  readonly time: string | undefined;
}

/** A message that came in, of the right shape, not yet judged. */
export type Incoming = { [Type in IncomingType]: Envelope & { type: Type; data: IncomingData<Type> } }[IncomingType];

const printable = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u);

/** CloudEvents 1.0, structured JSON. Extension attributes are let through and ignored. */
export const envelopeSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: printable(200),
  source: printable(300),
  type: printable(200),
  time: z.iso.datetime({ offset: true }).optional(),
  data: z.unknown().optional(),
});

/** Why a message can never be taken as it is; never with any of its content. */
export type Unreadable =
  | 'message-too-large'
  | 'not-json'
  | 'not-a-cloud-event'
  | 'unknown-type'
  | 'unknown-version'
  | 'wrong-topic'
  | 'data-not-as-described';

const isKnown = (type: string): type is IncomingType => Object.hasOwn(incomingSchemas, type);
const withoutVersion = (type: string): string => type.replace(/\.v\d+$/, '');

const parsed = (value: string): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
};

/** What must be the same when the message comes again: encryption makes another text of it each time. */
export const identityIn = (value: string): string =>
  regionMessage.safeParse(envelopeIn(value)?.data).data?.digest ?? value;

/** What names the message, where it says so. */
export const envelopeIn = (value: string): z.infer<typeof envelopeSchema> | undefined =>
  envelopeSchema.safeParse(parsed(value)).data;

/** Reads a message of a topic. */
export const readMessage = (topic: IncomingTopic, value: string): Incoming | { readonly unreadable: Unreadable } => {
  if (Buffer.byteLength(value) > largestMessage) return { unreadable: 'message-too-large' };
  if (parsed(value) === undefined) return { unreadable: 'not-json' };
  const envelope = envelopeIn(value);
  if (envelope === undefined) return { unreadable: 'not-a-cloud-event' };
  const { type } = envelope;
  if (!isKnown(type)) {
    const known = Object.keys(incomingSchemas).some((one) => withoutVersion(one) === withoutVersion(type));
    return { unreadable: known ? 'unknown-version' : 'unknown-type' };
  }
  if (incomingSchemas[type].topic !== topic) return { unreadable: 'wrong-topic' };
  const data = incomingSchemas[type].data.safeParse(envelope.data);
  if (!data.success) return { unreadable: 'data-not-as-described' };
  const { id: messageId, source, time } = envelope;
  // The schema found by the type gave the data.
  return { id: messageId, source, time, type, data: data.data } as Incoming;
};
