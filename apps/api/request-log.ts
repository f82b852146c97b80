import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Log, System } from '#system';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const probes = /^\/(?:health|metrics)(?:\/|$)/;

const uuidIn = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' && uuid.test(header) ? header.toLowerCase() : undefined;

/** The id a proxy gave the request, if it is a UUID: any other text could hold something personal. */
export const requestIdOf = (request: Pick<IncomingMessage, 'headers'>): string =>
  uuidIn(request.headers['x-request-id']) ?? randomUUID();

/**
 * Measures every request by route, and writes a line for each where there is a log: the pattern of the route, never the
 * path or query that was asked, no body, no header but ids.
 */
export const watchRequests = (fastify: FastifyInstance, { metrics }: System, log: Log | undefined): void => {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, id, headers, routeOptions } = request;
    const { statusCode: status, elapsedTime } = reply;
    const route = routeOptions.url ?? 'none';
    metrics.requests.labels(method, route, String(status)).observe(elapsedTime / 1000);
    if (!probes.test(route)) {
      const command = uuidIn(headers['idempotency-key']);
      const line = { request: id, ...(command === undefined ? {} : { command }), method, route, status };
      log?.[status >= 500 ? 'error' : 'info']({ ...line, ms: Math.round(elapsedTime) }, 'request');
    }
    done();
  });
};
