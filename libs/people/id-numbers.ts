import type { BlindIndex } from '#event-store';
import type { Clock } from '#kernel';
import { type IdNumberFacts, dayOf, readIdNumber } from '#rules';
import type { PersonEntry } from './entry.js';
import type { Act, PersonActs, Registered, RegistryRefusal } from './person-acts.js';
import { idNumberWord } from './search-words.js';

const faultReasons = {
  'id-number-malformed': 'id-number-malformed',
  'id-number-birthday-not-real': 'id-number-birthday-not-real',
  'id-number-check-digit-wrong': 'id-number-check-digit',
} as const;

/** Who has which ID number: one person each. */
export class IdNumbers {
  constructor(
    private readonly acts: PersonActs,
    private readonly parts: { readonly blind: BlindIndex; readonly clock: Clock },
  ) {}

  /** What the number says, or what is wrong with it. */
  read(text: string): IdNumberFacts | RegistryRefusal {
    const facts = readIdNumber(text);
    if ('fault' in facts) return { refused: faultReasons[facts.fault] };
    return facts.bornOn > dayOf(this.parts.clock.now()) ? { refused: 'born-in-future' } : facts;
  }

  /** Takes the number for a person who is being registered, or answers who has it. */
  claim(idNumber: string, personId: string): Promise<string> {
    return this.acts.tables.claim(this.blinded(idNumber), personId, 'registration');
  }

  /**
   * Appends the act that gives the person of the entry this number, in place of the one before, if there was one.
   * @throws VersionConflict when the stream moved
   */
  async give(act: Act, entry: PersonEntry, idNumber: string): Promise<Registered | RegistryRefusal> {
    const [before] = await this.acts.opened([entry]);
    if (before?.erased === true) return { refused: 'person-erased' };
    const take = () => this.acts.tables.claim(this.blinded(idNumber), act.personId, 'correction');
    let holder = await take();
    if (holder !== act.personId && (await this.givenUp(idNumber, holder))) holder = await take();
    if (holder !== act.personId) return { refused: 'person-already-registered', detail: { personId: holder } };
    const outcome = await this.acts.append(act, entry.version);
    if ('refused' in outcome || before?.idNumber === undefined) return outcome;
    const [old, taken] = [this.blinded(before.idNumber), this.blinded(idNumber)];
    if (old !== taken) await this.acts.tables.release(old, act.personId);
    return outcome;
  }

  /**
   * Whether the log knows nothing of this claim: an act broke off before it was stored, or before the number it replaced
   * was released. Such a claim is released once it is old.
   */
  async givenUp(idNumber: string, holder: string): Promise<boolean> {
    const blind = this.blinded(idNumber);
    const entry = await this.acts.entry(holder);
    if (entry !== undefined) {
      const [person] = await this.acts.opened([entry]);
      // The number of an erased person cannot be told; `removeTraces` frees it.
      if (person?.erased === true) return false;
      if (person?.idNumber !== undefined && this.blinded(person.idNumber) === blind) return false;
    }
    await this.acts.tables.releaseOld(blind, holder);
    return true;
  }

  private blinded(idNumber: string): string {
    return this.parts.blind.blind(idNumberWord(idNumber));
  }
}
