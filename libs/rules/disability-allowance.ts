import { blank, notEligible, sum, type BenefitContext, type Of } from './benefit-context.js';
import type { BenefitCalculation } from './calculation.js';
import type { Disability } from './household.js';
import { line, type Measure } from './income.js';

const careCovers = (disability: Disability, { ruleSet }: Measure): boolean => {
  const rule = ruleSet.relief.disabilityAllowance;
  return (
    rule.careLevels.includes(disability.level) ||
    (rule.otherKinds.includes(disability.kind) && rule.otherLevels.includes(disability.level))
  );
};

/** 残疾人两项补贴: living allowance for low income, care allowance for severe disability. */
export const disabilityAllowance = (
  request: Of<'disabilityAllowance'>,
  context: BenefitContext,
): BenefitCalculation => {
  const rule = context.ruleSet.relief.disabilityAllowance;
  const { disability } = request;
  const living = { zh: '困难残疾人生活补贴', en: 'Living allowance for a person with disabilities in need' };
  const careNote = { zh: '重度残疾人护理补贴', en: 'Care allowance for severe disability' };
  const getsLiving = request.lowIncome && rule.livingLevels.includes(disability.level);
  const getsCare = careCovers(disability, context) && !request.otherCareBenefit;
  const care = context.standard.items?.[disability.level === 1 ? 'careLevel1' : 'careLevel2'] ?? 0;
  const lines = [
    ...(getsLiving
      ? [line(context, 'living', context.standard.monthlyFen, rule.article, living, request.personId)]
      : []),
    ...(getsCare ? [line(context, 'care', care, rule.article, careNote, request.personId)] : []),
  ];
  const calculation = { ...blank(context, 'disabilityAllowance', 1), lines };
  return lines.length === 0
    ? notEligible(calculation, 'disability-level-not-covered')
    : { ...calculation, amountFen: sum(lines) };
};
