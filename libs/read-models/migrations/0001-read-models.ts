import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexes, createTables, liveSchema } from '../tables.js';

export class ReadModels1790000000001 implements MigrationInterface {
  readonly name = 'ReadModels1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create schema if not exists ${liveSchema}`);
    for (const statement of [...createTables(liveSchema), ...createIndexes(liveSchema)]) await runner.query(statement);
    await runner.query(`
      create table projections.projection (
        name text primary key,
        checkpoint text collate "C",
        events bigint not null default 0,
        advanced_at timestamptz not null default clock_timestamp(),
        lease_holder uuid,
        lease_token bigint not null default 0,
        lease_until timestamptz not null default '-infinity',
        stopped boolean not null default false,
        poison_position text collate "C",
        poison_error text,
        check (stopped = (poison_position is not null)))`);
    await runner.query(`
      create table projections.intervention (
        id bigint generated always as identity primary key,
        projection text not null,
        kind text not null check (kind in ('retry', 'park', 'rebuild')),
        position text collate "C" not null,
        operator text not null,
        reason text,
        at timestamptz not null default clock_timestamp())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop schema ${liveSchema} cascade`);
    await runner.query('drop table projections.projection, projections.intervention');
  }
}
