import type { Pool } from 'pg';
import { migrateSchema } from '#event-store/postgres/migrate.js';

// Everything here derives from the log and may be emptied and filled anew.
const changes = [
  `CREATE TABLE privacy.progress (name text PRIMARY KEY, position text COLLATE "C" NOT NULL);
   CREATE TABLE privacy.trail_entry (
     position text COLLATE "C" PRIMARY KEY, kind text NOT NULL, at timestamptz NOT NULL, user_id text NOT NULL,
     role text NOT NULL, office text NOT NULL, case_id text, person_id text, stream text NOT NULL, detail json NOT NULL);
   CREATE INDEX trail_entry_kind ON privacy.trail_entry (kind, position);
   CREATE INDEX trail_entry_user ON privacy.trail_entry (user_id, position);
   CREATE INDEX trail_entry_case ON privacy.trail_entry (case_id, position) WHERE case_id IS NOT NULL;
   CREATE INDEX trail_entry_person ON privacy.trail_entry (person_id, position) WHERE person_id IS NOT NULL;
   CREATE INDEX trail_entry_at ON privacy.trail_entry (at);
   CREATE TABLE privacy.appearance (person_id text NOT NULL, case_id text NOT NULL, PRIMARY KEY (person_id, case_id));
   CREATE INDEX appearance_case ON privacy.appearance (case_id);`,
];

/** Creates the tables of the trail and of who appears in which case. May run again at any time. */
export const migratePrivacy = (pool: Pool): Promise<number> => migrateSchema(pool, 'privacy', changes);
