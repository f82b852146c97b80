import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import { SubjectErased } from '#event-store';
import type { Actor, JsonObject } from '#kernel';
import { daySchema, endOfDay, startOfDay } from '#rules';
import { System, caseBundle, caseBundles, casesOpened, exportFormats, exportedFile, streamsOfCase } from '#system';
import { CaseFiles } from './case-files.js';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Acting, Allowed, Viewer } from './viewer.js';

/** Events that one call verifies at most. */
const sliceSize = 20_000;

const position = z.string().regex(/^[0-9a-f]{4,16}-[0-9a-f]{16}-[0-9a-f]{1,8}$/);
const headsQuery = z.strictObject({
  cursor: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const verificationBody = z.union([
  z.strictObject({ caseId: z.uuid() }),
  z.strictObject({
    /** Where the slice begins, and with what all slices end; the beginning and the end of the log unless told. */
    from: position.optional(),
    to: position.optional(),
    limit: z.int().min(1).max(sliceSize).default(sliceSize),
  }),
  z.strictObject({
    /** What was recorded from this day on, and up to that one. */
    fromDay: daySchema.optional(),
    toDay: daySchema.optional(),
    limit: z.int().min(1).max(sliceSize).default(sliceSize),
  }),
]);
/** Cases opened within a period, by type and the office that handles them. */
const casesAsked = {
  type: z.string().max(60).optional(),
  office: z.string().max(80).optional(),
  from: daySchema.optional(),
  to: daySchema.optional(),
};
const purpose = z.string().trim().min(4).max(500);
export const purposeBody = z.strictObject({ purpose });
const exportQuery = z.strictObject({ format: z.enum(exportFormats), ...casesAsked });
export const exportBody = exportQuery.extend({ purpose });
const bundlesQuery = z.strictObject(casesAsked);
export const bundlesBody = bundlesQuery.extend({ purpose });

type CasesAsked = z.infer<typeof bundlesQuery>;

/** Cases in one file of bundles at most. */
const mostBundles = 1_000;
const rowsAtOnce = 500;

const mediaTypes = {
  csv: ['text/csv; charset=utf-8', 'csv'],
  xes: ['application/xml; charset=utf-8', 'xes'],
  ocel: ['application/json; charset=utf-8', 'jsonocel'],
} as const;

@Controller('api/audit')
export class AuditController {
  constructor(
    private readonly system: System,
    private readonly files: CaseFiles,
    private readonly lists: Lists,
  ) {}

  /** Signed heads of the log, the newest first, and the keys they are signed with. */
  @Get('heads')
  @Allowed('audit.heads')
  async heads(@Query() query: unknown): Promise<object> {
    const { cursor, limit } = parse(headsQuery, query);
    const { heads } = this.system.audit;
    const [page, latest, disputed, publicKeys, successions, trusted] = await Promise.all([
      heads.newest(cursor, limit),
      heads.latest(),
      heads.disputed(),
      heads.publicKeys(),
      heads.successions(),
      this.system.audit.keySources(),
    ]);
    return {
      rows: page.map(({ head }) => head),
      next: page.length < limit ? undefined : page.at(-1)?.number,
      latest,
      disputed,
      keys: { publicKeys, successions, trusted },
    };
  }

  /** Verifies a case, or the log slice by slice: `next` is where the next slice begins, absent after the last. */
  @Post('verification')
  @HttpCode(200)
  @Allowed('audit.verify')
  async verify(@Body() body: unknown, @Viewer() viewer: SignedIn): Promise<object> {
    const asked = parse(verificationBody, body);
    const { audit } = this.system;
    const keys = await audit.keySources();
    if ('caseId' in asked) {
      await this.files.at(asked.caseId, viewer, {});
      return { result: await audit.verifyStreams(streamsOfCase(this.system, asked.caseId)), left: 0, keys };
    }
    const { from, to } = await this.rangeOf(asked);
    return { ...(await audit.verifySlice({ from, to, size: asked.limit })), to, keys };
  }

  /** Where what was asked for begins and ends in the log. */
  private async rangeOf(asked: LogRange | DayRange): Promise<LogRange> {
    if (!isOfDays(asked)) return asked;
    const { fromDay, toDay } = asked;
    const { tree } = this.system.audit;
    await tree.grow();
    const within = await tree.recordedWithin({
      from: fromDay === undefined ? undefined : startOfDay(fromDay),
      before: toDay === undefined ? undefined : endOfDay(toDay),
    });
    if (within === undefined) throw new Problem(404, 'nothing-recorded-then');
    return within;
  }

  /** One case in one file that verifies without this system; what is personal stays sealed in it. */
  @Get('cases/:caseId/bundle')
  @Allowed('audit.bundle')
  async bundle(
    @Param('caseId') caseId: string,
    @Viewer() viewer: SignedIn,
    @Acting() actor: Actor,
  ): Promise<StreamableFile> {
    return this.bundleOf(caseId, viewer, actor);
  }

  /** The same, with names in its report as far as the viewer may read them. */
  @Post('cases/:caseId/bundle')
  @HttpCode(200)
  @Allowed('audit.bundle')
  async bundleWithNames(
    @Param('caseId') caseId: string,
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Acting() actor: Actor,
  ): Promise<StreamableFile> {
    return this.bundleOf(caseId, viewer, actor, parse(purposeBody, body).purpose);
  }

  /** Every case that fits and that the viewer may see, in one file of bundles. */
  @Get('bundles')
  @Allowed('audit.bundle')
  async bundles(@Query() query: unknown, @Viewer() viewer: SignedIn, @Acting() actor: Actor): Promise<StreamableFile> {
    return this.bundlesOf(parse(bundlesQuery, query), viewer, actor);
  }

  /** The same, with names in the reports as far as the viewer may read them. */
  @Post('bundles')
  @HttpCode(200)
  @Allowed('audit.bundle')
  async bundlesWithNames(
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Acting() actor: Actor,
  ): Promise<StreamableFile> {
    const { purpose: why, ...asked } = parse(bundlesBody, body);
    return this.bundlesOf(asked, viewer, actor, why);
  }

  /** Cases with their events as CSV, XES or OCEL 2.0, sent as they are read; persons and officials under pseudonyms. */
  @Get('exports')
  @Allowed('audit.export')
  async export(@Query() query: unknown, @Viewer() viewer: SignedIn, @Acting() actor: Actor): Promise<StreamableFile> {
    return this.exportOf(parse(exportQuery, query), viewer, actor);
  }

  /** The same with names beside the pseudonyms, as far as the viewer may read them. */
  @Post('exports')
  @HttpCode(200)
  @Allowed('audit.export')
  async exportWithNames(
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Acting() actor: Actor,
  ): Promise<StreamableFile> {
    const { purpose: why, ...asked } = parse(exportBody, body);
    return this.exportOf(asked, viewer, actor, why);
  }

  private async bundleOf(caseId: string, viewer: SignedIn, actor: Actor, why?: string): Promise<StreamableFile> {
    const { events } = await this.files.at(caseId, viewer, {});
    await this.record(actor, { what: 'audit-bundle', caseId, purpose: why });
    const bundle = await caseBundle(this.system, caseId, why === undefined ? [] : events);
    if (bundle === undefined) throw new Problem(404, 'no-such-case');
    return zipFile(Readable.from([bundle]), `case-${caseId}`);
  }

  private async bundlesOf(asked: CasesAsked, viewer: SignedIn, actor: Actor, why?: string): Promise<StreamableFile> {
    const { type, from, to } = asked;
    const under = this.officesUnder(asked, actor);
    const filter = { types: type === undefined ? undefined : [type], from, to };
    const cases = await this.countOf(filter, under);
    if (cases > mostBundles) throw new Problem(422, 'too-many-cases', { detail: { cases, most: mostBundles } });
    await this.record(actor, { what: 'audit-bundles', filter: { ...asked }, purpose: why });
    const file = caseBundles(this.system, {
      ...filter,
      query: Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
      opened: async (caseId) => {
        const found = await this.files.find(caseId, viewer, {});
        if (found === undefined) return 'withheld';
        if (!under.has(found.summary.office) && !under.has(found.summary.area ?? '')) return 'outside';
        return why === undefined ? [] : found.events;
      },
    });
    return zipFile(Readable.from(file), 'cases');
  }

  /** How many cases fit, by the read models. */
  private async countOf(filter: Parameters<typeof casesOpened>[1], under: ReadonlySet<string>): Promise<number> {
    const { caseload } = this.system.readModels;
    let [count, ids]: [number, string[]] = [0, []];
    const add = async (): Promise<void> => {
      const rows = await caseload.byIds(ids);
      count += rows.filter(({ office, area }) => under.has(office) || under.has(area ?? '')).length;
      ids = [];
    };
    for await (const [, caseId] of casesOpened(this.system, filter)) {
      ids.push(caseId);
      if (ids.length === rowsAtOnce) await add();
      if (count > mostBundles) return count;
    }
    await add();
    return count;
  }

  private async exportOf(
    { format, ...asked }: z.infer<typeof exportQuery>,
    viewer: SignedIn,
    actor: Actor,
    why?: string,
  ): Promise<StreamableFile> {
    const { desks } = this.system;
    const { type, from, to } = asked;
    const under = this.officesUnder(asked, actor);
    await this.record(actor, { what: format, filter: { ...asked }, purpose: why });
    const file = await exportedFile(this.system, {
      format,
      names: why !== undefined,
      types: type === undefined ? undefined : [type],
      from,
      to,
      handledBy: (of, area) =>
        (under.has(of) || (area !== undefined && under.has(area))) &&
        viewer.positions.some((held) => held.role === actor.role && desks.sees(held, of, area)),
      mayName: (of, at, area) => this.lists.names(viewer, { type: of, office: at, area }),
    });
    const [mediaType, extension] = mediaTypes[format];
    return new StreamableFile(Readable.from(file), {
      type: mediaType,
      disposition: `attachment; filename="cases.${extension}"`,
    });
  }

  /** The offices whose cases are asked for: one with all under it, or what the viewer oversees. */
  private officesUnder({ type, office }: CasesAsked, actor: Actor): ReadonlySet<string> {
    const { organisation, desks } = this.system;
    if (type !== undefined && desks.of(type) === undefined) throw new Problem(404, 'no-such-case-type');
    if (office !== undefined && organisation.office(office) === undefined) throw new Problem(404, 'no-such-office');
    return new Set(organisation.subtree(office ?? actor.office));
  }

  /** Nothing leaves unseen: what cannot be recorded is not handed out. */
  private async record(actor: Actor, { what, caseId, filter, purpose: why }: Exported): Promise<void> {
    try {
      await this.system.trail.record(
        {
          type: 'Exported',
          what,
          ...(filter && { filter }),
          ...(caseId === undefined ? {} : { caseId }),
          ...(why === undefined ? {} : { purpose: why }),
        },
        actor,
      );
    } catch (error) {
      // Nothing can be opened of it any more, nor a purpose sealed under it.
      if (error instanceof SubjectErased) throw new Problem(410, 'case-erased');
      throw error;
    }
  }
}

interface DayRange {
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
}

interface LogRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const isOfDays = (range: LogRange | DayRange): range is DayRange => 'fromDay' in range || 'toDay' in range;

interface Exported {
  readonly what: string;
  readonly caseId?: string;
  readonly filter?: JsonObject;
  readonly purpose?: string | undefined;
}

const zipFile = (bytes: Readable, name: string): StreamableFile =>
  new StreamableFile(bytes, { type: 'application/zip', disposition: `attachment; filename="${name}.zip"` });
