import type { DataSource } from 'typeorm';
import type { Instant, Label, Role } from '#kernel';
import type { Page, Reach } from '../queries.js';
import { Parameters, withinScope } from './statement.js';

/** A role that the viewer holds, and where. */
export interface Addressee {
  readonly role: Role;
  readonly reach: Reach;
}

export const alertKinds = ['approaching', 'breached', 'escalated'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** A fact of a clock, told to somebody who has to see to it. */
export interface Alert {
  readonly factId: string;
  readonly kind: AlertKind;
  readonly caseId: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly office: string;
  readonly area: string | undefined;
  readonly assignee: string | undefined;
  readonly clock: string;
  readonly label: Label;
  readonly ruleSet: string;
  readonly source: string;
  readonly dueAt: Instant;
  readonly dueOn: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly roles: readonly Role[];
  /** When the clock was stopped, too late; absent while it is open. */
  readonly closedAt: Instant | undefined;
}

interface AlertRow {
  readonly fact_id: string;
  readonly kind: AlertKind;
  readonly case_id: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly office: string;
  readonly area: string | null;
  readonly assignee: string | null;
  readonly clock: string;
  readonly label: Label;
  readonly rule_set: string;
  readonly source: string;
  readonly due_at: Date;
  readonly due_on: string;
  readonly at: Date;
  readonly recorded_at: Date;
  readonly roles: readonly Role[];
  readonly stopped_at: Date | null;
}

const alertOf = (row: AlertRow): Alert => ({
  factId: row.fact_id,
  kind: row.kind,
  caseId: row.case_id,
  type: row.type,
  scheme: row.scheme,
  stage: row.stage,
  office: row.office,
  area: row.area ?? undefined,
  assignee: row.assignee ?? undefined,
  clock: row.clock,
  label: row.label,
  ruleSet: row.rule_set,
  source: row.source,
  dueAt: row.due_at.toISOString(),
  dueOn: row.due_on,
  at: row.at.toISOString(),
  recordedAt: row.recorded_at.toISOString(),
  roles: row.roles,
  closedAt: row.stopped_at?.toISOString(),
});

/** What clocks have told, to whom it was told. */
export class Alerts {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Alerts of clocks that are open, and of breaches since `closedSince` that were met late; the newest first. A
   * reminder stands until its day has come, or until the day was moved.
   */
  async list(
    addressees: readonly Addressee[],
    { now, closedSince }: { readonly now: Instant; readonly closedSince: Instant },
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<Page<Alert> & { readonly counts: Readonly<Record<AlertKind, number>> }> {
    const told = (parameters: Parameters): string => this.told(parameters, addressees, now, closedSince);
    const parameters = new Parameters();
    const found = await this.dataSource.query<AlertRow[]>(
      `${told(parameters)} ORDER BY f.at DESC, f.fact_id LIMIT ${parameters.add(limit + 1)} OFFSET ${parameters.add(offset)}`,
      parameters.values,
    );
    const counting = new Parameters();
    const counted = await this.dataSource.query<{ kind: AlertKind; n: number }[]>(
      `SELECT kind, count(*)::int AS n FROM (${told(counting)}) AS told GROUP BY kind`,
      counting.values,
    );
    const countOf = (kind: AlertKind): number => counted.find((row) => row.kind === kind)?.n ?? 0;
    return {
      rows: found.slice(0, limit).map(alertOf),
      next: found.length > limit ? String(offset + limit) : undefined,
      counts: {
        approaching: countOf('approaching'),
        breached: countOf('breached'),
        escalated: countOf('escalated'),
      },
    };
  }

  private told(parameters: Parameters, addressees: readonly Addressee[], now: Instant, closedSince: Instant): string {
    const present = `${parameters.add(now)}::timestamptz`;
    const addressed = addressees.map(
      ({ role, reach }) =>
        `(f.roles::jsonb ? ${parameters.add(role)} AND ${withinScope(parameters, [reach], { type: 'c.type', office: 'c.office', area: 'c.area' })})`,
    );
    return `SELECT f.fact_id, f.kind, f.case_id, c.type, c.scheme, c.stage, c.office, c.area, c.assignee, f.clock, k.label,
        f.rule_set, k.source, f.due_at, f.due_on, f.at, f.recorded_at, f.roles, k.stopped_at
      FROM read.deadline_fact AS f
      JOIN read.case_clock AS k ON k.case_id = f.case_id AND k.rule_set = f.rule_set AND k.clock = f.clock
        AND k.started_at = f.started_at AND k.valid_until IS NULL
      JOIN read.caseload AS c ON c.case_id = f.case_id
      WHERE CASE f.kind
          WHEN 'approaching' THEN k.stopped_at IS NULL AND NOT k.paused AND f.due_at = k.due_at AND k.due_at > ${present}
          WHEN 'breached' THEN k.stopped_at IS NULL OR f.at >= ${parameters.add(closedSince)}::timestamptz
          WHEN 'escalated' THEN k.stopped_at IS NULL
          ELSE false END
        AND ${addressed.length === 0 ? 'false' : `(${addressed.join(' OR ')})`}`;
  }
}
