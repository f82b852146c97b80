import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  type StreamableFile,
} from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import type { ChangedClock, Comparison, Standings, WhatIfJob } from '#read-models';
import { daySchema, ruleChangeSchema, withChange } from '#rules';
import { System } from '#system';
import { commandIdOf } from './case-sender.js';
import { csvFile, wantsCsv } from './csv-answer.js';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Allowed, Viewer } from './viewer.js';

export const whatIfBody = z
  .strictObject({
    /** First and last day on which a clock started. */
    from: daySchema,
    to: daySchema,
    caseTypes: z.array(z.string().min(1).max(60)).min(1).max(50).optional(),
    offices: z.array(z.string().min(1).max(100)).min(1).max(200).optional(),
    change: ruleChangeSchema,
  })
  .refine(({ from, to }) => from <= to, { error: 'span-ends-before-it-begins' });

/** As CSV an answer is one of its two tables. */
const showQuery = z.strictObject({
  format: z.enum(['csv', 'json']).optional(),
  table: z.enum(['comparison', 'changed']).default('comparison'),
});

const mostAsked = 50;

/** What other rules would have meant for deadlines of the past. Nothing is recorded, no read model is touched. */
@Controller('api/deadlines/what-if')
export class WhatIfController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** The same key again answers the same job. */
  @Post()
  @HttpCode(202)
  @Allowed('what-if.start')
  async start(
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const question = parse(whatIfBody, body);
    const { from, to, change } = question;
    const jobId = commandIdOf(key);
    const known = await this.system.readModels.whatIf.of(jobId);
    if (known !== undefined) {
      if (known.startedBy !== viewer.user) throw new Problem(422, 'idempotency-key-reused');
      return { jobId };
    }
    const unknown = question.caseTypes?.find((type) => this.system.desks.of(type) === undefined);
    if (unknown !== undefined) throw new Problem(422, 'unknown-case-type', { detail: { caseType: unknown } });
    const real = this.system.rules.book();
    const whatIf = withChange(real, change);
    if ('refused' in whatIf) throw new Problem(422, whatIf.refused, { detail: whatIf.detail });
    await this.lists.reachAll();
    const started = await this.system.readModels.whatIf.start({
      jobId,
      startedBy: viewer.user,
      scope: this.lists.scopeOf(viewer),
      from,
      to,
      ...(question.caseTypes === undefined ? {} : { caseTypes: question.caseTypes }),
      ...(question.offices === undefined
        ? {}
        : { offices: question.offices.flatMap((office) => this.system.organisation.subtree(office)) }),
      real,
      whatIf,
      now: this.system.clock.now(),
      asked: question,
    });
    if (!started) throw new Problem(409, 'what-if-already-running');
    return { jobId };
  }

  /** What the viewer asked within the last thirty days, the newest first; at most fifty. */
  @Get()
  @Allowed('what-if.list')
  async list(@Viewer() { user }: SignedIn): Promise<object> {
    const asked = await this.system.readModels.whatIf.askedBy(user, mostAsked);
    return { rows: asked.map(({ startedBy: _, ...row }) => row) };
  }

  @Get(':jobId')
  @Allowed('what-if.show')
  async show(
    @Param('jobId') jobId: string,
    @Viewer() viewer: SignedIn,
    @Query() query: unknown,
    @Headers('accept') accept?: string,
  ): Promise<object | StreamableFile> {
    const { format, table } = parse(showQuery, query);
    const { state, progress, question, startedAt, result } = await this.own(jobId, viewer);
    const { organisation } = this.system;
    if (wantsCsv(format, accept)) {
      if (result === undefined) throw new Problem(409, 'what-if-has-no-answer');
      return table === 'changed'
        ? csvFile('what-if-changed', changedColumns, result.changed)
        : csvFile('what-if', comparisonColumns, result.rows);
    }
    return {
      jobId,
      state,
      progress,
      question,
      startedAt,
      result: result && {
        ...result,
        rows: result.rows.map((row) => ({ ...row, office: organisation.officeName(row.office) })),
        changed: result.changed.map((row) => ({ ...row, office: organisation.officeName(row.office) })),
      },
    };
  }

  /** Ends the work, in whatever process it is done; what is finished stays. */
  @Delete(':jobId')
  @HttpCode(204)
  @Allowed('what-if.cancel')
  async cancel(@Param('jobId') jobId: string, @Viewer() viewer: SignedIn): Promise<void> {
    await this.own(jobId, viewer);
    await this.system.readModels.whatIf.cancel(jobId);
  }

  /** Of another person's question not even that it is there. */
  private async own(jobId: string, { user }: SignedIn): Promise<WhatIfJob> {
    const job = z.uuid().safeParse(jobId).success ? await this.system.readModels.whatIf.of(jobId) : undefined;
    if (job === undefined || job.startedBy !== user) throw new Problem(404, 'no-such-what-if');
    return job;
  }
}

const standingColumns = (side: 'real' | 'whatIf'): Readonly<Record<string, (row: Comparison) => number>> =>
  Object.fromEntries(
    (['met', 'late', 'overdue', 'ended', 'running'] as const satisfies readonly (keyof Standings)[]).map((standing) => [
      `${side}.${standing}`,
      (row) => row[side][standing],
    ]),
  );

const comparisonColumns: Readonly<Record<string, (row: Comparison) => string | number>> = {
  office: (row) => row.office,
  clock: (row) => row.clock,
  label: (row) => row.label.zh,
  total: (row) => row.total,
  ...standingColumns('real'),
  ...standingColumns('whatIf'),
  nowMissed: (row) => row.changed.nowMissed,
  nowMet: (row) => row.changed.nowMet,
};

const sideColumns = (side: 'real' | 'whatIf'): Readonly<Record<string, (row: ChangedClock) => string | undefined>> => ({
  [`${side}.ruleSet`]: (row) => row[side]?.ruleSet,
  [`${side}.dueOn`]: (row) => row[side]?.dueOn,
  [`${side}.dueAt`]: (row) => row[side]?.dueAt,
  [`${side}.state`]: (row) => row[side]?.state,
});

const changedColumns: Readonly<Record<string, (row: ChangedClock) => string | undefined>> = {
  caseId: (row) => row.caseId,
  type: (row) => row.type,
  office: (row) => row.office,
  clock: (row) => row.clock,
  startedAt: (row) => row.startedAt,
  ...sideColumns('real'),
  ...sideColumns('whatIf'),
  effect: (row) => row.effect,
};
