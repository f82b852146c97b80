import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type FileStore, StoreFailed, Watched, checkKey } from './port.js';

const noRoom = new Set(['ENOSPC', 'EDQUOT']);

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const failed = (cause: unknown): StoreFailed => new StoreFailed({ full: noRoom.has(String(codeOf(cause))), cause });

/** Files in a folder. One is there only once all of it is on the disk: written beside its place, synced, then renamed. */
export class DiskStore implements FileStore {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  async put(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.fileOf(key);
    const part = `${file}.part`;
    const watched = new Watched(content);
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await this.write(part, watched.read());
      await rename(part, file);
      await syncFolder(dirname(file));
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw watched.broken ?? failed(error);
    }
  }

  async get(key: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const file = this.fileOf(key);
    try {
      await stat(file);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw failed(error);
    }
    return createReadStream(file);
  }

  async remove(key: string): Promise<void> {
    const file = this.fileOf(key);
    try {
      await rm(file, { force: true });
      await rm(`${file}.part`, { force: true });
    } catch (error) {
      throw failed(error);
    }
  }

  async probe(): Promise<void> {
    const file = join(this.folder, `probe-${randomUUID()}`);
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await this.write(file, [Buffer.alloc(4096, 1)]);
    } catch (error) {
      throw failed(error);
    } finally {
      await rm(file, { force: true }).catch(() => undefined);
    }
  }

  private async write(file: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const handle: FileHandle = await open(file, 'wx', 0o600);
    try {
      for await (const piece of content) await handle.appendFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  private fileOf(key: string): string {
    return join(this.folder, checkKey(key));
  }
}

/** Makes the name of a new file outlast a power cut. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
