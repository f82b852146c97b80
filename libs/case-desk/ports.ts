import type { Actor, Clock, Facts, Instant, Json, JsonObject, PersonalPath, Question } from '#kernel';
import type { EventStore } from '#event-store';
import type { RuleBook } from '#rules';
import type { CaseOutcome, CaseRequest } from './request.js';

export interface PersonalData {
  /** Seals the personal fields of a list of records, with one look at the keys for all of them. */
  seal(
    items: readonly { readonly data: JsonObject; readonly paths: readonly PersonalPath[]; readonly subject: string }[],
  ): Promise<readonly JsonObject[]>;
  /** Opens every sealed value found; a value whose key was destroyed is absent and its path is listed. */
  open(values: readonly Json[]): Promise<readonly { readonly value: Json; readonly erased: readonly string[] }[]>;
}

export interface Attempt {
  readonly at: Instant;
  readonly user: string;
  readonly caseType: string;
  readonly caseId: string;
  readonly command: string;
  readonly commandId: string;
  readonly reason: string;
}

/** Somebody looked into a case of a type that is not open to everyone whose office it belongs to. */
export interface RestrictedRead {
  readonly user: string;
  readonly role: string;
  readonly office: string;
  readonly caseType: string;
  readonly caseId: string;
  /** Absent when the case is open to the viewer by role and office. */
  readonly access?: { readonly accessId: string; readonly purpose: string };
}

/** What the desk needs from around it. */
export interface DeskSurroundings {
  readonly store: EventStore;
  readonly personal: PersonalData;
  readonly clock: Clock;
  /** The rules published so far. */
  readonly rules: () => RuleBook;
  readonly facts: (questions: readonly Question[], now: Instant) => Promise<Facts>;
  /** Whether this actor's office handles cases of that office and area. */
  readonly handles: (actor: Actor, office: string, area: string | undefined) => boolean;
  /** Whether there is such an office and it is open. */
  readonly officeOpen: (office: string) => boolean;
  /** Claim keys that mean the same person under another entry of the registry, for each key. */
  readonly samePerson: (keys: readonly string[]) => Promise<readonly (readonly string[])[]>;
  /** Never fails: a refusal is answered also where it cannot be recorded. */
  readonly recordAttempt: (attempt: Attempt) => Promise<void>;
  /** Fails when it cannot be recorded; then nothing is shown. */
  readonly recordRead: (read: RestrictedRead) => Promise<void>;
  /** Runs a command; measures and traces it. */
  readonly watch: (caseType: string, request: CaseRequest, run: () => Promise<CaseOutcome>) => Promise<CaseOutcome>;
  /** Keyed digest of a command's body; never reversible without the key. */
  readonly fingerprint: (text: string) => string;
}
