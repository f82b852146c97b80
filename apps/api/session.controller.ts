import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import { namedAccounts, demoPassword } from '#identity';
import { System } from '#system';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { keepSession, sessionCookie } from './sessions.js';
import { SignInTrail } from './sign-in-trail.js';
import { Allowed, OpenToAll, Viewer } from './viewer.js';

const signInSchema = z.strictObject({ user: z.string().min(1).max(80), password: z.string().min(1).max(200) });

@Controller('api/session')
export class SessionController {
  constructor(
    private readonly system: System,
    private readonly trail: SignInTrail,
  ) {}

  @Post()
  @HttpCode(200)
  @OpenToAll()
  async signIn(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { user, password } = parse(signInSchema, body);
    const session = await this.system.signIn.signIn(user, password, request.ip);
    if ('refused' in session) {
      if (session.refused === 'locked-for-now') {
        if (session.began !== undefined) await this.trail.locked(user, session.began, request.ip);
        void reply.header('Retry-After', String(session.retryAfterSeconds));
        throw new Problem(429, session.refused, { detail: { retryAfterSeconds: session.retryAfterSeconds } });
      }
      await this.trail.failed(user, request.ip);
      throw new Problem(401, session.refused);
    }
    await this.trail.signedIn(user, 'password', request.ip);
    keepSession(reply, session.token, !this.system.settings.demo);
    return { token: session.token, me: this.me(user) };
  }

  @Get()
  @Allowed('session.show')
  current(@Viewer() viewer: SignedIn): object {
    return { me: this.me(viewer.user) };
  }

  @Delete()
  @HttpCode(204)
  @Allowed('session.end')
  async signOut(@Viewer() viewer: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.system.signIn.signOut(viewer.user);
    await this.trail.signedOut(viewer.user);
    void reply.clearCookie(sessionCookie, { path: '/' });
  }

  /** Accounts of the demonstration; there are none outside it. */
  @Get('demo-users')
  @OpenToAll()
  demoUsers(): object {
    if (!this.system.settings.demo) throw new Problem(404, 'no-demonstration');
    return {
      password: demoPassword,
      rows: namedAccounts.map((account) => ({
        ...account,
        office: this.system.organisation.officeName(account.office),
      })),
    };
  }

  private me(user: string): object {
    const { organisation } = this.system;
    const positions = organisation.positionsOf(user);
    const office = organisation.office(organisation.user(user)?.office ?? positions[0]?.office ?? '');
    return {
      userId: user,
      name: organisation.userName(user).name,
      office: office === undefined ? undefined : { officeId: office.officeId, name: office.name, kind: office.kind },
      roles: [...new Set(positions.map(({ role }) => role))],
      positions,
    };
  }
}
