import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type Actor, type Clock, type JsonObject, type PersonFacts, personalPaths } from '#kernel';
import {
  type Appended,
  type BlindIndex,
  type EventMetadata,
  type EventStore,
  type PersonalDataCodec,
  SubjectErased,
  VersionConflict,
} from '#event-store';
import { type IdNumberFacts, dayOf, isDay, readIdNumber } from '#rules';
import type { PersonEntry } from './entry.js';
import {
  type Person,
  type PersonCorrection,
  type PersonDescription,
  type PersonEventName,
  type PersonInput,
  personCorrection,
  personEvents,
  personInput,
} from './person.js';
import { PeopleProjection } from './projection.js';
import { type PersonSearch, idNumberWord, wantedWords } from './search-words.js';
import { PeopleTables, isRegistryId } from './tables.js';

const attempts = 10;
const mostFound = 100;

export type Registered = { readonly personId: string; readonly position: string };
export interface RegistryRefusal {
  readonly refused:
    | 'id-number-malformed'
    | 'id-number-birthday-not-real'
    | 'id-number-check-digit'
    | 'born-in-future'
    | 'person-already-registered'
    | 'person-erased'
    | 'no-such-person'
    | 'nothing-to-correct'
    | 'death-date-not-real'
    | 'died-in-future'
    | 'died-before-birth'
    | 'death-already-recorded'
    | 'idempotency-key-reused';
  readonly detail?: JsonObject;
}

export interface RegistryParts {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly codec: PersonalDataCodec;
  readonly blind: BlindIndex;
  readonly clock: Clock;
}

/** One act upon a person's stream. */
interface Act {
  readonly type: PersonEventName;
  readonly personId: string;
  readonly data: JsonObject;
  readonly actor: Actor;
  readonly commandId: string;
  readonly fingerprint: string;
}

const faultReasons = {
  'id-number-malformed': 'id-number-malformed',
  'id-number-birthday-not-real': 'id-number-birthday-not-real',
  'id-number-check-digit-wrong': 'id-number-check-digit',
} as const;

const paths = {
  PersonRegistered: personalPaths(personEvents.PersonRegistered),
  PersonDetailsCorrected: personalPaths(personEvents.PersonDetailsCorrected),
  DeathRecorded: personalPaths(personEvents.DeathRecorded),
} as const;

/** The registry of persons: everything about them stays sealed at rest and is found by keyed hashes. */
export class PersonRegistry {
  private readonly tables: PeopleTables;
  private readonly projection: PeopleProjection;

  constructor(private readonly parts: RegistryParts) {
    this.tables = new PeopleTables(parts.pool);
    this.projection = new PeopleProjection(parts.store, this.tables, parts.codec, parts.blind);
  }

  /** Registers a person once: the same ID number again is refused with the person it belongs to. */
  async register(input: PersonInput, actor: Actor, commandId: string): Promise<Registered | RegistryRefusal> {
    const details = personInput.parse(input);
    const facts = this.factsIn(details.idNumber);
    if ('refused' in facts) return facts;
    const outcome = await this.registerUnderClaim(details, facts, actor, commandId);
    if (!('heldBy' in outcome)) return outcome;
    const again = (await this.givenUp(this.idBlind(facts.idNumber), outcome.heldBy))
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
    const personId = await this.tables.claim(this.idBlind(facts.idNumber), randomUUID(), 'registration');
    const { idNumber, sex, bornOn } = facts;
    const data: JsonObject = { personId, ...details, idNumber, sex, bornOn, identified: true };
    const fingerprint = this.fingerprint('register', details);
    try {
      return await this.append({ type: 'PersonRegistered', personId, data, actor, commandId, fingerprint }, 'none');
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      await this.projection.refresh(personId);
      return { heldBy: personId };
    }
  }

  /** Sets details right; another ID number brings its own birth day and sex. */
  async correct(
    personId: string,
    correction: PersonCorrection,
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal> {
    const { reason, ...changes } = personCorrection.parse(correction);
    const facts = changes.idNumber === undefined ? undefined : this.factsIn(changes.idNumber);
    if (facts !== undefined && 'refused' in facts) return facts;
    const fingerprint = this.fingerprint('correct', { personId, ...changes, reason });
    const fromNumber = facts === undefined ? {} : { idNumber: facts.idNumber, sex: facts.sex, bornOn: facts.bornOn };
    const data: JsonObject = { personId, ...changes, ...fromNumber, reason };
    const act: Act = { type: 'PersonDetailsCorrected', personId, data, actor, commandId, fingerprint };
    return this.retried(act, async (entry) => {
      if (Object.values(changes).every((value) => value === undefined)) return { refused: 'nothing-to-correct' };
      if (changes.idNumber === undefined) return this.append(act, entry.version);
      return this.exchangeIdNumber(act, entry, this.idBlind(changes.idNumber));
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
    const fingerprint = this.fingerprint('death', { personId, diedOn });
    const act: Act = { type: 'DeathRecorded', personId, data: { personId, diedOn }, actor, commandId, fingerprint };
    return this.retried(act, async (entry) => {
      if (entry.deceasedOn !== undefined)
        return { refused: 'death-already-recorded', detail: { deceasedOn: entry.deceasedOn } };
      const [person] = await this.opened([entry]);
      if (person?.bornOn !== undefined && diedOn < person.bornOn) return { refused: 'died-before-birth' };
      return this.append(act, entry.version);
    });
  }

  /** Persons who match everything that was given; nothing given finds nobody. */
  async search(asked: PersonSearch, limit = 20): Promise<readonly Person[]> {
    const words = wantedWords(asked).map((word) => this.parts.blind.blind(word));
    if (words.length === 0) return [];
    return this.people(await this.tables.find(words, Math.min(limit, mostFound)));
  }

  async get(personId: string): Promise<Person | undefined> {
    return (await this.people([personId]))[0];
  }

  /** The persons of these ids in their order, opened with one look at the keys; unknown ids are left out. */
  async people(personIds: readonly string[]): Promise<readonly Person[]> {
    const entries = new Map((await this.tables.entries(personIds)).map((entry) => [entry.personId, entry]));
    const wanted = [...new Set(personIds)].map((personId) => entries.get(personId));
    return this.opened(wanted.filter((entry) => entry !== undefined));
  }

  /** What lists show of these persons, opened with one look at the keys; unknown ids are left out. */
  async describe(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonDescription>> {
    const entries = await this.tables.entries(personIds);
    const opened = await this.opened(
      entries.map(({ data: { name, sex }, ...entry }) => ({ ...entry, data: { name, sex } })),
    );
    return new Map(
      opened.map(({ personId, name, sex, deceasedOn }) => [personId, { personId, name, sex, deceasedOn }]),
    );
  }

  /** What rules may ask about these persons, in one query. */
  async factsFor(personIds: readonly string[]): Promise<Readonly<Record<string, PersonFacts>>> {
    const entries = await this.tables.entries(personIds);
    const opened = await this.opened(entries.map(({ data: { bornOn }, ...entry }) => ({ ...entry, data: { bornOn } })));
    const known = new Map(opened.map((person) => [person.personId, person]));
    return Object.fromEntries<PersonFacts>(
      personIds.map((personId) => {
        const person = known.get(personId);
        if (person === undefined) return [personId, { personId, registered: false }];
        const { bornOn, deceasedOn } = person;
        return [personId, { personId, registered: true, bornOn, deceasedOn }];
      }),
    );
  }

  /** To be called once a person's key was destroyed: the person is no longer found, and the ID number is free again. */
  removeTraces(personId: string): Promise<void> {
    return this.tables.removeTraces(personId);
  }

  /** Takes everything that is in the log now; repairs what an ended process left half done. */
  catchUp(): Promise<void> {
    return this.projection.catchUp();
  }

  /** Follows the log until the signal aborts; goes on after any trouble, which is told each time. */
  follow(signal: AbortSignal, trouble: (error: unknown) => void = () => undefined): Promise<void> {
    return this.projection.follow(signal, trouble);
  }

  /** Makes the registry's tables anew from the log; search words and ID claims are made from the opened events. */
  rebuild(): Promise<void> {
    return this.projection.rebuild();
  }

  private async exchangeIdNumber(act: Act, entry: PersonEntry, blind: string): Promise<Registered | RegistryRefusal> {
    const [before] = await this.opened([entry]);
    if (before?.erased === true) return { refused: 'person-erased' };
    const take = () => this.tables.claim(blind, act.personId, 'correction');
    let holder = await take();
    if (holder !== act.personId && (await this.givenUp(blind, holder))) holder = await take();
    if (holder !== act.personId) return { refused: 'person-already-registered', detail: { personId: holder } };
    const outcome = await this.append(act, entry.version);
    if ('refused' in outcome || before?.idNumber === undefined) return outcome;
    const oldBlind = this.idBlind(before.idNumber);
    if (oldBlind !== blind) await this.tables.release(oldBlind, act.personId);
    return outcome;
  }

  /**
   * Whether the log knows nothing of this claim: an act broke off before it was stored, or before the number it replaced
   * was released. Such a claim is released once it is old.
   */
  private async givenUp(blind: string, holder: string): Promise<boolean> {
    const entry = await this.projection.refresh(holder);
    if (entry !== undefined) {
      const [person] = await this.opened([entry]);
      // The number of an erased person cannot be told; `removeTraces` frees it.
      if (person?.idNumber === undefined || this.idBlind(person.idNumber) === blind) return false;
    }
    await this.tables.releaseOld(blind, holder);
    return true;
  }

  /** Decides on the person's entry as it is, and again when it moved meanwhile; an act taken before is answered again. */
  private async retried(
    act: Act,
    decide: (entry: PersonEntry) => Promise<Registered | RegistryRefusal>,
  ): Promise<Registered | RegistryRefusal> {
    const before = await this.parts.store.findCommand(act.commandId);
    if (before !== undefined) return answerTo(act, before);
    for (let attempt = 1; ; attempt += 1) {
      const entry = isRegistryId(act.personId) ? await this.projection.refresh(act.personId) : undefined;
      if (entry === undefined) return { refused: 'no-such-person' };
      try {
        return await decide(entry);
      } catch (error) {
        if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
      }
    }
  }

  private async append(act: Act, expected: number | 'none'): Promise<Registered | RegistryRefusal> {
    const { type, personId, commandId, fingerprint } = act;
    const metadata: EventMetadata = {
      actor: { ...act.actor },
      occurredAt: this.parts.clock.now(),
      commandId,
      correlationId: commandId,
    };
    const subject = `person-${personId}`;
    const sealed = await this.sealed(act, subject);
    if (sealed === undefined) return { refused: 'person-erased' };
    const event = { type, schemaVersion: 1, data: sealed, metadata };
    const appended = await this.parts.store.append(subject, expected, [event], { commandId, fingerprint });
    const answer = answerTo(act, appended);
    if (!('refused' in answer)) await this.projection.refresh(personId);
    return answer;
  }

  private async sealed({ type, data }: Act, subject: string): Promise<JsonObject | undefined> {
    try {
      return (await this.parts.codec.seal([{ data, paths: paths[type], subject }]))[0];
    } catch (error) {
      if (error instanceof SubjectErased) return undefined;
      throw error;
    }
  }

  private async opened(entries: readonly PersonEntry[]): Promise<readonly Person[]> {
    const opened = await this.parts.codec.open(entries.map(({ data }) => data));
    return entries.map(({ personId, deceasedOn }, index) => ({
      ...((opened[index]?.value ?? {}) as Omit<Person, 'personId' | 'erased'>),
      personId,
      ...(deceasedOn === undefined ? {} : { deceasedOn }),
      erased: (opened[index]?.erased.length ?? 0) > 0,
    }));
  }

  private factsIn(text: string): IdNumberFacts | RegistryRefusal {
    const facts = readIdNumber(text);
    if ('fault' in facts) return { refused: faultReasons[facts.fault] };
    return facts.bornOn > dayOf(this.parts.clock.now()) ? { refused: 'born-in-future' } : facts;
  }

  private idBlind(idNumber: string): string {
    return this.parts.blind.blind(idNumberWord(idNumber));
  }

  private fingerprint(act: string, body: object): string {
    return this.parts.blind.blind(`${act}:${JSON.stringify(body)}`);
  }
}

/** The answer to an act that was taken, unless the command id was used for another one. */
const answerTo = (act: Act, appended: Appended): Registered | RegistryRefusal =>
  appended.stream === `person-${act.personId}` && appended.fingerprint === act.fingerprint
    ? { personId: act.personId, position: appended.position }
    : { refused: 'idempotency-key-reused' };
