import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { JsonObject } from '#kernel';
import {
  createPostgresEventStore,
  migrateEventStore,
  type ExpectedVersion,
  type NewEvent,
  type PostgresEventStore,
} from '#event-store';
import { ReadModels, type ReadModelsOptions } from '../index.js';
import { parcel } from './parcel.js';

export const category = (caseType: string): string =>
  caseType.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const happened = (type: string, data: JsonObject = {}, schemaVersion?: number): NewEvent => ({
  type,
  schemaVersion: schemaVersion ?? (type === 'ParcelWeighed' ? 2 : 1),
  data,
  metadata: {
    actor: { user: 'yubei-17', role: 'townOfficer', office: 'shuangfengqiao' },
    occurredAt: '2026-03-02T01:30:00.000Z',
    commandId: 'command',
    correlationId: 'correlation',
  },
});

export const opened = (data: JsonObject = {}): NewEvent =>
  happened('ParcelOpened', { title: 'sealed', persons: [], ...data });

export const weighed = (fen: number): NewEvent => happened('ParcelWeighed', { fen });

/** A log and read models over it in one database. */
export class SpecLog {
  private readonly started: ReadModels[] = [];

  private constructor(
    readonly url: string,
    readonly pool: pg.Pool,
    readonly store: PostgresEventStore,
  ) {}

  static async open(url: string): Promise<SpecLog> {
    const pool = new pg.Pool({ connectionString: url, max: 3 });
    pool.on('error', () => undefined);
    await migrateEventStore(pool);
    return new SpecLog(url, pool, await createPostgresEventStore({ url }));
  }

  /** Gives the position of the last event. */
  async append(caseId: string, events: readonly NewEvent[], expected: ExpectedVersion = 'any'): Promise<string> {
    const appended = await this.store.append(`specParcel-${caseId}`, expected, events, { commandId: randomUUID() });
    return appended.position;
  }

  async readModels(
    runner: ReadModelsOptions['runner'] = {},
    more: Pick<ReadModelsOptions, 'logUrl'> = { logUrl: this.url },
  ): Promise<ReadModels> {
    const { url, store } = this;
    const rules = { book: () => ({}), refresh: () => Promise.resolve() };
    const models = await ReadModels.open({ url, store, caseTypes: [parcel], rules, category, runner, ...more });
    this.started.push(models);
    return models;
  }

  /** Every row of every read-model table, in one comparable value. */
  async rows(schema = 'read'): Promise<Readonly<Record<string, unknown>>> {
    const found: Record<string, unknown> = {};
    for (const table of [
      'case_fold',
      'caseload',
      'caseload_span',
      'case_person',
      'case_clock',
      'public_notice',
      'payment',
      'advance',
    ]) {
      const { rows } = await this.pool.query<{ row: unknown }>(
        `select to_jsonb(t) as row from ${schema}.${table} t order by to_jsonb(t)::text`,
      );
      found[table] = rows.map(({ row }) => row);
    }
    return found;
  }

  async query<Row extends pg.QueryResultRow>(sql: string, parameters: unknown[] = []): Promise<readonly Row[]> {
    return (await this.pool.query<Row>(sql, parameters)).rows;
  }

  async close(): Promise<void> {
    for (const models of this.started) await models.stop().catch(() => undefined);
    await this.store.close();
    await this.pool.end();
  }
}
