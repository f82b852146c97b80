import type { BenefitContext } from './benefit-context.js';
import type { BenefitCalculation } from './calculation.js';
import { childBenefit } from './child-benefit.js';
import { destituteSupport } from './destitute-support.js';
import { dibao } from './dibao.js';
import { disabilityAllowance } from './disability-allowance.js';
import type { BenefitRequest } from './household.js';
import { nearThreshold, rigidExpenditure } from './low-income.js';
import { temporaryRelief } from './temporary-relief.js';

export type { BenefitContext } from './benefit-context.js';
export { selfCareLevel } from './destitute-support.js';

/**
 * The benefit of a request under one rule set and standard, itemised. Pure: the same request, rule set and standard
 * give the same calculation. All amounts in whole fen: shares and per-capita income are rounded down, so that income
 * counts in the applicant's favour; the amount paid is rounded up to the rule set's `roundUpToFen`.
 */
export const calculateBenefit = (context: BenefitContext, request: BenefitRequest): BenefitCalculation => {
  switch (request.scheme) {
    case 'dibao':
      return dibao(request, context);
    case 'nearThreshold':
      return nearThreshold(request, context);
    case 'rigidExpenditure':
      return rigidExpenditure(request, context);
    case 'destituteSupport':
      return destituteSupport(request, context);
    case 'temporaryRelief':
      return temporaryRelief(request, context);
    case 'disabilityAllowance':
      return disabilityAllowance(request, context);
    case 'childBenefit':
      return childBenefit(request, context);
    default:
      return request satisfies never;
  }
};
