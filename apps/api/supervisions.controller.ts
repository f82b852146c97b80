import { Controller, Get, Headers, Query, type StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#case-desk';
import type { Instant } from '#kernel';
import { type Page, type SupervisionRow, supervisionStates } from '#read-models';
import { endOfDay } from '#rules';
import { System } from '#system';
import { csvFile, everyRow, wantsCsv } from './csv-answer.js';
import { officesOf, oneOrMore } from './deadline-questions.js';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Allowed, Viewer } from './viewer.js';

const split = (given: string): readonly string[] => given.split(',');

const supervisionsQuery = z.strictObject({
  state: oneOrMore(supervisionStates).optional(),
  type: z.string().max(500).transform(split).optional(),
  office: z.string().max(100).optional(),
  /** Of these cases only. */
  caseId: z.string().max(8_000).transform(split).pipe(z.array(z.uuid()).max(200)).optional(),
  cursor: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(100).optional(),
  format: z.enum(['csv', 'json']).optional(),
});

const rowsPerRead = 1_000;

@Controller('api/supervisions')
export class SupervisionsController {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  /** Supervision tasks (督办) of the cases that the viewer may list, the first to be answered first. */
  @Get()
  @Allowed('supervisions.list')
  async list(
    @Viewer() viewer: SignedIn,
    @Query() query: unknown,
    @Headers('accept') accept?: string,
  ): Promise<object | StreamableFile> {
    const asked = parse(supervisionsQuery, query);
    await this.lists.reach(asked.after);
    const { supervisions } = this.system.readModels;
    const scope = this.lists.scopeOf(viewer);
    const { offices } = officesOf(this.system, asked);
    const filter = {
      ...(asked.type === undefined ? {} : { types: asked.type }),
      ...(asked.caseId === undefined ? {} : { caseIds: asked.caseId }),
      ...(offices === undefined ? {} : { offices }),
    };
    const states = asked.state === undefined ? {} : { states: asked.state };
    const page = (offset: number, limit: number): Promise<Page<SupervisionRow>> =>
      supervisions.list(scope, { ...filter, ...states }, { offset, limit });
    const now = this.system.clock.now();
    if (wantsCsv(asked.format, accept))
      return csvFile('supervisions', columns(now), await everyRow((cursor) => page(Number(cursor ?? 0), rowsPerRead)));
    const [{ rows, next }, counts] = await Promise.all([
      page(asked.cursor, asked.limit),
      supervisions.counts(scope, filter),
    ]);
    const opened = await this.lists.open(rows);
    return { counts, rows: opened.map((row) => this.shown(row, viewer, now)), next };
  }

  /** What was written may name a person: it is for those who may read the case. */
  private shown({ text, answer, remark, ...row }: SupervisionRow, viewer: SignedIn, now: Instant): object {
    const { organisation } = this.system;
    const readable = this.lists.names(viewer, row);
    return {
      ...row,
      ...(readable ? { text, answer, remark } : {}),
      withheld: !readable,
      standing: standingOf(row, now),
      office: organisation.officeName(row.office),
      area: row.area === undefined ? undefined : organisation.officeName(row.area),
      assignee: row.assignee === undefined ? undefined : organisation.userName(row.assignee),
    };
  }
}

/** Of the clock from the issue to the day by which it has to be answered. */
const standingOf = (
  { answerBy, answeredAt }: Pick<SupervisionRow, 'answerBy' | 'answeredAt'>,
  now: Instant,
): 'running' | 'overdue' | 'met' | 'late' => {
  const dueAt = endOfDay(answerBy);
  if (answeredAt !== undefined) return answeredAt < dueAt ? 'met' : 'late';
  return now < dueAt ? 'running' : 'overdue';
};

const columns = (now: Instant): Readonly<Record<string, (row: SupervisionRow) => string | undefined>> => ({
  supervisionId: (row) => row.supervisionId,
  caseId: (row) => row.caseId,
  type: (row) => row.type,
  scheme: (row) => row.scheme,
  stage: (row) => row.stage,
  office: (row) => row.office,
  area: (row) => row.area,
  assignee: (row) => row.assignee,
  state: (row) => row.state,
  issuedAt: (row) => row.issuedAt,
  answerBy: (row) => row.answerBy,
  answeredAt: (row) => row.answeredAt,
  standing: (row) => standingOf(row, now),
});
