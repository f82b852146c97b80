import { type KeptHead, type StoredEvent, chainStart, linkHash } from '#event-store';

type ChainKind = 'changed' | 'missing' | 'misplaced';

/** Where the walk stands in a stream. */
export interface Link {
  readonly version: number;
  /** Hex. */
  readonly hash: string;
}

export const beginning: Link = { version: 0, hash: chainStart };

// A text cut out of a longer one keeps all of it in memory; a copy does not.
const copied = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** Follows the chains of many streams at once. Holds one link for each stream, whatever the number of events. */
export class ChainWalk {
  private readonly ends = new Map<string, Link>();

  get streams(): number {
    return this.ends.size;
  }

  end(stream: string): Link | undefined {
    return this.ends.get(stream);
  }

  names(): IterableIterator<string> {
    return this.ends.keys();
  }

  /** Begins in the middle of a stream. */
  begin(stream: string, { version, hash }: Link): void {
    this.ends.set(copied(stream), { version, hash: copied(hash) });
  }

  /** What is wrong with the next event of its stream, if anything is. */
  take(event: StoredEvent): ChainKind | undefined {
    const link = this.ends.get(event.stream);
    const kind = faultAt(link ?? beginning, event);
    this.ends.set(link === undefined ? copied(event.stream) : event.stream, {
      version: event.version,
      hash: copied(event.hash),
    });
    return kind;
  }
}

const faultAt = (link: Link, event: StoredEvent): ChainKind | undefined => {
  if (event.version > link.version + 1) return 'missing';
  if (event.version <= link.version) return 'misplaced';
  return linkHash(link.hash, event) === event.hash ? undefined : 'changed';
};

/** Whether a stream ends where its own record says. */
export const endFault = (
  end: Link,
  head: KeptHead | undefined,
): 'changed' | 'end-missing' | 'end-unrecorded' | undefined => {
  if (head === undefined) return end.version === 0 ? undefined : 'end-unrecorded';
  if (head.version > end.version) return 'end-missing';
  if (head.version < end.version) return 'end-unrecorded';
  return head.hash === end.hash ? undefined : 'changed';
};
