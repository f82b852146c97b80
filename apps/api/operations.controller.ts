import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { System } from '#system';
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

  /** The process can serve: its database answers and its projections run. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const health = await this.system.health();
    if (!health.ready) void reply.status(503);
    return health;
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async metrics(): Promise<string> {
    return this.system.metrics.registry.metrics();
  }
}
