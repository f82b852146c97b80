import type { MigrationInterface, QueryRunner } from 'typeorm';
import { liveSchema } from '../tables.js';

/** The board and the work list find what is open or was missed without looking at all there ever was. */
export class MissedClocks1797700000006 implements MigrationInterface {
  readonly name = 'MissedClocks1797700000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX IF EXISTS ${liveSchema}.case_clock_span`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS caseload_open_due ON ${liveSchema}.caseload (next_due_at, case_id) WHERE open`,
    );
    await runner.query(`CREATE INDEX IF NOT EXISTS case_clock_ended ON ${liveSchema}.case_clock (stopped_at)`);
    await runner.query(
      `CREATE INDEX IF NOT EXISTS case_clock_missed ON ${liveSchema}.case_clock (due_at) WHERE standing IN ('late', 'ended')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP INDEX ${liveSchema}.case_clock_ended, ${liveSchema}.case_clock_missed, ${liveSchema}.caseload_open_due`,
    );
    await runner.query(`CREATE INDEX case_clock_span ON ${liveSchema}.case_clock (valid_from, valid_until)`);
  }
}
