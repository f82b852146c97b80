import { createHash } from 'node:crypto';

const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);

/** SHA-256 of nothing: the root of a tree without leaves (RFC 6962, 2.1). */
export const emptyRoot: Buffer = createHash('sha256').digest();

/** SHA-256 over 0x00 and the entry; text in UTF-8. */
export const leafHash = (entry: string | Buffer): Buffer =>
  createHash('sha256').update(leafPrefix).update(entry).digest();

/** SHA-256 over 0x01 and the hashes of both children. */
export const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256').update(nodePrefix).update(left).update(right).digest();

/** The root over complete subtrees that stand side by side, the larger ones to the left. */
export const joinedRoot = (hashes: readonly Buffer[]): Buffer =>
  hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));
