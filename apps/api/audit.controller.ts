import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import type { Actor, JsonObject } from '#kernel';
import { daySchema } from '#rules';
import { System, caseBundle, exportFormats, exportedFile, streamsOfCase } from '#system';
import { CaseFiles } from './case-files.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Acting, Allowed, Viewer } from './viewer.js';

/** Events that one call verifies at most. */
const sliceSize = 20_000;

const position = z.string().regex(/^[0-9a-f]{4}-[0-9a-f]{16}-[0-9a-f]{8}$/);
const headsQuery = z.strictObject({
  cursor: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const verificationBody = z.union([
  z.strictObject({ caseId: z.uuid() }),
  z.strictObject({
    /** Where the slice begins; the beginning of the log unless told. */
    from: position.optional(),
    limit: z.int().min(1).max(sliceSize).default(sliceSize),
  }),
]);
const bundleQuery = z.strictObject({ names: z.enum(['true', 'false']).default('false') });
const exportQuery = z.strictObject({
  format: z.enum(exportFormats),
  type: z.string().max(60).optional(),
  office: z.string().max(80).optional(),
  from: daySchema.optional(),
  to: daySchema.optional(),
});

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
  ) {}

  /** Signed heads of the log in the order they were made, and the keys they are signed with. */
  @Get('heads')
  @Allowed('audit.heads')
  async heads(@Query() query: unknown): Promise<object> {
    const { cursor, limit } = parse(headsQuery, query);
    const { heads } = this.system.audit;
    const [page, latest, disputed, publicKeys, successions] = await Promise.all([
      heads.page(cursor, limit),
      heads.latest(),
      heads.disputed(),
      heads.publicKeys(),
      heads.successions(),
    ]);
    return {
      rows: page.map(({ head }) => head),
      next: page.length < limit ? undefined : page.at(-1)?.number,
      latest,
      disputed,
      keys: { publicKeys, successions },
    };
  }

  /** Verifies a case, or the log slice by slice: `next` is where the next slice begins, absent after the last. */
  @Post('verification')
  @HttpCode(200)
  @Allowed('audit.verify')
  async verify(@Body() body: unknown, @Viewer() viewer: SignedIn): Promise<object> {
    const asked = parse(verificationBody, body);
    const { audit } = this.system;
    if ('caseId' in asked) {
      await this.files.at(asked.caseId, viewer, {});
      return { result: await audit.verifyStreams(streamsOfCase(this.system, asked.caseId)) };
    }
    return audit.verifySlice(asked.from, asked.limit);
  }

  /** One case in one file that verifies without this system; names in its report only as far as the viewer may read them. */
  @Get('cases/:caseId/bundle')
  @Allowed('audit.bundle')
  async bundle(
    @Param('caseId') caseId: string,
    @Query() query: unknown,
    @Viewer() viewer: SignedIn,
    @Acting() actor: Actor,
  ): Promise<StreamableFile> {
    const { names } = parse(bundleQuery, query);
    const { events } = await this.files.at(caseId, viewer, {});
    await this.record(actor, 'audit-bundle', { names: names === 'true' }, caseId);
    const bundle = await caseBundle(this.system, caseId, names === 'true' ? events : []);
    if (bundle === undefined) throw new Problem(404, 'no-such-case');
    return new StreamableFile(bundle, {
      type: 'application/zip',
      disposition: `attachment; filename="case-${caseId}.zip"`,
    });
  }

  /** Cases with their events as CSV, XES or OCEL 2.0, sent as they are read; persons and officials under pseudonyms. */
  @Get('exports')
  @Allowed('audit.export')
  async export(@Query() query: unknown, @Viewer() viewer: SignedIn, @Acting() actor: Actor): Promise<StreamableFile> {
    const { format, type, office, from, to } = parse(exportQuery, query);
    const { organisation, desks } = this.system;
    if (type !== undefined && desks.of(type) === undefined) throw new Problem(404, 'no-such-case-type');
    if (office !== undefined && organisation.office(office) === undefined) throw new Problem(404, 'no-such-office');
    await this.record(actor, format, { type, office, from, to });
    const under = new Set(organisation.subtree(office ?? actor.office));
    const file = await exportedFile(this.system, {
      format,
      types: type === undefined ? undefined : [type],
      from,
      to,
      handledBy: (of, area) =>
        (under.has(of) || (area !== undefined && under.has(area))) &&
        viewer.positions.some((held) => held.role === actor.role && desks.sees(held, of, area)),
    });
    const [mediaType, extension] = mediaTypes[format];
    return new StreamableFile(Readable.from(file), {
      type: mediaType,
      disposition: `attachment; filename="cases.${extension}"`,
    });
  }

  /** Nothing leaves unseen: what cannot be recorded is not handed out. */
  private record(actor: Actor, what: string, filter: JsonObject, caseId?: string): Promise<void> {
    return this.system.trail.record(
      { type: 'Exported', what, filter, ...(caseId === undefined ? {} : { caseId }) },
      actor,
    );
  }
}
