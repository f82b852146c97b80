import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const downloadTimeoutMs = 5 * 60_000;

/** Kafka cannot be run on this machine; the message says why. */
export class NoBroker extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.name = 'NoBroker';
  }
}

/** The description of the broker's files, beside this file in the sources; dist holds no copy of it. */
const pomFile = (): string => {
  const candidates = ['./pom.xml', '../../../infra/kafka/pom.xml'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) throw new NoBroker('infra/kafka/pom.xml is not there');
  return found;
};

/**
 * A folder with every jar of the broker, fetched by Maven the first time and kept in `.cache` of the checkout.
 * @throws NoBroker when they are not there and Maven cannot fetch them
 */
export const brokerFiles = async (): Promise<string> => {
  const pom = pomFile();
  const digest = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const cache = join(dirname(pom), '../../.cache');
  const folder = join(cache, `kafka-${digest}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const fetched = await mkdtemp(join(cache, 'kafka-fetch-'));
  try {
    await runMaven(pom, fetched);
    // Somebody else may have fetched them meanwhile; then theirs are as good.
    await rename(fetched, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
  return folder;
};

const runMaven = async (pom: string, target: string): Promise<void> => {
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${target}`, '-DincludeScope=runtime'];
  try {
    await run('mvn', ['--batch-mode', '--quiet', '--file', pom, ...goal], downloadTimeoutMs);
  } catch (cause) {
    throw new NoBroker('Maven could not fetch the files of the Kafka broker', { cause });
  }
};

/**
 * Runs a program to its end.
 * @throws with its last words when it cannot be started, fails or takes too long
 */
export const run = async (program: string, args: readonly string[], timeoutMs: number): Promise<void> => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
  let words = '';
  for (const pipe of [child.stdout, child.stderr])
    pipe.setEncoding('utf8').on('data', (chunk: string) => {
      words = (words + chunk).slice(-2_000);
    });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${program} failed: ${words.trim()}`);
};
