import { type OfficeKind, type Refusal, type Role, refuse, roles } from '#kernel';
import { type Organisation, type OrganisationEvent, ancestors, grantKey } from './organisation.js';

export type OrganisationRefusal =
  | 'office-exists'
  | 'no-such-office'
  | 'office-closed'
  | 'office-has-open-offices'
  | 'office-has-staff'
  | 'no-such-user'
  | 'role-does-not-fit-office'
  | 'role-held'
  | 'role-not-held'
  | 'last-administrator';

/** The kinds of office in which a role exists. */
const officesOf: Readonly<Record<Role, readonly OfficeKind[]>> = {
  committeeOfficer: ['committee'],
  townOfficer: ['townOffice'],
  townLeader: ['townOffice'],
  bureauOfficer: ['bureau'],
  childProtectionOfficer: ['bureau', 'townOffice', 'childCentre', 'welfareHome'],
  childSupervisor: ['townOffice'],
  childDirector: ['committee'],
  stationOfficer: ['station'],
  stationLeader: ['station'],
  bureauLeader: ['bureau'],
  paymentOfficer: ['bureau'],
  supervisor: ['bureau', 'townOffice'],
  auditor: ['bureau'],
  administrator: ['bureau'],
  system: [],
};

/** The roles that exist in an office of this kind. */
export const rolesIn = (kind: OfficeKind): readonly Role[] => roles.filter((role) => officesOf[role].includes(kind));

/** Why this change cannot be made to the organisation as it stands; nothing when it can. */
export const refusalOf = (
  organisation: Organisation,
  event: OrganisationEvent,
): Refusal<OrganisationRefusal> | undefined => {
  const { offices, users, positions } = organisation;
  switch (event.type) {
    case 'OfficeOpened':
      if (offices.has(event.officeId)) return refuse('office-exists', { office: event.officeId });
      return event.parent === undefined ? undefined : unlessOpen(organisation, event.parent);
    case 'OfficeRenamed':
      return unlessOpen(organisation, event.officeId);
    case 'OfficeClosed': {
      const { officeId } = event;
      const below = [...offices.values()].filter(({ closed }) => closed === undefined);
      if (
        below.some(
          (office) => office.officeId !== officeId && ancestors(organisation, office.officeId).includes(officeId),
        )
      )
        return refuse('office-has-open-offices', { office: officeId });
      if ([...positions.values()].flat().some(({ office }) => office === officeId))
        return refuse('office-has-staff', { office: officeId });
      return unlessOpen(organisation, officeId);
    }
    case 'UserEnrolled':
      return unlessOpen(organisation, event.office);
    case 'RoleGranted': {
      if (!users.has(event.userId)) return refuse('no-such-user');
      if (holds(organisation, event)) return refuse('role-held');
      const closed = unlessOpen(organisation, event.office);
      if (closed !== undefined) return closed;
      const kind = offices.get(event.office)?.kind;
      return kind !== undefined && officesOf[event.role].includes(kind)
        ? undefined
        : refuse('role-does-not-fit-office', { role: event.role, office: event.office });
    }
    case 'RoleRevoked':
      if (!holds(organisation, event)) return refuse('role-not-held');
      return event.role === 'administrator' && administrators(organisation) < 2
        ? refuse('last-administrator')
        : undefined;
    default:
      return event satisfies never;
  }
};

/** Whether the organisation has had this event's content before, also when it was undone since. */
export const happenedBefore = (organisation: Organisation, event: OrganisationEvent): boolean => {
  switch (event.type) {
    case 'OfficeOpened':
      return organisation.offices.has(event.officeId);
    case 'UserEnrolled':
      return organisation.users.has(event.userId);
    case 'RoleGranted':
      return organisation.everGranted.has(grantKey(event.userId, event));
    case 'OfficeRenamed':
    case 'OfficeClosed':
    case 'RoleRevoked':
      return false;
    default:
      return event satisfies never;
  }
};

const unlessOpen = ({ offices }: Organisation, office: string): Refusal<OrganisationRefusal> | undefined => {
  const found = offices.get(office);
  if (found === undefined) return refuse('no-such-office', { office });
  return found.closed === true ? refuse('office-closed', { office }) : undefined;
};

const holds = (
  { positions }: Organisation,
  { userId, role, office }: { readonly userId: string; readonly role: Role; readonly office: string },
): boolean => (positions.get(userId) ?? []).some((held) => held.role === role && held.office === office);

const administrators = ({ positions }: Organisation): number =>
  [...positions.values()].flat().filter(({ role }) => role === 'administrator').length;
