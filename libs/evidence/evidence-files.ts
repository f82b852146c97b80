import { randomUUID } from 'node:crypto';
import type { Clock, Instant, Refusal, UploadFacts } from '#kernel';
import { type KeyVault, SubjectErased } from '#event-store';
import { type FileReason, Inspection, NotTaken } from './content/inspection.js';
import { FileSealBroken, openedFile, sealedFile } from './content/sealed-file.js';
import { type FileStore, StoreFailed } from './store/port.js';
import type { Place, Upload, Uploads } from './uploads.js';

const hour = 3_600_000;
/** How long an upload may be attached … */
const attachableMs = 24 * hour;
/** … and when it is swept away: later, so that an act that saw it in time never loses it. */
const sweptAfterMs = 25 * hour;
const sweptAtOnce = 100;
const probedEveryMs = 15_000;

export interface EvidenceParts {
  readonly store: FileStore;
  readonly uploads: Uploads;
  readonly vault: Pick<KeyVault, 'find' | 'obtain'>;
  readonly clock: Clock;
  /** Largest file taken, in bytes. */
  readonly maxBytes: number;
}

export interface Received extends Upload {
  /** The same file had been uploaded to the case before. */
  readonly repeated: boolean;
}

const subjectOf = (caseId: string): string => `case-${caseId}`;
const keyOf = ({ caseId, evidenceId }: Place): string => `${caseId}/${evidenceId}`;

/** The files behind the evidence of cases, sealed under the key of their case. */
export class EvidenceFiles {
  private probed: { readonly at: number; readonly writable: boolean } | undefined;

  constructor(private readonly parts: EvidenceParts) {}

  get maxBytes(): number {
    return this.parts.maxBytes;
  }

  /**
   * Takes a file as it streams in, whole or not at all. The same file again is the same evidence.
   * @param claimedSha256 lower-case hex
   * @throws StoreFailed
   */
  async receive(
    caseId: string,
    user: string,
    claimedSha256: string,
    content: AsyncIterable<Uint8Array>,
  ): Promise<Received | Refusal<FileReason | 'person-erased'>> {
    const { store, uploads, vault, clock, maxBytes } = this.parts;
    const place: Place = { caseId, evidenceId: randomUUID() };
    const inspection = new Inspection(content, { maxBytes, claimedSha256 });
    await uploads.begin(place, user, clock.now());
    let upload: Upload;
    try {
      const subject = subjectOf(caseId);
      const key = keyIn(await vault.obtain([subject]), subject);
      await store.put(keyOf(place), sealedFile(key, place.evidenceId, inspection.read()));
      const { mediaType, bytes, sha256 } = inspection;
      upload = await uploads.finish({ ...place, mediaType, bytes, sha256 }, clock.now());
    } catch (error) {
      await this.discard(place);
      if (error instanceof NotTaken) return error.refusal;
      if (error instanceof SubjectErased) return { refused: 'person-erased' };
      throw error;
    }
    const repeated = upload.evidenceId !== place.evidenceId;
    if (repeated) await this.discard(place);
    return { ...upload, repeated };
  }

  /** Uploads that may be attached now, by their ids. */
  async attachable(evidenceIds: readonly string[]): Promise<Readonly<Record<string, UploadFacts>>> {
    const found = await this.parts.uploads.ready(evidenceIds, this.ago(attachableMs));
    return Object.fromEntries(found.map(({ evidenceId, ...facts }) => [evidenceId, facts]));
  }

  /**
   * The plain content of a file.
   * @throws StoreFailed; the stream itself ends in FileSealBroken where a later part of what is stored was changed
   */
  async open(place: Place): Promise<AsyncIterable<Uint8Array> | 'erased' | 'missing' | 'damaged'> {
    const subject = subjectOf(place.caseId);
    const key = (await this.parts.vault.find([subject])).get(subject);
    if (key === 'destroyed') return 'erased';
    const stored = key === undefined ? undefined : await this.parts.store.get(keyOf(place));
    if (key === undefined || stored === undefined) return 'missing';
    try {
      return await begun(openedFile(key, place.evidenceId, stored));
    } catch (error) {
      if (error instanceof FileSealBroken) return 'damaged';
      throw error;
    }
  }

  /** Removes every file of the cases; may be repeated. @throws StoreFailed */
  async destroy(caseIds: readonly string[]): Promise<void> {
    for (const place of await this.parts.uploads.ofCases(caseIds)) {
      await this.parts.uploads.condemn(place.evidenceId);
      await this.remove(place);
    }
  }

  /**
   * Removes files that were uploaded and never attached, and what broken uploads left.
   * @param isAttached whether a case holds the evidence
   * @returns how many were removed
   */
  async sweep(isAttached: (place: Place) => Promise<boolean>): Promise<number> {
    const before = this.ago(sweptAfterMs);
    let removed = 0;
    for (const place of await this.parts.uploads.loose(before, sweptAtOnce)) {
      if (await isAttached(place)) await this.parts.uploads.markAttached(place.evidenceId);
      else if (await this.parts.uploads.condemn(place.evidenceId, before)) {
        await this.remove(place);
        removed += 1;
      }
    }
    return removed;
  }

  /** Whether files can be stored now, looked at anew every so often. */
  async isWritable(): Promise<boolean> {
    if (this.probed !== undefined && performance.now() - this.probed.at < probedEveryMs) return this.probed.writable;
    const writable = await this.parts.store.probe().then(
      () => true,
      () => false,
    );
    this.probed = { at: performance.now(), writable };
    return writable;
  }

  /** Nothing is kept of it. Where the store is away the sweep does it later. */
  private async discard(place: Place): Promise<void> {
    await this.parts.uploads.condemn(place.evidenceId);
    await this.remove(place).catch((error: unknown) => {
      if (!(error instanceof StoreFailed)) throw error;
    });
  }

  private async remove(place: Place): Promise<void> {
    await this.parts.store.remove(keyOf(place));
    await this.parts.uploads.forget(place.evidenceId);
  }

  private ago(ms: number): Instant {
    return new Date(Date.parse(this.parts.clock.now()) - ms).toISOString();
  }
}

/** The same content, once its first piece could be read. */
const begun = async (content: AsyncGenerator<Uint8Array>): Promise<AsyncIterable<Uint8Array>> => {
  const first = await content.next();
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* content;
  })();
};

const keyIn = (keys: ReadonlyMap<string, Buffer>, subject: string): Buffer => {
  const key = keys.get(subject);
  if (key === undefined) throw new Error('The vault made no key');
  return key;
};
