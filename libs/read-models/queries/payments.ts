import type { DataSource } from 'typeorm';
import type { Month, PaymentLine } from '#kernel';
import { caseloadEntity, paymentEntity, type PaymentRow } from '../entities.js';

/** A monthly payment run, as far as it has come. */
export interface PaymentBatch {
  readonly batchId: string;
  readonly month: Month;
  readonly cases: number;
  readonly amountFen: number;
  /** Lines by status. */
  readonly counts: Readonly<Record<PaymentLine['status'], number>>;
}

/** What has been paid, and what is to be. */
export class Payments {
  constructor(private readonly dataSource: DataSource) {}

  ofBatch(batchId: string): Promise<readonly PaymentRow[]> {
    return this.dataSource.getRepository(paymentEntity).find({ where: { batchId }, order: { caseId: 'ASC', month: 'ASC' } });
  }

  /** The newest month first. */
  async batches(): Promise<readonly PaymentBatch[]> {
    const counted = (status: PaymentLine['status']) => `count(*) filter (where p.status = '${status}')`;
    const rows = await this.dataSource
      .getRepository(paymentEntity)
      .createQueryBuilder('p')
      .select('p.batchId', 'batchId')
      .addSelect('max(p.month)', 'month')
      .addSelect('count(distinct p.caseId)', 'cases')
      .addSelect('sum(p.amountFen)', 'amountFen')
      .addSelect(counted('produced'), 'produced')
      .addSelect(counted('paid'), 'paid')
      .addSelect(counted('returned'), 'returned')
      .addSelect(counted('reconciled'), 'reconciled')
      .groupBy('p.batchId')
      .orderBy('max(p.month)', 'DESC')
      .addOrderBy('p.batchId')
      .getRawMany<{ batchId: string; month: Month; cases: string; amountFen: string } & Record<PaymentLine['status'], string>>();
    return rows.map((row) => ({
      batchId: row.batchId,
      month: row.month,
      cases: Number(row.cases),
      amountFen: Number(row.amountFen),
      counts: {
        produced: Number(row.produced),
        paid: Number(row.paid),
        returned: Number(row.returned),
        reconciled: Number(row.reconciled),
      },
    }));
  }

  /** The open cases that are entitled to money for the month. */
  async payableCases(month: Month): Promise<readonly string[]> {
    const rows = await this.dataSource
      .getRepository(caseloadEntity)
      .createQueryBuilder('c')
      .select('c.caseId', 'caseId')
      .where('c.open and c.payableFrom <= :month and (c.payableTo is null or c.payableTo >= :month)', { month })
      .orderBy('c.caseId')
      .getRawMany<{ caseId: string }>();
    return rows.map(({ caseId }) => caseId);
  }
}
