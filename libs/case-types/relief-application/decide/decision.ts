import { refuse } from '#kernel';
import { type RuleSet, addMonths, firstPayMonthFor, monthOf, ruleSetName, validityFor } from '#rules';
import type { Command } from '../commands.js';
import type { ReliefRefusal } from '../refusals.js';
import { schemes } from '../schemes.js';
import { type Relief, livingMembers, schemeOf } from '../state.js';
import { type Outcome, type ReliefDesk, bodyOf, isEmergency, levelFor, rulesFor, storedCalculation } from './desk.js';
import { notDecidedHere } from './hukou-office.js';

/** What must hold before anybody may decide (重庆市低保条例 §33; objections told; household unchanged). */
const decisionBlocked = (relief: Relief): ReliefRefusal | undefined => {
  const elsewhere = notDecidedHere(relief);
  if (elsewhere !== undefined) return elsewhere;
  if (relief.lodged?.relatedToStaff === true && relief.staffRelations.length === 0)
    return 'staff-relation-not-registered';
  if (relief.staffRelations.length > 0 && relief.bureauVisits === 0) return 'bureau-visit-missing';
  return relief.objections.some((one) => !one.answered) ? 'objector-not-told' : undefined;
};

/** The last day of what does not go on for good: a status for so many months, a child benefit until the child is of age. */
const validUntil = (relief: Relief, desk: ReliefDesk, { relief: parameters }: RuleSet): string | undefined => {
  if (schemeOf(relief) === 'rigidExpenditure')
    return validityFor(desk.today, parameters.rigidExpenditure.validMonths).until;
  const bornOn = desk.facts.persons[relief.lodged?.applicant.personId ?? '']?.bornOn;
  return schemeOf(relief) === 'childBenefit' && bornOn !== undefined && parameters.childBenefit !== undefined
    ? addMonths(bornOn, parameters.childBenefit.untilAge * 12)
    : undefined;
};

export const confirm = (command: Command<'ConfirmGrant'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const blocked = decisionBlocked(relief);
  if (blocked !== undefined) return refuse(blocked);
  const { calculation, lodged } = relief;
  const ruleSet = rulesFor(relief, desk);
  if (relief.opinion !== 'grant' || calculation === undefined || lodged === undefined || ruleSet === undefined)
    return refuse('opinion-does-not-grant');
  if (relief.recalculationDue) return refuse('recalculation-due');
  const { level, delegationId } = levelFor(relief, desk, calculation.amountFen);
  if (level === 'bureau' && bodyOf(desk) === 'townOffice')
    return refuse('decided-by-bureau', { amountFen: calculation.amountFen });
  const scheme = schemes[lodged.scheme];
  if (lodged.scheme === 'dibao' && command.reviewClass === undefined) return refuse('review-class-missing');
  const firstMonth =
    firstPayMonthFor(ruleSet.relief.firstPayMonth[lodged.scheme], lodged.lodgedOn, desk.today) ??
    (scheme.pays === 'status' ? undefined : monthOf(desk.today));
  return [
    {
      type: 'GrantConfirmed',
      decidedOn: desk.today,
      decidingBody: bodyOf(desk),
      office: desk.actor.office,
      delegationId: bodyOf(desk) === 'townOffice' ? delegationId : undefined,
      ruleSet: ruleSetName(ruleSet),
      basis: scheme.basis,
      amountFen: calculation.amountFen,
      pays: scheme.pays,
      firstMonth: scheme.pays === 'status' ? undefined : firstMonth,
      validUntil: validUntil(relief, desk, ruleSet),
      reviewClass: command.reviewClass,
      certificateExpiresOn: command.certificateExpiresOn,
      household: livingMembers(relief).map(({ personId, relation }) => ({ personId, relation })),
      calculation: storedCalculation(calculation),
      deferred: isEmergency(relief) ? [...ruleSet.relief.firstRelief.deferred] : [],
      remark: command.remark,
    },
  ];
};

export const refuseGrant = (command: Command<'RefuseGrant'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const blocked = decisionBlocked(relief);
  if (blocked !== undefined) return refuse(blocked);
  const { level, delegationId } = levelFor(relief, desk, relief.calculation?.amountFen ?? 0);
  if (level === 'bureau' && bodyOf(desk) === 'townOffice') return refuse('decided-by-bureau');
  const ruleSet = rulesFor(relief, desk);
  if (ruleSet === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  return [
    {
      type: 'ApplicationRefused',
      decidedOn: desk.today,
      decidingBody: bodyOf(desk),
      office: desk.actor.office,
      delegationId: bodyOf(desk) === 'townOffice' ? delegationId : undefined,
      ruleSet: ruleSetName(ruleSet),
      basis: schemes[schemeOf(relief)].basis,
      ground: command.ground,
      reasons: command.reasons,
    },
  ];
};
