import { z } from 'zod';
import { personal } from '#kernel';

// Control and format characters (among them the marks that turn the direction of reading) and line separators.
const unwritable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const line = (longest: number): z.ZodString =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => text.isWellFormed() && !unwritable.test(text), 'invalid-text');

const name = personal(line(100).refine((text) => /\p{L}/u.test(text), 'name-without-letters'));
const idNumber = personal(z.string().normalize('NFKC').trim().toUpperCase().max(18));
const phone = personal(
  z
    .string()
    .normalize('NFKC')
    .trim()
    .regex(/^(?=.*\d.*\d.*\d)[0-9+() -]{3,30}$/),
);
const address = personal(line(300));
const hukou = z.strictObject({
  kind: z.enum(['urban', 'rural']),
  /** The office of ours where it is registered, when it is one of ours. */
  officeId: z.string().min(1).max(100).optional(),
  region: personal(line(100)),
});

/** What is asked when a person is registered. The ID number carries birth day and sex. */
export const personInput = z.strictObject({
  name,
  idNumber,
  phone: phone.optional(),
  address: address.optional(),
  hukou,
});
export type PersonInput = z.infer<typeof personInput>;

/** What is set right; what is not given stays. */
export const personCorrection = z.strictObject({
  name: name.optional(),
  idNumber: idNumber.optional(),
  phone: phone.optional(),
  address: address.optional(),
  hukou: hukou.optional(),
  reason: personal(line(500)),
});
export type PersonCorrection = z.infer<typeof personCorrection>;

const sex = z.enum(['male', 'female']);
const kept = z.object({
  kind: z.enum(['urban', 'rural']),
  officeId: z.string().optional(),
  region: personal(z.string()),
});

/** Events of a person's entry in the registry, stream `person-<personId>`. */
export const personEvents = {
  PersonRegistered: z.object({
    type: z.literal('PersonRegistered'),
    personId: z.string(),
    name: personal(z.string()),
    idNumber: personal(z.string()).optional(),
    phone: personal(z.string()).optional(),
    address: personal(z.string()).optional(),
    sex: sex.optional(),
    bornOn: personal(z.string()).optional(),
    hukou: kept,
    identified: z.boolean(),
  }),
  PersonDetailsCorrected: z.object({
    type: z.literal('PersonDetailsCorrected'),
    personId: z.string(),
    name: personal(z.string()).optional(),
    idNumber: personal(z.string()).optional(),
    phone: personal(z.string()).optional(),
    address: personal(z.string()).optional(),
    sex: sex.optional(),
    bornOn: personal(z.string()).optional(),
    hukou: kept.optional(),
    reason: personal(z.string()),
  }),
  DeathRecorded: z.object({ type: z.literal('DeathRecorded'), personId: z.string(), diedOn: z.string() }),
} as const;

export type PersonEventName = keyof typeof personEvents;

/** A person as shown to somebody entitled; a field whose key was destroyed is absent. */
export interface Person {
  readonly personId: string;
  readonly name?: string;
  readonly idNumber?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly sex?: 'male' | 'female';
  readonly bornOn?: string;
  readonly hukou?: { readonly kind: 'urban' | 'rural'; readonly officeId?: string; readonly region?: string };
  readonly identified?: boolean;
  readonly deceasedOn?: string;
  readonly erased: boolean;
}

/** What a list shows beside a case. */
export interface PersonDescription {
  readonly personId: string;
  /** Absent when the person's data was erased. */
  readonly name: string | undefined;
  readonly sex: 'male' | 'female' | undefined;
  readonly deceasedOn: string | undefined;
}

/** For lists: the middle of a personal number is hidden. */
export const masked = (value: unknown): string | undefined =>
  typeof value !== 'string' || value.length < 7
    ? undefined
    : `${value.slice(0, 3)}${'*'.repeat(value.length - 7)}${value.slice(-4)}`;
