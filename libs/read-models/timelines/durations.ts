import type { DataSource } from 'typeorm';
import type { Instant, Label } from '#kernel';
import type { Page, Scope } from '../queries.js';
import { Parameters, allOf, withinScope } from './statement.js';

/** What is measured: separate clocks, never added up or mixed. */
export type MeasuredStep =
  /** From intake to the end of the case. */
  | { readonly kind: 'case' }
  /** From entering a stage to leaving it. */
  | { readonly kind: 'stage'; readonly stage: string }
  /** From the start of a clock to the act that met it, late or not. */
  | { readonly kind: 'clock'; readonly clock: string }
  /** Days that a clock left out, each pause by itself, with its cause. */
  | { readonly kind: 'pause'; readonly clock: string };

export const durationKeys = ['office', 'month', 'type', 'cause'] as const;
export type DurationKey = (typeof durationKeys)[number];

export interface DurationFilter {
  readonly types?: readonly string[];
  readonly offices?: readonly string[];
  readonly officesAlone?: boolean;
  /** First instant of the period, and the first after it. */
  readonly from: Instant;
  readonly to: Instant;
  readonly month?: string;
  readonly cause?: string;
  /** Hours, the second not included. */
  readonly atLeast?: number;
  readonly below?: number;
}

/** Calendar hours. */
export interface DurationStatistics {
  readonly n: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

export interface HistogramBin {
  /** Hours, from this one on. */
  readonly from: number;
  /** Hours, this one not included; the last bin has no end. */
  readonly to: number | undefined;
  readonly n: number;
}

export interface Distribution {
  /** Nothing when no step was finished in the period. */
  readonly all: DurationStatistics | undefined;
  readonly histogram: readonly HistogramBin[];
  readonly trend: readonly (DurationStatistics & { readonly month: string })[];
  readonly groups: readonly (DurationStatistics & { readonly key: string; readonly label: Label | undefined })[];
}

/** One step that was finished. */
export interface FinishedStep {
  readonly caseId: string;
  readonly type: string;
  readonly office: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** Calendar hours. */
  readonly hours: number;
  readonly cause: Label | undefined;
}

interface StatisticsRow {
  readonly of_month: boolean;
  readonly of_key: boolean;
  readonly month: string | null;
  readonly key: string | null;
  readonly label: Label | null;
  readonly n: number;
  readonly percentiles: readonly [number, number, number];
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Steps by bin, of all together; the same on every row. */
  readonly bins: Readonly<Record<string, number>> | null;
}

interface StepRow {
  readonly case_id: string;
  readonly type: string;
  readonly office: string;
  readonly started_at: Date;
  readonly finished_at: Date;
  readonly hours: number;
  readonly cause: Label | null;
}

const days = (...counts: readonly number[]): readonly number[] => counts.map((count) => count * 24);
/** Where one bin ends and the next begins. */
const edges = [4, 8, ...days(1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 180, 365)];

const hundredths = (hours: number): number => Math.round(hours * 100) / 100;

const histogramOf = (counts: Readonly<Record<string, number>>): readonly HistogramBin[] =>
  [0, ...edges].map((from, bin) => ({ from, to: edges[bin], n: counts[bin] ?? 0 }));

const statisticsOf = ({ n, percentiles: [p50, p90, p95], min, max, mean }: StatisticsRow): DurationStatistics => ({
  n,
  p50: hundredths(p50),
  p90: hundredths(p90),
  p95: hundredths(p95),
  min: hundredths(min),
  max: hundredths(max),
  mean: hundredths(mean),
});

/** Finished steps with their case, before the period and the scope limit them. */
const finishedSteps = (parameters: Parameters, step: MeasuredStep): string => {
  switch (step.kind) {
    case 'case':
      return `SELECT last.case_id, last.office, first.entered_at AS started_at, next.entered_at AS finished_at,
          NULL::json AS cause
        FROM read.stage_span AS last
        JOIN read.stage_span AS next ON next.case_id = last.case_id AND next.number = last.number + 1 AND NOT next.open
        JOIN read.stage_span AS first ON first.case_id = last.case_id AND first.number = 0
        WHERE last.finished AND last.open`;
    case 'stage':
      return `SELECT case_id, office, since AS started_at, left_at AS finished_at, NULL::json AS cause
        FROM read.stage_span WHERE finished AND stage = ${parameters.add(step.stage)}`;
    case 'clock':
      return `SELECT k.case_id, s.office, k.started_at, k.stopped_at AS finished_at, NULL::json AS cause
        FROM read.case_clock AS k JOIN read.stage_span AS s ON s.case_id = k.case_id
          AND s.entered_at <= k.stopped_at AND (s.left_at IS NULL OR s.left_at > k.stopped_at)
        WHERE split_part(k.clock, '#', 1) = ${parameters.add(step.clock)} AND k.valid_until IS NULL
          AND k.standing IN ('met', 'late')`;
    case 'pause':
      return `SELECT k.case_id, s.office, p."from"::date::timestamp AT TIME ZONE 'Asia/Shanghai' AS started_at,
          (p.until::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS finished_at, p.why AS cause
        FROM read.case_clock AS k
        CROSS JOIN LATERAL json_to_recordset(k.pauses) AS p ("from" text, until text, why json)
        JOIN read.stage_span AS s ON s.case_id = k.case_id
          AND s.entered_at < (p.until::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
          AND (s.left_at IS NULL OR s.left_at >= (p.until::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
        WHERE split_part(k.clock, '#', 1) = ${parameters.add(step.clock)} AND k.valid_until IS NULL
          AND p.until IS NOT NULL`;
    default:
      return step satisfies never;
  }
};

const keyOf = (by: DurationKey): string => {
  switch (by) {
    case 'office':
    case 'type':
    case 'month':
      return by;
    case 'cause':
      return `cause->>'zh'`;
    default:
      return by satisfies never;
  }
};

const officeCondition = (
  parameters: Parameters,
  { offices, officesAlone = false }: Pick<DurationFilter, 'offices' | 'officesAlone'>,
): string | undefined => {
  if (offices === undefined) return undefined;
  const place = `ANY (${parameters.add(offices)}::text[])`;
  return officesAlone ? `step.office = ${place}` : `(step.office = ${place} OR c.area = ${place})`;
};

const limited = (parameters: Parameters, scope: Scope, step: MeasuredStep, filter: DurationFilter): string => {
  const steps = finishedSteps(parameters, step);
  const { types, from, to, month, cause, atLeast, below } = filter;
  const within = allOf([
    `step.finished_at >= ${parameters.add(from)}::timestamptz AND step.finished_at < ${parameters.add(to)}::timestamptz`,
    withinScope(parameters, scope, { type: 'c.type', office: 'step.office', area: 'c.area' }),
    types === undefined ? undefined : `c.type = ANY (${parameters.add(types)}::text[])`,
    officeCondition(parameters, filter),
  ]);
  const narrowed = allOf([
    month === undefined ? undefined : `month = ${parameters.add(month)}`,
    cause === undefined ? undefined : `cause->>'zh' = ${parameters.add(cause)}`,
    atLeast === undefined ? undefined : `hours >= ${parameters.add(atLeast)}::float8`,
    below === undefined ? undefined : `hours < ${parameters.add(below)}::float8`,
  ]);
  return `SELECT * FROM (
    SELECT step.*, c.type, to_char(step.finished_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month,
      (extract(epoch FROM step.finished_at - step.started_at) / 3600)::float8 AS hours
    FROM (${steps}) AS step JOIN read.caseload AS c USING (case_id) WHERE ${within}
  ) AS measured WHERE ${narrowed}`;
};

/** How long steps took that were finished in a period. */
export class Durations {
  constructor(private readonly dataSource: DataSource) {}

  async distribution(scope: Scope, step: MeasuredStep, filter: DurationFilter, by: DurationKey): Promise<Distribution> {
    const statistics = await this.statistics(scope, step, filter, by);
    const whole = statistics.find((row) => !row.of_month && !row.of_key);
    return {
      all: whole === undefined || whole.n === 0 ? undefined : statisticsOf(whole),
      histogram: histogramOf(statistics[0]?.bins ?? {}),
      trend: statistics.flatMap((row) =>
        row.of_month && row.month !== null ? [{ month: row.month, ...statisticsOf(row) }] : [],
      ),
      groups: statistics.flatMap((row) =>
        row.of_key && row.key !== null ? [{ key: row.key, label: row.label ?? undefined, ...statisticsOf(row) }] : [],
      ),
    };
  }

  /** The steps behind every number, the longest first. */
  async steps(
    scope: Scope,
    step: MeasuredStep,
    filter: DurationFilter,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<Page<FinishedStep>> {
    const parameters = new Parameters();
    const measured = limited(parameters, scope, step, filter);
    const found = await this.dataSource.query<StepRow[]>(
      `SELECT case_id, type, office, started_at, finished_at, hours, cause FROM (${measured}) AS step
       ORDER BY hours DESC, case_id, started_at LIMIT ${parameters.add(limit + 1)} OFFSET ${parameters.add(offset)}`,
      parameters.values,
    );
    const rows = found.slice(0, limit).map((row) => ({
      caseId: row.case_id,
      type: row.type,
      office: row.office,
      startedAt: row.started_at.toISOString(),
      finishedAt: row.finished_at.toISOString(),
      hours: hundredths(row.hours),
      cause: row.cause ?? undefined,
    }));
    return { rows, next: found.length > limit ? String(offset + limit) : undefined };
  }

  private statistics(
    scope: Scope,
    step: MeasuredStep,
    filter: DurationFilter,
    by: DurationKey,
  ): Promise<readonly StatisticsRow[]> {
    const parameters = new Parameters();
    const measured = limited(parameters, scope, step, filter);
    return this.dataSource.query<StatisticsRow[]>(
      `WITH measured AS MATERIALIZED (SELECT month, hours, cause, ${keyOf(by)} AS key FROM (${measured}) AS step)
       SELECT grouping(month) = 0 AS of_month, grouping(key) = 0 AS of_key, month, key, min(cause::text)::json AS label,
         count(*)::int AS n, percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY hours) AS percentiles,
         min(hours) AS min, max(hours) AS max, avg(hours) AS mean,
         (SELECT json_object_agg(bin, n) FROM (
           SELECT width_bucket(hours, ${parameters.add(edges)}::float8[]) AS bin, count(*) AS n FROM measured GROUP BY bin
         ) AS binned) AS bins
       FROM measured GROUP BY GROUPING SETS ((), (month), (key)) ORDER BY month, key`,
      parameters.values,
    );
  }
}
