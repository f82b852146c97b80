import { z } from 'zod';
import { type Label, type OfficeKind, type Role, roles } from '#kernel';

const label = z.object({ zh: z.string().min(1), en: z.string().min(1) });
const officeKinds = ['bureau', 'townOffice', 'committee', 'station', 'childCentre', 'welfareHome'] as const;

/** Offices, people who work there and what they may do: events of one stream. */
export const organisationEvents = {
  OfficeOpened: z.object({
    type: z.literal('OfficeOpened'),
    officeId: z.string().min(1),
    kind: z.enum(officeKinds),
    parent: z.string().optional(),
    name: label,
  }),
  UserEnrolled: z.object({
    type: z.literal('UserEnrolled'),
    userId: z.string().min(1),
    name: z.string().min(1),
    office: z.string().min(1),
  }),
  RoleGranted: z.object({
    type: z.literal('RoleGranted'),
    userId: z.string().min(1),
    role: z.enum(roles),
    office: z.string().min(1),
  }),
  RoleRevoked: z.object({
    type: z.literal('RoleRevoked'),
    userId: z.string().min(1),
    role: z.enum(roles),
    office: z.string().min(1),
  }),
} as const;

type Schemas = typeof organisationEvents;
export type OrganisationEvent = { [Name in keyof Schemas]: z.infer<Schemas[Name]> }[keyof Schemas];

export interface Office {
  readonly officeId: string;
  readonly kind: OfficeKind;
  readonly parent: string | undefined;
  readonly name: Label;
}

export interface User {
  readonly userId: string;
  readonly name: string;
  readonly office: string;
}

export interface Position {
  readonly role: Role;
  readonly office: string;
}

export interface Organisation {
  readonly offices: ReadonlyMap<string, Office>;
  readonly users: ReadonlyMap<string, User>;
  readonly positions: ReadonlyMap<string, readonly Position[]>;
}

export const emptyOrganisation: Organisation = { offices: new Map(), users: new Map(), positions: new Map() };

/** The organisation after these events. */
export const foldOrganisation = (
  events: Iterable<OrganisationEvent>,
  start: Organisation = emptyOrganisation,
): Organisation => {
  const offices = new Map(start.offices);
  const users = new Map(start.users);
  const positions = new Map(start.positions);
  for (const event of events)
    switch (event.type) {
      case 'OfficeOpened':
        offices.set(event.officeId, {
          officeId: event.officeId,
          kind: event.kind,
          parent: event.parent,
          name: event.name,
        });
        break;
      case 'UserEnrolled':
        users.set(event.userId, { userId: event.userId, name: event.name, office: event.office });
        break;
      case 'RoleGranted':
        positions.set(event.userId, [
          ...without(positions.get(event.userId), event),
          { role: event.role, office: event.office },
        ]);
        break;
      case 'RoleRevoked':
        positions.set(event.userId, without(positions.get(event.userId), event));
        break;
      default:
        event satisfies never;
    }
  return { offices, users, positions };
};

const without = (held: readonly Position[] | undefined, { role, office }: Position): readonly Position[] =>
  (held ?? []).filter((position) => position.role !== role || position.office !== office);

/** Whether the office is the ancestor itself or lies under it. */
export const isWithin = ({ offices }: Organisation, office: string, ancestor: string): boolean => {
  let current: string | undefined = office;
  for (let step = 0; current !== undefined && step < 20; step += 1) {
    if (current === ancestor) return true;
    current = offices.get(current)?.parent;
  }
  return false;
};

/** The office and every office under it. */
export const subtree = (organisation: Organisation, ancestor: string): readonly string[] =>
  [...organisation.offices.keys()].filter((office) => isWithin(organisation, office, ancestor));
