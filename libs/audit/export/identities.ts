import type { BlindIndex, KeyVault } from '#event-store';

export interface ExportedPerson {
  readonly id: string;
  /** Only where names were asked for and may be shown; never of somebody who was erased. */
  readonly name?: string | undefined;
  /** The person was erased: the key to everything sealed about them is gone. */
  readonly erased: boolean;
}

/** How persons and officials are called in an export. */
export interface Identities {
  user(userId: string): string;
  /** The name of an official, where names were asked for. */
  userName(userId: string): string | undefined;
  /** @param named whether names may be shown as far as they were asked for */
  persons(personIds: readonly string[], named: boolean): Promise<ReadonlyMap<string, ExportedPerson>>;
}

/** Where names are looked up, for an export that shows them. */
export interface Names {
  user(userId: string): string;
  /** Names of those who have one and were not erased. */
  persons(personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Under whose key the person's data is sealed. */
const subjectOf = (personId: string): string => `person-${personId}`;

/** Hex digits of a pseudonym: enough that no two of a district fall together. */
const digits = 20;

/**
 * The same person or official has the same name in every export, and nobody without the key can tell who it is.
 * @param blind a keyed hash; `undefined` leaves the registry's own ids
 * @param names shows names beside the ids
 */
export const identitiesFor = (
  vault: Pick<KeyVault, 'find'>,
  blind: BlindIndex | undefined,
  names?: Names,
): Identities => {
  const called = (kind: string, id: string): string =>
    blind === undefined ? id : `${kind}-${blind.blind(`${kind}/${id}`).slice(0, digits)}`;
  return {
    user: (userId) => (userId === 'system' ? userId : called('user', userId)),
    userName: (userId) => (userId === 'system' ? undefined : names?.user(userId)),
    persons: async (personIds, named) => {
      const keys = personIds.length === 0 ? new Map() : await vault.find(personIds.map(subjectOf));
      const shown = named && personIds.length > 0 ? await names?.persons(personIds) : undefined;
      return new Map(
        personIds.map((id) => {
          const erased = keys.get(subjectOf(id)) === 'destroyed';
          return [id, { id: called('person', id), name: erased ? undefined : shown?.get(id), erased }] as const;
        }),
      );
    },
  };
};
