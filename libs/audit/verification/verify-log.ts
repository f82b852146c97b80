import type { Batch, EventStore, KeepsHeads, Position, StoredEvent } from '#event-store';
import { entryOf, leafOf } from '../entry.js';
import { subtreesOf } from '../merkle/proofs.js';
import { TreeEdge } from '../merkle/tree-edge.js';
import type { AuditTree } from '../postgres/audit-tree.js';
import { ChainWalk, beginning, endFault } from './chain-walk.js';
import { differences, faultOf } from './differences.js';
import { Findings, maxFaults } from './fault.js';
import { type HeadSources, type KnownHead, genuineHeads } from './heads.js';
import { type Verification, resultOf } from './result.js';

export interface VerifyLogOptions {
  readonly store: Pick<EventStore, 'read' | 'readAll'> & Partial<KeepsHeads>;
  readonly tree: AuditTree;
  readonly heads: HeadSources;
  /** Reads the log in order after a position, up to what can no longer be overtaken; page by page from the store unless told. */
  readonly sweep?: (after: Position | undefined) => AsyncIterable<Batch>;
  /** Both ends belong to it; the whole log unless told. */
  readonly range?: { readonly from?: Position; readonly to?: Position };
  /** Told how many events have been looked at, batch by batch. */
  readonly progress?: (events: number) => void;
}

/** Leaves looked at: from the first up to, not including, the second; no end while the log goes on. */
interface Stretch {
  readonly begins: number;
  readonly ends: number | undefined;
  /** Read after this position, and up to that one. */
  readonly after: Position | undefined;
  readonly to: Position | undefined;
}

const pageSize = 5_000;

/** The log in order after a position, page by page, up to where it could no longer be overtaken when that was reached. */
export async function* logPages(
  store: Pick<EventStore, 'readAll'>,
  start: Position | undefined,
): AsyncGenerator<Batch> {
  for (let after = start; ;) {
    const batch = await store.readAll({ after, limit: pageSize });
    yield batch;
    if (batch.caughtUp) return;
    after = batch.through;
  }
}

/**
 * Walks the log, every chain in it and the tree over it, and holds each signed head against it. Where something is
 * wrong it names the event and what was done. Memory grows with the number of streams and heads, not of events.
 */
export const verifyLog = (options: VerifyLogOptions): Promise<Verification> => new LogVerification(options).run();

class LogVerification {
  private readonly findings = new Findings();
  private readonly chains = new ChainWalk();
  private readonly refuted: KnownHead[] = [];
  private events = 0;
  private last: StoredEvent | undefined;
  /** The newest head the log agrees with, and the tree up to there. */
  private agreed: KnownHead | undefined;
  private sound = new TreeEdge();

  constructor(private readonly options: VerifyLogOptions) {}

  async run(): Promise<Verification> {
    // Read before the log, so that a head made meanwhile cannot look like one that the log falls short of.
    const heads = await genuineHeads(this.options.heads, this.findings);
    const stretch = await this.stretch();
    this.sound = await this.options.tree.edge(stretch.begins);
    const edge = await this.walk(stretch, heads);
    if (stretch.ends === undefined) await this.compareTree(edge);
    if (stretch.begins === 0 && stretch.to === undefined) await this.compareEnds();
    await this.explain(stretch, edge);
    const covered = this.agreed ?? this.refuted.at(-1);
    return resultOf(this.findings, {
      events: this.events,
      streams: this.chains.streams,
      uncovered: Math.min(this.events, Math.max(0, stretch.begins + this.events - (covered?.head.treeSize ?? 0))),
      heads,
      agreed: this.agreed,
    });
  }

  private async stretch(): Promise<Stretch> {
    const { tree, range: { from, to } = {} } = this.options;
    const begins = from === undefined ? 0 : await tree.indexOf(from);
    const before = begins === 0 ? undefined : await tree.leaf(begins - 1);
    const last = to === undefined ? undefined : await tree.indexOf(to, true);
    // What reaches beyond the tree has nothing after it to be held together with.
    const ends = last === undefined || last === (await tree.size()) ? undefined : last;
    return { begins, ends, after: before?.position, to };
  }

  /** Every event with its chain, and every head whose size is reached on the way. */
  private async walk(stretch: Stretch, heads: readonly KnownHead[]): Promise<TreeEdge> {
    const edge = this.sound.copy();
    const waiting = heads.filter(({ head }) => head.treeSize > stretch.begins);
    for await (const batch of this.sweep(stretch)) {
      for (const event of batch) {
        await this.takeChain(event, stretch.begins > 0);
        this.takePlace(event);
        edge.add(leafOf(entryOf(event)));
        while (waiting[0]?.head.treeSize === edge.size) this.judge(waiting.shift(), edge, edge);
      }
      this.options.progress?.(this.events);
    }
    if (stretch.ends === undefined) this.refuted.push(...waiting);
    else await this.judgeByRest(edge, stretch.ends, waiting.at(-1));
    return edge;
  }

  private async *sweep({ after, to }: Pick<Stretch, 'after' | 'to'>): AsyncGenerator<readonly StoredEvent[]> {
    for await (const { events } of this.options.sweep?.(after) ?? logPages(this.options.store, after)) {
      const within = to === undefined ? events : events.filter(({ position }) => position <= to);
      yield within;
      if (within.length < events.length) return;
    }
  }

  private async takeChain(event: StoredEvent, midway: boolean): Promise<void> {
    this.events += 1;
    this.last = event;
    const { stream, version, position } = event;
    if (midway && version > 1 && this.chains.end(stream) === undefined)
      for await (const before of this.options.store.read(stream, { toVersion: version - 1, backwards: true })) {
        this.chains.begin(stream, before);
        break;
      }
    const expected = (this.chains.end(stream)?.version ?? 0) + 1;
    const kind = this.chains.take(event);
    if (kind !== undefined)
      this.findings.add({ kind, stream, version: Math.min(version, expected), position, foundBy: 'chain' });
  }

  /** Nothing may come to stand before the end of what a head covers, even where it leaves the tree of that head whole. */
  private takePlace({ stream, version, position }: StoredEvent): void {
    if (position <= (this.agreed?.head.through ?? ''))
      this.findings.add({ kind: 'inserted', stream, version, position, foundBy: 'head' });
  }

  private judge(known: KnownHead | undefined, whole: TreeEdge, reached: TreeEdge): void {
    if (known === undefined) return;
    if (whole.root().toString('hex') !== known.head.rootHash) this.refuted.push(known);
    else if (this.refuted.length === 0) [this.agreed, this.sound] = [known, reached.copy()];
  }

  /** Holds a stretch of the log against a head over more than it, with the kept nodes of the rest. */
  private async judgeByRest(edge: TreeEdge, ends: number, known: KnownHead | undefined): Promise<void> {
    if (known === undefined) return;
    if (edge.size !== ends) this.refuted.push(known);
    else this.judge(known, await this.withRest(edge, known.head.treeSize), edge);
  }

  private async withRest(edge: TreeEdge, size: number): Promise<TreeEdge> {
    const whole = edge.copy();
    const places = subtreesOf(edge.size, size);
    const hashes = await this.options.tree.nodes(places);
    for (const [place, hash] of hashes.entries()) whole.add(hash, places[place]?.level);
    return whole;
  }

  /** A tree that was tampered with while the log was not. */
  private async compareTree(edge: TreeEdge): Promise<void> {
    const { tree } = this.options;
    const size = this.agreed?.head.treeSize;
    if (size === undefined || this.refuted.length > 0 || edge.size < size) return;
    const kept = (await tree.size()) < size ? undefined : await tree.root(size).catch(() => undefined);
    if (kept?.toString('hex') !== this.agreed?.head.rootHash)
      this.findings.add({ kind: 'tree-damaged', foundBy: 'head' });
  }

  /** Where streams end according to the record kept beside them, in a store that keeps one. */
  private async compareEnds(): Promise<void> {
    const { store } = this.options;
    if (store.heads === undefined) return;
    const recorded = new Set<string>();
    for (let after = ''; ;) {
      const page = await store.heads(after, 1_000);
      for (const head of page) {
        recorded.add(head.stream);
        const end = this.chains.end(head.stream) ?? beginning;
        // A stream written after our walk ends beyond it.
        const kind = head.position > (this.last?.position ?? '') ? undefined : endFault(end, head);
        if (kind !== undefined)
          this.addEnd(head.stream, end.version + (kind === 'end-missing' ? 1 : 0), kind, head.position);
      }
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.stream;
    }
    for (const stream of this.chains.names())
      if (!recorded.has(stream)) this.addEnd(stream, this.chains.end(stream)?.version ?? 0, 'end-unrecorded');
  }

  private addEnd(
    stream: string,
    version: number,
    kind: 'changed' | 'end-missing' | 'end-unrecorded',
    position?: Position,
  ): void {
    if (!this.findings.has(stream)) this.findings.add({ kind, stream, version, position, foundBy: 'chain' });
  }

  /** Names what lies behind heads that the log does not agree with. */
  private async explain(stretch: Stretch, edge: TreeEdge): Promise<void> {
    const [first] = this.refuted;
    if (first === undefined) return;
    const witness = await this.witness(stretch);
    if (witness !== undefined) await this.compareWith(stretch, witness);
    const unexplained = this.refuted.find(({ head }) => witness === undefined || head.treeSize > witness.head.treeSize);
    if (unexplained === undefined) return;
    const { treeSize, timestamp } = unexplained.head;
    // The database tells a story of its own that holds together and was signed with the true key: an earlier copy of it.
    const ownStory = this.refuted.every(({ database }) => !database);
    const { stream, version, position } = this.last ?? {};
    const cut = edge.size < treeSize;
    this.findings.add({
      kind: ownStory || cut ? 'log-rolled-back' : 'history-rewritten',
      ...(cut ? { lastLeft: { stream, version, position } } : {}),
      between: [cut ? edge.size : this.sound.size, treeSize],
      head: { treeSize, timestamp },
      foundBy: 'head',
    });
  }

  /** The largest refuted head that the leaves kept in the database lead to: they then are what was signed. */
  private async witness(stretch: Stretch): Promise<KnownHead | undefined> {
    const kept = await this.options.tree.size();
    const reachable = this.refuted.filter(({ head }) => head.treeSize <= kept);
    for (const known of new Set([reachable.at(-1), reachable[0]]))
      if (known !== undefined && (await this.leavesLeadTo(known, stretch))) return known;
    return undefined;
  }

  private async leavesLeadTo({ head: { treeSize, rootHash } }: KnownHead, { ends }: Stretch): Promise<boolean> {
    const edge = this.sound.copy();
    for await (const leaf of this.options.tree.leaves(edge.size, Math.min(ends ?? treeSize, treeSize)))
      edge.add(leafOf(leaf));
    const whole = await this.withRest(edge, treeSize).catch(() => undefined);
    return whole?.root().toString('hex') === rootHash;
  }

  private async compareWith({ ends, to }: Stretch, { head }: KnownHead): Promise<void> {
    const { tree, store } = this.options;
    const { size } = this.sound;
    const before = size === 0 ? undefined : await tree.leaf(size - 1);
    const through = to !== undefined && to < head.through ? to : head.through;
    const leaves = tree.leaves(size, Math.min(ends ?? head.treeSize, head.treeSize));
    const events = flat(this.sweep({ after: before?.position, to: through }));
    const naming = { store, tree, chainBroken: (stream: string) => this.findings.has(stream) };
    const named = [];
    for await (const difference of differences(leaves, events, ({ position }) => position)) {
      named.push(await faultOf(difference, naming));
      if (named.length >= maxFaults) break;
    }
    for (const fault of named) this.findings.add(fault);
  }
}

async function* flat(batches: AsyncIterable<readonly StoredEvent[]>): AsyncGenerator<StoredEvent> {
  for await (const batch of batches) yield* batch;
}
