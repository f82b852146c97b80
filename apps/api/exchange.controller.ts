import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Exchange } from '#exchange';
import type { Actor } from '#kernel';
import { System } from '#system';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Acting, Allowed } from './viewer.js';

const page = z.strictObject({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const interventionBody = z.strictObject({ reason: z.string().trim().min(2).max(200) });

/** What goes out to other departments and regions, and what came in and could not be taken. */
@Controller('api/exchange')
export class ExchangeController {
  constructor(private readonly system: System) {}

  @Get()
  @Allowed('exchange.show')
  async show(): Promise<object> {
    const { exchange } = this.system;
    if (exchange === undefined) return { connected: false };
    const { outbox, inbox, trouble } = await exchange.standing();
    const { checkpoint: _, name: __, trouble: ___, ...told } = outbox;
    const partners = exchange.regions?.settings.partners ?? [];
    return {
      connected: true,
      outbox: told,
      inbox,
      trouble,
      regions: partners.map(({ installation, region }) => ({ installation, region })),
    };
  }

  /** Messages that could not be taken, the newest first; never with what they say. */
  @Get('dead-letters')
  @Allowed('exchange.dead-letters')
  async deadLetters(@Query() query: unknown): Promise<object> {
    const { cursor, limit } = parse(page, query);
    const rows = await this.exchange().inbox.deadLetters(limit, cursor);
    return { rows, next: rows.length < limit ? undefined : rows.at(-1)?.messageId };
  }

  /** Has the message tried again from the start. */
  @Post('dead-letters/:messageId/replay')
  @HttpCode(200)
  @Allowed('exchange.intervene')
  async replay(@Param('messageId') messageId: string, @Body() body: unknown, @Acting() actor: Actor): Promise<object> {
    const { reason } = parse(interventionBody, body);
    if (!(await this.exchange().inbox.replay(messageId, actor.user, reason)))
      throw new Problem(404, 'no-such-dead-letter');
    await this.system.trail.record({ type: 'MessageReplayed', messageId }, actor);
    return { messageId };
  }

  /** Gives the message up and destroys what it says. */
  @Post('dead-letters/:messageId/discard')
  @HttpCode(200)
  @Allowed('exchange.intervene')
  async discard(@Param('messageId') messageId: string, @Body() body: unknown, @Acting() actor: Actor): Promise<object> {
    const { reason } = parse(interventionBody, body);
    if (!(await this.exchange().inbox.discard(messageId, actor.user, reason)))
      throw new Problem(404, 'no-such-dead-letter');
    await this.system.trail.record({ type: 'MessageDiscarded', messageId }, actor);
    return { messageId };
  }

  /** Our side of a matter shared with another region: each message with the digest that its log must show too. */
  @Get('threads/:thread')
  @Allowed('exchange.threads')
  async thread(@Param('thread') thread: string): Promise<object> {
    if (!z.uuid().safeParse(thread).success) throw new Problem(404, 'no-such-thread');
    const entries = (await this.exchange().regions?.threads.entries(thread)) ?? [];
    if (entries.length === 0) throw new Problem(404, 'no-such-thread');
    return { thread, entries };
  }

  /** @throws Problem 404 where there is no Kafka */
  private exchange(): Exchange {
    const { exchange } = this.system;
    if (exchange === undefined) throw new Problem(404, 'exchange-not-connected');
    return exchange;
  }
}
