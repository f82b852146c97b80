import { hash } from 'node:crypto';

const nodePrefix = Buffer.from([1]);

const sha256 = (bytes: string | Buffer): Buffer => hash('sha256', bytes, 'buffer');

/** SHA-256 of nothing: the root of a tree without leaves (RFC 6962, 2.1). */
export const emptyRoot: Buffer = sha256('');

/** SHA-256 over 0x00 and the entry; text in UTF-8. */
export const leafHash = (entry: string | Buffer): Buffer =>
  sha256(typeof entry === 'string' ? `\0${entry}` : Buffer.concat([Buffer.alloc(1), entry]));

/** SHA-256 over 0x01 and the hashes of both children. */
export const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.concat([nodePrefix, left, right]));

/** The root over complete subtrees that stand side by side, the larger ones to the left. */
export const joinedRoot = (hashes: readonly Buffer[]): Buffer =>
  hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));
