import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { piecesOf, readAll } from '../testing/contract.js';
import { FileSealBroken, openedFile, sealedFile } from './sealed-file.js';

const key = Buffer.alloc(32, 7);
const piece = 64 * 1024;

const sealed = async (content: Buffer, id = 'e1', cut = 10_000): Promise<Buffer> =>
  (await readAll(sealedFile(key, id, piecesOf(content, cut)))) ?? Buffer.alloc(0);
const opened = (stored: Buffer, id = 'e1', cut = 7_000, by = key): Promise<Buffer | undefined> =>
  readAll(openedFile(by, id, piecesOf(stored, cut)));

describe('a sealed file', () => {
  it('opens to what it was, however both streams are cut', async () => {
    const sizes = fc.oneof(
      fc.nat({ max: 200 }),
      fc.constantFrom(piece - 1, piece, piece + 1, 2 * piece, 3 * piece + 17),
    );
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 1, max: 90_000 }),
        fc.integer({ min: 1, max: 90_000 }),
        async (size, cut, otherCut) => {
          const content = randomBytes(size);
          const stored = await sealed(content, 'e1', Math.max(cut, size / 500));
          expect((await opened(stored, 'e1', Math.max(otherCut, size / 500)))?.equals(content)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows nothing of its content and is never the same twice', async () => {
    const content = Buffer.from('王小明的住房照片'.repeat(100));
    const [one, other] = [await sealed(content), await sealed(content)];
    expect(one.includes(Buffer.from('住房照片'))).toBe(false);
    expect(one.equals(other)).toBe(false);
  });

  it('opens under no other key and no other id', async () => {
    const stored = await sealed(Buffer.from('text'));
    await expect(opened(stored, 'e2')).rejects.toThrow(FileSealBroken);
    await expect(opened(stored, 'e1', 100, Buffer.alloc(32, 8))).rejects.toThrow(FileSealBroken);
  });

  it('opens no more once any of its bytes was changed', async () => {
    const stored = await sealed(randomBytes(2 * piece + 100));
    for (const at of [0, 5, 40, piece, 2 * piece + 60, stored.length - 1]) {
      const changed = Buffer.from(stored);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      await expect(opened(changed)).rejects.toThrow(FileSealBroken);
    }
  });

  it('opens no more once pieces were cut off, left out, doubled or moved', async () => {
    const head = 36;
    const size = piece + 16;
    const stored = await sealed(randomBytes(3 * piece));
    const part = (from: number, to: number): Buffer => stored.subarray(head + from * size, head + to * size);
    const beginning = stored.subarray(0, head);
    const wrong = [
      Buffer.concat([beginning, part(0, 2)]),
      Buffer.concat([beginning, part(1, 3)]),
      Buffer.concat([beginning, part(1, 2), part(0, 1), part(2, 3)]),
      Buffer.concat([stored, part(2, 3)]),
      beginning,
      stored.subarray(0, 10),
      Buffer.alloc(0),
    ];
    for (const one of wrong) await expect(opened(one)).rejects.toThrow(FileSealBroken);
  });

  it('keeps no more than a few pieces of a large file in memory', async () => {
    const block = Buffer.alloc(piece, 1);
    const large = async function* (): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 1_600; count += 1) yield block;
    };
    let bytes = 0;
    let most = 0;
    const before = process.memoryUsage.rss();
    for await (const some of openedFile(key, 'e1', sealedFile(key, 'e1', large()))) {
      bytes += some.length;
      most = Math.max(most, process.memoryUsage.rss());
    }
    expect(bytes).toBe(1_600 * piece);
    expect(most - before).toBeLessThan(64 * 1024 * 1024);
  });
});
