import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import { monthSchema, returnRate } from '#rules';
import { System } from '#system';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Allowed, Viewer } from './viewer.js';

const periodSchema = z.strictObject({ from: monthSchema, to: monthSchema, after: z.string().max(100).optional() });

@Controller('api/indicators')
export class IndicatorsController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** 接送返回率: identified persons due for return in the period, how many returned, and who is pending. Never rounded up. */
  @Get('return-rate')
  @Allowed('indicators.return-rate')
  async returnRate(@Viewer() viewer: SignedIn, @Query() query: unknown): Promise<object> {
    const { from, to, after } = parse(periodSchema, query);
    await this.lists.reach(after);
    const { due, done, pending } = await this.system.readModels.indicators.share(this.lists.scopeOf(viewer), {
      type: 'transient-assistance',
      of: 'returnDue',
      done: 'returned',
      day: 'returnDueOn',
      from,
      to,
    });
    const { perTenThousand, complete } = returnRate({ due, returned: done });
    return { from, to, due, returned: done, pending, rate: { perTenThousand, complete } };
  }
}
