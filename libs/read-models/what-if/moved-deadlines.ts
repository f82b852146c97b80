import type { DataSource } from 'typeorm';
import type { Instant, JsonObject } from '#kernel';
import type { Page, Paging, Scope } from '../queries.js';
import { reachParameter, withinReach } from './reach.js';

/** A due date that a publication of rules has moved. */
export interface MovedDeadline {
  readonly caseId: string;
  readonly type: string;
  readonly office: string;
  readonly clock: string;
  readonly ruleSet: string;
  readonly startedAt: Instant;
  readonly from: { readonly dueAt: Instant; readonly dueOn: string; readonly provisional: boolean };
  readonly to: { readonly dueAt: Instant; readonly dueOn: string; readonly provisional: boolean };
  /** `calendar 2027`, `chongqing@3`. */
  readonly becauseOf: string;
  readonly rulesVersion: number;
  readonly movedAt: Instant;
}

/** How many due dates of one clock at one office a publication moved, and which way. */
export interface MovedCount {
  readonly office: string;
  readonly clock: string;
  readonly becauseOf: string;
  readonly earlier: number;
  readonly later: number;
  /** The day is the same, and no longer provisional or provisional now. */
  readonly sameDay: number;
}

/** An open case with clocks that run, as the case types' rules see it. */
export interface OpenCase {
  readonly caseId: string;
  readonly type: string;
  readonly state: unknown;
  readonly scheme: string;
  readonly stage: string;
  readonly office: string;
  readonly area: string | undefined;
  readonly assignee: string | undefined;
}

/** How far publications were gone through: all of these, and of the next one every case up to this. */
export interface GoneThrough {
  readonly version: number;
  readonly afterCase: string;
}

export const firstCase = '00000000-0000-0000-0000-000000000000';

interface MovedRow {
  readonly fact_id: string;
  readonly case_id: string;
  readonly case_type: string;
  readonly office: string;
  readonly clock: string;
  readonly rule_set: string;
  readonly started_at: Date;
  readonly due_at: Date;
  readonly due_on: string;
  readonly at: Date;
  readonly detail: JsonObject;
}

/** What publications of rules moved, and what of them is still to be gone through. */
export class MovedDeadlines {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Due dates moved, the latest publication first.
   * @throws RangeError when the cursor is not one of ours
   */
  async list(scope: Scope, rulesVersion: number | undefined, { cursor, limit }: Paging): Promise<Page<MovedDeadline>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.dataSource.query<MovedRow[]>(
      `SELECT f.fact_id, f.case_id, f.case_type, f.office, f.clock, f.rule_set, f.started_at, f.due_at, f.due_on, f.at, f.detail
       FROM read.deadline_fact AS f JOIN read.caseload AS c USING (case_id)
       WHERE f.kind = 'moved' AND ${withinReach('$1')}
         AND ($2::integer IS NULL OR (f.detail->>'rulesVersion')::integer = $2)
         AND ($3::timestamptz IS NULL OR (f.at, f.fact_id) < ($3, $4::uuid))
       ORDER BY f.at DESC, f.fact_id DESC LIMIT $5`,
      [reachParameter(scope), rulesVersion, after?.at, after?.factId, limit + 1],
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: shown.map(movedOf),
      next: rows.length > limit && last !== undefined ? encodeCursor(last) : undefined,
    };
  }

  /** What one publication moved, counted over every office; it tells of no case. */
  count(rulesVersion: number): Promise<readonly MovedCount[]> {
    return this.dataSource.query<MovedCount[]>(
      `SELECT office, clock, detail->>'becauseOf' AS "becauseOf",
         (count(*) FILTER (WHERE due_on < detail->>'fromDueOn'))::int AS earlier,
         (count(*) FILTER (WHERE due_on > detail->>'fromDueOn'))::int AS later,
         (count(*) FILTER (WHERE due_on = detail->>'fromDueOn'))::int AS "sameDay"
       FROM read.deadline_fact WHERE kind = 'moved' AND (detail->>'rulesVersion')::integer = $1
       GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [rulesVersion],
    );
  }

  /** Open cases with clocks that run, in the order of their ids. */
  async openCases(afterCase: string, limit: number): Promise<readonly OpenCase[]> {
    const rows = await this.dataSource.query<
      (Omit<OpenCase, 'caseId' | 'area' | 'assignee'> & {
        readonly case_id: string;
        readonly area: string | null;
        readonly assignee: string | null;
      })[]
    >(
      // Said of every table: from the one the planner does not infer it for the others, and begins them at their first case.
      `SELECT c.case_id, c.type, f.state, c.scheme, c.stage, c.office, c.area, c.assignee
       FROM read.caseload AS c JOIN read.case_fold AS f USING (case_id)
       WHERE c.open AND c.case_id > $1 AND f.case_id > $1
         AND EXISTS (
           SELECT 1 FROM read.case_clock AS k WHERE k.case_id = c.case_id AND k.case_id > $1 AND k.stopped_at IS NULL)
       ORDER BY c.case_id LIMIT $2`,
      [afterCase, limit],
    );
    return rows.map(({ case_id, area, assignee, ...row }) => ({
      ...row,
      caseId: case_id,
      area: area ?? undefined,
      assignee: assignee ?? undefined,
    }));
  }

  async goneThrough(): Promise<GoneThrough | undefined> {
    const [row] = await this.dataSource.query<{ version: number; after_case: string }[]>(
      'SELECT version, after_case FROM projections.rules_gone_through',
    );
    return row && { version: row.version, afterCase: row.after_case };
  }

  /** Moves the mark forward; of two workers the one that is further counts. */
  async goThrough({ version, afterCase }: GoneThrough): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO projections.rules_gone_through AS mark (version, after_case) VALUES ($1, $2)
       ON CONFLICT (single) DO UPDATE SET version = excluded.version, after_case = excluded.after_case
       WHERE (mark.version, mark.after_case) < (excluded.version, excluded.after_case)`,
      [version, afterCase],
    );
  }
}

const text = (value: JsonObject[string]): string => (typeof value === 'string' ? value : '');

const movedOf = (row: MovedRow): MovedDeadline => ({
  caseId: row.case_id,
  type: row.case_type,
  office: row.office,
  clock: row.clock,
  ruleSet: row.rule_set,
  startedAt: row.started_at.toISOString(),
  from: {
    dueAt: text(row.detail['fromDueAt']),
    dueOn: text(row.detail['fromDueOn']),
    provisional: row.detail['wasProvisional'] === true,
  },
  to: { dueAt: row.due_at.toISOString(), dueOn: row.due_on, provisional: row.detail['provisional'] === true },
  becauseOf: text(row.detail['becauseOf']),
  rulesVersion: Number(row.detail['rulesVersion']),
  movedAt: row.at.toISOString(),
});

const encodeCursor = ({ at, fact_id }: MovedRow): string =>
  Buffer.from(JSON.stringify([at.toISOString(), fact_id])).toString('base64url');

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const decodeCursor = (cursor: string): { readonly at: Instant; readonly factId: string } => {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(decoded) && typeof decoded[0] === 'string' && uuidPattern.test(String(decoded[1])))
      return { at: new Date(decoded[0]).toISOString(), factId: String(decoded[1]) };
  } catch {
    // falls through to the one answer for every broken cursor
  }
  throw new RangeError('cursor-not-valid');
};
