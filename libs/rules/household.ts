import { z } from 'zod';
import { personal } from '#kernel';
import {
  daySchema,
  fenSchema,
  monthSchema,
  parentCircumstances,
  specialGroupSchema,
  temporaryReliefKindSchema,
  type Frozen,
} from './types.js';

/*
 * What the arithmetic needs to know of a household. The schemas serve the room's commands and events as they are;
 * health and income are marked personal.
 */

export const disabilityKinds = [
  'visual',
  'hearing',
  'speech',
  'physical',
  'intellectual',
  'mental',
  'multiple',
] as const;

/** 残疾人证: level 1 is the most severe. */
export const disabilityInput = z.strictObject({
  kind: z.enum(disabilityKinds),
  level: z.int().min(1).max(4),
  /** The last day the certificate is valid. */
  expiresOn: daySchema.optional(),
});
export type Disability = Frozen<z.infer<typeof disabilityInput>>;

export const incomeKinds = [
  'wage',
  'business',
  'farming',
  'property',
  'pension',
  'transfer',
  'support', // 赡养、抚养、扶养费
] as const;

/** One source of income: what came in over a number of months. Farming is always 12 months, net of its costs. */
export const incomeItemInput = z
  .strictObject({
    kind: z.enum(incomeKinds),
    amountFen: fenSchema,
    /** How many months the amount covers. */
    months: z.int().min(1).max(12),
    /** Costs of production over the same months, for farming and business. */
    costFen: fenSchema.optional(),
    /** First working day of this job, for wages. */
    jobStartedOn: daySchema.optional(),
    /** Names the job, so that its disregard is used once. */
    jobId: z.string().min(1).max(80).optional(),
    /** The group of the relative who pays, for support. */
    payerGroup: specialGroupSchema.optional(),
  })
  .refine((item) => item.kind !== 'farming' || item.months === 12, {
    path: ['months'],
    error: 'farming-needs-twelve-months',
  })
  .refine((item) => item.costFen === undefined || item.kind === 'farming' || item.kind === 'business', {
    path: ['costFen'],
    error: 'only-farming-and-business-have-costs',
  });
export type IncomeItem = Frozen<z.infer<typeof incomeItemInput>>;

export const relations = [
  'applicant',
  'spouse',
  'child',
  'parent',
  'grandparent',
  'grandchild',
  'sibling',
  'other',
] as const;

/** A member living in the household (共同生活的家庭成员). */
export const householdMemberInput = z.strictObject({
  personId: z.string().min(1).max(80),
  relation: z.enum(relations),
  incomes: personal(z.array(incomeItemInput).max(30)),
  disability: personal(disabilityInput.optional()),
  groups: personal(z.array(specialGroupSchema).max(12)),
  /** 有劳动能力. */
  ableToWork: z.boolean(),
});
export type HouseholdMember = Frozen<z.infer<typeof householdMemberInput>>;

/** Long-term spending that the household cannot avoid and pays itself (刚性支出). */
export const rigidExpenseInput = z.strictObject({
  kind: z.enum(['medical', 'education', 'disabilityCare', 'longTermCare', 'rent', 'other']),
  /** What is left after insurance and other aid. */
  amountFen: fenSchema,
  months: z.int().min(1).max(12),
  personId: z.string().min(1).max(80).optional(),
});
export type RigidExpense = Frozen<z.infer<typeof rigidExpenseInput>>;

export const householdInput = z
  .strictObject({
    members: z.array(householdMemberInput).min(1).max(30),
    expenses: personal(z.array(rigidExpenseInput).max(50)),
    /** Savings, housing and vehicles are within the rule (财产状况符合规定). */
    assetsWithinRule: z.boolean(),
    /** The month whose income was found: the month before the application. */
    incomeMonth: monthSchema,
  })
  .refine(
    (household) => new Set(household.members.map((member) => member.personId)).size === household.members.length,
    { path: ['members'], error: 'member-listed-twice' },
  );
export type Household = Frozen<z.infer<typeof householdInput>>;

/** 生活自理能力: each item is true when the person manages it alone. */
export const selfCareItems = ['eating', 'dressing', 'bed', 'toilet', 'indoorWalking', 'bathing'] as const;
export const selfCareInput = z.strictObject({
  eating: z.boolean(),
  dressing: z.boolean(),
  bed: z.boolean(),
  toilet: z.boolean(),
  indoorWalking: z.boolean(),
  bathing: z.boolean(),
});
export type SelfCareTest = Frozen<z.infer<typeof selfCareInput>>;
export type SelfCareLevel = 'selfReliant' | 'halfDependent' | 'fullyDependent';

/** What a calculation is asked for: one branch for each scheme. */
export const benefitRequestSchema = z.discriminatedUnion('scheme', [
  z.strictObject({
    scheme: z.literal('dibao'),
    household: householdInput,
    /** 单人保: the one member who applies. */
    singlePerson: z.string().min(1).max(80).optional(),
  }),
  z.strictObject({ scheme: z.literal('nearThreshold'), household: householdInput }),
  z.strictObject({ scheme: z.literal('rigidExpenditure'), household: householdInput }),
  z.strictObject({
    scheme: z.literal('destituteSupport'),
    personId: z.string().min(1).max(80),
    selfCare: personal(selfCareInput),
    /** 无劳动能力, 无生活来源, 无法定赡养抚养扶养义务人. */
    unableToWork: z.boolean(),
    withoutIncome: z.boolean(),
    withoutSupporter: z.boolean(),
    /** 集中供养 or 分散供养, the person's own choice. */
    form: z.enum(['institution', 'dispersed']),
  }),
  z.strictObject({
    scheme: z.literal('temporaryRelief'),
    kind: temporaryReliefKindSchema,
    persons: z.int().min(1).max(30),
    /** Per-capita monthly income; not looked at for the emergency kind. */
    perCapitaIncomeFen: fenSchema,
    /** Necessary spending that the household paid itself. */
    necessarySpendingFen: fenSchema,
    /** Already paid as relief before paperwork for the same event. */
    alreadyPaidFen: fenSchema,
  }),
  z.strictObject({
    scheme: z.literal('disabilityAllowance'),
    personId: z.string().min(1).max(80),
    disability: personal(disabilityInput),
    /** In a dibao or near-threshold household. */
    lowIncome: z.boolean(),
    /** Already receives a care amount as destitute person or by injury insurance: the care allowance is not paid. */
    otherCareBenefit: z.boolean(),
  }),
  z.strictObject({
    scheme: z.literal('childBenefit'),
    personId: z.string().min(1).max(80),
    /** Both parents, from records checked between departments. */
    parents: personal(z.array(z.enum(parentCircumstances)).length(2)),
    /** 集中养育 or 社会散居. */
    form: z.enum(['institution', 'dispersed']),
  }),
]);
export type BenefitRequest = Frozen<z.infer<typeof benefitRequestSchema>>;
