import { strFromU8, unzipSync } from 'fflate';
import type { z } from 'zod';
import { TrustedKeys, publicKeysIn } from '../signing.js';
import type { TreeHead } from '../tree-head.js';
import { type Fault, maxFaults } from '../verification/fault.js';
import { type SetManifest, keysSchema, manifestSignatureSchema, setFiles, setManifestSchema } from './format.js';
import { type BundleChecked, NotABundle, type VerifyBundleOptions, verifyBundle } from './verify.js';
import { sha256 } from './write.js';

export interface BundleSetVerification {
  readonly whole: boolean;
  readonly checked: Omit<BundleChecked, 'caseId' | 'streams' | 'agreesWith'> & {
    readonly query: SetManifest['query'];
    readonly cases: number;
    /** Cases that fit the query and are not in the set; what its maker says. */
    readonly leftOut: number;
  };
  readonly first: Fault | undefined;
  /** At most `maxFaults`; a fault of a file names the bundle it lies in. */
  readonly faults: readonly Fault[];
}

/** Whether the zip holds the bundles of many cases. */
export const isBundleSet = (zip: Uint8Array): boolean => {
  try {
    return setFiles.manifest in unzipSync(zip, { filter: ({ name }) => name === setFiles.manifest });
  } catch {
    return false;
  }
};

/**
 * Checks every bundle of a set by itself, and that the set holds what its maker signed; no database is asked.
 * @throws NotABundle when the set itself cannot be read
 * @throws RangeError when keys are given and none of them is one
 */
export const verifyBundleSet = async (
  zip: Uint8Array,
  { publicKeys, outside = [] }: VerifyBundleOptions = {},
): Promise<BundleSetVerification> => {
  const entries = entriesOf(zip);
  const manifest = parsed(entries, setFiles.manifest, setManifestSchema);
  const keys = parsed(entries, setFiles.keys, keysSchema);
  const given = publicKeys === undefined ? undefined : publicKeysIn(publicKeys);
  const trusted = TrustedKeys.from(given ?? keys.publicKeys.map(({ pem }) => pem), keys.publicKeys, keys.successions);
  const faults: Fault[] = [];
  const signature = entries[setFiles.signature] && parsed(entries, setFiles.signature, manifestSignatureSchema);
  const signed =
    signature !== undefined && trusted.signed(signature.keyId, 'audit bundles', manifest, signature.signature);
  if (signature !== undefined && !signed) faults.push(changed(setFiles.signature));
  const listed = new Map(manifest.bundles.map((one) => [one.file, one]));
  const described = new Set<string>([setFiles.manifest, setFiles.signature, setFiles.keys]);
  for (const name of Object.keys(entries)) if (!described.has(name) && !listed.has(name)) faults.push(changed(name));
  const heads = await gathered(outside);
  const sums = { events: 0, uncovered: 0, heads: 0, headsComparedOutside: 0 };
  for (const { file, sha256: digest } of manifest.bundles) {
    const bundle = entries[file];
    if (bundle === undefined || sha256(bundle) !== digest) faults.push(changed(file));
    if (bundle === undefined) continue;
    const found = await verifiedOr(bundle, { publicKeys, outside: heads });
    if (found === undefined) {
      faults.push(changed(file));
      continue;
    }
    for (const name of ['events', 'uncovered', 'heads', 'headsComparedOutside'] as const)
      sums[name] += found.checked[name];
    for (const fault of found.faults)
      faults.push(fault.file === undefined ? fault : { ...fault, file: `${file}/${fault.file}` });
  }
  return {
    whole: faults.length === 0,
    checked: {
      query: manifest.query,
      cases: manifest.bundles.length,
      leftOut: manifest.leftOut,
      ...sums,
      keysFrom: given === undefined ? 'bundle' : 'verifier',
      keys: trusted.ids,
      signed,
    },
    first: faults[0],
    faults: faults.slice(0, maxFaults),
  };
};

const changed = (file: string): Fault => ({ kind: 'bundle-changed', file, foundBy: 'head' });

const verifiedOr = async (bundle: Uint8Array, options: VerifyBundleOptions) => {
  try {
    return await verifyBundle(bundle, options);
  } catch (error) {
    if (error instanceof NotABundle) return undefined;
    throw error;
  }
};

const gathered = async (heads: AsyncIterable<TreeHead> | Iterable<TreeHead>): Promise<readonly TreeHead[]> => {
  const found: TreeHead[] = [];
  for await (const head of heads) found.push(head);
  return found;
};

const entriesOf = (zip: Uint8Array): Record<string, Uint8Array | undefined> => {
  try {
    return unzipSync(zip);
  } catch (cause) {
    throw new NotABundle('it cannot be unpacked', { cause });
  }
};

const parsed = <Schema extends z.ZodType>(
  entries: Readonly<Record<string, Uint8Array | undefined>>,
  name: string,
  schema: Schema,
): z.infer<Schema> => {
  const entry = entries[name];
  if (entry === undefined) throw new NotABundle(`${name} is missing`);
  try {
    return schema.parse(JSON.parse(strFromU8(entry)));
  } catch (cause) {
    throw new NotABundle(`${name} cannot be read`, { cause });
  }
};
