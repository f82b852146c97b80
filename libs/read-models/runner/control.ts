import type { DataSource } from 'typeorm';
import type { Position, StoredEvent } from '#event-store';

/** The right to write one projection, for as long as its token is the newest. */
export interface Lease {
  readonly token: string;
  readonly checkpoint: Position | undefined;
}

export interface ProjectionRow {
  readonly name: string;
  readonly checkpoint: Position | undefined;
  readonly events: number;
  readonly advancedAt: Date;
  readonly holder: string | undefined;
  readonly poison: { readonly position: Position; readonly error: string } | undefined;
  readonly parked: number;
}

/** The outcome of an operator's act on a stopped projection. */
export class InterventionRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InterventionRefused';
  }
}

interface Result<Row> {
  readonly rows: readonly Row[];
  readonly affected: number;
}

/** The rows that say who writes a projection, how far it is, and what operators did. */
export class ProjectionControl {
  constructor(private readonly dataSource: DataSource) {}

  async enter(name: string): Promise<void> {
    await this.run('insert into projections.projection (name) values ($1) on conflict do nothing', [name]);
  }

  /** Nothing while another holder's lease runs or the projection is stopped. Time is the database's own. */
  async acquire(name: string, holder: string, leaseMs: number): Promise<Lease | undefined> {
    const { rows } = await this.run<{ token: string; checkpoint: Position | null }>(
      `update projections.projection
       set lease_holder = $2, lease_token = lease_token + 1,
           lease_until = clock_timestamp() + $3 * interval '1 millisecond'
       where name = $1 and not stopped and (lease_until < clock_timestamp() or lease_holder = $2)
       returning lease_token::text as token, checkpoint`,
      [name, holder, leaseMs],
    );
    const [row] = rows;
    return row && { token: row.token, checkpoint: row.checkpoint ?? undefined };
  }

  async renew(name: string, { token }: Lease, leaseMs: number): Promise<boolean> {
    const { affected } = await this.run(
      `update projections.projection set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
       where name = $1 and lease_token = $2`,
      [name, token, leaseMs],
    );
    return affected === 1;
  }

  async release(name: string, { token }: Lease): Promise<void> {
    await this.run(
      `update projections.projection set lease_until = '-infinity', lease_holder = null
       where name = $1 and lease_token = $2`,
      [name, token],
    );
  }

  /** False when the lease was lost meanwhile. */
  async stopAt(name: string, { token }: Lease, event: StoredEvent, error: string): Promise<boolean> {
    const { affected } = await this.run(
      `update projections.projection
       set stopped = true, poison_position = $3, poison_error = $4, lease_until = '-infinity', lease_holder = null
       where name = $1 and lease_token = $2`,
      [name, token, event.position, `${event.type} in version ${event.schemaVersion}: ${error}`],
    );
    return affected === 1;
  }

  async parked(name: string): Promise<ReadonlySet<Position>> {
    const { rows } = await this.run<{ position: Position }>(
      `select position from projections.intervention where projection = $1 and kind = 'park'`,
      [name],
    );
    return new Set(rows.map(({ position }) => position));
  }

  /** @throws InterventionRefused when the projection is not stopped at that position */
  async intervene(
    kind: 'retry' | 'park',
    name: string,
    position: Position | undefined,
    operator: string,
    reason: string | undefined,
  ): Promise<void> {
    if (operator.trim() === '') throw new InterventionRefused('An intervention names its operator');
    if (kind === 'park' && (reason ?? '').trim() === '') throw new InterventionRefused('Parking an event needs a reason');
    const { rows } = await this.run(
      `with resumed as (
         update projections.projection p
         set stopped = false, poison_position = null, poison_error = null
         from projections.projection before
         where p.name = $1 and before.name = p.name and p.stopped
           and ($2::text is null or p.poison_position = $2)
         returning before.poison_position as position)
       insert into projections.intervention (projection, kind, position, operator, reason)
       select $1, $3, position, $4, $5 from resumed returning id`,
      [name, position ?? null, kind, operator, reason ?? null],
    );
    if (rows.length === 0) throw new InterventionRefused(`Projection ${name} is not stopped there`);
  }

  async read(names: readonly string[]): Promise<readonly ProjectionRow[]> {
    const { rows } = await this.run<{
      name: string;
      checkpoint: Position | null;
      events: string;
      advanced_at: Date;
      holder: string | null;
      poison_position: Position | null;
      poison_error: string | null;
      parked: string;
    }>(
      `select name, checkpoint, events, advanced_at, poison_position, poison_error,
         case when lease_until >= clock_timestamp() then lease_holder end as holder,
         (select count(*) from projections.intervention i where i.projection = name and i.kind = 'park') as parked
       from projections.projection where name = any ($1) order by name`,
      [names],
    );
    return rows.map((row) => ({
      name: row.name,
      checkpoint: row.checkpoint ?? undefined,
      events: Number(row.events),
      advancedAt: row.advanced_at,
      holder: row.holder ?? undefined,
      poison:
        row.poison_position === null ? undefined : { position: row.poison_position, error: row.poison_error ?? '' },
      parked: Number(row.parked),
    }));
  }

  private async run<Row = unknown>(sql: string, parameters: unknown[]): Promise<Result<Row>> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const result = await runner.query(sql, parameters, true);
      return { rows: result.records as Row[], affected: result.affected ?? 0 };
    } finally {
      await runner.release();
    }
  }
}
