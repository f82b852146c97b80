import type { Relief } from '#case-types';
import type { CaseFile, PersonOfCase } from '../../api/types';

/** The relief room's state as the server sent it. */
export const reliefOf = (caseFile: CaseFile): Relief => caseFile.state.own as Relief;

export interface HouseholdPerson extends PersonOfCase {
  readonly relation: string;
  readonly hukouRegion?: string;
  readonly hukouKind?: string;
}

/** The applicant first, then the household as it is now. */
export const householdOf = (relief: Relief): readonly HouseholdPerson[] => {
  if (relief.lodged === undefined) return [];
  const { applicant } = relief.lodged;
  return [{ ...applicant, relation: 'applicant' }, ...relief.members];
};

export const nameOf = (relief: Relief, personId: string): string =>
  householdOf(relief).find((person) => person.personId === personId)?.name ??
  relief.lodged?.members.find((person) => person.personId === personId)?.name ??
  personId;
