import { z } from 'zod';
import { type Actor, type Label, type OfficeKind, type Role, roles } from '#kernel';

const label = z.object({ zh: z.string().min(1), en: z.string().min(1) });
const officeId = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
const userId = z.string().regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/);
export const officeKinds = ['bureau', 'townOffice', 'committee', 'station', 'childCentre', 'welfareHome'] as const;

/** Offices, people who work there and what they may do: events of one stream. */
export const organisationEvents = {
  OfficeOpened: z.object({
    type: z.literal('OfficeOpened'),
    officeId,
    kind: z.enum(officeKinds),
    parent: officeId.optional(),
    name: label,
    /** GB/T 2260 code of the area. */
    adminCode: z
      .string()
      .regex(/^\d{6,12}$/)
      .optional(),
  }),
  OfficeRenamed: z.object({ type: z.literal('OfficeRenamed'), officeId, name: label }),
  OfficeClosed: z.object({ type: z.literal('OfficeClosed'), officeId }),
  UserEnrolled: z.object({
    type: z.literal('UserEnrolled'),
    userId,
    name: z.string().trim().min(1).max(100),
    office: officeId,
  }),
  RoleGranted: z.object({ type: z.literal('RoleGranted'), userId, role: z.enum(roles), office: officeId }),
  RoleRevoked: z.object({ type: z.literal('RoleRevoked'), userId, role: z.enum(roles), office: officeId }),
} as const;

type Schemas = typeof organisationEvents;
export type OrganisationEvent = { [Name in keyof Schemas]: z.infer<Schemas[Name]> }[keyof Schemas];

export interface Office {
  readonly officeId: string;
  readonly kind: OfficeKind;
  readonly parent: string | undefined;
  readonly name: Label;
  readonly adminCode?: string;
  /** A closed office takes no staff and no new offices; its old cases stay where they are. */
  readonly closed?: true;
}

export interface User {
  readonly userId: string;
  readonly name: string;
  readonly office: string;
}

/** A role held at an office. */
export interface Position {
  readonly role: Role;
  readonly office: string;
}

export interface Organisation {
  readonly offices: ReadonlyMap<string, Office>;
  readonly users: ReadonlyMap<string, User>;
  readonly positions: ReadonlyMap<string, readonly Position[]>;
  /** Every position that was ever granted, also when it was revoked since. */
  readonly everGranted: ReadonlySet<string>;
}

export const emptyOrganisation: Organisation = {
  offices: new Map(),
  users: new Map(),
  positions: new Map(),
  everGranted: new Set(),
};

/** One granted position as a key. */
export const grantKey = (user: string, { role, office }: Position): string => `${user}/${role}/${office}`;

/** The organisation after these events, in order. Never fails: an event about something unknown changes nothing. */
export const foldOrganisation = (
  events: Iterable<OrganisationEvent>,
  start: Organisation = emptyOrganisation,
): Organisation => {
  const offices = new Map(start.offices);
  const users = new Map(start.users);
  const positions = new Map(start.positions);
  const everGranted = new Set(start.everGranted);
  for (const event of events)
    switch (event.type) {
      case 'OfficeOpened': {
        const { type: _, parent, ...office } = event;
        if (!offices.has(event.officeId)) offices.set(event.officeId, { ...office, parent });
        break;
      }
      case 'OfficeRenamed': {
        const office = offices.get(event.officeId);
        if (office !== undefined) offices.set(event.officeId, { ...office, name: event.name });
        break;
      }
      case 'OfficeClosed': {
        const office = offices.get(event.officeId);
        if (office !== undefined) offices.set(event.officeId, { ...office, closed: true });
        break;
      }
      case 'UserEnrolled':
        users.set(event.userId, { userId: event.userId, name: event.name, office: event.office });
        break;
      case 'RoleGranted':
        positions.set(event.userId, [
          ...without(positions.get(event.userId), event),
          { role: event.role, office: event.office },
        ]);
        everGranted.add(grantKey(event.userId, event));
        break;
      case 'RoleRevoked':
        positions.set(event.userId, without(positions.get(event.userId), event));
        break;
      default:
        event satisfies never;
    }
  return { offices, users, positions, everGranted };
};

const without = (held: readonly Position[] | undefined, { role, office }: Position): readonly Position[] =>
  (held ?? []).filter((position) => position.role !== role || position.office !== office);

/** The offices above this one, nearest first. Ends at a parent that is unknown or was met before. */
export const ancestors = ({ offices }: Organisation, office: string): readonly string[] => {
  const above: string[] = [];
  let current = offices.get(office)?.parent;
  while (current !== undefined && current !== office && !above.includes(current) && offices.has(current)) {
    above.push(current);
    current = offices.get(current)?.parent;
  }
  return above;
};

/** Whether the office is the ancestor itself or lies under it. An office nobody opened lies nowhere. */
export const isWithin = (organisation: Organisation, office: string, ancestor: string): boolean =>
  organisation.offices.has(office) &&
  (office === ancestor || ancestors(organisation, office).some((above) => above === ancestor));

/** The office and every office under it, closed ones too. */
export const subtree = (organisation: Organisation, ancestor: string): readonly string[] =>
  [...organisation.offices.keys()].filter((office) => isWithin(organisation, office, ancestor));

/** Open offices of one kind. */
export const officesOfKind = ({ offices }: Organisation, kind: OfficeKind): readonly Office[] =>
  [...offices.values()].filter((office) => office.kind === kind && office.closed === undefined);

/** The user in every position held, in the order granted; none for a user who holds none. */
export const actorsOf = ({ positions }: Organisation, user: string): readonly Actor[] =>
  (positions.get(user) ?? []).map(({ role, office }) => ({ user, role, office }));
