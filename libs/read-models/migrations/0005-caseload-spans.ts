import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes, createTables, liveSchema, tableNames } from '../tables.js';

/** The caseload as it was known at any past moment. What people look at is derived: the tables are filled anew. */
export class CaseloadSpans1797400000005 implements MigrationInterface {
  readonly name = 'CaseloadSpans1797400000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tableNames) await runner.query(`DROP TABLE IF EXISTS ${liveSchema}.${table}`);
    for (const statement of [...createTables(liveSchema), ...createIndexes(liveSchema)]) await runner.query(statement);
    await runner.query('UPDATE projections.projection SET checkpoint = NULL, events = 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${liveSchema}.caseload_span`);
  }
}
