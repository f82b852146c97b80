import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { caseloadEntity, type CaseloadRow } from '../entities.js';
import { noDue } from '../tables.js';
import { narrow, type CaseFilter } from './case-filter.js';
import { cursorOf, instantOrInfinity, keyOf, uuid } from './cursor.js';

export interface PageRequest {
  /** Where the page before ended. */
  readonly cursor?: string;
  readonly limit: number;
}

export interface CaseloadPage {
  readonly rows: readonly CaseloadRow[];
  /** Where to go on; nothing on the last page. */
  readonly next?: string;
  /** All rows the filter matches. */
  readonly total: number;
}

/** The cases after the cursor, what is due first at the front, without a running clock at the end. */
export const pageByDue = async (
  cases: SelectQueryBuilder<CaseloadRow>,
  { cursor, limit }: PageRequest,
): Promise<{ readonly rows: readonly CaseloadRow[]; readonly next?: string }> => {
  if (cursor !== undefined) {
    const [due, caseId] = keyOf(cursor, [instantOrInfinity, uuid]);
    cases.andWhere('(c.nextDueAt, c.caseId) > (:due::timestamptz, :after::uuid)', { due, after: caseId });
  }
  const found = await cases
    .orderBy('c.nextDueAt')
    .addOrderBy('c.caseId')
    .limit(limit + 1)
    .getMany();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return found.length > limit && last !== undefined
    ? { rows, next: cursorOf([last.nextDueAt ?? noDue, last.caseId]) }
    : { rows };
};

/** Every case of every type, as lists show it. */
export class Caseload {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws InvalidCursor */
  async list(filter: CaseFilter, page: PageRequest): Promise<CaseloadPage> {
    const [found, total] = await Promise.all([
      pageByDue(this.matching(filter), page),
      this.matching(filter).getCount(),
    ]);
    return { ...found, total };
  }

  /** Those of the cases that are known, in no special order. */
  byIds(caseIds: readonly string[]): Promise<readonly CaseloadRow[]> {
    return this.matching({ caseIds }).getMany();
  }

  /** The cases of any of these persons, the newest first. */
  ofPersons(personIds: readonly string[], { openOnly = false } = {}): Promise<readonly CaseloadRow[]> {
    return this.matching({ personIds, open: openOnly ? true : undefined })
      .orderBy('c.openedOn', 'DESC')
      .addOrderBy('c.caseId')
      .getMany();
  }

  private matching(filter: CaseFilter): SelectQueryBuilder<CaseloadRow> {
    return narrow(this.dataSource.getRepository(caseloadEntity).createQueryBuilder('c'), filter);
  }
}
