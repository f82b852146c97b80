import type { DataSource } from 'typeorm';
import type { Instant } from '#kernel';
import {
  type CaseloadFilter,
  type CaseloadRow,
  type ListedRow,
  type Page,
  type Paging,
  type Scope,
  type WorklistBucket,
  type WorklistMoments,
  decodeCursor,
  encodeCursor,
  listed,
  literally,
  never,
} from '../queries.js';
import { movedSince } from '../timelines/clocks-at.js';
import { Parameters, allOf, withinScope } from '../timelines/statement.js';

/** A row of the caseload as it was known then; `version` and `updatedAt` are those of the event that brought it to this. */
export interface PastCaseloadRow extends CaseloadRow {
  /** Where the case is today: whoever may not see it there may not see its past either. */
  readonly today: { readonly office: string; readonly area: string | undefined };
}

interface ThenRow extends ListedRow {
  readonly office_today: string;
  readonly area_today: string | null;
}

const rowOf = (row: ThenRow): PastCaseloadRow => ({
  ...listed(row),
  today: { office: row.office_today, area: row.area_today ?? undefined },
});

/** The clock due first then of every case, among those an office has to keep and that were not paused. */
const nextDueAt = (at: string): string =>
  `SELECT DISTINCT ON (k.case_id) k.case_id, k.clock, coalesce(moved.due_at, k.due_at) AS due_at,
     coalesce(moved.due_on, k.due_on) AS due_on, coalesce(moved.provisional, k.provisional) AS provisional
   FROM read.case_clock AS k ${movedSince(at)}
   WHERE k.valid_from <= ${at} AND (k.valid_until IS NULL OR k.valid_until > ${at})
     AND (k.stopped_at IS NULL OR k.stopped_at > ${at}) AND NOT k.paused AND k.nature IS DISTINCT FROM 'right'
   ORDER BY k.case_id, coalesce(moved.due_at, k.due_at), k.clock`;

/** One row per case known then that lies within the scope today: ranges, never a replay. */
const caseloadAt = (parameters: Parameters, scope: Scope, filter: CaseloadFilter, moment: Instant): string => {
  const at = `${parameters.add(moment)}::timestamptz`;
  const among = (column: string, values: readonly string[] | undefined): string | undefined =>
    values === undefined || values.length === 0 ? undefined : `${column} = ANY (${parameters.add(values)}::text[])`;
  const compared = (comparison: string, value: string | undefined, type: string): string | undefined =>
    value === undefined ? undefined : `${comparison} ${parameters.add(value)}::${type}`;
  const offices = filter.offices?.length ? parameters.add(filter.offices) : undefined;
  const inner = allOf([
    `s.known_from <= ${at}`,
    `(s.known_until IS NULL OR s.known_until > ${at})`,
    withinScope(parameters, scope, { type: 'held.type', office: 'held.office', area: 'held.area' }),
    among('s.type', filter.types),
    among('s.scheme', filter.schemes),
    among('s.stage', filter.stages),
    offices && `(s.office = ANY (${offices}::text[]) OR s.area = ANY (${offices}::text[]))`,
    compared('s.assignee =', filter.assignee, 'text'),
    filter.open === undefined ? undefined : `s.open = ${parameters.add(filter.open)}::boolean`,
    filter.caseNumber === undefined
      ? undefined
      : `s.case_id::text LIKE ${parameters.add(`${literally(filter.caseNumber.toLowerCase())}%`)}`,
    filter.person === undefined
      ? undefined
      : `${parameters.add(filter.person)} IN (SELECT json_array_elements_text(s.persons))`,
  ]);
  const outer = allOf([
    compared('due_at <=', filter.overdueAt, 'timestamptz'),
    compared('due_at >', filter.dueFrom, 'timestamptz'),
    compared('due_at <=', filter.dueBefore, 'timestamptz'),
    filter.withoutClock === true ? 'due_at IS NULL' : undefined,
  ]);
  return `SELECT * FROM (
    SELECT s.*, s.known_from AS updated_at, due.due_at, due.due_on, due.clock, coalesce(due.provisional, false) AS provisional,
      held.office AS office_today, held.area AS area_today
    FROM read.caseload_span AS s
    JOIN read.caseload AS held ON held.case_id = s.case_id
    LEFT JOIN (${nextDueAt(at)}) AS due ON due.case_id = s.case_id AND s.open
    WHERE ${inner}
  ) AS shown WHERE ${outer}`;
};

/**
 * The caseload as it was known at a past moment. Rows are as recorded by then; when a case was due is read from the
 * clocks, whose ranges follow the occurrence of events, as on the deadline board.
 */
export class PastCaseload {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The first due first.
   * @throws RangeError when the cursor is not one of ours
   */
  async list(
    scope: Scope,
    filter: CaseloadFilter,
    at: Instant,
    { cursor, limit }: Paging,
  ): Promise<Page<PastCaseloadRow>> {
    const parameters = new Parameters();
    const then = caseloadAt(parameters, scope, filter, at);
    const place = `coalesce(due_at, '${never}'::timestamptz), case_id`;
    const after = cursor === undefined ? '' : this.after(parameters, place, cursor);
    const found = await this.dataSource.query<ThenRow[]>(
      `SELECT * FROM (${then}) AS c ${after} ORDER BY ${place} LIMIT ${parameters.add(limit + 1)}`,
      parameters.values,
    );
    const rows = found.slice(0, limit).map(rowOf);
    const last = rows.at(-1);
    return { rows, next: found.length > limit && last !== undefined ? encodeCursor(last) : undefined };
  }

  async count(scope: Scope, filter: CaseloadFilter, at: Instant): Promise<number> {
    const parameters = new Parameters();
    const then = caseloadAt(parameters, scope, filter, at);
    const [row] = await this.dataSource.query<{ total: number }[]>(
      `SELECT count(*)::int AS total FROM (${then}) AS c`,
      parameters.values,
    );
    return row?.total ?? 0;
  }

  /** How many stood in each bucket then, in one pass. */
  async bucketCounts(
    scope: Scope,
    filter: CaseloadFilter,
    { now, endOfToday, endOfWeek }: WorklistMoments,
  ): Promise<Readonly<Record<WorklistBucket, number>>> {
    const parameters = new Parameters();
    const then = caseloadAt(parameters, scope, filter, now);
    const [at, today, week] = [now, endOfToday, endOfWeek].map((moment) => `${parameters.add(moment)}::timestamptz`);
    const [counts] = await this.dataSource.query<Record<WorklistBucket, number>[]>(
      `SELECT (count(*) FILTER (WHERE due_at <= ${at}))::int AS overdue,
         (count(*) FILTER (WHERE due_at > ${at} AND due_at <= ${today}))::int AS "dueToday",
         (count(*) FILTER (WHERE due_at > ${today} AND due_at <= ${week}))::int AS "within7Days",
         (count(*) FILTER (WHERE due_at > ${week}))::int AS later,
         (count(*) FILTER (WHERE due_at IS NULL))::int AS "noClock"
       FROM (${then}) AS c`,
      parameters.values,
    );
    return counts ?? { overdue: 0, dueToday: 0, within7Days: 0, later: 0, noClock: 0 };
  }

  private after(parameters: Parameters, place: string, cursor: string): string {
    const [dueAt, caseId] = decodeCursor(cursor);
    return `WHERE (${place}) > (${parameters.add(dueAt)}::timestamptz, ${parameters.add(caseId)}::uuid)`;
  }
}
