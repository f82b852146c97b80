import { fileURLToPath } from 'node:url';
import { System, createLog, endOnFaults, settingsFrom, tracingFrom } from '#system';
import { createApi } from './index.js';

const log = createLog('caseflow-api', process.env);
endOnFaults(log);
const tracing = tracingFrom('caseflow-api', process.env);
const system = await System.open({ settings: settingsFrom(process.env), tracing });
await system.furnish();
system.metrics.watchProcess();
system.follow();
const app = await createApi(system, { web: fileURLToPath(new URL('../../web', import.meta.url)), log });
const stop = async (): Promise<void> => {
  await app.close();
  await system.close();
  await tracing?.stop();
  log.info('stopped');
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
await app.listen(Number(process.env['PORT'] ?? 3000), process.env['HOST'] ?? '0.0.0.0');
log.info('started');
