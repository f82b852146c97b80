import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { System, mayWatch } from '#system';
import { Problem } from './problem.js';
import { OpenToAll } from './viewer.js';

@OpenToAll()
@Controller()
export class OperationsController {
  constructor(private readonly system: System) {}

  /** The process runs. */
  @Get('health/live')
  live(): object {
    return { status: 'up' };
  }

  /** The process can serve: what it needs answers, and its projections run. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const health = await this.system.health();
    if (!health.ready) void reply.status(503);
    return health;
  }

  /** Figures for Prometheus, shown to operators only. */
  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async metrics(@Req() request: FastifyRequest): Promise<string> {
    if (!mayWatch(this.system.settings, request.raw)) throw new Problem(401, 'not-signed-in');
    return this.system.metrics.registry.metrics();
  }
}
