import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import type { Addressee } from '#read-models';
import { addHours } from '#rules';
import { System } from '#system';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Allowed, Viewer } from './viewer.js';

const alertsQuery = z.strictObject({
  /** How many days a breach is still shown that was met since. */
  days: z.coerce.number().int().min(0).max(365).default(30),
  cursor: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(100).optional(),
});

@Controller('api/alerts')
export class AlertsController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** What the clocks have told the viewer in any of their roles, of cases within reach of that role; the newest first. */
  @Get()
  @Allowed('alerts.list')
  async list(@Viewer() viewer: SignedIn, @Query() query: unknown): Promise<object> {
    const { days, cursor, limit, after } = parse(alertsQuery, query);
    await this.lists.reach(after);
    const now = this.system.clock.now();
    const { rows, counts, next } = await this.system.readModels.alerts.list(
      this.addressees(viewer),
      { now, closedSince: addHours(now, -24 * days) },
      { limit, offset: cursor },
    );
    const { organisation } = this.system;
    return {
      counts,
      rows: rows.map((row) => ({
        ...row,
        office: organisation.officeName(row.office),
        area: row.area === undefined ? undefined : organisation.officeName(row.area),
        assignee: row.assignee === undefined ? undefined : organisation.userName(row.assignee),
      })),
      next,
    };
  }

  private addressees(viewer: SignedIn): readonly Addressee[] {
    return [...new Set(viewer.positions.map(({ role }) => role))].flatMap((role) => {
      const positions = viewer.positions.filter((position) => position.role === role);
      return this.lists.scopeOf({ ...viewer, positions }).map((reach) => ({ role, reach }));
    });
  }
}
