import type { Pool } from 'pg';
import type { JsonObject } from '#kernel';
import type { Position } from '#event-store';
import { migrateSchema } from '#event-store/postgres/migrate.js';
import type { PersonEntry } from './entry.js';

// Everything here derives from the log, but for claims of registrations and turns that are under way.
const changes = [
  `CREATE TABLE IF NOT EXISTS people.id_claim (blind text PRIMARY KEY, person_id uuid NOT NULL);
   CREATE INDEX id_claim_person ON people.id_claim (person_id);
   CREATE TABLE IF NOT EXISTS people.person (
     person_id uuid PRIMARY KEY, version integer NOT NULL, data json NOT NULL, deceased_on date);
   CREATE TABLE IF NOT EXISTS people.search_word (
     word text NOT NULL, person_id uuid NOT NULL, PRIMARY KEY (word, person_id));
   CREATE INDEX IF NOT EXISTS search_word_person ON people.search_word (person_id);
   CREATE TABLE people.progress (single boolean PRIMARY KEY DEFAULT true CHECK (single), position text COLLATE "C" NOT NULL);
   CREATE TABLE people.household (household_id uuid PRIMARY KEY, version integer NOT NULL, members uuid[] NOT NULL);
   CREATE INDEX household_members ON people.household USING gin (members);`,
  `ALTER TABLE people.id_claim ADD COLUMN IF NOT EXISTS claimed_at timestamptz NOT NULL DEFAULT now();`,
  `ALTER TABLE people.person ADD COLUMN linked_to uuid[] NOT NULL DEFAULT '{}';
   CREATE INDEX person_linked_to ON people.person USING gin (linked_to) WHERE linked_to <> '{}';
   CREATE TABLE people.turn (person_id uuid PRIMARY KEY);`,
];

const claimKeptSeconds = 60;

/** Creates the tables of the registry. May run again at any time, also from several processes. */
export const migratePeople = (pool: Pool): Promise<number> => migrateSchema(pool, 'people', changes);

/** An entry to be stored, with the hashes it is found and claimed by. */
export interface IndexedEntry {
  readonly entry: PersonEntry;
  readonly words: readonly string[];
  readonly idBlind: string | undefined;
  /** The person's key was destroyed: the ID number is free again. */
  readonly erased: boolean;
}

interface EntryRow {
  readonly person_id: string;
  readonly version: number;
  readonly data: JsonObject;
  readonly deceased_on: string | null;
  readonly linked_to: readonly string[];
}

const entryColumns = 'person_id, version, data, deceased_on::text, linked_to::text[]';

const entryOf = (row: EntryRow): PersonEntry => ({
  personId: row.person_id,
  version: row.version,
  data: row.data,
  deceasedOn: row.deceased_on ?? undefined,
  linkedTo: row.linked_to,
});

/** An entry of the person who was asked for by the id of this or of another entry. */
export interface JoinedEntry extends PersonEntry {
  readonly askedId: string;
}

/** Ids of persons and households are written in one way only, so that none is taken for two. */
export const isRegistryId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** The registry's tables: sealed entries, keyed hashes to find them by, and who has which ID number. */
export class PeopleTables {
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(private readonly pool: Pool) {}

  /**
   * Lets one act at a time, over all processes, decide on entries that stand for one person. Those who wait in this
   * process hold no connection, because the act needs some.
   */
  inTurn<Outcome>(act: () => Promise<Outcome>): Promise<Outcome> {
    const turn = this.lastTurn.then(() => this.locked(act));
    this.lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /** Notes whose streams the turn may append to; answers those of turns that broke off, whose end is not known. */
  async beginTurn(personIds: readonly string[]): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ person_id: string }>(
      `WITH begun AS (INSERT INTO people.turn SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING)
       SELECT person_id FROM people.turn`,
      [personIds.filter(isRegistryId)],
    );
    return rows.map((row) => row.person_id);
  }

  async endTurn(): Promise<void> {
    await this.pool.query('DELETE FROM people.turn');
  }

  private async locked<Outcome>(act: () => Promise<Outcome>): Promise<Outcome> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('people: entries of one person', 0))`);
      return await act();
    } finally {
      await client.query('ROLLBACK').catch(() => undefined);
      client.release();
    }
  }

  /**
   * Takes the ID number for the person, or answers who has it. A claim stays, whatever becomes of the attempt; its time
   * begins anew when its person tries again, or when a registration finishes one that nobody was registered under.
   */
  async claim(idBlind: string, personId: string, act: 'registration' | 'correction'): Promise<string> {
    const { rows } = await this.pool.query<{ person_id: string }>(
      `INSERT INTO people.id_claim AS held (blind, person_id) VALUES ($1, $2)
       ON CONFLICT (blind) DO UPDATE SET claimed_at = CASE
         WHEN held.person_id = excluded.person_id OR ($3 AND NOT EXISTS (
           SELECT 1 FROM people.person WHERE person.person_id = held.person_id))
         THEN now() ELSE held.claimed_at END
       RETURNING person_id`,
      [idBlind, personId, act === 'registration'],
    );
    return rows[0]?.person_id ?? personId;
  }

  /** Releases a claim that came to nothing, unless it is so young that its act may still be under way. */
  async releaseOld(idBlind: string, personId: string): Promise<void> {
    await this.pool.query(
      `DELETE FROM people.id_claim
       WHERE blind = $1 AND person_id = $2 AND claimed_at < now() - make_interval(secs => $3)`,
      [idBlind, personId, claimKeptSeconds],
    );
  }

  async release(idBlind: string, personId: string): Promise<void> {
    await this.pool.query('DELETE FROM people.id_claim WHERE blind = $1 AND person_id = $2', [idBlind, personId]);
  }

  async removeTraces(personId: string): Promise<void> {
    await this.pool.query(
      `WITH forgotten AS (DELETE FROM people.search_word WHERE person_id = $1)
       DELETE FROM people.id_claim WHERE person_id = $1`,
      [personId],
    );
  }

  async entries(personIds: readonly string[]): Promise<readonly PersonEntry[]> {
    const uuids = [...new Set(personIds)].filter(isRegistryId);
    if (uuids.length === 0) return [];
    const { rows } = await this.pool.query<EntryRow>(
      `SELECT ${entryColumns} FROM people.person WHERE person_id = ANY ($1::uuid[])`,
      [uuids],
    );
    return rows.map(entryOf);
  }

  /** Every entry that stands for the same person as one of these, by links of any length, in one query. */
  async joinedEntries(personIds: readonly string[]): Promise<readonly JoinedEntry[]> {
    const uuids = [...new Set(personIds)].filter(isRegistryId);
    if (uuids.length === 0) return [];
    const { rows } = await this.pool.query<EntryRow & { readonly asked: string }>(
      `WITH RECURSIVE joined (asked, person_id) AS (
         SELECT id, id FROM unnest($1::uuid[]) AS id
         UNION
         SELECT joined.asked, linked.person_id FROM joined CROSS JOIN LATERAL (
           SELECT unnest(linked_to) AS person_id FROM people.person WHERE person.person_id = joined.person_id
           UNION ALL
           SELECT person_id FROM people.person
           WHERE linked_to <> '{}' AND linked_to @> ARRAY[joined.person_id]) AS linked)
       SELECT asked, ${entryColumns} FROM joined JOIN people.person USING (person_id)`,
      [uuids],
    );
    return rows.map((row) => ({ askedId: row.asked, ...entryOf(row) }));
  }

  /** Stores the entries that are newer than what is stored, each with its words, or none of them. */
  async write(indexed: readonly IndexedEntry[]): Promise<void> {
    const given = JSON.stringify(
      indexed.map(({ entry, words, idBlind, erased }) => ({
        person_id: entry.personId,
        version: entry.version,
        data: entry.data,
        deceased_on: entry.deceasedOn,
        linked_to: entry.linkedTo,
        words,
        blind: idBlind,
        erased,
      })),
    );
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<{ person_id: string }>(
        `INSERT INTO people.person AS held (person_id, version, data, deceased_on, linked_to)
         SELECT person_id, version, data, deceased_on, linked_to FROM ${givenRows} ORDER BY person_id
         ON CONFLICT (person_id) DO UPDATE SET version = excluded.version, data = excluded.data,
           deceased_on = excluded.deceased_on, linked_to = excluded.linked_to
         WHERE held.version < excluded.version RETURNING person_id`,
        [given],
      );
      // A second statement, because it must see the words that an earlier writer of the same row left.
      await client.query(
        `WITH given AS (SELECT * FROM ${givenRows} WHERE person_id = ANY ($2::uuid[])),
         gone AS (DELETE FROM people.search_word AS old USING given
           WHERE old.person_id = given.person_id AND NOT old.word = ANY (given.words)),
         freed AS (DELETE FROM people.id_claim AS old USING given
           WHERE old.person_id = given.person_id AND given.erased),
         claimed AS (INSERT INTO people.id_claim (blind, person_id)
           SELECT blind, person_id FROM given WHERE blind IS NOT NULL ON CONFLICT DO NOTHING)
         INSERT INTO people.search_word (word, person_id)
         SELECT DISTINCT word, person_id FROM given, unnest(given.words) AS word ON CONFLICT DO NOTHING`,
        [given, rows.map((row) => row.person_id)],
      );
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /** Persons who have all words of one of these lists. */
  async find(lists: readonly (readonly string[])[], limit: number): Promise<readonly string[]> {
    const all = lists.map(
      (_, index) => `count(*) FILTER (WHERE word = ANY ($${index + 3}::text[])) = cardinality($${index + 3})`,
    );
    const { rows } = await this.pool.query<{ person_id: string }>(
      `SELECT person_id FROM people.search_word WHERE word = ANY ($1::text[])
       GROUP BY person_id HAVING ${all.join(' OR ')} ORDER BY person_id LIMIT $2`,
      [[...new Set(lists.flat())], limit, ...lists],
    );
    return rows.map((row) => row.person_id);
  }

  /** Stores the members unless a newer state of the household is stored. */
  async writeHousehold(householdId: string, version: number, members: readonly string[]): Promise<void> {
    await this.pool.query(
      `INSERT INTO people.household AS held (household_id, version, members) VALUES ($1, $2, $3::uuid[])
       ON CONFLICT (household_id) DO UPDATE SET version = excluded.version, members = excluded.members
       WHERE held.version < excluded.version`,
      [householdId, version, members],
    );
  }

  async householdsOf(personId: string): Promise<readonly string[]> {
    if (!isRegistryId(personId)) return [];
    const { rows } = await this.pool.query<{ household_id: string }>(
      'SELECT household_id FROM people.household WHERE members @> ARRAY[$1::uuid] ORDER BY household_id',
      [personId],
    );
    return rows.map((row) => row.household_id);
  }

  /** Everything before this place in the log stands in the tables. */
  async progress(): Promise<Position | undefined> {
    const { rows } = await this.pool.query<{ position: string }>('SELECT position FROM people.progress');
    return rows[0]?.position;
  }

  async setProgress(position: Position): Promise<void> {
    await this.pool.query(
      `INSERT INTO people.progress AS held (position) VALUES ($1)
       ON CONFLICT (single) DO UPDATE SET position = greatest(held.position, excluded.position)`,
      [position],
    );
  }

  /** Makes every entry count as unread, while it can still be read. */
  async beginRebuild(): Promise<void> {
    await this.pool.query('DELETE FROM people.progress');
    await this.pool.query('UPDATE people.person SET version = 0');
  }

  /** Removes what the log does not know. */
  async endRebuild(): Promise<void> {
    await this.pool.query(
      `WITH gone AS (DELETE FROM people.person WHERE version = 0)
       DELETE FROM people.search_word AS word WHERE NOT EXISTS (
         SELECT 1 FROM people.person WHERE person.person_id = word.person_id AND person.version > 0)`,
    );
  }
}

const givenRows = `json_to_recordset($1::json) AS given (person_id uuid, version integer, data json, deceased_on date,
  linked_to uuid[], words text[], blind text, erased boolean)`;
