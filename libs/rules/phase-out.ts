import type { Day, Month } from '#kernel';
import { addMonths, addToMonth, lastDayOf, monthOf, monthsBetween } from './days.js';
import type { FirstPayMonth, ReliefParameters } from './types.js';

/** A run of whole months in which something holds. */
export interface Months {
  readonly firstMonth: Month;
  readonly lastMonth: Month;
  /** The last day of the last month. */
  readonly endsOn: Day;
  /** The first month in which it no longer holds. */
  readonly nextMonth: Month;
}

const runOf = (firstMonth: Month, months: number): Months => {
  const lastMonth = addToMonth(firstMonth, months - 1);
  return { firstMonth, lastMonth, endsOn: lastDayOf(lastMonth), nextMonth: addToMonth(lastMonth, 1) };
};

/**
 * 渐退期: the months in which the benefit goes on although income is above the standard, counted from the month after
 * the finding. Undefined when income has not passed the standard, or has reached the ceiling.
 */
export const phaseOutFor = (
  perCapitaIncomeFen: number,
  standardFen: number,
  foundOn: Day,
  { phaseOut }: Pick<ReliefParameters, 'phaseOut'>,
): Months | undefined => {
  const within = perCapitaIncomeFen >= standardFen && perCapitaIncomeFen * 100 < standardFen * phaseOut.ceilingPercent;
  return within && phaseOut.months > 0 ? runOf(addToMonth(monthOf(foundOn), 1), phaseOut.months) : undefined;
};

/** The months in which wages of a job begun that day are not counted: the month of the start is the first of them. */
export const jobDisregardFor = (
  jobStartedOn: Day,
  { jobDisregard }: Pick<ReliefParameters, 'jobDisregard'>,
): Months | undefined => (jobDisregard.months > 0 ? runOf(monthOf(jobStartedOn), jobDisregard.months) : undefined);

/** Whether wages of the job are still disregarded in that month. A month before the job has no wage to disregard. */
export const isDisregarded = (
  jobStartedOn: Day,
  month: Month,
  parameters: Pick<ReliefParameters, 'jobDisregard'>,
): boolean => {
  const elapsed = monthsBetween(monthOf(jobStartedOn), month);
  return elapsed >= 0 && elapsed < parameters.jobDisregard.months;
};

/** The first month that is paid; undefined where the scheme pays once or no cash, or the rule set does not know it. */
export const firstPayMonthFor = (
  rule: FirstPayMonth | undefined,
  appliedOn: Day,
  confirmedOn: Day,
): Month | undefined => {
  switch (rule) {
    case 'monthOfApplication':
      return monthOf(appliedOn);
    case 'monthOfConfirmation':
      return monthOf(confirmedOn);
    case 'monthAfterConfirmation':
      return addToMonth(monthOf(confirmedOn), 1);
    case 'once':
    case 'none':
    case undefined:
      return undefined;
    default:
      return rule satisfies never;
  }
};

/** The first and last day of a status confirmed that day and valid for so many months (rigid expenditure: 12). */
export const validityFor = (confirmedOn: Day, months: number): { readonly from: Day; readonly until: Day } => ({
  from: confirmedOn,
  until: addMonths(confirmedOn, months),
});
