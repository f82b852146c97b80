import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes, createTables, liveSchema } from '../tables.js';

export class ReadModels1790000000001 implements MigrationInterface {
  readonly name = 'ReadModels1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...createTables(liveSchema), ...createIndexes(liveSchema)]) await runner.query(statement);
    await runner.query(`
      CREATE TABLE projections.projection (
        name text PRIMARY KEY,
        checkpoint text COLLATE "C",
        events bigint NOT NULL DEFAULT 0,
        lease_holder text,
        lease_token bigint NOT NULL DEFAULT 0,
        lease_until timestamptz NOT NULL DEFAULT '-infinity',
        stopped boolean NOT NULL DEFAULT false,
        poison_position text,
        poison_error text)`);
    await runner.query(`
      CREATE TABLE projections.intervention (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        projection text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('retry', 'park')),
        position text NOT NULL,
        operator text NOT NULL,
        reason text NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA read CASCADE');
    await runner.query('DROP TABLE projections.projection, projections.intervention');
  }
}
