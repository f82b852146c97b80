import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { dayOf } from '#rules';
import { System } from '#system';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { OpenToAll } from './viewer.js';

const noticesQuery = z.strictObject({
  office: z.string().trim().min(1).max(100).optional(),
  cursor: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  after: z.string().max(100).optional(),
});

@OpenToAll()
@Controller('api/public-notices')
export class NoticesController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** Notices that run today, with the fields that may be public and no others (重庆市低保条例 §18). */
  @Get()
  async current(@Query() query: unknown): Promise<object> {
    const { office, cursor, limit, after } = parse(noticesQuery, query);
    await this.lists.reach(after);
    const today = dayOf(this.system.clock.now());
    const found = await this.system.readModels.notices.current(today, {
      limit: limit + 1,
      offset: cursor,
      ...(office === undefined ? {} : { office }),
    });
    const { organisation } = this.system;
    const rows = await this.lists.open(
      found.slice(0, limit).map((notice) => ({
        noticeId: notice.noticeId,
        scheme: notice.scheme,
        headOfHousehold: notice.headOfHousehold,
        persons: notice.persons,
        amountFen: notice.amountFen === null ? undefined : Number(notice.amountFen),
        area: { name: organisation.officeName(notice.area).name },
        office: { name: organisation.officeName(notice.office).name },
        postedOn: notice.postedOn,
        endsOn: notice.endsOn,
      })),
    );
    return { rows, next: found.length > limit ? String(cursor + limit) : undefined };
  }
}
