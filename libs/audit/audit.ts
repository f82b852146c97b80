import { existsSync } from 'node:fs';
import type { Pool } from 'pg';
import type { Clock } from '#kernel';
import type { Batch, EventStore, KeepsHeads, Position } from '#event-store';
import { type BundleRequest, writeBundle } from './bundle/write.js';
import { HeadsFile, headsIn } from './heads-file.js';
import { AuditTree } from './postgres/audit-tree.js';
import { underLease } from './postgres/lease.js';
import { TreeHeads } from './postgres/tree-heads.js';
import { type KeySuccession, SigningKey, type TrustedKeys, publicKeysIn } from './signing.js';
import type { TreeHead } from './tree-head.js';
import type { HeadSources } from './verification/heads.js';
import type { Verification } from './verification/result.js';
import { verifyLog } from './verification/verify-log.js';
import { verifyStreams } from './verification/verify-streams.js';

export interface AuditSettings {
  /** Ed25519 private key in PEM; without it nothing is signed. */
  readonly signingKey?: string;
  /** Further public keys in PEM whose heads count. */
  readonly publicKeys?: string;
  /** Every head is appended to this file, one JSON object a line. */
  readonly headsFile?: string;
}

export interface AuditOptions {
  readonly pool: Pool;
  readonly store: Pick<EventStore, 'read' | 'readAll'> & KeepsHeads;
  readonly clock: Clock;
  readonly settings: AuditSettings;
  /** A faster way through the whole log than page by page. */
  readonly sweep?: (after: Position | undefined) => AsyncIterable<Batch>;
}

export interface Asked {
  readonly range?: { readonly from?: Position; readonly to?: Position };
  /** A file of heads to hold the log against, beside the one of the settings. */
  readonly headsFile?: string;
  /** Public keys in PEM, beside those of the settings. */
  readonly publicKeys?: string;
  readonly progress?: (events: number) => void;
}

/** A slice of the log that was verified, and where the next begins. */
export interface VerifiedSlice {
  readonly result: Verification;
  readonly next: Position | undefined;
}

/** Whoever needs a key to sign has none. */
export class SigningKeyMissing extends Error {
  constructor() {
    super('There is no key to sign tree heads with');
    this.name = 'SigningKeyMissing';
  }
}

/** The tree over the log, its signed heads, and the verification of both. */
export class Audit {
  readonly tree: AuditTree;
  readonly heads: TreeHeads;
  private readonly key: SigningKey | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  /** @throws RangeError when the signing key is no Ed25519 key in PEM */
  constructor(private readonly options: AuditOptions) {
    const { pool, store, clock, settings } = options;
    this.key = settings.signingKey === undefined ? undefined : SigningKey.fromPem(settings.signingKey);
    this.tree = new AuditTree(pool, store);
    const outlets = settings.headsFile === undefined ? [] : [new HeadsFile(settings.headsFile)];
    this.heads = new TreeHeads(pool, this.tree, clock, outlets);
  }

  get signs(): boolean {
    return this.key !== undefined;
  }

  /**
   * Signs what is new; one process at a time.
   * @throws SigningKeyMissing
   * @throws HistoryChanged when an earlier head says otherwise
   */
  async makeHead(): Promise<TreeHead | undefined> {
    const key = this.signer();
    return this.alone(() => this.heads.make(key));
  }

  /**
   * Passes on to another key: a last head by the present one, then a first by the next.
   * @throws SigningKeyMissing
   * @throws RangeError when the next is no Ed25519 key in PEM
   */
  async rotateKey(nextPem: string): Promise<KeySuccession> {
    const [key, next] = [this.signer(), SigningKey.fromPem(nextPem)];
    return this.alone(async () => {
      await this.heads.make(key);
      const succession = await this.heads.rotate(key, next);
      await this.heads.make(next);
      return succession;
    });
  }

  /** Keys whose heads count: those given from outside, and those joined to them by successions. */
  trustedKeys(publicKeys?: string): Promise<TrustedKeys> {
    const given = [this.options.settings.publicKeys, publicKeys].flatMap((text) =>
      text === undefined ? [] : publicKeysIn(text),
    );
    return this.heads.trusted([...(this.key === undefined ? [] : [this.key.pem]), ...given]);
  }

  /** Everything, or what lies between two positions. */
  async verifyLog({ range, progress, ...asked }: Asked = {}): Promise<Verification> {
    const { store, sweep } = this.options;
    return verifyLog({ store, tree: this.tree, heads: await this.headsFor(asked), sweep, range, progress });
  }

  /** So many events from a position on, as far as they are in the tree; the last slice goes on to the end of the log. */
  async verifySlice(from: Position | undefined, size: number): Promise<VerifiedSlice> {
    const begins = from === undefined ? 0 : await this.tree.indexOf(from);
    const [last, next] = await Promise.all([this.tree.leaf(begins + size - 1), this.tree.leaf(begins + size)]);
    const to = next === undefined ? undefined : last?.position;
    return { result: await this.verifyLog({ range: { from, to } }), next: next?.position };
  }

  async verifyStreams(streams: readonly string[], asked: Asked = {}): Promise<Verification> {
    return verifyStreams({
      store: this.options.store,
      tree: this.tree,
      heads: await this.headsFor(asked),
      streams,
    });
  }

  /** One case in one file that verifies without this system. What is new is signed first where there is a key. */
  async bundle(request: Omit<BundleRequest, 'madeAt'>): Promise<Uint8Array> {
    const { tree, heads, key } = this;
    if (key !== undefined) await this.makeHead();
    return writeBundle(
      { ...request, madeAt: this.options.clock.now() },
      { store: this.options.store, tree, heads, key },
    );
  }

  private signer(): SigningKey {
    if (this.key === undefined) throw new SigningKeyMissing();
    return this.key;
  }

  /** One after the other in this process, so that those who wait for the lease never hold every connection of the pool. */
  private alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.turn.then(() => underLease(this.options.pool, 'audit heads', work));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async headsFor({ headsFile, publicKeys }: Asked): Promise<HeadSources> {
    const files = [this.options.settings.headsFile, headsFile].filter((file) => file !== undefined);
    const present = files.filter((file) => file === headsFile || existsSync(file));
    return {
      database: this.heads.all(),
      outside: inTurn(present.map(headsIn)),
      keys: await this.trustedKeys(publicKeys),
    };
  }
}

async function* inTurn(files: readonly AsyncIterable<TreeHead>[]): AsyncGenerator<TreeHead> {
  for (const heads of files) yield* heads;
}
