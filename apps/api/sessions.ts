import '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '#case-desk';
import { System } from '#system';
import { Problem } from './problem.js';

export const sessionCookie = 'session';
const sessionSeconds = 12 * 3600;

/** Gives the browser its session. Strict: it is never sent along with a request that another site began. */
export const keepSession = (reply: FastifyReply, token: string, secure: boolean): void => {
  void reply.setCookie(sessionCookie, token, {
    httpOnly: true,
    sameSite: 'strict',
    secure,
    path: '/',
    maxAge: sessionSeconds,
  });
};

/** Who sent a request, from its session cookie or bearer token. */
@Injectable()
export class Sessions {
  constructor(private readonly system: System) {}

  async viewerOf(request: FastifyRequest): Promise<SignedIn | undefined> {
    const token = this.tokenOf(request);
    if (token === undefined) return undefined;
    const user = await this.system.signIn.verify(token);
    if (user === undefined) return undefined;
    const positions = this.system.organisation.positionsOf(user);
    return positions.length === 0 ? undefined : { user, positions };
  }

  /**
   * Whoever changes anything by a cookie must come from a page of this server, and nobody signs in from another site.
   * A bearer token is proof by itself: no browser sends it unasked.
   * @throws Problem 403 when the browser says otherwise, or says nothing though a cookie came along
   */
  refuseCrossSite(request: FastifyRequest): void {
    if (changesNothing.has(request.method) || bearerOf(request) !== undefined) return;
    const origin = sameOrigin(request);
    const proven = origin ?? request.cookies[sessionCookie] === undefined;
    if (!proven) throw new Problem(403, 'cross-site-request');
  }

  private tokenOf(request: FastifyRequest): string | undefined {
    return bearerOf(request) ?? request.cookies[sessionCookie];
  }
}

const changesNothing = new Set(['GET', 'HEAD', 'OPTIONS']);

const bearerOf = ({ headers }: FastifyRequest): string | undefined => {
  const [kind, token] = (headers.authorization ?? '').split(' ');
  return kind?.toLowerCase() === 'bearer' ? token : undefined;
};

/** What the browser says of where the request comes from; nothing when it says nothing. */
const sameOrigin = ({ headers }: FastifyRequest): boolean | undefined => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined) return undefined;
  return URL.canParse(origin) && new URL(origin).host === host;
};
