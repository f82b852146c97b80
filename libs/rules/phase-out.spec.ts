import { firstPayMonthFor, isDisregarded, jobDisregardFor, phaseOutFor, validityFor } from './phase-out.js';
import { startingRuleBook } from './data/index.js';
import { pinned } from './rule-book.js';

const relief = (name: string) => {
  const ruleSet = pinned(startingRuleBook, name);
  if (ruleSet === undefined) throw new Error(name);
  return ruleSet.relief;
};
const chongqing = relief('chongqing@1');

describe('phase-out', () => {
  it('AC-09: 1.2 times the standard found in March phases out April to September, stop in October', () =>
    expect(phaseOutFor(88_200, 73_500, '2026-03-18', chongqing)).toEqual({
      firstMonth: '2026-04',
      lastMonth: '2026-09',
      endsOn: '2026-09-30',
      nextMonth: '2026-10',
    }));

  it.each([
    [117_600, false],
    [110_250, false],
    [110_249, true],
    [73_500, true],
    [73_499, false],
  ])('a head at %d fen: %s', (income, possible) =>
    expect(phaseOutFor(income, 73_500, '2026-03-18', chongqing) !== undefined).toBe(possible),
  );

  it('runs over New Year', () =>
    expect(phaseOutFor(80_000, 73_500, '2026-10-31', chongqing)).toMatchObject({
      firstMonth: '2026-11',
      endsOn: '2027-04-30',
    }));
});

describe('job income disregard', () => {
  it('AC-10: a job begun on 2026-03-15 is not counted from March to August', () => {
    expect(jobDisregardFor('2026-03-15', chongqing)).toEqual({
      firstMonth: '2026-03',
      lastMonth: '2026-08',
      endsOn: '2026-08-31',
      nextMonth: '2026-09',
    });
    expect(
      ['2026-02', '2026-03', '2026-08', '2026-09'].map((month) => isDisregarded('2026-03-15', month, chongqing)),
    ).toEqual([false, true, true, false]);
  });

  it('does not exist where the rule set gives no months', () =>
    expect(jobDisregardFor('2026-03-15', { jobDisregard: { months: 0, article: 'test' } })).toBeUndefined());
});

describe('first pay month', () => {
  it('national: the month after confirmation; Chongqing: the month of approval', () => {
    const month = (name: string) => firstPayMonthFor(relief(name).firstPayMonth.dibao, '2026-09-10', '2026-12-20');
    expect([month('national@1'), month('chongqing@1')]).toEqual(['2027-01', '2026-12']);
  });

  it('disability allowances: the month of application; temporary relief: none', () => {
    expect(firstPayMonthFor(chongqing.firstPayMonth.disabilityAllowance, '2026-09-10', '2026-12-20')).toBe('2026-09');
    expect(firstPayMonthFor(chongqing.firstPayMonth.temporaryRelief, '2026-09-10', '2026-12-20')).toBeUndefined();
  });
});

it('a status is valid to the same date of its last month', () =>
  expect(validityFor('2024-02-29', 12)).toEqual({ from: '2024-02-29', until: '2025-02-28' }));
