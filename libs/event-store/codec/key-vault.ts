export type SubjectKey = Buffer | 'destroyed';

/** Keeps one key per subject (a person or a case). A destroyed key never comes back. */
export interface KeyVault {
  /** The keys of these subjects in one look; a subject that never had one is left out. */
  find(subjects: readonly string[]): Promise<ReadonlyMap<string, SubjectKey>>;
  /**
   * The same, but keys that never existed are made.
   * @throws SubjectErased when a key was destroyed
   */
  obtain(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Destroys the key for good: nothing sealed under it can be read again. Also for a subject that never had one. */
  destroyKey(subject: string): Promise<void>;
}

/** The personal data of this subject was erased; nothing more may be sealed for it. */
export class SubjectErased extends Error {
  constructor(readonly subject: string) {
    super(`The personal data of ${subject} was erased`);
    this.name = 'SubjectErased';
  }
}

/** Stored data is sealed under a key that this vault never had, as when log and vault are of different restores. */
export class KeyMissing extends Error {
  constructor(readonly subject: string) {
    super(`The vault has no key of ${subject}, nor a record that it was destroyed`);
    this.name = 'KeyMissing';
  }
}

/** Keys of the vault are wrapped under a master key that this process was not given. */
export class MasterKeyUnknown extends Error {
  constructor() {
    super('The key vault is wrapped under another master key');
    this.name = 'MasterKeyUnknown';
  }
}
