// Runs every test against one real PostgreSQL server and one real Kafka broker, the pure libraries under two further time zones,
// names every skipped test with its reason and ends with one line: N passed, N failed, N skipped.
// Arguments go to jest: npm test -- libs/rules -t 'working days'
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pureLibraries = ['libs/kernel', 'libs/rules', 'libs/case-types'];
const runs = [
  { zone: 'UTC', scope: [] },
  { zone: 'America/New_York', scope: ['--roots', ...pureLibraries] },
  { zone: 'Asia/Shanghai', scope: ['--roots', ...pureLibraries] },
];
const jestArguments = process.argv.slice(2);
const selectsByName = jestArguments.some((argument) => /^(-t|--testNamePattern)/.test(argument));
const graceAfterReport = 20_000;

const node = (args, env, whenReported) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' });
    const watch = whenReported && setInterval(() => whenReported(child), 1000);
    child.once('error', reject).once('exit', (code) => {
      clearInterval(watch);
      resolve(code);
    });
  });

/** Ends a jest that has written its report and still does not exit, because a test left something open. */
const endIfStuck = (report) => {
  let reportedAt;
  return (child) => {
    if (existsSync(report)) reportedAt ??= Date.now();
    if (reportedAt === undefined || Date.now() - reportedAt < graceAfterReport || child.killed) return;
    console.log('A test left a connection, timer or server open: jest was ended after its report.');
    child.kill('SIGKILL');
  };
};

const runJest = async ({ zone, scope }, folder, servers) => {
  console.log(`\nTests under TZ=${zone}${scope.length === 0 ? '' : `: ${pureLibraries.join(', ')}`}`);
  const report = join(folder, `${zone.replace('/', '-')}.json`);
  const env = {
    TZ: zone,
    ...servers,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
  };
  const output = ['--json', `--outputFile=${report}`, '--maxWorkers=2', '--passWithNoTests'];
  const code = await node(
    ['node_modules/jest/bin/jest.js', ...output, ...jestArguments, ...scope],
    env,
    endIfStuck(report),
  );
  if (!existsSync(report)) return { zone, code, files: [] };
  return { zone, code, files: JSON.parse(await readFile(report, 'utf8')).testResults };
};

const count = (outcomes) => {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const { zone, code, files } of outcomes) {
    const failedBefore = totals.failed;
    for (const { status, assertionResults, name } of files) {
      const of = (...states) => assertionResults.filter((test) => states.includes(test.status));
      totals.passed += of('passed').length;
      totals.failed += of('failed').length;
      if (status === 'failed' && of('failed').length === 0) {
        totals.failed += 1;
        console.log(`Failed outside of its tests: ${name}`);
      }
      if (!selectsByName) {
        const skipped = of('pending', 'skipped', 'todo', 'disabled');
        totals.skipped += skipped.length;
        for (const test of skipped) console.log(`Skipped (TZ=${zone}): ${test.fullName} -- ${reasonIn(test.fullName)}`);
      }
    }
    if (code !== 0 && totals.failed === failedBefore) {
      totals.failed += 1;
      console.log(`jest under TZ=${zone} ended with code ${code ?? 'none (killed)'} and no failed test`);
    }
  }
  return totals;
};

const reasonIn = (fullName) => /\[skipped: (.*?)\]/.exec(fullName)?.[1] ?? 'NO REASON GIVEN';

/** Once, before several specs would unpack the browser from npm at the same time; without it they skip aloud. */
const unpackBrowser = async () => {
  const { default: chromium } = await import('@sparticuz/chromium');
  await chromium
    .executablePath()
    .catch((error) => console.log(`The browser from npm was not unpacked: ${error.message}`));
};

/** One Kafka broker for all specs: the one KAFKA_BROKERS names, else one of our own; without it they skip aloud. */
const startKafka = async () => {
  const given = process.env.KAFKA_BROKERS;
  const none = { env: {}, stop: async () => undefined };
  // The product under test must not find brokers by itself.
  delete process.env.KAFKA_BROKERS;
  if (given !== undefined) return { ...none, env: { TEST_KAFKA_BROKERS: given } };
  const { startTemporaryBroker } = await import('../dist/infra/kafka/temporary-broker.js');
  try {
    const broker = await startTemporaryBroker();
    return { env: { TEST_KAFKA_BROKERS: broker.brokers }, stop: broker.stop };
  } catch (error) {
    console.log(`No Kafka broker: ${error.message}`);
    return none;
  }
};

const runAll = async () => {
  if ((await node(['scripts/build.mjs', '--if-changed'])) !== 0) return { passed: 0, failed: 1, skipped: 0 };
  await unpackBrowser();
  const { startTemporaryServer } = await import('../dist/infra/postgres/temporary-server.js');
  const [server, kafka] = await Promise.all([startTemporaryServer(), startKafka()]);
  const folder = await mkdtemp(join(tmpdir(), 'caseflow-test-'));
  try {
    const outcomes = [];
    const servers = { TEST_POSTGRES_URL: server.url, ...kafka.env };
    for (const run of runs) outcomes.push(await runJest(run, folder, servers));
    return count(outcomes);
  } finally {
    await kafka.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const { passed, failed, skipped } = await runAll();
if (passed + failed === 0) console.log('No test ran.');
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
