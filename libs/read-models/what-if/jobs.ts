import type { DataSource } from 'typeorm';
import type { Instant, JsonObject } from '#kernel';
import type { WhatIfResult } from './tally.js';

export type WhatIfState = 'running' | 'done' | 'cancelled' | 'failed';

/** A question and how far it is. */
export interface AskedWhatIf {
  readonly jobId: string;
  readonly startedBy: string;
  readonly question: JsonObject;
  readonly state: WhatIfState;
  readonly progress: { readonly done: number; readonly of: number };
  readonly startedAt: Instant;
}

/** A question as it stands, with its answer. */
export interface WhatIfJob extends AskedWhatIf {
  readonly result: WhatIfResult | undefined;
}

interface JobRow {
  readonly job_id: string;
  readonly started_by: string;
  readonly question: JsonObject;
  readonly state: WhatIfState;
  readonly done: number;
  readonly total: number;
  readonly started_at: Date;
  readonly result: WhatIfResult | null;
}

const askedOf = (row: Omit<JobRow, 'result'>): AskedWhatIf => ({
  jobId: row.job_id,
  startedBy: row.started_by,
  question: row.question,
  state: row.state,
  progress: { done: row.done, of: row.total },
  startedAt: row.started_at.toISOString(),
});

/** Questions as rows, so that any process can show or cancel what another one works at. */
export class WhatIfJobs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly patienceSeconds: number,
  ) {}

  /** @returns false where the person has one running already, or the id is taken */
  async begin(jobId: string, startedBy: string, question: JsonObject): Promise<boolean> {
    await this.giveUpAbandoned();
    await this.dataSource.query(
      `DELETE FROM projections.what_if WHERE state <> 'running' AND started_at < clock_timestamp() - interval '30 days'`,
    );
    const rows = await this.dataSource.query<unknown[]>(
      `INSERT INTO projections.what_if (job_id, started_by, question) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING RETURNING job_id`,
      [jobId, startedBy, JSON.stringify(question)],
    );
    return rows.length > 0;
  }

  async of(jobId: string): Promise<WhatIfJob | undefined> {
    await this.giveUpAbandoned();
    const [row] = await this.dataSource.query<JobRow[]>('SELECT * FROM projections.what_if WHERE job_id = $1', [jobId]);
    return row && { ...askedOf(row), result: row.result ?? undefined };
  }

  /** What a person asked within the days that answers are kept, the newest first, without the answers. */
  async askedBy(startedBy: string, limit: number): Promise<readonly AskedWhatIf[]> {
    await this.giveUpAbandoned();
    const rows = await this.dataSource.query<Omit<JobRow, 'result'>[]>(
      `SELECT job_id, started_by, question, state, done, total, started_at FROM projections.what_if
       WHERE started_by = $1 ORDER BY started_at DESC, job_id LIMIT $2`,
      [startedBy, limit],
    );
    return rows.map(askedOf);
  }

  /** Tells how far it is. @returns false when it was cancelled meanwhile */
  renew(jobId: string, done: number, total: number): Promise<boolean> {
    return this.whileRunning(jobId, 'done = $2, total = $3, renewed_at = clock_timestamp()', [done, total]);
  }

  finish(jobId: string, result: WhatIfResult): Promise<boolean> {
    return this.whileRunning(jobId, `state = 'done', result = $2`, [JSON.stringify(result)]);
  }

  /** @returns false when it was not running any more */
  cancel(jobId: string): Promise<boolean> {
    return this.whileRunning(jobId, `state = 'cancelled'`, []);
  }

  fail(jobId: string): Promise<boolean> {
    return this.whileRunning(jobId, `state = 'failed'`, []);
  }

  /** A job that nobody renewed: its process died. */
  private async giveUpAbandoned(): Promise<void> {
    await this.dataSource.query(
      `UPDATE projections.what_if SET state = 'failed'
       WHERE state = 'running' AND renewed_at < clock_timestamp() - make_interval(secs => $1)`,
      [this.patienceSeconds],
    );
  }

  private async whileRunning(jobId: string, change: string, values: readonly unknown[]): Promise<boolean> {
    const [, changed] = await this.dataSource.query<[unknown, number]>(
      `UPDATE projections.what_if SET ${change} WHERE job_id = $1 AND state = 'running'`,
      [jobId, ...values],
    );
    return changed > 0;
  }
}
