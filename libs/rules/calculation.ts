import { z } from 'zod';
import { personal } from '#kernel';
import { daySchema, fenSchema, labelSchema, monthSchema, reliefSchemeSchema, type Frozen } from './types.js';

/** One line of a calculation: what was added or taken away, for whom, and by which rule. */
export const calculationLineSchema = z.strictObject({
  item: z.string(),
  personId: z.string().optional(),
  /** Monthly unless the item says otherwise; negative for a deduction. */
  amountFen: z.int(),
  rule: z.string(),
  article: z.string(),
  note: labelSchema,
});
export type CalculationLine = Frozen<z.infer<typeof calculationLineSchema>>;

export const ineligibleReasons = [
  'income-not-below-standard',
  'income-not-below-ceiling',
  'income-below-standard',
  'assets-above-rule',
  'single-person-conditions-not-met',
  'rigid-spending-too-low',
  'able-to-work',
  'has-income',
  'has-supporter',
  'disability-level-not-covered',
  'parents-able-to-care',
  'nothing-left-to-pay',
] as const;
export type IneligibleReason = (typeof ineligibleReasons)[number];

/** What incomes add up to: beyond any one amount, still exact. */
const incomeSum = z.int().min(0);

/** The itemised result that is stored with the opinion and the decision. */
export const benefitCalculationSchema = z.strictObject({
  scheme: reliefSchemeSchema,
  /** `chongqing@1`: the rule set that decided the parameters. */
  ruleSet: z.string(),
  standardId: z.string(),
  standardFen: fenSchema,
  calculatedFor: daySchema,
  members: z.int().min(1),
  perCapitaIncomeFen: incomeSum,
  eligible: z.boolean(),
  reason: z.enum(ineligibleReasons).optional(),
  /** Monthly amount, top-ups included; one amount for temporary relief; 0 where the scheme pays no cash. */
  amountFen: fenSchema,
  topUpFen: fenSchema,
  band: z.string().optional(),
  careLevel: personal(z.enum(['selfReliant', 'halfDependent', 'fullyDependent']).optional()),
  /** Income is above the standard but within the phase-out: what a review may grant instead of stopping. */
  phaseOutPossible: z.boolean(),
  /** The first month in which a disregarded wage counts again; a review is due then. */
  wageCountsFrom: monthSchema.optional(),
  lines: personal(z.array(calculationLineSchema)),
});
export type BenefitCalculation = Frozen<z.infer<typeof benefitCalculationSchema>>;
