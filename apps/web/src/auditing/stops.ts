import type { HistoryEvent } from '../api/types';
import { dayOf } from '../format';
import type { Moment } from './api';

export const steppings = ['event', 'day', 'milestone'] as const;
export type Stepping = (typeof steppings)[number];

/** A moment at which the replay can stand still. */
export interface Stop {
  /** A version, or an instant. */
  readonly at: string;
  /** When that was: when it was recorded, or when it happened. */
  readonly instant: string;
  /** The event that leads there; none where whole days are stepped through. */
  readonly event?: HistoryEvent;
}

const dayMs = 86_400_000;

/** The last instant of a day in Asia/Shanghai, or now where it is not over. */
const endOf = (day: string, now: string): string => {
  const end = new Date(Date.parse(`${day}T00:00:00+08:00`) + dayMs - 1).toISOString();
  return end < now ? end : now;
};

const daysBetween = (from: string, to: string): readonly string[] => {
  const days: string[] = [];
  for (let at = Date.parse(`${from}T00:00:00+08:00`); dayOf(at) <= to; at += dayMs) days.push(dayOf(at));
  return days;
};

/** Facts of the clocks have versions of their own stream: they are stood at by their instant. */
const stopAt = (event: HistoryEvent, by: Moment['by']): Stop => {
  const instant = by === 'recorded' ? event.recordedAt : event.occurredAt;
  const at = by === 'recorded' && event.ofClock !== true ? String(event.version) : instant;
  return { at, instant, event };
};

/** What happened at one instant is one moment when it is told by its instant. */
const lastOfEach = (stops: readonly Stop[]): readonly Stop[] =>
  stops.filter(({ at }, index) => at !== stops[index + 1]?.at);

/** The moments of a case in their order, from when it began to now. */
export const stopsOf = (
  events: readonly HistoryEvent[],
  { by, stepping, now }: { readonly by: Moment['by']; readonly stepping: Stepping; readonly now: string },
): readonly Stop[] => {
  const all = events.map((event) => stopAt(event, by));
  const inOrder = by === 'recorded' ? all : all.toSorted((one, other) => one.instant.localeCompare(other.instant));
  const [first] = inOrder;
  if (first === undefined) return [];
  switch (stepping) {
    case 'event':
      return lastOfEach(inOrder);
    case 'milestone':
      return lastOfEach(inOrder.filter(({ event }, index) => index === 0 || event?.milestone === true));
    case 'day':
      return daysBetween(dayOf(first.instant), dayOf(now)).map((day) => ({
        at: endOf(day, now),
        instant: endOf(day, now),
      }));
    default:
      return stepping satisfies never;
  }
};

/** Where an instant or a version stands among the stops: the last that is not after it. */
export const indexOf = (stops: readonly Stop[], at: string | undefined, instant: string | undefined): number => {
  const exact = stops.findIndex((stop) => stop.at === at);
  if (exact >= 0) return exact;
  if (instant === undefined) return stops.length - 1;
  return Math.max(
    0,
    stops.findLastIndex((stop) => stop.instant <= instant),
  );
};
