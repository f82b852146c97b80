import { blank, notEligible, withIncome, type BenefitContext, type Of } from './benefit-context.js';
import type { BenefitCalculation } from './calculation.js';
import { findIncome, line, percentOf } from './income.js';

/** 低保边缘家庭: a status without cash; income from the standard to below the ceiling. */
export const nearThreshold = ({ household }: Of<'nearThreshold'>, context: BenefitContext): BenefitCalculation => {
  const income = findIncome(household, context);
  const calculation = withIncome(blank(context, 'nearThreshold', household.members.length), income, household, context);
  const { monthlyFen } = context.standard;
  if (!household.assetsWithinRule) return notEligible(calculation, 'assets-above-rule');
  if (income.perCapitaFen < monthlyFen) return notEligible(calculation, 'income-below-standard');
  return income.perCapitaFen * 100 < monthlyFen * context.ruleSet.relief.nearThreshold.ceilingPercent
    ? calculation
    : notEligible(calculation, 'income-not-below-ceiling');
};

/** 刚性支出困难家庭: a status without cash; spending of a year against the household's income. */
export const rigidExpenditure = (
  { household }: Of<'rigidExpenditure'>,
  context: BenefitContext,
): BenefitCalculation => {
  const income = findIncome(household, context, { rigidExpenses: false });
  const rule = context.ruleSet.relief.rigidExpenditure;
  const yearlySpending = household.expenses.reduce(
    (total, expense) => total + Math.floor((expense.amountFen * 12) / expense.months),
    0,
  );
  const note = { zh: '近12个月刚性支出', en: 'Rigid spending of 12 months' };
  const spendingLine = line(context, 'rigidSpendingOfYear', yearlySpending, rule.article, note);
  const found = withIncome(blank(context, 'rigidExpenditure', household.members.length), income, household, context);
  const calculation = { ...found, lines: [...found.lines, spendingLine] };
  if (!household.assetsWithinRule) return notEligible(calculation, 'assets-above-rule');
  if (income.perCapitaFen >= rule.incomeCeilingFen) return notEligible(calculation, 'income-not-below-ceiling');
  return yearlySpending > percentOf(income.totalFen * 12, rule.spendingPercentOfIncome)
    ? calculation
    : notEligible(calculation, 'rigid-spending-too-low');
};
