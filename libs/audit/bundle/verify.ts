import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import type { StoredEvent } from '#event-store';
import { entryOf, leafOf } from '../entry.js';
import { continues, includes } from '../merkle/proofs.js';
import { TrustedKeys, publicKeysIn } from '../signing.js';
import { type TreeHead, isGenuine, treeHeadSchema } from '../tree-head.js';
import { ChainWalk } from '../verification/chain-walk.js';
import { type Fault, Findings } from '../verification/fault.js';
import {
  type BundledKeys,
  type Consistency,
  type Inclusion,
  type Manifest,
  bundledEventSchema,
  consistencySchema,
  files,
  inclusionSchema,
  keysSchema,
  manifestSchema,
  manifestSignatureSchema,
} from './format.js';
import { sha256 } from './write.js';

/** Larger than any bundle that a case can make, when unpacked. */
const maxUnpackedBytes = 1024 ** 3;

/** The file is no audit bundle, or cannot be read as one. */
export class NotABundle extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(`Not an audit bundle: ${why}`, options);
    this.name = 'NotABundle';
  }
}

export interface BundleVerification {
  readonly whole: boolean;
  readonly checked: BundleChecked;
  readonly first: Fault | undefined;
  readonly faults: readonly Fault[];
}

export interface BundleChecked {
  readonly caseId: string;
  readonly events: number;
  readonly streams: number;
  /** Events that no head of the bundle covers: their chains alone were checked. */
  readonly uncovered: number;
  readonly heads: number;
  /** Heads of the bundle that were compared with one of the same size kept elsewhere. */
  readonly headsComparedOutside: number;
  readonly agreesWith: { readonly treeSize: number; readonly timestamp: string; readonly rootHash: string } | undefined;
  /** Who vouches for the keys: whoever verifies, or nobody but the bundle. Compare the ids then. */
  readonly keysFrom: 'verifier' | 'bundle';
  readonly keys: readonly string[];
  /** Whether a trusted key signed the list of what the bundle holds. */
  readonly signed: boolean;
}

interface Unpacked {
  readonly manifest: Manifest;
  readonly signature: z.infer<typeof manifestSignatureSchema> | undefined;
  readonly events: readonly StoredEvent[];
  readonly inclusions: readonly Inclusion[];
  readonly heads: readonly TreeHead[];
  readonly consistency: Consistency;
  readonly keys: BundledKeys;
  /** Files whose content is not what the manifest says. */
  readonly changedFiles: readonly string[];
}

export interface VerifyBundleOptions {
  /** Public keys in PEM that the verifier has from elsewhere. */
  readonly publicKeys?: string;
  /** Heads that the verifier has from elsewhere. */
  readonly outside?: AsyncIterable<TreeHead> | Iterable<TreeHead>;
}

/**
 * Checks a bundle by itself: no database is asked.
 * @throws NotABundle
 * @throws RangeError when keys are given and none of them is one
 */
export const verifyBundle = async (
  zip: Uint8Array,
  { publicKeys, outside = [] }: VerifyBundleOptions = {},
): Promise<BundleVerification> => {
  const bundle = unpack(zip);
  const { manifest, signature, events, keys } = bundle;
  const given = publicKeys === undefined ? undefined : publicKeysIn(publicKeys);
  const trusted = TrustedKeys.from(given ?? keys.publicKeys.map(({ pem }) => pem), keys.publicKeys, keys.successions);
  const findings = new Findings();
  const heads = genuine(bundle, trusted, findings);
  const newest = heads.at(-1);
  const uncovered = checkEvents(bundle, newest, findings);
  checkCounts(bundle, findings);
  const signed =
    signature !== undefined && trusted.signed(signature.keyId, 'audit bundle', manifest, signature.signature);
  if (signature !== undefined && !signed)
    findings.add({ kind: 'bundle-changed', file: files.signature, foundBy: 'head' });
  for (const file of bundle.changedFiles) findings.add({ kind: 'bundle-changed', file, foundBy: 'head' });
  const headsComparedOutside = await compareOutside(heads, outside, trusted, findings);
  const { faults } = findings;
  return {
    whole: faults.length === 0,
    checked: {
      caseId: manifest.caseId,
      events: events.length,
      streams: Object.keys(manifest.streams).length,
      uncovered,
      heads: heads.length,
      headsComparedOutside,
      agreesWith: newest && { treeSize: newest.treeSize, timestamp: newest.timestamp, rootHash: newest.rootHash },
      keysFrom: given === undefined ? 'bundle' : 'verifier',
      keys: trusted.ids,
      signed,
    },
    first: faults[0],
    faults,
  };
};

const unpack = (zip: Uint8Array): Unpacked => {
  try {
    let unpackedBytes = 0;
    const entries = unzipSync(zip, {
      filter: ({ originalSize }) => (unpackedBytes += originalSize) <= maxUnpackedBytes,
    });
    const textOf = (name: string): string => {
      const entry = entries[name];
      if (entry === undefined) throw new NotABundle(`${name} is missing`);
      return strFromU8(entry);
    };
    const parsed = <Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> =>
      schema.parse(JSON.parse(textOf(name)));
    const rows = <Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema>[] =>
      textOf(name)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => schema.parse(JSON.parse(line)));
    const manifest = parsed(files.manifest, manifestSchema);
    const described = new Set<string>([files.manifest, files.signature]);
    const changedFiles = Object.keys({ ...entries, ...manifest.files }).filter((name) => {
      const entry = entries[name];
      return !described.has(name) && (entry === undefined || sha256(entry) !== manifest.files[name]);
    });
    return {
      manifest,
      signature: entries[files.signature] && parsed(files.signature, manifestSignatureSchema),
      events: rows(files.events, bundledEventSchema),
      inclusions: rows(files.inclusions, inclusionSchema),
      heads: rows(files.heads, treeHeadSchema),
      consistency: parsed(files.consistency, consistencySchema),
      keys: parsed(files.keys, keysSchema),
      changedFiles,
    };
  } catch (error) {
    if (error instanceof NotABundle) throw error;
    throw new NotABundle(error instanceof z.ZodError ? z.prettifyError(error) : 'it cannot be unpacked', {
      cause: error,
    });
  }
};

const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** The genuine heads by size, each shown to be continued by the newest. */
const genuine = (
  { heads, consistency, manifest }: Unpacked,
  trusted: TrustedKeys,
  findings: Findings,
): readonly TreeHead[] => {
  const found: TreeHead[] = [];
  for (const head of heads)
    if (isGenuine(head, trusted) && head.logId === manifest.logId) found.push(head);
    else findings.add({ kind: 'head-forged', foundBy: 'head', head });
  found.sort((one, other) => one.treeSize - other.treeSize);
  const newest = found.at(-1);
  for (const head of found) {
    if (newest === undefined || head === newest) continue;
    const proof = consistency.find(({ from, to }) => from === head.treeSize && to === newest.treeSize)?.proof ?? [];
    const [old, next] = [head, newest].map(({ treeSize: size, rootHash }) => ({ size, root: bytesOf(rootHash) }));
    if (old !== undefined && next !== undefined && !continues(old, next, proof.map(bytesOf)))
      findings.add({ kind: 'history-rewritten', between: [head.treeSize, newest.treeSize], foundBy: 'head', head });
  }
  return found;
};

/** Chains and places of all events. @returns how many no head covers */
const checkEvents = ({ events, inclusions }: Unpacked, newest: TreeHead | undefined, findings: Findings): number => {
  const chains = new ChainWalk();
  const placed = new Map(inclusions.map((one) => [`${one.stream}/${one.version}`, one]));
  let uncovered = 0;
  for (const event of [...events].sort(byStream)) {
    const { stream, version, position } = event;
    const expected = (chains.end(stream)?.version ?? 0) + 1;
    const kind = chains.take(event);
    if (kind !== undefined)
      findings.add({ kind, stream, version: Math.min(version, expected), position, foundBy: 'chain' });
    if (newest === undefined || position > newest.through) uncovered += 1;
    else if (!isPlaced(event, placed.get(`${stream}/${version}`), newest) && !findings.has(stream))
      findings.add({
        kind: placed.has(`${stream}/${version}`) ? 'stream-rewritten' : 'inserted',
        stream,
        version,
        position,
        foundBy: 'head',
      });
  }
  return uncovered;
};

const byStream = (one: StoredEvent, other: StoredEvent): number =>
  one.stream === other.stream ? one.version - other.version : one.stream < other.stream ? -1 : 1;

const isPlaced = (event: StoredEvent, inclusion: Inclusion | undefined, { treeSize, rootHash }: TreeHead): boolean =>
  inclusion !== undefined &&
  includes(leafOf(entryOf(event)), inclusion.index, treeSize, bytesOf(rootHash), inclusion.proof.map(bytesOf));

/** Ends that were cut off: the manifest and the proofs know how long each stream was. */
const checkCounts = ({ manifest, events, inclusions }: Unpacked, findings: Findings): void => {
  const streams = new Set([...Object.keys(manifest.streams), ...inclusions.map(({ stream }) => stream)]);
  for (const stream of streams) {
    const last = events.reduce((found, event) => (event.stream === stream ? Math.max(found, event.version) : found), 0);
    const proven = inclusions.filter((one) => one.stream === stream).map(({ version }) => version);
    if (Math.max(manifest.streams[stream] ?? 0, ...proven) > last && !findings.has(stream))
      findings.add({ kind: 'end-missing', stream, version: last + 1, foundBy: 'head' });
  }
};

const compareOutside = async (
  heads: readonly TreeHead[],
  outside: AsyncIterable<TreeHead> | Iterable<TreeHead>,
  trusted: TrustedKeys,
  findings: Findings,
): Promise<number> => {
  let compared = 0;
  for await (const head of outside) {
    const same = heads.find(({ treeSize }) => treeSize === head.treeSize);
    if (same === undefined || !isGenuine(head, trusted)) continue;
    compared += 1;
    if (same.rootHash !== head.rootHash)
      findings.add({ kind: 'history-rewritten', between: [0, head.treeSize], foundBy: 'head', head });
  }
  return compared;
};
