import { z } from 'zod';
import { personal } from '#kernel';

const name = personal(z.string().trim().min(1).max(100));

/** What is asked when a person is registered. The ID number carries birth day and sex. */
export const personInput = z.strictObject({
  name,
  idNumber: personal(z.string().trim().toUpperCase().max(18)),
  phone: personal(z.string().trim().regex(/^[0-9+() -]{3,30}$/)).optional(),
  address: personal(z.string().trim().min(1).max(300)).optional(),
  hukou: z.strictObject({ kind: z.enum(['urban', 'rural']), region: z.string().trim().min(1).max(100) }),
});
export type PersonInput = z.infer<typeof personInput>;

const details = {
  personId: z.string(),
  name: personal(z.string()),
  idNumber: personal(z.string()).optional(),
  phone: personal(z.string()).optional(),
  address: personal(z.string()).optional(),
  sex: z.enum(['male', 'female']).optional(),
  bornOn: personal(z.string()).optional(),
  hukou: z.object({ kind: z.enum(['urban', 'rural']), region: z.string() }),
};

/** Events of a person's entry in the registry. */
export const personEvents = {
  PersonRegistered: z.object({ type: z.literal('PersonRegistered'), ...details }),
  PersonDetailsCorrected: z.object({
    type: z.literal('PersonDetailsCorrected'),
    personId: z.string(),
    name: personal(z.string()).optional(),
    phone: personal(z.string()).optional(),
    address: personal(z.string()).optional(),
    reason: personal(z.string()),
  }),
  PersonDied: z.object({ type: z.literal('PersonDied'), personId: z.string(), diedOn: z.string() }),
} as const;

export const personCorrection = z.strictObject({
  name: name.optional(),
  phone: personal(z.string().trim().regex(/^[0-9+() -]{3,30}$/)).optional(),
  address: personal(z.string().trim().min(1).max(300)).optional(),
  reason: personal(z.string().trim().min(1).max(500)),
});
export type PersonCorrection = z.infer<typeof personCorrection>;

/** A person as shown to somebody entitled; a field whose key was destroyed is absent. */
export interface Person {
  readonly personId: string;
  readonly name?: string;
  readonly idNumber?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly sex?: 'male' | 'female';
  readonly bornOn?: string;
  readonly hukou?: { readonly kind: 'urban' | 'rural'; readonly region: string };
  readonly deceasedOn?: string;
  readonly erased: boolean;
}
