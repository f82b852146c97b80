import { System, createLog, endOnFaults, settingsFrom, tracingFrom } from '#system';
import { startWorker } from './index.js';
import { operationsServer } from './operations.js';

const log = createLog('caseflow-worker', process.env);
endOnFaults(log);
const tracing = tracingFrom('caseflow-worker', process.env);
const system = await System.open({ settings: settingsFrom(process.env), tracing });
system.metrics.watchProcess();
system.follow();
const worker = await startWorker(system, (line) => log.warn(line));
const server = operationsServer(system).listen(Number(process.env['PORT'] ?? 3001));
log.info('started');

const stop = async (): Promise<void> => {
  server.close();
  await worker.stop();
  await system.close();
  await tracing?.stop();
  log.info('stopped');
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
