import type pg from 'pg';
import { StoreUnavailable } from '../port.js';
import { checkSchemaName } from './schema.js';

/** The log came from another cluster, whose transaction ids mean nothing here: an operator must raise the generation. */
export class LogGenerationBehind extends StoreUnavailable {
  constructor(reason: string) {
    super(`${reason}; raise the log generation before the store is used`);
    this.name = 'LogGenerationBehind';
  }
}

interface Querying {
  query<Row extends pg.QueryResultRow>(text: string): Promise<pg.QueryResult<Row>>;
}

interface GenerationRow {
  readonly foreign: boolean;
  readonly ahead: boolean;
}

/**
 * Looks whether the stored transaction ids belong to this cluster.
 * @throws LogGenerationBehind when they do not, as after a dump was restored into a fresh cluster
 */
export const checkGeneration = async (connection: Querying, schema: string): Promise<void> => {
  const { rows } = await connection.query<GenerationRow>(`
    with present as (select generation, cluster from ${schema}.generations order by generation desc limit 1),
    last as (select generation, xid from ${schema}.events order by generation desc, xid desc limit 1)
    select present.cluster <> (select system_identifier from pg_control_system()) as foreign,
      coalesce(last.generation = present.generation and last.xid >= pg_snapshot_xmax(pg_current_snapshot()), false)
        as ahead
    from present left join last on true`);
  const found = rows[0];
  if (found === undefined) throw new LogGenerationBehind('The log has no generation');
  if (found.ahead) throw new LogGenerationBehind('Stored transaction ids are ahead of the cluster');
  if (found.foreign) throw new LogGenerationBehind('The log was written in another cluster');
};

/**
 * Opens a new generation of the log, after a restore into another cluster. Waits for appends under way.
 * @returns the generation now in force
 */
export const raiseLogGeneration = async (pool: pg.Pool, schema = 'log'): Promise<number> => {
  checkSchemaName(schema);
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`lock table ${schema}.events in share row exclusive mode`);
    const { rows } = await client.query<{ generation: number }>(`
      insert into ${schema}.generations (generation, cluster)
      select max(generation) + 1, (select system_identifier from pg_control_system()) from ${schema}.generations
      returning generation`);
    await client.query('commit');
    return rows[0]?.generation ?? 0;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};
