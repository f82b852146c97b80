import type { StoredEvent } from '#event-store';
import type { ReadSpan, ReadableEvent } from '../case-reader.js';

/**
 * What an instant in the past means. `recorded`: as it was known then, by what had been recorded.
 * `occurred`: as it was then, by what had happened, however late it was recorded.
 */
export const travelBys = ['recorded', 'occurred'] as const;
export type TravelBy = (typeof travelBys)[number];

/** A moment of a case. With a version as well as an instant: by no more than the first so many events. */
export interface Travel extends ReadSpan {
  /** `recorded` where nothing is said. */
  readonly by?: TravelBy;
}

/** The events that count at the moment, in the order of the log. */
export const eventsAt = (events: readonly ReadableEvent[], travel: Travel): readonly ReadableEvent[] => {
  const { toVersion, toInstant, by = 'recorded' } = travel;
  const known = toVersion === undefined ? events : events.filter(({ stored }) => stored.version <= toVersion);
  if (toInstant === undefined) return known;
  switch (by) {
    case 'recorded': {
      // Clocks of several machines may differ: what comes after an event that is not known yet is not known either.
      const end = known.findIndex(({ stored }) => stored.recordedAt > toInstant);
      return end < 0 ? known : known.slice(0, end);
    }
    case 'occurred': {
      const happened = known.filter(({ stored }) => stored.metadata.occurredAt <= toInstant);
      // An act may be dated before the opening; before its opening there was no case.
      return happened[0] === known[0] ? happened : [];
    }
    default:
      return by satisfies never;
  }
};

/** What the clocks had recorded, or told by time alone, at the moment; `lastSeen` is the last event that counts. */
export const factsAt = (
  facts: readonly StoredEvent[],
  { toVersion, toInstant, by = 'recorded' }: Travel,
  lastSeen: ReadableEvent | undefined,
): readonly StoredEvent[] =>
  facts.filter(
    ({ recordedAt, metadata, position }) =>
      (toInstant === undefined || (by === 'recorded' ? recordedAt : metadata.occurredAt) <= toInstant) &&
      (toVersion === undefined || position <= (lastSeen?.stored.position ?? '')),
  );
