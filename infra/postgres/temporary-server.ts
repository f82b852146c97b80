import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAccount } from './account.js';
import { findBinaries } from './binaries.js';
import { endProcess, freePort, initialise, launch, letGo } from './server-process.js';

export interface TemporaryServerOptions {
  /** Wait for the disk at commit (default true). */
  readonly fsync?: boolean;
  /** Further settings, passed to the server as `-c name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface TemporaryServer {
  /** The maintenance database `postgres`, as superuser. */
  readonly url: string;
  start(): Promise<void>;
  /** Cuts all connections, shuts down in order and starts again on the same port and data. */
  restart(): Promise<void>;
  /** Aborts every backend at once without a checkpoint, as in a crash; `start` then runs crash recovery. */
  kill(): Promise<void>;
  /** Shuts down in order and removes the data. */
  stop(): Promise<void>;
}

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  timezone: 'UTC',
};

/**
 * A real PostgreSQL server with an empty cluster in a temporary folder, on a free port of 127.0.0.1, without password:
 * for tests and measurements only. It ends, and its folder goes, also when this process is killed.
 * Throws with the server's own words when it does not come up.
 */
export const startTemporaryServer = async (options: TemporaryServerOptions = {}): Promise<TemporaryServer> => {
  const account = await serverAccount();
  const folder = await mkdtemp(join(tmpdir(), 'caseflow-pg-'));
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  if (account !== undefined) await chown(data, account.uid, account.gid);
  const watch = watchParent(folder);
  const { initdb, postgres } = await findBinaries(account !== undefined, join(folder, 'native'));
  await initialise(initdb, data, account, ['--auth=trust', '--no-sync']);
  const port = await freePort();
  const settings = { ...SETTINGS, fsync: options.fsync === false ? 'off' : 'on', ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server ??= await launch(postgres, ['-D', data, '-p', String(port), ...flags], account);
  };
  const end = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    const running = server;
    server = undefined;
    if (running !== undefined) await endProcess(running, signal);
  };
  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start,
    restart: async () => {
      await end('SIGINT');
      await start();
    },
    kill: () => end('SIGQUIT'),
    stop: async () => {
      await end('SIGINT');
      watch.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A shell that waits for the end of this process (end of its input), then ends the server and removes the folder. */
const watchParent = (folder: string): ChildProcess => {
  const script = `
    cat >/dev/null
    pid=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"
    for second in 1 2 3 4 5; do sleep 1; kill -0 "$pid" 2>/dev/null || break; done
    rm -rf "$0"`;
  const watch = spawn('sh', ['-c', script, folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  letGo(watch);
  return watch;
};
