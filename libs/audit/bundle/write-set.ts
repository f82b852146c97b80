import { Zip, ZipPassThrough, strToU8 } from 'fflate';
import type { Instant } from '#kernel';
import { type SetManifest, setFiles } from './format.js';
import { type BundleRequest, type BundleSources, json, sha256, writeBundle } from './write.js';

/** What the zip format can count and address. */
const largest = { files: 65_000, bytes: 0xffff_ffff } as const;

export interface BundleSetRequest {
  /** Cases one by one; nothing stands for one that whoever asks may not open. */
  readonly cases: AsyncIterable<Omit<BundleRequest, 'madeAt'> | undefined>;
  /** What was asked for, in words of the query. */
  readonly query: Readonly<Record<string, string>>;
  readonly madeAt: Instant;
}

/**
 * The bundles of many cases in one zip, a piece at a time; each is whole by itself and may be handed on alone.
 * @throws RangeError when there are more than one zip can hold
 */
export async function* writeBundleSet(
  { cases, query, madeAt }: BundleSetRequest,
  sources: BundleSources,
): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    made.push(chunk);
  });
  const add = (name: string, content: Uint8Array): void => {
    const file = new ZipPassThrough(name);
    file.mtime = new Date(madeAt);
    zip.add(file);
    file.push(content, true);
  };
  const bundles: SetManifest['bundles'] = [];
  let [leftOut, bytes] = [0, 0];
  for await (const request of cases) {
    if (request === undefined) {
      leftOut += 1;
      continue;
    }
    const bundle = await writeBundle({ ...request, madeAt }, sources);
    bytes += bundle.length;
    if (bundles.length >= largest.files || bytes > largest.bytes) throw new RangeError('Too many cases for one file');
    const { caseId, room } = request;
    const file = setFiles.bundle(caseId);
    bundles.push({ file, caseId, caseType: room.type, sha256: sha256(bundle) });
    add(file, bundle);
    yield* made.splice(0);
  }
  const manifest: SetManifest = {
    format: 'caseflow-audit-bundles/1',
    madeAt,
    logId: await sources.tree.logId(),
    query,
    leftOut,
    bundles,
  };
  const [publicKeys, successions] = await Promise.all([sources.heads.publicKeys(), sources.heads.successions()]);
  add(setFiles.keys, strToU8(json({ publicKeys, successions })));
  add(setFiles.manifest, strToU8(json(manifest)));
  const { key } = sources;
  if (key !== undefined)
    add(setFiles.signature, strToU8(json({ keyId: key.keyId, signature: key.sign('audit bundles', manifest) })));
  zip.end();
  yield* made.splice(0);
}
