import { z } from 'zod';
import { relations } from '#rules';

const member = z.object({ personId: z.string(), relation: z.enum(relations) });

/** Events of a household, stream `household-<householdId>`; who its members are stands in the registry of persons. */
export const householdEvents = {
  HouseholdFormed: z.object({
    type: z.literal('HouseholdFormed'),
    householdId: z.string(),
    members: z.array(member).min(1),
  }),
  MemberJoined: z.object({ type: z.literal('MemberJoined'), householdId: z.string(), ...member.shape }),
  MemberLeft: z.object({ type: z.literal('MemberLeft'), householdId: z.string(), personId: z.string() }),
} as const;

type Schemas = typeof householdEvents;
export type HouseholdEvent = { [Name in keyof Schemas]: z.infer<Schemas[Name]> }[keyof Schemas];
export type HouseholdMember = z.infer<typeof member>;

export interface Household {
  readonly householdId: string;
  readonly members: readonly HouseholdMember[];
}

/** The members after the event; somebody joins once, and only who is there leaves. */
export const evolveMembers = (
  members: readonly HouseholdMember[],
  event: HouseholdEvent,
): readonly HouseholdMember[] => {
  switch (event.type) {
    case 'HouseholdFormed':
      return event.members;
    case 'MemberJoined':
      return [
        ...members.filter(({ personId }) => personId !== event.personId),
        { personId: event.personId, relation: event.relation },
      ];
    case 'MemberLeft':
      return members.filter(({ personId }) => personId !== event.personId);
    default:
      return event satisfies never;
  }
};
