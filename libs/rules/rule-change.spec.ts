import { calendarYears } from './data/calendar.js';
import { startingRuleBook as book } from './data/index.js';
import { clocksOfCase } from './clocks.js';
import { publicationRefusal, saysAlready } from './publication.js';
import { pinned, withRuleEvent } from './rule-book.js';
import { type RuleChange, ruleChangeSchema, withChange } from './rule-change.js';
import type { ClockRule, RuleBook, RuleSet } from './types.js';

const accepted = { type: 'ApplicationAccepted', occurredAt: '2026-09-14T01:00:00.000Z' };
const now = '2026-09-15T01:00:00.000Z';

const changedBook = (change: RuleChange, from: RuleBook = book): RuleBook => {
  const changed = withChange(from, change);
  if ('refused' in changed) throw new Error(changed.refused);
  return changed;
};
const refusalOf = (change: RuleChange): string | undefined => {
  const changed = withChange(book, change);
  return 'refused' in changed ? changed.refused : undefined;
};
const clockIn = (of: RuleBook, clock: string): ClockRule => {
  const found = of.ruleSets.flatMap(({ clocks }) => clocks).find((rule) => rule.clock === clock);
  if (found === undefined) throw new Error(`no clock ${clock}`);
  return found;
};
const dueOn = (of: RuleBook, clock: string, closedAt?: string): string | undefined => {
  const trail = closedAt === undefined ? [accepted] : [accepted, { type: 'GrantConfirmed', occurredAt: closedAt }];
  const clocked = { caseType: 'relief-application', scheme: 'dibao', trail, acceptedOn: '2026-09-14' };
  return clocksOfCase(of, clocked, now).find((view) => view.clock === clock)?.dueOn;
};
const ruleSet = (name: string): RuleSet => {
  const found = pinned(book, name);
  if (found === undefined) throw new Error(name);
  return found;
};
const year2026 = calendarYears.find(({ year }) => year === 2026);
if (year2026 === undefined) throw new Error('2026 is not there');
const longerHoliday = { ...year2026, restDays: [...year2026.restDays, '2026-10-12'] };

describe('a change of rules', () => {
  it('leaves everything else, and the real book, as it was', () => {
    const before = JSON.stringify(book);
    const changed = changedBook({ clocks: { decision: { amount: 20 } } });
    expect(JSON.stringify(book)).toBe(before);
    expect(clockIn(changed, 'decision')).toEqual({ ...clockIn(book, 'decision'), amount: 20 });
    expect(changed.ruleSets.map(({ clocks }) => clocks.length)).toEqual(
      book.ruleSets.map(({ clocks }) => clocks.length),
    );
    expect(dueOn(changed, 'decision')).toBe('2026-10-16');
    expect(dueOn(book, 'decision')).toBe('2026-10-30');
  });

  it('changes the unit; hours run through rest days', () => {
    const changed = changedBook({ clocks: { investigation: { unit: 'hours', amount: 48 } }, rollsOverRestDay: true });
    expect(clockIn(changed, 'investigation')).toMatchObject({ unit: 'hours', amount: 48, rollsOverRestDay: false });
    expect(dueOn(changed, 'investigation')).toBe('2026-09-16');
  });

  it('lengthens or takes away an extension', () => {
    const longer = changedBook({ clocks: { decision: { extensionToAmount: 60 } } });
    expect(clockIn(longer, 'decision').extension).toMatchObject({ toAmount: 60, approvers: ['bureauLeader'] });
    const none = changedBook({ clocks: { decision: { noExtension: true } } });
    expect(clockIn(none, 'decision').extension).toBeUndefined();
  });

  it('holds as if it had always been: also for what closed under a calendar since replaced', () => {
    const calendarYear = { ...year2026, restDays: year2026.restDays.slice(0, -1) };
    const replaced = withRuleEvent(book, { type: 'CalendarPublished', calendarYear }, '2026-12-01T00:00:00.000Z');
    const closedAt = '2026-10-20T01:00:00.000Z';
    expect(dueOn(replaced, 'decision', closedAt)).toBe('2026-10-30');
    expect(dueOn(replaced, 'decision')).toBe('2026-10-29');
    const changed = changedBook({ calendarYears: [longerHoliday] }, replaced);
    expect(dueOn(changed, 'decision', closedAt)).toBe('2026-11-02');
    expect(dueOn(changed, 'decision')).toBe('2026-11-02');
  });

  it('puts a whole rule set in the place of the one of its name', () => {
    const national = ruleSet('national@1');
    const changed = changedBook({ ruleSets: [{ ...national, clocks: [] }] });
    expect(dueOn(changed, 'decision')).toBeUndefined();
    expect(dueOn(changed, 'decisionChongqing')).toBe(dueOn(book, 'decisionChongqing'));
  });

  it('names the clock that does not fit', () => {
    expect(refusalOf({ clocks: { tea: { amount: 1 } } })).toBe('unknown-clock');
    expect(refusalOf({ clocks: { decision: { amount: 45 } } })).toBe('clock-change-not-valid');
    expect(refusalOf({ clocks: { decisionChongqing: { unit: 'months' } } })).toBe('clock-change-not-valid');
    expect(refusalOf({ clocks: { investigation: { extensionToAmount: 9 } } })).toBe('clock-has-no-extension');
    const clash = { ...ruleSet('chongqing@2'), clocks: [clockIn(book, 'decision')] };
    expect(refusalOf({ ruleSets: [clash] })).toBe('clock-id-taken');
  });

  it('says something, and one thing about an extension', () => {
    expect(ruleChangeSchema.safeParse({}).success).toBe(false);
    const both = { clocks: { decision: { extensionToAmount: 60, noExtension: true } } };
    expect(ruleChangeSchema.safeParse(both).success).toBe(false);
  });
});

describe('a publication', () => {
  it('is nothing new whatever the order of its fields', () => {
    const turned: RuleSet = JSON.parse(JSON.stringify(ruleSet('chongqing@2')), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    expect(saysAlready(book, { type: 'RuleSetPublished', ruleSet: turned })).toBe(true);
    expect(saysAlready(book, { type: 'RuleSetPublished', ruleSet: { ...turned, source: '别的' } })).toBe(false);
    expect(saysAlready(book, { type: 'CalendarPublished', calendarYear: year2026 })).toBe(true);
    expect(saysAlready(book, { type: 'CalendarPublished', calendarYear: longerHoliday })).toBe(false);
  });

  it('may come late as long as open cases keep their rules', () => {
    const desk = { today: '2026-09-14', eventsOf: () => [] };
    const next = { ...ruleSet('chongqing@2'), version: 3, effectiveFrom: '2026-09-01', clocks: [] };
    const moving = { ...next, transition: { openCases: 'move', source: '过渡条款' } } as const;
    expect(publicationRefusal(book, { type: 'RuleSetPublished', ruleSet: next }, desk)).toBeUndefined();
    expect(publicationRefusal(book, { type: 'RuleSetPublished', ruleSet: moving }, desk)).toEqual({
      refused: 'effective-in-the-past',
      detail: { today: '2026-09-14' },
    });
  });
});
