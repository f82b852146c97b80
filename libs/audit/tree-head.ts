import { z } from 'zod';
import type { JsonObject } from '#kernel';
import type { SigningKey, TrustedKeys } from './signing.js';

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** A signed statement: the log had this many events, in this order, at this time. */
export const treeHeadSchema = z.strictObject({
  treeSize: z.int().min(0),
  rootHash: hex,
  timestamp: z.iso.datetime(),
  logId: z.uuid(),
  /** Everything at or before this position is in the tree; nothing could come to stand there any more. */
  through: z.string().min(1),
  keyId: hex,
  /** Base64, Ed25519. */
  signature: z.base64(),
});

export type TreeHead = Readonly<z.infer<typeof treeHeadSchema>>;
export type UnsignedHead = Omit<TreeHead, 'keyId' | 'signature'>;

const statementOf = ({
  treeSize,
  rootHash,
  timestamp,
  logId,
  through,
  keyId,
}: Omit<TreeHead, 'signature'>): JsonObject => ({
  treeSize,
  rootHash,
  timestamp,
  logId,
  through,
  keyId,
});

export const signHead = (head: UnsignedHead, key: SigningKey): TreeHead => {
  const whole = { ...head, keyId: key.keyId };
  return { ...whole, signature: key.sign('tree head', statementOf(whole)) };
};

/** Whether a trusted key signed the head as it stands. */
export const isGenuine = (head: TreeHead, keys: TrustedKeys): boolean =>
  keys.signed(head.keyId, 'tree head', statementOf(head), head.signature);
