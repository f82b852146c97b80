import type { ClockView, Instant } from '#kernel';
import { type RuleBook, clocksOfCase } from '#rules';
import { type Relief, schemeOf } from './state.js';

/** Every clock of the case under all rule sets that run on it, derived from its events alone. */
export const clocks = (relief: Relief, rules: RuleBook, now: Instant): readonly ClockView[] =>
  clocksOfCase(
    rules,
    {
      caseType: 'relief-application',
      scheme: schemeOf(relief),
      trail: relief.trail,
      acceptedOn: relief.acceptedOn,
    },
    now,
  );
