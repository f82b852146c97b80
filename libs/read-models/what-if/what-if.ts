import { setImmediate as letOthers } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { AnyCaseType, Instant, JsonObject } from '#kernel';
import { type RuleBook, startOfDay } from '#rules';
import type { Scope } from '../queries.js';
import { type AskedWhatIf, type WhatIfJob, WhatIfJobs } from './jobs.js';
import { firstCase } from './moved-deadlines.js';
import { reachParameter, withinReach } from './reach.js';
import { Tally } from './tally.js';

const casesAtOnce = 200;
const longestSliceMs = 10;
const patienceSeconds = 30;

export interface WhatIfQuestion {
  readonly jobId: string;
  readonly startedBy: string;
  /** What the answer is limited to. */
  readonly scope: Scope;
  /** First and last day on which a clock may have started. */
  readonly from: string;
  readonly to: string;
  readonly caseTypes?: readonly string[];
  readonly offices?: readonly string[];
  readonly real: RuleBook;
  readonly whatIf: RuleBook;
  readonly now: Instant;
  /** The question as it was asked, to be shown with the answer. */
  readonly asked: JsonObject;
}

interface CaseRow {
  readonly case_id: string;
  readonly type: string;
  readonly office: string;
  readonly state: unknown;
}

/** Derives the clocks of past cases under other rules beside the real ones. Reads the cases and writes nothing but its own job. */
export class WhatIf {
  private readonly jobs: WhatIfJobs;
  private readonly rooms: ReadonlyMap<string, AnyCaseType>;
  private readonly working = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    caseTypes: readonly AnyCaseType[],
  ) {
    this.jobs = new WhatIfJobs(dataSource, patienceSeconds);
    this.rooms = new Map(caseTypes.map((room) => [room.type, room]));
  }

  /** Starts in the background of this process. @returns false where the person has one running already, or the id is taken */
  async start(question: WhatIfQuestion): Promise<boolean> {
    const { jobId, startedBy, asked } = question;
    if (!(await this.jobs.begin(jobId, startedBy, asked))) return false;
    const work = this.work(question)
      .catch(() => this.jobs.fail(jobId).then(() => undefined))
      .catch(() => undefined)
      .finally(() => this.working.delete(work));
    this.working.add(work);
    return true;
  }

  of(jobId: string): Promise<WhatIfJob | undefined> {
    return this.jobs.of(jobId);
  }

  askedBy(startedBy: string, limit: number): Promise<readonly AskedWhatIf[]> {
    return this.jobs.askedBy(startedBy, limit);
  }

  cancel(jobId: string): Promise<boolean> {
    return this.jobs.cancel(jobId);
  }

  /** Ends what this process works at, as failed. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.working);
  }

  private async work(question: WhatIfQuestion): Promise<void> {
    const { jobId } = question;
    const tally = new Tally(question);
    const total = await this.count(question);
    let done = 0;
    let wanted = await this.jobs.renew(jobId, done, total);
    let rows = await this.page(question, firstCase);
    while (wanted) {
      const last = rows.at(-1);
      if (last === undefined) {
        await this.jobs.finish(jobId, tally.result());
        return;
      }
      // The database fetches the next page while this one is worked at.
      done += rows.length;
      const [next, renewed] = await Promise.all([
        this.page(question, last.case_id),
        this.jobs.renew(jobId, done, total),
        this.takeIn(rows, tally),
      ]);
      if (this.stopped) throw new Error('The process ends');
      rows = next;
      wanted = renewed;
    }
  }

  /** Never holds up the others of this process for longer than a slice. */
  private async takeIn(rows: readonly CaseRow[], tally: Tally): Promise<void> {
    let since = performance.now();
    for (const { case_id, type, office, state } of rows) {
      const room = this.rooms.get(type);
      if (room === undefined) continue;
      tally.take({ caseId: case_id, type, office, state, clocks: room.clocks });
      if (performance.now() - since < longestSliceMs) continue;
      await letOthers();
      since = performance.now();
    }
  }

  private async count(question: WhatIfQuestion): Promise<number> {
    const [row] = await this.dataSource.query<{ cases: number }[]>(
      `SELECT count(*)::int AS cases FROM read.caseload AS c WHERE ${concerned}`,
      parametersOf(question),
    );
    return row?.cases ?? 0;
  }

  private page(question: WhatIfQuestion, afterCase: string): Promise<CaseRow[]> {
    // Said of both tables: from the one the planner does not infer it for the other, and begins that at its first case.
    return this.dataSource.query<CaseRow[]>(
      `SELECT c.case_id, c.type, c.office, f.state
       FROM read.caseload AS c JOIN read.case_fold AS f USING (case_id)
       WHERE ${concerned} AND c.case_id > $6 AND f.case_id > $6 ORDER BY c.case_id LIMIT $7`,
      [...parametersOf(question), afterCase, casesAtOnce],
    );
  }
}

/** A clock starts with an event of the case: cases that had any in the span. */
const concerned = `${withinReach('$1')} AND c.opened_on <= $2 AND c.last_act_at >= $3
  AND ($4::text[] IS NULL OR c.type = ANY ($4)) AND ($5::text[] IS NULL OR c.office = ANY ($5) OR c.area = ANY ($5))`;

const parametersOf = ({ scope, from, to, caseTypes, offices }: WhatIfQuestion): readonly unknown[] => [
  reachParameter(scope),
  to,
  startOfDay(from),
  caseTypes,
  offices,
];
