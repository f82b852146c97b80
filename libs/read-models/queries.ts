import { Brackets, type DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Instant } from '#kernel';
import { AdvanceEntity, CaseloadEntity, PaymentEntity, PublicNoticeEntity } from './entities.js';

/** Offices with everything under them, and single areas, of which a viewer may list cases of these types. */
export interface Reach {
  readonly offices: readonly string[];
  readonly areas: readonly string[];
  readonly types: readonly string[];
}

/** What a list is limited to by the viewer's rights: a case within any of these. */
export type Scope = readonly Reach[];

export interface CaseloadFilter {
  readonly types?: readonly string[];
  readonly schemes?: readonly string[];
  readonly stages?: readonly string[];
  readonly offices?: readonly string[];
  readonly assignee?: string;
  readonly open?: boolean;
  readonly overdueAt?: Instant;
  readonly dueFrom?: Instant;
  readonly dueBefore?: Instant;
  readonly withoutClock?: boolean;
  readonly person?: string;
  /** The beginning of a case number. */
  readonly caseNumber?: string;
}

export interface CaseloadRow {
  readonly caseId: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly open: boolean;
  readonly outcome: string | undefined;
  /** Sealed: opened by whoever shows the row. */
  readonly title: unknown;
  readonly office: string;
  readonly area: string | undefined;
  readonly assignee: string | undefined;
  readonly openedOn: string;
  readonly amountFen: number | undefined;
  readonly nextStep: string | undefined;
  readonly dueAt: Instant | undefined;
  readonly dueOn: string | undefined;
  readonly clock: string | undefined;
  readonly provisional: boolean;
  readonly version: number;
  readonly updatedAt: Instant;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins; absent on the last one. */
  readonly next: string | undefined;
}

export interface Paging {
  readonly cursor?: string;
  readonly limit: number;
}

export interface WorklistMoments {
  readonly now: Instant;
  readonly endOfToday: Instant;
  readonly endOfWeek: Instant;
}

export const worklistBuckets = ['overdue', 'dueToday', 'within7Days', 'later', 'noClock'] as const;
export type WorklistBucket = (typeof worklistBuckets)[number];

export const never = '9999-12-31T00:00:00.000Z';

/** A case as a list reads it, of today or of a past day. */
export interface ListedRow {
  readonly case_id: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly open: boolean;
  readonly outcome: string | null;
  readonly title: unknown;
  readonly office: string;
  readonly area: string | null;
  readonly assignee: string | null;
  readonly opened_on: string;
  readonly amount_fen: string | null;
  readonly next_step: string | null;
  readonly due_at: Date | null;
  readonly due_on: string | null;
  readonly clock: string | null;
  readonly provisional: boolean;
  readonly version: number;
  readonly updated_at: Date;
}

const listedColumns = {
  case_id: 'caseId',
  type: 'type',
  scheme: 'scheme',
  stage: 'stage',
  open: 'open',
  outcome: 'outcome',
  title: 'title',
  office: 'office',
  area: 'area',
  assignee: 'assignee',
  opened_on: 'openedOn',
  amount_fen: 'amountFen',
  next_step: 'nextStep',
  due_at: 'nextDueAt',
  due_on: 'nextDueOn',
  clock: 'nextDueClock',
  provisional: 'provisional',
  version: 'version',
  updated_at: 'lastActAt',
} as const satisfies Readonly<Record<keyof ListedRow, keyof CaseloadEntity>>;

export const listed = (row: ListedRow): CaseloadRow => ({
  caseId: row.case_id,
  type: row.type,
  scheme: row.scheme,
  stage: row.stage,
  open: row.open,
  outcome: row.outcome ?? undefined,
  title: row.title,
  office: row.office,
  area: row.area ?? undefined,
  assignee: row.assignee ?? undefined,
  openedOn: row.opened_on,
  amountFen: row.amount_fen === null ? undefined : Number(row.amount_fen),
  nextStep: row.next_step ?? undefined,
  dueAt: row.due_at?.toISOString(),
  dueOn: row.due_on ?? undefined,
  clock: row.clock ?? undefined,
  provisional: row.provisional,
  version: row.version,
  updatedAt: row.updated_at.toISOString(),
});

/** Without entities: a list shows many rows and changes none. */
const listedRows = async (query: SelectQueryBuilder<CaseloadEntity>): Promise<readonly CaseloadRow[]> => {
  query.select([]);
  for (const [column, property] of Object.entries(listedColumns)) query.addSelect(`c.${property}`, column);
  return (await query.getRawMany<ListedRow>()).map(listed);
};

export const encodeCursor = (row: CaseloadRow): string =>
  Buffer.from(JSON.stringify([row.dueAt ?? never, row.caseId])).toString('base64url');

/** @throws RangeError when the cursor is not one of ours */
export const decodeCursor = (cursor: string): readonly [Instant, string] => {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(decoded) && typeof decoded[0] === 'string' && uuidPattern.test(String(decoded[1])))
      return [new Date(decoded[0]).toISOString(), String(decoded[1])];
  } catch {
    // falls through to the one answer for every broken cursor
  }
  throw new RangeError('cursor-not-valid');
};

export const literally = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Cases as lists: filtered, limited to what the viewer may see, the most urgent first. */
export class Caseload {
  constructor(private readonly dataSource: DataSource) {}

  async list(scope: Scope, filter: CaseloadFilter, { cursor, limit }: Paging): Promise<Page<CaseloadRow>> {
    const query = this.filtered(scope, filter)
      .orderBy('c.nextDueAt', 'ASC', 'NULLS LAST')
      .addOrderBy('c.caseId', 'ASC')
      .limit(limit + 1);
    if (cursor !== undefined) {
      const [dueAt, caseId] = decodeCursor(cursor);
      if (dueAt === never) query.andWhere('c.nextDueAt IS NULL AND c.caseId > :caseId', { caseId });
      else
        query.andWhere(
          '(c.nextDueAt > :dueAt OR (c.nextDueAt = :dueAt AND c.caseId > :caseId) OR c.nextDueAt IS NULL)',
          {
            dueAt,
            caseId,
          },
        );
    }
    const rows = await listedRows(query);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { rows: shown, next: rows.length > limit && last !== undefined ? encodeCursor(last) : undefined };
  }

  count(scope: Scope, filter: CaseloadFilter): Promise<number> {
    return this.filtered(scope, filter).getCount();
  }

  async byIds(caseIds: readonly string[]): Promise<readonly CaseloadRow[]> {
    const ids = caseIds.filter((caseId) => uuidPattern.test(caseId));
    if (ids.length === 0) return [];
    return listedRows(this.query().where('c.caseId IN (:...ids)', { ids }));
  }

  /** The cases of each of these persons, open ones only where asked. */
  async ofPersons(
    personIds: readonly string[],
    openOnly: boolean,
  ): Promise<ReadonlyMap<string, readonly CaseloadRow[]>> {
    const found = new Map<string, CaseloadRow[]>();
    if (personIds.length === 0) return found;
    const links = await this.dataSource.query<{ person_id: string; case_id: string }[]>(
      `SELECT p.person_id, p.case_id FROM read.case_person AS p JOIN read.caseload AS c USING (case_id)
       WHERE p.person_id = ANY ($1::text[]) AND (c.open OR NOT $2)`,
      [personIds, openOnly],
    );
    const rows = new Map((await this.byIds(links.map((link) => link.case_id))).map((row) => [row.caseId, row]));
    for (const { person_id, case_id } of links) {
      const row = rows.get(case_id);
      if (row !== undefined) found.set(person_id, [...(found.get(person_id) ?? []), row]);
    }
    return found;
  }

  /** Cases that have something to do by themselves by now. */
  async withDuties(
    now: Instant,
    limit: number,
  ): Promise<readonly { readonly caseId: string; readonly type: string }[]> {
    const rows = await this.dataSource.query<{ case_id: string; type: string }[]>(
      'SELECT case_id, type FROM read.caseload WHERE next_duty_at <= $1 ORDER BY next_duty_at, case_id LIMIT $2',
      [now, limit],
    );
    return rows.map(({ case_id, type }) => ({ caseId: case_id, type }));
  }

  /** States of the cases of one type and scheme as folded; personal fields are sealed. */
  async states(type: string, schemes: readonly string[]): Promise<readonly unknown[]> {
    const rows = await this.dataSource.query<{ state: unknown }[]>(
      `SELECT f.state FROM read.caseload AS c JOIN read.case_fold AS f USING (case_id)
       WHERE c.type = $1 AND c.scheme = ANY ($2::text[]) ORDER BY c.case_id`,
      [type, schemes],
    );
    return rows.map(({ state }) => state);
  }

  /** How many open cases stand in each bucket, in one pass. */
  async bucketCounts(
    scope: Scope,
    filter: CaseloadFilter,
    { now, endOfToday, endOfWeek }: WorklistMoments,
  ): Promise<Readonly<Record<WorklistBucket, number>>> {
    const counts = await this.filtered(scope, filter)
      .select('count(*) FILTER (WHERE c.nextDueAt <= :now)', 'overdue')
      .addSelect('count(*) FILTER (WHERE c.nextDueAt > :now AND c.nextDueAt <= :endOfToday)', 'dueToday')
      .addSelect('count(*) FILTER (WHERE c.nextDueAt > :endOfToday AND c.nextDueAt <= :endOfWeek)', 'within7Days')
      .addSelect('count(*) FILTER (WHERE c.nextDueAt > :endOfWeek)', 'later')
      .addSelect('count(*) FILTER (WHERE c.nextDueAt IS NULL)', 'noClock')
      .setParameters({ now, endOfToday, endOfWeek })
      .getRawOne<Record<WorklistBucket, string>>();
    return {
      overdue: Number(counts?.overdue ?? 0),
      dueToday: Number(counts?.dueToday ?? 0),
      within7Days: Number(counts?.within7Days ?? 0),
      later: Number(counts?.later ?? 0),
      noClock: Number(counts?.noClock ?? 0),
    };
  }

  private query(): SelectQueryBuilder<CaseloadEntity> {
    return this.dataSource.getRepository(CaseloadEntity).createQueryBuilder('c');
  }

  private filtered(scope: Scope, filter: CaseloadFilter): SelectQueryBuilder<CaseloadEntity> {
    const query = this.query().where(
      new Brackets((where) => {
        where.where('false');
        for (const [index, { offices, areas, types }] of scope.entries())
          where.orWhere(
            `(c.type = ANY (:types${index}) AND (c.office = ANY (:offices${index})
               OR c.area = ANY (:areas${index}) OR c.office = ANY (:areas${index})))`,
            {
              [`types${index}`]: types,
              [`offices${index}`]: offices,
              [`areas${index}`]: [...areas, ...offices],
            },
          );
      }),
    );
    if (filter.types?.length) query.andWhere('c.type IN (:...types)', { types: filter.types });
    if (filter.schemes?.length) query.andWhere('c.scheme IN (:...schemes)', { schemes: filter.schemes });
    if (filter.stages?.length) query.andWhere('c.stage IN (:...stages)', { stages: filter.stages });
    if (filter.offices?.length)
      query.andWhere('(c.office = ANY (:offices) OR c.area = ANY (:offices))', { offices: filter.offices });
    if (filter.assignee !== undefined) query.andWhere('c.assignee = :assignee', { assignee: filter.assignee });
    if (filter.open !== undefined) query.andWhere('c.open = :open', { open: filter.open });
    if (filter.overdueAt !== undefined) query.andWhere('c.nextDueAt <= :overdueAt', { overdueAt: filter.overdueAt });
    if (filter.dueFrom !== undefined) query.andWhere('c.nextDueAt > :dueFrom', { dueFrom: filter.dueFrom });
    if (filter.dueBefore !== undefined) query.andWhere('c.nextDueAt <= :dueBefore', { dueBefore: filter.dueBefore });
    if (filter.withoutClock === true) query.andWhere('c.nextDueAt IS NULL');
    if (filter.caseNumber !== undefined)
      query.andWhere('CAST(c.caseId AS text) LIKE :caseNumber', {
        caseNumber: `${literally(filter.caseNumber.toLowerCase())}%`,
      });
    if (filter.person !== undefined)
      query.andWhere('c.caseId IN (SELECT p.case_id FROM read.case_person AS p WHERE p.person_id = :person)', {
        person: filter.person,
      });
    return query;
  }
}

/** Public notices that run today: nothing but the fields that may be public. */
export class PublicNotices {
  constructor(private readonly dataSource: DataSource) {}

  async current(
    day: string,
    { office, limit, offset }: { readonly office?: string; readonly limit: number; readonly offset: number },
  ): Promise<readonly PublicNoticeEntity[]> {
    const query = this.dataSource
      .getRepository(PublicNoticeEntity)
      .createQueryBuilder('n')
      .where('n.takenDownOn IS NULL AND n.postedOn <= :day AND n.endsOn >= :day', { day })
      .orderBy('n.endsOn', 'ASC')
      .addOrderBy('n.caseId', 'ASC')
      .skip(offset)
      .take(limit);
    if (office !== undefined) query.andWhere('(n.office = :office OR n.area = :office)', { office });
    return query.getMany();
  }
}

/** The payment ledger over all cases. */
export class Payments {
  constructor(private readonly dataSource: DataSource) {}

  /** Cases that pay in the month and have no payment of it that stands. */
  async payable(month: string): Promise<readonly { readonly caseId: string; readonly type: string }[]> {
    const rows = await this.dataSource.query<{ case_id: string; type: string }[]>(
      `SELECT c.case_id, c.type FROM read.caseload AS c
       WHERE c.payable_from <= $1 AND (c.payable_to IS NULL OR c.payable_to >= $1)
         AND NOT EXISTS (SELECT 1 FROM read.payment AS p
           WHERE p.case_id = c.case_id AND p.month = $1 AND p.status <> 'returned')
       ORDER BY c.case_id`,
      [month],
    );
    return rows.map(({ case_id, type }) => ({ caseId: case_id, type }));
  }

  async ofBatch(batchId: string): Promise<readonly PaymentEntity[]> {
    return this.dataSource.getRepository(PaymentEntity).find({ where: { batchId }, order: { caseId: 'ASC' } });
  }

  /** Every batch with its sums, newest month first. */
  async batches(): Promise<
    readonly {
      readonly batchId: string;
      readonly month: string;
      readonly cases: number;
      readonly amountFen: number;
      readonly byStatus: Readonly<Record<string, number>>;
    }[]
  > {
    const rows = await this.dataSource.query<
      { batch_id: string; month: string; cases: number; amount: string; by_status: Record<string, number> }[]
    >(
      `SELECT batch_id, month, sum(cases)::int AS cases, sum(amount)::text AS amount, json_object_agg(status, cases) AS by_status
       FROM (SELECT batch_id, month, status, count(*)::int AS cases, sum(amount_fen) AS amount
             FROM read.payment GROUP BY batch_id, month, status) AS sums
       GROUP BY batch_id, month ORDER BY month DESC, batch_id`,
    );
    return rows.map((row) => ({
      batchId: row.batch_id,
      month: row.month,
      cases: row.cases,
      amountFen: Number(row.amount),
      byStatus: row.by_status,
    }));
  }
}

/** Money given before the papers were complete, over all cases. */
export class Advances {
  constructor(private readonly dataSource: DataSource) {}

  /** How many advances of each officer lack their papers although the paper clock has ended. */
  async lateOf(officers: readonly string[], now: Instant): Promise<Readonly<Record<string, number>>> {
    const rows = await this.dataSource.query<{ officer: string; late: number }[]>(
      `SELECT officer, count(*)::int AS late FROM read.advance
       WHERE officer = ANY ($1::text[]) AND NOT papers_completed AND papers_due_at <= $2 GROUP BY officer`,
      [officers, now],
    );
    return Object.fromEntries(rows.map(({ officer, late }) => [officer, late]));
  }

  /** Advances whose paper clock has ended and for which nobody has been held accountable yet. */
  async withoutAccountability(now: Instant, limit: number): Promise<readonly AdvanceEntity[]> {
    return this.dataSource
      .getRepository(AdvanceEntity)
      .createQueryBuilder('a')
      .where('NOT a.papersCompleted AND NOT a.accountabilityOpened AND a.papersDueAt <= :now', { now })
      .orderBy('a.papersDueAt', 'ASC')
      .take(limit)
      .getMany();
  }
}
