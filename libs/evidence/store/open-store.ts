import { fileURLToPath } from 'node:url';
import { DiskStore } from './disk-store.js';
import type { FileStore } from './port.js';

/** The address of the store is of no known kind. */
export class StoreUnknown extends Error {
  constructor() {
    super('An evidence store is a folder, file:///folder, or s3://bucket/prefix?endpoint=…&region=…');
    this.name = 'StoreUnknown';
  }
}

/**
 * The store at an address: a folder, `file:///folder`, or `s3://bucket/prefix?endpoint=https://…&region=…`.
 * @throws StoreUnknown
 */
export const openFileStore = async (address: string): Promise<FileStore> => {
  if (address.startsWith('file://')) return new DiskStore(fileURLToPath(address));
  if (!/^[a-z0-9]{2,}:/.test(address)) return new DiskStore(address);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 's3:' || url.hostname === '') throw new StoreUnknown();
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
  // Its client is large and of no use to a store on disk.
  const { S3Store } = await import('./s3-store.js');
  return new S3Store({
    bucket: url.hostname,
    prefix: prefix === '' ? '' : `${prefix}/`,
    endpoint: url.searchParams.get('endpoint') ?? undefined,
    region: url.searchParams.get('region') ?? 'us-east-1',
  });
};
