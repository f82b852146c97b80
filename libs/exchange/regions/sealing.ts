import { createHash } from 'node:crypto';
import { CompactEncrypt, CompactSign, compactDecrypt, compactVerify, importJWK } from 'jose';
import type { Partner, RegionSettings } from '../settings.js';
import { type RegionMessage, regionMessageSchema } from './messages.js';

const signature = 'EdDSA';
const keyAgreement = 'ECDH-ES+A256KW';
const encryption = 'A256GCM';

/** A message as it travels: readable for the one it is for, and provably of the one it is from. */
export interface SealedMessage {
  readonly sealed: string;
  /**
   * SHA-256 of the signed text, in hex: both sides keep it, and a repeated sending has the same. It tells nothing about
   * the content, because nobody but the sender can make the signature in it.
   */
  readonly digest: string;
}

export type Unsealable = 'not-for-us' | 'not-signed-by-sender' | 'not-a-region-message' | 'digest-differs';

const digestOf = (signed: string): string => createHash('sha256').update(signed).digest('hex');

/** Signs with our key, then encrypts for the partner alone. */
export const sealMessage = async (
  message: RegionMessage,
  { signingKey }: Pick<RegionSettings, 'signingKey'>,
  { encryptionKey }: Pick<Partner, 'encryptionKey'>,
): Promise<SealedMessage> => {
  const text = new TextEncoder().encode(JSON.stringify(message));
  const signed = await new CompactSign(text)
    .setProtectedHeader({ alg: signature })
    .sign(await importJWK(signingKey, signature));
  const sealed = await new CompactEncrypt(new TextEncoder().encode(signed))
    .setProtectedHeader({ alg: keyAgreement, enc: encryption, cty: 'JWS' })
    .encrypt(await importJWK(encryptionKey, keyAgreement));
  return { sealed, digest: digestOf(signed) };
};

/** Decrypts with our key and checks the partner's signature, the digest, the sender and the addressee. */
export const openMessage = async (
  { sealed, digest }: SealedMessage,
  { decryptionKey }: Pick<RegionSettings, 'decryptionKey'>,
  { installation, signatureKey }: Pick<Partner, 'installation' | 'signatureKey'>,
  us: string,
): Promise<RegionMessage | { readonly unsealable: Unsealable }> => {
  const allowed = { keyManagementAlgorithms: [keyAgreement], contentEncryptionAlgorithms: [encryption] };
  const signed = await importJWK(decryptionKey, keyAgreement)
    .then((key) => compactDecrypt(sealed, key, allowed))
    .then(
      ({ plaintext }) => new TextDecoder().decode(plaintext),
      () => undefined,
    );
  if (signed === undefined) return { unsealable: 'not-for-us' };
  if (digestOf(signed) !== digest) return { unsealable: 'digest-differs' };
  const text = await importJWK(signatureKey, signature)
    .then((key) => compactVerify(signed, key, { algorithms: [signature] }))
    .then(
      ({ payload }) => new TextDecoder().decode(payload),
      () => undefined,
    );
  if (text === undefined) return { unsealable: 'not-signed-by-sender' };
  const message = regionMessageSchema.safeParse(jsonIn(text));
  if (!message.success) return { unsealable: 'not-a-region-message' };
  if (message.data.from !== installation) return { unsealable: 'not-signed-by-sender' };
  return message.data.to === us ? message.data : { unsealable: 'not-for-us' };
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
