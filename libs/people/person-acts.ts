import type { Pool } from 'pg';
import { type Actor, type Clock, type JsonObject, personalPaths } from '#kernel';
import {
  type Appended,
  type BlindIndex,
  type EventMetadata,
  type EventStore,
  type PersonalDataCodec,
  SubjectErased,
  VersionConflict,
} from '#event-store';
import { type PersonEntry, personOf } from './entry.js';
import { type Person, type PersonEventName, personEvents } from './person.js';
import { PeopleProjection } from './projection.js';
import { PeopleTables, isRegistryId } from './tables.js';

const attempts = 10;

export type Registered = { readonly personId: string; readonly position: string };
export interface RegistryRefusal {
  readonly refused:
    | 'id-number-malformed'
    | 'id-number-birthday-not-real'
    | 'id-number-check-digit'
    | 'born-in-future'
    | 'found-in-future'
    | 'person-already-registered'
    | 'person-erased'
    | 'no-such-person'
    | 'nothing-to-correct'
    | 'person-not-identified'
    | 'person-already-identified'
    | 'death-date-not-real'
    | 'died-in-future'
    | 'died-before-birth'
    | 'death-already-recorded'
    | 'link-to-itself'
    | 'id-numbers-differ'
    | 'death-days-differ'
    | 'not-linked'
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
export interface Act {
  readonly type: PersonEventName;
  readonly personId: string;
  readonly data: JsonObject;
  readonly actor: Actor;
  readonly commandId: string;
  /** Digest of everything that was asked, and of whom. */
  readonly fingerprint: string;
}

const paths = {
  PersonRegistered: personalPaths(personEvents.PersonRegistered),
  PersonFound: personalPaths(personEvents.PersonFound),
  PersonIdentified: personalPaths(personEvents.PersonIdentified),
  PersonDetailsCorrected: personalPaths(personEvents.PersonDetailsCorrected),
  DeathRecorded: personalPaths(personEvents.DeathRecorded),
  PersonsLinked: personalPaths(personEvents.PersonsLinked),
  PersonsUnlinked: personalPaths(personEvents.PersonsUnlinked),
} as const;

/** Puts acts into persons' streams, sealed, and brings the tables after them. */
export class PersonActs {
  readonly tables: PeopleTables;
  readonly projection: PeopleProjection;

  constructor(private readonly parts: RegistryParts) {
    this.tables = new PeopleTables(parts.pool);
    this.projection = new PeopleProjection(parts.store, this.tables, parts.codec, parts.blind);
  }

  /** Decides on the person's entry as it is, and again when it moved meanwhile; an act taken before is answered again. */
  async retried(
    act: Act,
    decide: (entry: PersonEntry) => Promise<Registered | RegistryRefusal>,
  ): Promise<Registered | RegistryRefusal> {
    const before = await this.taken(act);
    if (before !== undefined) return before;
    for (let attempt = 1; ; attempt += 1) {
      const entry = await this.entry(act.personId);
      if (entry === undefined) return { refused: 'no-such-person' };
      try {
        return await decide(entry);
      } catch (error) {
        if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
      }
    }
  }

  /** The answer given to this act, if its command id was ever taken. */
  async taken(act: Pick<Act, 'commandId' | 'fingerprint'>): Promise<Registered | RegistryRefusal | undefined> {
    const before = await this.parts.store.findCommand(act.commandId);
    return before === undefined ? undefined : answerTo(act, before);
  }

  /** @throws VersionConflict when the stream moved */
  async append(act: Act, expected: number | 'none'): Promise<Registered | RegistryRefusal> {
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
    if (!('refused' in answer)) await this.projection.refresh(answer.personId);
    return answer;
  }

  /** The person's entry as the log has it now. */
  async entry(personId: string): Promise<PersonEntry | undefined> {
    return isRegistryId(personId) ? this.projection.refresh(personId) : undefined;
  }

  /** The entries with what can still be read, with one look at the keys. */
  async opened(entries: readonly PersonEntry[]): Promise<readonly Person[]> {
    const opened = await this.parts.codec.open(entries.map(({ data }) => data));
    return entries.map(({ personId, deceasedOn }, index) => ({
      ...((opened[index]?.value ?? {}) as Omit<Person, 'personId' | 'erased'>),
      personId,
      ...(deceasedOn === undefined ? {} : { deceasedOn }),
      erased: (opened[index]?.erased.length ?? 0) > 0,
    }));
  }

  fingerprint(act: string, body: object): string {
    return this.parts.blind.blind(`${act}:${JSON.stringify(body)}`);
  }

  private async sealed({ type, data }: Act, subject: string): Promise<JsonObject | undefined> {
    try {
      return (await this.parts.codec.seal([{ data, paths: paths[type], subject }]))[0];
    } catch (error) {
      if (error instanceof SubjectErased) return undefined;
      throw error;
    }
  }
}

/** The answer to an act that was taken, unless the command id was used for another one. */
const answerTo = ({ fingerprint }: Pick<Act, 'fingerprint'>, appended: Appended): Registered | RegistryRefusal =>
  appended.fingerprint === fingerprint
    ? { personId: personOf(appended.stream), position: appended.position }
    : { refused: 'idempotency-key-reused' };
