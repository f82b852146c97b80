import type { ClockView } from '#kernel';
import fc from 'fast-check';
import { addWorkingDays, calendarOf } from './calendar.js';
import { breachedAt, clockEventTypes, clocksOfCase, deriveClocks } from './clocks.js';
import { calendarYears } from './data/calendar.js';
import { startingRuleBook } from './data/index.js';
import { dayOf, endOfDay } from './days.js';
import { foldRuleBook, pinned } from './rule-book.js';
import type { ClockRule, RuleSet, TrailEvent } from './types.js';

const book = startingRuleBook;

/** An event at that Shanghai time. */
const at = (type: string, shanghai: string, data?: object): TrailEvent => ({
  type,
  occurredAt: new Date(`${shanghai}+08:00`).toISOString(),
  ...(data === undefined ? {} : { data }),
});
const instant = (shanghai: string): string => new Date(`${shanghai}+08:00`).toISOString();

const ruleSet = (name: string): RuleSet => {
  const found = pinned(book, name);
  if (found === undefined) throw new Error(`no rule set ${name}`);
  return found;
};

const only = (views: readonly ClockView[], clock: string): ClockView => {
  const found = views.filter((view) => view.clock === clock);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} views of ${clock}`);
  return found[0];
};

const national = (trail: readonly TrailEvent[], now: string, scheme = 'dibao') =>
  deriveClocks(ruleSet('national@1'), trail, book.calendar, instant(now), { scheme });
const chongqing = (trail: readonly TrailEvent[], now: string, scheme = 'dibao') =>
  deriveClocks(ruleSet('chongqing@1'), trail, book.calendar, instant(now), { scheme });

const accepted = at('ApplicationAccepted', '2026-09-14T09:30');

describe('the decision clock', () => {
  it('AC-01: ends 30 working days after acceptance, at the end of 2026-10-30', () => {
    const view = only(national([accepted], '2026-09-15T08:00'), 'decision');
    expect(view).toMatchObject({
      ruleSet: 'national@1',
      startedAt: accepted.occurredAt,
      dueOn: '2026-10-30',
      dueAt: '2026-10-30T16:00:00.000Z',
      provisional: false,
      state: 'running',
    });
  });

  it('AC-02: has not started before acceptance; lodging only runs the internal measure', () => {
    const lodged = at('ApplicationLodged', '2026-09-07T10:00', { channel: 'town' });
    expect(national([lodged], '2026-09-08T08:00')).toEqual([]);
    expect(chongqing([lodged], '2026-09-08T08:00').map(({ clock, state }) => [clock, state])).toEqual([
      ['acceptance', 'running'],
    ]);
  });

  it('AC-05: an extension before the due date moves it to 2026-11-20; one after it changes nothing', () => {
    const extend = (time: string) => at('DeadlineExtended', time, { clock: 'decision', reason: 'late reply' });
    const offered = only(national([accepted], '2026-10-01T08:00'), 'decision').extension;
    expect(offered).toMatchObject({
      extended: false,
      approvers: ['bureauLeader'],
      extendedDueOn: '2026-11-20',
      extendedDueAt: endOfDay('2026-11-20'),
    });
    const inTime = only(national([accepted, extend('2026-10-30T23:59')], '2026-10-31T08:00'), 'decision');
    expect(inTime).toMatchObject({ dueOn: '2026-11-20', state: 'running', extension: { extended: true } });
    const tooLate = only(national([accepted, extend('2026-10-31T00:00')], '2026-10-31T08:00'), 'decision');
    expect(tooLate).toMatchObject({ dueOn: '2026-10-30', state: 'overdue', extension: { extended: false } });
  });

  it('an extension of another clock changes nothing', () => {
    const other = at('DeadlineExtended', '2026-10-01T10:00', { clock: 'decision#2', reason: '-' });
    expect(only(national([accepted, other], '2026-10-02T08:00'), 'decision').dueOn).toBe('2026-10-30');
  });

  it('AC-06: is overdue from the first instant after its last day', () => {
    const last = only(
      deriveClocks(ruleSet('national@1'), [accepted], book.calendar, '2026-10-30T15:59:59.999Z'),
      'decision',
    );
    const after = only(
      deriveClocks(ruleSet('national@1'), [accepted], book.calendar, '2026-10-30T16:00:00.000Z'),
      'decision',
    );
    expect([last.state, after.state]).toEqual(['running', 'overdue']);
    expect(breachedAt(last, '2026-10-30T15:59:59.999Z')).toBeUndefined();
    expect(breachedAt(after, '2026-10-30T16:00:00.000Z')).toBe('2026-10-30T16:00:00.000Z');
  });

  it('met late stays late for ever; met in time stays met', () => {
    const late = only(national([accepted, at('GrantConfirmed', '2026-11-02T10:00')], '2030-01-01T00:00'), 'decision');
    expect(late).toMatchObject({ state: 'late', stoppedBy: 'GrantConfirmed' });
    expect(breachedAt(late, instant('2030-01-01T00:00'))).toBe(endOfDay('2026-10-30'));
    const met = only(national([accepted, at('GrantConfirmed', '2026-10-30T23:59')], '2030-01-01T00:00'), 'decision');
    expect(met.state).toBe('met');
    expect(breachedAt(met, instant('2030-01-01T00:00'))).toBeUndefined();
  });

  it('AC-16: ends when the applicant withdraws; a later decision does not reopen it', () => {
    const withdrawn = [accepted, at('CaseWithdrawn', '2026-09-20T10:00'), at('GrantConfirmed', '2026-12-01T10:00')];
    expect(only(national(withdrawn, '2026-12-02T00:00'), 'decision')).toMatchObject({
      state: 'ended',
      stoppedBy: 'CaseWithdrawn',
    });
  });

  it('concerns only its schemes', () =>
    expect(national([accepted], '2026-09-15T08:00', 'destituteSupport').map(({ clock }) => clock)).toEqual([
      'destituteInvestigation',
    ]));
});

describe('the Chongqing decision clock', () => {
  const posted = at('PublicNoticePosted', '2026-09-21T09:00', { noticeId: 'n1', endsOn: '2026-09-28' });
  const ended = at('PublicNoticeEnded', '2026-09-28T18:00', { noticeId: 'n1' });

  it('counts 30 calendar days', () =>
    expect(only(chongqing([accepted], '2026-09-15T08:00'), 'decisionChongqing').dueOn).toBe('2026-10-14'));

  it('leaves out the days of public notice', () =>
    expect(only(chongqing([accepted, posted, ended], '2026-09-29T08:00'), 'decisionChongqing')).toMatchObject({
      dueOn: '2026-10-21',
      state: 'running',
    }));

  it('is paused while the notice hangs, and shows the last day as if it came down today', () =>
    expect(only(chongqing([accepted, posted], '2026-09-24T08:00'), 'decisionChongqing')).toMatchObject({
      dueOn: '2026-10-19',
      state: 'paused',
    }));

  it('counts days on which appraisal and notice overlap once', () => {
    const trail = [
      accepted,
      at('CommunityAppraisalCalled', '2026-09-18T09:00'),
      posted,
      at('CommunityAppraisalRecorded', '2026-09-23T09:00'),
      ended,
    ];
    // 19 to 28 September: ten days.
    expect(only(chongqing(trail, '2026-09-29T08:00'), 'decisionChongqing').dueOn).toBe('2026-10-26');
  });

  it('does not come back to life when the notice is posted after the last day', () => {
    const late = at('PublicNoticePosted', '2026-10-20T09:00', { noticeId: 'n1' });
    expect(only(chongqing([accepted, late], '2026-10-21T08:00'), 'decisionChongqing')).toMatchObject({
      dueOn: '2026-10-14',
      state: 'overdue',
    });
  });
});

describe('notices and windows', () => {
  it('AC-04: the refusal of 2026-09-30 is told by Saturday 2026-10-10', () =>
    expect(
      only(national([at('ApplicationRefused', '2026-09-30T16:00')], '2026-10-08T08:00'), 'refusalNotice').dueOn,
    ).toBe('2026-10-10'));

  it('AC-07: told on 2026-09-01, review may be asked until Monday 2026-11-02', () => {
    const told = at('RefusalNoticeDelivered', '2026-09-01T10:00', { remedyText: true, deliveredOn: '2026-09-01' });
    const view = only(national([told], '2026-11-02T23:00'), 'adminReviewWindow');
    expect(view).toMatchObject({ dueOn: '2026-11-02', state: 'running' });
    const asked = [told, at('AdminReviewRequested', '2026-11-02T10:00')];
    const views = national(asked, '2026-11-03T08:00');
    expect(only(views, 'adminReviewWindow').state).toBe('met');
    expect(only(views, 'adminReviewAnswer').dueOn).toBe(addWorkingDays(book.calendar, '2026-11-02', 10).day);
  });

  it('a window that runs out lapses and is nobody’s breach', () => {
    const told = at('RefusalNoticeDelivered', '2026-09-01T10:00', { remedyText: true, deliveredOn: '2026-09-01' });
    const view = only(national([told], '2026-11-03T00:00'), 'adminReviewWindow');
    expect(view).toMatchObject({ state: 'ended', stoppedBy: 'lapsed', stoppedAt: endOfDay('2026-11-02') });
    expect(breachedAt(view, instant('2027-01-01T00:00'))).toBeUndefined();
  });

  it('every delivered decision opens a window of its own', () => {
    const told = (day: string) => at('DecisionDelivered', `${day}T10:00`, { remedyText: true, deliveredOn: day });
    const views = national([told('2026-04-01'), told('2026-05-06')], '2026-05-07T08:00');
    expect(
      views.filter(({ clock }) => clock.startsWith('adminReviewWindow')).map(({ clock, dueOn }) => [clock, dueOn]),
    ).toEqual([
      ['adminReviewWindow', '2026-06-01'],
      ['adminReviewWindow#2', '2026-07-06'],
    ]);
  });

  it('AC-08: without remedy text the window is a year', () => {
    const told = at('RefusalNoticeDelivered', '2026-01-05T10:00', { remedyText: false, deliveredOn: '2026-01-05' });
    const views = national([told], '2026-09-05T10:00');
    expect(only(views, 'adminReviewWindowUntold')).toMatchObject({ dueOn: '2027-01-05', state: 'running' });
    expect(views.map(({ clock }) => clock)).not.toContain('adminReviewWindow');
  });
});

describe('relief before paperwork', () => {
  const lodged = at('ApplicationLodged', '2026-10-01T22:40', { kind: 'emergency', channel: 'town' });

  it('AC-11: 24 hours run through night and holiday; papers start at payment', () => {
    const paid = at('FirstReliefPaid', '2026-10-01T23:30', { advanceId: 'a1' });
    const views = chongqing([lodged, paid], '2026-10-02T08:00', 'temporaryRelief');
    expect(only(views, 'firstReliefPayment')).toMatchObject({
      dueAt: instant('2026-10-02T22:40'),
      dueOn: '2026-10-02',
      state: 'met',
    });
    expect(only(views, 'firstReliefPapers')).toMatchObject({ startedAt: paid.occurredAt, dueOn: '2026-10-13' });
  });

  it('is too late at the very 24th hour', () => {
    const paid = at('FirstReliefPaid', '2026-10-02T22:40');
    expect(only(chongqing([lodged, paid], '2026-10-03T08:00', 'temporaryRelief'), 'firstReliefPayment').state).toBe(
      'late',
    );
  });
});

describe('clocks that start again', () => {
  it('get a number, and every review closes the one before', () => {
    const trail = [
      at('GrantConfirmed', '2026-01-31T10:00', { reviewClass: 'ableBodiedUrban' }),
      at('PeriodicReviewRecorded', '2026-02-27T10:00', { reviewClass: 'ableBodiedUrban' }),
      at('PeriodicReviewRecorded', '2026-03-30T10:00', { reviewClass: 'severeStable' }),
    ];
    const views = chongqing(trail, '2026-04-01T08:00').filter(({ clock }) => clock.includes('Review'));
    expect(views.map(({ clock, dueOn, state }) => [clock, dueOn, state])).toEqual([
      ['yearlyReviewChongqing', '2027-03-30', 'running'],
      ['monthlyReviewChongqing', '2026-02-28', 'met'],
      ['monthlyReviewChongqing#2', '2026-03-27', 'late'],
    ]);
    expect(only(views, 'yearlyReviewChongqing').provisional).toBe(true);
  });

  it('are closed one by one where the data ties them together', () => {
    const trail = [
      at('ObjectionRaised', '2026-09-22T10:00', { objectionId: 'a' }),
      at('ObjectionRaised', '2026-09-23T10:00', { objectionId: 'b' }),
      at('ObjectionRaised', '2026-09-23T10:00', { objectionId: 'b' }),
      at('ObjectionAnswered', '2026-09-28T10:00', { objectionId: 'a' }),
    ];
    const views = chongqing(trail, '2026-09-29T08:00').filter(({ clock }) => clock.startsWith('objectionAnswer'));
    expect(views.map(({ clock, state }) => [clock, state])).toEqual([
      ['objectionAnswer', 'met'],
      ['objectionAnswer#2', 'running'],
    ]);
  });

  it('run for every job and every advance apart', () => {
    const trail = [
      at('JobDisregardStarted', '2026-03-20T10:00', { jobId: 'a', endsOn: '2026-08-31' }),
      at('JobDisregardStarted', '2026-04-20T10:00', { jobId: 'b', endsOn: '2026-09-30' }),
    ];
    expect(chongqing(trail, '2026-05-01T08:00').map(({ clock, dueOn }) => [clock, dueOn])).toEqual([
      ['jobDisregardReview', '2026-09-30'],
      ['jobDisregardReview#2', '2026-10-30'],
    ]);
  });

  it('AC-09: the stop after phase-out counts from the day in the event', () => {
    const started = at('PhaseOutStarted', '2026-03-18T10:00', { endsOn: '2026-09-30' });
    expect(only(chongqing([started], '2026-09-01T08:00'), 'phaseOutStop').dueOn).toBe('2026-10-30');
    const withoutDay = at('PhaseOutStarted', '2026-03-18T10:00', { endsOn: { sealed: true } });
    expect(chongqing([withoutDay], '2026-09-01T08:00')).toEqual([]);
  });
});

describe('AC-31: a missing year', () => {
  const december = at('ApplicationAccepted', '2026-12-14T10:00');

  it('makes the due date provisional until the calendar is published', () => {
    const before = only(national([december], '2026-12-20T08:00'), 'decision');
    expect(before).toMatchObject({ provisional: true, dueOn: '2027-01-25' });
    const published = foldRuleBook(
      [
        {
          type: 'CalendarPublished',
          calendarYear: { year: 2027, source: 'test', restDays: ['2027-01-01'], workDays: [] },
        },
      ],
      book,
    );
    const views = clocksOfCase(
      published,
      { scheme: 'dibao', trail: [december], acceptedOn: '2026-12-14' },
      instant('2026-12-20T08:00'),
    );
    expect(only(views, 'decision')).toMatchObject({ provisional: false, dueOn: '2027-01-26' });
  });
});

describe('AC-32: a rule change in flight', () => {
  const trailFrom = (day: string) => [
    at('ApplicationAccepted', `${day}T10:00`),
    at('FirstReliefPaid', '2026-01-05T10:00', { advanceId: 'a1' }),
  ];
  const versions = (day: string) =>
    clocksOfCase(
      book,
      { caseType: 'relief-application', scheme: 'temporaryRelief', trail: trailFrom(day), acceptedOn: day },
      instant('2026-01-06T08:00'),
    ).map(({ clock, ruleSet: name, dueOn }) => [clock, name, dueOn]);

  it('keeps the clocks of the procedure under the set of acceptance; a later clock pins its own start', () => {
    expect(versions('2025-12-31')).toEqual([
      ['temporaryDecision', 'chongqing@1', '2026-01-22'],
      ['firstReliefPapers', 'chongqing@2', '2026-01-19'],
    ]);
    expect(versions('2026-01-04')).toEqual([
      ['temporaryDecision', 'chongqing@2', '2026-01-23'],
      ['firstReliefPapers', 'chongqing@2', '2026-01-19'],
    ]);
  });

  it('runs national and Chongqing clocks side by side', () => {
    const views = clocksOfCase(
      book,
      { scheme: 'dibao', trail: [accepted], acceptedOn: '2026-09-14' },
      instant('2026-09-15T08:00'),
    );
    expect(views.map(({ clock, ruleSet: name }) => [clock, name])).toEqual([
      ['investigation', 'national@1'],
      ['decision', 'national@1'],
      ['decisionChongqing', 'chongqing@2'],
    ]);
  });

  it('moves open cases where the transition says so, for clocks that start later', () => {
    const moved: RuleSet = {
      ...ruleSet('national@1'),
      version: 2,
      effectiveFrom: '2026-09-20',
      transition: { openCases: 'move', source: 'test' },
    };
    const trail = [accepted, at('PublicNoticeEnded', '2026-09-29T10:00')];
    const views = clocksOfCase(
      foldRuleBook([{ type: 'RuleSetPublished', ruleSet: moved }], book),
      { scheme: 'dibao', trail, acceptedOn: '2026-09-14' },
      instant('2026-09-30T08:00'),
    );
    expect(only(views, 'decision').ruleSet).toBe('national@1');
    expect(only(views, 'confirmation').ruleSet).toBe('national@2');
  });
});

describe('any working-day clock', () => {
  const calendar = calendarOf(calendarYears);
  const rule: ClockRule = {
    clock: 'any',
    label: { zh: '任意', en: 'any' },
    source: 'test',
    evidence: 'known',
    nature: 'statutory',
    caseType: 'test',
    unit: 'workingDays',
    amount: 1,
    start: ['Started'],
    stops: ['Stopped'],
    ends: [],
    rollsOverRestDay: true,
    onBreach: { consequence: { zh: '无', en: 'none' }, escalation: [] },
    pinnedAt: 'case',
  };
  const moment = fc
    .integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2026, 5, 1) })
    .map((time) => new Date(time).toISOString());

  it('ends at 24:00 of the day an independent count gives, and its state follows from the instants alone', () =>
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 120 * 24 }),
        (start, amount, hours) => {
          const stop = new Date(Date.parse(start) + hours * 3_600_000).toISOString();
          const set: RuleSet = { ...ruleSet('national@1'), clocks: [{ ...rule, amount }] };
          const trail = [
            { type: 'Started', occurredAt: start },
            { type: 'Stopped', occurredAt: stop },
          ];
          const [view] = deriveClocks(set, trail, calendar, stop);
          const [open] = deriveClocks(set, trail.slice(0, 1), calendar, stop);
          const dueOn = addWorkingDays(calendar, dayOf(start), amount).day;
          expect(view?.dueOn).toBe(dueOn);
          expect(view?.dueAt).toBe(endOfDay(dueOn));
          expect(view?.state).toBe(Date.parse(stop) < Date.parse(endOfDay(dueOn)) ? 'met' : 'late');
          expect(open?.state).toBe(view?.state === 'met' ? 'running' : 'overdue');
        },
      ),
    ));
});

it('the event types of a case type’s clocks are known, each once', () => {
  const types = clockEventTypes(ruleSet('chongqing@1'), 'relief-application');
  expect(types).toContain('CommunityAppraisalCalled');
  expect(types).toContain('PublicNoticeEnded');
  expect(types).toContain('ApplicationLodged');
  expect(new Set(types).size).toBe(types.length);
  expect(clockEventTypes(ruleSet('chongqing@1'), 'no-such-type')).toEqual([]);
});
