import { z } from 'zod';
import { personal, restricted } from '#kernel';
import { risks } from './commands.js';

const text = personal(z.string());
const day = z.string();

const schema = {
  WanderListOpened: z.object({
    type: z.literal('WanderListOpened'),
    office: z.string(),
    station: z.string(),
    halfYear: z.string(),
    openedOn: day,
    /** The last day of the list's month. */
    dueOn: day,
  }),
  PersonListed: z.object({
    type: z.literal('PersonListed'),
    personId: z.string(),
    name: text,
    /** As the registry knew it on the day of listing, for comparison with unidentified persons. */
    sex: personal(z.enum(['male', 'female'])).optional(),
    bornOn: personal(day).optional(),
    risk: restricted('health', z.enum(risks)),
    features: text,
    lastSeenAround: text.optional(),
    guardian: z.object({ name: text, phone: text, relation: text.optional() }).optional(),
  }),
  PersonRemoved: z.object({ type: z.literal('PersonRemoved'), personId: z.string(), reason: text }),
  ListSubmitted: z.object({
    type: z.literal('ListSubmitted'),
    persons: z.int(),
    submittedOn: day,
    late: z.boolean(),
  }),
  ListReturned: z.object({ type: z.literal('ListReturned'), reason: text }),
  ListMerged: z.object({ type: z.literal('ListMerged'), persons: z.int(), mergedOn: day }),
} as const;

export const listEvents = schema;

type Schemas = typeof schema;
export type ListEventName = keyof Schemas;
export type ListEvent = { [Name in ListEventName]: z.infer<Schemas[Name]> }[ListEventName];
export type Event<Name extends ListEventName> = z.infer<Schemas[Name]>;
