import type { Day, Label } from '#kernel';
import { addDays, addMonths } from './days.js';

/** How long files of one category are kept, counted from the day their case was closed. */
export interface RetentionRule {
  readonly category: string;
  readonly label: Label;
  /** Which cases are files of the category; none for what is kept outside of cases. A case may be of several. */
  readonly of: readonly { readonly caseType: string; readonly schemes?: readonly string[] }[];
  readonly keep: { readonly months: number } | 'permanent';
  readonly source: string;
  /** `uncertain`: to be settled by the district's own schedule, which the archive bureau approves. */
  readonly certainty: 'confirmed' | 'uncertain';
}

export interface RetentionEnd {
  /** The category that keeps the case longest. */
  readonly category: string;
  /** The last day it must be kept; absent when it is kept for good. */
  readonly until: Day | undefined;
}

interface ClosedCase {
  readonly caseType: string;
  readonly scheme: string;
  readonly closedOn: Day;
}

const keptBy = (rule: RetentionRule, { caseType, scheme }: Omit<ClosedCase, 'closedOn'>): boolean =>
  rule.of.some((files) => files.caseType === caseType && (files.schemes?.includes(scheme) ?? true));

/**
 * Until when a closed case must be kept: of all categories it belongs to the longest wins; a case that the schedule does
 * not know is kept for good.
 */
export const retentionEnd = (schedule: readonly RetentionRule[], closed: ClosedCase): RetentionEnd =>
  schedule
    .filter((rule) => keptBy(rule, closed))
    .map(({ category, keep }): RetentionEnd => ({
      category,
      until: keep === 'permanent' ? undefined : addDays(addMonths(closed.closedOn, keep.months), -1),
    }))
    .reduce<RetentionEnd | undefined>(
      (longest, one) => (longest === undefined || endOf(one) > endOf(longest) ? one : longest),
      undefined,
    ) ?? { category: 'not-scheduled', until: undefined };

const endOf = ({ until = '9999-12-31' }: RetentionEnd): Day => until;

/** The longest time, in months, that cases of a type and scheme are kept; nothing when for good. */
export const retentionMonths = (
  schedule: readonly RetentionRule[],
  asked: { readonly caseType: string; readonly scheme: string },
): number | undefined => {
  const kept = schedule.filter((rule) => keptBy(rule, asked)).map(({ keep }) => keep);
  const months = kept.flatMap((keep) => (keep === 'permanent' ? [] : [keep.months]));
  return months.length === 0 || months.length < kept.length ? undefined : Math.max(...months);
};
