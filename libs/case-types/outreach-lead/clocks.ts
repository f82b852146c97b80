import type { ClockView, Instant } from '#kernel';
import { type RuleBook, clocksOfCase } from '#rules';
import type { Lead } from './state.js';

/** Every clock of the lead, each under the rule set in force when it starts. */
export const clocks = (lead: Lead, rules: RuleBook, now: Instant): readonly ClockView[] =>
  clocksOfCase(
    rules,
    { caseType: 'outreach-lead', scheme: lead.received?.channel, trail: lead.trail, acceptedOn: undefined },
    now,
  );
