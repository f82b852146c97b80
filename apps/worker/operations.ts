import { type Server, createServer } from 'node:http';
import { type System, mayWatch } from '#system';

/** Health and figures of a worker, the only things it answers over HTTP. Not listening yet. */
export const operationsServer = (system: System): Server =>
  createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
    };
    const json = (status: number, body: object): void => answer(status, 'application/json', JSON.stringify(body));
    const respond = async (): Promise<void> => {
      switch (request.url ?? '/') {
        case '/health/live':
          return json(200, { status: 'up' });
        case '/health/ready': {
          const health = await system.health();
          return json(health.ready ? 200 : 503, health);
        }
        case '/metrics': {
          if (!mayWatch(system.settings, request)) return json(401, { reason: 'not-signed-in' });
          const { registry } = system.metrics;
          return answer(200, registry.contentType, await registry.metrics());
        }
        default:
          return json(404, { reason: 'no-such-page' });
      }
    };
    respond().catch(() => json(500, { reason: 'internal-error' }));
  });
