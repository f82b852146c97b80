import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  type CaseFile,
  type ReadableEvent,
  type Side,
  type SignedIn,
  type Travel,
  differencesBetween,
  evidenceOf,
  provenanceOf,
  travelBys,
} from '#case-desk';
import { CaseFiles, momentQuery, travelOf } from './case-files.js';
import { CasePages, travelShown } from './case-pages.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Allowed, Viewer } from './viewer.js';

const momentSchema = z
  .union([z.string().regex(/^[1-9]\d{0,8}$/), z.iso.datetime({ offset: true })])
  .transform((given): Travel =>
    /^\d+$/.test(given) ? travelOf({ version: Number(given) }) : travelOf({ asOf: given }),
  );
const comparisonQuery = z.strictObject({
  from: momentSchema,
  to: momentSchema,
  by: z.enum(travelBys).default('recorded'),
});
const provenanceQuery = z
  .strictObject({ ...momentQuery, path: z.string().min(1).max(500).optional() })
  .refine(({ by, asOf }) => by !== 'occurred' || asOf !== undefined, 'as-of-missing');

/** Where every value of a case comes from, and what two of its moments differ in. */
@Controller('api/cases')
export class TimeTravelController {
  constructor(
    private readonly files: CaseFiles,
    private readonly pages: CasePages,
  ) {}

  /** Every value that differs between two moments, each a version or an instant, and the events behind both sides. */
  @Allowed('cases.compare')
  @Get(':caseId/comparison')
  async comparison(
    @Param('caseId') caseId: string,
    @Viewer() viewer: SignedIn,
    @Query() query: unknown,
  ): Promise<object> {
    const { by, ...asked } = parse(comparisonQuery, query);
    const [from, to] = await Promise.all([
      this.files.at(caseId, viewer, { ...asked.from, by }),
      this.files.at(caseId, viewer, { ...asked.to, by }),
    ]);
    const events = from.events.length > to.events.length ? from.events : to.events;
    const side = (given: Side | undefined): object | undefined =>
      given === undefined ? undefined : { value: given.value, setBy: this.setBy(given.setBy, events) };
    return {
      caseId,
      by,
      from: this.moment(from),
      to: this.moment(to),
      differences: differencesBetween(from, to).map(({ path, change, before, after }) => ({
        path,
        change,
        before: side(before),
        after: side(after),
      })),
      erased: [...new Set([...from.erased, ...to.erased])],
      withheld: [...new Set([...from.withheld, ...to.withheld])],
    };
  }

  /** For the value at `path`, all values under it, or every value of the case: the event that last set it. */
  @Allowed('cases.provenance')
  @Get(':caseId/provenance')
  async provenance(
    @Param('caseId') caseId: string,
    @Viewer() viewer: SignedIn,
    @Query() query: unknown,
  ): Promise<object> {
    const { path, ...asked } = parse(provenanceQuery, query);
    const file = await this.files.at(caseId, viewer, travelOf(asked));
    const values = provenanceOf(file, path);
    if (path !== undefined && values.length === 0) throw new Problem(404, 'no-such-value');
    return {
      caseId,
      ...this.moment(file),
      values: values.map((value) => ({
        path: value.path,
        value: value.value,
        setBy: this.setBy(value.setBy, file.events),
        corrections: value.corrections.map((correction) => ({
          correction: correction.event['correction'],
          reason: correction.event['reason'],
          setBy: this.setBy(correction, file.events),
        })),
      })),
      erased: file.erased,
      withheld: file.withheld,
    };
  }

  private moment(file: CaseFile) {
    return { version: file.folded.version, lastVersion: file.lastVersion, travel: travelShown(file) };
  }

  private setBy(setBy: ReadableEvent | undefined, events: readonly ReadableEvent[]): object | undefined {
    if (setBy === undefined) return undefined;
    const { type } = setBy.event;
    return {
      ...this.pages.authorship(setBy.stored),
      type,
      correction: type === 'EntryCorrected',
      evidence: evidenceOf(setBy, events),
    };
  }
}
