import { Controller, Get, Headers, Query, type StreamableFile } from '@nestjs/common';
import type { SignedIn } from '#case-desk';
import type {
  DeadlineGroup,
  DeadlineRow,
  Distribution,
  DurationFilter,
  DurationKey,
  FinishedStep,
  Page,
  StuckCase,
  SummaryKey,
} from '#read-models';
import { addHours, endOfDay, startOfDay } from '#rules';
import { System } from '#system';
import { csvFile, everyRow, wantsCsv } from './csv-answer.js';
import {
  deadEndsOf,
  deadlinesQuery,
  filterOf,
  finishedStepsQuery,
  momentOf,
  officesOf,
  stuckQuery,
  summaryQuery,
  timelinesQuery,
} from './deadline-questions.js';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Allowed, Viewer } from './viewer.js';

const rowsPerRead = 1_000;

/** What a supervisor asks of all clocks. Everything is limited to what the viewer may list; nothing names a person. */
@Controller('api/deadlines')
export class DeadlinesController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** One row per clock, the first due first; with `asOf` as it stood then. */
  @Get()
  @Allowed('deadlines.list')
  async list(
    @Viewer() viewer: SignedIn,
    @Query() query: unknown,
    @Headers('accept') accept?: string,
  ): Promise<object | StreamableFile> {
    const asked = parse(deadlinesQuery, query);
    await this.lists.reach(asked.after);
    const { deadlines } = this.system.readModels;
    const scope = this.lists.scopeOf(viewer);
    const filter = filterOf(this.system, asked);
    const asOf = momentOf(asked.asOf, this.system.clock.now());
    const page = (cursor: string | undefined, limit: number): Promise<Page<DeadlineRow>> =>
      deadlines.list(scope, filter, asOf, { limit, ...(cursor === undefined ? {} : { cursor }) });
    if (wantsCsv(asked.format, accept))
      return csvFile('deadlines', deadlineColumns, await everyRow((cursor) => page(cursor, rowsPerRead)));
    try {
      const { rows, next } = await page(asked.cursor, asked.limit);
      const total = await deadlines.count(scope, filter, asOf);
      return { asOf: asOf.at, rows: rows.map((row) => this.placed(row)), next, total };
    } catch (error) {
      if (error instanceof RangeError) throw new Problem(400, 'cursor-not-valid');
      throw error;
    }
  }

  /** The board: how many clocks stand how, by group; `filter` is what lists the clocks of a group. */
  @Get('summary')
  @Allowed('deadlines.summary')
  async summary(
    @Viewer() viewer: SignedIn,
    @Query() query: unknown,
    @Headers('accept') accept?: string,
  ): Promise<object | StreamableFile> {
    const { by, ...asked } = parse(summaryQuery, query);
    await this.lists.reach(asked.after);
    const asOf = momentOf(asked.asOf, this.system.clock.now());
    const { all, groups, breachesFrom } = await this.system.readModels.deadlines.summary(
      this.lists.scopeOf(viewer),
      filterOf(this.system, { ...asked, by }),
      asOf,
      by,
    );
    if (wantsCsv(asked.format, accept)) return csvFile(`deadlines-by-${by}`, summaryColumns, groups);
    return {
      asOf: asOf.at,
      by,
      breachesFrom,
      all,
      groups: groups.map((group) => ({ ...this.named(group), filter: drillDown(group, by) })),
    };
  }

  /** How long finished steps took, in calendar hours: distribution, percentiles, trend by month, comparison by group. */
  @Get('timelines')
  @Allowed('deadlines.timelines')
  async timelines(
    @Viewer() viewer: SignedIn,
    @Query() query: unknown,
    @Headers('accept') accept?: string,
  ): Promise<object | StreamableFile> {
    const asked = parse(timelinesQuery, query);
    await this.lists.reach(asked.after);
    const distribution = await this.system.readModels.durations.distribution(
      this.lists.scopeOf(viewer),
      asked.step,
      this.period(asked),
      asked.by,
    );
    if (wantsCsv(asked.format, accept))
      return csvFile('timelines', distributionColumns, distributionLines(distribution, asked.by));
    return {
      unit: 'calendarHours',
      from: asked.from,
      to: asked.to,
      by: asked.by,
      ...distribution,
      groups: distribution.groups.map((group) =>
        asked.by === 'office' ? { ...group, label: this.system.organisation.officeName(group.key).name } : group,
      ),
    };
  }

  /** The steps behind every number of `timelines`, the longest first. */
  @Get('timelines/steps')
  @Allowed('deadlines.steps')
  async steps(
    @Viewer() viewer: SignedIn,
    @Query() query: unknown,
    @Headers('accept') accept?: string,
  ): Promise<object | StreamableFile> {
    const asked = parse(finishedStepsQuery, query);
    await this.lists.reach(asked.after);
    const { durations } = this.system.readModels;
    const scope = this.lists.scopeOf(viewer);
    const filter = {
      ...this.period(asked),
      ...(asked.month === undefined ? {} : { month: asked.month }),
      ...(asked.cause === undefined ? {} : { cause: asked.cause }),
      ...(asked.atLeast === undefined ? {} : { atLeast: asked.atLeast }),
      ...(asked.below === undefined ? {} : { below: asked.below }),
    };
    const page = (offset: number, limit: number): Promise<Page<FinishedStep>> =>
      durations.steps(scope, asked.step, filter, { offset, limit });
    if (wantsCsv(asked.format, accept))
      return csvFile('steps', stepColumns, await everyRow((cursor) => page(Number(cursor ?? 0), rowsPerRead)));
    const { rows, next } = await page(asked.cursor, asked.limit);
    return { unit: 'calendarHours', rows: rows.map((row) => this.placed(row)), next };
  }

  /** Open cases without an act for some days, and those in which nobody may do anything; the oldest first. */
  @Get('stuck')
  @Allowed('deadlines.stuck')
  async stuck(
    @Viewer() viewer: SignedIn,
    @Query() query: unknown,
    @Headers('accept') accept?: string,
  ): Promise<object | StreamableFile> {
    const asked = parse(stuckQuery, query);
    await this.lists.reach(asked.after);
    const { stuck } = this.system.readModels;
    const scope = this.lists.scopeOf(viewer);
    const { offices } = officesOf(this.system, asked);
    const filter = {
      ...(asked.type === undefined ? {} : { types: asked.type }),
      ...(offices === undefined ? {} : { offices }),
      idleSince: addHours(this.system.clock.now(), -24 * asked.days),
      ...(asked.stepExpected === undefined ? {} : { stepExpected: asked.stepExpected }),
      deadEnds: deadEndsOf(this.system),
    };
    const page = (offset: number, limit: number): Promise<Page<StuckCase>> =>
      stuck.list(scope, filter, { offset, limit });
    if (wantsCsv(asked.format, accept))
      return csvFile('stuck-cases', stuckColumns, await everyRow((cursor) => page(Number(cursor ?? 0), rowsPerRead)));
    const { rows, next } = await page(asked.cursor, asked.limit);
    return { days: asked.days, rows: rows.map((row) => this.placed(row)), next };
  }

  private period({
    from,
    to,
    type,
    ...asked
  }: {
    readonly from: string;
    readonly to: string;
    readonly type?: readonly string[] | undefined;
    readonly office?: string | undefined;
    readonly subtree?: boolean | undefined;
  }): DurationFilter {
    return {
      from: startOfDay(from),
      to: endOfDay(to),
      ...(type === undefined ? {} : { types: type }),
      ...officesOf(this.system, asked),
    };
  }

  /** A row with the names of office, area and whoever has the case. */
  private placed<Row extends { readonly office: string; readonly area?: string; readonly assignee?: string }>(
    row: Row,
  ): object {
    const { organisation } = this.system;
    return {
      ...row,
      office: organisation.officeName(row.office),
      ...(row.area === undefined ? {} : { area: organisation.officeName(row.area) }),
      ...(row.assignee === undefined ? {} : { assignee: organisation.userName(row.assignee) }),
    };
  }

  private named({ office, assignee, ...group }: DeadlineGroup): object {
    const { organisation } = this.system;
    return {
      ...group,
      ...(office === undefined ? {} : { office: organisation.officeName(office) }),
      ...(assignee === undefined ? {} : { assignee: organisation.userName(assignee) }),
    };
  }
}

/** What to ask `GET /api/deadlines` for, beside what the board was asked for. */
const drillDown = (group: DeadlineGroup, by: SummaryKey): Readonly<Record<string, string | undefined>> => {
  switch (by) {
    case 'type':
      return { type: group.type };
    case 'stage':
      return { type: group.type, stage: group.stage };
    case 'office':
      return { office: group.office, subtree: 'false' };
    case 'clock':
      return { clock: group.clock };
    case 'assignee':
      return { assignee: group.assignee ?? 'none' };
    default:
      return by satisfies never;
  }
};

type Columns<Row> = Readonly<Record<string, (row: Row) => string | number | boolean | undefined>>;

const deadlineColumns: Columns<DeadlineRow> = {
  caseId: (row) => row.caseId,
  type: (row) => row.type,
  scheme: (row) => row.scheme,
  stage: (row) => row.stage,
  stageSince: (row) => row.stageSince,
  office: (row) => row.office,
  area: (row) => row.area,
  assignee: (row) => row.assignee,
  clock: (row) => row.clock,
  label: (row) => row.label.zh,
  nature: (row) => row.nature,
  ruleSet: (row) => row.ruleSet,
  source: (row) => row.source,
  startedAt: (row) => row.startedAt,
  dueAt: (row) => row.dueAt,
  dueOn: (row) => row.dueOn,
  provisional: (row) => row.provisional,
  stoppedAt: (row) => row.stoppedAt,
  state: (row) => row.state,
  breached: (row) => row.breached,
  breachRecordedAt: (row) => row.breach?.recordedAt,
};

const summaryColumns: Columns<DeadlineGroup> = {
  type: (group) => group.type,
  stage: (group) => group.stage,
  office: (group) => group.office,
  clock: (group) => group.clock,
  label: (group) => group.label?.zh,
  assignee: (group) => group.assignee,
  open: (group) => group.open,
  onTime: (group) => group.onTime,
  approaching: (group) => group.approaching,
  overdue: (group) => group.overdue,
  paused: (group) => group.paused,
  breached: (group) => group.breached,
  oldestCaseId: (group) => group.oldest?.caseId,
  oldestStage: (group) => group.oldest?.stage,
  oldestSince: (group) => group.oldest?.since,
};

interface DistributionLine {
  readonly part: string;
  readonly key: string | undefined;
  readonly n: number;
  readonly p50?: number;
  readonly p90?: number;
  readonly p95?: number;
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
}

const distributionLines = (
  { all, trend, groups, histogram }: Distribution,
  by: DurationKey,
): readonly DistributionLine[] => [
  ...(all === undefined ? [] : [{ part: 'all', key: undefined, ...all }]),
  ...(by === 'month' ? [] : groups.map((group) => ({ ...group, part: by }))),
  ...trend.map(({ month, ...statistics }) => ({ part: 'month', key: month, ...statistics })),
  ...histogram.map(({ from, to, n }) => ({
    part: 'hours',
    key: to === undefined ? `${from} ≤` : `${from} ≤ … < ${to}`,
    n,
  })),
];

const distributionColumns: Columns<DistributionLine> = {
  part: (line) => line.part,
  key: (line) => line.key,
  n: (line) => line.n,
  p50Hours: (line) => line.p50,
  p90Hours: (line) => line.p90,
  p95Hours: (line) => line.p95,
  minHours: (line) => line.min,
  maxHours: (line) => line.max,
  meanHours: (line) => line.mean,
};

const stepColumns: Columns<FinishedStep> = {
  caseId: (step) => step.caseId,
  type: (step) => step.type,
  office: (step) => step.office,
  startedAt: (step) => step.startedAt,
  finishedAt: (step) => step.finishedAt,
  hours: (step) => step.hours,
  cause: (step) => step.cause?.zh,
};

const stuckColumns: Columns<StuckCase> = {
  caseId: (row) => row.caseId,
  type: (row) => row.type,
  scheme: (row) => row.scheme,
  stage: (row) => row.stage,
  office: (row) => row.office,
  area: (row) => row.area,
  assignee: (row) => row.assignee,
  reason: (row) => row.reason,
  since: (row) => row.since,
};
