import { existsSync } from 'node:fs';
import type { Pool } from 'pg';
import type { Clock } from '#kernel';
import type { Batch, EventStore, KeepsHeads, Position } from '#event-store';
import { type BundleSetRequest, writeBundleSet } from './bundle/write-set.js';
import { type BundleRequest, type BundleSources, writeBundle } from './bundle/write.js';
import { HeadsFile, type HeadsOutlet, headsIn } from './heads-file.js';
import { AuditTree } from './postgres/audit-tree.js';
import { underLease } from './postgres/lease.js';
import { TreeHeads } from './postgres/tree-heads.js';
import { type KeySuccession, SigningKey, TrustedKeys, publicKeysIn } from './signing.js';
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
  readonly store: Pick<EventStore, 'read' | 'readAll'> & Partial<KeepsHeads>;
  readonly clock: Clock;
  readonly settings: AuditSettings;
  /** Where heads are sent beside the file of the settings. */
  readonly outlets?: readonly HeadsOutlet[];
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

export interface Slice {
  readonly from?: Position | undefined;
  /** The last event of what is verified slice by slice; the end of the log unless told. */
  readonly to?: Position | undefined;
  readonly size: number;
}

/** A slice of the log that was verified, where the next begins, and how many events are left for it. */
export interface VerifiedSlice {
  readonly result: Verification;
  readonly next: Position | undefined;
  readonly left: number;
}

/** A key whose signatures count, and why: it signs here, was given from outside, or took over from one of those. */
export interface KeySource {
  readonly keyId: string;
  readonly from: 'signing-key' | 'settings' | 'succession';
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
    const { pool, store, clock, settings, outlets = [] } = options;
    this.key = settings.signingKey === undefined ? undefined : SigningKey.fromPem(settings.signingKey);
    this.tree = new AuditTree(pool, store);
    const file = settings.headsFile === undefined ? [] : [new HeadsFile(settings.headsFile)];
    this.heads = new TreeHeads(pool, this.tree, clock, [...file, ...outlets]);
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

  /** So many events from a position on, as far as they are in the tree; the last slice goes on to the end. */
  async verifySlice({ from, to, size }: Slice): Promise<VerifiedSlice> {
    const { tree } = this;
    const begins = from === undefined ? 0 : await tree.indexOf(from);
    const ends = to === undefined ? await tree.size() : await tree.indexOf(to, true);
    const left = Math.max(0, ends - begins - size);
    const [last, next] = left === 0 ? [] : await Promise.all([tree.leaf(begins + size - 1), tree.leaf(begins + size)]);
    return { result: await this.verifyLog({ range: { from, to: last?.position ?? to } }), next: next?.position, left };
  }

  /** Whose signatures count here, and why. A key that merely lies in the database counts for nothing. */
  async keySources(): Promise<readonly KeySource[]> {
    const { publicKeys } = this.options.settings;
    const settings = TrustedKeys.from(publicKeys === undefined ? [] : publicKeysIn(publicKeys)).ids;
    const { ids } = await this.trustedKeys();
    return ids.map((keyId) => {
      if (keyId === this.key?.keyId) return { keyId, from: 'signing-key' };
      return { keyId, from: settings.includes(keyId) ? 'settings' : 'succession' };
    });
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
    return writeBundle({ ...request, madeAt: this.options.clock.now() }, await this.bundleSources());
  }

  /**
   * Many cases in one file, a piece at a time.
   * @throws RangeError when there are more than one file can hold
   */
  async *bundleSet(request: Omit<BundleSetRequest, 'madeAt'>): AsyncGenerator<Uint8Array> {
    yield* writeBundleSet({ ...request, madeAt: this.options.clock.now() }, await this.bundleSources());
  }

  private async bundleSources(): Promise<BundleSources> {
    const { tree, heads, key } = this;
    if (key !== undefined) await this.makeHead();
    return { store: this.options.store, tree, heads, key };
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
