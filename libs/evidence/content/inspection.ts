import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import { type JsonObject, type Refusal, refuse } from '#kernel';

/** What evidence may be: photos as phones take them, and PDF. */
export const mediaTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'image/heif',
  'application/pdf',
] as const;

export type FileReason =
  'file-empty' | 'file-too-large' | 'file-type-not-allowed' | 'file-hash-differs' | 'upload-broken-off';

/** Ends the stream of a file that is not taken. */
export class NotTaken extends Error {
  constructor(readonly refusal: Refusal<FileReason>) {
    super(refusal.refused);
    this.name = 'NotTaken';
  }
}

const notTaken = (reason: FileReason, detail?: JsonObject): NotTaken => new NotTaken(refuse(reason, detail));

/** Bytes by which a type is known. */
const headBytes = 4_100;

/** Looks at a file while it streams by: its size, its type by content, its SHA-256. */
export class Inspection {
  mediaType = '';
  bytes = 0;
  sha256 = '';

  constructor(
    private readonly content: AsyncIterable<Uint8Array>,
    private readonly rules: { readonly maxBytes: number; readonly claimedSha256: string },
  ) {}

  /** The content unchanged. @throws NotTaken as soon as it breaks a rule, for the hash at its end */
  async *read(): AsyncGenerator<Uint8Array> {
    const { maxBytes, claimedSha256 } = this.rules;
    const hash = createHash('sha256');
    let head: Buffer | undefined = Buffer.alloc(0);
    for await (const piece of this.source()) {
      this.bytes += piece.byteLength;
      if (this.bytes > maxBytes) throw notTaken('file-too-large', { maxBytes });
      hash.update(piece);
      if (head === undefined) {
        yield piece;
        continue;
      }
      head = Buffer.concat([head, piece]);
      if (head.length < headBytes) continue;
      this.mediaType = await allowedType(head);
      yield head;
      head = undefined;
    }
    if (this.bytes === 0) throw notTaken('file-empty');
    if (head !== undefined) {
      this.mediaType = await allowedType(head);
      yield head;
    }
    this.sha256 = hash.digest('hex');
    if (this.sha256 !== claimedSha256) throw notTaken('file-hash-differs');
  }

  private async *source(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.content;
    } catch {
      throw notTaken('upload-broken-off');
    }
  }
}

const allowedType = async (head: Buffer): Promise<string> => {
  const found = (await fileTypeFromBuffer(head))?.mime;
  const allowed = mediaTypes.find((one) => one === found);
  if (allowed === undefined) throw notTaken('file-type-not-allowed', { allowed: mediaTypes });
  return allowed;
};
