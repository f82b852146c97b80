import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '#kernel';
import { System } from '#system';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Acting, Allowed } from './viewer.js';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const trailQuery = z.strictObject({
  kind: z.string().max(60).optional(),
  user: z.string().max(80).optional(),
  caseId: z.uuid().optional(),
  personId: z.uuid().optional(),
  from: instant.optional(),
  to: instant.optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

@Controller('api')
export class TrailController {
  constructor(private readonly system: System) {}

  /** Who did, saw, tried or changed what, the newest first. */
  @Get('audit/trail')
  @Allowed('trail.search')
  async search(@Query() query: unknown): Promise<object> {
    const { cursor: before, limit, ...asked } = parse(trailQuery, query);
    const rows = await this.system.trailEntries.search({ ...asked, before }, limit);
    const { organisation } = this.system;
    return {
      rows: rows.map(({ user, office, ...entry }) => ({
        ...entry,
        user: organisation.userName(user),
        office: organisation.officeName(office),
      })),
      next: rows.length < limit ? undefined : rows.at(-1)?.position,
    };
  }

  /** Lifts a lock-out after too many wrong passwords. */
  @Post('users/:userId/unlock')
  @HttpCode(200)
  @Allowed('users.unlock')
  async unlock(@Param('userId') userId: string, @Acting() actor: Actor): Promise<object> {
    if (this.system.organisation.user(userId) === undefined) throw new Problem(404, 'no-such-user');
    await this.system.trail.record({ type: 'SignInUnlocked', unlockedUser: userId }, actor);
    return { userId, wasLocked: await this.system.signIn.unlock(userId) };
  }
}
