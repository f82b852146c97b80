import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Actor, JsonObject } from '#kernel';
import { System } from '#system';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Acting, Allowed } from './viewer.js';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const trailQuery = z.strictObject({
  /** One or several, with commas between. */
  kind: z.string().max(500).optional(),
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
  async search(@Query() query: unknown, @Acting() actor: Actor): Promise<object> {
    const { cursor: before, limit, ...asked } = parse(trailQuery, query);
    await this.recordSearch(asked, actor);
    const { kind, ...rest } = asked;
    const rows = await this.system.trailEntries.search({ ...rest, kinds: kind?.split(','), before }, limit);
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

  /** Once in an hour for a person and what they asked for: the pages of one search are one search. */
  private recordSearch(asked: Readonly<Record<string, string | undefined>>, actor: Actor): Promise<void> {
    const filter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as JsonObject;
    const once = [this.system.clock.now().slice(0, 13), actor.user, JSON.stringify(filter)].join('/');
    return this.system.trail.record({ type: 'TrailSearched', filter }, actor, { once });
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
