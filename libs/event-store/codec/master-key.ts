import { createHmac, hkdfSync } from 'node:crypto';

const keyBytes = 32;

/** The key that every other key hangs on. It never leaves the process and never lies beside the data. */
export class MasterKey {
  private readonly key: Buffer;

  /** @throws RangeError when the key has not exactly 32 bytes */
  constructor(key: Buffer) {
    if (key.length !== keyBytes) throw new RangeError(`The master key must have ${keyBytes} bytes, not ${key.length}`);
    this.key = Buffer.from(key);
  }

  /**
   * From the text form of an environment variable: base64 of 32 bytes.
   * @throws RangeError when the variable is missing or holds anything else
   */
  static fromText(text: string | undefined): MasterKey {
    if (text === undefined || text.trim() === '') throw new RangeError('The master key is missing');
    return new MasterKey(Buffer.from(text.trim(), 'base64'));
  }

  /** A key of its own for one purpose (HKDF-SHA-256). */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.key, Buffer.alloc(0), purpose, keyBytes));
  }
}

/** Finds a personal value by a keyed hash, without keeping the value. */
export class BlindIndex {
  private readonly key: Buffer;

  /**
   * @param source a master key, or the key of an index that was kept
   * @param purpose indexes of different purposes give different hashes for the same value
   */
  constructor(source: MasterKey | Buffer, purpose = 'blind-index') {
    this.key = source instanceof MasterKey ? BlindIndex.keyOf(source, purpose) : source;
  }

  /** The key of an index as a master key gives it. */
  static keyOf(master: MasterKey, purpose: string): Buffer {
    return master.derive(`blind/${purpose}`);
  }

  /** Hex HMAC-SHA-256 of the value, taken as it is; bring it into one form before. */
  blind(value: string): string {
    return createHmac('sha256', this.key).update(value, 'utf8').digest('hex');
  }
}
