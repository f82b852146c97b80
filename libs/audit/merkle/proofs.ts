import { joinedRoot, nodeHash } from './hashing.js';
import type { NodePlace } from './tree-edge.js';

/** Leaves from the first up to, not including, the second. */
type Span = readonly [from: number, to: number];

/** Reads hashes of complete subtrees, in the order asked. */
export type ReadNodes = (places: readonly NodePlace[]) => Promise<readonly Buffer[]>;

/** The largest power of two below `size`, which is at least 2. */
const splitOf = (size: number): number => {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
};

/** The complete subtrees that cover the leaves from `from` up to `to`, left to right. */
export const subtreesOf = (from: number, to: number): readonly NodePlace[] => {
  const places: NodePlace[] = [];
  for (let start = from; start < to;) {
    let level = 0;
    while (start % 2 ** (level + 1) === 0 && start + 2 ** (level + 1) <= to) level += 1;
    places.push({ level, index: start / 2 ** level });
    start += 2 ** level;
  }
  return places;
};

// PATH of RFC 6962, 2.1.1.
const pathSpans = (index: number, from: number, to: number): readonly Span[] => {
  if (to - from === 1) return [];
  const middle = from + splitOf(to - from);
  return index < middle
    ? [...pathSpans(index, from, middle), [middle, to]]
    : [...pathSpans(index, middle, to), [from, middle]];
};

// SUBPROOF of RFC 6962, 2.1.2; `whole` while the old tree is the left part of the span.
const consistencySpans = (old: number, from: number, to: number, whole: boolean): readonly Span[] => {
  if (old === to) return whole ? [] : [[from, to]];
  const middle = from + splitOf(to - from);
  return old <= middle
    ? [...consistencySpans(old, from, middle, whole), [middle, to]]
    : [...consistencySpans(old, middle, to, false), [from, middle]];
};

const rootsOf = async (spans: readonly Span[], read: ReadNodes): Promise<readonly Buffer[]> => {
  const places = spans.map(([from, to]) => subtreesOf(from, to));
  const hashes = await read(places.flat());
  let taken = 0;
  return places.map(({ length }) => joinedRoot(hashes.slice(taken, (taken += length))));
};

/**
 * The audit path of a leaf in the tree of the first `size` leaves.
 * @throws RangeError when the leaf is not in that tree
 */
export const inclusionProof = async (index: number, size: number, read: ReadNodes): Promise<readonly Buffer[]> => {
  if (index < 0 || index >= size) throw new RangeError(`Leaf ${index} is not in a tree of ${size}`);
  return rootsOf(pathSpans(index, 0, size), read);
};

/**
 * Shows that the tree of `size` leaves is the tree of `old` leaves with others added.
 * @throws RangeError when `old` is larger than `size`
 */
export const consistencyProof = async (old: number, size: number, read: ReadNodes): Promise<readonly Buffer[]> => {
  if (old > size) throw new RangeError(`A tree of ${size} leaves holds none of ${old}`);
  return old === 0 ? [] : rootsOf(consistencySpans(old, 0, size, true), read);
};

const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

/** Whether the proof leads from the leaf to the root of the tree of that size (RFC 9162, 2.1.3.2). */
export const includes = (
  leaf: Buffer,
  index: number,
  size: number,
  root: Buffer,
  proof: readonly Buffer[],
): boolean => {
  if (index < 0 || index >= size) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hash.equals(root);
};

/** Whether the proof shows that the new tree begins with the old one (RFC 9162, 2.1.4.2). */
export const continues = (
  old: { readonly size: number; readonly root: Buffer },
  next: { readonly size: number; readonly root: Buffer },
  proof: readonly Buffer[],
): boolean => {
  if (old.size > next.size) return false;
  if (old.size === next.size) return proof.length === 0 && old.root.equals(next.root);
  if (old.size === 0) return proof.length === 0;
  let [node, last] = [old.size - 1, next.size - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // A complete old tree is itself the first node of the proof.
  const [first, ...rest] = node === 0 ? [old.root, ...proof] : proof;
  if (first === undefined) return false;
  let [before, after] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      [before, after] = [nodeHash(sibling, before), nodeHash(sibling, after)];
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else after = nodeHash(after, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && before.equals(old.root) && after.equals(next.root);
};
