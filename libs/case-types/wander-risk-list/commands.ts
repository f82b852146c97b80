import { z } from 'zod';
import { personal, restricted } from '#kernel';

const id = z.string().trim().min(1).max(80);
const text = (max = 2000) => personal(z.string().trim().min(1).max(max));
const name = personal(z.string().trim().min(1).max(100));

export const risks = ['dementia', 'intellectual', 'mental', 'other'] as const;

const schema = {
  OpenList: z.strictObject({
    type: z.literal('OpenList'),
    office: id,
    /** The station that keeps the register. */
    station: id,
    /** `2026-H2`: the list of July 2026. */
    halfYear: z.string().regex(/^20\d\d-H[12]$/),
  }),
  AddPerson: z.strictObject({
    type: z.literal('AddPerson'),
    personId: id,
    name,
    risk: restricted('health', z.enum(risks)),
    features: text(1000),
    lastSeenAround: text(300).optional(),
    guardian: z
      .strictObject({ name, phone: personal(z.string().trim().min(3).max(30)), relation: text(60).optional() })
      .optional(),
  }),
  RemovePerson: z.strictObject({ type: z.literal('RemovePerson'), personId: id, reason: text(500) }),
  SubmitList: z.strictObject({ type: z.literal('SubmitList'), nobody: z.boolean().optional() }),
  ReturnList: z.strictObject({ type: z.literal('ReturnList'), reason: text() }),
  MergeList: z.strictObject({ type: z.literal('MergeList') }),
} as const;

export const listCommands = schema;

type Schemas = typeof schema;
export type ListCommandName = keyof Schemas;
export type ListCommand = { [Name in ListCommandName]: z.infer<Schemas[Name]> }[ListCommandName];
export type Command<Name extends ListCommandName> = z.infer<Schemas[Name]>;
