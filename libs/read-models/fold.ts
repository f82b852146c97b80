import type { AnyCaseType, Role, Stamp } from '#kernel';
import { type StoredEvent, upcast } from '#event-store';
import { dayOf } from '#rules';

/** What folding needs of a stored event; a rebuild reads no more. */
export type FoldableEvent = Omit<StoredEvent, 'hash'>;

/** A case folded up to one of its versions, personal fields sealed as they are stored. */
export interface Fold {
  readonly version: number;
  readonly state: unknown;
}

export interface FoldedCase extends Fold {
  readonly caseId: string;
  readonly room: AnyCaseType;
  /** The last event folded. */
  readonly last: Pick<FoldableEvent, 'position' | 'recordedAt'>;
}

/** The stream category of a case type: `relief-application` becomes `reliefApplication`. */
export const categoryOfType = (caseType: string): string =>
  caseType.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const caseIdOf = ({ stream }: Pick<StoredEvent, 'stream'>): string => stream.slice(stream.indexOf('-') + 1);

const stampOf = ({ metadata, recordedAt }: FoldableEvent): Stamp => ({
  occurredAt: metadata.occurredAt,
  recordedAt,
  actor: { user: metadata.actor.user, role: metadata.actor.role as Role, office: metadata.actor.office },
  day: dayOf(metadata.occurredAt),
});

/** Folds the events of one case on what is known of it; events already in are passed over. Nothing when none is new. */
export const foldCase = (
  caseId: string,
  room: AnyCaseType,
  events: readonly FoldableEvent[],
  before?: Fold,
): FoldedCase | undefined => {
  let version = before?.version ?? 0;
  let state: unknown = before === undefined ? room.initial : before.state;
  let last: FoldableEvent | undefined;
  for (const event of events) {
    if (event.version <= version) continue;
    state = room.evolve(state, { ...upcast(room.history, event), type: event.type }, stampOf(event));
    version = event.version;
    last = event;
  }
  return last === undefined ? undefined : { caseId, room, version, state, last };
};
