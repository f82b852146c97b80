import type { AnyCaseType } from '#kernel';
import { type ReadableEvent, stampOf } from '../case-reader.js';

/** Which event last set each value of a state, in the shape of the state. */
export interface Origins {
  /** The event that set the value, or took it away; the parts of a list or an object have their own. */
  readonly by?: ReadableEvent;
  readonly parts?: ReadonlyMap<string, Origins>;
  /** Items that were taken out of a list, and by which event. */
  readonly lost?: readonly { readonly item: unknown; readonly by: ReadableEvent }[];
}

/** A state with the event behind every value in it. */
export interface Traced {
  readonly state: unknown;
  readonly origins: Origins | undefined;
}

export type Container = Readonly<Record<string, unknown>> | readonly unknown[];

export const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** Names of what stands in a list or an object; a value that is not there has none. */
export const namesIn = (container: Container): readonly string[] =>
  Object.keys(container).filter((name) => Reflect.get(container, name) !== undefined);

export const partOf = (container: unknown, name: string): unknown =>
  isContainer(container) ? Reflect.get(container, name) : undefined;

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/**
 * For every item of a list where it stood before, or the item it was made from: the same item wherever it stood,
 * otherwise the one at its place unless that one is still there itself.
 */
export const formerPlaces = (
  before: readonly unknown[],
  after: readonly unknown[],
  same: (one: unknown, other: unknown) => boolean,
): readonly (number | undefined)[] => {
  const places = after.map((item, place) => (place < before.length && same(before[place], item) ? place : undefined));
  const taken = new Set(places);
  const take = (place: number, former: number): void => {
    places[place] = former;
    taken.add(former);
  };
  const isFree = (former: number): boolean => former < before.length && !taken.has(former);
  if (before.some((_, former) => isFree(former)))
    for (const [place, item] of after.entries()) {
      if (places[place] !== undefined) continue;
      const former = before.findIndex((one, index) => isFree(index) && same(one, item));
      if (former >= 0) take(place, former);
    }
  for (const place of after.keys()) if (places[place] === undefined && isFree(place)) take(place, place);
  return places;
};

const retraceList = (
  before: readonly unknown[],
  after: readonly unknown[],
  known: Origins | undefined,
  by: ReadableEvent,
): Origins => {
  const places = formerPlaces(before, after, Object.is);
  const parts = new Map<string, Origins>();
  for (const [place, item] of after.entries()) {
    const former = places[place];
    const own =
      former === undefined
        ? retrace(undefined, item, undefined, by)
        : retrace(before[former], item, known?.parts?.get(String(former)), by);
    if (own !== undefined) parts.set(String(place), own);
  }
  const kept = new Set(places);
  const gone = before.filter((_, former) => !kept.has(former)).map((item) => ({ item, by }));
  const lost = gone.length === 0 ? known?.lost : [...(known?.lost ?? []), ...gone];
  return { by, parts, ...(lost === undefined ? {} : { lost }) };
};

const retraceObject = (before: unknown, after: object, known: Origins | undefined, by: ReadableEvent): Origins => {
  const parts = new Map(isList(before) ? undefined : known?.parts);
  for (const [name, value] of Object.entries(after)) {
    const own = retrace(partOf(before, name), value, parts.get(name), by);
    if (own !== undefined) parts.set(name, own);
  }
  // What is gone keeps the event that took it away.
  if (isContainer(before) && !isList(before))
    for (const name of namesIn(before)) if (partOf(after, name) === undefined) parts.set(name, { by });
  return { by, parts };
};

/** What an event changed, put over what was known; identical parts are passed over whole. */
const retrace = (
  before: unknown,
  after: unknown,
  known: Origins | undefined,
  by: ReadableEvent,
): Origins | undefined => {
  if (Object.is(before, after)) return known;
  if (!isContainer(after)) return { by };
  return isList(after)
    ? retraceList(isList(before) ? before : [], after, known, by)
    : retraceObject(before, after, known, by);
};

/** Folds on from what was traced so far, one event at a time. */
export const traceOn = (room: AnyCaseType, from: Traced, events: readonly ReadableEvent[]): Traced =>
  events.reduce<Traced>(({ state, origins }, event) => {
    const after: unknown = room.evolve(state, event.event, stampOf(event.stored));
    return { state: after, origins: retrace(state, after, origins, event) };
  }, from);

export const untraced = (room: AnyCaseType): Traced => ({ state: room.initial, origins: undefined });
