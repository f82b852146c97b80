import type { ClockView, Instant } from '#kernel';
import { type RuleBook, clocksOfCase } from '#rules';
import type { Guardianship } from './state.js';

/** Every clock of the case, derived from its events alone. */
export const clocks = (guardianship: Guardianship, rules: RuleBook, now: Instant): readonly ClockView[] =>
  clocksOfCase(
    rules,
    {
      caseType: 'guardianship-intervention',
      trail: guardianship.trail,
      acceptedOn: guardianship.opened?.openedOn,
    },
    now,
  );
