import type { ClockAlarm, ClockPause, ClockView, Day, Instant } from '#kernel';
import {
  addWorkingDays,
  isCovered,
  isWorkingDay,
  rollToWorkingDay,
  workingDaysBefore,
  type Reckoned,
} from './calendar.js';
import {
  addDays,
  addHours,
  addMonths,
  compareInstants,
  dayOf,
  daysBetween,
  endOfDay,
  isDay,
  lastDayBefore,
  startOfDay,
} from './days.js';
import { calendarAt, inForce, inForceWithin, ruleSetName, ruleSetOfCase } from './rule-book.js';
import type { Calendar, ClockRule, EventPattern, Jurisdiction, RuleBook, RuleSet, TrailEvent } from './types.js';
import { jurisdictions } from './types.js';

/** Which clocks of a rule set concern the case; a field left out matches everything. */
export interface ClockScope {
  readonly caseType?: string;
  readonly scheme?: string;
}

type Trail = readonly TrailEvent[];

const field = (event: TrailEvent, name: string): unknown =>
  event.data === undefined ? undefined : Reflect.get(event.data, name);

const matches = (event: TrailEvent, pattern: EventPattern): boolean =>
  typeof pattern === 'string'
    ? event.type === pattern
    : event.type === pattern.type &&
      Object.entries(pattern.where).every(([name, values]) => values.some((value) => value === field(event, name)));

const matchesAny = (event: TrailEvent, patterns: readonly EventPattern[]): boolean =>
  patterns.some((pattern) => matches(event, pattern));

interface Occurrence {
  readonly key: unknown;
  readonly startedAt: Instant;
  readonly startedOn: Day;
  readonly countFrom: Day;
  /** Place of the start in the trail. */
  readonly place: number;
  closed?: { readonly at: Instant; readonly by: string; readonly met: boolean };
}

const closing = (rule: ClockRule, event: TrailEvent): 'met' | 'ended' | undefined =>
  matchesAny(event, rule.stops) ? 'met' : matchesAny(event, rule.ends) ? 'ended' : undefined;

const concerns = (rule: ClockRule, event: TrailEvent, occurrence: Occurrence): boolean => {
  if (rule.pairBy === undefined) return true;
  const key = field(event, rule.pairBy);
  return key === undefined || key === occurrence.key;
};

const dayIn = (event: TrailEvent, name: string): Day | undefined => {
  const given = field(event, name);
  return typeof given === 'string' && isDay(given) ? given : undefined;
};

const begin = (rule: ClockRule, event: TrailEvent, place: number): Occurrence | undefined => {
  const key = rule.pairBy === undefined ? undefined : field(event, rule.pairBy);
  const startedAt = event.occurredAt;
  const startedOn = dayOf(startedAt);
  const countFrom = rule.countFrom === undefined ? startedOn : dayIn(event, rule.countFrom);
  return countFrom === undefined ? undefined : { key, startedAt, startedOn, countFrom, place };
};

const typeOf = (pattern: EventPattern): string => (typeof pattern === 'string' ? pattern : pattern.type);

/** The types of event that can do anything to a clock of the rule; most of a case's events cannot. */
interface Heard {
  readonly run: ReadonlySet<string>;
  readonly excluded: ReadonlySet<string>;
}

const heardBy = new WeakMap<ClockRule, Heard>();

const heardOf = (rule: ClockRule): Heard => {
  const known = heardBy.get(rule);
  if (known !== undefined) return known;
  const heard = {
    run: new Set([...rule.start, ...rule.stops, ...rule.ends].map(typeOf)),
    excluded: new Set((rule.excludes ?? []).flatMap(({ from, to }) => [...from, ...to].map(typeOf))),
  };
  heardBy.set(rule, heard);
  return heard;
};

/** Every time the clock was started, in the order of the stream. What comes later in the stream may stop it. */
const occurrencesOf = (rule: ClockRule, trail: Trail): readonly Occurrence[] => {
  const all: Occurrence[] = [];
  const { run } = heardOf(rule);
  trail.forEach((event, place) => {
    if (!run.has(event.type)) return;
    const end = closing(rule, event);
    if (end !== undefined)
      for (const occurrence of all)
        if (occurrence.closed === undefined && concerns(rule, event, occurrence))
          occurrence.closed = { at: event.occurredAt, by: event.type, met: end === 'met' };
    if (!matchesAny(event, rule.start)) return;
    const occurrence = begin(rule, event, place);
    if (occurrence === undefined) return;
    const running = all.some((one) => one.closed === undefined && one.key === occurrence.key);
    if (!running) all.push(occurrence);
  });
  return all;
};

interface Exclusion {
  readonly after: Day;
  /** The last excluded day; undefined while it goes on. */
  readonly until: Day | undefined;
  readonly cause: Pick<ClockPause, 'why' | 'responsible'>;
}

const exclusionsOf = (rule: ClockRule, trail: Trail): readonly Exclusion[] =>
  (rule.excludes ?? []).flatMap(({ from, to, why, responsible = 'procedure' }) => {
    const found: Exclusion[] = [];
    const cause = { why, responsible };
    const { excluded } = heardOf(rule);
    let open: Day | undefined;
    for (const event of trail) {
      if (!excluded.has(event.type)) continue;
      const day = dayOf(event.occurredAt);
      if (open !== undefined && matchesAny(event, to)) {
        found.push({ after: open, until: day, cause });
        open = undefined;
      }
      if (open === undefined && matchesAny(event, from)) open = day;
    }
    return open === undefined ? found : [...found, { after: open, until: undefined, cause }];
  });

/** The exclusions that fall into the clock's own time. */
const pausesOf = (exclusions: readonly Exclusion[], { countFrom, closed }: Occurrence): readonly ClockPause[] => {
  const end = closed === undefined ? undefined : dayOf(closed.at);
  return exclusions
    .filter(({ after, until }) => (until ?? countFrom) >= countFrom && (end === undefined || after < end))
    .map(({ after, until, cause }) => ({ from: addDays(after, 1), until: until ?? end, ...cause }))
    .filter(({ from, until }) => until === undefined || from <= until);
};

const nothingLeftOut = (): boolean => false;

/** Whether a day is left out, as it was known then. */
const leavingOut = (exclusions: readonly Exclusion[], at: Instant): ((day: Day) => boolean) => {
  if (exclusions.length === 0) return nothingLeftOut;
  const asOf = dayOf(at);
  return (day) => exclusions.some(({ after, until }) => after < day && day <= (until ?? asOf));
};

interface Due {
  readonly at: Instant;
  readonly on: Day;
  readonly provisional: boolean;
}

const walk = (rule: ClockRule, amount: number, from: Day, calendar: Calendar, out: (day: Day) => boolean): Reckoned => {
  let [day, left, provisional] = [from, amount, false];
  while (left > 0) {
    day = addDays(day, 1);
    if (out(day)) continue;
    if (rule.unit === 'workingDays') {
      provisional ||= !isCovered(calendar, day);
      if (!isWorkingDay(calendar, day)) continue;
    }
    left -= 1;
  }
  return { day, provisional };
};

const lastDay = (
  rule: ClockRule,
  amount: number,
  from: Day,
  calendar: Calendar,
  out: (day: Day) => boolean,
): Reckoned => {
  switch (rule.unit) {
    case 'months':
      return { day: addMonths(from, amount), provisional: false };
    case 'days':
      return rule.excludes === undefined
        ? { day: addDays(from, amount), provisional: false }
        : walk(rule, amount, from, calendar, out);
    case 'workingDays':
      return rule.excludes === undefined
        ? addWorkingDays(calendar, from, amount)
        : walk(rule, amount, from, calendar, out);
    case 'hours':
      throw new RangeError('Hours have no last day');
    default:
      return rule.unit satisfies never;
  }
};

const reckon = (
  rule: ClockRule,
  amount: number,
  { startedAt, countFrom }: Pick<Occurrence, 'startedAt' | 'countFrom'>,
  calendar: Calendar,
  out: (day: Day) => boolean,
): Due => {
  if (rule.unit === 'hours') {
    const at = addHours(startedAt, amount);
    return { at, on: lastDayBefore(at), provisional: false };
  }
  const counted = lastDay(rule, amount, countFrom, calendar, out);
  const rolled = rule.rollsOverRestDay ? rollToWorkingDay(calendar, counted.day) : counted;
  return { at: endOfDay(rolled.day), on: rolled.day, provisional: counted.provisional || rolled.provisional };
};

const extensionEvent = (trail: Trail, occurrence: Occurrence, clock: string): TrailEvent | undefined =>
  trail
    .slice(occurrence.place + 1)
    .find((event) => event.type === 'DeadlineExtended' && field(event, 'clock') === clock);

type Standing = Pick<ClockView, 'state' | 'stoppedAt' | 'stoppedBy'>;

/** `stoppedBy` of an applicant's time limit that ran out. */
export const lapsed = 'lapsed';

const standingOf = (
  rule: ClockRule,
  { closed }: Occurrence,
  dueAt: Instant,
  paused: boolean,
  now: Instant,
): Standing => {
  const tooLate = compareInstants(closed?.at ?? now, dueAt) >= 0;
  if (tooLate && rule.nature === 'right') return { state: 'ended', stoppedAt: dueAt, stoppedBy: lapsed };
  if (closed === undefined) {
    const state = tooLate ? 'overdue' : paused ? 'paused' : 'running';
    return { state, stoppedAt: undefined, stoppedBy: undefined };
  }
  const state = closed.met ? (tooLate ? 'late' : 'met') : 'ended';
  return { state, stoppedAt: closed.at, stoppedBy: closed.by };
};

/** Reminders at the beginning of a day, or some hours, before the due time; none that would come before the clock has started. */
const reminders = (rule: ClockRule, { startedAt }: Occurrence, due: Due, calendar: Calendar): readonly Instant[] =>
  (rule.warnBefore ?? [])
    .map(({ amount, unit }): Instant => {
      switch (unit) {
        case 'hours':
          return addHours(due.at, -amount);
        case 'days':
          return startOfDay(addDays(due.on, -amount));
        case 'workingDays':
          return startOfDay(workingDaysBefore(calendar, due.on, amount));
        case 'months':
          return startOfDay(addMonths(due.on, -amount));
        default:
          return unit satisfies never;
      }
    })
    .filter((at) => compareInstants(at, startedAt) > 0 && compareInstants(at, due.at) < 0)
    .sort(compareInstants);

/** The chain of those who are told: the first at the breach itself, the others some working days later. */
const alarmsOf = (rule: ClockRule, occurrence: Occurrence, due: Due, calendar: Calendar): readonly ClockAlarm[] => {
  if (rule.nature === 'right') return [];
  const [first, ...later] = [...rule.onBreach.escalation].sort(
    (one, other) => one.afterWorkingDays - other.afterWorkingDays,
  );
  const atOnce = first?.afterWorkingDays === 0 ? first : undefined;
  const afterwards = first === undefined || atOnce !== undefined ? later : [first, ...later];
  return [
    ...reminders(rule, occurrence, due, calendar).map((at, step): ClockAlarm => ({
      kind: 'approaching',
      step,
      at,
      roles: first?.roles ?? [],
    })),
    { kind: 'breached', step: 0, at: due.at, roles: atOnce?.roles ?? [] },
    ...afterwards.map(({ afterWorkingDays, roles }, step): ClockAlarm => ({
      kind: 'escalated',
      step,
      at: addDaysTo(due.at, due.on, addWorkingDays(calendar, due.on, afterWorkingDays).day),
      roles,
    })),
  ];
};

/** The same time of day on a later day. */
const addDaysTo = (at: Instant, from: Day, to: Day): Instant =>
  at === endOfDay(from) ? endOfDay(to) : addHours(at, daysBetween(from, to) * 24);

const viewOf = (
  ruleSet: RuleSet,
  rule: ClockRule,
  occurrence: Occurrence,
  clock: string,
  trail: Trail,
  exclusions: readonly Exclusion[],
  calendar: Calendar,
  now: Instant,
): ClockView => {
  const out = leavingOut(exclusions, occurrence.closed?.at ?? now);
  const plain = reckon(rule, rule.amount, occurrence, calendar, out);
  const longer = rule.extension && reckon(rule, rule.extension.toAmount, occurrence, calendar, out);
  const asked = rule.extension && extensionEvent(trail, occurrence, clock);
  const extended =
    asked !== undefined && (rule.extension?.beforeDue !== true || compareInstants(asked.occurredAt, plain.at) < 0);
  const pausedSince = exclusions.find(({ until }) => until === undefined)?.after;
  const due = extended && longer !== undefined ? longer : plain;
  return {
    clock,
    label: rule.label,
    nature: rule.nature,
    ruleSet: ruleSetName(ruleSet),
    source: rule.source,
    startedAt: occurrence.startedAt,
    dueAt: due.at,
    dueOn: due.on,
    provisional: due.provisional,
    ...standingOf(rule, occurrence, due.at, pausedSince !== undefined, now),
    pauses: pausesOf(exclusions, occurrence),
    // While it is paused, nobody knows yet when it is due; what came before the pause stands.
    alarms: alarmsOf(rule, occurrence, due, calendar).filter(
      ({ at }) => pausedSince === undefined || compareInstants(at, endOfDay(pausedSince)) <= 0,
    ),
    consequence: rule.onBreach.consequence,
    extension:
      rule.extension === undefined || longer === undefined
        ? undefined
        : { extended, approvers: rule.extension.approvers, extendedDueAt: longer.at, extendedDueOn: longer.on },
  };
};

const inScope = (rule: ClockRule, scope: ClockScope): boolean =>
  (scope.caseType === undefined || rule.caseType === scope.caseType) &&
  (scope.scheme === undefined || rule.schemes === undefined || rule.schemes.includes(scope.scheme));

const startingTypes = new WeakMap<RuleSet, ReadonlyMap<string, readonly number[]>>();

const startsOf = (ruleSet: RuleSet): ReadonlyMap<string, readonly number[]> => {
  const known = startingTypes.get(ruleSet);
  if (known !== undefined) return known;
  const places = new Map<string, number[]>();
  ruleSet.clocks.forEach((rule, place) => {
    for (const type of new Set(rule.start.map(typeOf))) places.set(type, [...(places.get(type) ?? []), place]);
  });
  startingTypes.set(ruleSet, places);
  return places;
};

/** The clocks that some event of the trail may have started, in the order of the rule set. */
const startable = (ruleSet: RuleSet, trail: Trail): readonly ClockRule[] => {
  const places = new Set<number>();
  const starts = startsOf(ruleSet);
  for (const { type } of trail) for (const place of starts.get(type) ?? []) places.add(place);
  return [...places].sort((one, other) => one - other).flatMap((place) => ruleSet.clocks[place] ?? []);
};

const derive = (
  ruleSet: RuleSet,
  trail: Trail,
  calendarFor: (closedAt: Instant | undefined) => Calendar,
  now: Instant,
  scope: ClockScope,
  governs: (rule: ClockRule, startedOn: Day) => boolean,
): readonly ClockView[] =>
  startable(ruleSet, trail)
    .filter((rule) => inScope(rule, scope))
    .flatMap((rule) => {
      const exclusions = exclusionsOf(rule, trail);
      return occurrencesOf(rule, trail).flatMap((occurrence, index) => {
        if (!governs(rule, occurrence.startedOn)) return [];
        const clock = index === 0 ? rule.clock : `${rule.clock}#${index + 1}`;
        return [viewOf(ruleSet, rule, occurrence, clock, trail, exclusions, calendarFor(occurrence.closed?.at), now)];
      });
    });

/** Every event type that the clocks of a case type wait for; a room checks that each is one of its events. */
export const clockEventTypes = (ruleSet: RuleSet, caseType: string): readonly string[] => {
  const patterns = ruleSet.clocks
    .filter((rule) => rule.caseType === caseType)
    .flatMap(({ start, stops, ends, excludes: excluded = [] }) => [
      ...start,
      ...stops,
      ...ends,
      ...excluded.flatMap(({ from, to }) => [...from, ...to]),
    ]);
  return [...new Set(patterns.map(typeOf))].sort();
};

/**
 * Every clock of one rule set that the trail has started, as it stands at `now`. A clock that starts again gets a
 * number: `confirm`, `confirm#2`. The trail is the case's events in the order of the stream; clocks run on `occurredAt`.
 */
export const deriveClocks = (
  ruleSet: RuleSet,
  trail: Trail,
  calendar: Calendar,
  now: Instant,
  scope: ClockScope = {},
): readonly ClockView[] =>
  derive(
    ruleSet,
    trail,
    () => calendar,
    now,
    scope,
    () => true,
  );

/** A case as far as its clocks are concerned. */
export interface ClockedCase extends ClockScope {
  readonly trail: Trail;
  /** The day of acceptance, which pins the rule sets; before it, the day of each clock's start counts. */
  readonly acceptedOn: Day | undefined;
}

/**
 * Every clock of a case under all jurisdictions side by side, each by the version of the rule set that governs it:
 * pinned at acceptance unless the transition rule moves open cases, or at the clock's own start.
 */
export const clocksOfCase = (book: RuleBook, clocked: ClockedCase, now: Instant): readonly ClockView[] => {
  const calendarFor = (closedAt: Instant | undefined): Calendar => calendarAt(book, closedAt);
  const span = spanOf(clocked);
  if (span === undefined) return [];
  return jurisdictions.flatMap((jurisdiction) => {
    const known = new Map<Day, Governing>();
    const governing = (startedOn: Day): Governing => {
      const found = known.get(startedOn) ?? governingOn(book, jurisdiction, clocked.acceptedOn, startedOn);
      known.set(startedOn, found);
      return found;
    };
    return inForceWithin(book, jurisdiction, span).flatMap((ruleSet) =>
      derive(ruleSet, clocked.trail, calendarFor, now, clocked, (rule, startedOn) => {
        const { ofStart, ofCase } = governing(startedOn);
        return ruleSet === (rule.pinnedAt === 'start' ? ofStart : ofCase);
      }),
    );
  });
};

interface Span {
  readonly first: Day;
  readonly last: Day;
}

/** From the first day on which something happened, or on which the case was accepted, to the last. */
const spanOf = ({ trail, acceptedOn }: ClockedCase): Span | undefined => {
  let [first, last] = [trail[0]?.occurredAt, trail[0]?.occurredAt];
  if (first === undefined || last === undefined) return undefined;
  for (const { occurredAt } of trail) {
    if (compareInstants(occurredAt, first) < 0) first = occurredAt;
    if (compareInstants(occurredAt, last) > 0) last = occurredAt;
  }
  const firstDay = dayOf(first);
  return { first: acceptedOn !== undefined && acceptedOn < firstDay ? acceptedOn : firstDay, last: dayOf(last) };
};

interface Governing {
  /** For clocks that follow the case. */
  readonly ofCase: RuleSet | undefined;
  /** For clocks pinned at their own start. */
  readonly ofStart: RuleSet | undefined;
}

const governingOn = (
  book: RuleBook,
  jurisdiction: Jurisdiction,
  acceptedOn: Day | undefined,
  startedOn: Day,
): Governing => {
  const ofStart = inForce(book, jurisdiction, startedOn);
  const beforeAcceptance = acceptedOn === undefined || startedOn < acceptedOn;
  return { ofStart, ofCase: beforeAcceptance ? ofStart : ruleSetOfCase(book, jurisdiction, acceptedOn, startedOn) };
};

/** The instant of the breach: past due, whether met late, still open or ended after it. A lapsed right is no breach. */
export const breachedAt = (view: ClockView, now: Instant): Instant | undefined =>
  view.stoppedBy !== lapsed && compareInstants(view.stoppedAt ?? now, view.dueAt) >= 0 ? view.dueAt : undefined;
