import type { Pool } from 'pg';
import { v5 as uuidv5 } from 'uuid';
import type { Trail } from './trail.js';

const namespace = 'e0b9a9fb-9c79-4c2e-8d8f-3a6a2d5f0d13';

interface AttemptRow {
  readonly id: string;
  readonly at: Date;
  readonly user_id: string;
  readonly case_type: string;
  readonly case_id: string;
  readonly command: string;
  readonly command_id: string;
  readonly reason: string;
}

/** Refused attempts once stood in a table of their own: they go into the trail, and the table goes. May be broken off and run again. */
export const moveOldAttempts = async (pool: Pool, trail: Trail): Promise<void> => {
  const { rows: tables } = await pool.query<{ name: string | null }>(
    `SELECT to_regclass('desk.refused_attempt')::text AS name`,
  );
  if ((tables[0]?.name ?? null) === null) return;
  const { rows } = await pool.query<AttemptRow>('SELECT * FROM desk.refused_attempt ORDER BY id');
  for (const row of rows)
    await trail.record(
      {
        type: 'CommandRefused',
        caseId: row.case_id,
        caseType: row.case_type,
        command: row.command,
        refusedCommand: row.command_id,
        reason: row.reason,
      },
      { user: row.user_id, role: 'none', office: 'none' },
      { at: row.at.toISOString(), once: uuidv5(row.id, namespace) },
    );
  await pool.query('DROP TABLE IF EXISTS desk.refused_attempt');
};
