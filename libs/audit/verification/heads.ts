import type { TrustedKeys } from '../signing.js';
import { type TreeHead, isGenuine } from '../tree-head.js';
import type { Findings } from './fault.js';

/** A genuine head, and where it is kept. */
export interface KnownHead {
  readonly head: TreeHead;
  readonly database: boolean;
  readonly outside: boolean;
}

export interface HeadSources {
  /** Heads kept in the database. */
  readonly database: AsyncIterable<TreeHead> | Iterable<TreeHead>;
  /** Heads kept elsewhere, which nobody with rights to the database alone can change. */
  readonly outside?: AsyncIterable<TreeHead> | Iterable<TreeHead>;
  readonly keys: TrustedKeys;
}

/** Every genuine head by size; a forged one is a finding and counts for nothing else. */
export const genuineHeads = async (
  { database, outside = [], keys }: HeadSources,
  findings: Findings,
): Promise<readonly KnownHead[]> => {
  const known = new Map<string, KnownHead>();
  const kept = { database, outside };
  for (const place of ['database', 'outside'] as const)
    for await (const head of kept[place]) {
      const { treeSize, rootHash, timestamp } = head;
      if (!isGenuine(head, keys)) findings.add({ kind: 'head-forged', foundBy: 'head', head: { treeSize, timestamp } });
      else {
        // The same statement again, under another key or kept at another place, needs one comparison only.
        const identity = `${treeSize}/${rootHash}`;
        known.set(identity, { database: false, outside: false, ...known.get(identity), head, [place]: true });
      }
    }
  return [...known.values()].sort((one, other) => one.head.treeSize - other.head.treeSize);
};
