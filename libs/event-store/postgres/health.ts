import type pg from 'pg';
import type { Position } from '../port.js';
import { positionOf } from './position.js';
import { checkSchemaName } from './schema.js';

/** Who keeps new events from being shown. */
export interface HorizonHolder {
  readonly kind: 'session' | 'prepared-transaction';
  /** Process id of the server session; ended with `select pg_terminate_backend(pid)`. */
  readonly pid?: number;
  /** Name of a prepared transaction; ended with `rollback prepared`. */
  readonly preparedAs?: string;
  readonly database: string;
  readonly user?: string;
  readonly application?: string;
  /** `active`, `idle in transaction`, … */
  readonly state?: string;
  readonly openForSeconds: number;
}

export interface LogHealth {
  readonly generation: number;
  readonly horizon: Position;
  /** Since when the oldest writing transaction of the whole cluster has been open, in seconds; 0 when none is. */
  readonly heldBackSeconds: number;
  /** Committed events that no reader may see yet. */
  readonly hiddenEvents: number;
  /** The oldest writing transaction, in whatever database. */
  readonly heldBackBy?: HorizonHolder;
}

interface HealthRow {
  readonly generation: number;
  readonly xmin: string;
  readonly hidden: number;
}

type HolderRow = HorizonHolder & { readonly age: number };

/**
 * How far new events are kept from readers, and by whom. A writing transaction left open anywhere in the cluster, in
 * another database too, holds them all back. Other users' sessions are only named to a member of `pg_read_all_stats`.
 */
export const logHealth = async (pool: pg.Pool, schema = 'log'): Promise<LogHealth> => {
  checkSchemaName(schema);
  const figures = await pool.query<HealthRow>(`
    select h.generation, h.xmin::text, (
      select count(*)::int from ${schema}.events
      where (events.generation, events.xid) >= (h.generation, h.xmin)) as hidden
    from (select (select max(generation) from ${schema}.generations) as generation,
      pg_snapshot_xmin(pg_current_snapshot()) as xmin) h`);
  const holders = await pool.query<HolderRow>(`
    select 'session' as kind, pid, null as "preparedAs", datname as database, usename as user,
      application_name as application, state, age(backend_xid) as age,
      extract(epoch from clock_timestamp() - xact_start)::float as "openForSeconds"
    from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()
    union all
    select 'prepared-transaction', null, gid, database, owner, null, null, age(transaction),
      extract(epoch from clock_timestamp() - prepared)::float
    from pg_prepared_xacts
    order by age desc limit 1`);
  const { generation = 0, xmin = '0', hidden = 0 } = figures.rows[0] ?? {};
  const holder = holders.rows[0];
  return {
    generation,
    horizon: positionOf({ generation, xid: xmin, ordinal: 0 }),
    heldBackSeconds: Math.max(0, holder?.openForSeconds ?? 0),
    hiddenEvents: hidden,
    heldBackBy: holder && holderOf(holder),
  };
};

const holderOf = (row: HolderRow): HorizonHolder => ({
  kind: row.kind,
  pid: row.pid ?? undefined,
  preparedAs: row.preparedAs ?? undefined,
  database: row.database,
  user: row.user ?? undefined,
  application: row.application ?? undefined,
  state: row.state ?? undefined,
  openForSeconds: Math.max(0, row.openForSeconds),
});
