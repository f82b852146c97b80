import type { Day, Instant } from '#kernel';
import type { Scope } from '../queries.js';
import { type Parameters, allOf, withinScope } from './statement.js';

export const openStates = ['running', 'approaching', 'paused', 'overdue'] as const;
export const deadlineStates = [...openStates, 'met', 'late', 'ended'] as const;
export type DeadlineState = (typeof deadlineStates)[number];

export const dutyNatures = ['statutory', 'local', 'internal'] as const;
export const clockNatures = [...dutyNatures, 'right'] as const;
export type ClockNature = (typeof clockNatures)[number];

export interface DeadlineFilter {
  readonly types?: readonly string[];
  readonly schemes?: readonly string[];
  readonly stages?: readonly string[];
  readonly offices?: readonly string[];
  /** These offices alone, whatever lies in their areas. */
  readonly officesAlone?: boolean;
  /** `null`: nobody has the case. */
  readonly assignee?: string | null;
  /** Ids of clocks; every time such a clock was started counts. */
  readonly clocks?: readonly string[];
  readonly states?: readonly DeadlineState[];
  /** Duties of an office unless said: an applicant's own time limit is none. */
  readonly natures?: readonly ClockNature[];
  /** First and last day due, both included. */
  readonly dueFrom?: Day;
  readonly dueTo?: Day;
  /** Ran out before it was met, whatever came later. */
  readonly breached?: boolean;
}

/** The present, or a past moment that is asked about. */
export interface AsOf {
  readonly at: Instant;
  readonly live: boolean;
}

const among = (
  parameters: Parameters,
  expression: string,
  values: readonly string[] | undefined,
): string | undefined => (values === undefined ? undefined : `${expression} = ANY (${parameters.add(values)}::text[])`);

const officeCondition = (
  parameters: Parameters,
  { offices, officesAlone = false }: Pick<DeadlineFilter, 'offices' | 'officesAlone'>,
): string | undefined => {
  if (offices === undefined) return undefined;
  const place = parameters.add(offices);
  return officesAlone
    ? `s.office = ANY (${place}::text[])`
    : `(s.office = ANY (${place}::text[]) OR c.area = ANY (${place}::text[]))`;
};

const assigneeCondition = (parameters: Parameters, assignee: DeadlineFilter['assignee']): string | undefined => {
  if (assignee === undefined) return undefined;
  return assignee === null ? 's.assignee IS NULL' : `s.assignee = ${parameters.add(assignee)}`;
};

const dueNow = `SELECT k.due_at, k.due_on, k.provisional, k.remind_at,
  CASE WHEN k.nature = 'right' THEN k.due_at END AS lapses_at`;

/** Clocks that newly published rules have moved since then, with the due date that they had. */
export const movedSince = (now: string): string =>
  `LEFT JOIN (
    SELECT DISTINCT ON (case_id, clock, started_at) case_id, clock, started_at,
      (detail->>'fromDueAt')::timestamptz AS due_at, detail->>'fromDueOn' AS due_on,
      (detail->>'wasProvisional')::boolean AS provisional
    FROM read.deadline_fact WHERE kind = 'moved' AND at > ${now} ORDER BY case_id, clock, started_at, at
  ) AS moved ON moved.case_id = k.case_id AND moved.clock = k.clock AND moved.started_at = k.started_at`;

const dueThen = `SELECT coalesce(moved.due_at, k.due_at) AS due_at, coalesce(moved.due_on, k.due_on) AS due_on,
  coalesce(moved.provisional, k.provisional) AS provisional,
  k.remind_at - (k.due_at - coalesce(moved.due_at, k.due_at)) AS remind_at,
  CASE WHEN k.nature = 'right' THEN coalesce(moved.due_at, k.due_at) END AS lapses_at`;

/**
 * One row per clock that had started by then, with stage, office and assignee of that time: ranges, never a replay.
 * Nothing happens later than now, so the present is what has no end yet, for which there are indexes.
 */
export const clocksAt = (
  parameters: Parameters,
  scope: Scope,
  filter: DeadlineFilter,
  { at, live }: AsOf,
  onlyOpen = false,
): string => {
  const now = `${parameters.add(at)}::timestamptz`;
  const since = (column: string): string => (live ? `${column} IS NULL` : `(${column} IS NULL OR ${column} > ${now})`);
  const { natures = dutyNatures } = filter;
  const inner = allOf([
    live ? undefined : `k.valid_from <= ${now}`,
    since('k.valid_until'),
    onlyOpen ? since('k.stopped_at') : undefined,
    withinScope(parameters, scope, { type: 'c.type', office: 's.office', area: 'c.area' }),
    among(parameters, `coalesce(k.nature, 'statutory')`, natures),
    among(parameters, 'c.type', filter.types),
    among(parameters, 'c.scheme', filter.schemes),
    among(parameters, 's.stage', filter.stages),
    officeCondition(parameters, filter),
    assigneeCondition(parameters, filter.assignee),
    among(parameters, `split_part(k.clock, '#', 1)`, filter.clocks),
  ]);
  const outer = allOf([
    filter.dueFrom === undefined ? undefined : `due_on >= ${parameters.add(filter.dueFrom)}`,
    filter.dueTo === undefined ? undefined : `due_on <= ${parameters.add(filter.dueTo)}`,
    among(parameters, 'state', filter.states),
    filter.breached === undefined ? undefined : `breached = ${parameters.add(filter.breached)}::boolean`,
  ]);
  return `SELECT * FROM (
    SELECT found.*, (fact_at IS NOT NULL OR state IN ('overdue', 'late')
      OR (state = 'ended' AND nature <> 'right' AND stopped_at >= due_at)) AS breached
    FROM (
      SELECT k.case_id, c.type, c.scheme, c.area, s.stage, s.since, s.open AS case_open, s.office, s.assignee, k.clock,
        split_part(k.clock, '#', 1) AS rule, k.label, k.rule_set, k.source, coalesce(k.nature, 'statutory') AS nature,
        k.started_at, due.due_at, due.due_on, due.provisional, k.pauses, c.opened_on,
        CASE WHEN coalesce(k.stopped_at, due.lapses_at) <= ${now} THEN coalesce(k.stopped_at, due.lapses_at) END
          AS stopped_at,
        CASE WHEN k.stopped_at <= ${now} THEN k.standing
          WHEN due.lapses_at <= ${now} THEN 'ended'
          WHEN k.paused THEN 'paused'
          WHEN due.due_at <= ${now} THEN 'overdue'
          WHEN due.remind_at <= ${now} THEN 'approaching'
          ELSE 'running' END AS state,
        f.at AS fact_at, f.recorded_at AS fact_recorded_at, f.office AS fact_office
      FROM read.case_clock AS k
      ${live ? '' : movedSince(now)}
      CROSS JOIN LATERAL (${live ? dueNow : dueThen}) AS due
      JOIN read.stage_span AS s ON s.case_id = k.case_id AND ${live ? '' : `s.entered_at <= ${now} AND `}${since('s.left_at')}
      JOIN read.caseload AS c ON c.case_id = k.case_id
      LEFT JOIN read.deadline_fact AS f ON f.kind = 'breached' AND f.case_id = k.case_id AND f.rule_set = k.rule_set
        AND f.clock = k.clock AND f.started_at = k.started_at AND f.recorded_at <= ${now}
      WHERE ${inner}
    ) AS found
  ) AS standing WHERE ${outer}`;
};
