import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { v5 as uuidv5 } from 'uuid';
import { type Actor, type Clock, type Json, type JsonObject, type PersonFacts, personalPaths } from '#kernel';
import type { BlindIndex, EventMetadata, EventStore, PersonalDataCodec, StoredEvent } from '#event-store';
import { dayOf, readIdNumber } from '#rules';
import { type Person, type PersonCorrection, type PersonInput, personEvents } from './person.js';
import { idNumberWord, nameWords, phoneWord, wantedNameWords } from './search-words.js';

const namespace = '2f7a1f7c-3b52-4a55-8b6e-6a0f8d3f0a21';
/** A claimed ID number without a person after this time was left by a process that died in between. */
const abandonedAfterSeconds = 60;

export type Registered = { readonly personId: string; readonly position: string };
export interface RegistryRefusal {
  readonly refused:
    | 'id-number-malformed'
    | 'id-number-birthday-not-real'
    | 'id-number-check-digit'
    | 'born-in-future'
    | 'person-already-registered'
    | 'no-such-person'
    | 'died-in-future'
    | 'idempotency-key-reused';
  readonly detail?: JsonObject;
}

export interface PersonSearch {
  readonly text?: string;
  readonly idNumber?: string;
  readonly phone?: string;
}

interface PersonRow {
  readonly person_id: string;
  readonly data: JsonObject;
  readonly deceased_on: string | null;
}

export interface RegistryParts {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly codec: PersonalDataCodec;
  readonly blind: BlindIndex;
  readonly clock: Clock;
}

/** Creates the tables of the registry. May run again at any time. */
export const migratePeople = async (pool: Pool): Promise<void> => {
  await pool.query(`
    CREATE SCHEMA IF NOT EXISTS people;
    CREATE TABLE IF NOT EXISTS people.id_claim (
      blind text PRIMARY KEY, person_id uuid NOT NULL, claimed_at timestamptz NOT NULL DEFAULT clock_timestamp());
    CREATE TABLE IF NOT EXISTS people.person (
      person_id uuid PRIMARY KEY, version integer NOT NULL, data json NOT NULL, deceased_on date);
    CREATE TABLE IF NOT EXISTS people.search_word (
      word text NOT NULL, person_id uuid NOT NULL, PRIMARY KEY (word, person_id));
    CREATE INDEX IF NOT EXISTS search_word_person ON people.search_word (person_id);
  `);
};

const faultReasons = {
  'id-number-malformed': 'id-number-malformed',
  'id-number-birthday-not-real': 'id-number-birthday-not-real',
  'id-number-check-digit-wrong': 'id-number-check-digit',
} as const;

/** The registry of persons: everything about them stays sealed at rest and is found by keyed hashes. */
export class PersonRegistry {
  constructor(private readonly parts: RegistryParts) {}

  /** Registers a person once: the same ID number again is refused with the person it belongs to. */
  async register(input: PersonInput, actor: Actor, commandId: string): Promise<Registered | RegistryRefusal> {
    const facts = readIdNumber(input.idNumber);
    if ('fault' in facts) return { refused: faultReasons[facts.fault] };
    if (facts.bornOn > dayOf(this.parts.clock.now())) return { refused: 'born-in-future' };
    const wantedId = uuidv5(commandId, namespace);
    const holder = await this.claim(this.parts.blind.blind(idNumberWord(input.idNumber)), wantedId);
    if (holder !== wantedId) return { refused: 'person-already-registered', detail: { personId: holder } };
    const data: JsonObject = {
      personId: wantedId,
      name: input.name.normalize('NFC'),
      idNumber: input.idNumber,
      phone: input.phone,
      address: input.address,
      sex: facts.sex,
      bornOn: facts.bornOn,
      hukou: input.hukou,
    };
    const words = [
      ...nameWords(input.name),
      idNumberWord(input.idNumber),
      ...(input.phone === undefined ? [] : [phoneWord(input.phone)]),
    ];
    const position = await this.append('PersonRegistered', wantedId, data, actor, commandId, 'none');
    await this.keepWords(wantedId, words);
    return { personId: wantedId, position };
  }

  async correct(
    personId: string,
    { reason, ...changes }: PersonCorrection,
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal> {
    if ((await this.rows([personId])).length === 0) return { refused: 'no-such-person' };
    const position = await this.append('PersonDetailsCorrected', personId, { personId, ...changes, reason }, actor, commandId, 'any');
    await this.keepWords(personId, [
      ...(changes.name === undefined ? [] : nameWords(changes.name)),
      ...(changes.phone === undefined ? [] : [phoneWord(changes.phone)]),
    ]);
    return { personId, position };
  }

  async recordDeath(
    personId: string,
    diedOn: string,
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal> {
    if (diedOn > dayOf(this.parts.clock.now())) return { refused: 'died-in-future' };
    if ((await this.rows([personId])).length === 0) return { refused: 'no-such-person' };
    const position = await this.append('PersonDied', personId, { personId, diedOn }, actor, commandId, 'any');
    return { personId, position };
  }

  /** Persons who match everything that was given; nothing given finds nobody. */
  async search({ text, idNumber, phone }: PersonSearch, limit = 20): Promise<readonly Person[]> {
    const wanted = [
      ...(text === undefined ? [] : wantedNameWords(text)),
      ...(idNumber === undefined ? [] : [idNumberWord(idNumber)]),
      ...(phone === undefined ? [] : [phoneWord(phone)]),
    ];
    const words = [...new Set(wanted)].map((word) => this.parts.blind.blind(word));
    if (words.length === 0) return [];
    const { rows } = await this.parts.pool.query<{ person_id: string }>(
      `SELECT person_id FROM people.search_word WHERE word = ANY ($1::text[])
       GROUP BY person_id HAVING count(*) = $2 ORDER BY person_id LIMIT $3`,
      [words, words.length, limit],
    );
    return this.people(rows.map((row) => row.person_id));
  }

  async get(personId: string): Promise<Person | undefined> {
    return (await this.people([personId]))[0];
  }

  /** The persons of these ids, opened with one look at the keys. */
  async people(personIds: readonly string[]): Promise<readonly Person[]> {
    const rows = await this.rows(personIds);
    const opened = await this.parts.codec.open(rows.map((row) => row.data));
    return rows.map((row, index) => {
      const found = opened[index];
      return {
        ...((found?.value ?? {}) as Omit<Person, 'personId' | 'erased'>),
        personId: row.person_id,
        ...(row.deceased_on === null ? {} : { deceasedOn: row.deceased_on }),
        erased: (found?.erased.length ?? 0) > 0,
      };
    });
  }

  /** What rules may ask about these persons, in one query. */
  async factsFor(personIds: readonly string[]): Promise<Readonly<Record<string, PersonFacts>>> {
    const known = await this.people([...new Set(personIds)]);
    const facts: Record<string, PersonFacts> = {};
    for (const personId of personIds) facts[personId] = { personId, registered: false };
    for (const { personId, bornOn, deceasedOn } of known)
      facts[personId] = { personId, registered: true, bornOn, deceasedOn };
    return facts;
  }

  /** Fills the registry's table from the log again; search words and ID claims are made from the opened events. */
  async rebuild(): Promise<void> {
    await this.parts.pool.query('TRUNCATE people.person, people.search_word, people.id_claim');
    let after: string | undefined;
    for (;;) {
      const batch = await this.parts.store.readAll({ limit: 1000, categories: ['person'], ...(after === undefined ? {} : { after }) });
      const opened = await this.parts.codec.open(batch.events.map((event) => event.data));
      for (const [index, stored] of batch.events.entries()) {
        await this.project(stored);
        const value = (opened[index]?.value ?? {}) as { name?: string; idNumber?: string; phone?: string; personId: string };
        if (value.idNumber !== undefined)
          await this.claim(this.parts.blind.blind(idNumberWord(value.idNumber)), value.personId);
        await this.keepWords(value.personId, [
          ...(value.name === undefined ? [] : nameWords(value.name)),
          ...(value.idNumber === undefined ? [] : [idNumberWord(value.idNumber)]),
          ...(value.phone === undefined ? [] : [phoneWord(value.phone)]),
        ]);
      }
      after = batch.through;
      if (batch.caughtUp) return;
    }
  }

  /** Takes the ID number for the person, or answers who has it. A claim left by a process that died is taken over. */
  private async claim(blind: string, personId: string): Promise<string> {
    const { rows } = await this.parts.pool.query<{ person_id: string }>(
      `INSERT INTO people.id_claim AS held (blind, person_id) VALUES ($1, $2)
       ON CONFLICT (blind) DO UPDATE SET
         person_id = CASE WHEN held.claimed_at < clock_timestamp() - make_interval(secs => $3)
             AND NOT EXISTS (SELECT 1 FROM people.person WHERE person.person_id = held.person_id)
           THEN excluded.person_id ELSE held.person_id END
       RETURNING person_id`,
      [blind, personId, abandonedAfterSeconds],
    );
    return rows[0]?.person_id ?? personId;
  }

  private async append(
    type: keyof typeof personEvents,
    personId: string,
    data: JsonObject,
    actor: Actor,
    commandId: string,
    expected: 'none' | 'any',
  ): Promise<string> {
    const occurredAt = this.parts.clock.now();
    const metadata: EventMetadata = { actor: { ...actor }, occurredAt, commandId, correlationId: randomUUID() };
    const subject = `person-${personId}`;
    const [sealed] = await this.parts.codec.seal([{ data, paths: personalPaths(personEvents[type]), subject }]);
    const appended = await this.parts.store.append(
      subject,
      expected,
      [{ type, schemaVersion: 1, data: sealed ?? {}, metadata }],
      { commandId },
    );
    for await (const stored of this.parts.store.read(subject, {
      fromVersion: appended.firstVersion,
      toVersion: appended.lastVersion,
    }))
      await this.project(stored);
    return appended.position;
  }

  /** One event into the person's row; an older or repeated event changes nothing. */
  private async project({ type, version, data }: Pick<StoredEvent, 'type' | 'version' | 'data'>): Promise<void> {
    const { personId, diedOn, reason: _reason, ...details } = data;
    await this.parts.pool.query(
      `INSERT INTO people.person AS held (person_id, version, data, deceased_on) VALUES ($1, $2, $3::json, $4)
       ON CONFLICT (person_id) DO UPDATE SET version = excluded.version,
         data = (held.data::jsonb || excluded.data::jsonb)::json,
         deceased_on = coalesce(excluded.deceased_on, held.deceased_on)
       WHERE held.version < excluded.version`,
      [personId, version, JSON.stringify(type === 'PersonDied' ? {} : details), diedOn ?? null],
    );
  }

  private async keepWords(personId: string, words: readonly string[]): Promise<void> {
    if (words.length === 0) return;
    await this.parts.pool.query(
      `INSERT INTO people.search_word (word, person_id) SELECT word, $2 FROM unnest($1::text[]) AS given (word)
       ON CONFLICT DO NOTHING`,
      [[...new Set(words)].map((word) => this.parts.blind.blind(word)), personId],
    );
  }

  private async rows(personIds: readonly string[]): Promise<readonly PersonRow[]> {
    const uuids = personIds.filter((personId) => uuidPattern.test(personId));
    if (uuids.length === 0) return [];
    const { rows } = await this.parts.pool.query<PersonRow>(
      `SELECT person_id, data, deceased_on::text FROM people.person WHERE person_id = ANY ($1::uuid[])`,
      [uuids],
    );
    return rows;
  }
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** For lists: the middle of a personal number is hidden. */
export const masked = (value: Json | undefined): string | undefined =>
  typeof value !== 'string' || value.length < 7 ? undefined : `${value.slice(0, 3)}${'*'.repeat(value.length - 7)}${value.slice(-4)}`;
