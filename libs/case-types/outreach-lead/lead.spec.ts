import fc from 'fast-check';
import { type Role, mayIssue } from '#kernel';
import { conformance } from '#kernel/testing/conformance.js';
import { clockEventTypes, startingRuleBook } from '#rules';
import { type LeadCommand, reopeningGrounds } from './commands.js';
import frozen from './history/events.json' with { type: 'json' };
import { outreachLead } from './index.js';
import {
  type Played,
  type Step,
  alert,
  converted,
  deskAt,
  dismissed,
  dispatched,
  hotline,
  instant,
  linked,
  nothing,
  play,
  receive,
  referred,
  responding,
  room,
  seen,
  step,
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
  Object.fromEntries(
    room.clocks(play(steps).state, startingRuleBook, instant(at)).map(({ clock, ...view }) => [clock, view]),
  );

const dismiss: LeadCommand = { type: 'DismissLead', ground: 'unfounded', reasons: '不属实' };
const convert: LeadCommand = { type: 'ConvertLead' };
const triaged = { type: 'TriageLead', matter: 'governmentMatter' } as const;

describe('outreach lead', () => {
  it('knows every event that its clocks wait for', () => {
    for (const ruleSet of startingRuleBook.ruleSets)
      expect(Object.keys(room.events)).toEqual(expect.arrayContaining([...clockEventTypes(ruleSet, room.type)]));
  });

  it('lists only clocks of its rules in its stages', () => {
    const known = startingRuleBook.ruleSets.flatMap(({ clocks }) =>
      clocks.filter(({ caseType }) => caseType === room.type).map(({ clock }) => clock),
    );
    for (const { clocks } of Object.values(outreachLead.stages))
      if (clocks !== 'none') expect(known).toEqual(expect.arrayContaining([...clocks]));
  });

  it('asks of each channel what belongs to it', () => {
    const at = '2026-09-14 09:00';
    expect(answerTo([], step(at, receive({ channel: 'hotline' })))).toBe('ticket-missing');
    expect(answerTo([], step(at, receive({ channel: 'dataMatch' })))).toBe('alert-missing');
    expect(answerTo([], step(at, receive({ alert: alert.alert })))).toBe('alert-only-for-data-matches');
    expect(answerTo([], step(at, { ...alert, informant: { name: '匿名' } }))).toBe('alert-has-no-informant');
    expect(answerTo([], step(at, receive({ channel: 'crossRegion' })))).toBe('region-missing');
    expect(answerTo([], step(at, receive({ person: { personId: 'p9', name: '无' } })))).toBe('person-not-registered');
  });

  it('never carries who reported it', () => {
    const [received] = play([step('2026-09-14 09:00', hotline)]).events;
    expect(received?.event).toMatchObject({ type: 'LeadReceived', informantSealed: true });
    expect(JSON.stringify(received)).not.toContain('李女士');
  });

  it('shows no name of a child', () => {
    const title = (aboutChild: boolean) =>
      room.summary(play([step('2026-09-14 09:00', { ...hotline, aboutChild })]).state).title;
    expect(title(false)).toBe('王小明');
    expect(title(true)).toBeUndefined();
  });

  it('sorts before it sends, except what cannot wait', () => {
    const send: Step = step('2026-09-14 09:05', { type: 'DispatchLead', office: 'town-renhe' });
    expect(answerTo([step('2026-09-14 09:00', hotline)], send)).toBe('lead-not-triaged');
    const report = step('2026-09-14 09:00', receive({ channel: 'mandatoryReport', aboutChild: true }));
    expect(answerTo([report], send)).toEqual(['LeadTriaged', 'LeadDispatched']);
    const cold = step('2026-09-14 09:00', receive({ urgency: 'cold' }));
    expect(answerTo([cold], send)).toEqual(['LeadTriaged', 'LeadDispatched']);
  });

  it('moves with the dispatch, and back the way it came', () => {
    const office = (steps: readonly Step[]) => room.summary(play(steps).state).office;
    expect(office(dispatched)).toBe('town-renhe');
    const returned = [...dispatched, step('2026-09-14 11:00', { type: 'ReturnLead', reason: '不在辖区' })];
    expect(office(returned)).toBe('town-longxi');
    expect(answerTo(returned.slice(0, 3), step('2026-09-14 12:00', { type: 'ReturnLead', reason: '重复' }))).toBe(
      'never-dispatched',
    );
    expect(answerTo(dispatched, step('2026-09-14 10:30', { type: 'DispatchLead', office: 'town-renhe' }))).toEqual([]);
  });

  it('converts only with a linked case that grew out of it', () => {
    expect(answerTo(responding, step('2026-09-15 09:00', convert))).toBe('no-case-linked');
    const related = step('2026-09-15 08:00', { type: 'LinkCase', caseId: 'case-2', kind: 'related' });
    expect(answerTo([...responding, related], step('2026-09-15 09:00', convert))).toBe('no-case-linked');
    const two = [
      ...responding,
      step('2026-09-15 08:00', linked('case-1')),
      step('2026-09-15 08:05', linked('case-2')),
      step('2026-09-15 09:00', convert),
    ];
    expect(play(two).events.at(-1)?.event).toMatchObject({ type: 'LeadConverted', cases: ['case-1', 'case-2'] });
  });

  it('lets an alert decide nothing by itself', () => {
    const raised = [step('2026-09-14 09:00', alert, 'system'), step('2026-09-14 11:00', triaged)];
    expect(answerTo(raised, step('2026-09-14 12:00', dismiss))).toBe('alert-not-verified');
    const withCase = [...raised, step('2026-09-14 11:30', linked('case-1'), 'system')];
    expect(answerTo(withCase, step('2026-09-14 12:00', convert))).toBe('alert-not-verified');
    const verify = (confirmed: boolean): Step =>
      step('2026-09-15 09:00', {
        type: 'VerifyAlert',
        confirmed,
        method: 'homeVisit',
        verifiedOn: '2026-09-15',
        findings: '入户核实',
      });
    expect(answerTo([...withCase, verify(false)], step('2026-09-15 12:00', convert))).toBe('alert-not-confirmed');
    expect(answerTo([...withCase, verify(true)], step('2026-09-15 12:00', convert))).toEqual(['LeadConverted']);
    expect(answerTo([...raised, verify(false)], step('2026-09-15 12:00', dismiss))).toEqual(['LeadDismissed']);
    for (const row of Object.values(room.stages))
      for (const settling of ['VerifyAlert', 'ConvertLead', 'ReferLead', 'DismissLead', 'ReopenLead'])
        expect(row.commands[settling] ?? []).not.toContain('system');
  });

  it('dismisses no mandatory report and no urgent lead unseen', () => {
    const out = [
      step('2026-09-14 09:00', receive({ channel: 'mandatoryReport' })),
      step('2026-09-14 09:30', { type: 'DispatchLead', office: 'town-longxi' } as const),
    ];
    expect(answerTo(out, step('2026-09-14 10:00', dismiss))).toBe('not-seen-on-scene');
    expect(answerTo([...out, step('2026-09-14 09:50', seen)], step('2026-09-14 10:00', dismiss))).toEqual([
      'LeadDismissed',
    ]);
  });

  it('opens again when the body it was referred to does not take it', () => {
    const reply = (taken: boolean): Step =>
      step('2026-09-16 10:00', {
        type: 'RecordReferralReply',
        referralId: 'r1',
        taken,
        repliedOn: '2026-09-16',
        reply: '回复',
      });
    expect(answerTo(referred, reply(true))).toEqual(['ReferralReplyRecorded']);
    expect(answerTo(referred, reply(false))).toEqual(['ReferralReplyRecorded', 'LeadReopened']);
    const result = { type: 'RecordReferralResult', referralId: 'r1', settledOn: '2026-09-16', result: '办结' } as const;
    expect(answerTo(referred, step('2026-09-16 12:00', result))).toBe('referral-not-taken');
  });

  it('reopens on an objection within its time, never while its cases are linked', () => {
    const settled = [
      ...responding,
      step('2026-09-15 09:00', dismiss),
      step('2026-09-15 10:00', {
        type: 'TellInformant',
        toldOn: '2026-09-15',
        by: 'ticket',
        answer: '已核实',
      } as const),
    ];
    const object = (at: string): Step =>
      step(at, { type: 'ReopenLead', ground: 'informantObjects', reasons: '有异议' }, 'townLeader');
    expect(answerTo(settled, object('2026-10-15 23:59'))).toEqual(['LeadReopened']);
    expect(answerTo(settled, object('2026-10-16 00:00'))).toBe('objection-too-late');
    expect(answerTo(converted, object('2026-09-16 09:00'))).toBe('cases-still-linked');
    const again: Step = step(
      '2026-09-17 09:00',
      { type: 'ReopenLead', ground: 'convertedInError', reasons: '误转' },
      'townLeader',
    );
    const unlinked = step('2026-09-16 09:00', { type: 'UnlinkCase', caseId: 'case-1', reason: '误关联' });
    expect(answerTo([...converted, unlinked], again)).toEqual(['LeadReopened']);
  });

  it('runs its clocks from receipt to the answer', () => {
    expect(clocksAt(dispatched, '2026-09-14 12:00')).toMatchObject({
      leadTriage: { state: 'met' },
      leadOnScene: { state: 'running', dueAt: instant('2026-09-15 10:00') },
      leadOutcome: { state: 'running', dueOn: '2026-09-20' },
      leadHotlineReply: { state: 'met' },
    });
    expect(clocksAt(converted, '2026-09-15 12:00')).toMatchObject({
      leadOnScene: { state: 'met' },
      leadOutcome: { state: 'met' },
      leadInformantTold: { state: 'running', dueOn: '2026-09-21' },
    });
    const report = [step('2026-09-12 23:40', receive({ channel: 'mandatoryReport', urgency: 'danger' }))];
    expect(clocksAt(report, '2026-09-13 01:40')).toMatchObject({
      leadDispatchAtOnce: { state: 'overdue', dueAt: instant('2026-09-13 01:40') },
    });
    const sent = [...report, step('2026-09-13 00:10', { type: 'DispatchLead', office: 'town-longxi' } as const)];
    expect(clocksAt(sent, '2026-09-13 01:00')).toMatchObject({
      leadDispatchAtOnce: { state: 'met' },
      leadOnSceneUrgent: { state: 'running', dueAt: instant('2026-09-13 02:10') },
    });
    expect(clocksAt(dismissed.slice(0, 2), '2026-09-15 09:00')).toMatchObject({
      leadAlertVerification: { state: 'running', dueOn: '2026-09-28' },
    });
    expect(clocksAt(dismissed.slice(0, 2), '2026-09-15 09:00')).not.toHaveProperty('leadOutcome');
  });
});

const anyCommand = fc.constantFrom<Step['command']>(
  triaged,
  { type: 'TriageLead', matter: 'personalMatter', urgency: 'danger' },
  { type: 'DispatchLead', office: 'town-renhe' },
  { type: 'DispatchLead', office: 'village-longxi-01', area: 'village-longxi-01' },
  { type: 'ReturnLead', reason: '不在辖区' },
  seen,
  convert,
  linked('case-1'),
  linked('case-2'),
  { type: 'UnlinkCase', caseId: 'case-1', reason: '误关联' },
  { type: 'LinkCase', caseId: 'case-3', kind: 'related' },
  { type: 'HandOverCase', toOffice: 'town-longxi', reason: '属地' },
  { type: 'AcceptHandOver' },
  { type: 'TellInformant', toldOn: '2026-09-15', by: 'phone', answer: '已办' },
  ...[true, false].flatMap((yes): LeadCommand[] => [
    { type: 'VerifyAlert', confirmed: yes, method: 'papers', verifiedOn: '2026-09-15', findings: '核实' },
    { type: 'RecordReferralReply', referralId: 'r1', taken: yes, repliedOn: '2026-09-15', reply: '回复' },
  ]),
  { type: 'ReferLead', referralId: 'r1', to: '公安', reason: '涉案' },
  { type: 'DismissLead', ground: 'unfounded', reasons: '不属实' },
  ...reopeningGrounds.map((ground): LeadCommand => ({ type: 'ReopenLead', ground, reasons: '理由' })),
);

const anyRole = fc.constantFrom<Role>('committeeOfficer', 'townOfficer', 'townLeader', 'bureauOfficer', 'system');
const anyLead = fc.constantFrom<readonly Step[]>(
  [step('2026-09-14 09:00', receive())],
  [step('2026-09-14 09:00', receive({ channel: 'mandatoryReport' }))],
  [step('2026-09-14 09:00', alert)],
  responding,
  [...responding, step('2026-09-15 09:00', linked('case-1'))],
);
const outcomes = ['LeadConverted', 'LeadReferred', 'LeadDismissed'];
/** What a closed lead may still come to, besides the shared acts that outlast a case. */
const afterwards = ['ReferralReplyRecorded', 'ReferralResultRecorded', 'InformantTold', 'LeadReopened'];
const lasting = ['CaseLinked', 'CaseUnlinked'];

/** What must hold of every lead, whatever was tried on it. */
const holdsTogether = ({ events }: Played): void => {
  let state = room.initial;
  let cases = new Set<string>();
  let verified = false;
  for (const { event, stamp } of events) {
    const closed = room.stages[room.stageOf(state)].closed === true;
    if (closed) expect([...afterwards, ...lasting]).toContain(event.type);
    if (event.type === 'CaseLinked' && event.kind === 'lead') cases = new Set([...cases, event.caseId]);
    if (event.type === 'CaseUnlinked') cases.delete(event.caseId);
    if (event.type === 'AlertVerified') verified = true;
    if (event.type === 'LeadReopened') verified = false;
    if (event.type === 'LeadConverted') expect([...event.cases].sort()).toEqual([...cases].sort());
    if (event.type === 'LeadConverted') expect(cases.size).toBeGreaterThan(0);
    if (outcomes.includes(event.type)) {
      expect(stamp.actor.role).not.toBe('system');
      if (state.own.received?.channel === 'dataMatch') expect(verified).toBe(true);
    }
    state = room.evolve(state, event, stamp);
    expect(room.summary(state).open).toBe(room.stages[room.stageOf(state)].closed !== true);
    if (closed && event.type !== 'LeadReopened') expect(room.summary(state).open).toBe(false);
  }
};

describe('any lead', () => {
  it('keeps together under any sequence of permitted commands', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(
        anyLead,
        fc.array(fc.tuple(anyCommand, anyRole), { minLength: 20, maxLength: 60 }),
        (opening, tries) => {
          let played = play(opening);
          tries.forEach(([command, role], index) => {
            if (!mayIssue(room.stages, room.stageOf(played.state), command.type, role).allowed) return;
            const at = `2026-09-15 ${10 + Math.floor(index / 12)}:${String((index % 12) * 5).padStart(2, '0')}`;
            const next = take(played, { at, command, role });
            if (!('refused' in next)) played = next;
            reached.add(room.stageOf(played.state));
          });
          holdsTogether(played);
        },
      ),
      { numRuns: 300 },
    );
    // The sequences reach what the property is about.
    expect([...reached]).toEqual(expect.arrayContaining(['converted', 'referred', 'dismissed', 'dispatched']));
  });

  it('is received only once', () => {
    expect(mayIssue(room.stages, 'received', 'ReceiveLead', 'townOfficer').allowed).toBe(false);
    expect(nothing.events).toEqual([]);
  });
});
