import {
  type KeyObject,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import { canonicalJson } from '#event-store';
import type { Instant, JsonObject } from '#kernel';

/** The text a signature covers: what kind of statement it is, then its canonical form. */
const signedText = (kind: string, statement: JsonObject): Buffer =>
  Buffer.from(`caseflow ${kind} 1\n${canonicalJson(statement)}`, 'utf8');

/** Hex SHA-256 of the public key (SubjectPublicKeyInfo, DER). */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');

const pemOf = (publicKey: KeyObject): string => publicKey.export({ type: 'spki', format: 'pem' }).toString();

const ed25519 = (key: KeyObject): KeyObject => {
  if (key.asymmetricKeyType !== 'ed25519') throw new RangeError('The signing key must be an Ed25519 key');
  return key;
};

export interface PublicKey {
  readonly keyId: string;
  /** SubjectPublicKeyInfo. */
  readonly pem: string;
}

/** The Ed25519 key that signs tree heads. */
export class SigningKey implements PublicKey {
  readonly keyId: string;
  readonly pem: string;

  private constructor(private readonly key: KeyObject) {
    const publicKey = createPublicKey(key);
    this.keyId = keyIdOf(publicKey);
    this.pem = pemOf(publicKey);
  }

  /** @throws RangeError when the text is no Ed25519 private key in PEM (PKCS #8) */
  static fromPem(pem: string): SigningKey {
    try {
      return new SigningKey(ed25519(createPrivateKey(pem)));
    } catch (cause) {
      throw new RangeError('The signing key is not an Ed25519 private key in PEM', { cause });
    }
  }

  /** A new private key in PEM (PKCS #8). */
  static generate(): string {
    return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  /** Base64 signature of a statement of that kind. */
  sign(kind: string, statement: JsonObject): string {
    return sign(null, signedText(kind, statement), this.key).toString('base64');
  }
}

/** One key taken over from another; both say so. */
export interface KeySuccession {
  readonly previous: string;
  readonly next: string;
  readonly at: Instant;
  /** Base64, one by each key. */
  readonly signatures: { readonly previous: string; readonly next: string };
}

const succession = ({ previous, next, at }: Pick<KeySuccession, 'previous' | 'next' | 'at'>): JsonObject => ({
  previous,
  next,
  at,
});

export const succeed = (previous: SigningKey, next: SigningKey, at: Instant): KeySuccession => {
  const statement = { previous: previous.keyId, next: next.keyId, at };
  const signatures = {
    previous: previous.sign('key succession', statement),
    next: next.sign('key succession', statement),
  };
  return { ...statement, signatures };
};

/** Public keys whose signatures count. */
export class TrustedKeys {
  private constructor(private readonly keys: ReadonlyMap<string, KeyObject>) {}

  /**
   * Keys given from outside, and those among `known` that an unbroken line of successions joins to one of them.
   * A key that merely lies in the database counts for nothing.
   */
  static from(
    anchors: readonly string[],
    known: readonly PublicKey[] = [],
    successions: readonly KeySuccession[] = [],
  ): TrustedKeys {
    const all = new Map<string, KeyObject>();
    for (const pem of [...known.map((key) => key.pem), ...anchors]) {
      const key = ed25519(createPublicKey(pem));
      all.set(keyIdOf(key), key);
    }
    const sound = successions.filter((one) => signedByBoth(one, all));
    const trusted = new Set(anchors.map((pem) => keyIdOf(createPublicKey(pem))));
    for (let before = 0; before < trusted.size;) {
      before = trusted.size;
      for (const { previous, next } of sound) {
        if (trusted.has(next)) trusted.add(previous);
        if (trusted.has(previous)) trusted.add(next);
      }
    }
    return new TrustedKeys(new Map([...all].filter(([keyId]) => trusted.has(keyId))));
  }

  get ids(): readonly string[] {
    return [...this.keys.keys()];
  }

  /** Whether this key is trusted and signed the statement. */
  signed(keyId: string, kind: string, statement: JsonObject, signature: string): boolean {
    const key = this.keys.get(keyId);
    return key !== undefined && verify(null, signedText(kind, statement), key, Buffer.from(signature, 'base64'));
  }
}

const signedByBoth = (one: KeySuccession, keys: ReadonlyMap<string, KeyObject>): boolean =>
  (['previous', 'next'] as const).every((side) => {
    const key = keys.get(one[side]);
    const signature = Buffer.from(one.signatures[side], 'base64');
    return key !== undefined && verify(null, signedText('key succession', succession(one)), key, signature);
  });

/**
 * The public keys of a text that holds one or more in PEM.
 * @throws RangeError when it holds none: whoever names keys to trust must not end up trusting others
 */
export const publicKeysIn = (text: string): readonly string[] => {
  const found = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g);
  if (found === null) throw new RangeError('There is no public key in PEM among the keys to trust');
  return found;
};
