import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { z } from 'zod';
import {
  addWorkingDays,
  isCovered,
  isWorkingDay,
  rollToWorkingDay,
  workingDaysBetween,
  calendarOf,
} from './calendar.js';
import { calendarYears } from './data/calendar.js';
import { calendarSource } from './data/generate-calendar.mjs';
import { calendarYearSchema } from './types.js';

const calendar = calendarOf(calendarYears);
const require = createRequire(import.meta.url);

const secondSourceYear = z.object({ dates: z.array(z.object({ date: z.string(), type: z.string() })) });

/** Rest and work days of the `holiday-calendar` package, which was compiled by other people. */
const secondSource = (year: number): { rest: Set<string>; work: Set<string> } => {
  const file = require.resolve(`holiday-calendar/data/CN/${year}.json`);
  const { dates } = secondSourceYear.parse(JSON.parse(readFileSync(file, 'utf8')));
  const of = (type: string) => new Set(dates.filter((date) => date.type === type).map(({ date }) => date));
  return { rest: of('public_holiday'), work: of('transfer_workday') };
};

const sources = new Map([2023, 2024, 2025, 2026].map((year) => [year, secondSource(year)]));

/** The slow oracle: the second source, and one day at a time through Date in UTC. */
const worksByOracle = (date: Date): boolean => {
  const day = date.toISOString().slice(0, 10);
  const source = sources.get(date.getUTCFullYear());
  if (source?.work.has(day) === true) return true;
  if (source?.rest.has(day) === true) return false;
  return date.getUTCDay() !== 0 && date.getUTCDay() !== 6;
};

const addByOracle = (day: string, count: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  for (let left = count; left > 0;) {
    date.setTime(date.getTime() + 86_400_000);
    if (worksByOracle(date)) left -= 1;
  }
  return date.toISOString().slice(0, 10);
};

const dayBetween2023And2026 = fc
  .integer({ min: 0, max: 1300 })
  .map((offset) => new Date(Date.UTC(2023, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10));

describe('working-day calendar', () => {
  it('is what the generator makes of the installed package', () =>
    expect(readFileSync(new URL('./data/calendar.ts', import.meta.url), 'utf8')).toBe(calendarSource()));

  it('holds valid years without gaps', () => {
    expect(calendarYears.map(({ year }) => year)).toEqual([2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    for (const year of calendarYears) expect(calendarYearSchema.parse(year)).toEqual(year);
  });

  it('agrees with the second source on every day of 2023 to 2026', () => {
    const differing: string[] = [];
    let checked = 0;
    for (let time = Date.UTC(2023, 0, 1); time <= Date.UTC(2026, 11, 31); time += 86_400_000) {
      const date = new Date(time);
      const day = date.toISOString().slice(0, 10);
      if (isWorkingDay(calendar, day) !== worksByOracle(date)) differing.push(day);
      checked += 1;
    }
    expect(differing).toEqual([]);
    expect(checked).toBe(1461);
  });

  it.each(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])(
    '%s is a make-up workday (调休)',
    (day) => expect(isWorkingDay(calendar, day)).toBe(true),
  );

  it.each([
    ['2026-02-10', 20, '2026-03-16'],
    ['2026-09-14', 30, '2026-10-30'],
    ['2026-09-14', 45, '2026-11-20'],
    ['2025-09-26', 10, '2025-10-16'],
    ['2024-09-27', 15, '2024-10-23'],
    ['2026-02-13', 7, '2026-03-02'],
    ['2026-02-14', 7, '2026-03-03'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-09-30', 0, '2026-09-30'],
    ['2026-10-01', 0, '2026-10-01'],
  ])('%s and %d working days is %s', (day, count, due) =>
    expect(addWorkingDays(calendar, day, count)).toEqual({ day: due, provisional: false }),
  );

  it('agrees with the slow oracle for any day and count', () =>
    fc.assert(
      fc.property(dayBetween2023And2026, fc.integer({ min: 0, max: 90 }), (day, count) => {
        const due = addByOracle(day, count);
        const reckoned = addWorkingDays(calendar, day, count);
        expect(reckoned.day).toBe(due);
        expect(reckoned.provisional).toBe(due > '2026-12-31');
        expect(workingDaysBetween(calendar, day, reckoned.day)).toBe(count);
        expect(workingDaysBetween(calendar, reckoned.day, day)).toBe(count === 0 ? 0 : -count);
      }),
    ));

  it('rolls to the first working day and never back', () =>
    fc.assert(
      fc.property(dayBetween2023And2026, (day) => {
        const rolled = rollToWorkingDay(calendar, day).day;
        expect(rolled >= day).toBe(true);
        expect(isWorkingDay(calendar, rolled)).toBe(true);
        const before = new Date(`${day}T00:00:00Z`);
        const expected = worksByOracle(before) ? day : addByOracle(day, 1);
        expect(rolled).toBe(expected);
      }),
    ));

  it('says that a year without arrangement is a guess', () => {
    expect(isCovered(calendar, '2027-01-01')).toBe(false);
    expect(addWorkingDays(calendar, '2026-12-31', 1)).toEqual({ day: '2027-01-01', provisional: true });
    expect(addWorkingDays(calendar, '2026-12-30', 1)).toEqual({ day: '2026-12-31', provisional: false });
    expect(rollToWorkingDay(calendar, '2027-01-02')).toEqual({ day: '2027-01-04', provisional: true });
  });

  it('counts anew when the missing year is published', () => {
    const with2027 = calendarOf([
      ...calendarYears,
      { year: 2027, source: 'test', restDays: ['2027-01-01'], workDays: ['2027-01-03'] },
    ]);
    expect(addWorkingDays(with2027, '2026-12-31', 1)).toEqual({ day: '2027-01-03', provisional: false });
  });

  it.each([-1, 0.5, Number.NaN])('refuses a count of %s', (count) =>
    expect(() => addWorkingDays(calendar, '2026-01-05', count)).toThrow(RangeError),
  );

  it('refuses a year whose days lie elsewhere', () =>
    expect(
      calendarYearSchema.safeParse({ year: 2027, source: 'test', restDays: ['2026-01-01'], workDays: [] }).success,
    ).toBe(false));
});

describe('sources', () => {
  it('never ask for local time', () => {
    const folder = new URL('.', import.meta.url);
    const files = readdirSync(folder).filter((file) => /^(?!.*\.spec\.).*\.ts$/.test(file));
    expect(files).toContain('days.ts');
    for (const file of files)
      expect(readFileSync(new URL(file, folder), 'utf8')).not.toMatch(
        /\.(get|set)(Date|Day|FullYear|Month|Hours|Minutes)\(|Date\.now|new Date\(\)|toLocale|getTimezoneOffset/,
      );
  });
});
