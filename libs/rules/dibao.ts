import { blank, notEligible, sum, withIncome, type BenefitContext, type Of } from './benefit-context.js';
import type { BenefitCalculation, CalculationLine } from './calculation.js';
import type { Household, HouseholdMember } from './household.js';
import { findIncome, line, percentOf, type Measure } from './income.js';
import type { RuleSet, SpecialGroup } from './types.js';

const topUpArticle = '649号令 §12; 重庆市城乡居民最低生活保障条例 §20';

const roundUp = (amountFen: number, { ruleSet }: Measure): number =>
  Math.ceil(amountFen / ruleSet.relief.roundUpToFen) * ruleSet.relief.roundUpToFen;

/** The groups a member belongs to; disability of level 1 or 2 is severe whether ticked or not. */
const groupsOf = (member: HouseholdMember): readonly SpecialGroup[] =>
  member.disability !== undefined && member.disability.level <= 2
    ? [...member.groups, 'severelyDisabled']
    : member.groups;

const topUpLines = (members: readonly HouseholdMember[], measure: Measure): readonly CalculationLine[] =>
  members.flatMap((member) => {
    const best = measure.ruleSet.relief.topUps
      .filter(({ group }) => groupsOf(member).includes(group))
      .reduce<RuleSet['relief']['topUps'][number] | undefined>(
        (highest, rule) =>
          highest === undefined || rule.percentOfStandard > highest.percentOfStandard ? rule : highest,
        undefined,
      );
    if (best === undefined) return [];
    const note = {
      zh: `特殊群体增发:标准的${best.percentOfStandard}%`,
      en: `Top-up for a special group: ${best.percentOfStandard}% of the standard`,
    };
    const amount = percentOf(measure.standard.monthlyFen, best.percentOfStandard);
    return [line(measure, `topUp.${best.group}`, amount, best.article, note, member.personId)];
  });

const basicLine = (
  perCapitaFen: number,
  members: number,
  measure: Measure,
): { readonly basic: CalculationLine; readonly band?: string } => {
  const { monthlyFen } = measure.standard;
  const band = measure.ruleSet.relief.bands.find(({ belowPercent }) => perCapitaFen * 100 < monthlyFen * belowPercent);
  if (band === undefined) {
    const note = {
      zh: '差额补助:(标准-人均收入)×人数',
      en: 'Top-up to the standard: (standard - per-capita income) x members',
    };
    return { basic: line(measure, 'topUpToStandard', (monthlyFen - perCapitaFen) * members, topUpArticle, note) };
  }
  const note = { zh: `分档补助:${band.band}`, en: `Banded amount: ${band.band}` };
  const amount = percentOf(monthlyFen, band.payPercent) * members;
  return { basic: line(measure, 'bandedAmount', amount, topUpArticle, note), band: band.band };
};

const roundingLine = (exactFen: number, measure: Measure): readonly CalculationLine[] => {
  const difference = roundUp(exactFen, measure) - exactFen;
  const note = { zh: '向上取整', en: 'Rounded up' };
  return difference === 0 ? [] : [line(measure, 'rounding', difference, '区级发放口径', note)];
};

const granted = (
  calculation: BenefitCalculation,
  members: readonly HouseholdMember[],
  measure: Measure,
): BenefitCalculation => {
  const { basic, band } = basicLine(calculation.perCapitaIncomeFen, members.length, measure);
  const topUps = topUpLines(members, measure);
  const rounding = roundingLine(basic.amountFen + sum(topUps), measure);
  const amountFen = basic.amountFen + sum(topUps) + sum(rounding);
  const lines = [...calculation.lines, basic, ...topUps, ...rounding];
  return { ...calculation, amountFen, topUpFen: sum(topUps), ...(band === undefined ? {} : { band }), lines };
};

const householdDibao = (household: Household, context: BenefitContext): BenefitCalculation => {
  const income = findIncome(household, context);
  const calculation = withIncome(blank(context, 'dibao', household.members.length), income, household, context);
  if (!household.assetsWithinRule) return notEligible(calculation, 'assets-above-rule');
  if (income.perCapitaFen >= context.standard.monthlyFen) return notEligible(calculation, 'income-not-below-standard');
  return granted(calculation, household.members, context);
};

const mayApplyAlone = (member: HouseholdMember, { ruleSet }: Measure): boolean => {
  const rule = ruleSet.relief.singlePerson;
  const { disability } = member;
  const byDisability =
    disability !== undefined &&
    (rule.disabilityLevels.includes(disability.level) ||
      (rule.otherKinds.includes(disability.kind) && rule.otherLevels.includes(disability.level)));
  return byDisability || member.groups.includes('seriouslyIll');
};

/** 单人保: the household is measured against the near-threshold ceiling, the member's own income against the standard. */
const singlePersonDibao = (household: Household, personId: string, context: BenefitContext): BenefitCalculation => {
  const whole = findIncome(household, context);
  const member = household.members.find((one) => one.personId === personId);
  const rule = context.ruleSet.relief.singlePerson;
  const note = { zh: '单人保:家庭人均收入', en: 'Single-person dibao: per-capita income of the whole household' };
  const householdLine = line(context, 'singlePerson.household', whole.perCapitaFen, rule.article, note);
  const start = { ...blank(context, 'dibao', 1), lines: [householdLine] };
  if (member === undefined || !mayApplyAlone(member, context))
    return notEligible(start, 'single-person-conditions-not-met');
  const alone: Household = {
    ...household,
    members: [member],
    expenses: household.expenses.filter((expense) => expense.personId === personId),
  };
  const income = findIncome(alone, context);
  const calculation = withIncome(start, income, alone, context);
  if (!household.assetsWithinRule) return notEligible(calculation, 'assets-above-rule');
  if (whole.perCapitaFen * 100 >= context.standard.monthlyFen * rule.ceilingPercent)
    return notEligible(calculation, 'income-not-below-ceiling');
  if (income.perCapitaFen >= context.standard.monthlyFen) return notEligible(calculation, 'income-not-below-standard');
  return granted(calculation, [member], context);
};

/** 差额补助 or bands for the household, or for one member of it (649号令 §12; 重庆市城乡居民最低生活保障条例 §20-21). */
export const dibao = ({ household, singlePerson }: Of<'dibao'>, context: BenefitContext): BenefitCalculation =>
  singlePerson === undefined ? householdDibao(household, context) : singlePersonDibao(household, singlePerson, context);
