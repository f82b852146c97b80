import { Pool, type PoolClient } from 'pg';
import type { MovedPosition } from './copy.js';

interface KeptPosition {
  readonly table: string;
  readonly column: string;
  /** `event`: the place of one event; `through`: everything up to there was taken in. */
  readonly kind: 'event' | 'through';
}

/** Where the database keeps places of the log, beside the audit tree. */
const kept: readonly KeptPosition[] = [
  { table: 'projections.projection', column: 'checkpoint', kind: 'through' },
  { table: 'projections.projection', column: 'poison_position', kind: 'event' },
  { table: 'projections.intervention', column: 'position', kind: 'event' },
  { table: 'read.caseload', column: 'position', kind: 'event' },
  { table: 'privacy.progress', column: 'position', kind: 'through' },
  { table: 'privacy.trail_entry', column: 'position', kind: 'event' },
  { table: 'people.progress', column: 'position', kind: 'through' },
  { table: 'exchange.follower', column: 'checkpoint', kind: 'through' },
];

const placesAtOnce = 5_000;

/**
 * Gives a database that followed a log the places of the same events in another store, in one transaction.
 * The tree over the old log stays beside the new one, in a schema of its own: its leaves name places there.
 */
export class PositionsMove {
  private waiting: MovedPosition[] = [];

  private constructor(
    private readonly pool: Pool,
    private readonly client: PoolClient,
  ) {}

  static async begin(databaseUrl: string): Promise<PositionsMove> {
    const pool = new Pool({ connectionString: databaseUrl, max: 1 });
    pool.on('error', () => undefined);
    const client = await pool.connect();
    await client.query('begin');
    await client.query(
      'create temporary table moved (old text collate "C" primary key, new text not null) on commit drop',
    );
    return new PositionsMove(pool, client);
  }

  readonly take = async (places: readonly MovedPosition[]): Promise<void> => {
    this.waiting.push(...places);
    if (this.waiting.length >= placesAtOnce) await this.write();
  };

  /**
   * Writes the new places.
   * @param start the place before everything in the new store
   * @param suffix names the schema that the old tree is kept in
   */
  async finish(start: string, suffix: string): Promise<void> {
    await this.write();
    await this.client.query('analyze moved');
    await this.forgetFeed();
    for (const { table, column, kind } of kept) {
      const { rows } = await this.client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
        table,
      ]);
      if (rows[0]?.there !== true) continue;
      if (kind === 'event')
        await this.client.query(`update ${table} set ${column} = moved.new from moved where ${column} = moved.old`);
      else
        await this.client.query(
          `update ${table} set ${column} = coalesce(
             (select new from moved where old <= ${column} order by old desc limit 1), $1) where ${column} is not null`,
          [start],
        );
    }
    const { rows } = await this.client.query<{ there: boolean }>(
      `select to_regnamespace('audit') is not null as there`,
    );
    if (rows[0]?.there === true) await this.client.query(`alter schema audit rename to audit_${suffix}`);
    await this.client.query('commit');
    await this.end();
  }

  /** Projections through Kafka begin a topic anew: what stands on the old one names places of the old store. */
  private async forgetFeed(): Promise<void> {
    const { rows } = await this.client.query<{ there: boolean }>(
      `select to_regclass('projections.partition') is not null and to_regclass('exchange.follower') is not null as there`,
    );
    if (rows[0]?.there !== true) return;
    await this.client.query(
      `update projections.projection as whole set checkpoint = greatest(whole.checkpoint, (
         select case when bool_and(checkpoint is not null) then min(checkpoint) end
         from projections.partition where projection = whole.name)) where fed_by = 'kafka'`,
    );
    await this.client.query('delete from projections.partition');
    await this.client.query(`delete from exchange.follower where name = 'projections'`);
  }

  /** Leaves everything as it was. */
  async abandon(): Promise<void> {
    await this.client.query('rollback').catch(() => undefined);
    await this.end();
  }

  private async write(): Promise<void> {
    const places = this.waiting.splice(0);
    await this.client.query('insert into moved (old, new) select * from unnest($1::text[], $2::text[])', [
      places.map(({ from }) => from),
      places.map(({ to }) => to),
    ]);
  }

  private async end(): Promise<void> {
    this.client.release();
    await this.pool.end();
  }
}
