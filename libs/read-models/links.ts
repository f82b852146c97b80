import type { DataSource } from 'typeorm';

export interface OneSidedLink {
  /** The case that recorded it. */
  readonly caseId: string;
  readonly otherId: string;
  readonly kind: string;
  readonly ended: boolean;
  /** Version of the case when it was looked at. */
  readonly version: number;
}

interface LinkRow {
  readonly case_id: string;
  readonly other_id: string;
  readonly kind: string;
  readonly ended: boolean;
  readonly version: number;
}

/** How cases belong together. */
export class Links {
  constructor(private readonly dataSource: DataSource) {}

  /** Links that one case made or ended and the other does not show: a process died between the two. The later one counts. */
  async oneSided(limit: number): Promise<readonly OneSidedLink[]> {
    const rows = await this.dataSource.query<LinkRow[]>(
      `SELECT l.case_id, l.other_id, l.kind, l.ended, one.version FROM read.case_link AS l
         JOIN read.caseload AS one ON one.case_id = l.case_id
         JOIN read.caseload AS other ON other.case_id = l.other_id
       WHERE CASE WHEN l.ended
         THEN EXISTS (SELECT 1 FROM read.case_link AS r WHERE r.case_id = l.other_id AND r.other_id = l.case_id
           AND NOT r.ended AND r.changed_at <= l.changed_at)
         ELSE NOT EXISTS (SELECT 1 FROM read.case_link AS r WHERE r.case_id = l.other_id AND r.other_id = l.case_id
           AND ((NOT r.ended AND r.kind = l.kind) OR (r.ended AND r.changed_at >= l.changed_at)))
         END
       ORDER BY l.case_id, l.other_id LIMIT $1`,
      [limit],
    );
    return rows.map(({ case_id, other_id, ...link }) => ({ caseId: case_id, otherId: other_id, ...link }));
  }
}
