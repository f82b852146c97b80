import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { SignedIn } from '#case-desk';
import { type Call, entitledTo } from '#identity';
import type { Actor } from '#kernel';
import { Sessions } from './sessions.js';
import { Problem } from './problem.js';

export const openToAll = 'open-to-all';
export const allowedCall = 'allowed-call';
/** Under this name the OpenAPI description says which entry of the policy a call falls under. */
export const policyExtension = 'x-policy';

/** Marks a call that needs no sign-in. Everything else is denied by default. */
export const OpenToAll = (): MethodDecorator & ClassDecorator => SetMetadata(openToAll, true);

/** Marks a call with its entry in the policy of #identity, which says who may send it. */
export const Allowed = (call: Call): MethodDecorator =>
  applyDecorators(SetMetadata(allowedCall, call), ApiExtension(policyExtension, call));

export interface ViewedRequest extends FastifyRequest {
  viewer?: SignedIn;
  acting?: Actor;
}

/** The one place where the api decides whether a call may be sent at all. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ViewedRequest>();
    this.sessions.refuseCrossSite(request);
    if (this.reflector.getAllAndOverride<boolean>(openToAll, [context.getHandler(), context.getClass()])) return true;
    const viewer = await this.sessions.viewerOf(request);
    if (viewer === undefined) throw new Problem(401, 'not-signed-in');
    const call = this.reflector.get<Call | undefined>(allowedCall, context.getHandler());
    const position = call && entitledTo(call, viewer.positions);
    if (position === undefined) throw new Problem(403, 'role-not-allowed');
    request.viewer = viewer;
    request.acting = { user: viewer.user, ...position };
    return true;
  }
}

/** The person who sent the request. */
export const Viewer = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { viewer } = context.switchToHttp().getRequest<ViewedRequest>();
  if (viewer === undefined) throw new Problem(401, 'not-signed-in');
  return viewer;
});

/** The same person in the position that the policy allows the call to. */
export const Acting = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { acting } = context.switchToHttp().getRequest<ViewedRequest>();
  if (acting === undefined) throw new Problem(401, 'not-signed-in');
  return acting;
});
