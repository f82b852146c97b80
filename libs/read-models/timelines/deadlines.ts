import type { DataSource } from 'typeorm';
import type { ClockView, Day, Instant, Label } from '#kernel';
import { addDays, addMonths, dayOf, startOfDay } from '#rules';
import type { Page, Paging, Scope } from '../queries.js';
import {
  type AsOf,
  type DeadlineFilter,
  type DeadlineState,
  type Looked,
  clocksAt,
  countedClocks,
  openStates,
} from './clocks-at.js';
import { Parameters } from './statement.js';

/** A clock of a case as it stood at the moment asked about; nothing in it names a person. */
export interface DeadlineRow {
  readonly caseId: string;
  readonly type: string;
  readonly scheme: string;
  /** The day of intake. */
  readonly openedOn: Day;
  readonly stage: string;
  /** When the case entered the stage. */
  readonly stageSince: Instant;
  readonly office: string;
  readonly area: string | undefined;
  readonly assignee: string | undefined;
  readonly clock: string;
  readonly label: Label;
  readonly nature: string;
  readonly ruleSet: string;
  readonly source: string;
  readonly startedAt: Instant;
  /** The first instant too late. While the clock is paused: what it would have been without the pause. */
  readonly dueAt: Instant;
  readonly dueOn: string;
  readonly provisional: boolean;
  /** Days that do not count, first and last included, with the cause; the last one may be running. */
  readonly pauses: ClockView['pauses'];
  readonly stoppedAt: Instant | undefined;
  readonly state: DeadlineState;
  readonly breached: boolean;
  /** The recorded fact, once there is one. */
  readonly breach: { readonly at: Instant; readonly recordedAt: Instant; readonly office: string } | undefined;
}

interface StandingRow {
  readonly case_id: string;
  readonly type: string;
  readonly scheme: string;
  readonly opened_on: string;
  readonly area: string | null;
  readonly stage: string;
  readonly since: Date;
  readonly office: string;
  readonly assignee: string | null;
  readonly clock: string;
  readonly label: Label;
  readonly nature: string;
  readonly rule_set: string;
  readonly source: string;
  readonly started_at: Date;
  readonly due_at: Date;
  readonly due_on: string;
  readonly provisional: boolean;
  readonly pauses: ClockView['pauses'];
  readonly stopped_at: Date | null;
  readonly state: DeadlineState;
  readonly breached: boolean;
  readonly fact_at: Date | null;
  readonly fact_recorded_at: Date | null;
  readonly fact_office: string | null;
}

/** Pauses as a past day knew them: of one that went on, the end is still to come. */
const pausesAt = (pauses: DeadlineRow['pauses'], { at, live }: AsOf): DeadlineRow['pauses'] => {
  if (live) return pauses;
  const day = dayOf(at);
  return pauses
    .filter(({ from }) => addDays(from, -1) <= day)
    .map((pause) => (pause.until !== undefined && pause.until > day ? { ...pause, until: undefined } : pause));
};

const rowOf = (row: StandingRow, asOf: AsOf): DeadlineRow => ({
  caseId: row.case_id,
  type: row.type,
  scheme: row.scheme,
  openedOn: row.opened_on,
  stage: row.stage,
  stageSince: row.since.toISOString(),
  office: row.office,
  area: row.area ?? undefined,
  assignee: row.assignee ?? undefined,
  clock: row.clock,
  label: row.label,
  nature: row.nature,
  ruleSet: row.rule_set,
  source: row.source,
  startedAt: row.started_at.toISOString(),
  dueAt: row.due_at.toISOString(),
  dueOn: row.due_on,
  provisional: row.provisional,
  pauses: pausesAt(row.pauses, asOf),
  stoppedAt: row.stopped_at?.toISOString(),
  state: row.state,
  breached: row.breached,
  breach:
    row.fact_at === null || row.fact_recorded_at === null || row.fact_office === null
      ? undefined
      : { at: row.fact_at.toISOString(), recordedAt: row.fact_recorded_at.toISOString(), office: row.fact_office },
});

export const summaryKeys = ['type', 'office', 'stage', 'clock', 'assignee'] as const;
export type SummaryKey = (typeof summaryKeys)[number];

export interface DeadlineCounts {
  /** Still open: the sum of the next four. */
  readonly open: number;
  readonly onTime: number;
  readonly approaching: number;
  readonly overdue: number;
  readonly paused: number;
  /** Ran out before they were met, open or ended since; counted from `breachesFrom` on. */
  readonly breached: number;
  /** The open case that stands longest in its stage. */
  readonly oldest:
    { readonly caseId: string; readonly type: string; readonly stage: string; readonly since: Instant } | undefined;
}

export interface DeadlineGroup extends DeadlineCounts {
  readonly type?: string;
  readonly stage?: string;
  readonly office?: string;
  readonly clock?: string;
  readonly label?: Label;
  /** Absent where nobody has the case. */
  readonly assignee?: string;
}

interface GroupRow {
  readonly whole: boolean;
  readonly type?: string;
  readonly stage?: string;
  readonly office?: string;
  readonly rule?: string;
  readonly assignee?: string | null;
  readonly label: Label | null;
  readonly open: number;
  readonly on_time: number;
  readonly approaching: number;
  readonly overdue: number;
  readonly paused: number;
  readonly breached: number;
  readonly oldest: { readonly f1: string; readonly f2: string; readonly f3: string; readonly f4: string } | null;
}

const columnsOf: Readonly<Record<SummaryKey, readonly string[]>> = {
  type: ['type'],
  office: ['office'],
  stage: ['type', 'stage'],
  clock: ['rule'],
  assignee: ['assignee'],
};

const oldestOf = (row: GroupRow['oldest']): DeadlineCounts['oldest'] =>
  row === null ? undefined : { since: new Date(row.f1).toISOString(), caseId: row.f2, type: row.f3, stage: row.f4 };

const countsOf = (row: GroupRow): DeadlineCounts => ({
  open: row.open,
  onTime: row.on_time,
  approaching: row.approaching,
  overdue: row.overdue,
  paused: row.paused,
  breached: row.breached,
  oldest: oldestOf(row.oldest),
});

const groupOf = (row: GroupRow, by: SummaryKey): DeadlineGroup => {
  const counts = countsOf(row);
  switch (by) {
    case 'type':
      return { type: row.type, ...counts };
    case 'stage':
      return { type: row.type, stage: row.stage, ...counts };
    case 'office':
      return { office: row.office, ...counts };
    case 'clock':
      return { clock: row.rule, label: row.label ?? undefined, ...counts };
    case 'assignee':
      return { assignee: row.assignee ?? undefined, ...counts };
    default:
      return by satisfies never;
  }
};

const none: DeadlineCounts = {
  open: 0,
  onTime: 0,
  approaching: 0,
  overdue: 0,
  paused: 0,
  breached: 0,
  oldest: undefined,
};

const encodeCursor = ({ dueAt, caseId, ruleSet, clock }: DeadlineRow): string =>
  Buffer.from(JSON.stringify([dueAt, caseId, ruleSet, clock])).toString('base64url');

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws RangeError when the cursor is not one of ours */
const decodeCursor = (cursor: string): readonly [Instant, string, string, string] => {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(decoded) && decoded.length === 4 && uuidPattern.test(String(decoded[1])))
      return [new Date(String(decoded[0])).toISOString(), String(decoded[1]), String(decoded[2]), String(decoded[3])];
  } catch {
    // falls through to the one answer for every broken cursor
  }
  throw new RangeError('cursor-not-valid');
};

const isOpen = (states: readonly DeadlineState[] | undefined): boolean =>
  states?.every((state) => openStates.some((open) => open === state)) ?? false;

const monthsLookedBack = 12;

const dueSince = (day: Day | undefined): Pick<Looked, 'dueSince'> =>
  day === undefined ? {} : { dueSince: startOfDay(day) };

/** What counting looks at besides its keys; the less it is, the more of it is found in the index alone. */
const counted = ['case_id', 'type', 'stage', 'since', 'case_open', 'state', 'breached', 'due_on'];

/** The clocks a filter asks for, by the way for which there is an index. */
const standingClocks = (parameters: Parameters, scope: Scope, filter: DeadlineFilter, asOf: AsOf): string => {
  if (isOpen(filter.states)) return clocksAt(parameters, scope, filter, asOf, { part: 'open' });
  if (filter.breached !== true) return clocksAt(parameters, scope, filter, asOf);
  return countedClocks(parameters, scope, filter, asOf, dueSince(filter.dueFrom));
};

const stillOpen = `state IN ('${openStates.join("', '")}')`;

/** The clocks of all cases, at present or as they stood at any past moment. */
export class Deadlines {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Clocks within the scope, the first due first.
   * @throws RangeError when the cursor is not one of ours
   */
  async list(scope: Scope, filter: DeadlineFilter, asOf: AsOf, { cursor, limit }: Paging): Promise<Page<DeadlineRow>> {
    const parameters = new Parameters();
    const standing = standingClocks(parameters, scope, filter, asOf);
    const after = cursor === undefined ? '' : this.after(parameters, cursor);
    const found = await this.dataSource.query<StandingRow[]>(
      `SELECT * FROM (${standing}) AS clock ${after}
       ORDER BY due_at, case_id, rule_set, clock LIMIT ${parameters.add(limit + 1)}`,
      parameters.values,
    );
    const rows = found.slice(0, limit).map((row) => rowOf(row, asOf));
    const last = rows.at(-1);
    return { rows, next: found.length > limit && last !== undefined ? encodeCursor(last) : undefined };
  }

  async count(scope: Scope, filter: DeadlineFilter, asOf: AsOf): Promise<number> {
    const parameters = new Parameters();
    const standing = standingClocks(parameters, scope, filter, asOf);
    const [row] = await this.dataSource.query<{ total: number }[]>(
      `SELECT count(*)::int AS total FROM (${standing}) AS clock`,
      parameters.values,
    );
    return row?.total ?? 0;
  }

  /**
   * Counts of the same clocks that `list` gives for the same filter: all of them, and by group.
   * Breaches are counted of clocks due from `breachesFrom` on: the day a year ago unless the filter says since when.
   */
  async summary(
    scope: Scope,
    filter: DeadlineFilter,
    asOf: AsOf,
    by: SummaryKey,
  ): Promise<{ readonly all: DeadlineCounts; readonly groups: readonly DeadlineGroup[]; readonly breachesFrom: Day }> {
    const parameters = new Parameters();
    const breachesFrom = filter.dueFrom ?? addMonths(dayOf(asOf.at), -monthsLookedBack);
    const wanted = [...new Set([...counted, ...columnsOf[by], ...(by === 'clock' ? ['label'] : [])])];
    const standing = isOpen(filter.states)
      ? clocksAt(parameters, scope, filter, asOf, { part: 'open', wanted })
      : countedClocks(parameters, scope, filter, asOf, { ...dueSince(breachesFrom), wanted });
    const keys = columnsOf[by].join(', ');
    const label = by === 'clock' ? 'min(label::text)' : 'NULL::text';
    // Each clock is looked at once, for the cell it falls into; the sums are made of the cells.
    const rows = await this.dataSource.query<GroupRow[]>(
      `SELECT grouping(${keys}) <> 0 AS whole, ${keys}, min(label)::json AS label,
         coalesce(sum(n) FILTER (WHERE ${stillOpen}), 0)::int AS open,
         coalesce(sum(n) FILTER (WHERE state = 'running'), 0)::int AS on_time,
         coalesce(sum(n) FILTER (WHERE state = 'approaching'), 0)::int AS approaching,
         coalesce(sum(n) FILTER (WHERE state = 'overdue'), 0)::int AS overdue,
         coalesce(sum(n) FILTER (WHERE state = 'paused'), 0)::int AS paused,
         coalesce(sum(n) FILTER (WHERE missed), 0)::int AS breached,
         to_json(min(oldest) FILTER (WHERE ${stillOpen})) AS oldest
       FROM (
         SELECT ${keys}, state, breached AND due_on >= ${parameters.add(breachesFrom)} AS missed, ${label} AS label,
           count(*) AS n, min(ROW(since, case_id, type, stage)) FILTER (WHERE case_open) AS oldest
         FROM (${standing}) AS clock GROUP BY ${keys}, state, missed
       ) AS cell
       GROUP BY GROUPING SETS ((), (${keys})) ORDER BY ${keys}`,
      parameters.values,
    );
    const whole = rows.find((row) => row.whole);
    return {
      all: whole === undefined ? none : countsOf(whole),
      groups: rows.filter((row) => !row.whole).map((row) => groupOf(row, by)),
      breachesFrom,
    };
  }

  private after(parameters: Parameters, cursor: string): string {
    const [dueAt, caseId, ruleSet, clock] = decodeCursor(cursor);
    return `WHERE (due_at, case_id, rule_set, clock.clock) >
      (${parameters.add(dueAt)}::timestamptz, ${parameters.add(caseId)}::uuid, ${parameters.add(ruleSet)}, ${parameters.add(clock)})`;
  }
}
