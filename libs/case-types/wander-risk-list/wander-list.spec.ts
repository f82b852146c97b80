import fc from 'fast-check';
import { type Role, mayIssue } from '#kernel';
import { conformance } from '#kernel/testing/conformance.js';
import { clockEventTypes, startingRuleBook } from '#rules';
import frozen from './history/events.json' with { type: 'json' };

import {
  type Step,
  add,
  deskAt,
  instant,
  merge,
  openList,
  opened,
  play,
  room,
  sendBack,
  sent,
  step,
  submit,
  take,
  walks,
} from './walks.js';

conformance(room, { walks, frozen, desk: deskAt('2026-11-02 09:00') });

const answerTo = (steps: readonly Step[], next: Step): unknown => {
  const before = play(steps);
  const after = take(before, next);
  return 'refused' in after ? after.refused : after.events.slice(before.events.length).map(({ event }) => event.type);
};

const clocksAt = (steps: readonly Step[], at: string) =>
  room.clocks(play(steps).state, startingRuleBook, instant(at)).filter(({ clock }) => clock.startsWith('wanderList'));

const figures = (steps: readonly Step[]) => room.summary(play(steps).state).figures;

describe('list of persons prone to wander', () => {
  it('knows every event that its clocks wait for', () => {
    for (const ruleSet of startingRuleBook.ruleSets)
      expect(Object.keys(room.events)).toEqual(expect.arrayContaining([...clockEventTypes(ruleSet, room.type)]));
  });

  it('is opened from the first day of its month on', () => {
    expect(answerTo([], step('2026-06-30 23:59', openList, 'system'))).toBe('half-year-not-begun');
    expect(answerTo([], step('2026-07-01 00:00', openList, 'system'))).toEqual(['WanderListOpened']);
    const winter = { ...openList, halfYear: '2027-H1' } as const;
    const [event] = play([step('2027-01-04 09:00', winter, 'system')]).events;
    expect(event?.event).toMatchObject({ dueOn: '2027-01-31' });
  });

  it('takes only living persons of the registry, and takes a repeated one as news of the same person', () => {
    const at = '2026-07-10 10:00';
    expect(answerTo(opened, step(at, add('p9')))).toBe('person-not-registered');
    expect(answerTo(opened, step(at, add('p3')))).toBe('person-deceased');
    const listed = [...opened, step('2026-07-10 09:00', add('p1'))];
    expect(answerTo(listed, step(at, add('p1')))).toEqual([]);
    const updated = [...listed, step(at, add('p1', { features: '白发' }))];
    expect(play(updated).state.own.persons).toMatchObject([{ personId: 'p1', features: '白发', sex: 'male' }]);
    expect(answerTo(listed, step(at, { type: 'RemovePerson', personId: 'p2', reason: '迁出' }))).toBe(
      'person-not-listed',
    );
  });

  it('is sent empty only by saying so', () => {
    const at = '2026-07-20 09:00';
    expect(answerTo(opened, step(at, submit))).toBe('empty-list-must-be-said');
    expect(answerTo(opened, step(at, { type: 'SubmitList', nobody: true }))).toEqual(['ListSubmitted']);
    const listed = [...opened, step('2026-07-10 09:00', add('p1'))];
    expect(answerTo(listed, step(at, { type: 'SubmitList', nobody: true }))).toBe('list-is-not-empty');
  });

  it('is overdue from the first instant of August, once, and stays late when sent on the 2nd', () => {
    expect(clocksAt(opened, '2026-07-31 23:59')).toMatchObject([{ clock: 'wanderList', state: 'running' }]);
    expect(clocksAt(opened, '2026-08-01 00:00')).toMatchObject([
      { clock: 'wanderList', state: 'overdue', dueAt: instant('2026-08-01 00:00'), dueOn: '2026-07-31' },
    ]);
    const late = sent('2026-08-02 09:00');
    expect(clocksAt(late, '2026-08-20 09:00').filter(({ clock }) => clock === 'wanderList')).toMatchObject([
      { state: 'late' },
    ]);
    expect(figures(late)).toMatchObject({ halfYear: '2026-H2', persons: 1, submittedOn: '2026-08-02', late: true });
  });

  it('is due on the last day of the month even when that is a rest day', () => {
    const winter = { ...openList, halfYear: '2027-H1' } as const;
    const [clock] = clocksAt([step('2027-01-01 00:05', winter, 'system')], '2027-01-02 09:00');
    // 31 January 2027 is a Sunday.
    expect(clock).toMatchObject({ dueOn: '2027-01-31' });
  });

  it('stays in time when it was sent in time and returned', () => {
    const again = [
      ...sent('2026-07-30 09:00'),
      step('2026-07-31 09:00', sendBack, 'stationOfficer'),
      step('2026-08-04 10:00', submit),
    ];
    expect(figures(again)).toMatchObject({ submittedOn: '2026-07-30', late: false, returns: 1 });
    expect(clocksAt(again, '2026-08-20 09:00')).toMatchObject([
      { clock: 'wanderList', state: 'met' },
      { clock: 'wanderListCorrection', state: 'met', dueOn: '2026-08-05' },
      { clock: 'wanderListMerge', state: 'ended' },
      { clock: 'wanderListMerge#2', state: 'overdue' },
    ]);
  });

  it('lies at the station while the station looks at it', () => {
    const office = (steps: readonly Step[]) => room.summary(play(steps).state).office;
    const there = sent('2026-07-30 09:00');
    expect(office(opened)).toBe('town-longxi');
    expect(office(there)).toBe('station-yubei');
    expect(office([...there, step('2026-08-03 09:00', sendBack, 'stationOfficer')])).toBe('town-longxi');
    expect(office([...there, step('2026-08-03 09:00', merge, 'stationOfficer')])).toBe('town-longxi');
  });

  it('holds one open list for an office and a half-year', () => {
    expect(room.claims(openList, room.initial)).toEqual(['wander-list:town-longxi:2026-H2']);
  });
});

const anyCommand = fc.constantFrom<Step['command']>(
  add('p1'),
  add('p1', { features: '白发' }),
  add('p2'),
  { type: 'RemovePerson', personId: 'p1', reason: '迁出' },
  submit,
  { type: 'SubmitList', nobody: true },
  sendBack,
  merge,
);
const anyRole = fc.constantFrom<Role>('townOfficer', 'stationOfficer', 'bureauOfficer');

describe('any list', () => {
  it('changes nothing after it is merged, names nobody twice and is never sent empty unsaid', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.tuple(anyCommand, anyRole), { minLength: 10, maxLength: 50 }), (tries) => {
        let played = play(opened);
        tries.forEach(([command, role], index) => {
          const stage = room.stageOf(played.state);
          if (!mayIssue(room.stages, stage, command.type, role).allowed) return;
          const at = `2026-07-${String(2 + Math.floor(index / 2)).padStart(2, '0')} ${10 + (index % 2)}:00`;
          const next = take(played, { at, command, role });
          if ('refused' in next) return;
          const { persons } = played.state.own;
          if (command.type === 'SubmitList') expect(command.nobody === true).toBe(persons.length === 0);
          expect(stage).not.toBe('merged');
          played = next;
          const ids = played.state.own.persons.map(({ personId }) => personId);
          expect(new Set(ids).size).toBe(ids.length);
          reached.add(room.stageOf(played.state));
        });
      }),
      { numRuns: 300 },
    );
    expect([...reached].sort()).toEqual(['merged', 'open', 'submitted']);
  });
});
