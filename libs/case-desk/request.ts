import type { Instant, JsonObject, Message, Role } from '#kernel';

/** A person who signed in, with every role held and the office it is held at. */
export interface SignedIn {
  readonly user: string;
  readonly positions: readonly { readonly role: Role; readonly office: string }[];
}

/** One command as it reaches the desk: already of the right shape, not yet judged. */
export interface CaseRequest {
  readonly caseId: string;
  /** True when the command is to open the case. */
  readonly opening: boolean;
  readonly command: Message;
  readonly by: SignedIn;
  /** The idempotency key. */
  readonly commandId: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** The version the sender had seen; a case moved meanwhile is then a conflict instead of a new decision. */
  readonly expectedVersion?: number;
  /** When the act happened; the present where nothing is said. */
  readonly occurredAt?: Instant;
  /** Cases that a case opened by this command belongs together with. */
  readonly linkedTo?: readonly { readonly caseId: string; readonly kind: string }[];
  /** True for the other side of a link, which is not passed on again. */
  readonly mirrored?: true;
}

/** A link that a command made or ended at this case. */
export interface LinkChange {
  readonly caseId: string;
  readonly kind: string;
  readonly ended: boolean;
}

export interface CaseAnswer {
  readonly caseId: string;
  readonly version: number;
  readonly stage: string;
  /** Place in the log; a query sent with it waits for the read models. */
  readonly position: string;
  readonly events: readonly { readonly type: string; readonly version: number }[];
  /** True when this command had been taken before. */
  readonly repeated: boolean;
  readonly links?: readonly LinkChange[];
}

export type RefusalKind = 'not-found' | 'forbidden' | 'conflict' | 'rule';

export interface CaseRefusal {
  readonly refused: string;
  readonly kind: RefusalKind;
  readonly detail?: JsonObject;
  readonly stage?: string;
  /** The commands this person may issue now. */
  readonly allowed?: readonly string[];
  /** The version the case is at. */
  readonly version?: number;
}

export type CaseOutcome = CaseAnswer | CaseRefusal;

export const isRefused = <Answer extends object>(outcome: Answer | CaseRefusal): outcome is CaseRefusal =>
  'refused' in outcome;
