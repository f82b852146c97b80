import type { Role } from '#kernel';
import { type Organisation, type Position, isWithin, subtree } from './organisation.js';

/** `own-subtree-or-area`: also cases that another office handles, when their committee area lies under one's own. */
type Reach = 'own-subtree' | 'own-subtree-or-area' | 'own-area' | 'nothing';

const acts: Readonly<Record<Role, Reach>> = {
  committeeOfficer: 'own-area',
  townOfficer: 'own-subtree',
  townLeader: 'own-subtree',
  bureauOfficer: 'own-subtree',
  bureauLeader: 'own-subtree',
  childProtectionOfficer: 'own-subtree',
  childSupervisor: 'own-subtree-or-area',
  childDirector: 'own-area',
  stationOfficer: 'own-subtree',
  stationLeader: 'own-subtree',
  paymentOfficer: 'own-subtree',
  supervisor: 'own-subtree',
  auditor: 'nothing',
  administrator: 'nothing',
  system: 'own-subtree',
};

/** Whoever acts for an office also looks at what others do about the people of its area. */
const looks: Readonly<Record<Role, Reach>> = Object.fromEntries(
  Object.entries({ ...acts, auditor: 'own-subtree' as const }).map(([role, reach]) => [
    role,
    reach === 'own-subtree' ? 'own-subtree-or-area' : reach,
  ]),
) as Record<Role, Reach>;

const reaches = (
  reach: Reach,
  organisation: Organisation,
  position: Position,
  office: string,
  area: string | undefined,
): boolean => {
  switch (reach) {
    case 'own-subtree':
      return isWithin(organisation, office, position.office);
    case 'own-subtree-or-area':
      return [office, area].some((one) => one !== undefined && isWithin(organisation, one, position.office));
    case 'own-area':
      return organisation.offices.has(position.office) && (area === position.office || office === position.office);
    case 'nothing':
      return false;
    default:
      return reach satisfies never;
  }
};

/** Whether a person in this position acts on cases of that office and area. What is not granted is denied. */
export const handles = (
  organisation: Organisation,
  position: Position,
  office: string,
  area: string | undefined,
): boolean => reaches(acts[position.role], organisation, position, office, area);

/** Whether a person in this position may look at cases of that office and area. */
export const sees = (
  organisation: Organisation,
  position: Position,
  office: string,
  area: string | undefined,
): boolean => reaches(looks[position.role], organisation, position, office, area);

/** The offices whose cases a person in this position may look at; a committee officer's is the area of the cases. */
export const visibleOffices = (organisation: Organisation, position: Position): readonly string[] => {
  const reach = looks[position.role];
  switch (reach) {
    case 'own-subtree':
    case 'own-subtree-or-area':
      return subtree(organisation, position.office);
    case 'own-area':
      return organisation.offices.has(position.office) ? [position.office] : [];
    case 'nothing':
      return [];
    default:
      return reach satisfies never;
  }
};

/** The offices and areas whose cases a person with these positions may list; what a query filters by. */
export const listScope = (
  positions: readonly Position[],
): { readonly ancestors: readonly string[]; readonly areas: readonly string[] } => ({
  ancestors: [
    ...new Set(positions.filter(({ role }) => looks[role] === 'own-subtree-or-area').map(({ office }) => office)),
  ],
  areas: [...new Set(positions.filter(({ role }) => looks[role] === 'own-area').map(({ office }) => office))],
});
