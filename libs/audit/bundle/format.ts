import { z } from 'zod';

export const bundleFormat = 'caseflow-audit-bundle/1';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const proof = z.array(hash);

/** What the bundle is and what it holds; signed where its maker had the key. */
export const manifestSchema = z.strictObject({
  format: z.literal(bundleFormat),
  madeAt: z.iso.datetime(),
  caseId: z.string(),
  caseType: z.string(),
  logId: z.uuid(),
  /** How many events each stream of the case had. */
  streams: z.record(z.string(), z.int()),
  /** SHA-256 of every other file. */
  files: z.record(z.string(), hash),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** What a set of bundles holds, and what it was asked for; signed where its maker had the key. */
export const setManifestSchema = z.strictObject({
  format: z.literal('caseflow-audit-bundles/1'),
  madeAt: z.iso.datetime(),
  logId: z.uuid(),
  query: z.record(z.string(), z.string()),
  /** Cases that fit the query and that whoever asked may not open. */
  leftOut: z.int().min(0),
  bundles: z.array(z.strictObject({ file: z.string(), caseId: z.string(), caseType: z.string(), sha256: hash })),
});
export type SetManifest = z.infer<typeof setManifestSchema>;

export const manifestSignatureSchema = z.strictObject({ keyId: hash, signature: z.base64() });

/** An event as stored; what is personal stays ciphertext. */
export const bundledEventSchema = z.strictObject({
  position: z.string(),
  stream: z.string(),
  version: z.int().min(1),
  id: z.string(),
  type: z.string(),
  schemaVersion: z.int(),
  data: z.record(z.string(), z.json()),
  metadata: z
    .object({
      actor: z.object({ user: z.string(), role: z.string(), office: z.string() }).catchall(z.json()),
      occurredAt: z.string(),
      commandId: z.string(),
      correlationId: z.string(),
      causationId: z.string().optional(),
      ruleSet: z.string().optional(),
    })
    .catchall(z.json()),
  recordedAt: z.string(),
  hash,
});

/** The place of an event in the tree of the newest head. */
export const inclusionSchema = z.strictObject({
  stream: z.string(),
  version: z.int(),
  index: z.int().min(0),
  proof,
});
export type Inclusion = z.infer<typeof inclusionSchema>;

/** Shows that the newest head continues an earlier one. */
export const consistencySchema = z.array(z.strictObject({ from: z.int(), to: z.int(), proof }));
export type Consistency = z.infer<typeof consistencySchema>;

export const keysSchema = z.strictObject({
  publicKeys: z.array(z.strictObject({ keyId: hash, pem: z.string() })),
  successions: z.array(
    z.strictObject({
      previous: hash,
      next: hash,
      at: z.string(),
      signatures: z.strictObject({ previous: z.base64(), next: z.base64() }),
    }),
  ),
});
export type BundledKeys = z.infer<typeof keysSchema>;

export const setFiles = {
  manifest: 'bundles.json',
  signature: 'bundles.sig.json',
  keys: 'keys.json',
  bundle: (caseId: string): string => `cases/${caseId}.zip`,
} as const;

export const files = {
  manifest: 'bundle.json',
  signature: 'bundle.sig.json',
  report: 'report.html',
  events: 'events.jsonl',
  inclusions: 'inclusions.jsonl',
  heads: 'heads.jsonl',
  consistency: 'consistency.json',
  keys: 'keys.json',
  schemas: 'schemas.json',
  ruleSets: 'rule-sets.json',
} as const;
