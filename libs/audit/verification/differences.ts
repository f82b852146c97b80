import type { EventStore, StoredEvent } from '#event-store';
import { entryOf } from '../entry.js';
import type { AuditTree, Leaf } from '../postgres/audit-tree.js';
import type { Fault, FaultKind } from './fault.js';

/** What was signed and what is there, where the two are not the same; one side may be absent. */
export interface Difference {
  readonly leaf: Leaf | undefined;
  readonly event: StoredEvent | undefined;
}

const same = (leaf: Leaf, event: StoredEvent): boolean => {
  const entry = entryOf(event);
  return (
    leaf.position === entry.position &&
    leaf.stream === entry.stream &&
    leaf.version === entry.version &&
    leaf.hash === entry.hash &&
    leaf.occurredAt === entry.occurredAt &&
    leaf.recordedAt === entry.recordedAt
  );
};

/** Goes through both in their order and yields every place where they differ. */
export async function* differences(
  leaves: AsyncIterable<Leaf> | Iterable<Leaf>,
  events: AsyncIterable<StoredEvent> | Iterable<StoredEvent>,
  placeOf: (one: Leaf | StoredEvent) => string | number,
): AsyncGenerator<Difference> {
  const [left, right] = [iterate(leaves), iterate(events)];
  let [leaf, event] = [await left(), await right()];
  while (leaf !== undefined || event !== undefined)
    if (event === undefined || (leaf !== undefined && placeOf(leaf) < placeOf(event))) {
      yield { leaf, event: undefined };
      leaf = await left();
    } else if (leaf === undefined || placeOf(event) < placeOf(leaf)) {
      yield { leaf: undefined, event };
      event = await right();
    } else {
      if (!same(leaf, event)) yield { leaf, event };
      [leaf, event] = [await left(), await right()];
    }
}

async function* inTurn<Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

const iterate = <Item>(items: AsyncIterable<Item> | Iterable<Item>): (() => Promise<Item | undefined>) => {
  const iterator = inTurn(items);
  return async () => {
    const next = await iterator.next();
    return next.done === true ? undefined : next.value;
  };
};

export interface Naming {
  readonly store: Pick<EventStore, 'read'>;
  readonly tree: Pick<AuditTree, 'leavesOf'>;
  /** Whether the chain of the stream itself is broken. */
  readonly chainBroken: (stream: string) => boolean;
}

/** Says what was done at a place where the log is not as it was signed. */
export const faultOf = async ({ leaf, event }: Difference, naming: Naming): Promise<Fault> => {
  const named = leaf ?? event;
  if (named === undefined) throw new TypeError('A difference has at least one side');
  const { stream, version, position } = named;
  const kind =
    leaf === undefined
      ? await kindOfAdded(named, naming)
      : event === undefined
        ? await kindOfGone(leaf, naming)
        : await kindOfChanged(leaf, event, naming);
  return { kind, stream, version, position, foundBy: 'head' };
};

const kindOfAdded = async (
  { stream, version }: { stream: string; version: number },
  { tree }: Naming,
): Promise<FaultKind> =>
  (await tree.leavesOf(stream)).some((leaf) => leaf.version === version) ? 'misplaced' : 'inserted';

const kindOfGone = async ({ stream, version }: Leaf, { store }: Naming): Promise<FaultKind> => {
  for await (const later of store.read(stream, { fromVersion: version }))
    return later.version === version ? 'misplaced' : 'missing';
  return 'end-missing';
};

const kindOfChanged = async (leaf: Leaf, event: StoredEvent, naming: Naming): Promise<FaultKind> => {
  const { stream, version } = leaf;
  if (event.stream !== stream || event.version !== version || event.position !== leaf.position) return 'misplaced';
  const broken = naming.chainBroken(stream);
  if (!broken && event.hash !== leaf.hash) return 'stream-rewritten';
  const others = await naming.tree.leavesOf(stream);
  if (others.some((other) => other.version !== version && other.hash === event.hash)) return 'misplaced';
  const { occurredAt, recordedAt } = entryOf(event);
  return occurredAt !== leaf.occurredAt || recordedAt !== leaf.recordedAt ? 'time-changed' : 'changed';
};
