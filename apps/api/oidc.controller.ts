import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type OidcRefusal, type OidcSignIn, attemptSeconds } from '#identity';
import { System } from '#system';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { keepSession } from './sessions.js';
import { SignInTrail } from './sign-in-trail.js';
import { OpenToAll } from './viewer.js';

const attemptCookie = 'oidc-attempt';
const ownPath = '/api/session/oidc';
const startQuery = z.strictObject({ returnTo: z.string().min(1).max(2_000).default('/') });

const statusOf: Readonly<Record<OidcRefusal, number>> = {
  'return-to-not-a-path': 400,
  'oidc-attempt-over': 400,
  'oidc-state-does-not-match': 400,
  'oidc-login-denied': 401,
  'oidc-code-refused': 401,
  'oidc-answer-not-valid': 401,
  'user-not-enrolled': 403,
  'user-holds-no-role': 403,
  'oidc-provider-away': 503,
};

@OpenToAll()
@Controller('api/session')
export class OidcController {
  constructor(
    private readonly system: System,
    private readonly trail: SignInTrail,
  ) {}

  /** The ways to sign in here. Local accounts work also while the provider is away. */
  @Get('methods')
  async methods(): Promise<object> {
    return { local: true, oidc: await this.system.oidc?.standing() };
  }

  /** Sends the browser to the provider. */
  @Get('oidc/start')
  async start(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const oidc = this.provider();
    const { returnTo } = parse(startQuery, query);
    const begun = await oidc.begin(returnTo);
    if ('refused' in begun) return refuse(begun.refused, request, reply);
    // Lax, not strict: it has to come along when the provider sends the browser back.
    void reply.setCookie(attemptCookie, begun.attempt, {
      httpOnly: true,
      sameSite: 'lax',
      secure: !this.system.settings.demo,
      path: ownPath,
      maxAge: attemptSeconds,
    });
    void reply.redirect(begun.redirect, 303);
  }

  /** Where the provider sends the browser back to. */
  @Get('oidc/callback')
  async callback(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const oidc = this.provider();
    void reply.clearCookie(attemptCookie, { path: ownPath });
    const finished = await oidc.finish(queryOf(request.url), request.cookies[attemptCookie]);
    if ('refused' in finished) {
      if (finished.userId !== undefined) await this.trail.failed(finished.userId, request.ip);
      return refuse(finished.refused, request, reply);
    }
    await this.trail.signedIn(finished.userId, 'oidc', request.ip);
    keepSession(reply, finished.token, !this.system.settings.demo);
    void reply.redirect(finished.returnTo, 303);
  }

  private provider(): OidcSignIn {
    const { oidc } = this.system;
    if (oidc === undefined) throw new Problem(404, 'no-oidc-provider');
    return oidc;
  }
}

const queryOf = (url: string): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');

/** A person sees the sign-in page with the reason; a program gets the problem. */
const refuse = (refused: OidcRefusal, { headers }: FastifyRequest, reply: FastifyReply): void => {
  if (headers.accept?.includes('text/html') !== true) throw new Problem(statusOf[refused], refused);
  void reply.redirect(`/sign-in?refused=${refused}`, 303);
};
