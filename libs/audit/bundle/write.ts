import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import type { AnyCaseType, Instant, Json } from '#kernel';
import type { EventStore, StoredEvent } from '#event-store';
import { type RuleBook, ruleSetName } from '#rules';
import type { AuditTree } from '../postgres/audit-tree.js';
import type { TreeHeads } from '../postgres/tree-heads.js';
import type { SigningKey } from '../signing.js';
import type { TreeHead } from '../tree-head.js';
import { type Consistency, type Inclusion, type Manifest, bundleFormat, files } from './format.js';
import { reportOf } from './report.js';

export interface BundleRequest {
  readonly caseId: string;
  readonly room: AnyCaseType;
  /** Every stream in which the case can have events. */
  readonly streams: readonly string[];
  readonly rules: RuleBook;
  readonly madeAt: Instant;
  /** Data of events opened for somebody entitled to it, by event id, for the report alone. */
  readonly shown?: ReadonlyMap<string, Json>;
}

export interface BundleSources {
  readonly store: Pick<EventStore, 'read'>;
  readonly tree: AuditTree;
  readonly heads: TreeHeads;
  /** Signs what the bundle holds. */
  readonly key: SigningKey | undefined;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const lines = (items: readonly object[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join('');
export const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
const hexes = (proof: readonly Buffer[]): string[] => proof.map((hash) => hash.toString('hex'));

/** One case in one file (zip) that proves itself: events as stored, what they mean, and their place in the signed log. */
export const writeBundle = async (request: BundleRequest, sources: BundleSources): Promise<Uint8Array> => {
  const { caseId, room, madeAt } = request;
  const newest = await sources.heads.latest();
  const events = await eventsOf(request.streams, sources.store);
  const inclusions = newest === undefined ? [] : await inclusionsOf(request.streams, newest, sources.tree);
  const heads = newest === undefined ? [] : await headsOf(inclusions, newest, sources.heads);
  const [publicKeys, successions] = await Promise.all([sources.heads.publicKeys(), sources.heads.successions()]);
  const contents: Record<string, string> = {
    [files.report]: reportOf({
      room,
      caseId,
      madeAt,
      events,
      shown: request.shown ?? new Map<string, Json>(),
      newest,
      uncovered: events.length - inclusions.length,
    }),
    [files.events]: lines(events),
    [files.inclusions]: lines(inclusions),
    [files.heads]: lines(heads),
    [files.consistency]: json(newest === undefined ? [] : await consistencyOf(heads, newest, sources.tree)),
    [files.keys]: json({ publicKeys, successions }),
    [files.schemas]: json(schemasOf(room)),
    [files.ruleSets]: json(ruleSetsOf(events, request.rules)),
  };
  return zipped(contents, sources.key, {
    format: bundleFormat,
    madeAt,
    caseId,
    caseType: room.type,
    logId: await sources.tree.logId(),
    streams: countsOf(events),
  });
};

const zipped = (
  contents: Readonly<Record<string, string>>,
  key: SigningKey | undefined,
  described: Omit<Manifest, 'files'>,
): Uint8Array => {
  const bytes = Object.entries(contents).map(([name, text]) => [name, strToU8(text)] as const);
  const manifest: Manifest = {
    ...described,
    files: Object.fromEntries(bytes.map(([name, content]) => [name, sha256(content)])),
  };
  const signed = key && { keyId: key.keyId, signature: key.sign('audit bundle', manifest) };
  const entries: Record<string, Uint8Array> = {
    [files.manifest]: strToU8(json(manifest)),
    ...(signed === undefined ? {} : { [files.signature]: strToU8(json(signed)) }),
    ...Object.fromEntries(bytes),
  };
  return zipSync(entries, { mtime: new Date(described.madeAt) });
};

const eventsOf = async (
  streams: readonly string[],
  store: Pick<EventStore, 'read'>,
): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for (const stream of streams) for await (const event of store.read(stream)) events.push(event);
  return events.sort((one, other) => (one.position < other.position ? -1 : 1));
};

const countsOf = (events: readonly StoredEvent[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { stream } of events) counts[stream] = (counts[stream] ?? 0) + 1;
  return counts;
};

const inclusionsOf = async (
  streams: readonly string[],
  { treeSize }: TreeHead,
  tree: AuditTree,
): Promise<readonly Inclusion[]> => {
  const leaves = (await Promise.all(streams.map((stream) => tree.leavesOf(stream)))).flat();
  const inclusions: Inclusion[] = [];
  for (const { stream, version, index } of leaves.filter((leaf) => leaf.index < treeSize))
    inclusions.push({ stream, version, index, proof: hexes(await tree.inclusion(index, treeSize)) });
  return inclusions.sort((one, other) => one.index - other.index);
};

/** The newest head, and those by which the events of the case were first signed. */
const headsOf = async (
  inclusions: readonly Inclusion[],
  newest: TreeHead,
  heads: TreeHeads,
): Promise<readonly TreeHead[]> => {
  const bySize = new Map<number, TreeHead>();
  let covered = 0;
  for (const { index } of inclusions) {
    if (index < covered) continue;
    const head = await heads.covering(index + 1);
    if (head === undefined) continue;
    bySize.set(head.treeSize, head);
    covered = head.treeSize;
  }
  bySize.set(newest.treeSize, newest);
  return [...bySize.values()].sort((one, other) => one.treeSize - other.treeSize);
};

const consistencyOf = async (heads: readonly TreeHead[], newest: TreeHead, tree: AuditTree): Promise<Consistency> => {
  const proofs: Consistency = [];
  for (const { treeSize } of heads.filter((head) => head.treeSize < newest.treeSize))
    proofs.push({
      from: treeSize,
      to: newest.treeSize,
      proof: hexes(await tree.consistency(treeSize, newest.treeSize)),
    });
  return proofs;
};

const schemasOf = ({ type, label, events, screen, history }: AnyCaseType): object => ({
  caseType: type,
  label,
  events: Object.fromEntries(
    Object.entries(events).map(([name, schema]) => [
      name,
      {
        version: history.versions[name] ?? 1,
        ...screen.events[name],
        schema: z.toJSONSchema(schema, { unrepresentable: 'any' }),
      },
    ]),
  ),
  values: screen.values,
});

const ruleSetsOf = (events: readonly StoredEvent[], { ruleSets }: RuleBook): object => {
  const used = new Set(events.flatMap(({ metadata }) => metadata.ruleSet ?? []));
  return { used: [...used].sort(), ruleSets: ruleSets.filter((ruleSet) => used.has(ruleSetName(ruleSet))) };
};
