import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import {
  type AsOf,
  type CaseloadFilter,
  type WorklistBucket,
  type WorklistMoments,
  worklistBuckets,
} from '#read-models';
import { addDays, dayOf, daySchema, endOfDay } from '#rules';
import { System } from '#system';
import { momentOf } from './deadline-questions.js';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Allowed, Viewer } from './viewer.js';

const word = z.string().trim().min(1).max(100);
const words = z
  .union([word, z.array(word).max(50)])
  .transform((given) => (typeof given === 'string' ? given.split(',') : given));
const flag = z.enum(['true', 'false']).transform((given) => given === 'true');
const paging = {
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(100).optional(),
  /** An instant, or a day: its end. */
  asOf: z.union([daySchema, z.iso.datetime({ offset: true })]).optional(),
};

const caseloadQuery = z.strictObject({
  type: words.optional(),
  scheme: words.optional(),
  stage: words.optional(),
  office: word.optional(),
  assignee: word.optional(),
  open: flag.optional(),
  overdue: flag.optional(),
  person: word.optional(),
  text: word.optional(),
  ...paging,
});
const worklistQuery = z.strictObject({
  bucket: z.enum(worklistBuckets).optional(),
  mine: flag.optional(),
  ...paging,
});

@Controller('api')
export class CaseloadController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /**
   * Cases the viewer may see, the most urgent first; with `asOf` as they were known then. `text` is the beginning of
   * a case number.
   */
  @Get('caseload')
  @Allowed('caseload.list')
  async caseload(@Viewer() viewer: SignedIn, @Query() query: unknown): Promise<object> {
    const asked = parse(caseloadQuery, query);
    await this.lists.reach(asked.after);
    const moment = momentOf(asked.asOf, this.system.clock.now());
    const filter: CaseloadFilter = {
      ...(asked.type === undefined ? {} : { types: asked.type }),
      ...(asked.scheme === undefined ? {} : { schemes: asked.scheme }),
      ...(asked.stage === undefined ? {} : { stages: asked.stage }),
      ...(asked.office === undefined ? {} : { offices: this.system.organisation.subtree(asked.office) }),
      ...(asked.assignee === undefined ? {} : { assignee: asked.assignee }),
      ...(asked.open === undefined ? {} : { open: asked.open }),
      ...(asked.person === undefined ? {} : { person: asked.person }),
      ...(asked.text === undefined ? {} : { caseNumber: asked.text }),
      ...(asked.overdue === true ? { overdueAt: moment.at } : {}),
    };
    const scope = this.lists.scopeOf(viewer);
    const { caseload, pastCaseload } = this.system.readModels;
    const page = await this.page(viewer, filter, moment, asked);
    const total = await (moment.live ? caseload.count(scope, filter) : pastCaseload.count(scope, filter, moment.at));
    return { travel: travelShown(moment), ...page, total };
  }

  /** Open cases waiting for the viewer, sorted by the clock and counted by urgency; with `asOf` those of then. */
  @Get('worklist')
  @Allowed('worklist.list')
  async worklist(@Viewer() viewer: SignedIn, @Query() query: unknown): Promise<object> {
    const asked = parse(worklistQuery, query);
    await this.lists.reach(asked.after);
    const scope = this.lists.scopeOf(viewer);
    const moment = momentOf(asked.asOf, this.system.clock.now());
    const moments = momentsFrom(moment);
    const { caseload, pastCaseload } = this.system.readModels;
    const mine: CaseloadFilter = { open: true, ...(asked.mine === true ? { assignee: viewer.user } : {}) };
    const [counts, page] = await Promise.all([
      (moment.live ? caseload : pastCaseload).bucketCounts(scope, mine, moments),
      this.page(viewer, { ...mine, ...bucketFilter(asked.bucket, moments) }, moment, asked),
    ]);
    return {
      travel: travelShown(moment),
      counts,
      ...page,
      rows: page.rows.map((row) => ({ ...row, bucket: bucketOf(row, moments) })),
    };
  }

  private async page(
    viewer: SignedIn,
    filter: CaseloadFilter,
    { at, live }: AsOf,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<{ rows: readonly { dueAt?: string }[]; next: string | undefined }> {
    const scope = this.lists.scopeOf(viewer);
    const { caseload, pastCaseload } = this.system.readModels;
    const paging = { limit, ...(cursor === undefined ? {} : { cursor }) };
    try {
      if (!live) {
        const { rows, next } = await pastCaseload.list(scope, filter, at, paging);
        return { rows: await this.lists.shownAsOf(rows, viewer, at), next };
      }
      const { rows, next } = await caseload.list(scope, filter, paging);
      return { rows: await this.lists.shown(rows, viewer), next };
    } catch (error) {
      if (error instanceof RangeError) throw new Problem(400, 'cursor-not-valid');
      throw error;
    }
  }
}

const momentsFrom = ({ at }: AsOf): WorklistMoments => {
  const today = dayOf(at);
  return { now: at, endOfToday: endOfDay(today), endOfWeek: endOfDay(addDays(today, 7)) };
};

/** Past lists are as known then; nothing for the present. */
const travelShown = ({ at, live }: AsOf): object | undefined => (live ? undefined : { by: 'recorded', asOf: at });

const bucketFilter = (bucket: WorklistBucket | undefined, moments: WorklistMoments): CaseloadFilter => {
  switch (bucket) {
    case undefined:
      return {};
    case 'overdue':
      return { overdueAt: moments.now };
    case 'dueToday':
      return { dueFrom: moments.now, dueBefore: moments.endOfToday };
    case 'within7Days':
      return { dueFrom: moments.endOfToday, dueBefore: moments.endOfWeek };
    case 'later':
      return { dueFrom: moments.endOfWeek };
    case 'noClock':
      return { withoutClock: true };
    default:
      return bucket satisfies never;
  }
};

const bucketOf = ({ dueAt }: { dueAt?: string }, { now, endOfToday, endOfWeek }: WorklistMoments): WorklistBucket => {
  if (dueAt === undefined) return 'noClock';
  if (dueAt <= now) return 'overdue';
  if (dueAt <= endOfToday) return 'dueToday';
  return dueAt <= endOfWeek ? 'within7Days' : 'later';
};
