import type { EventStore, KeepsHeads, StoredEvent } from '#event-store';
import { leafOf } from '../entry.js';
import { includes } from '../merkle/proofs.js';
import type { AuditTree, Leaf } from '../postgres/audit-tree.js';
import { ChainWalk, type Link, beginning, endFault } from './chain-walk.js';
import { type Difference, differences, faultOf } from './differences.js';
import { Findings } from './fault.js';
import { type HeadSources, type KnownHead, genuineHeads } from './heads.js';
import { type Verification, resultOf } from './result.js';

export interface VerifyStreamsOptions {
  readonly store: Pick<EventStore, 'read'> & Partial<KeepsHeads>;
  readonly tree: AuditTree;
  readonly heads: HeadSources;
  /** A case has several: its own, that of its clocks, that of what was sealed apart. One without events counts for nothing. */
  readonly streams: readonly string[];
}

/**
 * Checks single streams without walking the log: their chains, and the place of every event in the tree that was
 * signed. Of the heads it uses the newest of either place; that all of them agree only the whole log can tell.
 */
export const verifyStreams = (options: VerifyStreamsOptions): Promise<Verification> =>
  new StreamsVerification(options).run();

class StreamsVerification {
  private readonly findings = new Findings();
  private events = 0;
  private streams = 0;
  private uncovered = 0;
  private agreed: KnownHead | undefined;

  constructor(private readonly options: VerifyStreamsOptions) {}

  async run(): Promise<Verification> {
    const heads = await genuineHeads(this.options.heads, this.findings);
    const newest = [heads.findLast(({ database }) => database), heads.findLast(({ outside }) => outside)];
    for (const known of new Set(newest)) if (known !== undefined) await this.judge(known);
    for (const stream of this.options.streams) await this.check(stream);
    const { findings, events, streams, uncovered, agreed } = this;
    return resultOf(findings, { events, streams, uncovered, heads, agreed });
  }

  /** Whether the tree that is kept leads to the head. */
  private async judge(known: KnownHead): Promise<void> {
    const { treeSize, rootHash, timestamp } = known.head;
    const kept = await this.options.tree.size();
    const root = treeSize > kept ? undefined : await this.options.tree.root(treeSize).catch(() => undefined);
    if (root?.toString('hex') === rootHash) {
      if (treeSize >= (this.agreed?.head.treeSize ?? 0)) this.agreed = known;
    } else
      this.findings.add({
        kind: known.database ? 'tree-damaged' : 'log-rolled-back',
        head: { treeSize, timestamp },
        between: [Math.min(kept, treeSize), treeSize],
        foundBy: 'head',
      });
  }

  private async check(stream: string): Promise<void> {
    const { store, tree } = this.options;
    // Taken before the events, so that an append meanwhile cannot look like a cut.
    const head = await store.head?.(stream);
    const chains = new ChainWalk();
    const signed = await this.signedLeaves(await tree.leavesOf(stream));
    const found: Difference[] = [];
    for await (const difference of differences(signed, this.walk(stream, chains), ({ version }) => version))
      if (this.isCovered(difference)) found.push(difference);
    const end = chains.end(stream) ?? beginning;
    const grown = head !== undefined && end.version > head.version;
    const kind = head === undefined ? await this.unrecorded(stream, end) : grown ? undefined : endFault(end, head);
    if (kind !== undefined && !this.findings.has(stream))
      this.findings.add({ kind, stream, version: end.version + (kind === 'end-missing' ? 1 : 0), foundBy: 'chain' });
    if (head !== undefined || end.version > 0) this.streams += 1;
    const naming = { store, tree, chainBroken: (name: string) => this.findings.has(name) };
    const named = await Promise.all(found.slice(0, 1).map((difference) => faultOf(difference, naming)));
    for (const fault of named) this.findings.add(fault);
  }

  /** Whether events of a stream that had no record of its end still have none; it may have been opened meanwhile. */
  private async unrecorded(stream: string, end: Link): Promise<'end-unrecorded' | undefined> {
    const { store } = this.options;
    if (end.version === 0 || store.head === undefined) return undefined;
    const opened = await store.head(stream);
    return opened === undefined || opened.version < end.version ? 'end-unrecorded' : undefined;
  }

  private async *walk(stream: string, chains: ChainWalk): AsyncGenerator<StoredEvent> {
    for await (const event of this.options.store.read(stream)) {
      this.events += 1;
      const expected = (chains.end(stream)?.version ?? 0) + 1;
      const kind = chains.take(event);
      const { version, position } = event;
      if (kind !== undefined)
        this.findings.add({ kind, stream, version: Math.min(version, expected), position, foundBy: 'chain' });
      yield event;
    }
  }

  /** What came after the newest head was not signed yet: it differs from nothing. */
  private isCovered({ leaf, event }: Difference): boolean {
    if (leaf !== undefined || event === undefined) return true;
    const covered = event.position <= (this.agreed?.head.through ?? '');
    if (!covered) this.uncovered += 1;
    return covered;
  }

  /** Those leaves that are proven to be in the tree of the newest head. */
  private async signedLeaves(leaves: readonly Leaf[]): Promise<readonly Leaf[]> {
    if (this.agreed === undefined) return [];
    const { treeSize, rootHash } = this.agreed.head;
    const root = Buffer.from(rootHash, 'hex');
    const signed: Leaf[] = [];
    for (const leaf of leaves.filter(({ index }) => index < treeSize)) {
      const { index, stream, version, position } = leaf;
      const proof = await this.options.tree.inclusion(index, treeSize);
      if (includes(leafOf(leaf), index, treeSize, root, proof)) signed.push(leaf);
      else this.findings.add({ kind: 'tree-damaged', stream, version, position, foundBy: 'head' });
    }
    return signed;
  }
}
