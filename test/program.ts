import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { freePort } from '../infra/postgres/server-process.js';
import { until } from './exchange/waiting.js';

/** Builds what is to be started or called as a program; nothing where it is built already. */
export const buildServer = (): void => {
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-changed', '--server-only'], { stdio: 'ignore' });
};

/** A built program that runs beside the test and answers over HTTP. */
export interface Program {
  readonly url: string;
  /** Everything it wrote so far, lines of both outputs. */
  output(): string;
  /** Ends it, in order unless told; answers its exit code, null where the signal took it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts `dist/apps/<name>/main.js` with exactly this environment and a free port, and waits until it lives.
 * Throws with its own words where it does not; `started` learns of it before that, to end what hangs.
 */
export const startProgram = async (
  name: 'api' | 'worker' | 'standalone',
  env: NodeJS.ProcessEnv,
  started: (program: Program) => void,
): Promise<Program> => {
  const port = await freePort();
  const child = spawn(process.execPath, ['--enable-source-maps', `dist/apps/${name}/main.js`], {
    env: { ...env, PATH: process.env['PATH'], PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const pipe of [child.stdout, child.stderr])
    pipe.setEncoding('utf8').on('data', (text: string) => (output += text));
  const url = `http://127.0.0.1:${port}`;
  const program = { url, output: () => output, stop: (signal?: NodeJS.Signals) => ended(child, signal ?? 'SIGTERM') };
  started(program);
  try {
    await until(`${name} lives`, async () => {
      if (hasEnded(child)) throw new Error(`${name} ended`);
      return fetch(`${url}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
  } catch (cause) {
    throw new Error(`${name} did not come up. It wrote: ${output}`, { cause });
  }
  return program;
};

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  if (hasEnded(child)) return child.exitCode;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await gone;
  return child.exitCode;
};
