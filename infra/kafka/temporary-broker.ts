import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess, freePort, letGo } from '../postgres/server-process.js';
import { NoBroker, brokerFiles, run } from './broker-files.js';

export interface TemporaryBroker {
  /** `host:port`, as `KAFKA_BROKERS` takes it. */
  readonly brokers: string;
  start(): Promise<void>;
  /** Ends the broker at once, as in a crash; `start` then recovers on the same port and data. */
  kill(): Promise<void>;
  /** Ends the broker and removes its data. */
  stop(): Promise<void>;
}

const startTimeoutMs = 120_000;
const java = ['-Xmx384m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

const settingsFor = (folder: string, port: number, controllerPort: number): Readonly<Record<string, string>> => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
  'controller.listener.names': 'CONTROLLER',
  'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  'log.dirs': join(folder, 'data'),
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '4',
  'share.coordinator.state.topic.replication.factor': '1',
  'group.initial.rebalance.delay.ms': '0',
  // A topic that nobody made is a mistake, and is to show as one.
  'auto.create.topics.enable': 'false',
});

/**
 * A real Kafka broker (KRaft, one node) on a free port of 127.0.0.1 with its data in a temporary folder: for tests and
 * measurements only. It ends, and its folder goes, also when this process is killed.
 * @throws NoBroker when Java or the broker's files cannot be had
 */
export const startTemporaryBroker = async (): Promise<TemporaryBroker> => {
  const classes = join(await brokerFiles(), '*');
  const folder = await mkdtemp(join(tmpdir(), 'caseflow-kafka-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const config = join(folder, 'server.properties');
  const lines = Object.entries(settingsFor(folder, port, controllerPort)).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(config, lines.join(''));
  const cluster = randomBytes(16).toString('base64url');
  const format = ['kafka.tools.StorageTool', 'format', `--cluster-id=${cluster}`, '--config', config];
  try {
    await run('java', [...java, '-cp', classes, ...format], startTimeoutMs);
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw new NoBroker('Java could not prepare the folder of the Kafka broker', { cause });
  }

  let broker: ChildProcess | undefined;
  let watch: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    if (broker !== undefined) return;
    broker = await launch(['-cp', classes, 'kafka.Kafka', config]);
    watch = watchParent(folder, broker);
  };
  const end = async (): Promise<void> => {
    const running = broker;
    broker = undefined;
    watch?.kill('SIGKILL');
    if (running !== undefined) await endProcess(running, 'SIGKILL');
  };
  await start();
  return {
    brokers: `127.0.0.1:${port}`,
    start,
    kill: end,
    stop: async () => {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Starts the broker and waits until it serves. Throws with its own words when it does not. */
const launch = async (args: readonly string[]): Promise<ChildProcess> => {
  const broker = spawn('java', [...java, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (): void => reject(new NoBroker(`The Kafka broker did not start: ${words.trim()}`));
    const timer = setTimeout(() => {
      broker.kill('SIGKILL');
      fail();
    }, startTimeoutMs);
    broker.once('error', reject).once('exit', fail);
    broker.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      words = (words + chunk).slice(-4_000);
      if (!words.includes('Kafka Server started')) return;
      clearTimeout(timer);
      broker.off('exit', fail).stderr.removeAllListeners('data').resume();
      resolve();
    });
  });
  letGo(broker);
  return broker;
};

/** A shell that waits for the end of this process (end of its input), then ends the broker and removes its folder. */
const watchParent = (folder: string, { pid }: ChildProcess): ChildProcess => {
  const script = 'cat >/dev/null; kill -KILL "$1" 2>/dev/null; sleep 1; rm -rf "$0"';
  const watch = spawn('sh', ['-c', script, folder, String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  letGo(watch);
  return watch;
};
