import { foldRuleBook, type RuleEvent } from '../rule-book.js';
import type { RuleBook } from '../types.js';
import { calendarYears } from './calendar.js';
import { chongqing1, chongqing2 } from './chongqing.js';
import { delegations } from './delegations.js';
import { national1 } from './national.js';
import { standards } from './standards.js';

/** The events that publish everything a new 渝北 district starts with, in order. */
export const ruleEvents: readonly RuleEvent[] = [
  ...calendarYears.map((calendarYear) => ({ type: 'CalendarPublished' as const, calendarYear })),
  ...[national1, chongqing1, chongqing2].map((ruleSet) => ({ type: 'RuleSetPublished' as const, ruleSet })),
  ...standards.map((standard) => ({ type: 'BenefitStandardPublished' as const, standard })),
  ...delegations.map((delegation) => ({ type: 'DelegationPublished' as const, delegation })),
  { type: 'GoverningRulesChosen', governing: { jurisdiction: 'chongqing' } },
];

/** The rule book after these events. */
export const startingRuleBook: RuleBook = foldRuleBook(ruleEvents);

export { reviewClasses, type ReviewClass } from './relief-clocks.js';
export { retentionSchedule } from './retention.js';
