import { createHash, randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverAccount } from './account.js';
import { findBinaries } from './binaries.js';
import { endProcess, freePort, initialise, launch } from './server-process.js';

export interface PersistentServer {
  /** The maintenance database `postgres`, as superuser, with its password. */
  readonly url: string;
  /** Where the database files are. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** The data folder belongs to another running process. */
export class FolderTaken extends Error {
  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(`The data folder ${folder} is in use by process ${pid}`);
    this.name = 'FolderTaken';
  }
}

/**
 * The PostgreSQL server of one data folder, started on a free port of 127.0.0.1; the data outlives it.
 * A server left over from a process that was killed is shut down in order first.
 * @throws FolderTaken when another process uses the folder
 */
export const startPersistentServer = async (dataFolder: string): Promise<PersistentServer> => {
  const home = resolve(dataFolder);
  await mkdir(home, { recursive: true });
  const lock = await takeLock(home);
  try {
    const account = await serverAccount();
    const files = account === undefined || openToOthers(home) ? home : elsewhere(home);
    const data = join(files, 'postgres');
    await mkdir(files, { recursive: true });
    if (account !== undefined) await chmod(files, 0o711);
    const password = await passwordOf(home);
    const { initdb, postgres } = await findBinaries(account !== undefined, join(files, 'postgres-programs'));
    if (!existsSync(join(data, 'PG_VERSION'))) {
      await rm(data, { recursive: true, force: true });
      await mkdir(data, { mode: 0o700 });
      if (account !== undefined) await chown(data, account.uid, account.gid);
      const passwordFile = join(files, 'initial-password');
      await writeFile(passwordFile, password, { mode: 0o600 });
      if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
      await initialise(initdb, data, account, ['--auth=scram-sha-256', `--pwfile=${passwordFile}`]);
      await rm(passwordFile);
    }
    await endLeftover(data);
    const port = await freePort();
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100', 'timezone=UTC'];
    const flags = settings.flatMap((setting) => ['-c', setting]);
    const server = await launch(postgres, ['-D', data, '-p', String(port), ...flags], account);
    return {
      url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
      folder: data,
      stop: async () => {
        await endProcess(server, 'SIGINT');
        await rm(lock, { force: true });
      },
    };
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
};

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const takeLock = async (home: string): Promise<string> => {
  const lock = join(home, 'lock');
  const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (holder > 0 && holder !== process.pid && alive(holder)) throw new FolderTaken(home, holder);
  await rm(lock, { force: true });
  await writeFile(lock, String(process.pid), { flag: 'wx' });
  return lock;
};

const passwordOf = async (home: string): Promise<string> => {
  const file = join(home, 'postgres-password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return (await readFile(file, 'utf8')).trim();
};

const endLeftover = async (data: string): Promise<void> => {
  const pid = Number((await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
  if (!(pid > 0) || !alive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 30_000 && alive(pid); waited += 100) await sleep(100);
};

const openToOthers = (folder: string): boolean => {
  const parent = dirname(folder);
  return (statSync(folder).mode & 0o001) !== 0 && (parent === folder || openToOthers(parent));
};

/** A folder that the server's own account can enter, for a checkout that only root can (`/root`, a private temporary folder). */
const elsewhere = (home: string): string =>
  join('/var/lib/caseflow', createHash('sha256').update(home).digest('hex').slice(0, 16));
