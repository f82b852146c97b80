import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { BoundedMap } from '../bounded-map.js';
import { migrateSchema } from '../postgres/migrate.js';
import { checkSchemaName } from '../postgres/schema.js';
import { MasterKeyUnknown, SubjectErased, type KeyVault, type SubjectKey } from './key-vault.js';
import { BlindIndex, type MasterKey } from './master-key.js';
import { Wrapping } from './wrapping.js';

const vaultChanges = (vault: string): readonly string[] => [
  // The old row version still holds the wrapped key until vacuum passes, so vacuum comes after every destruction.
  `create table ${vault}.keys (
     subject text collate "C" primary key,
     wrapped bytea,
     made_at timestamptz not null default now(),
     destroyed_at timestamptz,
     check ((wrapped is null) = (destroyed_at is not null))
   ) with (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0)`,
  `alter table ${vault}.keys add column wrapped_by text;
   create index keys_wrapped_by on ${vault}.keys (wrapped_by) where wrapped is not null;
   create table ${vault}.wrapping (single boolean primary key default true check (single), wrapped_by text not null);`,
];

/**
 * Makes the table of the key vault; safe to run again.
 * @returns the number of changes made
 */
export const migrateKeyVault = async (pool: pg.Pool, schema = 'vault'): Promise<number> =>
  migrateSchema(pool, checkSchemaName(schema), vaultChanges(schema));

export interface PostgresKeyVaultOptions {
  readonly pool: pg.Pool;
  readonly master: MasterKey;
  /** Another master key that is accepted while the vault passes from one to the other. */
  readonly otherMaster?: MasterKey | undefined;
  /** Schema of the table, `vault` unless told. */
  readonly schema?: string;
  /** Most keys kept in memory; 10,000 unless told. */
  readonly remembered?: number;
  /** How long a key is kept in memory, in ms, and so how long another process may still read after a destruction. */
  readonly rememberedMs?: number;
}

interface KeyRow {
  readonly subject: string;
  readonly wrapped: Buffer | null;
  /** Absent for keys made before there could be two master keys. */
  readonly wrapped_by: string | null;
}

/** A key of a blind index is kept among the others, so that a new master key changes no hash. */
const indexSubject = (purpose: string): string => `index-${purpose}`;

const tries = 10;

interface RememberedKey {
  readonly key: SubjectKey;
  readonly until: number;
}

/** Subject keys in PostgreSQL, each wrapped (AES-256-GCM, bound to its subject) under a key of the master key. */
export class PostgresKeyVault implements KeyVault {
  private readonly table: string;
  private readonly wrappingTable: string;
  /** Under our own master key, and under the other one. */
  private readonly own: Wrapping;
  private readonly wrappings: readonly Wrapping[];
  private readonly remembered: BoundedMap<string, RememberedKey>;
  private readonly rememberedMs: number;
  /** The one that keys were last wrapped under. */
  private used: Wrapping;

  constructor(private readonly options: PostgresKeyVaultOptions) {
    const schema = checkSchemaName(options.schema ?? 'vault');
    this.table = `${schema}.keys`;
    this.wrappingTable = `${schema}.wrapping`;
    this.own = new Wrapping(options.master);
    this.wrappings = options.otherMaster === undefined ? [this.own] : [this.own, new Wrapping(options.otherMaster)];
    this.used = this.own;
    this.remembered = new BoundedMap(options.remembered ?? 10_000);
    this.rememberedMs = options.rememberedMs ?? 10_000;
  }

  async find(subjects: readonly string[]): Promise<ReadonlyMap<string, SubjectKey>> {
    const keys = new Map<string, SubjectKey>();
    const missing = this.recall(subjects, keys);
    if (missing.length > 0) await this.look(missing, keys);
    return keys;
  }

  async obtain(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const keys = new Map(await this.find(subjects));
    const fresh = subjects.filter((subject) => !keys.has(subject));
    if (fresh.length > 0) {
      await this.make(fresh);
      // Another process may have made one of them first; the stored one counts.
      await this.look(fresh, keys);
    }
    const usable = new Map<string, Buffer>();
    for (const subject of subjects) {
      const key = keys.get(subject);
      if (key === undefined || key === 'destroyed') throw new SubjectErased(subject);
      usable.set(subject, key);
    }
    return usable;
  }

  async destroyKey(subject: string): Promise<void> {
    await this.options.pool.query(
      `insert into ${this.table} (subject, destroyed_at) values ($1, now())
       on conflict (subject) do update set wrapped = null, destroyed_at = now() where ${this.table}.wrapped is not null`,
      [subject],
    );
    this.remembered.set(subject, { key: 'destroyed', until: Infinity });
  }

  /** Takes keys out of memory, once another process has destroyed them. */
  forget(subjects: readonly string[]): void {
    for (const subject of subjects) this.remembered.delete(subject);
  }

  /** Rewrites the pages of the table, so that no old version of a row holds a wrapped key that was destroyed. */
  async sweep(): Promise<void> {
    await this.options.pool.query(`vacuum ${this.table}`);
  }

  /**
   * An index that finds values by the same hashes under any master key: its own key is drawn from the master key once
   * and kept in the vault from then on.
   */
  async blindIndex(purpose: string): Promise<BlindIndex> {
    const subject = indexSubject(purpose);
    const found = await this.find([subject]);
    if (!found.has(subject)) await this.insert([{ subject, key: BlindIndex.keyOf(this.options.master, purpose) }]);
    const key = (await this.obtain([subject])).get(subject);
    if (key === undefined) throw new MasterKeyUnknown();
    return new BlindIndex(key);
  }

  /**
   * Wraps every key anew under another master key, in batches; may be broken off and run again. Processes that know
   * both master keys go on meanwhile; keys made from now on are wrapped under the new one.
   * @param progress told how many keys were wrapped anew so far
   * @returns how many keys were wrapped anew
   */
  async rotate(master: MasterKey, progress: (keys: number) => void = () => undefined, atOnce = 500): Promise<number> {
    const next = new Wrapping(master);
    await this.options.pool.query(
      `insert into ${this.wrappingTable} (wrapped_by) values ($1)
       on conflict (single) do update set wrapped_by = excluded.wrapped_by`,
      [next.id],
    );
    let done = 0;
    for (;;) {
      const batch = await this.rewrap(next, atOnce);
      done += batch;
      progress(done);
      if (batch === 0) return done;
    }
  }

  private async rewrap(next: Wrapping, atOnce: number): Promise<number> {
    const client = await this.options.pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query<KeyRow>(
        `select subject, wrapped, wrapped_by from ${this.table}
         where wrapped is not null and wrapped_by is distinct from $1 order by subject limit $2 for update`,
        [next.id, atOnce],
      );
      const wrapped = rows.flatMap((row) =>
        row.wrapped === null ? [] : [next.wrap(row.subject, this.unwrap(row.subject, row.wrapped, row.wrapped_by))],
      );
      await client.query(
        `update ${this.table} as held set wrapped = given.wrapped, wrapped_by = $3
         from unnest($1::text[], $2::bytea[]) as given (subject, wrapped) where held.subject = given.subject`,
        [rows.map(({ subject }) => subject), wrapped, next.id],
      );
      await client.query('commit');
      return rows.length;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  private recall(subjects: readonly string[], keys: Map<string, SubjectKey>): readonly string[] {
    const now = Date.now();
    const missing = new Set<string>();
    for (const subject of subjects) {
      const found = this.remembered.get(subject);
      if (found !== undefined && found.until > now) keys.set(subject, found.key);
      else missing.add(subject);
    }
    return [...missing];
  }

  private async look(subjects: readonly string[], keys: Map<string, SubjectKey>): Promise<void> {
    const { rows } = await this.options.pool.query<KeyRow>(
      `select subject, wrapped, wrapped_by from ${this.table} where subject = any($1)`,
      [subjects],
    );
    for (const row of rows) keys.set(row.subject, this.remember(row));
  }

  private remember({ subject, wrapped, wrapped_by: wrappedBy }: KeyRow): SubjectKey {
    // A destruction while we looked may have been of this very key.
    if (wrapped === null || this.remembered.get(subject)?.key === 'destroyed') {
      this.remembered.set(subject, { key: 'destroyed', until: Infinity });
      return 'destroyed';
    }
    const key = this.unwrap(subject, wrapped, wrappedBy);
    this.remembered.set(subject, { key, until: Date.now() + this.rememberedMs });
    return key;
  }

  private unwrap(subject: string, wrapped: Buffer, wrappedBy: string | null): Buffer {
    const wrapping = wrappedBy === null ? this.own : this.wrappings.find(({ id }) => id === wrappedBy);
    if (wrapping === undefined) throw new MasterKeyUnknown();
    return wrapping.unwrap(subject, wrapped);
  }

  private async make(subjects: readonly string[]): Promise<void> {
    await this.insert([...subjects].sort().map((subject) => ({ subject, key: randomBytes(32) })));
  }

  /** Wraps under the master key in use; the row that names it is held, so that a rotation does not pass us by. */
  private async insert(keys: readonly { readonly subject: string; readonly key: Buffer }[]): Promise<void> {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const wrapping = this.used;
      const { rows } = await this.options.pool.query(
        `with used as (select wrapped_by from ${this.wrappingTable} where wrapped_by = $3 for share),
         made as (insert into ${this.table} (subject, wrapped, wrapped_by)
           select subject, wrapped, wrapped_by from used, unnest($1::text[], $2::bytea[]) as given (subject, wrapped)
           on conflict (subject) do nothing)
         select 1 from used`,
        [keys.map(({ subject }) => subject), keys.map(({ subject, key }) => wrapping.wrap(subject, key)), wrapping.id],
      );
      if (rows.length > 0) return;
      this.used = await this.inUse();
    }
    throw new MasterKeyUnknown();
  }

  /** The master key that keys are wrapped under now; ours when nobody has made a key yet. */
  private async inUse(): Promise<Wrapping> {
    const { rows } = await this.options.pool.query<{ wrapped_by: string }>(
      `with begun as (insert into ${this.wrappingTable} (wrapped_by) values ($1) on conflict do nothing returning wrapped_by)
       select wrapped_by from begun union all select wrapped_by from ${this.wrappingTable}`,
      [this.own.id],
    );
    const found = this.wrappings.find(({ id }) => id === rows[0]?.wrapped_by);
    if (found === undefined) throw new MasterKeyUnknown();
    return found;
  }
}
