import { randomUUID } from 'node:crypto';
import type { Actor, JsonObject, PersonFacts } from '#kernel';
import { VersionConflict } from '#event-store';
import { type IdNumberFacts, dayOf, isDay } from '#rules';
import { IdNumbers } from './id-numbers.js';
import type { JoinedPerson } from './joined-person.js';
import { type Act, PersonActs, type Registered, type RegistryParts, type RegistryRefusal } from './person-acts.js';
import { PersonLinks } from './person-links.js';
import {
  type FoundPersonInput,
  type KnownIdentity,
  type NewIdentity,
  type Person,
  type PersonCorrection,
  type PersonDescription,
  type PersonInput,
  foundPersonInput,
  newIdentity,
  personCorrection,
  personInput,
} from './person.js';
import { type PersonSearch, wantedWords } from './search-words.js';

const mostFound = 100;

/** The registry of persons: everything about them stays sealed at rest and is found by keyed hashes. */
export class PersonRegistry {
  private readonly acts: PersonActs;
  private readonly idNumbers: IdNumbers;
  private readonly links: PersonLinks;

  constructor(private readonly parts: RegistryParts) {
    this.acts = new PersonActs(parts);
    this.idNumbers = new IdNumbers(this.acts, parts);
    this.links = new PersonLinks(this.acts, parts.store);
  }

  /** Registers a person once: the same ID number again is refused with the person it belongs to. */
  async register(input: PersonInput, actor: Actor, commandId: string): Promise<Registered | RegistryRefusal> {
    const details = personInput.parse(input);
    const facts = this.idNumbers.read(details.idNumber);
    if ('refused' in facts) return facts;
    const outcome = await this.registerUnderClaim(details, facts, actor, commandId);
    if (!('heldBy' in outcome)) return outcome;
    const again = (await this.idNumbers.givenUp(facts.idNumber, outcome.heldBy))
      ? await this.registerUnderClaim(details, facts, actor, commandId)
      : outcome;
    return 'heldBy' in again ? { refused: 'person-already-registered', detail: { personId: again.heldBy } } : again;
  }

  private async registerUnderClaim(
    details: PersonInput,
    facts: IdNumberFacts,
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal | { readonly heldBy: string }> {
    // Whoever registers this number, now or after an attempt that broke off, registers the person of the claim;
    // so the person's own stream, which begins only once, decides between two who try at the same time.
    const personId = await this.idNumbers.claim(facts.idNumber, randomUUID());
    const { idNumber, sex, bornOn } = facts;
    const data: JsonObject = { personId, ...details, idNumber, sex, bornOn, identified: true };
    const fingerprint = this.acts.fingerprint('register', details);
    try {
      return await this.acts.append(
        { type: 'PersonRegistered', personId, data, actor, commandId, fingerprint },
        'none',
      );
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      await this.acts.entry(personId);
      return { heldBy: personId };
    }
  }

  /** Takes in somebody of whom nobody knows who it is. Nothing can tell that the person is here already: search first. */
  async registerFound(input: FoundPersonInput, actor: Actor, commandId: string): Promise<Registered | RegistryRefusal> {
    const details = foundPersonInput.parse(input);
    if (details.foundOn > dayOf(this.parts.clock.now())) return { refused: 'found-in-future' };
    const personId = randomUUID();
    const data: JsonObject = { personId, ...details, identified: false };
    // A repeated call draws another id, so the id is no part of what was asked.
    const fingerprint = this.acts.fingerprint('found', details);
    return this.acts.append({ type: 'PersonFound', personId, data, actor, commandId, fingerprint }, 'none');
  }

  /** Completes the entry of somebody unidentified with an identity that nobody has yet; the alias stays. */
  async identify(
    personId: string,
    identity: NewIdentity,
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal> {
    const details = newIdentity.parse(identity);
    const facts = this.idNumbers.read(details.idNumber);
    if ('refused' in facts) return facts;
    const { idNumber, sex, bornOn } = facts;
    const data: JsonObject = { personId, ...details, idNumber, sex, bornOn, identified: true };
    const fingerprint = this.acts.fingerprint('identify', { personId, ...details });
    const act: Act = { type: 'PersonIdentified', personId, data, actor, commandId, fingerprint };
    return this.links.inTurn([personId], () =>
      this.acts.retried(act, async (entry) => {
        const person = await this.joinedOf(personId);
        if (person?.identified === true) return alreadyIdentified(person);
        if (person?.deceasedOn !== undefined && person.deceasedOn < bornOn) return { refused: 'died-before-birth' };
        return this.idNumbers.give(act, entry, idNumber);
      }),
    );
  }

  /** Joins the entry of somebody unidentified to the entry of the person they turned out to be; `unlink` takes it back. */
  identifyAs(
    personId: string,
    { identifiedAs, evidence }: KnownIdentity,
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal> {
    const asked = { otherId: identifiedAs, reason: evidence };
    return this.links.link(personId, asked, actor, commandId, (found, known) => {
      if (found.identified) return alreadyIdentified(found);
      return known.identified ? undefined : { refused: 'person-not-identified' };
    });
  }

  /** Joins two entries of one person, with everything linked to them; which one leads follows from who is identified. */
  link(
    personId: string,
    asked: { readonly otherId: string; readonly reason: string },
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal> {
    return this.links.link(personId, asked, actor, commandId);
  }

  /** Takes back the link between two entries; what else was linked to either of them stays with it. */
  unlink(
    personId: string,
    asked: { readonly otherId: string; readonly reason: string },
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal> {
    return this.links.unlink(personId, asked, actor, commandId);
  }

  /** The persons behind these entries, in one query and with one look at the keys; unknown ids are left out. */
  joined(personIds: readonly string[]): Promise<ReadonlyMap<string, JoinedPerson>> {
    return this.links.joined(personIds);
  }

  /** Every entry of the person behind this one, the leading one first; none for an unknown id. */
  async joinedIds(personId: string): Promise<readonly string[]> {
    return (await this.joinedOf(personId))?.entryIds ?? [];
  }

  /** Sets details right; another ID number brings its own birth day and sex. */
  async correct(
    personId: string,
    correction: PersonCorrection,
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal> {
    const { reason, ...changes } = personCorrection.parse(correction);
    const facts = changes.idNumber === undefined ? undefined : this.idNumbers.read(changes.idNumber);
    if (facts !== undefined && 'refused' in facts) return facts;
    const fingerprint = this.acts.fingerprint('correct', { personId, ...changes, reason });
    const fromNumber = facts === undefined ? {} : { idNumber: facts.idNumber, sex: facts.sex, bornOn: facts.bornOn };
    const data: JsonObject = { personId, ...changes, ...fromNumber, reason };
    const act: Act = { type: 'PersonDetailsCorrected', personId, data, actor, commandId, fingerprint };
    return this.acts.retried(act, async (entry) => {
      if (Object.values(changes).every((value) => value === undefined)) return { refused: 'nothing-to-correct' };
      // A name and a number are what identity consists of; it is established, not corrected.
      if (entry.data['identified'] === false && (changes.name ?? changes.idNumber) !== undefined)
        return { refused: 'person-not-identified' };
      if (facts === undefined) return this.acts.append(act, entry.version);
      return this.idNumbers.give(act, entry, facts.idNumber);
    });
  }

  async recordDeath(
    personId: string,
    diedOn: string,
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal> {
    if (!isDay(diedOn)) return { refused: 'death-date-not-real' };
    if (diedOn > dayOf(this.parts.clock.now())) return { refused: 'died-in-future' };
    const fingerprint = this.acts.fingerprint('death', { personId, diedOn });
    const act: Act = { type: 'DeathRecorded', personId, data: { personId, diedOn }, actor, commandId, fingerprint };
    return this.links.inTurn([personId], () =>
      this.acts.retried(act, async (entry) => {
        const person = await this.joinedOf(personId);
        if (person?.deceasedOn !== undefined)
          return { refused: 'death-already-recorded', detail: { deceasedOn: person.deceasedOn } };
        if (person?.bornOn !== undefined && diedOn < person.bornOn) return { refused: 'died-before-birth' };
        return this.acts.append(act, entry.version);
      }),
    );
  }

  /** Persons who match everything that was given; nothing given finds nobody. */
  async search(asked: PersonSearch, limit = 20): Promise<readonly Person[]> {
    const lists = wantedWords(asked).map((words) => words.map((word) => this.parts.blind.blind(word)));
    if (lists.length === 0) return [];
    return this.people(await this.acts.tables.find(lists, Math.min(limit, mostFound)));
  }

  async get(personId: string): Promise<Person | undefined> {
    return (await this.people([personId]))[0];
  }

  /** The persons of these ids in their order, opened with one look at the keys; unknown ids are left out. */
  async people(personIds: readonly string[]): Promise<readonly Person[]> {
    const entries = new Map((await this.acts.tables.entries(personIds)).map((entry) => [entry.personId, entry]));
    const wanted = [...new Set(personIds)].map((personId) => entries.get(personId));
    return this.acts.opened(wanted.filter((entry) => entry !== undefined));
  }

  /** What lists show of these persons, opened with one look at the keys; unknown ids are left out. */
  async describe(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonDescription>> {
    const entries = await this.acts.tables.entries(personIds);
    const opened = await this.acts.opened(
      entries.map(({ data: { name, alias, sex }, ...entry }) => ({ ...entry, data: { name, alias, sex } })),
    );
    return new Map(
      opened.map(({ personId, name, alias, sex, deceasedOn }) => [
        personId,
        { personId, name: name ?? alias, sex, deceasedOn },
      ]),
    );
  }

  /** What rules may ask about these persons, in one query; of a linked entry, what is known of the joined person. */
  async factsFor(personIds: readonly string[]): Promise<Readonly<Record<string, PersonFacts>>> {
    const joined = await this.joined(personIds);
    return Object.fromEntries<PersonFacts>(
      personIds.map((personId) => {
        const person = joined.get(personId);
        if (person === undefined) return [personId, { personId, registered: false }];
        const { identified, sex, bornOn, deceasedOn } = person;
        return [personId, { personId, registered: true, identified, sex, bornOn, deceasedOn }];
      }),
    );
  }

  /** To be called once a person's key was destroyed: the person is no longer found, and the ID number is free again. */
  removeTraces(personId: string): Promise<void> {
    return this.acts.tables.removeTraces(personId);
  }

  /** Takes everything that is in the log now; repairs what an ended process left half done. */
  catchUp(): Promise<void> {
    return this.acts.projection.catchUp();
  }

  /** Follows the log until the signal aborts; goes on after any trouble, which is told each time. */
  follow(signal: AbortSignal, trouble: (error: unknown) => void = () => undefined): Promise<void> {
    return this.acts.projection.follow(signal, trouble);
  }

  /** Makes the registry's tables anew from the log; search words and ID claims are made from the opened events. */
  rebuild(): Promise<void> {
    return this.acts.projection.rebuild();
  }

  private async joinedOf(personId: string): Promise<JoinedPerson | undefined> {
    return (await this.joined([personId])).get(personId);
  }
}

const alreadyIdentified = ({ leadId }: JoinedPerson): RegistryRefusal => ({
  refused: 'person-already-identified',
  detail: { personId: leadId },
});
