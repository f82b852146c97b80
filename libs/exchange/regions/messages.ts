import { z } from 'zod';
import { daySchema } from '#rules';

const id = z.string().min(1).max(80);
const text = (max: number) => z.string().min(1).max(max);
const code = text(100);
const idNumber = text(18);
const hukou = z.strictObject({ kind: z.enum(['urban', 'rural']), region: text(100) });

const common = {
  messageId: z.uuid(),
  /** One correlation id for everything that belongs to the matter, in the logs of both sides. */
  thread: z.uuid(),
  from: code,
  to: code,
  sentAt: z.iso.datetime(),
  /** The case of the sender that it is about, where there is one. */
  caseId: id,
};

/** 互查: asks whether these persons receive aid. Nothing without consent, purpose and a last day of use. */
const mutualCheckAsked = z.strictObject({
  ...common,
  kind: z.literal('mutual-check.asked.v1'),
  checkId: id,
  counterpartOffice: code,
  purpose: text(200),
  consent: z.strictObject({ signedBy: z.array(text(100)).min(1), signedOn: daySchema }),
  expiresOn: daySchema,
  persons: z
    .array(z.strictObject({ name: text(100), idNumber }))
    .min(1)
    .max(30),
});

const mutualCheckAnswered = z.strictObject({
  ...common,
  kind: z.literal('mutual-check.answered.v1'),
  checkId: id,
  found: z.enum(['none', 'duplicateAid', 'information']),
  content: text(4000),
});

/** 急难: the region of the incident tells the region of the hukou what it gave. */
const reliefGiven = z.strictObject({
  ...common,
  kind: z.literal('relief.given.v1'),
  what: z.enum(['firstRelief', 'grant']),
  amountFen: z.int().positive(),
  givenOn: daySchema,
});

/** 川渝通办: accepted here, decided at the hukou office. */
const childBenefitForwarded = z.strictObject({
  ...common,
  kind: z.literal('child-benefit.forwarded.v1'),
  reference: text(60),
  counterpartOffice: code,
  papers: z.array(text(60)).max(40),
  child: z.strictObject({ name: text(100), idNumber, hukou }),
  representative: z.strictObject({ name: text(100), relation: text(60) }).optional(),
  reason: text(2000),
});

const childBenefitAnswered = z.strictObject({
  ...common,
  kind: z.literal('child-benefit.answered.v1'),
  outcome: z.enum(['passedToDistrict', 'granted', 'refused', 'morePapers']),
  answeredOn: daySchema,
  content: text(4000).optional(),
});

/** From station to station. */
const handOverOffered = z.strictObject({
  ...common,
  kind: z.literal('hand-over.offered.v1'),
  handOverId: id,
  stationName: code,
  plannedOn: daySchema,
  person: z.strictObject({ name: text(100), idNumber: idNumber.optional() }),
  destination: text(200).optional(),
});

const handOverSigned = z.strictObject({
  ...common,
  kind: z.literal('hand-over.signed.v1'),
  handOverId: id,
  /** The sender's own signature. */
  signedBy: text(100),
  signedOn: daySchema,
  /** The case that the receiving station opened; only on its own signature. */
  theirCase: text(60).optional(),
});

const handOverRefused = z.strictObject({
  ...common,
  kind: z.literal('hand-over.refused.v1'),
  handOverId: id,
  refusedOn: daySchema,
  reason: text(2000),
});

/** The bureau of the offering side has the bureau of the other settle it. */
const handOverEscalated = z.strictObject({
  ...common,
  kind: z.literal('hand-over.escalated.v1'),
  handOverId: id,
  reason: text(2000),
});

export const regionMessageSchema = z.discriminatedUnion('kind', [
  mutualCheckAsked,
  mutualCheckAnswered,
  reliefGiven,
  childBenefitForwarded,
  childBenefitAnswered,
  handOverOffered,
  handOverSigned,
  handOverRefused,
  handOverEscalated,
]);

export type RegionMessage = Readonly<z.infer<typeof regionMessageSchema>>;
export type RegionMessageKind = RegionMessage['kind'];
export type RegionMessageOf<Kind extends RegionMessageKind> = Extract<RegionMessage, { kind: Kind }>;

export const isRegionMessageKind = (kind: string): kind is RegionMessageKind =>
  regionMessageSchema.options.some(({ shape }) => shape.kind.value === kind);
