import type { DataSource } from 'typeorm';
import type { Reach, Scope } from './queries.js';

/** One flag of a case type counted within another, e.g. returned among those due for return. */
export interface ShareQuestion {
  readonly type: string;
  /** Figure that puts a case into the whole. */
  readonly of: string;
  /** Figure that counts it as done. */
  readonly done: string;
  /** Figure with the day by which a case belongs to a period. */
  readonly day: string;
  /** First and last month, both included. */
  readonly from: string;
  readonly to: string;
}

export interface Share {
  readonly due: number;
  readonly done: number;
  /** The oldest cases that are due and not done. */
  readonly pending: readonly { readonly caseId: string; readonly since: string }[];
}

const longestList = 200;

/** Indicators counted over the figures of cases. */
export class Indicators {
  constructor(private readonly dataSource: DataSource) {}

  /** How many cases are due and done within the scope and the period, and which are still pending. */
  async share(scope: Scope, { type, of, done, day, from, to }: ShareQuestion): Promise<Share> {
    const reaches = scope.filter(({ types }) => types.includes(type));
    const within = `c.type = $1 AND (c.figures->>$2)::boolean AND left(c.figures->>$3, 7) BETWEEN $4 AND $5
      AND (c.office = ANY ($6::text[]) OR c.area = ANY ($7::text[]) OR c.office = ANY ($7::text[]))`;
    const parameters = [type, of, day, from, to, officesOf(reaches), areasOf(reaches), done];
    const [counts] = await this.dataSource.query<{ due: number; done: number }[]>(
      `SELECT count(*)::int AS due, (count(*) FILTER (WHERE (c.figures->>$8)::boolean))::int AS done
       FROM read.caseload AS c WHERE ${within}`,
      parameters,
    );
    const pending = await this.dataSource.query<{ case_id: string; since: string }[]>(
      `SELECT c.case_id, c.figures->>$3 AS since FROM read.caseload AS c
       WHERE ${within} AND NOT coalesce((c.figures->>$8)::boolean, false) ORDER BY since, c.case_id LIMIT ${longestList}`,
      parameters,
    );
    return {
      due: counts?.due ?? 0,
      done: counts?.done ?? 0,
      pending: pending.map(({ case_id, since }) => ({ caseId: case_id, since })),
    };
  }
}

const officesOf = (scope: readonly Reach[]): readonly string[] => [...new Set(scope.flatMap(({ offices }) => offices))];

const areasOf = (scope: readonly Reach[]): readonly string[] => [
  ...new Set(scope.flatMap(({ areas, offices }) => [...areas, ...offices])),
];
