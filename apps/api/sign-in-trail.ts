import { Injectable } from '@nestjs/common';
import { type LockedBy, lockMinutes } from '#identity';
import { type TrailActor, nobody } from '#privacy';
import { System } from '#system';

/** Who came and went, and who tried to, in the trail. A name that no user has is never kept: it may be a password. */
@Injectable()
export class SignInTrail {
  constructor(private readonly system: System) {}

  signedIn(userId: string, via: 'password' | 'oidc', address: string): Promise<void> {
    return this.system.trail.record({ type: 'SignedIn', via, address }, this.actor(userId));
  }

  failed(typedUser: string, address: string): Promise<void> {
    return this.system.trail.record({ type: 'SignInFailed', address }, this.actor(typedUser));
  }

  locked(typedUser: string, by: LockedBy, address: string): Promise<void> {
    const event = { type: 'SignInLocked', by, minutes: lockMinutes, address } as const;
    return this.system.trail.record(event, this.actor(typedUser));
  }

  signedOut(userId: string): Promise<void> {
    return this.system.trail.record({ type: 'SignedOut' }, this.actor(userId));
  }

  private actor(userId: string): TrailActor {
    const { organisation } = this.system;
    const user = organisation.user(userId);
    if (user === undefined) return nobody;
    const position = organisation.positionsOf(userId)[0];
    return { user: userId, role: position?.role ?? 'none', office: position?.office ?? user.office };
  }
}
