import { type Day, type Refusal, refuse } from '#kernel';
import { clockEventTypes } from './clocks.js';
import { isWeekend } from './days.js';
import { type RuleEvent, pinned, ruleSetName } from './rule-book.js';
import type { CalendarYear, RuleBook, RuleSet } from './types.js';

export type PublicationRefusal =
  | 'rule-set-version-taken'
  | 'rule-set-version-not-next'
  | 'effective-in-the-past'
  | 'effective-before-the-version-before'
  | 'clock-id-taken'
  | 'unknown-case-type'
  | 'unknown-event'
  | 'not-a-weekday'
  | 'not-a-weekend';

export interface PublicationDesk {
  readonly today: Day;
  /** The event types of a case type; nothing where there is no such case type. */
  readonly eventsOf: (caseType: string) => readonly string[] | undefined;
}

/** The same value whatever the order of its fields. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, content]) => content !== undefined);
  return Object.fromEntries(fields.sort(([one], [other]) => (one < other ? -1 : 1)).map(([k, v]) => [k, sorted(v)]));
};
const same = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** Whether the book already says exactly this, so that publishing it again would add nothing. */
export const saysAlready = (book: RuleBook, event: RuleEvent): boolean => {
  switch (event.type) {
    case 'RuleSetPublished':
      return same(pinned(book, ruleSetName(event.ruleSet)), event.ruleSet);
    case 'CalendarPublished':
      return same(book.calendar.years[event.calendarYear.year], event.calendarYear);
    case 'BenefitStandardPublished':
      return book.standards.some((one) => same(one, event.standard));
    case 'DelegationPublished':
      return book.delegations.some((one) => same(one, event.delegation));
    case 'GoverningRulesChosen':
      return same(book.governing, event.governing);
    default:
      return event satisfies never;
  }
};

const calendarRefusal = ({ restDays, workDays }: CalendarYear): Refusal<PublicationRefusal> | undefined => {
  const restful = restDays.find((day) => isWeekend(day));
  if (restful !== undefined) return refuse('not-a-weekday', { day: restful });
  const working = workDays.find((day) => !isWeekend(day));
  return working === undefined ? undefined : refuse('not-a-weekend', { day: working });
};

const versionRefusal = (book: RuleBook, ruleSet: RuleSet, today: Day): Refusal<PublicationRefusal> | undefined => {
  if (pinned(book, ruleSetName(ruleSet)) !== undefined)
    return refuse('rule-set-version-taken', { ruleSet: ruleSetName(ruleSet) });
  const versions = book.ruleSets.filter(({ id }) => id === ruleSet.id);
  const next = Math.max(0, ...versions.map(({ version }) => version)) + 1;
  if (ruleSet.version !== next) return refuse('rule-set-version-not-next', { next });
  // Open cases that move on a day gone by would have been worked on under rules nobody knew.
  if (ruleSet.transition.openCases === 'move' && ruleSet.effectiveFrom < today)
    return refuse('effective-in-the-past', { today });
  const before = versions.find(({ effectiveFrom }) => effectiveFrom > ruleSet.effectiveFrom);
  return before === undefined
    ? undefined
    : refuse('effective-before-the-version-before', { effectiveFrom: before.effectiveFrom });
};

const clocksRefusal = (
  book: RuleBook,
  ruleSet: RuleSet,
  { eventsOf }: PublicationDesk,
): Refusal<PublicationRefusal> | undefined => {
  const taken = new Set(
    book.ruleSets.filter(({ id }) => id !== ruleSet.id).flatMap(({ clocks }) => clocks.map(({ clock }) => clock)),
  );
  for (const { clock } of ruleSet.clocks) {
    if (taken.has(clock)) return refuse('clock-id-taken', { clock });
    taken.add(clock);
  }
  for (const caseType of new Set(ruleSet.clocks.map((rule) => rule.caseType))) {
    const known = eventsOf(caseType);
    if (known === undefined) return refuse('unknown-case-type', { caseType });
    const unknown = clockEventTypes(ruleSet, caseType).find((type) => !known.includes(type));
    if (unknown !== undefined) return refuse('unknown-event', { caseType, event: unknown });
  }
  return undefined;
};

/** Why this cannot be published on top of the book; nothing when it can. What the book says already always can. */
export const publicationRefusal = (
  book: RuleBook,
  event: RuleEvent,
  desk: PublicationDesk,
): Refusal<PublicationRefusal> | undefined => {
  if (saysAlready(book, event)) return undefined;
  switch (event.type) {
    case 'RuleSetPublished':
      return versionRefusal(book, event.ruleSet, desk.today) ?? clocksRefusal(book, event.ruleSet, desk);
    case 'CalendarPublished':
      return calendarRefusal(event.calendarYear);
    case 'BenefitStandardPublished':
    case 'DelegationPublished':
    case 'GoverningRulesChosen':
      return undefined;
    default:
      return event satisfies never;
  }
};
