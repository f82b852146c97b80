import type { MigrationInterface, QueryRunner } from 'typeorm';
import { noteBreaches } from '../deadline-facts.js';
import { liveSchema, missedClocksIndex, presentOfClock } from '../tables.js';

/** Clocks carry their case as it is today, and their breach: boards and lists of today look at one table. */
export class ClocksOfToday1797800000007 implements MigrationInterface {
  readonly name = 'ClocksOfToday1797800000007';

  async up(runner: QueryRunner): Promise<void> {
    const added = presentOfClock.map(([name, type]) => `ADD COLUMN IF NOT EXISTS ${name} ${type}`);
    await runner.query(`ALTER TABLE ${liveSchema}.case_clock ${added.join(', ')}`);
    await runner.query(`DROP INDEX IF EXISTS ${liveSchema}.case_clock_missed`);
    await runner.query(
      `UPDATE ${liveSchema}.case_clock AS k SET type = c.type, scheme = c.scheme, opened_on = c.opened_on, area = c.area,
         stage = s.stage, stage_since = s.since, case_open = s.open, office = s.office, assignee = s.assignee
       FROM ${liveSchema}.caseload AS c JOIN ${liveSchema}.stage_span AS s ON s.case_id = c.case_id AND s.left_at IS NULL
       WHERE c.case_id = k.case_id`,
    );
    await runner.query(noteBreaches(liveSchema));
    await runner.query(missedClocksIndex(liveSchema));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX ${liveSchema}.case_clock_missed`);
    const dropped = presentOfClock.map(([name]) => `DROP COLUMN ${name}`);
    await runner.query(`ALTER TABLE ${liveSchema}.case_clock ${dropped.join(', ')}`);
    await runner.query(
      `CREATE INDEX case_clock_missed ON ${liveSchema}.case_clock (due_at) WHERE standing IN ('late', 'ended')`,
    );
  }
}
