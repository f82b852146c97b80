import type { Month } from '#kernel';
import { addToMonth, compareDays } from './days.js';

export interface MonthPaid {
  readonly month: Month;
  readonly paidFen: number;
}

export interface MonthDue {
  readonly month: Month;
  readonly dueFen: number;
}

export interface OverpaidMonth {
  readonly month: Month;
  readonly paidFen: number;
  readonly dueFen: number;
  readonly overpaidFen: number;
}

export interface Overpayment {
  readonly months: readonly OverpaidMonth[];
  readonly totalFen: number;
}

/**
 * What was paid too much, month by month: paid less what was due, never below zero. A month without an entry in
 * `due` was owed nothing. Underpaid months are not set off against overpaid ones (重庆市低保条例 §22 bans set-off).
 */
export const overpayment = (paid: readonly MonthPaid[], due: readonly MonthDue[]): Overpayment => {
  const dueIn = new Map<Month, number>();
  for (const { month, dueFen } of due) dueIn.set(month, (dueIn.get(month) ?? 0) + dueFen);
  const paidIn = new Map<Month, number>();
  for (const { month, paidFen } of paid) paidIn.set(month, (paidIn.get(month) ?? 0) + paidFen);
  const months = [...paidIn]
    .map(([month, paidFen]) => {
      const dueFen = dueIn.get(month) ?? 0;
      return { month, paidFen, dueFen, overpaidFen: paidFen - dueFen };
    })
    .filter(({ overpaidFen }) => overpaidFen > 0)
    .sort((left, right) => compareDays(left.month, right.month));
  return { months, totalFen: months.reduce((total, { overpaidFen }) => total + overpaidFen, 0) };
};

export interface Instalment {
  readonly month: Month;
  readonly amountFen: number;
}

/** Equal monthly instalments from the first month; the odd fen are in the first ones, so that they add up exactly. */
export const instalments = (totalFen: number, count: number, firstMonth: Month): readonly Instalment[] => {
  if (!Number.isSafeInteger(totalFen) || totalFen < 0) throw new RangeError('Not an amount in fen');
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError('Not a count of instalments');
  const [base, odd] = [Math.floor(totalFen / count), totalFen % count];
  return Array.from({ length: count }, (_, index) => ({
    month: addToMonth(firstMonth, index),
    amountFen: base + (index < odd ? 1 : 0),
  }));
};
