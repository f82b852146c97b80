import type { ClockView, Instant, JsonObject } from '#kernel';
import { addDays, dayOf } from '#rules';

/** What a clock was due by, until an event moved it: an extension, or the beginning or end of days that do not count. */
export type DueStretch = Readonly<{
  ruleSet: string;
  clock: string;
  startedAt: Instant;
  until: Instant;
  dueAt: Instant;
  dueOn: string;
  remindAt?: Instant;
  provisional: boolean;
  paused: boolean;
}>;

/** A case as it was known at an instant. */
interface Moment {
  readonly state: unknown;
  readonly recordedAt: Instant;
}

/** A case just after one of its events. */
export interface Step extends Moment {
  readonly type: string;
  readonly occurredAt: Instant;
}

const remindAtOf = ({ alarms }: ClockView): Instant | undefined =>
  alarms.find(({ kind }) => kind === 'approaching')?.at;

/** What of a clock may change while it runs. */
const dueOf = (view: ClockView): Omit<DueStretch, 'ruleSet' | 'clock' | 'startedAt' | 'until'> => {
  const remindAt = remindAtOf(view);
  return {
    dueAt: view.dueAt,
    dueOn: view.dueOn,
    ...(remindAt === undefined ? {} : { remindAt }),
    provisional: view.provisional,
    paused: view.state === 'paused',
  };
};

const sameClock = (
  one: Pick<ClockView, 'ruleSet' | 'clock' | 'startedAt'>,
  other: Pick<ClockView, 'ruleSet' | 'clock' | 'startedAt'>,
): boolean => one.ruleSet === other.ruleSet && one.clock === other.clock && one.startedAt === other.startedAt;

const inPause = ({ pauses }: ClockView, at: Instant): boolean => {
  const day = dayOf(at);
  return pauses.some(({ from, until }) => addDays(from, -1) <= day && (until === undefined || day <= until));
};

const isExtended = ({ extension }: ClockView): boolean => extension?.extended === true;

/**
 * The stretches held so far and those that the new events have ended. Only clocks that were extended or leave out days
 * move at all, and only events around that are looked at, so that a rebuild need not derive every clock at every event.
 * `clocks` are those after the last step.
 */
export const dueStretches = ({
  held,
  before,
  steps,
  clocksAt,
  clocks,
}: {
  readonly held: readonly DueStretch[];
  readonly before: Moment | undefined;
  readonly steps: readonly Step[];
  readonly clocksAt: (moment: Moment) => readonly ClockView[];
  readonly clocks: readonly ClockView[];
}): readonly DueStretch[] => {
  const moving = clocks.filter((view) => view.pauses.length > 0 || isExtended(view));
  if (moving.length === 0) return [];
  const seen = new Map<Moment, readonly ClockView[]>();
  const viewsOf = (moment: Moment): readonly ClockView[] => {
    const views = seen.get(moment) ?? clocksAt(moment);
    seen.set(moment, views);
    return views;
  };
  const moves = ({ type, occurredAt }: Step): boolean =>
    type === 'DeadlineExtended' || moving.some((view) => inPause(view, occurredAt));
  // A pause that began and ended on one day is none: what was noted at its beginning goes again.
  const standing = held.filter((stretch) =>
    moving.some((view) => sameClock(view, stretch) && (isExtended(view) || inPause(view, stretch.until))),
  );
  const ended = steps.flatMap((step, index) => {
    const previous = index === 0 ? before : steps[index - 1];
    if (previous === undefined || !moves(step)) return [];
    return viewsOf(previous)
      .filter((view) => view.stoppedAt === undefined && moving.some((one) => sameClock(one, view)))
      .flatMap((view): readonly DueStretch[] => {
        const { ruleSet, clock, startedAt } = view;
        const after = viewsOf(step).find((one) => sameClock(one, view));
        const due = dueOf(view);
        if (after === undefined || JSON.stringify(dueOf(after)) === JSON.stringify(due)) return [];
        return [{ ruleSet, clock, startedAt, until: step.occurredAt, ...due }];
      });
  });
  return [...standing, ...ended];
};

/**
 * One row for each stretch with the same due date, from the start of the clock to what stands now.
 * Each carries the case as it is at present, so that boards and lists of today look at one table.
 */
export const clockRows = (
  caseId: string,
  view: ClockView,
  stretches: readonly DueStretch[],
  present: JsonObject,
): readonly JsonObject[] => {
  const past = stretches.filter((stretch) => sameClock(stretch, view));
  const now = { until: undefined, ...dueOf(view) };
  let from = view.startedAt;
  return [...past, now].flatMap(({ until, dueAt, dueOn, remindAt, provisional, paused }): readonly JsonObject[] => {
    const validFrom = from;
    if (until !== undefined && until <= from) return [];
    from = until ?? from;
    return [
      {
        case_id: caseId,
        clock: view.clock,
        rule_set: view.ruleSet,
        valid_from: validFrom,
        valid_until: until,
        label: { ...view.label },
        nature: view.nature,
        source: view.source,
        started_at: view.startedAt,
        due_at: dueAt,
        due_on: dueOn,
        remind_at: remindAt,
        provisional,
        paused,
        stopped_at: view.stoppedAt,
        stopped_by: view.stoppedBy,
        standing: view.state,
        pauses: view.pauses.map((pause) => ({ ...pause, why: { ...pause.why } })),
        ...present,
      },
    ];
  });
};
