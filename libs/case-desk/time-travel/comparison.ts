import { isDeepStrictEqual } from 'node:util';
import type { CaseFile } from '../case-queries.js';
import type { ReadableEvent } from '../case-reader.js';
import {
  type Origins,
  type Traced,
  formerPlaces,
  isContainer,
  isList,
  namesIn,
  partOf,
  traceOn,
  untraced,
} from './origins.js';
import { joined, leavesOf } from './provenance.js';

export interface Side {
  /** Absent on the side where the value is not there. */
  readonly value?: unknown;
  /** The event that set the value, or took it away. */
  readonly setBy: ReadableEvent | undefined;
}

export interface Difference {
  /** Where the value stands, or where it stood when it is gone. */
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before: Side | undefined;
  readonly after: Side | undefined;
}

interface Place {
  readonly value: unknown;
  readonly origins: Origins | undefined;
  readonly path: string;
}

const added = ({ value, origins, path }: Place): readonly Difference[] =>
  leavesOf(value, origins, path).map((leaf) => ({
    path: leaf.path,
    change: 'added',
    before: undefined,
    after: { value: leaf.value, setBy: leaf.setBy },
  }));

const removed = ({ value, origins, path }: Place, by: ReadableEvent | undefined): readonly Difference[] =>
  leavesOf(value, origins, path).map((leaf) => ({
    path: leaf.path,
    change: 'removed',
    before: { value: leaf.value, setBy: leaf.setBy },
    after: by === undefined ? undefined : { setBy: by },
  }));

const within = ({ value, origins, path }: Place, name: string): Place => ({
  value: partOf(value, name),
  origins: origins?.parts?.get(name),
  path: joined(path, name),
});

const compareLists = (
  before: Place,
  after: Place,
  then: readonly unknown[],
  now: readonly unknown[],
): readonly Difference[] => {
  const places = formerPlaces(then, now, isDeepStrictEqual);
  const kept = new Set(places);
  const takenBy = (item: unknown): ReadableEvent | undefined => {
    const lost = after.origins?.lost;
    return (lost?.findLast((one) => isDeepStrictEqual(one.item, item)) ?? lost?.at(-1))?.by;
  };
  return [
    ...then.flatMap((item, place) => (kept.has(place) ? [] : removed(within(before, String(place)), takenBy(item)))),
    ...now.flatMap((_, place) => {
      const former = places[place];
      const here = within(after, String(place));
      return former === undefined ? added(here) : compare(within(before, String(former)), here);
    }),
  ];
};

const compare = (before: Place, after: Place): readonly Difference[] => {
  const { value: then } = before;
  const { value: now } = after;
  if (isDeepStrictEqual(then, now)) return [];
  if (then === undefined) return added(after);
  if (now === undefined) return removed(before, after.origins?.by);
  if (isList(then) && isList(now)) return compareLists(before, after, then, now);
  if (isContainer(then) && isContainer(now) && isList(then) === isList(now))
    return [...new Set([...namesIn(then), ...namesIn(now)])].flatMap((name) =>
      compare(within(before, name), within(after, name)),
    );
  if (isContainer(then) || isContainer(now)) return [...removed(before, after.origins?.by), ...added(after)];
  return [
    {
      path: after.path,
      change: 'changed',
      before: { value: then, setBy: before.origins?.by },
      after: { value: now, setBy: after.origins?.by },
    },
  ];
};

const begins = (events: readonly ReadableEvent[], other: readonly ReadableEvent[]): boolean =>
  events.length <= other.length && events.every(({ stored }, index) => stored.id === other[index]?.stored.id);

/** Every single value that differs between two moments of one case, with the events behind either side. */
export const differencesBetween = (from: CaseFile, to: CaseFile): readonly Difference[] => {
  const { room } = from;
  const then = traceOn(room, untraced(room), from.events);
  const now: Traced = begins(from.events, to.events)
    ? traceOn(room, then, to.events.slice(from.events.length))
    : traceOn(room, untraced(room), to.events);
  return compare(
    { value: then.state, origins: then.origins, path: '' },
    { value: now.state, origins: now.origins, path: '' },
  );
};
