import { type Day, type Refusal, refuse } from '#kernel';
import { type RetentionRule, retentionEnd } from '#rules';

/** A case as far as erasure and appraisal ask about it. */
export interface CaseStanding {
  readonly caseId: string;
  readonly caseType: string;
  readonly scheme: string;
  /** The day it was closed; absent while it is open. */
  readonly closedOn: Day | undefined;
  /** What is still under way in it: clocks that run, debts that are open. */
  readonly unsettled: readonly string[];
}

export type Obstacle = 'case-open' | 'case-unsettled' | 'retention-permanent' | 'retention-not-over';

/** Why this case must be kept as it is; nothing when it need not. */
export const obstacleIn = (
  { caseId, caseType, scheme, closedOn, unsettled }: CaseStanding,
  schedule: readonly RetentionRule[],
  today: Day,
): Refusal<Obstacle> | undefined => {
  if (closedOn === undefined) return refuse('case-open', { caseId });
  if (unsettled.length > 0) return refuse('case-unsettled', { caseId, unsettled: [...unsettled] });
  const { category, until } = retentionEnd(schedule, { caseType, scheme, closedOn });
  if (until === undefined) return refuse('retention-permanent', { caseId, category });
  return until < today ? undefined : refuse('retention-not-over', { caseId, category, until });
};
