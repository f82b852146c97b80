import type { ClockView, Instant } from '#kernel';
import { type RuleBook, clocksOfCase } from '#rules';
import type { Transient } from './state.js';

/** Every clock of the case, derived from its events alone. */
export const clocks = (transient: Transient, rules: RuleBook, now: Instant): readonly ClockView[] =>
  clocksOfCase(
    rules,
    { caseType: 'transient-assistance', trail: transient.trail, acceptedOn: transient.admission?.on },
    now,
  );
