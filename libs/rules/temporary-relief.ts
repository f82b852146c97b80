import { blank, notEligible, sum, type BenefitContext, type Of } from './benefit-context.js';
import type { BenefitCalculation, CalculationLine } from './calculation.js';
import { line, percentOf } from './income.js';

const emergencyRelief = (request: Of<'temporaryRelief'>, context: BenefitContext): CalculationLine => {
  const rule = context.ruleSet.relief.temporaryRelief;
  const note = {
    zh: `急难型:标准的${rule.emergencyPercentPerPerson}%×人数`,
    en: `Emergency: ${rule.emergencyPercentPerPerson}% of the standard for each person`,
  };
  const amount = percentOf(context.standard.monthlyFen, rule.emergencyPercentPerPerson) * request.persons;
  return line(context, 'emergency', amount, rule.article, note);
};

const expenditureRelief = (request: Of<'temporaryRelief'>, context: BenefitContext): CalculationLine | undefined => {
  const rule = context.ruleSet.relief.temporaryRelief;
  const grade = rule.expenditureGrades.find(
    ({ belowIncomePercent }) => request.perCapitaIncomeFen * 100 < context.standard.monthlyFen * belowIncomePercent,
  );
  if (grade === undefined) return undefined;
  const note = {
    zh: `支出型${grade.grade}档:必需支出的${grade.payPercent}%`,
    en: `Expenditure, grade ${grade.grade}: ${grade.payPercent}% of necessary spending`,
  };
  const amount = percentOf(request.necessarySpendingFen, grade.payPercent);
  return line(context, `expenditure.${grade.grade}`, amount, rule.article, note);
};

/** 临时救助: one amount, capped, less what was paid before the papers. */
export const temporaryRelief = (request: Of<'temporaryRelief'>, context: BenefitContext): BenefitCalculation => {
  const rule = context.ruleSet.relief.temporaryRelief;
  const calculation: BenefitCalculation = {
    ...blank(context, 'temporaryRelief', request.persons),
    perCapitaIncomeFen: request.perCapitaIncomeFen,
  };
  const base = request.kind === 'emergency' ? emergencyRelief(request, context) : expenditureRelief(request, context);
  if (base === undefined) return notEligible(calculation, 'income-not-below-ceiling');
  const ceiling = percentOf(context.standard.monthlyFen, rule.maxPercentOfStandard);
  const cut = Math.max(0, base.amountFen - ceiling);
  const capNote = { zh: '单次救助上限', en: 'Ceiling for one grant' };
  const paidNote = { zh: '已先行救助', en: 'Already paid as relief before paperwork' };
  const { article } = context.ruleSet.relief.firstRelief;
  const lines = [
    base,
    ...(cut > 0 ? [line(context, 'ceiling', -cut, rule.article, capNote)] : []),
    ...(request.alreadyPaidFen > 0 ? [line(context, 'firstRelief', -request.alreadyPaidFen, article, paidNote)] : []),
  ];
  const amountFen = Math.max(0, sum(lines));
  return amountFen === 0
    ? notEligible({ ...calculation, lines }, 'nothing-left-to-pay')
    : { ...calculation, amountFen, lines };
};
