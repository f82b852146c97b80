import type { Pool } from 'pg';
import { migrateSchema } from '#event-store/postgres/migrate.js';

const changes = [
  `CREATE TABLE IF NOT EXISTS identity.credential (
     user_id text PRIMARY KEY,
     password_hash text NOT NULL,
     session_version integer NOT NULL DEFAULT 1
   );
   CREATE TABLE identity.attempt (
     key text PRIMARY KEY,
     allowed integer NOT NULL,
     tries integer NOT NULL,
     since timestamptz NOT NULL,
     locked_until timestamptz
   );
   CREATE INDEX attempt_since ON identity.attempt (since);`,
  // Keyed hash of the user a count is about, so that all of a user's lock-outs can be lifted; none for an address.
  `ALTER TABLE identity.attempt ADD COLUMN about text;
   CREATE INDEX attempt_about ON identity.attempt (about) WHERE about IS NOT NULL;`,
];

/** Creates the tables of credentials and of sign-in attempts. May run again at any time, also from several processes. */
export const migrateIdentity = (pool: Pool): Promise<number> => migrateSchema(pool, 'identity', changes);
