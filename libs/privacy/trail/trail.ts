import { randomUUID } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type { Clock, Instant, JsonObject, PersonalPath } from '#kernel';
import { type EventMetadata, type EventStore, type PersonalDataCodec } from '#event-store';
import { dayOf } from '#rules';

const namespace = '3c8f7ad2-0d1b-4c3e-a1a4-66f6c2b1c8e7';

/** What the trail holds beside what cases, offices and rules record of themselves. Text that was typed is never among it. */
export type TrailEvent =
  | {
      readonly type: 'CommandRefused';
      readonly caseId: string;
      readonly caseType: string;
      readonly command: string;
      readonly refusedCommand: string;
      readonly reason: string;
    }
  | {
      readonly type: 'RestrictedCaseRead';
      readonly caseId: string;
      readonly caseType: string;
      readonly through: 'role' | 'access';
      readonly accessId?: string;
      /** Sealed under the case. */
      readonly purpose?: string;
    }
  | {
      readonly type: 'EvidenceOpened';
      readonly caseId: string;
      readonly evidenceId: string;
      /** Sealed under the case. */
      readonly purpose: string;
    }
  /** `filter` names what was asked for, never a text or number of a person. */
  | {
      readonly type: 'Exported';
      readonly what: string;
      readonly caseId?: string;
      readonly filter?: JsonObject;
      /** Why names were needed; sealed under the case, or under the trail. */
      readonly purpose?: string;
    }
  /** Who searched this trail for what. */
  | { readonly type: 'TrailSearched'; readonly filter: JsonObject }
  | { readonly type: 'CopyHandedOut'; readonly personId: string }
  | { readonly type: 'SignedIn'; readonly via: 'password' | 'oidc'; readonly address: string }
  | { readonly type: 'SignedOut' }
  | { readonly type: 'SignInFailed'; readonly address: string }
  | {
      readonly type: 'SignInLocked';
      readonly by: 'user' | 'user-address' | 'address';
      readonly minutes: number;
      readonly address: string;
    }
  | { readonly type: 'SignInUnlocked'; readonly unlockedUser: string }
  /** What an administrator did with a message that could not be taken in. */
  | { readonly type: 'MessageReplayed' | 'MessageDiscarded'; readonly messageId: string }
  /** By an administrator; the user's sessions ended with it. */
  | { readonly type: 'PasswordSet'; readonly ofUser: string };

/** Who did it; a name typed at the sign-in that no user has is never kept. */
export interface TrailActor {
  readonly user: string;
  readonly role: string;
  readonly office: string;
}

/** Who is behind an attempt to sign in under a name that nobody has. */
export const nobody: TrailActor = { user: 'unknown', role: 'none', office: 'none' };

export interface TrailOptions {
  /** When it happened; the present unless told. */
  readonly at?: Instant;
  /** Records of one key are kept once. */
  readonly once?: string;
}

const purposePaths: readonly PersonalPath[] = [['purpose']];

/**
 * The trail of what is no event of a case: one stream a day, `trail-<yyyy-mm-dd>`, so that its chains stay few and short
 * and a whole day can be looked at, and none of its days can be left out unseen.
 */
export class Trail {
  constructor(
    private readonly store: EventStore,
    private readonly personal: Pick<PersonalDataCodec, 'seal'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves once the event stands in the log.
   * @throws StoreUnavailable when it cannot be recorded; what must not happen unseen must not happen then
   */
  async record(
    event: TrailEvent,
    actor: TrailActor,
    { at = this.clock.now(), once }: TrailOptions = {},
  ): Promise<void> {
    const { type, ...data } = event;
    const commandId = once === undefined ? randomUUID() : uuidv5(`${type}/${once}`, namespace);
    const metadata: EventMetadata = { actor: { ...actor }, occurredAt: at, commandId, correlationId: commandId };
    const subject = 'caseId' in event ? `case-${event.caseId ?? ''}` : 'trail';
    const sealed = 'purpose' in data ? await this.personal.seal([{ data, paths: purposePaths, subject }]) : [data];
    await this.store.append(
      `trail-${dayOf(at)}`,
      'any',
      sealed.map((one) => ({ type, schemaVersion: 1, data: one, metadata })),
      { commandId },
    );
  }
}
