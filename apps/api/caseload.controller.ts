import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import { type CaseloadFilter, type WorklistBucket, type WorklistMoments, worklistBuckets } from '#read-models';
import { addDays, dayOf, endOfDay } from '#rules';
import { System } from '#system';
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

  /** Cases the viewer may see, the most urgent first. `text` is the beginning of a case number. */
  @Get('caseload')
  @Allowed('caseload.list')
  async caseload(@Viewer() viewer: SignedIn, @Query() query: unknown): Promise<object> {
    const asked = parse(caseloadQuery, query);
    await this.lists.reach(asked.after);
    const scope = this.lists.scopeOf(viewer);
    const filter: CaseloadFilter = {
      ...(asked.type === undefined ? {} : { types: asked.type }),
      ...(asked.scheme === undefined ? {} : { schemes: asked.scheme }),
      ...(asked.stage === undefined ? {} : { stages: asked.stage }),
      ...(asked.office === undefined ? {} : { offices: this.system.organisation.subtree(asked.office) }),
      ...(asked.assignee === undefined ? {} : { assignee: asked.assignee }),
      ...(asked.open === undefined ? {} : { open: asked.open }),
      ...(asked.person === undefined ? {} : { person: asked.person }),
      ...(asked.text === undefined ? {} : { caseNumber: asked.text }),
      ...(asked.overdue === true ? { overdueAt: this.system.clock.now() } : {}),
    };
    const page = await this.page(viewer, filter, asked);
    return { ...page, total: await this.system.readModels.caseload.count(scope, filter) };
  }

  /** Open cases waiting for the viewer, sorted by the clock and counted by urgency. */
  @Get('worklist')
  @Allowed('worklist.list')
  async worklist(@Viewer() viewer: SignedIn, @Query() query: unknown): Promise<object> {
    const asked = parse(worklistQuery, query);
    await this.lists.reach(asked.after);
    const scope = this.lists.scopeOf(viewer);
    const moments = this.moments();
    const mine: CaseloadFilter = { open: true, ...(asked.mine === true ? { assignee: viewer.user } : {}) };
    const [counts, page] = await Promise.all([
      this.system.readModels.caseload.bucketCounts(scope, mine, moments),
      this.page(viewer, { ...mine, ...bucketFilter(asked.bucket, moments) }, asked),
    ]);
    return { counts, ...page, rows: page.rows.map((row) => ({ ...row, bucket: bucketOf(row, moments) })) };
  }

  private async page(
    viewer: SignedIn,
    filter: CaseloadFilter,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<{ rows: readonly { dueAt?: string }[]; next: string | undefined }> {
    try {
      const page = await this.system.readModels.caseload.list(this.lists.scopeOf(viewer), filter, {
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
      return { rows: await this.lists.shown(page.rows, viewer), next: page.next };
    } catch (error) {
      if (error instanceof RangeError) throw new Problem(400, 'cursor-not-valid');
      throw error;
    }
  }

  private moments(): WorklistMoments {
    const now = this.system.clock.now();
    const today = dayOf(now);
    return { now, endOfToday: endOfDay(today), endOfWeek: endOfDay(addDays(today, 7)) };
  }
}

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
