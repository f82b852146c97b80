import type { DataSource } from 'typeorm';
import type { Instant, Json } from '#kernel';
import type { Page, Scope } from '../queries.js';
import { Parameters, allOf, withinScope } from './statement.js';

export const supervisionStates = ['issued', 'answered', 'closed'] as const;
export type SupervisionState = (typeof supervisionStates)[number];

export interface SupervisionFilter {
  readonly states?: readonly SupervisionState[];
  readonly types?: readonly string[];
  readonly offices?: readonly string[];
  readonly caseIds?: readonly string[];
}

/** A supervision task (督办) of a case; what was written stays sealed. */
export interface SupervisionRow {
  readonly supervisionId: string;
  readonly caseId: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly office: string;
  readonly area: string | undefined;
  readonly assignee: string | undefined;
  readonly state: SupervisionState;
  readonly issuedAt: Instant;
  readonly answerBy: string;
  /** When the answer that stands was given. */
  readonly answeredAt: Instant | undefined;
  readonly text: Json;
  readonly answer: Json | undefined;
  readonly remark: Json | undefined;
}

interface TaskRow {
  readonly case_id: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly office: string;
  readonly area: string | null;
  readonly assignee: string | null;
  readonly task: Pick<SupervisionRow, 'supervisionId' | 'state' | 'issuedAt' | 'answerBy' | 'text'> &
    Partial<Pick<SupervisionRow, 'answeredAt' | 'answer' | 'remark'>>;
}

/** Supervision tasks of all cases. */
export class Supervisions {
  constructor(private readonly dataSource: DataSource) {}

  /** The first to be answered first. */
  async list(
    scope: Scope,
    { states, ...filter }: SupervisionFilter,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<Page<SupervisionRow>> {
    const parameters = new Parameters();
    const tasks = this.tasks(parameters, scope, filter);
    const standing = states === undefined ? 'true' : `task->>'state' = ANY (${parameters.add(states)}::text[])`;
    const found = await this.dataSource.query<TaskRow[]>(
      `SELECT * FROM (${tasks}) AS listed WHERE ${standing}
       ORDER BY task->>'answerBy', task->>'issuedAt', case_id LIMIT ${parameters.add(limit + 1)} OFFSET ${parameters.add(offset)}`,
      parameters.values,
    );
    const rows = found.slice(0, limit).map(({ case_id, area, assignee, task, ...row }) => ({
      ...row,
      caseId: case_id,
      area: area ?? undefined,
      assignee: assignee ?? undefined,
      supervisionId: task.supervisionId,
      state: task.state,
      issuedAt: task.issuedAt,
      answerBy: task.answerBy,
      answeredAt: task.answeredAt,
      text: task.text,
      answer: task.answer,
      remark: task.remark,
    }));
    return { rows, next: found.length > limit ? String(offset + limit) : undefined };
  }

  /** How many there are in each state, whatever state is asked for. */
  async counts(scope: Scope, filter: SupervisionFilter): Promise<Readonly<Record<SupervisionState, number>>> {
    const parameters = new Parameters();
    const counted = await this.dataSource.query<{ state: SupervisionState; n: number }[]>(
      `SELECT task->>'state' AS state, count(*)::int AS n FROM (${this.tasks(parameters, scope, filter)}) AS listed GROUP BY 1`,
      parameters.values,
    );
    const countOf = (state: SupervisionState): number => counted.find((row) => row.state === state)?.n ?? 0;
    return { issued: countOf('issued'), answered: countOf('answered'), closed: countOf('closed') };
  }

  /** Cases that were ever supervised are found by the clock that every supervision has. */
  private tasks(parameters: Parameters, scope: Scope, { types, offices, caseIds }: SupervisionFilter): string {
    const office = offices === undefined ? undefined : `ANY (${parameters.add(offices)}::text[])`;
    const within = allOf([
      withinScope(parameters, scope, { type: 'c.type', office: 'c.office', area: 'c.area' }),
      types === undefined ? undefined : `c.type = ANY (${parameters.add(types)}::text[])`,
      office === undefined ? undefined : `(c.office = ${office} OR c.area = ${office})`,
      caseIds === undefined ? undefined : `c.case_id = ANY (${parameters.add(caseIds)}::uuid[])`,
    ]);
    return `SELECT c.case_id, c.type, c.scheme, c.stage, c.office, c.area, c.assignee, one.task
      FROM (SELECT DISTINCT case_id FROM read.case_clock
        WHERE split_part(clock, '#', 1) = 'supervisionAnswer' AND valid_until IS NULL) AS supervised
      JOIN read.caseload AS c USING (case_id)
      JOIN read.case_fold AS f USING (case_id)
      CROSS JOIN LATERAL json_array_elements(f.state->'shared'->'supervisions') AS one (task)
      WHERE ${within}`;
  }
}
