import type { Pool } from 'pg';
import type { Attempt } from './ports.js';

/** Creates the table of refused attempts. May run again at any time. */
export const migrateAttempts = async (pool: Pool): Promise<void> => {
  await pool.query(`
    CREATE SCHEMA IF NOT EXISTS desk;
    CREATE TABLE IF NOT EXISTS desk.refused_attempt (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at timestamptz NOT NULL,
      user_id text NOT NULL,
      case_type text NOT NULL,
      case_id text NOT NULL,
      command text NOT NULL,
      command_id text NOT NULL,
      reason text NOT NULL
    );
    CREATE INDEX IF NOT EXISTS refused_attempt_case ON desk.refused_attempt (case_id, id);
    CREATE INDEX IF NOT EXISTS refused_attempt_user ON desk.refused_attempt (user_id, id);
  `);
};

/** Writes one refused attempt: who tried what and why not; never what was typed. */
export const attemptRecorder =
  (pool: Pool) =>
  async (attempt: Attempt): Promise<void> => {
    await pool.query(
      `INSERT INTO desk.refused_attempt (at, user_id, case_type, case_id, command, command_id, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [attempt.at, attempt.user, attempt.caseType, attempt.caseId, attempt.command, attempt.commandId, attempt.reason],
    );
  };
