import type { DataSource } from 'typeorm';
import type { Instant } from '#kernel';
import { advanceEntity, type AdvanceRow } from '../entities.js';

/** Money given before the papers were complete (先行救助). */
export class Advances {
  constructor(private readonly dataSource: DataSource) {}

  /** How many advances of this officer still lack their papers after the paper clock ended. */
  latePapers(officer: string, now: Instant): Promise<number> {
    return this.lacking(now).andWhere('a.officer = :officer', { officer }).getCount();
  }

  /** Advances whose paper clock ended without papers and for which nobody has been held to account yet. */
  overdueAdvances(now: Instant): Promise<readonly AdvanceRow[]> {
    return this.lacking(now)
      .andWhere('not a.accountabilityOpened')
      .orderBy('a.papersDueAt')
      .addOrderBy('a.advanceId')
      .getMany();
  }

  private lacking(now: Instant) {
    return this.dataSource
      .getRepository(advanceEntity)
      .createQueryBuilder('a')
      .where('not a.papersCompleted and a.papersDueAt <= :now', { now });
  }
}
