import type { Day } from '#kernel';
import { addDays, compareDays, isWeekend, yearOf } from './days.js';
import type { Calendar, CalendarYear } from './types.js';

interface Judged {
  readonly covered: boolean;
  readonly working: boolean;
}

// Clocks ask about the days of the same few years again and again. A calendar is never changed, only replaced.
const judgements = new WeakMap<Calendar, Map<Day, Judged>>();
const reckonings = new WeakMap<Calendar, Map<string, Reckoned>>();
const mostReckonings = 100_000;

const restDays = new WeakMap<CalendarYear, ReadonlySet<Day>>();
const workDays = new WeakMap<CalendarYear, ReadonlySet<Day>>();

/** The value kept for the key, made when it is asked for the first time. */
const kept = <Key, Value>(
  known: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value => {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
};

export const calendarOf = (years: readonly CalendarYear[]): Calendar => ({
  years: Object.fromEntries(years.map((year) => [year.year, year])),
});

/** In a year without arrangement: Monday to Friday, which is a guess. */
const judge = (calendar: Calendar, day: Day): Judged => {
  const year = calendar.years[yearOf(day)];
  if (year === undefined) return { covered: false, working: !isWeekend(day) };
  const working = isWeekend(day)
    ? kept(workDays, year, () => new Set(year.workDays)).has(day)
    : !kept(restDays, year, () => new Set(year.restDays)).has(day);
  return { covered: true, working };
};

const judgedOf = (calendar: Calendar, day: Day): Judged =>
  kept(
    kept(judgements, calendar, () => new Map<Day, Judged>()),
    day,
    () => judge(calendar, day),
  );

/** Whether the State Council's arrangement for the day's year has been published to this calendar. */
export const isCovered = (calendar: Calendar, day: Day): boolean => judgedOf(calendar, day).covered;

/** Whether offices work on that day. In a year without arrangement: Monday to Friday, which is a guess. */
export const isWorkingDay = (calendar: Calendar, day: Day): boolean => judgedOf(calendar, day).working;

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
  const known = kept(reckonings, calendar, () => new Map<string, Reckoned>());
  if (known.size > mostReckonings) known.clear();
  return kept(known, `${day} ${count}`, () => countWorkingDays(calendar, day, count));
};

const countWorkingDays = (calendar: Calendar, day: Day, count: number): Reckoned => {
  let [current, left, provisional] = [addDays(day, 0), count, false];
  while (left > 0) {
    current = addDays(current, 1);
    const { covered, working } = judgedOf(calendar, current);
    provisional ||= !covered;
    if (working) left -= 1;
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
