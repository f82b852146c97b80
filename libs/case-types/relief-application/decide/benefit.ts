import { refuse } from '#kernel';
import { jobDisregardFor, overpayment, phaseOutFor, standardFor } from '#rules';
import type { Command } from '../commands.js';
import type { ReliefEvent } from '../events.js';
import { type Relief, livingMembers, schemeOf } from '../state.js';
import { type Outcome, type ReliefDesk, rulesFor } from './desk.js';

export const adjust = (command: Command<'AdjustBenefit'>, relief: Relief): Outcome => {
  const { calculation } = relief;
  if (calculation === undefined || relief.recalculationDue) return refuse('calculation-missing');
  if (!calculation.eligible) return refuse('not-eligible', { reason: calculation.reason });
  const previousFen = relief.entitlements.at(-1)?.amountFen ?? 0;
  if (calculation.amountFen === previousFen && relief.stage === 'granted') return [];
  return [
    {
      type: 'BenefitAdjusted',
      direction: calculation.amountFen >= previousFen ? 'increase' : 'reduction',
      previousFen,
      amountFen: calculation.amountFen,
      fromMonth: command.fromMonth,
      reasons: command.reasons,
      ruleSet: calculation.ruleSet,
    },
  ];
};

export const registerEmployment = (
  command: Command<'RegisterEmployment'>,
  relief: Relief,
  desk: ReliefDesk,
): Outcome => {
  const ruleSet = rulesFor(relief, desk);
  if (ruleSet === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  if (!livingMembers(relief).some(({ personId }) => personId === command.personId))
    return refuse('not-a-household-member', { personId: command.personId });
  const used = relief.disregards.find((one) => one.personId === command.personId && one.jobId === command.jobId);
  if (used !== undefined) return refuse('job-disregard-already-used', { lastMonth: used.lastMonth });
  const months = jobDisregardFor(command.startedOn, ruleSet.relief);
  if (months === undefined) return refuse('no-job-disregard');
  return [
    {
      type: 'JobDisregardStarted',
      personId: command.personId,
      jobId: command.jobId,
      startedOn: command.startedOn,
      firstMonth: months.firstMonth,
      lastMonth: months.lastMonth,
      endsOn: months.endsOn,
    },
  ];
};

export const startPhaseOut = (command: Command<'StartPhaseOut'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const ruleSet = rulesFor(relief, desk);
  const standard = standardFor(desk.rules, schemeOf(relief), command.foundOn, relief.lodged?.settlement);
  if (schemeOf(relief) !== 'dibao') return refuse('phase-out-only-for-dibao');
  if (ruleSet === undefined || standard === undefined) return refuse('no-standard-in-force', { day: command.foundOn });
  const months = phaseOutFor(command.perCapitaIncomeFen, standard.monthlyFen, command.foundOn, ruleSet.relief);
  if (months === undefined)
    return refuse('phase-out-not-possible', {
      standardFen: standard.monthlyFen,
      ceilingPercent: ruleSet.relief.phaseOut.ceilingPercent,
    });
  return [
    {
      type: 'PhaseOutStarted',
      perCapitaIncomeFen: command.perCapitaIncomeFen,
      standardFen: standard.monthlyFen,
      foundOn: command.foundOn,
      firstMonth: months.firstMonth,
      lastMonth: months.lastMonth,
      endsOn: months.endsOn,
      reasons: command.reasons,
    },
  ];
};

const overpaidAfter = (relief: Relief, lastMonth: string) =>
  overpayment(
    relief.payments
      .filter((payment) => payment.month > lastMonth && payment.status !== 'returned')
      .map(({ month, amountFen }) => ({ month, paidFen: amountFen })),
    [],
  );

export const overpaymentEvents = (relief: Relief, lastMonth: string): readonly ReliefEvent[] => {
  const found = overpaidAfter(relief, lastMonth);
  return found.totalFen === 0
    ? []
    : [{ type: 'OverpaymentFound', months: found.months.map((one) => ({ ...one })), totalFen: found.totalFen }];
};

export const terminate = (command: Command<'TerminateBenefit'>, relief: Relief, desk: ReliefDesk): Outcome => {
  if (command.ground === 'fraud' && !relief.dataMatches.some((match) => match.confirmed === true))
    return refuse('data-match-not-verified');
  if (command.ground === 'phaseOutEnded') {
    if (relief.phaseOut === undefined) return refuse('no-phase-out');
    if (desk.today <= relief.phaseOut.endsOn)
      return refuse('phase-out-still-running', { endsOn: relief.phaseOut.endsOn });
  }
  return [
    {
      type: 'BenefitTerminated',
      ground: command.ground,
      lastMonth: command.lastMonth,
      reasons: command.reasons,
      ruleSet: relief.ruleSet,
    },
    ...overpaymentEvents(relief, command.lastMonth),
  ];
};
