import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { BoundedMap } from '../bounded-map.js';
import { migrateSchema } from '../postgres/migrate.js';
import { checkSchemaName } from '../postgres/schema.js';
import { SubjectErased, type KeyVault, type SubjectKey } from './key-vault.js';
import type { MasterKey } from './master-key.js';
import { decrypt, encrypt } from './sealing.js';

const vaultChanges = (vault: string): readonly string[] => [
  // The old row version still holds the wrapped key until vacuum passes, so vacuum comes after every destruction.
  `create table ${vault}.keys (
     subject text collate "C" primary key,
     wrapped bytea,
     made_at timestamptz not null default now(),
     destroyed_at timestamptz,
     check ((wrapped is null) = (destroyed_at is not null))
   ) with (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0)`,
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
}

interface RememberedKey {
  readonly key: SubjectKey;
  readonly until: number;
}

/** Subject keys in PostgreSQL, each wrapped (AES-256-GCM, bound to its subject) under a key of the master key. */
export class PostgresKeyVault implements KeyVault {
  private readonly table: string;
  private readonly wrapping: Buffer;
  private readonly remembered: BoundedMap<string, RememberedKey>;
  private readonly rememberedMs: number;

  constructor(private readonly options: PostgresKeyVaultOptions) {
    this.table = `${checkSchemaName(options.schema ?? 'vault')}.keys`;
    this.wrapping = options.master.derive('vault/wrapping');
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
      `select subject, wrapped from ${this.table} where subject = any($1)`,
      [subjects],
    );
    for (const { subject, wrapped } of rows) keys.set(subject, this.remember(subject, wrapped));
  }

  private remember(subject: string, wrapped: Buffer | null): SubjectKey {
    // A destruction while we looked may have been of this very key.
    if (wrapped === null || this.remembered.get(subject)?.key === 'destroyed') {
      this.remembered.set(subject, { key: 'destroyed', until: Infinity });
      return 'destroyed';
    }
    const key = decrypt(this.wrapping, wrapped, subject);
    this.remembered.set(subject, { key, until: Date.now() + this.rememberedMs });
    return key;
  }

  private async make(subjects: readonly string[]): Promise<void> {
    const ordered = [...subjects].sort();
    const wrapped = ordered.map((subject) => encrypt(this.wrapping, randomBytes(32), subject));
    await this.options.pool.query(
      `insert into ${this.table} (subject, wrapped) select * from unnest($1::text[], $2::bytea[])
       on conflict (subject) do nothing`,
      [ordered, wrapped],
    );
  }
}
