import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import type { WhatIfJob } from '#read-models';
import { daySchema, ruleChangeSchema, withChange } from '#rules';
import { System } from '#system';
import { commandIdOf } from './case-sender.js';
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

  @Get(':jobId')
  @Allowed('what-if.show')
  async show(@Param('jobId') jobId: string, @Viewer() viewer: SignedIn): Promise<object> {
    const { state, progress, question, startedAt, result } = await this.own(jobId, viewer);
    const { organisation } = this.system;
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
