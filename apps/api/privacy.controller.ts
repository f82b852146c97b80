import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '#kernel';
import { type ErasureReason, type ErasureRefusal, type ErasureRequest, erasureGrounds } from '#privacy';
import { dayOf, retentionEnd, retentionMonths, retentionSchedule } from '#rules';
import { System } from '#system';
import { commandIdOf } from './case-sender.js';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Acting, Allowed } from './viewer.js';

const reason = z.string().trim().min(4).max(500);
export const reasonBody = z.strictObject({ reason });
export const erasureBody = z.strictObject({ ground: z.enum(erasureGrounds), reason });
const dueQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^[^/]{10,40}\/[0-9a-f-]{36}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Whatever is not listed is a rule's refusal, 422. */
const statusOf: Partial<Readonly<Record<ErasureReason, number>>> = {
  'no-such-person': 404,
  'no-such-hold': 404,
  'no-such-request': 404,
  'requester-may-not-decide': 403,
  'erasure-already-requested': 409,
  'request-already-decided': 409,
};

/** The rights of persons in their data: copy, erasure by two officers, and what must be kept how long. */
@Controller('api')
export class PrivacyController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** Everything about the person, to be handed out. That it was made stands in the trail first. */
  @Get('people/:personId/copy')
  @Allowed('people.copy')
  async copy(@Param('personId') personId: string, @Acting() actor: Actor): Promise<object> {
    await this.lists.reachAll();
    const copy = await this.system.copies.of(personId);
    if (copy === undefined) throw new Problem(404, 'no-such-person');
    await this.system.trail.record({ type: 'CopyHandedOut', personId }, actor);
    return copy;
  }

  /** Holds that stand, every request with what became of it, and what stands in the way of an erasure today. */
  @Get('people/:personId/erasure-requests')
  @Allowed('erasures.show')
  async show(@Param('personId') personId: string): Promise<object> {
    await this.lists.reachAll();
    const [file, obstacles] = await Promise.all([
      this.system.erasures.file(personId),
      this.system.erasures.obstacles(personId),
    ]);
    if (file === undefined || obstacles === undefined) throw new Problem(404, 'no-such-person');
    return {
      holds: file.holds,
      rows: file.requests,
      obstacles: obstacles.map(({ refused: reason, detail }) => ({ reason, detail })),
    };
  }

  /** Requests that wait for a decision. */
  @Get('erasure-requests')
  @Allowed('erasures.show')
  async waiting(): Promise<object> {
    return { rows: await this.system.erasureWatch.waiting() };
  }

  @Post('people/:personId/holds')
  @Allowed('erasures.hold')
  async hold(
    @Param('personId') personId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const asked = { personId, actor, commandId: commandIdOf(key) };
    return answer(await this.system.erasures.placeHold(asked, parse(reasonBody, body).reason));
  }

  @Delete('people/:personId/holds/:holdId')
  @Allowed('erasures.hold')
  async lift(
    @Param('personId') personId: string,
    @Param('holdId') holdId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const asked = { personId, actor, commandId: commandIdOf(key) };
    return answer(await this.system.erasures.liftHold(asked, holdId, parse(reasonBody, body).reason));
  }

  @Post('people/:personId/erasure-requests')
  @Allowed('erasures.request')
  async request(
    @Param('personId') personId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const { ground, reason: why } = parse(erasureBody, body);
    // What stands in the way is asked of the read models.
    await this.lists.reachAll();
    return answer(await this.system.erasures.request({ personId, actor, commandId: commandIdOf(key) }, ground, why));
  }

  /** By somebody else than who asked; answers once everything is destroyed. */
  @Post('people/:personId/erasure-requests/:requestId/approval')
  @HttpCode(200)
  @Allowed('erasures.decide')
  async approve(
    @Param('personId') personId: string,
    @Param('requestId') requestId: string,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const asked = { personId, actor, commandId: commandIdOf(key) };
    await this.lists.reachAll();
    const erased = answer<ErasureRequest>(await this.system.erasures.approve(asked, requestId));
    this.system.desks.forgetAll();
    return erased;
  }

  @Post('people/:personId/erasure-requests/:requestId/refusal')
  @HttpCode(200)
  @Allowed('erasures.decide')
  async refuse(
    @Param('personId') personId: string,
    @Param('requestId') requestId: string,
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const asked = { personId, actor, commandId: commandIdOf(key) };
    return answer(await this.system.erasures.refuse(asked, requestId, parse(reasonBody, body).reason));
  }

  /** Closed cases whose time is over, those closed first standing first, and what holds one back. Nothing is deleted by this. */
  @Get('retention/due')
  @Allowed('retention.due')
  async due(@Query() query: unknown): Promise<object> {
    const { cursor, limit } = parse(dueQuery, query);
    const [closedAt = '', caseId = ''] = cursor?.split('/') ?? [];
    await this.lists.reachAll();
    const today = dayOf(this.system.clock.now());
    const monthsOf = (caseType: string, scheme: string): number | undefined =>
      retentionMonths(retentionSchedule, { caseType, scheme });
    const after = cursor === undefined ? undefined : { closedAt, caseId };
    const found = await this.system.readModels.closedCases.closedLongAgo(monthsOf, today, after, limit);
    const held = await this.system.erasureWatch.held();
    const rows = await Promise.all(
      found.map(async ({ persons, ...row }) => {
        const closedOn = dayOf(row.closedAt);
        const { category, until } = retentionEnd(retentionSchedule, {
          caseType: row.type,
          scheme: row.scheme,
          closedOn,
        });
        const unsettled = (await this.system.desks.standing(row.caseId))?.unsettled ?? [];
        const legalHold = persons.some((personId) => held.has(personId)) ? ['legal-hold'] : [];
        return {
          ...row,
          office: this.system.organisation.officeName(row.office),
          closedOn,
          category,
          keptUntil: until,
          held: [...legalHold, ...unsettled],
        };
      }),
    );
    const last = found.at(-1);
    const next = found.length < limit || last === undefined ? undefined : `${last.closedAt}/${last.caseId}`;
    return { schedule: retentionSchedule, rows, next };
  }
}

const answer = <Answer extends object>(outcome: Answer | ErasureRefusal): Answer => {
  if (!('refused' in outcome)) return outcome;
  throw new Problem(statusOf[outcome.refused] ?? 422, outcome.refused, { detail: outcome.detail });
};
