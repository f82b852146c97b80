import type { Day, Instant } from './time.js';
import type { Actor } from './roles.js';

/** What the registry knows of a person, as far as a rule may ask. */
export interface PersonFacts {
  readonly personId: string;
  readonly registered: boolean;
  /** False while nobody knows who the person is. */
  readonly identified?: boolean;
  readonly sex?: 'male' | 'female';
  /** From the ID number; absent for an unidentified person. */
  readonly bornOn?: Day;
  readonly deceasedOn?: Day;
}

/** A question whose answer lies outside the case. The desk answers before the room decides. */
export type Question =
  | { readonly ask: 'person'; readonly personId: string }
  /** How many advances of this officer still lack their papers after the paper clock ended. */
  | { readonly ask: 'late-papers'; readonly officer: string }
  /** The file that was uploaded under this number and is not attached yet. */
  | { readonly ask: 'upload'; readonly evidenceId: string };

/** A file that lies in the evidence store. */
export interface UploadFacts {
  readonly caseId: string;
  /** As its content says. */
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Facts {
  readonly persons: Readonly<Record<string, PersonFacts>>;
  readonly latePapers: Readonly<Record<string, number>>;
  readonly uploads: Readonly<Record<string, UploadFacts>>;
}

export const noFacts: Facts = { persons: {}, latePapers: {}, uploads: {} };

/** Everything a decision may depend on besides the case itself. Plain data: the same desk gives the same decision. */
export interface Desk<Rules> {
  readonly caseId: string;
  readonly now: Instant;
  /** When the act happened; never later than `now`. */
  readonly occurredAt: Instant;
  /** The Asia/Shanghai day of `occurredAt`. */
  readonly today: Day;
  readonly actor: Actor;
  readonly rules: Rules;
  readonly facts: Facts;
}

/** When and by whom an event came about; handed to `evolve` beside the event. */
export interface Stamp {
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  /** The Asia/Shanghai day of `occurredAt`. */
  readonly day: Day;
}
