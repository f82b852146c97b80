import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Questions what other rules would have meant, and how far publications of rules were gone through. */
export class RuleChanges1797300000004 implements MigrationInterface {
  readonly name = 'RuleChanges1797300000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE projections.what_if (
        job_id uuid PRIMARY KEY,
        started_by text NOT NULL,
        question json NOT NULL,
        state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
        done integer NOT NULL DEFAULT 0,
        total integer NOT NULL DEFAULT 0,
        result json,
        started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        renewed_at timestamptz NOT NULL DEFAULT clock_timestamp())`);
    await runner.query(
      `CREATE UNIQUE INDEX what_if_one_running ON projections.what_if (started_by) WHERE state = 'running'`,
    );
    await runner.query(`
      CREATE TABLE projections.rules_gone_through (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        version integer NOT NULL,
        after_case uuid NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE projections.what_if, projections.rules_gone_through');
  }
}
