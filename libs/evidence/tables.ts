import type { Pool } from 'pg';
import { migrateSchema } from '#event-store/postgres/migrate.js';

const changes = [
  // A row stands before its file is written and goes after it is removed: no file is without one.
  `CREATE TABLE evidence.upload (
     evidence_id uuid PRIMARY KEY, case_id uuid NOT NULL, uploaded_by text NOT NULL, uploaded_at timestamptz NOT NULL,
     state text NOT NULL CHECK (state IN ('coming', 'ready', 'leaving')), attached boolean NOT NULL DEFAULT false,
     media_type text, bytes integer, sha256 text,
     CHECK (state <> 'ready' OR (media_type IS NOT NULL AND bytes IS NOT NULL AND sha256 IS NOT NULL)));
   CREATE UNIQUE INDEX upload_same_file ON evidence.upload (case_id, sha256) WHERE state = 'ready';
   CREATE INDEX upload_loose ON evidence.upload (uploaded_at) WHERE NOT attached;`,
];

/** Creates the table of uploaded files. May run again at any time. */
export const migrateEvidence = (pool: Pool): Promise<number> => migrateSchema(pool, 'evidence', changes);
