import { refuse } from '#kernel';
import type { Command } from '../commands.js';
import type { ReliefEvent } from '../events.js';
import { schemes } from '../schemes.js';
import { type Payment, type Relief, amountFor } from '../state.js';
import type { Outcome } from './desk.js';

export const producePayment = (command: Command<'ProducePayment'>, relief: Relief): Outcome => {
  const standing = relief.payments.find((payment) => payment.month === command.month && payment.status !== 'returned');
  if (standing?.batchId === command.batchId) return [];
  if (standing !== undefined) return refuse('month-already-produced', { batchId: standing.batchId });
  const amountFen = amountFor(relief, command.month);
  return amountFen === 0
    ? refuse('month-not-payable', { month: command.month })
    : [{ type: 'PaymentProduced', month: command.month, batchId: command.batchId, amountFen }];
};

export const movePayment = (
  relief: Relief,
  command: { readonly month: string; readonly batchId: string },
  from: Payment['status'],
  done: readonly Payment['status'][],
  event: (payment: { month: string; batchId: string; amountFen: number }) => ReliefEvent,
): Outcome => {
  const payment = relief.payments.find((one) => one.month === command.month && one.batchId === command.batchId);
  if (payment === undefined) return refuse('no-such-payment', { month: command.month, batchId: command.batchId });
  if (done.includes(payment.status)) return [];
  if (payment.status !== from) return refuse('payment-not-in-that-state', { status: payment.status });
  return [event({ month: payment.month, batchId: payment.batchId, amountFen: payment.amountFen })];
};

export const closeCase = (command: Command<'CloseCase'>, relief: Relief): Outcome => {
  if (relief.lodged !== undefined && schemes[relief.lodged.scheme].pays === 'monthly')
    return refuse('benefit-still-paid');
  if (relief.advances.some((advance) => advance.papersCompletedOn === undefined))
    return refuse('advance-papers-missing');
  return relief.payments.some((payment) => payment.status === 'produced' || payment.status === 'returned')
    ? refuse('payment-still-open')
    : [{ type: 'CaseCompleted', reasons: command.reasons }];
};
