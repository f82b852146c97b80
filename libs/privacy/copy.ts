import type { Instant, Json, JsonObject } from '#kernel';
import { type EventStore, type PersonalDataCodec, isSealed } from '#event-store';
import type { Person, PersonRegistry } from '#people';
import type { Appearances } from './appearances.js';

/** Where a case is filed, for a copy. */
export interface FiledCase {
  readonly caseId: string;
  readonly stream: string;
  readonly caseType: string;
  readonly scheme: string;
  readonly office: string;
  readonly openedOn: string;
  readonly open: boolean;
  readonly outcome: string | undefined;
  /** Cases of the type are not open to everyone whose office they belong to: others' secrets may stand in their texts. */
  readonly restricted: boolean;
}

export interface CopiedEvent {
  readonly type: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** The office that acted. */
  readonly office: string;
  readonly data: JsonObject;
}

/** Everything about one person, to be handed out (个人信息保护法 §45). */
export interface PersonCopy {
  readonly personId: string;
  readonly entries: readonly (Person & { readonly events: readonly CopiedEvent[] })[];
  readonly cases: readonly (Omit<FiledCase, 'stream'> & { readonly events: readonly CopiedEvent[] })[];
}

interface Kept {
  readonly entryIds: readonly string[];
  /** Other persons of the case. */
  readonly others: readonly string[];
  /** Whose sealed values belong to the person. */
  readonly subjects: ReadonlySet<string>;
  /** Nothing but sealed values of the person. */
  readonly ownOnly: boolean;
}

export interface CopyParts {
  readonly store: EventStore;
  readonly codec: Pick<PersonalDataCodec, 'open'>;
  readonly people: PersonRegistry;
  readonly appearances: Appearances;
  readonly filedCase: (caseId: string) => Promise<FiledCase | undefined>;
}

/** Copies of what is kept about a person: nothing of others, and nothing that was sealed apart. */
export class PersonCopies {
  constructor(private readonly parts: CopyParts) {}

  async of(personId: string): Promise<PersonCopy | undefined> {
    const { people, appearances } = this.parts;
    const entryIds = (await people.joined([personId])).get(personId)?.entryIds ?? [];
    const entries = await people.people(entryIds);
    if (entries.length === 0) return undefined;
    const own = new Set(entryIds.map((entryId) => `person-${entryId}`));
    const copied = [];
    for (const entry of entries) {
      const kept: Kept = { entryIds, others: [], subjects: own, ownOnly: false };
      copied.push({ ...entry, events: await this.events(`person-${entry.personId}`, kept) });
    }
    const cases = [];
    for (const [caseId, persons] of await appearances.of(entryIds)) {
      const filed = await this.parts.filedCase(caseId);
      if (filed === undefined) continue;
      const { stream, ...shown } = filed;
      const others = persons.filter((id) => !entryIds.includes(id));
      const alone = others.length === 0 && !filed.restricted;
      const subjects = alone ? new Set([...own, `case-${caseId}`]) : own;
      const kept: Kept = { entryIds, others, subjects, ownOnly: filed.restricted };
      cases.push({ ...shown, events: await this.events(stream, kept) });
    }
    return {
      personId,
      entries: copied,
      cases: cases.toSorted((one, other) => (one.openedOn < other.openedOn ? -1 : 1)),
    };
  }

  private async events(stream: string, kept: Kept): Promise<readonly CopiedEvent[]> {
    const events = [];
    for await (const event of this.parts.store.read(stream)) events.push(event);
    const opened = await this.parts.codec.open(events.map(({ data }) => ownPart(data, kept) ?? {}));
    return events.map(({ type, metadata, recordedAt }, index) => ({
      type,
      occurredAt: metadata.occurredAt,
      recordedAt,
      office: metadata.actor.office,
      data: (opened[index]?.value ?? {}) as JsonObject,
    }));
  }
}

/** What of a stored value is the person's own, still sealed; nothing when all of it is another's. */
export const ownPart = (value: Json | undefined, kept: Kept): Json | undefined => {
  if (typeof value === 'string' && kept.others.includes(value)) return undefined;
  if (typeof value !== 'object' || value === null) return kept.ownOnly ? undefined : value;
  if (isSealed(value)) return kept.subjects.has(value.$sealed) ? value : undefined;
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    return items.flatMap((item) => ownPart(item, kept) ?? []);
  }
  const object = value as JsonObject;
  const { personId } = object;
  if (typeof personId === 'string' && !kept.entryIds.includes(personId)) return undefined;
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, inner]) => {
      const own = ownPart(inner, kept);
      return own === undefined ? [] : [[name, own] as const];
    }),
  );
};
