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
const alias = personal(line(100));
const evidence = personal(line(500));

/** What is known of somebody of whom nobody knows who it is. */
export const foundPersonInput = z.strictObject({
  alias,
  description: personal(line(1000)).optional(),
  approximateAge: personal(z.int().min(0).max(130)).optional(),
  sex: sex.optional(),
  foundAt: personal(line(300)),
  foundOn: z.iso.date(),
});
export type FoundPersonInput = z.infer<typeof foundPersonInput>;

/** Who an unidentified person turned out to be: somebody who has an entry. */
export const knownIdentity = z.strictObject({ identifiedAs: z.uuid(), evidence });
export type KnownIdentity = z.infer<typeof knownIdentity>;

/** Who an unidentified person turned out to be, or became by a new household registration (落户). */
export const newIdentity = z.strictObject({ ...personInput.shape, evidence });
export type NewIdentity = z.infer<typeof newIdentity>;

/** That another entry stands for the same person. */
export const personLink = z.strictObject({ personId: z.uuid(), reason: personal(line(500)) });
export const personLinkRemoval = personLink.pick({ reason: true });

const kept = z.object({
  kind: z.enum(['urban', 'rural']),
  officeId: z.string().optional(),
  region: personal(z.string()),
});

const linked = { personId: z.string(), otherId: z.string(), reason: personal(z.string()) };

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
  /** A fact of its own, so that readers of `PersonRegistered` go on to find a name and a household registration. */
  PersonFound: z.object({
    type: z.literal('PersonFound'),
    personId: z.string(),
    alias: personal(z.string()),
    description: personal(z.string()).optional(),
    approximateAge: personal(z.int()).optional(),
    sex: sex.optional(),
    foundAt: personal(z.string()),
    foundOn: z.string(),
    identified: z.literal(false),
  }),
  PersonIdentified: z.object({
    type: z.literal('PersonIdentified'),
    personId: z.string(),
    name: personal(z.string()),
    idNumber: personal(z.string()),
    phone: personal(z.string()).optional(),
    address: personal(z.string()).optional(),
    sex,
    bornOn: personal(z.string()),
    hukou: kept,
    identified: z.literal(true),
    evidence: personal(z.string()),
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
  /** This entry and the other one stand for the same person. */
  PersonsLinked: z.object({ type: z.literal('PersonsLinked'), ...linked }),
  PersonsUnlinked: z.object({ type: z.literal('PersonsUnlinked'), ...linked }),
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
  /** What somebody was called while nobody knew who it was; kept afterwards. */
  readonly alias?: string;
  readonly description?: string;
  readonly approximateAge?: number;
  readonly foundAt?: string;
  readonly foundOn?: string;
  readonly deceasedOn?: string;
  readonly erased: boolean;
}

/** What a list shows beside a case. */
export interface PersonDescription {
  readonly personId: string;
  /** The alias of somebody unidentified; absent when the person's data was erased. */
  readonly name: string | undefined;
  readonly sex: 'male' | 'female' | undefined;
  readonly deceasedOn: string | undefined;
}

/** For lists: the middle of a personal number is hidden. */
export const masked = (value: unknown): string | undefined =>
  typeof value !== 'string' || value.length < 7
    ? undefined
    : `${value.slice(0, 3)}${'*'.repeat(value.length - 7)}${value.slice(-4)}`;
