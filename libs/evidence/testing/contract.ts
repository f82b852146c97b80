import { randomBytes, randomUUID } from 'node:crypto';
import { type FileStore, StoreFailed } from '../store/port.js';

export const freshKey = (): string => `${randomUUID()}/${randomUUID()}`;

/** Content in pieces; breaks off after the last one when told to. */
export async function* piecesOf(content: Buffer, size: number, breaksOffWith?: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
  if (breaksOffWith !== undefined) throw breaksOffWith;
}

export const readAll = async (content: AsyncIterable<Uint8Array> | undefined): Promise<Buffer | undefined> => {
  if (content === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
};

/** What every store of files must keep. */
export const fileStoreContract = (name: string, open: () => FileStore | Promise<FileStore>): void => {
  describe(`file store: ${name}`, () => {
    let store: FileStore;
    beforeAll(async () => {
      store = await open();
    });

    it.each([0, 1, 70_000, 6 * 1024 * 1024])('gives back what was put, %d bytes', async (size) => {
      const key = freshKey();
      const content = randomBytes(size);
      await store.put(key, piecesOf(content, 64 * 1024));
      expect((await readAll(await store.get(key)))?.equals(content)).toBe(true);
    });

    it.each([1_000, 6 * 1024 * 1024])('keeps nothing of content that breaks off after %d bytes', async (size) => {
      const key = freshKey();
      const cause = new Error('the phone lost its network');
      await expect(store.put(key, piecesOf(randomBytes(size), 64 * 1024, cause))).rejects.toBe(cause);
      expect(await store.get(key)).toBeUndefined();
    });

    it('shows nothing of a file that is still coming', async () => {
      const key = freshKey();
      let goOn = (): void => undefined;
      const waiting = new Promise<void>((resolve) => (goOn = resolve));
      const slow = async function* (): AsyncGenerator<Uint8Array> {
        yield randomBytes(100_000);
        await waiting;
        yield randomBytes(100_000);
      };
      const putting = store.put(key, slow());
      expect(await store.get(key)).toBeUndefined();
      goOn();
      await putting;
      expect((await readAll(await store.get(key)))?.length).toBe(200_000);
    });

    it('removes, once and again, and knows nothing of a file that never was', async () => {
      const key = freshKey();
      await store.put(key, piecesOf(Buffer.from('gone'), 10));
      await store.remove(key);
      await store.remove(key);
      expect(await store.get(key)).toBeUndefined();
      expect(await store.get(freshKey())).toBeUndefined();
    });

    it('keeps files apart by their whole key', async () => {
      const caseId = randomUUID();
      const [one, other] = [`${caseId}/${randomUUID()}`, `${caseId}/${randomUUID()}`];
      await Promise.all([
        store.put(one, piecesOf(Buffer.from('one'), 10)),
        store.put(other, piecesOf(Buffer.from('other'), 10)),
      ]);
      await store.remove(one);
      expect((await readAll(await store.get(other)))?.toString()).toBe('other');
    });

    it.each(['../../etc/passwd', 'a/../b', '/a/b', 'a', 'A/B', 'a/b/c', ''])('takes no key like %j', async (key) => {
      await expect(store.put(key, piecesOf(Buffer.from('x'), 1))).rejects.toThrow('Not a key');
      await expect(store.get(key)).rejects.toThrow('Not a key');
      await expect(store.remove(key)).rejects.toThrow('Not a key');
    });

    it('says that it can be written to', async () => {
      await expect(store.probe()).resolves.toBeUndefined();
    });
  });
};

/** What a store must do that cannot be reached or written to. */
export const deadStoreContract = (name: string, open: () => FileStore | Promise<FileStore>): void => {
  describe(`file store: ${name}`, () => {
    it('says so, whatever it is asked', async () => {
      const store = await open();
      const key = freshKey();
      await expect(store.put(key, piecesOf(Buffer.from('x'), 1))).rejects.toThrow(StoreFailed);
      await expect(store.get(key)).rejects.toThrow(StoreFailed);
      await expect(store.remove(key)).rejects.toThrow(StoreFailed);
      await expect(store.probe()).rejects.toThrow(StoreFailed);
    });
  });
};
