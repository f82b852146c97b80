import { refuse } from '#kernel';
import { governingRuleSet, ruleSetName } from '#rules';
import { clocks } from '../clocks.js';
import type { Command } from '../commands.js';
import { type Advance, type Relief, schemeOf } from '../state.js';
import { type Outcome, type ReliefDesk, isEmergency } from './desk.js';

export const payFirstRelief = (command: Command<'PayFirstRelief'>, relief: Relief, desk: ReliefDesk): Outcome => {
  if (!isEmergency(relief)) return refuse('first-relief-only-for-emergencies');
  if (relief.advances.some((advance) => advance.advanceId === command.advanceId)) return refuse('advance-already-paid');
  // Relief before paperwork follows the parameters in force on the day it is paid.
  const ruleSet = governingRuleSet(desk.rules, schemeOf(relief), desk.today);
  if (ruleSet === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  const { limitFen, deferred } = ruleSet.relief.firstRelief;
  const paidFen = relief.advances.reduce((total, advance) => total + advance.amountFen, 0);
  if (paidFen + command.amountFen > limitFen)
    return refuse('first-relief-above-limit', { limitFen, alreadyPaidFen: paidFen });
  const approval = relief.furtherAdvanceApprovals.find((one) => one.officer === desk.actor.user);
  if ((desk.facts.latePapers[desk.actor.user] ?? 0) > 0 && approval === undefined)
    return refuse('second-approver-needed', { latePapers: desk.facts.latePapers[desk.actor.user] });
  return [
    {
      type: 'FirstReliefPaid',
      advanceId: command.advanceId,
      amountFen: command.amountFen,
      method: command.method,
      officer: desk.actor.user,
      paidAt: desk.occurredAt,
      limitFen,
      deferred: [...deferred],
      secondApprover: approval?.approver,
      ruleSet: ruleSetName(ruleSet),
      reason: command.reason,
    },
  ];
};

const advanceOf = (relief: Relief, advanceId: string): Advance | undefined =>
  relief.advances.find((advance) => advance.advanceId === advanceId);

export const completePapers = (command: Command<'CompleteFirstReliefPapers'>, relief: Relief): Outcome => {
  const advance = advanceOf(relief, command.advanceId);
  if (advance === undefined) return refuse('no-such-advance', { advanceId: command.advanceId });
  return advance.papersCompletedOn === undefined
    ? [{ type: 'FirstReliefPapersCompleted', advanceId: command.advanceId, papers: command.papers }]
    : [];
};

export const openAccountability = (
  command: Command<'OpenAccountability'>,
  relief: Relief,
  desk: ReliefDesk,
): Outcome => {
  const advance = advanceOf(relief, command.advanceId);
  if (advance === undefined) return refuse('no-such-advance', { advanceId: command.advanceId });
  if (advance.accountabilityOpened) return [];
  const late = clocks(relief, desk.rules, desk.now).find(
    (view) => view.clock.startsWith('firstReliefPapers') && view.startedAt === advance.paidAt && desk.now >= view.dueAt,
  );
  if (late === undefined || advance.papersCompletedOn !== undefined) return refuse('papers-not-late');
  return [
    {
      type: 'AccountabilityOpened',
      advanceId: advance.advanceId,
      officer: advance.officer,
      papersDueOn: late.dueOn,
    },
  ];
};
