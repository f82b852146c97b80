import { isRefusal } from '#kernel';
import { conformance } from '#kernel/testing/conformance.js';
import { scenario } from '#kernel/testing/given.js';
import { clockEventTypes, startingRuleBook } from '#rules';
import type { ReliefCommand } from './commands.js';
import frozen from './history/events.json' with { type: 'json' };
import {
  type Step,
  accepted,
  deskAt,
  everybody,
  granted,
  investigated,
  lodge,
  noticed,
  play,
  room,
  walks,
} from './walks.js';

conformance(room, {
  walks,
  frozen: frozen,
  desk: deskAt('2026-11-02 09:00', 'townOfficer', everybody),
});

const after = (steps: readonly Step[]) => play(steps).state;

const decides = (steps: readonly Step[], step: Step): unknown => {
  const decision = room.decide(
    step.command,
    after(steps),
    deskAt(step.at, step.role ?? 'townOfficer', step.facts ?? everybody),
  );
  return isRefusal(decision) ? decision.refused : decision.map((event) => event.type);
};

describe('relief application', () => {
  it('uses the one-off notice once', () => {
    const { given } = scenario(room);
    const told = given(play(accepted.slice(0, 2)).events);
    const again: ReliefCommand = { type: 'RequestSupplement', items: [{ paper: 'deed', why: '缺少' }] };
    told.when(again, deskAt('2026-09-14 09:15', 'townOfficer')).thenRefuses('supplement-already-requested');
    told
      .when({ type: 'ReceiveSupplement', papers: ['authorisation'] }, deskAt('2026-09-14 09:15', 'townOfficer'))
      .then([{ type: 'SupplementReceived', papers: ['authorisation'] }]);
  });

  it('lets members join and leave, and asks for a new calculation', () => {
    const { given } = scenario(room);
    const after = given(play(granted).events);
    const newborn = {
      personId: 'p9',
      name: '新生儿',
      relation: 'child',
      hukouRegion: '渝北区',
      hukouKind: 'rural',
    } as const;
    const at = deskAt('2026-09-25 09:00', 'townOfficer', everybody);
    after
      .when({ type: 'ReportChange', what: 'members', content: '出生', joined: [newborn], left: ['p3'] }, at)
      .then([{ type: 'ChangeReported', what: 'members', content: '出生', joined: [newborn], left: ['p3'] }]);
    after
      .when({ type: 'ReportChange', what: 'members', content: '重复', joined: [{ ...newborn, personId: 'p2' }] }, at)
      .thenRefuses('member-listed-twice');
    after
      .when({ type: 'ReportChange', what: 'members', content: '离开', left: ['p1'] }, at)
      .thenRefuses('applicant-cannot-leave');
    after
      .when({ type: 'ReportChange', what: 'members', content: '离开', left: ['p8'] }, at)
      .thenRefuses('not-a-household-member');
    after
      .when({ type: 'ReportChange', what: 'income', content: '收入', left: ['p2'] }, at)
      .thenRefuses('change-names-members');
  });

  it('knows every event that its clocks wait for', () => {
    for (const ruleSet of startingRuleBook.ruleSets)
      expect(Object.keys(room.events)).toEqual(expect.arrayContaining([...clockEventTypes(ruleSet, room.type)]));
  });

  it('adds nothing, or refuses, when a command of a walk is repeated at once', () => {
    const repeated: Step = {
      at: '2026-09-15 13:00',
      command: { type: 'RequestMeansTest', requestId: 'mt', sources: ['tax'], purpose: '低保核对' },
    };
    expect(decides(investigated, repeated)).toBe('means-test-already-requested');
    expect(
      decides(investigated, {
        at: '2026-09-15 13:00',
        command: { type: 'AuthoriseMeansTest', signedBy: ['p1'], signedOn: '2026-09-14' },
      }),
    ).toEqual([]);
  });

  it('lodges nobody who is not registered or has died', () => {
    const at = '2026-09-14 09:00';
    const facts = { ...everybody, persons: { ...everybody.persons, p2: { personId: 'p2', registered: false } } };
    expect(decides([], { at, command: lodge(), facts })).toBe('person-not-registered');
    const dead = {
      ...everybody,
      persons: { ...everybody.persons, p1: { personId: 'p1', registered: true, deceasedOn: '2026-01-01' } },
    };
    expect(decides([], { at, command: lodge(), facts: dead })).toBe('person-deceased');
  });

  it('asks for the kind and the incident of temporary relief, and only there', () => {
    const at = '2026-09-14 09:00';
    expect(decides([], { at, command: lodge({ scheme: 'temporaryRelief' }) })).toBe('kind-missing');
    expect(decides([], { at, command: lodge({ kind: 'emergency' }) })).toBe('kind-not-for-this-scheme');
    expect(decides([], { at, command: lodge({ scheme: 'temporaryRelief', kind: 'emergency' }) })).toBe(
      'incident-missing',
    );
  });

  it('calculates a home visit of one officer as none', () => {
    const visit = (officers: string[]): Step => ({
      at: '2026-09-15 13:30',
      command: { type: 'RecordHomeVisit', officers, visitedOn: '2026-09-15', signedBy: 'p1', findings: '属实' },
    });
    expect(decides(investigated, visit(['zhang.wei']))).toBe('home-visit-needs-two-officers');
    expect(decides(investigated, visit(['zhang.wei', 'zhang.wei']))).toBe('home-visit-needs-two-officers');
    expect(decides(investigated, visit(['zhang.wei', 'li.na']))).toEqual(['HomeVisitRecorded']);
  });

  it('keeps a notice up through its last day', () => {
    const end = (at: string): Step => ({ at, command: { type: 'EndPublicNotice', noticeId: 'n1' } });
    expect(decides(noticed, end('2026-09-22 23:59'))).toBe('notice-still-running');
    expect(decides(noticed, end('2026-09-23 00:00'))).toEqual(['PublicNoticeEnded']);
  });

  it('leaves a decision beyond the delegation to the bureau', () => {
    const steps = [
      ...noticed,
      { at: '2026-09-23 09:00', command: { type: 'EndPublicNotice', noticeId: 'n1' } } as const,
    ];
    const confirm = { type: 'ConfirmGrant', reviewClass: 'stable' } as const;
    expect(decides(steps, { at: '2026-09-23 10:00', command: confirm, role: 'townLeader' })).toBe('decided-by-bureau');
    expect(decides(steps, { at: '2026-09-23 10:00', command: confirm, role: 'bureauLeader' })).toEqual([
      'GrantConfirmed',
    ]);
  });

  it('freezes the household and the itemised calculation in the decision', () => {
    const decision = play(granted).events.find(({ event }) => event.type === 'GrantConfirmed')?.event;
    expect(decision).toMatchObject({
      amountFen: 100_500,
      household: [
        { personId: 'p1', relation: 'applicant' },
        { personId: 'p2', relation: 'spouse' },
        { personId: 'p3', relation: 'child' },
      ],
      calculation: { perCapitaIncomeFen: 40_000, standardFen: 73_500, ruleSet: 'chongqing@2' },
    });
  });

  it('pays a month once, and none before the first or after the last', () => {
    const produce = (month: string, batchId: string): Step => ({
      at: '2026-10-09 09:00',
      command: { type: 'ProducePayment', month, batchId },
      role: 'paymentOfficer',
    });
    expect(decides(granted, produce('2026-08', 'b'))).toBe('month-not-payable');
    const paid = [...granted, produce('2026-09', 'b1')];
    expect(decides(paid, produce('2026-09', 'b1'))).toEqual([]);
    expect(decides(paid, produce('2026-09', 'b2'))).toBe('month-already-produced');
  });
});
