import { createServer } from 'node:http';
import { System, settingsFrom } from '#system';
import { startWorker } from './index.js';

const system = await System.open({ settings: settingsFrom(process.env) });
system.follow();
const worker = await startWorker(system, (line) => console.error(line));

const server = createServer((request, response) => {
  void (async () => {
    if (request.url === '/metrics') {
      response.end(await system.metrics.registry.metrics());
      return;
    }
    const health = await system.health();
    response.statusCode = request.url === '/health/live' || health.ready ? 200 : 503;
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(health));
  })();
}).listen(Number(process.env['PORT'] ?? 3001));

const stop = async (): Promise<void> => {
  server.close();
  await worker.stop();
  await system.close();
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
