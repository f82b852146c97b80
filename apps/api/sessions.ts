import '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { SignedIn } from '#case-desk';
import { System } from '#system';

export const sessionCookie = 'session';

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

  private tokenOf(request: FastifyRequest): string | undefined {
    const [kind, token] = (request.headers.authorization ?? '').split(' ');
    if (kind?.toLowerCase() === 'bearer') return token;
    return request.cookies[sessionCookie];
  }
}
