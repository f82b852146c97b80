import type { JsonObject } from '#kernel';
import { type StoredEvent, UnknownEventVersion } from '#event-store';
import { type PersonEventName, personEvents } from './person.js';

/** A person's entry as kept: the personal fields stand sealed. */
export interface PersonEntry {
  readonly personId: string;
  /** Version of the person's stream; 0 before anything was read. */
  readonly version: number;
  readonly data: JsonObject;
  readonly deceasedOn: string | undefined;
  /** Entries that this one was linked to. A link counts both ways and is kept by the entry it was asked of. */
  readonly linkedTo: readonly string[];
}

const emptyEntry = (personId: string): PersonEntry => ({
  personId,
  version: 0,
  data: {},
  deceasedOn: undefined,
  linkedTo: [],
});

/** `person-<personId>` → personId. */
export const personOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/** The entry after the event; an event that was taken before, or is not known here, changes no detail. */
export const evolveEntry = (entry: PersonEntry | undefined, stored: StoredEvent): PersonEntry => {
  const before = entry === undefined || entry.version === 0 ? emptyEntry(personOf(stored.stream)) : entry;
  if (stored.version <= before.version) return before;
  const after = { ...before, version: stored.version };
  const { type } = stored;
  if (!isKnown(type)) return after;
  if (stored.schemaVersion !== 1) throw new UnknownEventVersion(stored, 1);
  const { personId: _, reason: __, evidence: ___, otherId, diedOn, ...details } = stored.data;
  const otherLinks = before.linkedTo.filter((linked) => linked !== otherId);
  switch (type) {
    case 'PersonRegistered':
    case 'PersonFound':
    case 'PersonIdentified':
    case 'PersonDetailsCorrected':
      return { ...after, data: { ...before.data, ...details } };
    case 'DeathRecorded':
      return { ...after, deceasedOn: typeof diedOn === 'string' ? diedOn : before.deceasedOn };
    case 'PersonsLinked':
      return { ...after, linkedTo: typeof otherId === 'string' ? [...otherLinks, otherId] : otherLinks };
    case 'PersonsUnlinked':
      return { ...after, linkedTo: otherLinks };
    default:
      return type satisfies never;
  }
};

const isKnown = (name: string): name is PersonEventName => Object.hasOwn(personEvents, name);
