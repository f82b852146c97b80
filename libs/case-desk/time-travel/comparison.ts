import { isDeepStrictEqual } from 'node:util';
import type { CaseFile } from '../case-queries.js';
import type { ReadableEvent } from '../case-reader.js';
import { type Origins, type Traced, formerNames, isContainer, namesIn, partOf, traceOn, untraced } from './origins.js';
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

/** The event that took a part away: an item of a list under its own value, anything else under its name. */
const takenBy = (
  origins: Origins | undefined,
  name: string,
  item: unknown,
  list: boolean,
): ReadableEvent | undefined =>
  list
    ? (origins?.lost?.findLast((one) => isDeepStrictEqual(one.item, item)) ?? origins?.lost?.at(-1))?.by
    : origins?.parts?.get(name)?.by;

const compare = (before: Place, after: Place): readonly Difference[] => {
  if (isDeepStrictEqual(before.value, after.value)) return [];
  if (before.value === undefined) return added(after);
  if (after.value === undefined) return removed(before, after.origins?.by);
  const { value: then } = before;
  const { value: now } = after;
  if (isContainer(then) && isContainer(now) && Array.isArray(then) === Array.isArray(now)) {
    const former = formerNames(then, now, isDeepStrictEqual);
    const kept = new Set(former.values());
    return [
      ...namesIn(then)
        .filter((name) => !kept.has(name))
        .flatMap((name) => {
          const place = within(before, name);
          return removed(place, takenBy(after.origins, name, place.value, Array.isArray(then)));
        }),
      ...namesIn(now).flatMap((name) => {
        const formerName = former.get(name);
        return formerName === undefined
          ? added(within(after, name))
          : compare(within(before, formerName), within(after, name));
      }),
    ];
  }
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
