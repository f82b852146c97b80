import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Projections that any number of workers share, each partition with a place of its own. */
export class FedByKafka1797600000006 implements MigrationInterface {
  readonly name = 'FedByKafka1797600000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE projections.projection ADD COLUMN fed_by text NOT NULL DEFAULT 'log' CHECK (fed_by IN ('log', 'kafka'))`,
    );
    await runner.query(`CREATE TABLE projections.partition (
      projection text NOT NULL REFERENCES projections.projection (name),
      partition integer NOT NULL,
      next_offset bigint NOT NULL DEFAULT 0,
      checkpoint text COLLATE "C",
      events bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (projection, partition)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE projections.partition');
    await runner.query('ALTER TABLE projections.projection DROP COLUMN fed_by');
  }
}
