import type { MasterKey } from './master-key.js';
import { decrypt, encrypt } from './sealing.js';

/** How keys of subjects are wrapped under one master key. */
export class Wrapping {
  /** Tells one master key from another without telling anything of it. */
  readonly id: string;
  private readonly key: Buffer;

  constructor(master: MasterKey) {
    this.key = master.derive('vault/wrapping');
    this.id = master.derive('vault/wrapping-id').toString('hex').slice(0, 16);
  }

  wrap(subject: string, key: Buffer): Buffer {
    return encrypt(this.key, key, subject);
  }

  /** Throws when the key was wrapped under another master key. */
  unwrap(subject: string, wrapped: Buffer): Buffer {
    return decrypt(this.key, wrapped, subject);
  }
}
