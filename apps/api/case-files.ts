import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { type CaseFile, GetCase, type SignedIn, type Travel, travelBys } from '#case-desk';
import { parse } from './parse.js';
import { Problem } from './problem.js';

/** A moment of a case: `by=recorded` as it was known then, `by=occurred` as it was by what had happened. */
export const momentQuery = {
  asOf: z.iso.datetime({ offset: true }).optional(),
  version: z.coerce.number().int().positive().optional(),
  by: z.enum(travelBys).optional(),
  after: z.string().max(100).optional(),
};
const travelQuery = z
  .strictObject(momentQuery)
  .refine(({ by, asOf }) => by !== 'occurred' || asOf !== undefined, 'as-of-missing');

/** Case files as people ask for them, at present or at a moment in the past. */
@Injectable()
export class CaseFiles {
  constructor(private readonly queries: QueryBus) {}

  async asked(caseId: string, viewer: SignedIn, query: unknown): Promise<CaseFile> {
    return this.at(caseId, viewer, travelOf(parse(travelQuery, query)));
  }

  /** The case; nothing when there is none, or none the viewer may see today. */
  find(caseId: string, viewer: SignedIn, travel: Travel): Promise<CaseFile | undefined> {
    return this.queries.execute(new GetCase(caseId, viewer, travel));
  }

  /** @throws Problem 404 when there is no such case, none the viewer may see today, or none at that moment */
  async at(caseId: string, viewer: SignedIn, travel: Travel): Promise<CaseFile> {
    const file = await this.find(caseId, viewer, travel);
    if (file === undefined) throw new Problem(404, 'no-such-case');
    if (file.folded.version === 0)
      throw new Problem(404, 'case-not-known-then', { detail: { asOf: travel.toInstant } });
    return file;
  }
}

/** The moment that `asOf`, `version` and `by` mean. */
export const travelOf = ({
  asOf,
  version,
  by,
}: {
  readonly asOf?: string | undefined;
  readonly version?: number | undefined;
  readonly by?: Travel['by'];
}): Travel => ({
  ...(asOf === undefined ? {} : { toInstant: new Date(asOf).toISOString() }),
  ...(version === undefined ? {} : { toVersion: version }),
  ...(by === undefined ? {} : { by }),
});
