import { chainStart, linkHash } from './chain.js';
import type { EventStore, Position, StoredEvent } from './port.js';

/** Where a stream ends according to a record kept beside its events. */
export interface KeptHead {
  readonly stream: string;
  readonly version: number;
  readonly hash: string;
  readonly position: Position;
}

/** A store that keeps such a record can also show that the end of a stream was cut off. */
export interface KeepsHeads {
  head(stream: string): Promise<KeptHead | undefined>;
  heads(after?: string, limit?: number): Promise<readonly KeptHead[]>;
}

export interface ChainFault {
  readonly stream: string;
  /** The first version that is not as it was written. */
  readonly version: number;
  /** `changed`: hash and content differ; `missing`: a version is not there; `misplaced`: it stands out of order;
   *  `end-missing`: events after this one are recorded but not there; `end-unrecorded`: events the record knows nothing of. */
  readonly kind: 'changed' | 'missing' | 'misplaced' | 'end-missing' | 'end-unrecorded';
}

export interface Verification {
  readonly streams: number;
  readonly events: number;
  /** The first fault of every stream that has one; empty when all is as it was written. */
  readonly faults: readonly ChainFault[];
}

interface Link {
  readonly version: number;
  readonly hash: string;
}

type VerifiableStore = Pick<EventStore, 'read' | 'readAll' | 'horizon'> & Partial<KeepsHeads>;

const beginning: Link = { version: 0, hash: chainStart };

const faultAt = (link: Link, event: StoredEvent): ChainFault['kind'] | undefined => {
  if (event.version > link.version + 1) return 'missing';
  if (event.version <= link.version) return 'misplaced';
  return linkHash(link.hash, event) === event.hash ? undefined : 'changed';
};

const endFault = (end: Link, head: KeptHead | undefined): ChainFault['kind'] | undefined => {
  if (head === undefined) return end.version === 0 ? undefined : 'end-unrecorded';
  if (head.version > end.version) return 'end-missing';
  if (head.version < end.version) return 'end-unrecorded';
  return head.hash === end.hash ? undefined : 'changed';
};

/** Walks the chain of one stream: finds any change, removal or reordering of what was stored. */
export const verifyStream = async (store: VerifiableStore, stream: string): Promise<Verification> => {
  // Taken before the events, so that an append meanwhile cannot look like a cut.
  const head = await store.head?.(stream);
  let end = beginning;
  let events = 0;
  for await (const event of store.read(stream)) {
    events += 1;
    const kind = faultAt(end, event);
    if (kind !== undefined)
      return { streams: 1, events, faults: [{ stream, version: Math.min(event.version, end.version + 1), kind }] };
    end = { version: event.version, hash: event.hash };
    if (head?.version === end.version && head.hash !== end.hash)
      return { streams: 1, events, faults: [{ stream, version: end.version, kind: 'changed' }] };
  }
  // Opened meanwhile: what was read is older than the record of its end.
  if (head === undefined && (await store.head?.(stream)) !== undefined) return verifyStream(store, stream);
  const grown = head !== undefined && end.version > head.version;
  const kind = store.head === undefined || grown ? undefined : endFault(end, head);
  const faults = kind === undefined ? [] : [{ stream, version: end.version, kind }];
  return { streams: events > 0 || head !== undefined ? 1 : 0, events, faults };
};

/**
 * Walks the whole log and every chain in it, up to what could no longer be overtaken when the walk began.
 * @param progress told how many events have been looked at, batch by batch
 */
export const verifyAll = async (
  store: VerifiableStore,
  progress: (events: number) => void = () => undefined,
): Promise<Verification> => {
  const ends = new Map<string, Link>();
  const faults = new Map<string, ChainFault>();
  let events = 0;
  let after: Position | undefined;
  const horizon = await store.horizon();
  for (;;) {
    const batch = await store.readAll({ after, limit: 5_000 });
    for (const event of batch.events) {
      const { stream, version } = event;
      const end = ends.get(stream) ?? beginning;
      const kind = faultAt(end, event);
      if (kind !== undefined && !faults.has(stream))
        faults.set(stream, { stream, version: Math.min(version, end.version + 1), kind });
      ends.set(stream, { version, hash: event.hash });
    }
    events += batch.events.length;
    progress(events);
    after = batch.through;
    if (batch.caughtUp || batch.through >= horizon) break;
  }
  if (store.heads !== undefined)
    for (const fault of await faultyEnds(store.heads, ends, after))
      if (!faults.has(fault.stream)) faults.set(fault.stream, fault);
  return { streams: ends.size, events, faults: [...faults.values()] };
};

const faultyEnds = async (
  heads: KeepsHeads['heads'],
  ends: ReadonlyMap<string, Link>,
  through: Position,
): Promise<readonly ChainFault[]> => {
  const faults: ChainFault[] = [];
  const recorded = new Set<string>();
  let after = '';
  for (;;) {
    const page = await heads(after, 1_000);
    for (const head of page) {
      recorded.add(head.stream);
      const end = ends.get(head.stream) ?? beginning;
      // A stream written after our walk ends beyond it.
      const kind = head.position > through ? undefined : endFault(end, head);
      if (kind !== undefined) faults.push({ stream: head.stream, version: end.version, kind });
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.stream;
  }
  for (const [stream, { version }] of ends)
    if (!recorded.has(stream)) faults.push({ stream, version, kind: 'end-unrecorded' });
  return faults;
};
