import type { DataSource } from 'typeorm';
import type { Position, StoredEvent } from '#event-store';

/** The right to write a projection, for as long as its token is the newest. */
export interface Lease {
  readonly token: string;
  readonly checkpoint: Position | undefined;
}

export interface Poison {
  readonly position: Position;
  /** Which event and what kind of fault, without any of its data. */
  readonly error: string;
}

export interface Standing {
  readonly checkpoint: Position | undefined;
  /** Events taken in so far. */
  readonly events: number;
  readonly stopped: boolean;
  readonly poison?: Poison;
  /** Whether some worker holds the lease right now. */
  readonly held: boolean;
  /** Events that operators have set aside. */
  readonly parked: number;
}

/** An operator's act that does not fit how the projection stands. */
export class InterventionRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InterventionRefused';
  }
}

interface StandingRow {
  readonly checkpoint: Position | null;
  readonly events: string;
  readonly stopped: boolean;
  readonly poison_position: Position | null;
  readonly poison_error: string | null;
  readonly held: boolean;
  readonly parked: string;
}

// Where partitions are fed, everything is in up to where the one furthest behind stands.
const ownOrLeast = `(CASE p.fed_by WHEN 'log' THEN p.checkpoint ELSE greatest(p.checkpoint, (
  SELECT CASE WHEN bool_and(f.checkpoint IS NOT NULL) THEN min(f.checkpoint) END
  FROM projections.partition f WHERE f.projection = p.name)) END)`;

const unknown: Standing = { checkpoint: undefined, events: 0, stopped: false, held: false, parked: 0 };

/** The rows that say who writes a projection, how far it is and what operators did. Time is the database's own. */
export class ProjectionControl {
  constructor(
    private readonly dataSource: DataSource,
    private readonly name: string,
  ) {}

  /** Whoever began last says where the rows come from: workers that were told otherwise write nothing from then on. */
  async enter(fedBy: 'log' | 'kafka'): Promise<void> {
    await this.run('INSERT INTO projections.projection (name) VALUES ($1) ON CONFLICT DO NOTHING');
    await this.run(
      `UPDATE projections.projection AS p SET fed_by = $2, lease_token = lease_token + 1, lease_until = '-infinity',
         lease_holder = NULL, checkpoint = ${ownOrLeast}
       WHERE name = $1 AND fed_by <> $2`,
      fedBy,
    );
  }

  /** Gives every partition of the feed its place; those it has stay. */
  async feedPartitions(partitions: number): Promise<void> {
    await this.run(
      `INSERT INTO projections.partition (projection, partition)
       SELECT $1, generate_series(0, $2::integer - 1) ON CONFLICT DO NOTHING`,
      partitions,
    );
  }

  /** Nothing while another holder's lease runs or the projection is stopped. */
  async acquire(holder: string, seconds: number): Promise<Lease | undefined> {
    const [row] = await this.run<{ readonly token: string; readonly checkpoint: Position | null }>(
      `UPDATE projections.projection SET lease_holder = $2, lease_token = lease_token + 1,
         lease_until = clock_timestamp() + make_interval(secs => $3)
       WHERE name = $1 AND NOT stopped AND fed_by = 'log' AND (lease_until < clock_timestamp() OR lease_holder = $2)
       RETURNING lease_token::text AS token, checkpoint`,
      holder,
      seconds,
    );
    return row && { token: row.token, checkpoint: row.checkpoint ?? undefined };
  }

  /** False when the lease went to somebody else. */
  async renew({ token }: Lease, seconds: number): Promise<boolean> {
    const rows = await this.run(
      `UPDATE projections.projection SET lease_until = clock_timestamp() + make_interval(secs => $3)
       WHERE name = $1 AND lease_token = $2 RETURNING name`,
      token,
      seconds,
    );
    return rows.length === 1;
  }

  async release({ token }: Lease): Promise<void> {
    await this.run(
      `UPDATE projections.projection SET lease_until = '-infinity', lease_holder = NULL
       WHERE name = $1 AND lease_token = $2`,
      token,
    );
  }

  /** Stops the projection at an event, unless the lease was lost meanwhile. */
  async stopAt({ token }: Lease, event: StoredEvent, fault: string): Promise<void> {
    await this.run(
      `UPDATE projections.projection SET stopped = true, poison_position = $3, poison_error = $4,
         lease_until = '-infinity', lease_holder = NULL
       WHERE name = $1 AND lease_token = $2`,
      token,
      event.position,
      `${event.type} in version ${event.schemaVersion}: ${fault}`,
    );
  }

  /** The same where partitions are fed: all of them stop. */
  async stopFeedAt(event: StoredEvent, fault: string): Promise<void> {
    await this.run(
      `UPDATE projections.projection SET stopped = true, poison_position = $2, poison_error = $3
       WHERE name = $1 AND NOT stopped AND fed_by = 'kafka'`,
      event.position,
      `${event.type} in version ${event.schemaVersion}: ${fault}`,
    );
  }

  /** The events that this projection passes over. */
  async parked(): Promise<ReadonlySet<Position>> {
    const rows = await this.run<{ readonly position: Position }>(
      `SELECT position FROM projections.intervention WHERE projection = $1 AND kind = 'park'`,
    );
    return new Set(rows.map(({ position }) => position));
  }

  /**
   * Records what an operator decided about the event that stopped the projection, and lets it go on.
   * @throws InterventionRefused when it is not stopped at that position, or operator or reason are missing
   */
  async intervene(kind: 'retry' | 'park', position: Position, operator: string, reason: string): Promise<void> {
    if (operator.trim() === '' || reason.trim() === '')
      throw new InterventionRefused('An intervention names its operator and the reason');
    const rows = await this.run(
      `WITH resumed AS (
         UPDATE projections.projection SET stopped = false, poison_position = NULL, poison_error = NULL
         WHERE name = $1 AND stopped AND poison_position = $2 RETURNING name)
       INSERT INTO projections.intervention (projection, kind, position, operator, reason)
       SELECT name, $3, $2, $4, $5 FROM resumed RETURNING id`,
      position,
      kind,
      operator,
      reason,
    );
    if (rows.length === 0) throw new InterventionRefused(`Projection ${this.name} is not stopped at ${position}`);
  }

  async standing(): Promise<Standing> {
    const [row] = await this.run<StandingRow>(
      `SELECT ${ownOrLeast} AS checkpoint,
         (events + (SELECT coalesce(sum(f.events), 0) FROM projections.partition f WHERE f.projection = p.name))::text AS events,
         stopped, poison_position, poison_error, lease_until > clock_timestamp() AS held,
         (SELECT count(*) FROM projections.intervention i WHERE i.projection = p.name AND i.kind = 'park') AS parked
       FROM projections.projection p WHERE name = $1`,
    );
    if (row === undefined) return unknown;
    const { checkpoint, events, stopped, poison_position: position, poison_error: error, held, parked } = row;
    const standing = {
      checkpoint: checkpoint ?? undefined,
      events: Number(events),
      stopped,
      held,
      parked: Number(parked),
    };
    return position === null ? standing : { ...standing, poison: { position, error: error ?? '' } };
  }

  /** The projection's name is always `$1`. */
  private async run<Row = unknown>(sql: string, ...parameters: unknown[]): Promise<readonly Row[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const { records } = await runner.query(sql, [this.name, ...parameters], true);
      return records as Row[];
    } finally {
      await runner.release();
    }
  }
}
