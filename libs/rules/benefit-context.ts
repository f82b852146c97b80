import type { Day } from '#kernel';
import type { BenefitCalculation, CalculationLine, IneligibleReason } from './calculation.js';
import type { BenefitRequest, Household } from './household.js';
import { wageCountsFrom, type FoundIncome } from './income.js';
import { phaseOutFor } from './phase-out.js';
import { ruleSetName } from './rule-book.js';
import type { BenefitStandard, RuleSet } from './types.js';

export interface BenefitContext {
  /** The governing rule set of the case. */
  readonly ruleSet: RuleSet;
  /** The standard in force on the day. */
  readonly standard: BenefitStandard;
  /** The day for which the amount is found. */
  readonly day: Day;
}

/** The request of one scheme. */
export type Of<Scheme extends BenefitRequest['scheme']> = Extract<BenefitRequest, { readonly scheme: Scheme }>;

/** A calculation before anything was found: eligible, nothing paid. */
export const blank = (
  context: BenefitContext,
  scheme: BenefitRequest['scheme'],
  members: number,
): BenefitCalculation => ({
  scheme,
  ruleSet: ruleSetName(context.ruleSet),
  standardId: context.standard.standardId,
  standardFen: context.standard.monthlyFen,
  calculatedFor: context.day,
  members,
  perCapitaIncomeFen: 0,
  eligible: true,
  amountFen: 0,
  topUpFen: 0,
  phaseOutPossible: false,
  lines: [],
});

export const notEligible = (calculation: BenefitCalculation, reason: IneligibleReason): BenefitCalculation => ({
  ...calculation,
  eligible: false,
  reason,
  amountFen: 0,
  topUpFen: 0,
});

export const sum = (lines: readonly CalculationLine[]): number =>
  lines.reduce((total, { amountFen }) => total + amountFen, 0);

/** Adds what was found of the household's income. */
export const withIncome = (
  calculation: BenefitCalculation,
  income: FoundIncome,
  household: Household,
  context: BenefitContext,
): BenefitCalculation => {
  const countsFrom = wageCountsFrom(household, context);
  const phaseOut = phaseOutFor(income.perCapitaFen, context.standard.monthlyFen, context.day, context.ruleSet.relief);
  return {
    ...calculation,
    perCapitaIncomeFen: income.perCapitaFen,
    lines: [...calculation.lines, ...income.lines],
    phaseOutPossible: phaseOut !== undefined,
    ...(countsFrom === undefined ? {} : { wageCountsFrom: countsFrom }),
  };
};
