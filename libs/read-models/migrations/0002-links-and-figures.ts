import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes, createTables, liveSchema, tableNames } from '../tables.js';

/** Links between cases, and figures for indicators. What people look at is derived: the tables are filled anew from the log. */
export class LinksAndFigures1795600000002 implements MigrationInterface {
  readonly name = 'LinksAndFigures1795600000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tableNames) await runner.query(`DROP TABLE IF EXISTS ${liveSchema}.${table}`);
    for (const statement of [...createTables(liveSchema), ...createIndexes(liveSchema)]) await runner.query(statement);
    await runner.query('UPDATE projections.projection SET checkpoint = NULL, events = 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${liveSchema}.case_link`);
    await runner.query(`ALTER TABLE ${liveSchema}.caseload DROP COLUMN figures`);
  }
}
