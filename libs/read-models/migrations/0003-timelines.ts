import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes, createTables, liveSchema, tableNames } from '../tables.js';

/** Clocks and stages with the ranges in which they were so. What people look at is derived: the tables are filled anew. */
export class Timelines1797200000003 implements MigrationInterface {
  readonly name = 'Timelines1797200000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tableNames) await runner.query(`DROP TABLE IF EXISTS ${liveSchema}.${table}`);
    for (const statement of [...createTables(liveSchema), ...createIndexes(liveSchema)]) await runner.query(statement);
    await runner.query('UPDATE projections.projection SET checkpoint = NULL, events = 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${liveSchema}.case_clock, ${liveSchema}.stage_span, ${liveSchema}.case_fold`);
  }
}
