import type { Day } from '#kernel';
import { addDays, compareDays, isWeekend, yearOf } from './days.js';
import type { Calendar, CalendarYear } from './types.js';

interface YearSets {
  readonly rest: ReadonlySet<Day>;
  readonly work: ReadonlySet<Day>;
}

const known = new WeakMap<CalendarYear, YearSets>();

const setsOf = (year: CalendarYear): YearSets => {
  const found = known.get(year);
  if (found !== undefined) return found;
  const sets = { rest: new Set(year.restDays), work: new Set(year.workDays) };
  known.set(year, sets);
  return sets;
};

export const calendarOf = (years: readonly CalendarYear[]): Calendar => ({
  years: Object.fromEntries(years.map((year) => [year.year, year])),
});

/** Whether the State Council's arrangement for the day's year has been published to this calendar. */
export const isCovered = (calendar: Calendar, day: Day): boolean => calendar.years[yearOf(day)] !== undefined;

/** Whether offices work on that day. In a year without arrangement: Monday to Friday, which is a guess. */
export const isWorkingDay = (calendar: Calendar, day: Day): boolean => {
  const year = calendar.years[yearOf(day)];
  if (year === undefined) return !isWeekend(day);
  const { rest, work } = setsOf(year);
  return isWeekend(day) ? work.has(day) : !rest.has(day);
};

export interface Reckoned {
  readonly day: Day;
  /** A day of a year without published arrangement had to be judged: the result may still move. */
  readonly provisional: boolean;
}

/**
 * The `count`-th working day after the day, which itself is not counted (民法典 §201); with 0 the day itself.
 * Throws RangeError for a negative or fractional count.
 */
export const addWorkingDays = (calendar: Calendar, day: Day, count: number): Reckoned => {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Not a count of working days: ${count}`);
  let [current, left, provisional] = [addDays(day, 0), count, false];
  while (left > 0) {
    current = addDays(current, 1);
    provisional ||= !isCovered(calendar, current);
    if (isWorkingDay(calendar, current)) left -= 1;
  }
  return { day: current, provisional };
};

/** The `count`-th working day before the day, which itself is not counted. Throws RangeError like `addWorkingDays`. */
export const workingDaysBefore = (calendar: Calendar, day: Day, count: number): Day => {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Not a count of working days: ${count}`);
  let [current, left] = [addDays(day, 0), count];
  while (left > 0) {
    current = addDays(current, -1);
    if (isWorkingDay(calendar, current)) left -= 1;
  }
  return current;
};

/** The day itself when it is a working day, otherwise the next one (民法典 §203). */
export const rollToWorkingDay = (calendar: Calendar, day: Day): Reckoned => {
  let [current, provisional] = [day, !isCovered(calendar, day)];
  while (!isWorkingDay(calendar, current)) {
    current = addDays(current, 1);
    provisional ||= !isCovered(calendar, current);
  }
  return { day: current, provisional };
};

/** How many working days lie after `from` up to and including `to`; negative when `to` is earlier. */
export const workingDaysBetween = (calendar: Calendar, from: Day, to: Day): number => {
  if (compareDays(to, from) < 0) return -workingDaysBetween(calendar, to, from);
  let count = 0;
  for (let day = from; compareDays(day, to) < 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(calendar, day)) count += 1;
  }
  return count;
};
