import { personalPaths } from '#kernel';
import { benefitCalculationSchema } from './calculation.js';
import { ruleEvents, startingRuleBook as book } from './data/index.js';
import { benefitRequestSchema } from './household.js';
import {
  decidingLevel,
  emptyRuleBook,
  foldRuleBook,
  governingRuleSet,
  inForce,
  pinned,
  ruleEventSchemas,
  ruleSetName,
  ruleSetOfCase,
  ruleSetsOfCase,
  standardFor,
} from './rule-book.js';
import { clockRuleSchema, type ClockRule, type RuleSet } from './types.js';

const ruleSet = (name: string): RuleSet => {
  const found = pinned(book, name);
  if (found === undefined) throw new Error(name);
  return found;
};

const named = (found: RuleSet | undefined): string | undefined =>
  found === undefined ? undefined : ruleSetName(found);

describe('the published rules', () => {
  it('are valid events that survive JSON', () => {
    for (const event of ruleEvents)
      expect(ruleEventSchemas[event.type].parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
  });

  it('fold to the same book again after JSON', () => {
    const stored = ruleEvents.map((event) => ruleEventSchemas[event.type].parse(JSON.parse(JSON.stringify(event))));
    expect(foldRuleBook(stored)).toEqual(book);
  });

  it('give a clock one id in all jurisdictions', () => {
    const ids = (name: string) => ruleSet(name).clocks.map(({ clock }) => clock);
    for (const name of ['chongqing@1', 'chongqing@2']) {
      const all = [...ids('national@1'), ...ids(name)];
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it('fold from nothing without losing anything', () => {
    expect(emptyRuleBook.ruleSets).toEqual([]);
    expect(book.ruleSets.map(ruleSetName)).toEqual(['national@1', 'chongqing@1', 'chongqing@2']);
    expect(Object.keys(book.calendar.years)).toHaveLength(7);
  });

  it('never change a version that cases may have pinned', () => {
    const changed = { ...ruleSet('chongqing@1'), effectiveFrom: '2030-01-01' };
    expect(foldRuleBook([{ type: 'RuleSetPublished', ruleSet: changed }], book)).toEqual(book);
  });

  it('replace a year, a standard or a delegation that is published again', () => {
    const [standard] = book.standards;
    const [delegation] = book.delegations;
    if (standard === undefined || delegation === undefined) throw new Error('no data');
    const again = foldRuleBook(
      [
        { type: 'CalendarPublished', calendarYear: { year: 2026, source: 'test', restDays: [], workDays: [] } },
        { type: 'BenefitStandardPublished', standard: { ...standard, monthlyFen: 1 } },
        { type: 'DelegationPublished', delegation: { ...delegation, maxAmountFen: 1 } },
      ],
      book,
    );
    expect(again.calendar.years[2026]?.source).toBe('test');
    expect(again.standards).toHaveLength(book.standards.length);
    expect(again.standards.find(({ standardId }) => standardId === standard.standardId)?.monthlyFen).toBe(1);
    expect(again.delegations).toHaveLength(book.delegations.length);
    expect(book.calendar.years[2026]?.source).not.toBe('test');
  });
});

describe('which rule set', () => {
  it('AC-32: is in force by its effective day', () => {
    expect(named(inForce(book, 'chongqing', '2016-06-30'))).toBeUndefined();
    expect(named(inForce(book, 'chongqing', '2025-12-31'))).toBe('chongqing@1');
    expect(named(inForce(book, 'chongqing', '2026-01-01'))).toBe('chongqing@2');
    expect(named(inForce(book, 'national', '2026-01-01'))).toBe('national@1');
    expect(ruleSetsOfCase(book, '2025-12-31')).toEqual(['national@1', 'chongqing@1']);
    expect(pinned(book, 'chongqing@9')).toBeUndefined();
  });

  it('governs: Chongqing by default, by choice another, also for one scheme', () => {
    expect(named(governingRuleSet(book, 'dibao', '2025-12-31'))).toBe('chongqing@1');
    const chosen = foldRuleBook(
      [{ type: 'GoverningRulesChosen', governing: { jurisdiction: 'national', schemes: { dibao: 'chongqing' } } }],
      book,
    );
    expect(named(governingRuleSet(chosen, 'dibao', '2026-02-01'))).toBe('chongqing@2');
    expect(named(governingRuleSet(chosen, 'destituteSupport', '2026-02-01'))).toBe('national@1');
  });

  it('stays with a case unless a later version moves open cases', () => {
    expect(named(ruleSetOfCase(book, 'chongqing', '2025-12-31', '2026-06-01'))).toBe('chongqing@1');
    const moving: RuleSet = {
      ...ruleSet('chongqing@2'),
      version: 3,
      effectiveFrom: '2026-05-01',
      transition: { openCases: 'move', source: 'test' },
    };
    const later = foldRuleBook([{ type: 'RuleSetPublished', ruleSet: moving }], book);
    expect(named(ruleSetOfCase(later, 'chongqing', '2025-12-31', '2026-04-30'))).toBe('chongqing@1');
    expect(named(ruleSetOfCase(later, 'chongqing', '2025-12-31', '2026-05-01'))).toBe('chongqing@3');
    expect(named(ruleSetOfCase(later, 'chongqing', '2026-05-02', '2026-06-01'))).toBe('chongqing@3');
    const keeping: RuleSet = {
      ...moving,
      version: 4,
      effectiveFrom: '2026-07-01',
      transition: { openCases: 'keep', source: 'test' },
    };
    const latest = foldRuleBook([{ type: 'RuleSetPublished', ruleSet: keeping }], later);
    expect(named(ruleSetOfCase(latest, 'chongqing', '2026-07-01', '2026-08-01'))).toBe('chongqing@4');
    expect(named(ruleSetOfCase(latest, 'chongqing', '2025-12-31', '2026-08-01'))).toBe('chongqing@3');
  });

  it('AC-03: a second notice hangs 3 days in Chongqing and 7 under the national rule', () =>
    expect(['chongqing@1', 'national@1'].map((name) => ruleSet(name).relief.publicNotice.renoticeDays)).toEqual([
      3, 7,
    ]));
});

describe('standards', () => {
  it('are found by scheme and day', () => {
    expect(standardFor(book, 'dibao', '2022-08-31')).toBeUndefined();
    expect(standardFor(book, 'dibao', '2023-08-31')?.monthlyFen).toBe(71_700);
    expect(standardFor(book, 'dibao', '2023-09-01')?.monthlyFen).toBe(73_500);
    expect(standardFor(book, 'temporaryRelief', '2026-09-01')?.standardId).toBe('dibao-2023');
    expect(standardFor(book, 'destituteSupport', '2026-09-01')?.monthlyFen).toBe(95_550);
  });

  it('may differ between town and country', () => {
    const [standard] = book.standards;
    if (standard === undefined) throw new Error('no data');
    const split = foldRuleBook(
      (['urban', 'rural'] as const).map((area, index) => ({
        type: 'BenefitStandardPublished' as const,
        standard: { ...standard, standardId: area, area, effectiveFrom: '2027-01-01', monthlyFen: 80_000 - index },
      })),
      book,
    );
    expect(standardFor(split, 'dibao', '2027-01-01', 'rural')?.monthlyFen).toBe(79_999);
    expect(standardFor(split, 'dibao', '2027-01-01', 'urban')?.monthlyFen).toBe(80_000);
  });
});

describe('the deciding level', () => {
  const level = (amountFen: number, day = '2026-09-01', kind?: 'emergency' | 'firstRelief') =>
    decidingLevel(book, { scheme: 'temporaryRelief', amountFen, day, ...(kind === undefined ? {} : { kind }) });

  it('is the town office up to the delegated amount, otherwise the bureau', () => {
    expect(level(294_000, '2026-09-01', 'emergency')).toEqual({
      level: 'townOffice',
      delegationId: 'temporary-relief-2023',
    });
    expect(level(294_001)).toEqual({ level: 'bureau', delegationId: undefined });
    expect(decidingLevel(book, { scheme: 'dibao', amountFen: 1, day: '2026-09-01' }).level).toBe('bureau');
    expect(level(1, '2023-08-31').level).toBe('bureau');
  });

  it('follows the entry that names the kind, within its days', () => {
    expect(level(200_000, '2025-12-31', 'firstRelief').delegationId).toBe('first-relief-2023');
    expect(level(200_001, '2025-12-31', 'firstRelief').level).toBe('bureau');
    expect(level(300_000, '2026-01-01', 'firstRelief').delegationId).toBe('first-relief-2026');
  });
});

describe('clock rules', () => {
  const [clock] = ruleSet('national@1').clocks;
  const changed = (more: Partial<ClockRule>) => clockRuleSchema.safeParse({ ...clock, ...more }).success;

  it('are refused when they cannot be counted', () => {
    expect(changed({})).toBe(true);
    expect(changed({ amount: 0 })).toBe(false);
    expect(changed({ amount: -1 })).toBe(false);
    expect(changed({ amount: 1.5 })).toBe(false);
    expect(changed({ unit: 'hours' })).toBe(false);
    expect(changed({ unit: 'hours', rollsOverRestDay: false })).toBe(true);
    expect(changed({ unit: 'hours', rollsOverRestDay: false, countFrom: 'endsOn' })).toBe(false);
    expect(changed({ unit: 'months', excludes: [{ from: ['A'], to: ['B'], why: { zh: '甲', en: 'a' } }] })).toBe(false);
    expect(
      changed({ extension: { toAmount: 3, approvers: ['bureauLeader'], needsReason: true, beforeDue: true } }),
    ).toBe(false);
  });
});

describe('personal data', () => {
  it('is marked in what the calculation takes and gives', () => {
    const asked = personalPaths(benefitRequestSchema).map((path) => path.join('.'));
    expect(asked).toContain('household.members.*.incomes');
    expect(asked).toContain('household.members.*.disability');
    expect(asked).toContain('household.members.*.groups');
    expect(asked).toContain('household.expenses');
    expect(asked).toContain('selfCare');
    expect(personalPaths(benefitCalculationSchema).map((path) => path.join('.'))).toEqual(['careLevel', 'lines']);
  });
});
