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
  Object.entries(container).flatMap(([name, value]) => (value === undefined ? [] : [name]));

export const partOf = (container: unknown, name: string | undefined): unknown =>
  name !== undefined && isContainer(container) ? Reflect.get(container, name) : undefined;

/**
 * For every part of `after` the name of the part of `before` that it is or was made from: in an object the same name;
 * in a list the same item wherever it stood, otherwise the item at its place unless that one is still there itself.
 */
export const formerNames = (
  before: unknown,
  after: Container,
  same: (one: unknown, other: unknown) => boolean,
): ReadonlyMap<string, string> => {
  if (!isContainer(before) || Array.isArray(before) !== Array.isArray(after)) return new Map();
  if (!Array.isArray(before) || !Array.isArray(after)) return new Map(namesIn(after).map((name) => [name, name]));
  const items: readonly unknown[] = after;
  const formerly: readonly unknown[] = before;
  const found = new Map<string, string>();
  const taken = new Set<number>();
  const match = (index: number, former: number): void => {
    found.set(String(index), String(former));
    taken.add(former);
  };
  for (const [index, item] of items.entries())
    if (index < formerly.length && same(formerly[index], item)) match(index, index);
  if (taken.size === formerly.length) return found;
  for (const [index, item] of items.entries()) {
    if (found.has(String(index))) continue;
    const former = formerly.findIndex((one, place) => !taken.has(place) && same(one, item));
    if (former >= 0) match(index, former);
  }
  for (const index of items.keys())
    if (!found.has(String(index)) && index < formerly.length && !taken.has(index)) match(index, index);
  return found;
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
  const former = formerNames(before, after, Object.is);
  const parts = new Map<string, Origins>();
  for (const name of namesIn(after)) {
    const formerName = former.get(name);
    const own = retrace(
      partOf(before, formerName),
      partOf(after, name),
      formerName === undefined ? undefined : known?.parts?.get(formerName),
      by,
    );
    if (own !== undefined) parts.set(name, own);
  }
  if (Array.isArray(after)) {
    const kept = new Set(former.values());
    const gone = Array.isArray(before) ? before.filter((_, index) => !kept.has(String(index))) : [];
    const lost = [...(known?.lost ?? []), ...gone.map((item: unknown) => ({ item, by }))];
    return lost.length === 0 ? { by, parts } : { by, parts, lost };
  }
  for (const [name, one] of known?.parts ?? [])
    if (partOf(after, name) === undefined && partOf(before, name) === undefined) parts.set(name, one);
  if (isContainer(before))
    for (const name of namesIn(before)) if (partOf(after, name) === undefined) parts.set(name, { by });
  return { by, parts };
};

/** Folds on from what was traced so far, one event at a time. */
export const traceOn = (room: AnyCaseType, from: Traced, events: readonly ReadableEvent[]): Traced =>
  events.reduce<Traced>(({ state, origins }, event) => {
    const after: unknown = room.evolve(state, event.event, stampOf(event.stored));
    return { state: after, origins: retrace(state, after, origins, event) };
  }, from);

export const untraced = (room: AnyCaseType): Traced => ({ state: room.initial, origins: undefined });
