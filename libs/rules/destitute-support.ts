import { blank, notEligible, sum, type BenefitContext, type Of } from './benefit-context.js';
import type { BenefitCalculation } from './calculation.js';
import type { SelfCareLevel, SelfCareTest } from './household.js';
import { line } from './income.js';
import type { RuleSet } from './types.js';

/** 自理、半护理、全护理 by how many of the six items the person cannot manage alone (民发〔2021〕43号). */
export const selfCareLevel = (
  test: SelfCareTest,
  { destituteSupport }: Pick<RuleSet['relief'], 'destituteSupport'>,
): SelfCareLevel => {
  const failed = Object.values(test).filter((manages) => !manages).length;
  if (failed >= destituteSupport.fullCareFrom) return 'fullyDependent';
  return failed >= destituteSupport.halfCareFrom ? 'halfDependent' : 'selfReliant';
};

const careItems: Readonly<Record<SelfCareLevel, string>> = {
  selfReliant: 'careSelf',
  halfDependent: 'careHalf',
  fullyDependent: 'careFull',
};

/** 特困人员救助供养: basic living and care by the level of self-care (民发〔2021〕43号). */
export const destituteSupport = (request: Of<'destituteSupport'>, context: BenefitContext): BenefitCalculation => {
  const { article } = context.ruleSet.relief.destituteSupport;
  const careLevel = selfCareLevel(request.selfCare, context.ruleSet.relief);
  const calculation = { ...blank(context, 'destituteSupport', 1), careLevel };
  if (!request.unableToWork) return notEligible(calculation, 'able-to-work');
  if (!request.withoutIncome) return notEligible(calculation, 'has-income');
  if (!request.withoutSupporter) return notEligible(calculation, 'has-supporter');
  const care = context.standard.items?.[careItems[careLevel]] ?? 0;
  const living = { zh: '基本生活标准', en: 'Basic living standard' };
  const careNote = { zh: '照料护理标准', en: 'Care standard for the level of self-care' };
  const lines = [
    line(context, 'basicLiving', context.standard.monthlyFen, article, living, request.personId),
    line(context, `care.${careLevel}`, care, article, careNote, request.personId),
  ];
  return { ...calculation, amountFen: sum(lines), lines };
};
