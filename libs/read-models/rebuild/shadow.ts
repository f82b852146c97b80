import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { noteBreaches, sameAlarm } from '../deadline-facts.js';
import { columnNames, copyLine, type FinishedRows } from '../cases-projection.js';
import { createIndexes, createTables, tableNames } from '../tables.js';

const shadowPrefix = 'read_next_';
const retiredPrefix = 'read_old_';

/** Characters kept back before they are written. */
const flushAt = 4_000_000;

type Lines = { [Table in keyof FinishedRows]: string[] };

const noLines = (): Lines => ({
  case_fold: [],
  caseload: [],
  caseload_span: [],
  case_person: [],
  case_link: [],
  case_clock: [],
  clock_alarm: [],
  stage_span: [],
  deadline_fact: [],
  public_notice: [],
  payment: [],
  advance: [],
});

/** Drops what rebuilds that were killed have left behind; one still under way elsewhere fails by it. */
export const removeLeftovers = async (pool: pg.Pool): Promise<void> => {
  const { rows } = await pool.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname ~ '^(${shadowPrefix}|${retiredPrefix})[0-9a-f]{8}$'`,
  );
  for (const { name } of rows) await pool.query(`drop schema if exists ${name} cascade`);
};

/** The tables that a rebuild fills beside the live ones. Every statement commits by itself: an open write hides new events. */
export class Shadow {
  private readonly mark = randomBytes(4).toString('hex');
  readonly schema = `${shadowPrefix}${this.mark}`;
  readonly retired = `${retiredPrefix}${this.mark}`;
  private lines = noLines();
  private size = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly pool: pg.Pool) {}

  async create(): Promise<void> {
    await this.run([`create schema ${this.schema}`, ...createTables(this.schema)]);
  }

  /** Keeps the rows of a case for the next write; resolves when there is room again. */
  async add(rows: Partial<FinishedRows>): Promise<void> {
    for (const table of tableNames)
      for (const row of rows[table] ?? []) {
        const line = copyLine(table, row);
        this.lines[table].push(line);
        this.size += line.length;
      }
    if (this.size < flushAt) return;
    await this.writing;
    this.writing = this.flush();
    // Its failure is met by whoever waits for it next.
    this.writing.catch(() => undefined);
  }

  /** Writes what is left and makes the indexes. */
  async finish(): Promise<void> {
    await this.writing;
    await this.flush();
    await this.run([
      noteBreaches(this.schema),
      ...createIndexes(this.schema),
      ...tableNames.map((table) => `analyze ${this.schema}.${table}`),
      `UPDATE ${this.schema}.clock_alarm AS alarm SET done = true FROM ${this.schema}.deadline_fact AS fact
       WHERE ${sameAlarm}`,
    ]);
  }

  async drop(): Promise<void> {
    await this.run([`drop schema if exists ${this.schema} cascade`]);
  }

  private async flush(): Promise<void> {
    const { lines } = this;
    this.lines = noLines();
    this.size = 0;
    const client = await this.pool.connect();
    let failure: Error | undefined;
    try {
      for (const table of tableNames)
        if (lines[table].length > 0) await this.copy(client, table, lines[table].join(''));
    } catch (error) {
      failure = error instanceof Error ? error : new Error('A write to the shadow tables failed');
      throw error;
    } finally {
      client.release(failure);
    }
  }

  private async copy(client: pg.PoolClient, table: keyof FinishedRows, text: string): Promise<void> {
    const target = client.query(copyFrom(`copy ${this.schema}.${table} (${columnNames(table).join(', ')}) from stdin`));
    const done = once(target, 'finish');
    target.end(text);
    await done;
  }

  private async run(statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.pool.query(statement);
  }
}
