import type { DataSource } from 'typeorm';
import type { Day, Instant } from '#kernel';

export interface ClosedCase {
  readonly caseId: string;
  readonly type: string;
  readonly scheme: string;
  readonly office: string;
  readonly outcome: string | undefined;
  readonly closedAt: Instant;
  /** As the case names them now. */
  readonly persons: readonly string[];
}

/** Where a page of closed cases ends. */
export interface ClosedPlace {
  readonly closedAt: Instant;
  readonly caseId: string;
}

interface Row {
  readonly case_id: string;
  readonly type: string;
  readonly scheme: string;
  readonly office: string;
  readonly outcome: string | null;
  readonly closed_at: Date;
  readonly persons: readonly string[];
}

/** Cases that are over, by how long ago. */
export class ClosedCases {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Cases that were closed so many months before the day, those closed first standing first.
   * @param monthsOf how many months cases of a type and scheme are kept; nothing when for good
   */
  async closedLongAgo(
    monthsOf: (type: string, scheme: string) => number | undefined,
    today: Day,
    after: ClosedPlace | undefined,
    limit: number,
  ): Promise<readonly ClosedCase[]> {
    const kinds = await this.query<{ type: string; scheme: string }>(
      'SELECT DISTINCT type, scheme FROM read.caseload WHERE NOT open',
      [],
    );
    const kept = kinds.flatMap(({ type, scheme }) => {
      const months = monthsOf(type, scheme);
      return months === undefined ? [] : [{ type, scheme, months }];
    });
    const rows = await this.query<Row>(
      `SELECT c.case_id, c.type, c.scheme, c.office, c.outcome, s.entered_at AS closed_at,
         ARRAY(SELECT p.person_id FROM read.case_person AS p WHERE p.case_id = c.case_id) AS persons
       FROM read.caseload AS c JOIN read.stage_span AS s ON s.case_id = c.case_id AND s.left_at IS NULL
       JOIN unnest($1::text[], $2::text[], $3::int[]) AS kept (type, scheme, months)
         ON kept.type = c.type AND kept.scheme = c.scheme
       WHERE NOT c.open AND (s.entered_at AT TIME ZONE 'Asia/Shanghai')::date + make_interval(months => kept.months) <= $4::date
         AND ($5::timestamptz IS NULL OR (s.entered_at, c.case_id) > ($5, $6::uuid))
       ORDER BY s.entered_at, c.case_id LIMIT $7`,
      [
        kept.map(({ type }) => type),
        kept.map(({ scheme }) => scheme),
        kept.map(({ months }) => months),
        today,
        after?.closedAt,
        after?.caseId,
        limit,
      ],
    );
    return rows.map((row) => ({
      caseId: row.case_id,
      type: row.type,
      scheme: row.scheme,
      office: row.office,
      outcome: row.outcome ?? undefined,
      closedAt: row.closed_at.toISOString(),
      persons: row.persons,
    }));
  }

  private async query<Found>(sql: string, values: readonly unknown[]): Promise<readonly Found[]> {
    return this.dataSource.query<readonly Found[]>(sql, [...values]);
  }
}
