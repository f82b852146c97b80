import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { Instant } from '#kernel';
import { caseloadEntity, type CaseloadRow } from '../entities.js';
import { noDue } from '../tables.js';
import { narrow, type Scope } from './case-filter.js';
import { pageByDue, type PageRequest } from './caseload.js';

export const buckets = ['overdue', 'dueToday', 'within7Days', 'later', 'noClock'] as const;
export type Bucket = (typeof buckets)[number];

/** Whose work. */
export interface WorklistScope extends Scope {
  /** Only cases assigned to this user. */
  readonly assignee?: string;
}

/** Where the buckets end. A case is due at the first instant that is too late: the midnight after its last day. */
export interface WorklistTimes {
  /** Due at or before this instant is overdue: the present. */
  readonly overdueBefore: Instant;
  /** The midnight that ends today in Asia/Shanghai. */
  readonly todayEnd: Instant;
  /** The midnight that ends the seventh day from today. */
  readonly weekEnd: Instant;
}

export type WorklistRow = CaseloadRow & { readonly bucket: Bucket };

export interface WorklistPage {
  readonly counts: Readonly<Record<Bucket, number>>;
  readonly rows: readonly WorklistRow[];
  readonly next?: string;
}

type Cases = SelectQueryBuilder<CaseloadRow>;

const bucketOf = ({ nextDueAt }: CaseloadRow, times: WorklistTimes): Bucket => {
  if (nextDueAt === undefined) return 'noClock';
  if (nextDueAt <= times.overdueBefore) return 'overdue';
  if (nextDueAt <= times.todayEnd) return 'dueToday';
  return nextDueAt <= times.weekEnd ? 'within7Days' : 'later';
};

const only = (cases: Cases, bucket: Bucket | undefined, times: WorklistTimes): Cases => {
  const between = (after: Instant, upTo: Instant): Cases =>
    cases.andWhere('c.nextDueAt > :bucketAfter and c.nextDueAt <= :bucketUpTo', {
      bucketAfter: after,
      bucketUpTo: upTo,
    });
  switch (bucket) {
    case undefined:
      return cases;
    case 'overdue':
      return cases.andWhere('c.nextDueAt <= :overdueBefore', { overdueBefore: times.overdueBefore });
    case 'dueToday':
      return between(times.overdueBefore, times.todayEnd);
    case 'within7Days':
      return between(times.todayEnd, times.weekEnd);
    case 'later':
      return cases.andWhere('c.nextDueAt > :weekEnd and c.nextDueAt < :noDue', { weekEnd: times.weekEnd, noDue });
    case 'noClock':
      return cases.andWhere('c.nextDueAt = :noDue', { noDue });
    default:
      return bucket satisfies never;
  }
};

/** The open cases of an office or a person, the most urgent first, across case types. */
export class Worklist {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws InvalidCursor */
  async page(
    scope: WorklistScope,
    times: WorklistTimes,
    bucket: Bucket | undefined,
    page: PageRequest,
  ): Promise<WorklistPage> {
    const [counts, found] = await Promise.all([
      this.counts(scope, times),
      pageByDue(only(this.openCases(scope), bucket, times), page),
    ]);
    return { counts, ...found, rows: found.rows.map((row) => ({ ...row, bucket: bucketOf(row, times) })) };
  }

  private async counts(scope: WorklistScope, times: WorklistTimes): Promise<Readonly<Record<Bucket, number>>> {
    const row = await this.openCases(scope)
      .select('count(*) filter (where c.nextDueAt <= :overdueBefore)', 'overdue')
      .addSelect('count(*) filter (where c.nextDueAt > :overdueBefore and c.nextDueAt <= :todayEnd)', 'dueToday')
      .addSelect('count(*) filter (where c.nextDueAt > :todayEnd and c.nextDueAt <= :weekEnd)', 'within7Days')
      .addSelect('count(*) filter (where c.nextDueAt > :weekEnd and c.nextDueAt < :noDue)', 'later')
      .addSelect('count(*) filter (where c.nextDueAt = :noDue)', 'noClock')
      .setParameters({ ...times, noDue })
      .getRawOne<Record<Bucket, string>>();
    const count = (bucket: Bucket): number => Number(row?.[bucket] ?? 0);
    return {
      overdue: count('overdue'),
      dueToday: count('dueToday'),
      within7Days: count('within7Days'),
      later: count('later'),
      noClock: count('noClock'),
    };
  }

  private openCases({ offices, areas, assignee }: WorklistScope): Cases {
    const cases = this.dataSource.getRepository(caseloadEntity).createQueryBuilder('c');
    return narrow(cases, { within: { offices, areas }, assignee, open: true });
  }
}
