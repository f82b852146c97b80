import { type CanActivate, type ExecutionContext, Injectable, SetMetadata, createParamDecorator } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { SignedIn } from '#case-desk';
import { Sessions } from './sessions.js';
import { Problem } from './problem.js';

const openToAll = 'open-to-all';

/** Marks a call that needs no sign-in. Everything else is denied by default. */
export const OpenToAll = (): MethodDecorator & ClassDecorator => SetMetadata(openToAll, true);

interface ViewedRequest extends FastifyRequest {
  viewer?: SignedIn;
}

@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(openToAll, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<ViewedRequest>();
    const viewer = await this.sessions.viewerOf(request);
    if (viewer === undefined) throw new Problem(401, 'not-signed-in');
    request.viewer = viewer;
    return true;
  }
}

/** The person who sent the request. */
export const Viewer = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { viewer } = context.switchToHttp().getRequest<ViewedRequest>();
  if (viewer === undefined) throw new Problem(401, 'not-signed-in');
  return viewer;
});
