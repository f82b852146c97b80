import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Plain bytes of every piece but the last. */
const pieceBytes = 64 * 1024;
const tagBytes = 16;
const saltBytes = 32;
const format = Buffer.from('CFE1');

/** Stored bytes are not what was sealed: changed, cut short, of another file, or under another key. */
export class FileSealBroken extends Error {
  constructor() {
    super('A stored file cannot be opened with its key');
    this.name = 'FileSealBroken';
  }
}

/** Each file has a key of its own, drawn from its subject's key and bound to its id. */
const fileKey = (subjectKey: Buffer, salt: Buffer, id: string): Buffer =>
  Buffer.from(hkdfSync('sha256', subjectKey, salt, `evidence/${id}`, 32));

/** The piece's number and whether it is the last: so none can be moved, left out or cut off. */
const nonceOf = (piece: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(piece, 7);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
};

/** Cuts a stream into pieces of one size and tells which is the last; an empty stream is one empty piece. */
async function* piecesOf(
  content: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly piece: Buffer; readonly isLast: boolean }> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const some of content) {
    held.push(Buffer.from(some.buffer, some.byteOffset, some.byteLength));
    bytes += some.byteLength;
    if (bytes <= size) continue;
    let rest = Buffer.concat(held, bytes);
    for (; rest.length > size; rest = rest.subarray(size)) yield { piece: rest.subarray(0, size), isLast: false };
    // The rest would otherwise keep all that it was cut from.
    held = [Buffer.from(rest)];
    bytes = rest.length;
  }
  yield { piece: Buffer.concat(held, bytes), isLast: true };
}

/**
 * Seals a file piece by piece (AES-256-GCM), so that no more than a piece of it is in memory.
 * @param id the file cannot be opened under another one
 */
export async function* sealedFile(
  subjectKey: Buffer,
  id: string,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltBytes);
  const key = fileKey(subjectKey, salt, id);
  yield Buffer.concat([format, salt]);
  let number = 0;
  for await (const { piece, isLast } of piecesOf(content, pieceBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast));
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
    number += 1;
  }
}

/**
 * Undoes `sealedFile`. What was yielded is genuine; the file is whole only when the end is reached.
 * @throws FileSealBroken
 */
export async function* openedFile(
  subjectKey: Buffer,
  id: string,
  stored: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const source = stored[Symbol.asyncIterator]();
  try {
    const { head, rest } = await headOf(source);
    if (!head.subarray(0, format.length).equals(format)) throw new FileSealBroken();
    const key = fileKey(subjectKey, head.subarray(format.length), id);
    let number = 0;
    for await (const { piece, isLast } of piecesOf(after(rest, source), pieceBytes + tagBytes)) {
      yield openPiece(key, piece, nonceOf(number, isLast));
      number += 1;
    }
  } finally {
    await source.return?.();
  }
}

const headOf = async (source: AsyncIterator<Uint8Array>): Promise<{ readonly head: Buffer; readonly rest: Buffer }> => {
  const size = format.length + saltBytes;
  let read = Buffer.alloc(0);
  while (read.length < size) {
    const next = await source.next();
    if (next.done === true) throw new FileSealBroken();
    read = Buffer.concat([read, next.value]);
  }
  return { head: read.subarray(0, size), rest: read.subarray(size) };
};

async function* after(first: Buffer, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}

const openPiece = (key: Buffer, piece: Buffer, nonce: Buffer): Buffer => {
  if (piece.length < tagBytes) throw new FileSealBroken();
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAuthTag(
    piece.subarray(piece.length - tagBytes),
  );
  try {
    return Buffer.concat([decipher.update(piece.subarray(0, piece.length - tagBytes)), decipher.final()]);
  } catch {
    throw new FileSealBroken();
  }
};
