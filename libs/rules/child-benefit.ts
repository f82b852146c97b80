import { blank, notEligible, sum, type BenefitContext, type Of } from './benefit-context.js';
import type { BenefitCalculation } from './calculation.js';
import { line } from './income.js';

/** 孤儿、事实无人抚养儿童基本生活补贴: one monthly standard, by where the child lives (民发〔2019〕62号). */
export const childBenefit = (request: Of<'childBenefit'>, context: BenefitContext): BenefitCalculation => {
  const calculation = blank(context, 'childBenefit', 1);
  const rule = context.ruleSet.relief.childBenefit;
  const [orphanWhen, unattendedWhen] = [rule?.orphanWhen ?? [], rule?.unattendedWhen ?? []];
  const isOrphan = request.parents.every((parent) => orphanWhen.includes(parent));
  const isUnattended = request.parents.every(
    (parent) => orphanWhen.includes(parent) || unattendedWhen.includes(parent),
  );
  if (rule === undefined || !isUnattended) return notEligible(calculation, 'parents-able-to-care');
  const { items, monthlyFen } = context.standard;
  const amount = request.form === 'institution' ? (items?.institution ?? monthlyFen) : monthlyFen;
  const note = isOrphan
    ? { zh: '孤儿基本生活费', en: 'Basic living benefit for an orphan' }
    : { zh: '事实无人抚养儿童基本生活补贴', en: 'Basic living benefit for a de facto unattended child' };
  const item = isOrphan ? 'orphan' : 'deFactoUnattended';
  const lines = [line(context, item, amount, rule.article, note, request.personId)];
  return { ...calculation, amountFen: sum(lines), lines };
};
