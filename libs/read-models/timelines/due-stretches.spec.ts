import type { ClockPause, ClockView } from '#kernel';
import { type DueStretch, type Step, clockRows, dueStretches } from './due-stretches.js';

const label = { zh: '审批', en: 'Decision' };
const startedAt = '2026-09-01T01:00:00.000Z';

const view = (dueOn: string, more: Partial<ClockView> = {}): ClockView => ({
  clock: 'decision',
  label,
  nature: 'statutory',
  ruleSet: 'spec@1',
  source: 'spec',
  startedAt,
  dueAt: `${dueOn}T16:00:00.000Z`,
  dueOn,
  provisional: false,
  stoppedAt: undefined,
  stoppedBy: undefined,
  state: 'running',
  pauses: [],
  alarms: [],
  consequence: label,
  extension: undefined,
  ...more,
});

const pause = (from: string, until?: string): ClockPause => ({ from, until, why: label, responsible: 'procedure' });
const paused = (dueOn: string, from: string): ClockView => view(dueOn, { state: 'paused', pauses: [pause(from)] });
const extension = { extended: true, approvers: [], extendedDueAt: startedAt, extendedDueOn: '2026-12-01' };

/** A story told in steps: what happened on a day at 01:00Z, and how the clock stands after it. */
type Told = readonly [day: string, type: string, after: ClockView];
const stepsOf = (story: readonly Told[]): readonly Step[] =>
  story.map(([day, type, state]) => {
    const at = `${day}T01:00:00.000Z`;
    return { state, type, occurredAt: at, recordedAt: at };
  });

const clocksOf = (state: unknown): readonly ClockView[] => [state as ClockView];

interface Taken {
  readonly stretches: readonly DueStretch[];
  /** How often clocks were derived besides the last. */
  readonly derived: number;
}

/** Takes the story in all at once, or event by event. */
const taken = (story: readonly Told[], atOnce: boolean): Taken => {
  const steps = stepsOf(story);
  let stretches: readonly DueStretch[] = [];
  let derived = 0;
  const clocksAt = ({ state }: { readonly state: unknown }): readonly ClockView[] => {
    derived += 1;
    return clocksOf(state);
  };
  const batches = atOnce ? [steps] : steps.map((step) => [step]);
  let before: Step | undefined;
  for (const batch of batches) {
    const last = batch.at(-1);
    if (last === undefined) continue;
    stretches = dueStretches({ held: stretches, before, steps: batch, clocksAt, clocks: clocksOf(last.state) });
    before = last;
  }
  return { stretches, derived };
};

const rowsOf = (story: readonly Told[], atOnce: boolean): readonly unknown[] => {
  const last = story.at(-1)?.[2] ?? view('2026-10-01');
  return clockRows('case', last, taken(story, atOnce).stretches, {}).map(
    ({ valid_from, valid_until, due_on, paused: p }) => [valid_from, valid_until, due_on, p],
  );
};

describe.each([
  ['all at once', true],
  ['event by event', false],
])('what a clock was due by, taken in %s', (_, atOnce) => {
  it('is one row while nothing moves it, and derives no clock for that', () => {
    const story: readonly Told[] = [
      ['2026-09-01', 'Accepted', view('2026-10-01')],
      ['2026-09-05', 'NoteAdded', view('2026-10-01')],
    ];
    expect(rowsOf(story, atOnce)).toEqual([[startedAt, undefined, '2026-10-01', false]]);
    expect(taken(story, atOnce).derived).toBe(0);
  });

  it('keeps the day before an extension', () => {
    const longer = view('2026-12-01', { extension });
    const story: readonly Told[] = [
      ['2026-09-01', 'Accepted', view('2026-10-01')],
      ['2026-09-05', 'NoteAdded', view('2026-10-01')],
      ['2026-09-20', 'DeadlineExtended', longer],
      ['2026-09-21', 'NoteAdded', longer],
    ];
    expect(rowsOf(story, atOnce)).toEqual([
      [startedAt, '2026-09-20T01:00:00.000Z', '2026-10-01', false],
      ['2026-09-20T01:00:00.000Z', undefined, '2026-12-01', false],
    ]);
  });

  it('keeps a pause and the day that came out after it', () => {
    const after = view('2026-10-06', { pauses: [pause('2026-09-11', '2026-09-15')] });
    const story: readonly Told[] = [
      ['2026-09-01', 'Accepted', view('2026-10-01')],
      ['2026-09-10', 'NoticePosted', paused('2026-10-01', '2026-09-11')],
      ['2026-09-15', 'NoticeEnded', after],
      ['2026-09-20', 'Met', { ...after, state: 'met', stoppedAt: '2026-09-20T01:00:00.000Z' }],
    ];
    expect(rowsOf(story, atOnce)).toEqual([
      [startedAt, '2026-09-10T01:00:00.000Z', '2026-10-01', false],
      ['2026-09-10T01:00:00.000Z', '2026-09-15T01:00:00.000Z', '2026-10-01', true],
      ['2026-09-15T01:00:00.000Z', undefined, '2026-10-06', false],
    ]);
  });

  it('forgets a pause that ended on the day it began', () => {
    const story: readonly Told[] = [
      ['2026-09-01', 'Accepted', view('2026-10-01')],
      ['2026-09-10', 'NoticePosted', paused('2026-10-01', '2026-09-11')],
      ['2026-09-10', 'NoticeEnded', view('2026-10-01')],
    ];
    expect(rowsOf(story, atOnce)).toEqual([[startedAt, undefined, '2026-10-01', false]]);
  });
});
