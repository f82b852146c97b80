import type { DataSource } from 'typeorm';
import type { Day } from '#kernel';
import { noticeEntity, type NoticeRow } from '../entities.js';
import type { PageRequest } from './caseload.js';
import { anyText, cursorOf, day as dayPattern, keyOf, uuid } from './cursor.js';

export interface NoticePage {
  readonly rows: readonly NoticeRow[];
  readonly next?: string;
}

/** What hangs on the board for everyone to read. */
export class PublicNotices {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The notices shown on this day, the one that ends first at the front.
   * @throws InvalidCursor
   */
  async current(day: Day, { office, cursor, limit }: PageRequest & { readonly office?: string }): Promise<NoticePage> {
    const notices = this.dataSource
      .getRepository(noticeEntity)
      .createQueryBuilder('n')
      .where('n.takenDownOn is null and n.endsOn >= :day and n.postedOn <= :day', { day });
    if (office !== undefined) notices.andWhere('n.office = :office', { office });
    if (cursor !== undefined) {
      const [endsOn, caseId, noticeId] = keyOf(cursor, [dayPattern, uuid, anyText]);
      notices.andWhere('(n.endsOn, n.caseId, n.noticeId) > (:endsOn, :caseId::uuid, :noticeId)', {
        endsOn,
        caseId,
        noticeId,
      });
    }
    const found = await notices
      .orderBy('n.endsOn')
      .addOrderBy('n.caseId')
      .addOrderBy('n.noticeId')
      .limit(limit + 1)
      .getMany();
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return found.length > limit && last !== undefined
      ? { rows, next: cursorOf([last.endsOn, last.caseId, last.noticeId]) }
      : { rows };
  }
}
