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
  { office, area }: Columns,
  { offices, officesAlone = false }: Pick<DeadlineFilter, 'offices' | 'officesAlone'>,
): string | undefined => {
  if (offices === undefined) return undefined;
  const place = parameters.add(offices);
  return officesAlone
    ? `${office} = ANY (${place}::text[])`
    : `(${office} = ANY (${place}::text[]) OR ${area} = ANY (${place}::text[]))`;
};

const assigneeCondition = (
  parameters: Parameters,
  column: string,
  assignee: DeadlineFilter['assignee'],
): string | undefined => {
  if (assignee === undefined) return undefined;
  return assignee === null ? `${column} IS NULL` : `${column} = ${parameters.add(assignee)}`;
};

const columnNames = [
  'type',
  'scheme',
  'opened_on',
  'area',
  'stage',
  'since',
  'case_open',
  'office',
  'assignee',
  'fact_at',
  'fact_recorded_at',
  'fact_office',
] as const;

/** Where the case of a clock and its breach are found. */
type Columns = Readonly<Record<(typeof columnNames)[number], string>>;

const columnsNow: Columns = {
  type: 'k.type',
  scheme: 'k.scheme',
  opened_on: 'k.opened_on',
  area: 'k.area',
  stage: 'k.stage',
  since: 'k.stage_since',
  case_open: 'k.case_open',
  office: 'k.office',
  assignee: 'k.assignee',
  fact_at: 'k.breached_at',
  fact_recorded_at: 'k.breach_recorded_at',
  fact_office: 'k.breach_office',
};

const columnsThen: Columns = {
  ...columnsNow,
  stage: 's.stage',
  since: 's.since',
  case_open: 's.open',
  office: 's.office',
  assignee: 's.assignee',
  fact_at: 'f.at',
  fact_recorded_at: 'f.recorded_at',
  fact_office: 'f.office',
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
 * Which clocks are looked at. Together the last three are all that a board counts, each found by an index of its own:
 * still open, ended too late, and ended in time although a breach is on record (what ended it was entered later, or its
 * due date was moved afterwards). Of the present the last two are one: the row of a clock knows of its breach.
 */
export type Part = 'any' | 'open' | 'missed' | 'forgiven';

export interface Looked {
  readonly part: Part;
  /** Of ended clocks only those that were due since; every one unless given. */
  readonly dueSince?: Instant;
  /** All of a clock, or what a board counts by. */
  readonly wanted?: readonly string[];
}

/** What the states of an open clock mean in the columns that have indexes. */
const openConditions = (states: readonly DeadlineState[] | undefined, now: string): string | undefined => {
  if (states === undefined || openStates.every((state) => states.includes(state))) return undefined;
  const conditions: Readonly<Record<(typeof openStates)[number], string>> = {
    running: `(NOT k.paused AND due.due_at > ${now} AND (due.remind_at IS NULL OR due.remind_at > ${now}))`,
    approaching: `(NOT k.paused AND due.due_at > ${now} AND due.remind_at <= ${now})`,
    paused: 'k.paused',
    overdue: `(NOT k.paused AND due.due_at <= ${now})`,
  };
  const asked = openStates.filter((state) => states.includes(state)).map((state) => conditions[state]);
  return asked.length === 0 ? 'false' : `(${asked.join(' OR ')})`;
};

const partCondition = ({ part, dueSince }: Looked, parameters: Parameters, now: string, live: boolean): string => {
  const over = live ? 'k.stopped_at IS NOT NULL' : `k.stopped_at <= ${now}`;
  const since = (column: string): string =>
    dueSince === undefined ? '' : `AND ${column} > ${parameters.instant(dueSince)}`;
  switch (part) {
    case 'any':
      return 'true';
    case 'open':
      return `${live ? 'k.stopped_at IS NULL' : `(k.stopped_at IS NULL OR k.stopped_at > ${now})`}
        AND (k.nature IS DISTINCT FROM 'right' OR due.due_at > ${now})`;
    case 'missed':
      return live
        ? `${over} AND (k.standing IN ('late', 'ended') OR k.breached_at IS NOT NULL) ${since('k.due_at')}`
        : `${over} AND k.standing IN ('late', 'ended') ${since('k.due_at')}`;
    case 'forgiven':
      return `${over} AND k.standing NOT IN ('late', 'ended') AND f.fact_id IS NOT NULL ${since('f.at')}`;
    default:
      return part satisfies never;
  }
};

interface Standing {
  readonly stoppedAt: string;
  readonly state: string;
  /** In the terms of the columns above. */
  readonly breached: string;
}

/** How a clock stands, said as briefly as is known of the part. */
const standingOf = (part: Part, now: string): Standing => {
  const open = `CASE WHEN k.paused THEN 'paused' WHEN due.due_at <= ${now} THEN 'overdue'
    WHEN due.remind_at <= ${now} THEN 'approaching' ELSE 'running' END`;
  const missed = `(fact_at IS NOT NULL OR state IN ('overdue', 'late')
    OR (state = 'ended' AND nature <> 'right' AND stopped_at >= due_at))`;
  switch (part) {
    case 'open':
      return { stoppedAt: 'NULL::timestamptz', state: open, breached: `(fact_at IS NOT NULL OR state = 'overdue')` };
    case 'missed':
    case 'forgiven':
      return { stoppedAt: 'k.stopped_at', state: 'k.standing', breached: missed };
    case 'any': {
      const stopped = 'coalesce(k.stopped_at, due.lapses_at)';
      return {
        stoppedAt: `CASE WHEN ${stopped} <= ${now} THEN ${stopped} END`,
        state: `CASE WHEN k.stopped_at <= ${now} THEN k.standing WHEN due.lapses_at <= ${now} THEN 'ended' ELSE ${open} END`,
        breached: missed,
      };
    }
    default:
      return part satisfies never;
  }
};

/** Due date, stage, office and breach of each clock as they were. */
const casesThen = (now: string): string =>
  `${movedSince(now)}
   CROSS JOIN LATERAL (${dueThen}) AS due
   JOIN read.stage_span AS s ON s.case_id = k.case_id AND s.entered_at <= ${now} AND (s.left_at IS NULL OR s.left_at > ${now})
   LEFT JOIN read.deadline_fact AS f ON f.kind = 'breached' AND f.case_id = k.case_id AND f.rule_set = k.rule_set
     AND f.clock = k.clock AND f.started_at = k.started_at AND f.recorded_at <= ${now}`;

/** An absent nature is a statutory one. */
const natureCondition = (parameters: Parameters, natures: readonly ClockNature[]): string => {
  const named = `k.nature = ANY (${parameters.add(natures)}::text[])`;
  return natures.includes('statutory') ? `(k.nature IS NULL OR ${named})` : named;
};

/**
 * One row per clock that had started by then, with stage, office and assignee of that time: ranges, never a replay.
 * Nothing happens later than now, so the present is what has no end yet, for which there are indexes.
 */
export const clocksAt = (
  parameters: Parameters,
  scope: Scope,
  filter: DeadlineFilter,
  { at, live }: AsOf,
  looked: Looked = { part: 'any' },
): string => {
  const now = parameters.instant(at);
  const since = (column: string): string => (live ? `${column} IS NULL` : `(${column} IS NULL OR ${column} > ${now})`);
  const open = looked.part === 'open';
  const ended = looked.part === 'missed' || looked.part === 'forgiven';
  const standing = standingOf(looked.part, now);
  const columns = live ? columnsNow : columnsThen;
  const inner = allOf([
    live ? undefined : `k.valid_from <= ${now}`,
    since('k.valid_until'),
    partCondition(looked, parameters, now, live),
    withinScope(parameters, scope, columns),
    natureCondition(parameters, filter.natures ?? dutyNatures),
    open ? openConditions(filter.states, now) : undefined,
    among(parameters, columns.type, filter.types),
    among(parameters, columns.scheme, filter.schemes),
    among(parameters, columns.stage, filter.stages),
    officeCondition(parameters, columns, filter),
    assigneeCondition(parameters, columns.assignee, filter.assignee),
    among(parameters, `split_part(k.clock, '#', 1)`, filter.clocks),
    filter.dueFrom === undefined ? undefined : `due.due_on >= ${parameters.add(filter.dueFrom)}`,
    filter.dueTo === undefined ? undefined : `due.due_on <= ${parameters.add(filter.dueTo)}`,
  ]);
  const outer = allOf([
    open ? undefined : among(parameters, 'state', filter.states),
    ended ? 'breached' : undefined,
    filter.breached === undefined ? undefined : `breached = ${parameters.add(filter.breached)}::boolean`,
  ]);
  return `SELECT ${looked.wanted?.join(', ') ?? '*'} FROM (
    SELECT found.*, ${standing.breached} AS breached
    FROM (
      SELECT k.case_id, ${columnNames.map((name) => `${columns[name]} AS ${name}`).join(', ')}, k.clock,
        split_part(k.clock, '#', 1) AS rule, k.label, k.rule_set, k.source, coalesce(k.nature, 'statutory') AS nature,
        k.started_at, due.due_at, due.due_on, due.provisional, k.pauses,
        ${standing.stoppedAt} AS stopped_at, ${standing.state} AS state
      FROM read.case_clock AS k ${live ? `CROSS JOIN LATERAL (${dueNow}) AS due` : casesThen(now)}
      WHERE ${inner}
    ) AS found
  ) AS standing WHERE ${outer}`;
};

/** Everything that a board counts: what is open, and what was missed. */
export const countedClocks = (
  parameters: Parameters,
  scope: Scope,
  filter: DeadlineFilter,
  asOf: AsOf,
  looked: Omit<Looked, 'part'> = {},
): string =>
  (asOf.live ? (['open', 'missed'] as const) : (['open', 'missed', 'forgiven'] as const))
    .map((part) => clocksAt(parameters, scope, filter, asOf, { ...looked, part }))
    .join('\nUNION ALL\n');
