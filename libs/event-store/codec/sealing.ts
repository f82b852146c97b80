import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Json, JsonObject } from '#kernel';

const ivBytes = 12;
const tagBytes = 16;

/** A personal value as stored: whose it is, and base64 of iv, tag and ciphertext. */
export interface SealedValue extends JsonObject {
  readonly $sealed: string;
  readonly c: string;
}

/** True for a value that stands sealed in stored data. */
export const isSealed = (value: unknown): value is SealedValue =>
  typeof value === 'object' &&
  value !== null &&
  '$sealed' in value &&
  typeof value.$sealed === 'string' &&
  'c' in value &&
  typeof value.c === 'string';

/** A sealed value that its own key does not open: it was changed, or is no work of ours. */
export class SealBroken extends Error {
  constructor(
    readonly subject: string,
    options?: ErrorOptions,
  ) {
    super(`A sealed value of ${subject} cannot be opened with its key`, options);
    this.name = 'SealBroken';
  }
}

/** AES-256-GCM; returns iv, tag and ciphertext in one. */
export const encrypt = (key: Buffer, plain: Buffer, boundTo: string): Buffer => {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
};

/** Undoes `encrypt`. Throws when key, text or `boundTo` is another. */
export const decrypt = (key: Buffer, sealed: Buffer, boundTo: string): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()]);
};

export const sealValue = (key: Buffer, subject: string, value: Json): SealedValue => ({
  $sealed: subject,
  c: encrypt(key, Buffer.from(JSON.stringify(value)), subject).toString('base64'),
});

/** @throws SealBroken */
export const openValue = (key: Buffer, { $sealed, c }: SealedValue): Json => {
  try {
    return JSON.parse(decrypt(key, Buffer.from(c, 'base64'), $sealed).toString('utf8')) as Json;
  } catch (error) {
    throw new SealBroken($sealed, { cause: error });
  }
};
