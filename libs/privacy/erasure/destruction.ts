import type { PostgresKeyVault } from '#event-store';
import type { PersonRegistry } from '#people';

/** What is destroyed of a person. Every step may be repeated. */
export class Destruction {
  constructor(
    private readonly vault: Pick<PostgresKeyVault, 'destroyKey' | 'sweep'>,
    private readonly people: Pick<PersonRegistry, 'removeTraces'>,
    private readonly evidence: { destroy(caseIds: readonly string[]): Promise<void> },
  ) {}

  /**
   * The keys of every entry and of every case about nobody else, what was sealed apart in it, the search words, and the
   * files of those cases, which nobody can open once the keys are gone.
   */
  async destroy(entryIds: readonly string[], caseIds: readonly string[]): Promise<void> {
    for (const subject of subjectsOf(entryIds, caseIds)) await this.vault.destroyKey(subject);
    for (const entryId of entryIds) await this.people.removeTraces(entryId);
    await this.vault.sweep();
    await this.evidence.destroy(caseIds);
  }
}

/** Under whose keys a person's data was sealed. */
export const subjectsOf = (entryIds: readonly string[], caseIds: readonly string[]): readonly string[] => [
  ...entryIds.map((entryId) => `person-${entryId}`),
  ...caseIds.flatMap((caseId) => [`case-${caseId}`, `sealed-${caseId}`]),
];
