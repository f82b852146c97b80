import type { AnyCaseType, JsonObject, Message, Stamp } from '#kernel';
import { type StoredEvent, upcast } from '#event-store';
import { dayOf } from '#rules';
import type { DeskSurroundings } from './ports.js';

/** A case folded up to one of its versions. */
export interface FoldedCase {
  readonly version: number;
  readonly state: unknown;
  readonly position: string | undefined;
}

/** An event as it may be read: current version, personal fields opened. */
export interface ReadableEvent {
  readonly stored: StoredEvent;
  readonly event: Message & JsonObject;
  readonly erased: readonly string[];
  /** Fields that are kept from the viewer. */
  readonly withheld?: readonly string[];
}

export interface ReadSpan {
  readonly toVersion?: number;
  /** As it was known at this instant. */
  readonly toInstant?: string;
}

/** The stream category of a case type: its name without the hyphens that separate category from id. */
export const categoryOf = (caseType: string): string =>
  caseType.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const streamOf = (caseType: string, caseId: string): string => `${categoryOf(caseType)}-${caseId}`;

export const stampOf = (stored: StoredEvent): Stamp => ({
  occurredAt: stored.metadata.occurredAt,
  recordedAt: stored.recordedAt,
  actor: actorOf(stored),
  day: dayOf(stored.metadata.occurredAt),
});

const actorOf = ({ metadata: { actor } }: StoredEvent): Stamp['actor'] => ({
  user: actor.user,
  role: actor.role as Stamp['actor']['role'],
  office: actor.office,
});

/** Reads the cases of one type out of the log. */
export class CaseReader {
  constructor(
    readonly room: AnyCaseType,
    private readonly surroundings: Pick<DeskSurroundings, 'store' | 'personal'>,
  ) {}

  async events(caseId: string, span: ReadSpan = {}, fromVersion = 1): Promise<readonly ReadableEvent[]> {
    const stored: StoredEvent[] = [];
    for await (const event of this.surroundings.store.read(streamOf(this.room.type, caseId), { ...span, fromVersion }))
      stored.push(event);
    return this.readable(stored);
  }

  async readable(stored: readonly StoredEvent[]): Promise<readonly ReadableEvent[]> {
    const opened = await this.surroundings.personal.open(stored.map((event) => upcast(this.room.history, event)));
    return stored.map((event, index) => {
      const found = opened[index];
      const data = (found?.value ?? {}) as JsonObject;
      return { stored: event, event: { ...data, type: event.type }, erased: found?.erased ?? [] };
    });
  }

  fold(from: FoldedCase, events: readonly ReadableEvent[]): FoldedCase {
    return events.reduce<FoldedCase>(
      (folded, { stored, event }) => ({
        version: stored.version,
        state: this.room.evolve(folded.state, event, stampOf(stored)),
        position: stored.position,
      }),
      from,
    );
  }

  async load(caseId: string, span: ReadSpan = {}, from: FoldedCase = this.unopened()): Promise<FoldedCase> {
    return this.fold(from, await this.events(caseId, span, from.version + 1));
  }

  unopened(): FoldedCase {
    return { version: 0, state: this.room.initial, position: undefined };
  }
}
