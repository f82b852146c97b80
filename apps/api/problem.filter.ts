import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppendRefused, StoreUnavailable, VersionConflict } from '#event-store';
import { Problem } from './problem.js';

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
]);

/** The error's own code, or that of the error it was made from. */
const codeOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
};

const reasonOfStatus: Readonly<Record<number, string>> = {
  400: 'malformed-request',
  401: 'not-signed-in',
  403: 'forbidden',
  404: 'no-such-page',
  413: 'body-too-large',
  415: 'not-json',
  429: 'too-many-requests',
};

const reasonOfCode: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'not-json',
};

/** Whatever went wrong, as a problem. Texts of errors never reach the client: they may hold what was typed. */
export const problemOf = (error: unknown): Problem | undefined => {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailable) return new Problem(503, 'store-unavailable');
  if (error instanceof VersionConflict) return new Problem(409, 'version-conflict', { version: error.actual });
  if (error instanceof AppendRefused) return new Problem(422, error.reason);
  const code = codeOf(error);
  if (code !== undefined && unreachable.has(code)) return new Problem(503, 'store-unavailable');
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
        ? error.statusCode
        : undefined;
  if (status === undefined || status >= 500) return undefined;
  return new Problem(status, (code && reasonOfCode[code]) ?? reasonOfStatus[status] ?? 'refused');
};

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('api');

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = problemOf(error) ?? new Problem(500, 'internal-error');
    if (problem.body.status === 500) this.logger.error(`${codeOf(error) ?? 'bug'}: ${stackWithoutMessage(error)}`);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) return;
    if (problem.body.status === 503) void reply.header('Retry-After', '2');
    void reply
      .status(problem.body.status)
      .header('Content-Type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem.body));
  }
}

const stackWithoutMessage = (error: unknown): string => {
  if (!(error instanceof Error) || error.stack === undefined) return typeof error;
  const frames = error.stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return [error.name, ...frames.slice(0, 12)].join('\n');
};
