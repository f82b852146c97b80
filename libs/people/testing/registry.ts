import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  BlindIndex,
  type EventStore,
  MasterKey,
  PersonalDataCodec,
  type PostgresEventStore,
  PostgresKeyVault,
  createPostgresEventStore,
  migrateEventStore,
  migrateKeyVault,
} from '#event-store';
import type { Actor } from '#kernel';
import { type PersonInput, PersonRegistry, migratePeople } from '#people';
import { checkDigitOf } from '#rules';
import { startPostgres } from '../../../test/postgres.js';

export const actor: Actor = { user: 'zhang.wei', role: 'townOfficer', office: 'town-longxi' };
export const clock = { now: () => '2026-11-24T02:00:00.000Z' };
const master = new MasterKey(Buffer.alloc(32, 3));

let serial = 100;

/** A valid ID number nobody else has. */
export const idNumberOf = (bornOn = '19620315', region = '500112'): string => {
  serial += 1;
  const first17 = `${region}${bornOn}${String(serial).padStart(3, '0')}`;
  return first17 + checkDigitOf(first17);
};

export const input = (details: Partial<PersonInput> = {}): PersonInput => ({
  name: '欧阳建国',
  idNumber: idNumberOf(),
  phone: '13983012345',
  address: '龙溪街道武陵路18号3-2',
  hukou: { kind: 'urban', officeId: 'village-longxi-01', region: '重庆市渝北区' },
  ...details,
});

export interface TestRegistry {
  readonly databaseUrl: string;
  readonly pool: pg.Pool;
  readonly store: PostgresEventStore;
  readonly vault: PostgresKeyVault;
  readonly blind: BlindIndex;
  readonly registry: PersonRegistry;
  /** The registry of another process. */
  another(through?: pg.Pool, on?: EventStore): PersonRegistry;
  register(details?: Partial<PersonInput>): Promise<string>;
  found(asked: Parameters<PersonRegistry['search']>[0]): Promise<readonly string[]>;
  events(): Promise<number>;
  stop(): Promise<void>;
}

/** A registry of persons on a database of its own. */
export const startRegistry = async (): Promise<TestRegistry> => {
  // A server of its own: what other tests do on a shared one keeps new events from readers for a while.
  const database = await startPostgres({ dedicated: true });
  const pool = new pg.Pool({ connectionString: database.url, max: 8 });
  // The database may be dropped before the last connection is closed.
  pool.on('error', () => undefined);
  await migrateEventStore(pool);
  await migrateKeyVault(pool);
  await Promise.all([migratePeople(pool), migratePeople(pool), migratePeople(pool)]);
  const store = await createPostgresEventStore({ url: database.url, now: clock.now });
  const blind = new BlindIndex(master, 'people');
  const another = (through = pool, on: EventStore = store): PersonRegistry =>
    new PersonRegistry({
      store: on,
      pool: through,
      codec: new PersonalDataCodec(new PostgresKeyVault({ pool: through, master })),
      blind,
      clock,
    });
  const registry = another();
  return {
    databaseUrl: database.url,
    pool,
    store,
    vault: new PostgresKeyVault({ pool, master }),
    blind,
    registry,
    another,
    register: async (details = {}) => idIn(await registry.register(input(details), actor, randomUUID())),
    found: async (asked) => (await registry.search(asked, 100)).map(({ personId }) => personId),
    events: async () => Number((await pool.query<{ count: string }>('SELECT count(*) FROM log.events')).rows[0]?.count),
    stop: async () => {
      await store.close();
      await pool.end();
      await database.stop();
    },
  };
};

/** The person of an act that must have been taken. */
export const idIn = (outcome: Awaited<ReturnType<PersonRegistry['register']>>): string => {
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.personId;
};

/** The store of a process that ends at its next append. */
export const breakingOff = (store: EventStore, when: 'before the append' | 'after the append'): EventStore => ({
  append: async (...given) => {
    if (when === 'after the append') await store.append(...given);
    throw new Error('the process ended here');
  },
  read: (...given) => store.read(...given),
  readAll: (...given) => store.readAll(...given),
  subscribe: (...given) => store.subscribe(...given),
  findCommand: (...given) => store.findCommand(...given),
  horizon: () => store.horizon(),
  tip: () => store.tip(),
  close: () => store.close(),
});

/** Everything that stands in the log and in the registry, as text. */
export const everything = async (pool: pg.Pool): Promise<string> => {
  const tables = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ text: string }>(
      `SELECT row_to_json(content)::text AS text FROM ${name} AS content`,
    );
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
};

/** The registry's tables as rows; claims only of persons who are registered. */
export const contents = async (pool: pg.Pool): Promise<readonly unknown[]> => {
  const person = await pool.query('SELECT * FROM people.person ORDER BY person_id');
  const words = await pool.query('SELECT * FROM people.search_word ORDER BY person_id, word');
  const claims = await pool.query(
    `SELECT blind, person_id FROM people.id_claim WHERE person_id IN (SELECT person_id FROM people.person) ORDER BY blind`,
  );
  return [person.rows, words.rows, claims.rows];
};
