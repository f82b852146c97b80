import type { Day, Instant, Month } from '#kernel';

/*
 * Days and months are Asia/Shanghai calendar dates. Shanghai has been at +08:00 without daylight saving time since
 * 1991-09-15, so the offset is fixed here and the process time zone never matters.
 */

const shanghaiOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;
const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const monthPattern = /^(\d{4})-(\d{2})$/;
// People enter days from 1900 to 2199; counting from one of them has a century to spare on either side.
const firstYear = 1800;
const lastYear = 2299;

const two = (value: number): string => String(value).padStart(2, '0');

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly date: number;
}

const parse = (day: string): Parts | undefined => {
  const match = dayPattern.exec(day);
  if (match === null) return undefined;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const real =
    year >= firstYear && year <= lastYear && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month);
  return real ? { year, month, date } : undefined;
};

const partsOf = (day: Day): Parts => {
  const parts = parse(day);
  if (parts === undefined) throw new RangeError('Not a calendar day between 1800-01-01 and 2299-12-31');
  return parts;
};

const wholeNumber = (value: number): number => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number: ${value}`);
  return value;
};

/** Whether the text is a real day, `YYYY-MM-DD`, between 1900 and 2199. */
export const isDay = (text: string): text is Day => text >= '1900' && text < '2200' && parse(text) !== undefined;

/** Whether the text is a real month, `YYYY-MM`, between 1900 and 2199. */
export const isMonth = (text: string): text is Month => monthPattern.test(text) && isDay(`${text}-01`);

// Clocks walk day by day over the same few years again and again. Bounded: only real days are kept.
const numberOfDay = new Map<Day, number>();
const dayOfNumber = new Map<number, Day>();

/** Days since 1970-01-01. Throws RangeError when the day is not real, as every function here does. */
const toNumber = (day: Day): number => {
  const known = numberOfDay.get(day);
  if (known !== undefined) return known;
  const { year, month, date } = partsOf(day);
  const number = Date.UTC(year, month - 1, date) / dayMs;
  numberOfDay.set(day, number);
  return number;
};

const fromNumber = (number: number): Day => {
  const known = dayOfNumber.get(number);
  if (known !== undefined) return known;
  const written = new Date(number * dayMs);
  if (Number.isNaN(written.getTime())) throw new RangeError('Not a day between 1800-01-01 and 2299-12-31');
  const day = written.toISOString().slice(0, 10);
  partsOf(day);
  dayOfNumber.set(number, day);
  return day;
};

/** The day `count` days later; earlier when negative. */
export const addDays = (day: Day, count: number): Day => fromNumber(toNumber(day) + wholeNumber(count));

/** The same date `count` months later, or the last day of that month where it has no such date (民法典 §202). */
export const addMonths = (day: Day, count: number): Day => {
  const { year, month, date } = partsOf(day);
  const months = year * 12 + (month - 1) + wholeNumber(count);
  const [newYear, newMonth] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  const result = `${newYear}-${two(newMonth)}-${two(Math.min(date, daysInMonth(newYear, newMonth)))}`;
  partsOf(result);
  return result;
};

/** How many days `to` lies after `from`; negative when before. */
export const daysBetween = (from: Day, to: Day): number => toNumber(to) - toNumber(from);

type DayOrMonth = string;

/** Negative, zero or positive, for sorting days or months. */
export const compareDays = (left: DayOrMonth, right: DayOrMonth): number => (left < right ? -1 : left > right ? 1 : 0);

/** 1 is Monday, 7 is Sunday. */
export const weekday = (day: Day): number => ((((toNumber(day) + 3) % 7) + 7) % 7) + 1;

export const isWeekend = (day: Day): boolean => weekday(day) >= 6;

export const yearOf = (day: DayOrMonth): number => Number(day.slice(0, 4));

export const monthOf = (day: Day): Month => {
  toNumber(day);
  return day.slice(0, 7);
};

export const addToMonth = (month: Month, count: number): Month => monthOf(addMonths(firstDayOf(month), count));

export const firstDayOf = (month: Month): Day => {
  if (!monthPattern.test(month) || parse(`${month}-01`) === undefined)
    throw new RangeError('Not a month between 1800-01 and 2299-12');
  return `${month}-01`;
};

export const lastDayOf = (month: Month): Day => addDays(addMonths(firstDayOf(month), 1), -1);

/** How many months `to` lies after `from`; negative when before. */
export const monthsBetween = (from: Month, to: Month): number => {
  const [first, last] = [partsOf(firstDayOf(from)), partsOf(firstDayOf(to))];
  return (last.year - first.year) * 12 + (last.month - first.month);
};

/** Every month from the first to the last, both included; empty when `to` is before `from`. */
export const monthsFrom = (from: Month, to: Month): readonly Month[] =>
  Array.from({ length: Math.max(0, monthsBetween(from, to) + 1) }, (_, index) => addToMonth(from, index));

/** Full years of age on that day; someone born on 29 February has the birthday on 28 February in other years. */
export const ageOn = (bornOn: Day, day: Day): number => {
  const years = yearOf(day) - yearOf(bornOn);
  return addMonths(bornOn, years * 12) <= day ? years : years - 1;
};

const utcInstant = /^\d{4}-\d{2}-\d{2}T.*Z$/;

const millisecondsOf = (instant: Instant): number => {
  const milliseconds = Date.parse(instant);
  if (!utcInstant.test(instant) || Number.isNaN(milliseconds)) throw new RangeError('Not a UTC instant in ISO 8601');
  return milliseconds;
};

// The days of a case's events are asked for at each of its clocks.
const dayOfInstant = new Map<Instant, Day>();
const mostInstants = 50_000;

const instantOf = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

/** The Asia/Shanghai day on which the instant falls. */
export const dayOf = (instant: Instant): Day => {
  const known = dayOfInstant.get(instant);
  if (known !== undefined) return known;
  const day = fromNumber(Math.floor((millisecondsOf(instant) + shanghaiOffsetMs) / dayMs));
  if (dayOfInstant.size >= mostInstants) dayOfInstant.clear();
  dayOfInstant.set(instant, day);
  return day;
};

/** 00:00 of the day in Asia/Shanghai. */
export const startOfDay = (day: Day): Instant => `${addDays(day, -1)}T16:00:00.000Z`;

/** 24:00 of the day in Asia/Shanghai, the same instant as 00:00 of the next. */
export const endOfDay = (day: Day): Instant => startOfDay(addDays(day, 1));

export const addHours = (instant: Instant, hours: number): Instant =>
  instantOf(millisecondsOf(instant) + wholeNumber(hours) * 3_600_000);

// As the machine writes them: to the millisecond, which texts compare as the instants do.
const isWhole = (instant: Instant): boolean => instant.length === 24 && instant[10] === 'T' && instant[23] === 'Z';

/** Negative, zero or positive; the two instants may be written with different precision. */
export const compareInstants = (left: Instant, right: Instant): number =>
  isWhole(left) && isWhole(right)
    ? left < right
      ? -1
      : left > right
        ? 1
        : 0
    : millisecondsOf(left) - millisecondsOf(right);

/** The last Asia/Shanghai day that lies before the instant. */
export const lastDayBefore = (instant: Instant): Day => dayOf(instantOf(millisecondsOf(instant) - 1));
