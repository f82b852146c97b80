import { refuse } from '#kernel';
import { instalments, monthsFrom, overpayment } from '#rules';
import type { Command } from '../commands.js';
import type { Relief } from '../state.js';
import { type Outcome, type ReliefDesk, rulesFor } from './desk.js';

export const orderRecovery = (command: Command<'OrderRecovery'>, relief: Relief): Outcome => {
  if (relief.recoveries.some((recovery) => recovery.recoveryId === command.recoveryId))
    return refuse('recovery-already-ordered');
  const paid = relief.payments
    .filter(
      (payment) => payment.month >= command.fromMonth && (payment.status === 'paid' || payment.status === 'reconciled'),
    )
    .map(({ month, amountFen }) => ({ month, paidFen: amountFen }));
  const last = paid
    .map(({ month }) => month)
    .sort()
    .at(-1);
  const due =
    last === undefined
      ? []
      : monthsFrom(command.fromMonth, last).map((month) => ({ month, dueFen: command.dueMonthlyFen }));
  const found = overpayment(paid, due);
  if (found.totalFen === 0) return refuse('nothing-overpaid');
  return [
    {
      type: 'RecoveryOrdered',
      recoveryId: command.recoveryId,
      months: found.months.map((one) => ({ ...one })),
      totalFen: found.totalFen,
      instalments: instalments(found.totalFen, command.instalments, command.firstMonth).map((one) => ({ ...one })),
      reasons: command.reasons,
    },
  ];
};

export const recordRepayment = (command: Command<'RecordRepayment'>, relief: Relief): Outcome => {
  const recovery = relief.recoveries.find((one) => one.recoveryId === command.recoveryId);
  if (recovery === undefined) return refuse('no-such-recovery', { recoveryId: command.recoveryId });
  const openFen = recovery.totalFen - recovery.repaidFen;
  return command.amountFen > openFen
    ? refuse('repayment-exceeds-debt', { openFen })
    : [{ ...command, type: 'RepaymentReceived' }];
};

export const referPenalty = (command: Command<'ReferPenalty'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const recovery = relief.recoveries.find((one) => one.recoveryId === command.recoveryId);
  const penalty = rulesFor(relief, desk)?.relief.penalty;
  if (recovery === undefined || penalty === undefined)
    return refuse('no-such-recovery', { recoveryId: command.recoveryId });
  if (recovery.penaltyCase === command.penaltyCase) return [];
  if (recovery.penaltyCase !== undefined)
    return refuse('penalty-already-referred', { penaltyCase: recovery.penaltyCase });
  return [
    {
      ...command,
      type: 'PenaltyReferred',
      minFen: recovery.totalFen * penalty.minTimes,
      maxFen: recovery.totalFen * penalty.maxTimes,
    },
  ];
};
