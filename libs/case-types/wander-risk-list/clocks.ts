import type { ClockView, Instant } from '#kernel';
import { type RuleBook, clocksOfCase } from '#rules';
import type { WanderList } from './state.js';

/** Every clock of the list, each under the rule set in force when it starts. */
export const clocks = (list: WanderList, rules: RuleBook, now: Instant): readonly ClockView[] =>
  clocksOfCase(
    rules,
    { caseType: 'wander-risk-list', scheme: list.opened?.halfYear, trail: list.trail, acceptedOn: undefined },
    now,
  );
