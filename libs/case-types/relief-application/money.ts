import type { Instant, MoneyView } from '#kernel';
import type { RuleBook } from '#rules';
import { clocks } from './clocks.js';
import type { Relief } from './state.js';

/** What the case pays: its ledger, its advances with the end of their paper clock, and the months payable. */
export const money = (relief: Relief, rules: RuleBook, now: Instant): MoneyView => {
  const papers =
    relief.advances.length === 0
      ? []
      : clocks(relief, rules, now).filter((view) => view.clock.startsWith('firstReliefPapers'));
  const from = relief.entitlements[0]?.fromMonth;
  return {
    payments: relief.payments,
    advances: relief.advances.map((advance) => ({
      advanceId: advance.advanceId,
      officer: advance.officer,
      amountFen: advance.amountFen,
      paidAt: advance.paidAt,
      papersDueAt: papers.find((view) => view.startedAt === advance.paidAt)?.dueAt,
      papersCompleted: advance.papersCompletedOn !== undefined,
      accountabilityOpened: advance.accountabilityOpened,
    })),
    payable: from === undefined || relief.stage === 'suspended' ? undefined : { from, to: relief.lastMonth },
  };
};
