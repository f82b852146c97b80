import type { DataSource } from 'typeorm';
import type { Instant, Role } from '#kernel';

/** Something that the time of a clock has brought and that no fact says yet, with the case as it stands. */
export interface DueAlarm {
  readonly caseId: string;
  readonly caseType: string;
  readonly scheme: string;
  readonly stage: string;
  readonly office: string;
  readonly area: string | undefined;
  readonly assignee: string | undefined;
  /** Version of the case that the alarm was derived from. */
  readonly version: number;
  readonly kind: 'approaching' | 'breached' | 'escalated';
  readonly step: number;
  readonly ruleSet: string;
  readonly clock: string;
  readonly source: string;
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  readonly dueOn: string;
  readonly at: Instant;
  readonly roles: readonly Role[];
}

interface AlarmRow {
  readonly case_id: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly office: string;
  readonly area: string | null;
  readonly assignee: string | null;
  readonly version: number;
  readonly kind: DueAlarm['kind'];
  readonly step: number;
  readonly rule_set: string;
  readonly clock: string;
  readonly source: string;
  readonly started_at: Date;
  readonly due_at: Date;
  readonly due_on: string;
  readonly at: Date;
  readonly roles: Role[];
}

/** What clocks have to tell. */
export class Alarms {
  constructor(private readonly dataSource: DataSource) {}

  /** Alarms whose time has come and that are not recorded yet, the earliest first. */
  async due(now: Instant, limit: number): Promise<readonly DueAlarm[]> {
    const rows = await this.dataSource.query<AlarmRow[]>(
      `SELECT a.*, c.type, c.scheme, c.stage, c.office, c.area, c.assignee, c.version
       FROM read.clock_alarm AS a JOIN read.caseload AS c USING (case_id)
       WHERE NOT a.done AND a.at <= $1 ORDER BY a.at, a.case_id, a.clock, a.step LIMIT $2`,
      [now, limit],
    );
    return rows.map((row) => ({
      caseId: row.case_id,
      caseType: row.type,
      scheme: row.scheme,
      stage: row.stage,
      office: row.office,
      area: row.area ?? undefined,
      assignee: row.assignee ?? undefined,
      version: row.version,
      kind: row.kind,
      step: row.step,
      ruleSet: row.rule_set,
      clock: row.clock,
      source: row.source,
      startedAt: row.started_at.toISOString(),
      dueAt: row.due_at.toISOString(),
      dueOn: row.due_on,
      at: row.at.toISOString(),
      roles: row.roles,
    }));
  }

  /** When the next alarm comes; nothing when none is waiting. */
  async next(): Promise<Instant | undefined> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>(
      'SELECT min(at) AS at FROM read.clock_alarm WHERE NOT done',
    );
    return row?.at?.toISOString();
  }
}
