import type { BlindIndex, KeyVault } from '#event-store';

export interface ExportedPerson {
  readonly id: string;
  /** The person was erased: the key to everything sealed about them is gone. */
  readonly erased: boolean;
}

/** How persons and officials are called in an export. */
export interface Identities {
  user(userId: string): string;
  persons(personIds: readonly string[]): Promise<ReadonlyMap<string, ExportedPerson>>;
}

/** Hex digits of a pseudonym: enough that no two of a district fall together. */
const digits = 20;

/**
 * The same person or official has the same name in every export, and nobody without the key can tell who it is.
 * @param blind a keyed hash; `undefined` leaves the registry's own ids
 */
export const identitiesFor = (vault: Pick<KeyVault, 'find'>, blind: BlindIndex | undefined): Identities => {
  const named = (kind: string, id: string): string =>
    blind === undefined ? id : `${kind}-${blind.blind(`${kind}/${id}`).slice(0, digits)}`;
  return {
    user: (userId) => (userId === 'system' ? userId : named('user', userId)),
    persons: async (personIds) => {
      const keys = personIds.length === 0 ? new Map() : await vault.find(personIds);
      return new Map(
        personIds.map((id) => [id, { id: named('person', id), erased: keys.get(id) === 'destroyed' }] as const),
      );
    },
  };
};
