import type { Label, Month } from '#kernel';
import type { CalculationLine } from './calculation.js';
import type { Household, HouseholdMember, IncomeItem } from './household.js';
import { isDisregarded, jobDisregardFor } from './phase-out.js';
import { ruleSetName } from './rule-book.js';
import type { BenefitStandard, RuleSet } from './types.js';

/** What a calculation is made by. */
export interface Measure {
  readonly ruleSet: RuleSet;
  readonly standard: BenefitStandard;
}

/** Share of an amount in whole fen, rounded down. Exact: the product stays below 2^53. */
export const percentOf = (amountFen: number, percent: number): number => Math.floor((amountFen * percent) / 100);

export const line = (
  { ruleSet }: Measure,
  item: string,
  amountFen: number,
  article: string,
  note: Label,
  personId?: string,
): CalculationLine => ({
  item,
  ...(personId === undefined ? {} : { personId }),
  amountFen,
  rule: `${ruleSetName(ruleSet)}#${item}`,
  article,
  note,
});

const incomeArticle = '重庆市城乡居民最低生活保障条例 §12; 649号令 §10';

const incomeNotes: Readonly<Record<IncomeItem['kind'], Label>> = {
  wage: { zh: '工资性收入', en: 'Wages' },
  business: { zh: '经营净收入', en: 'Net business income' },
  farming: { zh: '种养殖净收入(近12个月平均)', en: 'Net farming income, average of 12 months' },
  property: { zh: '财产净收入', en: 'Income from property' },
  pension: { zh: '养老金', en: 'Pension' },
  transfer: { zh: '转移净收入', en: 'Transfers' },
  support: { zh: '赡养、抚养、扶养费', en: 'Support from relatives' },
};

/** Monthly income of one source in fen, net of production costs, rounded down; never below zero. */
export const monthlyIncome = (item: IncomeItem): number =>
  Math.floor(Math.max(0, item.amountFen - (item.costFen ?? 0)) / item.months);

const isDisregardedWage = (item: IncomeItem, month: Month, { ruleSet }: Measure): boolean =>
  item.kind === 'wage' && item.jobStartedOn !== undefined && isDisregarded(item.jobStartedOn, month, ruleSet.relief);

const isExemptSupport = (item: IncomeItem, { ruleSet }: Measure): boolean =>
  item.kind === 'support' &&
  item.payerGroup !== undefined &&
  ruleSet.relief.supportExemption.payerGroups.includes(item.payerGroup);

const incomeLines = (
  member: HouseholdMember,
  item: IncomeItem,
  month: Month,
  measure: Measure,
): readonly CalculationLine[] => {
  const amount = monthlyIncome(item);
  const { jobDisregard, supportExemption } = measure.ruleSet.relief;
  const earned = line(measure, `income.${item.kind}`, amount, incomeArticle, incomeNotes[item.kind], member.personId);
  if (isDisregardedWage(item, month, measure)) {
    const note = {
      zh: `就业后${jobDisregard.months}个月内(含)工资不计入`,
      en: `Wages of the first ${jobDisregard.months} months in work are not counted`,
    };
    return [earned, line(measure, 'jobDisregard', -amount, jobDisregard.article, note, member.personId)];
  }
  if (isExemptSupport(item, measure)) {
    const note = { zh: '特殊群体供养费用豁免', en: 'Support from a payer of a special group is not counted' };
    return [earned, line(measure, 'supportExemption', -amount, supportExemption.article, note, member.personId)];
  }
  return [earned];
};

const countedWages = (member: HouseholdMember, month: Month, measure: Measure): number =>
  member.incomes
    .filter((item) => item.kind === 'wage' && !isDisregardedWage(item, month, measure))
    .reduce((total, item) => total + monthlyIncome(item), 0);

const employmentDeduction = (member: HouseholdMember, month: Month, measure: Measure): readonly CalculationLine[] => {
  const rule = measure.ruleSet.relief.employmentDeduction;
  const deduction = Math.min(
    percentOf(countedWages(member, month, measure), rule.percentOfWage),
    percentOf(measure.standard.monthlyFen, rule.maxPercentOfStandard),
  );
  if (deduction === 0) return [];
  const note = {
    zh: `就业成本扣减:工资的${rule.percentOfWage}%,每人不超过标准的${rule.maxPercentOfStandard}%`,
    en: `Employment costs: ${rule.percentOfWage}% of wages, at most ${rule.maxPercentOfStandard}% of the standard a person`,
  };
  return [line(measure, 'employmentDeduction', -deduction, rule.article, note, member.personId)];
};

const expenseLines = (household: Household, measure: Measure): readonly CalculationLine[] => {
  const rule = measure.ruleSet.relief.rigidExpenseDeduction;
  return household.expenses
    .filter((expense) => rule.kinds.includes(expense.kind))
    .map((expense) => {
      const deduction = percentOf(Math.floor(expense.amountFen / expense.months), rule.percent);
      const note = {
        zh: `长期刚性支出扣减:自负部分的${rule.percent}%`,
        en: `Long-term rigid spending: ${rule.percent}% of what the household pays itself`,
      };
      return line(measure, `rigidExpense.${expense.kind}`, -deduction, rule.article, note, expense.personId);
    })
    .filter(({ amountFen }) => amountFen < 0);
};

export interface FoundIncome {
  /** Monthly, after deductions; never below zero. */
  readonly totalFen: number;
  /** Rounded down to whole fen, in the applicant's favour. */
  readonly perCapitaFen: number;
  readonly lines: readonly CalculationLine[];
}

/** The household's countable monthly income in its income month, source by source and deduction by deduction. */
export const findIncome = (
  household: Household,
  measure: Measure,
  deductions: { readonly rigidExpenses: boolean } = { rigidExpenses: true },
): FoundIncome => {
  const month = household.incomeMonth;
  const lines = [
    ...household.members.flatMap((member) => [
      ...member.incomes.flatMap((item) => incomeLines(member, item, month, measure)),
      ...employmentDeduction(member, month, measure),
    ]),
    ...(deductions.rigidExpenses ? expenseLines(household, measure) : []),
  ];
  const totalFen = Math.max(
    0,
    lines.reduce((total, { amountFen }) => total + amountFen, 0),
  );
  return { totalFen, perCapitaFen: Math.floor(totalFen / household.members.length), lines };
};

/** The first month in which a wage that is not counted now will count; the earliest over all jobs. */
export const wageCountsFrom = (household: Household, measure: Measure): Month | undefined =>
  household.members
    .flatMap((member) => member.incomes)
    .filter((item) => isDisregardedWage(item, household.incomeMonth, measure))
    .flatMap(({ jobStartedOn }) =>
      jobStartedOn === undefined ? [] : (jobDisregardFor(jobStartedOn, measure.ruleSet.relief)?.nextMonth ?? []),
    )
    .sort()
    .at(0);
