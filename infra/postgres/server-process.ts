import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, Socket } from 'node:net';
import type { Account } from './account.js';

const START_TIMEOUT_MS = 60_000;

/** Makes an empty cluster. Throws with initdb's own words when it fails. */
export const initialise = async (
  initdb: string,
  data: string,
  account: Account | undefined,
  more: readonly string[],
): Promise<void> => {
  const flags = ['--username=postgres', '--encoding=UTF8', '--locale=C', '--no-instructions', ...more];
  const run = spawn(initdb, [`--pgdata=${data}`, ...flags], { ...account, stdio: ['ignore', 'ignore', 'pipe'] });
  const words = collect(run);
  const code = await new Promise((resolve, reject) => run.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`initdb failed: ${words()}`);
};

/** Starts a server and waits until it takes connections. Throws with its own words when it does not. */
export const launch = async (
  postgres: string,
  args: readonly string[],
  account: Account | undefined,
): Promise<ChildProcess> => {
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
  letGo(server);
  return server;
};

/** This process may end while the child runs. */
export const letGo = (child: ChildProcess): void => {
  child.unref();
  for (const pipe of [child.stdin, child.stderr]) if (pipe instanceof Socket) pipe.unref();
};

const collect = (child: ChildProcess): (() => string) => {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text.trim();
};

/** Sends the signal and waits for the end. */
export const endProcess = async (server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref();
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
};

/** A port of 127.0.0.1 that nobody listens on right now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
