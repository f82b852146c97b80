import fc from 'fast-check';
import { deriveClocks } from './clocks.js';
import { calendarYears } from './data/calendar.js';
import { startingRuleBook } from './data/index.js';
import type { ClockRule, ClockUnit, RuleSet, TrailEvent } from './types.js';

/*
 * The arithmetic of deadlines a second time, slowly and by another way: a list of all days made by counting, each
 * looked up by its text, and events judged one day at a time. Nothing of days.ts, calendar.ts or clocks.ts is used but
 * the function under test.
 */

interface Day {
  readonly text: string;
  /** Whether its year has a published arrangement. */
  readonly arranged: boolean;
  readonly working: boolean;
}

const lengthOf = (year: number, month: number): number => {
  if (month !== 2) return [0, 31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month] ?? 0;
  return year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0) ? 29 : 28;
};
const write = (year: number, month: number, date: number): string =>
  `${year}-${month < 10 ? '0' : ''}${month}-${date < 10 ? '0' : ''}${date}`;

/** Every day from 2019 to 2034, one after the other; 2019-01-01 was a Tuesday. */
const days: readonly Day[] = (() => {
  const list: Day[] = [];
  let weekday = 2;
  for (let year = 2019; year <= 2034; year += 1) {
    const arrangement = calendarYears.find((one) => one.year === year);
    for (let month = 1; month <= 12; month += 1)
      for (let date = 1; date <= lengthOf(year, month); date += 1) {
        const text = write(year, month, date);
        const weekend = weekday === 6 || weekday === 7;
        const working = weekend
          ? arrangement !== undefined && arrangement.workDays.includes(text)
          : arrangement === undefined || !arrangement.restDays.includes(text);
        list.push({ text, arranged: arrangement !== undefined, working });
        weekday = weekday === 7 ? 1 : weekday + 1;
      }
  }
  return list;
})();
const places = new Map(days.map(({ text }, place) => [text, place]));

const dayAt = (place: number): Day => {
  const day = days[place];
  if (day === undefined) throw new Error('outside of the oracle');
  return day;
};
const placeOf = (text: string): number => {
  const place = places.get(text);
  if (place === undefined) throw new Error(`${text} is outside of the oracle`);
  return place;
};

/** In Shanghai it is eight hours later: from 16:00 UTC on, the next day. */
const shanghaiDay = (instant: string): string => {
  const [day = '', time = ''] = instant.split('T');
  return Number(time.slice(0, 2)) >= 16 ? dayAt(placeOf(day) + 1).text : day;
};

const hoursLater = (instant: string, hours: number): string => {
  const [day = '', time = ''] = instant.split('T');
  let [place, hour] = [placeOf(day), Number(time.slice(0, 2))];
  for (let passed = 0; passed < hours; passed += 1) {
    hour += 1;
    if (hour === 24) [place, hour] = [place + 1, 0];
  }
  return `${dayAt(place).text}T${hour < 10 ? '0' : ''}${hour}${time.slice(2)}`;
};

const monthsLater = (day: string, months: number): string => {
  let [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  for (let passed = 0; passed < months; passed += 1) {
    month += 1;
    if (month === 13) [year, month] = [year + 1, 1];
  }
  return write(year, month, Math.min(Number(day.slice(8)), lengthOf(year, month)));
};

interface Asked {
  readonly unit: ClockUnit;
  readonly amount: number;
  readonly rolls: boolean;
  readonly excluding: boolean;
  readonly longer: number | undefined;
  readonly onlyBeforeDue: boolean;
  readonly start: string;
  readonly events: readonly TrailEvent[];
  readonly now: string;
}

interface Told {
  readonly dueAt: string;
  readonly provisional: boolean;
}

/** Whether a day is left out: the day a pause begins counts, the day it ends does not, and while it lasts today is left out. */
const isLeftOut = (day: string, { events, excluding }: Asked, today: string): boolean => {
  if (!excluding) return false;
  let since: string | undefined;
  for (const { type, occurredAt } of events) {
    const on = shanghaiDay(occurredAt);
    if (type === 'Resumed' && since !== undefined) {
      if (since < day && day <= on) return true;
      since = undefined;
    }
    if (type === 'Paused') since ??= on;
  }
  return since !== undefined && since < day && day <= today;
};

const counted = (asked: Asked, amount: number, today: string): Told => {
  if (asked.unit === 'hours') return { dueAt: hoursLater(asked.start, amount), provisional: false };
  const from = shanghaiDay(asked.start);
  let [place, provisional] = [placeOf(from), false];
  if (asked.unit === 'months') place = placeOf(monthsLater(from, amount));
  else
    for (let left = amount; left > 0;) {
      place += 1;
      const { text, arranged, working } = dayAt(place);
      if (isLeftOut(text, asked, today)) continue;
      if (asked.unit === 'workingDays' && !arranged) provisional = true;
      if (asked.unit === 'days' || working) left -= 1;
    }
  if (asked.rolls) {
    provisional ||= !dayAt(place).arranged;
    while (!dayAt(place).working) {
      place += 1;
      provisional ||= !dayAt(place).arranged;
    }
  }
  // 24:00 in Shanghai.
  return { dueAt: `${dayAt(place).text}T16:00:00.000Z`, provisional };
};

const oracle = (asked: Asked): object => {
  const started = asked.events.findIndex(({ type }) => type === 'Started');
  const stopped = asked.events.find(({ type }, place) => type === 'Stopped' && place > started);
  const extending = asked.events.find(({ type }, place) => type === 'DeadlineExtended' && place > started);
  const today = shanghaiDay(stopped?.occurredAt ?? asked.now);
  const plain = counted(asked, asked.amount, today);
  const extended =
    asked.longer !== undefined &&
    extending !== undefined &&
    (!asked.onlyBeforeDue || extending.occurredAt < plain.dueAt);
  const due = extended ? counted(asked, asked.longer, today) : plain;
  const tooLate = (stopped?.occurredAt ?? asked.now) >= due.dueAt;
  const pausedNow =
    asked.excluding &&
    asked.events.reduce((on, { type }) => (type === 'Paused' ? true : type === 'Resumed' ? false : on), false);
  const open = tooLate ? 'overdue' : pausedNow ? 'paused' : 'running';
  return { ...due, state: stopped === undefined ? open : tooLate ? 'late' : 'met' };
};

const clockOf = ({ unit, amount, rolls, excluding, longer, onlyBeforeDue }: Asked): ClockRule => ({
  clock: 'sample',
  label: { zh: '样例', en: 'Sample' },
  source: 'sample',
  evidence: 'uncertain',
  nature: 'statutory',
  caseType: 'sample',
  unit,
  amount,
  start: ['Started'],
  stops: ['Stopped'],
  ends: [],
  rollsOverRestDay: rolls,
  onBreach: { consequence: { zh: '无', en: 'None' }, escalation: [] },
  pinnedAt: 'case',
  ...(excluding ? { excludes: [{ from: ['Paused'], to: ['Resumed'], why: { zh: '公示', en: 'Notice' } }] } : {}),
  ...(longer === undefined
    ? {}
    : {
        extension: {
          toAmount: longer,
          approvers: ['bureauLeader'] as const,
          needsReason: true,
          beforeDue: onlyBeforeDue,
        },
      }),
});

const calendar = { years: Object.fromEntries(calendarYears.map((year) => [year.year, year])) };

const derived = (asked: Asked): object => {
  const [base] = startingRuleBook.ruleSets;
  if (base === undefined) throw new Error('no rule set');
  const ruleSet: RuleSet = { ...base, clocks: [clockOf(asked)] };
  const [view, ...more] = deriveClocks(ruleSet, asked.events, calendar, asked.now);
  if (view === undefined || more.length > 0) throw new Error('not one clock');
  return { dueAt: view.dueAt, provisional: view.provisional, state: view.state };
};

const hourMs = 3_600_000;
const largest: Readonly<Record<ClockUnit, number>> = { hours: 500, days: 120, workingDays: 60, months: 24 };

/** A clock started from 2020 to 2026, with pauses, an extension and an end that may fall before, in or after its time. */
const asking = (unit: ClockUnit): fc.Arbitrary<Asked> => {
  const countsDays = unit === 'days' || unit === 'workingDays';
  const later = fc.integer({ min: -20 * 24, max: 150 * 24 });
  return fc
    .record({
      start: fc.date({
        min: new Date('2020-01-01T00:00:00Z'),
        max: new Date('2026-12-31T15:59:59Z'),
        noInvalidDate: true,
      }),
      amount: fc.integer({ min: 1, max: largest[unit] }),
      rolls: unit === 'hours' ? fc.constant(false) : fc.boolean(),
      excluding: countsDays ? fc.boolean() : fc.constant(false),
      longerBy: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
      onlyBeforeDue: fc.boolean(),
      pauses: fc.array(fc.tuple(later, fc.constantFrom('Paused', 'Resumed')), { maxLength: 6 }),
      extendedAfter: fc.option(later, { nil: undefined }),
      stoppedAfter: fc.option(later, { nil: undefined }),
      seenAfter: fc.integer({ min: 0, max: 400 * 24 }),
    })
    .map(({ start, longerBy, pauses, extendedAfter, stoppedAfter, seenAfter, ...rest }) => {
      const after = (hours: number): string => new Date(start.getTime() + hours * hourMs).toISOString();
      const events: TrailEvent[] = [
        { type: 'Started', occurredAt: after(0) },
        ...pauses.map(([hours, type]) => ({ type, occurredAt: after(hours) })),
        ...(extendedAfter === undefined
          ? []
          : [{ type: 'DeadlineExtended', occurredAt: after(extendedAfter), data: { clock: 'sample' } }]),
        ...(stoppedAfter === undefined ? [] : [{ type: 'Stopped', occurredAt: after(stoppedAfter) }]),
      ];
      events.sort((one, other) => (one.occurredAt < other.occurredAt ? -1 : one.occurredAt > other.occurredAt ? 1 : 0));
      const longer = longerBy === undefined ? undefined : rest.amount + longerBy;
      return { ...rest, unit, longer, start: after(0), events, now: after(seenAfter) };
    });
};

describe('the oracle itself', () => {
  const plain = { rolls: true, excluding: false, longer: undefined, onlyBeforeDue: false, events: [], now: '' };
  it.each([
    ['2026-02-10', 20, '2026-03-16'],
    ['2026-09-14', 30, '2026-10-30'],
    ['2025-09-26', 10, '2025-10-16'],
    ['2024-09-27', 15, '2024-10-23'],
    ['2026-02-13', 7, '2026-03-02'],
  ])('%s and %i working days end on %s', (day, amount, last) =>
    expect(counted({ ...plain, unit: 'workingDays', amount, start: `${day}T02:00:00.000Z` }, amount, '')).toEqual({
      dueAt: `${last}T16:00:00.000Z`,
      provisional: false,
    }),
  );

  it('knows when a year has no arrangement, and the shortest months', () => {
    const december = { ...plain, unit: 'workingDays', start: '2026-12-20T02:00:00.000Z' } as const;
    expect(counted({ ...december, amount: 10 }, 10, '')).toMatchObject({ provisional: true });
    expect(monthsLater('2023-12-31', 2)).toBe('2024-02-29');
    expect(shanghaiDay('2026-10-30T16:00:00.000Z')).toBe('2026-10-31');
  });
});

describe('the clocks agree with the oracle', () => {
  it.each(['hours', 'days', 'workingDays', 'months'] as const)('counting %s', (unit) => {
    fc.assert(
      fc.property(asking(unit), (asked) => {
        expect(derived(asked)).toEqual(oracle(asked));
      }),
      { numRuns: 1_000 },
    );
  });
});
