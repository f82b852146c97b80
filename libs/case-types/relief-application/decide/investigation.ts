import { refuse } from '#kernel';
import { calculateBenefit, standardFor } from '#rules';
import type { Command } from '../commands.js';
import { schemes } from '../schemes.js';
import { type Relief, livingMembers, schemeOf } from '../state.js';
import { type Outcome, type ReliefDesk, distinct, isRelated, rulesFor, storedCalculation } from './desk.js';

export const recordHomeVisit = (command: Command<'RecordHomeVisit'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const needed = rulesFor(relief, desk)?.relief.homeVisitOfficers ?? 2;
  if (distinct(command.officers) < needed)
    return refuse('home-visit-needs-two-officers', { officers: distinct(command.officers), needed });
  if (command.visitedOn > desk.today) return refuse('occurred-in-future', { day: command.visitedOn });
  const related = command.officers.find((officer) => isRelated(relief, officer));
  if (related !== undefined) return refuse('officer-is-related', { officer: related });
  if (!livingMembers(relief).some(({ personId }) => personId === command.signedBy))
    return refuse('signature-of-a-household-member-needed');
  return [{ ...command, type: 'HomeVisitRecorded' }];
};

/** Court, police, prison and other records come before papers from the applicant (民发〔2019〕62号). */
export const recordDocumentsCheck = (
  command: Command<'RecordDocumentsCheck'>,
  relief: Relief,
  desk: ReliefDesk,
): Outcome => {
  if (!schemes[schemeOf(relief)].documentsCheck) return refuse('no-documents-check-in-this-scheme');
  return command.checkedOn > desk.today
    ? refuse('occurred-in-future', { day: command.checkedOn })
    : [{ ...command, type: 'DocumentsChecked' }];
};

export const calculate = (command: Command<'CalculateBenefit'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const { request } = command;
  const scheme = schemeOf(relief);
  if (request.scheme !== scheme) return refuse('calculation-of-another-scheme', { scheme });
  const ruleSet = rulesFor(relief, desk);
  const standard = standardFor(desk.rules, scheme, desk.today, relief.lodged?.settlement);
  if (ruleSet === undefined || standard === undefined) return refuse('no-standard-in-force', { day: desk.today });
  if ('household' in request && relief.lodged?.singlePerson !== true) {
    const living = new Set(livingMembers(relief).map(({ personId }) => personId));
    const counted = new Set(request.household.members.map(({ personId }) => personId));
    if (living.size !== counted.size || [...living].some((personId) => !counted.has(personId)))
      return refuse('members-do-not-match', { household: living.size, calculated: counted.size });
  }
  const calculation = calculateBenefit({ ruleSet, standard, day: desk.today }, request);
  return [{ type: 'BenefitCalculated', request, calculation: storedCalculation(calculation) }];
};
