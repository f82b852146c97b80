import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { type Log, NestLog, type System } from '#system';
import { ApiModule } from './api.module.js';
import { openApiDocument } from './openapi.js';
import { Problem } from './problem.js';
import { requestIdOf, watchRequests } from './request-log.js';

export interface ApiOptions {
  /** Folder of the built page; without it the api serves no page. */
  readonly web?: string;
  /** Requests and faults go there; otherwise readable lines to the console. */
  readonly log?: Log;
  /** Only faults to the console. */
  readonly quiet?: boolean;
}

const signInsPerMinute = 60;
const largestBody = 256 * 1024;
const ownPaths = /^\/(?:api|assets|health|metrics)(?:\/|$|\?)/;

/** The HTTP edge over a system: commands, queries, live updates and the page. Not listening yet. */
export const createApi = async (system: System, options: ApiOptions = {}): Promise<NestFastifyApplication> => {
  const adapter = new FastifyAdapter({
    bodyLimit: largestBody,
    trustProxy: 'loopback',
    routerOptions: { maxParamLength: 200 },
    genReqId: requestIdOf,
  });
  const logger =
    options.log === undefined
      ? new ConsoleLogger({
          logLevels: options.quiet === true ? ['error', 'fatal'] : ['log', 'warn', 'error', 'fatal'],
        })
      : new NestLog(options.log);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.for(system), adapter, {
    logger,
    abortOnError: false,
    forceCloseConnections: true,
  });
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // The component library writes its styles at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        // Evidence is shown from the page's own memory.
        imgSrc: ["'self'", 'data:', 'blob:'],
        frameSrc: ["'self'", 'blob:'],
        upgradeInsecureRequests: system.settings.demo ? null : [],
      },
    },
    strictTransportSecurity: !system.settings.demo,
  });
  const fastify = adapter.getInstance();
  // A file is handed on as it comes; how large it may be is for its handler.
  fastify.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  // An office's people may share one address; only sign-in is worth guessing at.
  await app.register(rateLimit, { global: false });
  fastify.addHook('onRoute', (route) => {
    if (route.url === '/api/session' && route.method === 'POST')
      route.config = { ...route.config, rateLimit: { max: signInsPerMinute, timeWindow: '1 minute' } };
  });
  watchRequests(fastify, system, options.log);
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app, system), { jsonDocumentUrl: 'api/docs-json' });
  if (options.web !== undefined && existsSync(join(options.web, 'index.html'))) {
    await app.register(fastifyStatic, { root: options.web, wildcard: false, maxAge: '1h', index: false });
    fastify.get('/*', (request, reply) =>
      ownPaths.test(request.url)
        ? reply
            .status(404)
            .header('Content-Type', 'application/problem+json; charset=utf-8')
            .send(JSON.stringify(new Problem(404, 'no-such-page').body))
        : reply.header('Cache-Control', 'no-cache').sendFile('index.html'),
    );
  }
  return app;
};
