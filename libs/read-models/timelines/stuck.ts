import type { DataSource } from 'typeorm';
import type { Instant } from '#kernel';
import type { Page, Scope } from '../queries.js';
import { Parameters, allOf, withinScope } from './statement.js';

/** A stage of a case type in which no role may do anything to the case itself. */
export interface DeadEnd {
  readonly type: string;
  readonly stage: string;
}

export interface StuckFilter {
  readonly types?: readonly string[];
  readonly offices?: readonly string[];
  /** Cases with no act since. */
  readonly idleSince: Instant;
  /** Leaves out idle cases in which nobody is to act now, such as a benefit that runs. */
  readonly stepExpected?: boolean;
  readonly deadEnds: readonly DeadEnd[];
}

export interface StuckCase {
  readonly caseId: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly office: string;
  readonly area: string | undefined;
  readonly assignee: string | undefined;
  readonly reason: 'no-act' | 'no-legal-command';
  /** The last act, or the day the stage was entered. */
  readonly since: Instant;
}

interface StuckRow {
  readonly case_id: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly office: string;
  readonly area: string | null;
  readonly assignee: string | null;
  readonly reason: StuckCase['reason'];
  readonly since: Date;
}

/** Open cases that do not get on. */
export class StuckCases {
  constructor(private readonly dataSource: DataSource) {}

  /** The oldest first. */
  async list(
    scope: Scope,
    { types, offices, idleSince, stepExpected = false, deadEnds }: StuckFilter,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<Page<StuckCase>> {
    const parameters = new Parameters();
    const office = offices === undefined ? undefined : `ANY (${parameters.add(offices)}::text[])`;
    const within = allOf([
      'c.open',
      withinScope(parameters, scope, { type: 'c.type', office: 'c.office', area: 'c.area' }),
      types === undefined ? undefined : `c.type = ANY (${parameters.add(types)}::text[])`,
      office === undefined ? undefined : `(c.office = ${office} OR c.area = ${office})`,
    ]);
    const columns = 'c.case_id, c.type, c.scheme, c.stage, c.office, c.area, c.assignee';
    const first = `ORDER BY since, case_id LIMIT ${parameters.add(offset + limit + 1)}`;
    const idle = `(SELECT ${columns}, 'no-act' AS reason, c.last_act_at AS since FROM read.caseload AS c
      WHERE ${within} AND c.last_act_at <= ${parameters.add(idleSince)}::timestamptz
        ${stepExpected ? 'AND c.next_step IS NOT NULL' : ''}
      ${first})`;
    const ended = (): string => `(SELECT ${columns}, 'no-legal-command' AS reason, s.since FROM read.caseload AS c
      JOIN unnest(${parameters.add(deadEnds.map(({ type }) => type))}::text[],
        ${parameters.add(deadEnds.map(({ stage }) => stage))}::text[]) AS dead (type, stage) USING (type, stage)
      JOIN read.stage_span AS s ON s.case_id = c.case_id AND s.left_at IS NULL
      WHERE ${within}
      ${first})`;
    const found = await this.dataSource.query<StuckRow[]>(
      `SELECT * FROM (${[idle, ...(deadEnds.length === 0 ? [] : [ended()])].join(' UNION ALL ')}) AS stuck
       ORDER BY since, case_id, reason LIMIT ${parameters.add(limit + 1)} OFFSET ${parameters.add(offset)}`,
      parameters.values,
    );
    const rows = found.slice(0, limit).map((row) => ({
      caseId: row.case_id,
      type: row.type,
      scheme: row.scheme,
      stage: row.stage,
      office: row.office,
      area: row.area ?? undefined,
      assignee: row.assignee ?? undefined,
      reason: row.reason,
      since: row.since.toISOString(),
    }));
    return { rows, next: found.length > limit ? String(offset + limit) : undefined };
  }
}
