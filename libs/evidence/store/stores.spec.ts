import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWhen } from '../../../test/skip.js';
import { deadStoreContract, fileStoreContract, freshKey, piecesOf } from '../testing/contract.js';
import { DiskStore } from './disk-store.js';
import { StoreUnknown, openFileStore } from './open-store.js';
import { S3Store } from './s3-store.js';

const testFolder = mkdtempSync(join(tmpdir(), 'evidence-store-'));
afterAll(() => rm(testFolder, { recursive: true, force: true }));

const filesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

fileStoreContract('disk', () => openFileStore(`file://${join(testFolder, 'store')}`));

describe('file store: disk, its folder', () => {
  it('holds no halves once a file has broken off or was stored', async () => {
    const folder = join(testFolder, 'halves');
    const store = new DiskStore(folder);
    await store.put(freshKey(), piecesOf(Buffer.from('whole'), 2));
    await expect(store.put(freshKey(), piecesOf(Buffer.from('half'), 2, new Error('broken')))).rejects.toThrow();
    expect(await filesIn(folder)).toHaveLength(1);
  });

  it('removes with a file what a process that died left of it', async () => {
    const folder = join(testFolder, 'died');
    const key = freshKey();
    await mkdir(join(folder, key.slice(0, 36)), { recursive: true });
    writeFileSync(join(folder, `${key}.part`), 'half');
    await new DiskStore(folder).remove(key);
    expect(await filesIn(folder)).toEqual([]);
  });
});

writeFileSync(join(testFolder, 'no-folder'), '');
deadStoreContract('disk, whose folder is none', () => new DiskStore(join(testFolder, 'no-folder')));

const smallDisk = join(testFolder, 'small');
const mounts = (): boolean => {
  spawnSync('mkdir', ['-p', smallDisk]);
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', smallDisk]).status === 0;
};
const mounted = mounts();

describeWhen(mounted, 'no right to mount a small disk', 'file store: disk, a full one', () => {
  afterAll(() => spawnSync('umount', [smallDisk]));

  it('is told from one that is away, keeps nothing of the file, and takes smaller ones afterwards', async () => {
    const store = new DiskStore(join(smallDisk, 'evidence'));
    const tooMuch = piecesOf(randomBytes(1024 * 1024), 64 * 1024);
    await expect(store.put(freshKey(), tooMuch)).rejects.toMatchObject({ name: 'StoreFailed', full: true });
    expect(await filesIn(join(smallDisk, 'evidence'))).toEqual([]);
    await store.put(freshKey(), piecesOf(randomBytes(64 * 1024), 64 * 1024));
    writeFileSync(join(smallDisk, 'rest'), randomBytes(128 * 1024));
    await expect(store.put(freshKey(), piecesOf(randomBytes(128 * 1024), 9_000))).rejects.toMatchObject({ full: true });
  });
});

const s3Url = process.env['EVIDENCE_TEST_S3_URL'] ?? '';
if (s3Url === '')
  describeWhen(false, 'EVIDENCE_TEST_S3_URL names no S3 server', 'file store: S3', () => {
    it('keeps the contract', () => undefined);
  });
else fileStoreContract('S3', () => openFileStore(s3Url));

process.env['AWS_ACCESS_KEY_ID'] ??= 'test';
process.env['AWS_SECRET_ACCESS_KEY'] ??= 'test';
deadStoreContract(
  'S3, where nobody listens',
  () => new S3Store({ bucket: 'none', prefix: '', endpoint: 'http://127.0.0.1:9', region: 'us-east-1' }),
);

describe('the address of a store', () => {
  it('is a folder or a bucket', async () => {
    const folder = await mkdtemp(join(testFolder, 'address-'));
    expect(await openFileStore(folder)).toBeInstanceOf(DiskStore);
    expect(await openFileStore('.data/evidence')).toBeInstanceOf(DiskStore);
    expect(await openFileStore(`file://${folder}`)).toBeInstanceOf(DiskStore);
    expect(await openFileStore('s3://evidence/yubei?region=cn-north-1')).toBeInstanceOf(S3Store);
    expect(existsSync('.data/evidence/probe')).toBe(false);
  });

  it.each(['ftp://host/folder', 's3:', 's3:///prefix', 'https://bucket'])('is never %s', async (address) => {
    await expect(openFileStore(address)).rejects.toThrow(StoreUnknown);
  });
});
