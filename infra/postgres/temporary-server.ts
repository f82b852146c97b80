import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAccount, type Account } from './account.js';
import { findBinaries } from './binaries.js';

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

const START_TIMEOUT_MS = 60_000;

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
  await initialise(initdb, data, account);
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
  const script =
    'cat >/dev/null; pid=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"; sleep 1; rm -rf "$0"';
  const watch = spawn('sh', ['-c', script, folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watch.unref();
  return watch;
};

const initialise = async (initdb: string, data: string, account: Account | undefined): Promise<void> => {
  const flags = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  const run = spawn(initdb, [`--pgdata=${data}`, ...flags], { ...account, stdio: ['ignore', 'ignore', 'pipe'] });
  const words = collect(run);
  const code = await new Promise((resolve, reject) => run.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`initdb failed: ${words()}`);
};

const launch = async (postgres: string, args: readonly string[], account: Account | undefined): Promise<ChildProcess> => {
  const server = spawn(postgres, args, { ...account, stdio: ['ignore', 'ignore', 'pipe'] });
  const words = collect(server);
  await new Promise<void>((resolve, reject) => {
    const fail = (): void => reject(new Error(`PostgreSQL did not start: ${words()}`));
    const timer = setTimeout(fail, START_TIMEOUT_MS);
    server.once('error', reject).once('exit', fail);
    server.stderr?.on('data', () => {
      if (!words().includes('ready to accept connections')) return;
      clearTimeout(timer);
      server.off('exit', fail).stderr?.removeAllListeners('data').resume();
      resolve();
    });
  });
  server.unref();
  return server;
};

const collect = (child: ChildProcess): (() => string) => {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text.trim();
};

const endProcess = async (server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
