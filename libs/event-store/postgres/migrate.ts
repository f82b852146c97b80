import type pg from 'pg';
import { checkSchemaName, schemaChanges } from './schema.js';

/**
 * Brings the tables of the log up to date; safe to run again and from several processes at once.
 * @param schema where the tables live, `log` unless told
 * @returns the number of changes made
 */
export const migrateEventStore = async (pool: pg.Pool, schema = 'log'): Promise<number> =>
  migrateSchema(pool, checkSchemaName(schema), schemaChanges(schema));

/** Applies those of the numbered changes that the schema has not had yet, each exactly once. */
export const migrateSchema = async (pool: pg.Pool, schema: string, changes: readonly string[]): Promise<number> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`migrate ${schema}`]);
    await client.query(`create schema if not exists ${schema}`);
    await client.query(
      `create table if not exists ${schema}.schema_changes (
         number integer primary key, applied_at timestamptz not null default now())`,
    );
    const { rows } = await client.query<{ last: number }>(
      `select coalesce(max(number), 0)::int as last from ${schema}.schema_changes`,
    );
    const last = rows[0]?.last ?? 0;
    for (const [index, change] of changes.entries()) {
      if (index < last) continue;
      await client.query(change);
      await client.query(`insert into ${schema}.schema_changes (number) values ($1)`, [index + 1]);
    }
    await client.query('commit');
    return Math.max(0, changes.length - last);
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};
