import fc from 'fast-check';
import {
  addDays,
  addHours,
  addMonths,
  ageOn,
  compareInstants,
  dayOf,
  daysBetween,
  endOfDay,
  isDay,
  isMonth,
  lastDayBefore,
  lastDayOf,
  monthOf,
  monthsBetween,
  monthsFrom,
  startOfDay,
  weekday,
} from './days.js';

const someDay = fc.date({
  min: new Date('1950-01-01T00:00:00Z'),
  max: new Date('2100-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const isoDay = someDay.map((date) => date.toISOString().slice(0, 10));

describe('days', () => {
  it.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['1900-02-29', false],
    ['2000-02-29', true],
    ['2026-04-31', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-1-1', false],
    ['2026-01-01T00:00:00Z', false],
    ['9999-01-01', false],
    ['', false],
    [' 2026-01-01', false],
    ['２０２６-01-01', false],
  ])('tells a real day from other text: %s', (text, real) => expect(isDay(text)).toBe(real));

  it.each(['2026-02-30', 'today', '20260101', '2026-01-01 '])('refuses to count from %s', (text) => {
    expect(() => addDays(text, 1)).toThrow(RangeError);
    expect(() => addMonths(text, 1)).toThrow(RangeError);
    expect(() => weekday(text)).toThrow(RangeError);
    expect(() => startOfDay(text)).toThrow(RangeError);
    expect(() => monthOf(text)).toThrow(RangeError);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a count of %s', (count) => {
    expect(() => addDays('2026-01-01', count)).toThrow(RangeError);
    expect(() => addMonths('2026-01-01', count)).toThrow(RangeError);
  });

  it('knows months', () => {
    expect(isMonth('2026-12')).toBe(true);
    expect(isMonth('2026-13')).toBe(false);
    expect(monthsFrom('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect(monthsFrom('2026-02', '2026-01')).toEqual([]);
    expect(monthsBetween('2026-11', '2025-10')).toBe(-13);
    expect(lastDayOf('2028-02')).toBe('2028-02-29');
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-12-31', 12, '2027-12-31'],
    ['2024-02-29', 12, '2025-02-28'],
  ])('%s and %d months is %s (month-end where the date is missing)', (day, count, result) =>
    expect(addMonths(day, count)).toBe(result),
  );

  it('decides the day in Shanghai, eight hours ahead of UTC', () => {
    expect(dayOf('2026-09-13T15:59:59.999Z')).toBe('2026-09-13');
    expect(dayOf('2026-09-13T16:00:00.000Z')).toBe('2026-09-14');
    expect(startOfDay('2026-09-14')).toBe('2026-09-13T16:00:00.000Z');
    expect(endOfDay('2026-09-14')).toBe('2026-09-14T16:00:00.000Z');
    expect(lastDayBefore(endOfDay('2026-09-14'))).toBe('2026-09-14');
    expect(() => dayOf('2026-09-14')).toThrow(RangeError);
    expect(() => dayOf('2026-09-14T10:00:00+08:00')).toThrow(RangeError);
    expect(() => dayOf('2026-13-14T10:00:00.000Z')).toThrow(RangeError);
  });

  it('compares instants by time, not by spelling', () =>
    expect(compareInstants('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z')).toBe(0));

  it('counts hours through midnight and New Year', () =>
    expect(addHours('2026-12-31T14:40:00.000Z', 24)).toBe('2027-01-01T14:40:00.000Z'));

  it('knows the age on a day', () => {
    expect(ageOn('2010-09-15', '2026-09-14')).toBe(15);
    expect(ageOn('2010-09-14', '2026-09-14')).toBe(16);
    expect(ageOn('2008-02-29', '2026-02-28')).toBe(18);
    expect(ageOn('2008-02-29', '2026-02-27')).toBe(17);
  });

  it('agrees with stepping one day at a time', () =>
    fc.assert(
      fc.property(someDay, fc.integer({ min: 0, max: 500 }), (start, count) => {
        const walking = new Date(start.toISOString().slice(0, 10));
        for (let step = 0; step < count; step += 1) walking.setUTCDate(walking.getUTCDate() + 1);
        const day = start.toISOString().slice(0, 10);
        expect(addDays(day, count)).toBe(walking.toISOString().slice(0, 10));
        expect(addDays(addDays(day, count), -count)).toBe(day);
        expect(daysBetween(day, addDays(day, count))).toBe(count);
        expect(weekday(addDays(day, count))).toBe(walking.getUTCDay() === 0 ? 7 : walking.getUTCDay());
      }),
    ));

  it('takes every instant of a day, and no other, to that day', () =>
    fc.assert(
      fc.property(isoDay, fc.integer({ min: 0, max: 86_399_999 }), (day, offset) => {
        const instant = new Date(Date.parse(startOfDay(day)) + offset).toISOString();
        expect(dayOf(instant)).toBe(day);
        expect(dayOf(endOfDay(day))).toBe(addDays(day, 1));
      }),
    ));

  it('never leaves the month that was counted to', () =>
    fc.assert(
      fc.property(isoDay, fc.integer({ min: -240, max: 240 }), (day, count) => {
        const result = addMonths(day, count);
        expect(monthsBetween(monthOf(day), monthOf(result))).toBe(count);
        expect(result.slice(8) <= day.slice(8)).toBe(true);
        if (result.slice(8) !== day.slice(8)) expect(result).toBe(lastDayOf(monthOf(result)));
      }),
    ));
});
