import { Body, Controller, Get, Headers, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Publication, SignedIn } from '#case-desk';
import type { Actor } from '#kernel';
import {
  type RuleEvent,
  benefitStandardSchema,
  calendarYearSchema,
  dayOf,
  delegationSchema,
  inForce,
  jurisdictions,
  ruleSetName,
  ruleSetSchema,
} from '#rules';
import { System } from '#system';
import { commandIdOf } from './case-sender.js';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Acting, Allowed, Viewer } from './viewer.js';

export const calendarBody = z.strictObject({ calendarYear: calendarYearSchema });
export const ruleSetBody = z.strictObject({ ruleSet: ruleSetSchema });
export const standardBody = z.strictObject({ standard: benefitStandardSchema });
export const delegationBody = z.strictObject({ delegation: delegationSchema });

const movedQuery = z.strictObject({
  rulesVersion: z.coerce.number().int().min(1).max(1_000_000).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(100).optional(),
});

const movedSummaryQuery = z.strictObject({ rulesVersion: z.coerce.number().int().min(1).max(1_000_000) });

@Controller('api/rules')
export class RulesController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** What is in force and what was before, each with who published it and when. */
  @Get()
  @Allowed('rules.list')
  list(): object {
    const book = this.system.rules.book();
    const today = dayOf(this.system.clock.now());
    const present = new Set(
      jurisdictions.flatMap((jurisdiction) => {
        const found = inForce(book, jurisdiction, today);
        return found === undefined ? [] : [ruleSetName(found)];
      }),
    );
    const publications = this.system.rules.publications();
    const latest = (says: (event: RuleEvent) => boolean): object | undefined => {
      const found = publications.findLast(({ event }) => says(event));
      return found && this.published(found);
    };
    return {
      rulesVersion: publications.at(-1)?.version ?? 0,
      coveredYears: Object.keys(book.calendar.years).map(Number),
      calendarYears: Object.values(book.calendar.years).map((calendarYear) => ({
        calendarYear,
        published: latest((one) => one.type === 'CalendarPublished' && one.calendarYear.year === calendarYear.year),
      })),
      ruleSets: book.ruleSets.map((ruleSet) => ({
        name: ruleSetName(ruleSet),
        inForce: present.has(ruleSetName(ruleSet)),
        ruleSet,
        // A version never changes: the first publication of it is the one that counts.
        published: this.first(publications, ruleSetName(ruleSet)),
      })),
      standards: book.standards.map((standard) => ({
        standard,
        published: latest(
          (one) => one.type === 'BenefitStandardPublished' && one.standard.standardId === standard.standardId,
        ),
      })),
      delegations: book.delegations.map((delegation) => ({
        delegation,
        published: latest(
          (one) => one.type === 'DelegationPublished' && one.delegation.delegationId === delegation.delegationId,
        ),
      })),
      governing: { governing: book.governing, published: latest((one) => one.type === 'GoverningRulesChosen') },
    };
  }

  /** Due dates that publications moved, within what the viewer may list. */
  @Get('moved')
  @Allowed('rules.moved')
  async moved(@Viewer() viewer: SignedIn, @Query() query: unknown): Promise<object> {
    const { rulesVersion, after, cursor, limit } = parse(movedQuery, query);
    await this.lists.reach(after);
    const paging = { limit, ...(cursor === undefined ? {} : { cursor }) };
    try {
      const page = await this.system.readModels.moved.list(this.lists.scopeOf(viewer), rulesVersion, paging);
      const { organisation } = this.system;
      return { ...page, rows: page.rows.map((row) => ({ ...row, office: organisation.officeName(row.office) })) };
    } catch (error) {
      if (error instanceof RangeError) throw new Problem(400, 'cursor-not-valid');
      throw error;
    }
  }

  /** How many due dates a publication moved, by office and clock, and whether every open case was gone through. */
  @Get('moved/summary')
  @Allowed('administration.show')
  async movedSummary(@Query() query: unknown): Promise<object> {
    const { rulesVersion } = parse(movedSummaryQuery, query);
    const { organisation, readModels } = this.system;
    const through = await readModels.moved.goneThrough();
    // What was moved is in the log by then; the list follows it.
    await this.lists.reachAll();
    const rows = await readModels.moved.count(rulesVersion);
    return {
      rows: rows.map((row) => ({ ...row, office: organisation.officeName(row.office) })),
      complete: (through?.version ?? 0) >= rulesVersion,
    };
  }

  @Post('calendars')
  @Allowed('rules.publish')
  calendar(@Body() body: unknown, @Acting() actor: Actor, @Headers('idempotency-key') key?: string) {
    return this.publish(actor, key, () => ({ type: 'CalendarPublished', ...parse(calendarBody, body) }));
  }

  @Post('rule-sets')
  @Allowed('rules.publish')
  ruleSet(@Body() body: unknown, @Acting() actor: Actor, @Headers('idempotency-key') key?: string) {
    return this.publish(actor, key, () => ({ type: 'RuleSetPublished', ...parse(ruleSetBody, body) }));
  }

  @Post('standards')
  @Allowed('rules.publish')
  standard(@Body() body: unknown, @Acting() actor: Actor, @Headers('idempotency-key') key?: string) {
    return this.publish(actor, key, () => ({ type: 'BenefitStandardPublished', ...parse(standardBody, body) }));
  }

  @Post('delegations')
  @Allowed('rules.publish')
  delegation(@Body() body: unknown, @Acting() actor: Actor, @Headers('idempotency-key') key?: string) {
    return this.publish(actor, key, () => ({ type: 'DelegationPublished', ...parse(delegationBody, body) }));
  }

  private async publish(actor: Actor, key: string | undefined, sent: () => RuleEvent): Promise<object> {
    const { rules, desks } = this.system;
    const caseTypes = desks.all().map(({ room }) => room);
    const outcome = await rules.change(sent(), actor, commandIdOf(key), caseTypes);
    if ('refused' in outcome) throw new Problem(422, outcome.refused, { detail: outcome.detail });
    return outcome;
  }

  private first(publications: readonly Publication[], name: string): object | undefined {
    const found = publications.find(
      ({ event }) => event.type === 'RuleSetPublished' && ruleSetName(event.ruleSet) === name,
    );
    return found && this.published(found);
  }

  private published({ version, actor, at }: Publication): object {
    return { rulesVersion: version, by: this.system.organisation.userName(actor.user), role: actor.role, at };
  }
}
