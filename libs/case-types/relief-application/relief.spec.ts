import { isRefusal, personalPaths } from '#kernel';
import { conformance } from '#kernel/testing/conformance.js';
import { scenario } from '#kernel/testing/given.js';
import { clockEventTypes, startingRuleBook } from '#rules';
import type { ReliefCommand } from './commands.js';
import { reliefEvents } from './events.js';
import frozen from './history/events.json' with { type: 'json' };
import {
  type Step,
  accepted,
  check,
  childElsewhere,
  childHere,
  deskAt,
  everybody,
  forChild,
  forward,
  granted,
  hukouAnswer,
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

  it('leaves one dwelling to one temporary relief, and the other applications of a bundle alone', () => {
    const incident = { place: '3栋', cause: 'disaster', disasterId: 'd1', dwellingId: 'h1' } as const;
    const claimsOf = (command: ReliefCommand) => room.claims(command, room.initial);
    const temporary = claimsOf(lodge({ scheme: 'temporaryRelief', kind: 'emergency', incident, bundleId: 'b' }));
    const dibao = claimsOf(lodge({ incident, bundleId: 'b' }));
    expect(temporary).toContain('dwelling:d1:h1');
    expect(temporary.filter((key) => dibao.includes(key))).toEqual([]);
  });

  it('shows the bundle it belongs to', () => {
    const linked = play([
      { at: '2026-09-14 09:00', command: lodge({ bundleId: 'bundle-1' }) },
      { at: '2026-09-14 09:01', command: { type: 'LinkCase', caseId: 'case-2', kind: 'bundle' } },
      { at: '2026-09-14 09:02', command: { type: 'LinkCase', caseId: 'case-3', kind: 'related' } },
    ]).state;
    expect(linked.own.bundle).toEqual({ bundleId: 'bundle-1', cases: ['case-2'] });
    expect(room.summary(linked).figures).toMatchObject({ bundleId: 'bundle-1', bundledCases: 1 });
  });

  it('keeps the name a person was known by before', () => {
    const applicant = { personId: 'p1', name: '王小明', alias: '无名氏7号' };
    const [lodged] = play([
      { at: '2026-09-14 09:00', command: lodge({ scheme: 'destituteSupport', members: [], applicant }) },
    ]).events;
    expect(lodged?.event).toMatchObject({ applicant });
    expect(personalPaths(reliefEvents.ApplicationLodged)).toContainEqual(['applicant', 'alias']);
  });
});

describe('a mutual check with another region', () => {
  const at = '2026-03-02 22:45';
  const opened: readonly Step[] = [
    {
      at: '2026-03-02 22:40',
      command: lodge({
        scheme: 'temporaryRelief',
        kind: 'emergency',
        incident: { place: '渝邻高速', cause: 'accident' },
      }),
    },
  ];
  const asked: readonly Step[] = [...opened, { at, command: check() }];
  const reply = (on: string, found: 'none' | 'duplicateAid' = 'duplicateAid'): Step => ({
    at: `${on} 09:00`,
    command: { type: 'RecordMutualCheckReply', checkId: 'mc', found, content: '已发放' },
  });

  it('needs consent, signed by the family, for persons of the family', () => {
    expect(decides(opened, { at, command: check({ consent: undefined }) })).toBe('consent-missing');
    expect(decides(opened, { at, command: check({ persons: ['p8'] }) })).toBe('not-a-household-member');
    expect(decides(opened, { at, command: check({ consent: { signedBy: ['p8'], signedOn: '2026-03-02' } }) })).toBe(
      'not-a-household-member',
    );
    expect(decides(opened, { at, command: check({ consent: { signedBy: ['p1'], signedOn: '2026-03-03' } }) })).toBe(
      'occurred-in-future',
    );
    expect(decides(opened, { at, command: check() })).toEqual(['MutualCheckRequested']);
    expect(decides(asked, { at, command: check() })).toBe('mutual-check-already-requested');
  });

  it('may be used through its last day, and then no more', () => {
    expect(decides(asked, reply('2026-03-31'))).toEqual(['MutualCheckReplied', 'DuplicateAidAlerted', 'FlagRaised']);
    expect(decides(asked, reply('2026-04-01'))).toBe('mutual-check-expired');
    const verify: Step = {
      at: '2026-04-01 09:00',
      command: { type: 'VerifyDuplicateAid', alertId: 'mc', confirmed: true, findings: '属实' },
    };
    expect(decides([...asked, reply('2026-03-30')], verify)).toBe('mutual-check-expired');
    expect(decides([...asked, reply('2026-03-30')], { ...verify, at: '2026-03-31 23:59' })).toEqual([
      'DuplicateAidVerified',
      'FlagCleared',
    ]);
    const expire = { type: 'ExpireMutualCheck', checkId: 'mc' } as const;
    expect(decides(asked, { at: '2026-03-31 23:59', command: expire })).toBe('mutual-check-not-expired');
    const expired = after([...asked, reply('2026-03-30'), { at: '2026-04-01 00:00', command: expire }]);
    expect(expired.own.mutualChecks).toMatchObject([{ found: 'duplicateAid', expired: true, content: undefined }]);
  });

  it('raises the flag once for several alerts, and takes it down with the last one', () => {
    const told: Step = {
      at: '2026-03-20 10:00',
      command: {
        type: 'ReportDuplicateAid',
        alertId: 'al',
        region: '四川省广安市邻水县',
        counterpartOffice: '邻水县民政局',
        persons: ['p1'],
        content: '已享受低保',
      },
    };
    const verify = (alertId: string): Step => ({
      at: '2026-03-20 11:00',
      command: { type: 'VerifyDuplicateAid', alertId, confirmed: false, findings: '另一事由' },
    });
    const alerted = [...asked, reply('2026-03-20'), told];
    expect(decides([...asked, reply('2026-03-20')], told)).toEqual(['DuplicateAidAlerted']);
    expect(room.summary(after(alerted)).figures).toMatchObject({ duplicateAidOpen: 2 });
    expect(after(alerted).shared.flags).toEqual(['duplicateAid']);
    expect(decides(alerted, verify('mc'))).toEqual(['DuplicateAidVerified']);
    expect(after([...alerted, verify('mc'), verify('al')]).shared.flags).toEqual([]);
  });

  it('changes nothing about what may be decided', () => {
    const accept: Step = { at: '2026-03-21 09:00', command: { type: 'AcceptApplication' } };
    for (const before of [opened, asked, [...asked, reply('2026-03-20')]])
      expect(decides(before, accept)).toEqual(['ApplicationAccepted']);
  });
});

describe('child benefit', () => {
  it('is for a child, asked for by somebody, with the region of the hukou', () => {
    const at = '2026-10-10 09:00';
    const asked = forChild('重庆市渝北区');
    expect(decides([], { at, command: asked })).toEqual(['ApplicationLodged']);
    expect(decides([], { at: '2030-05-05 09:00', command: asked })).toBe('child-of-age');
    expect(decides([], { at, command: { ...asked, representative: undefined, channel: 'counter' } })).toBe(
      'representative-missing',
    );
    expect(decides([], { at, command: { ...asked, applicant: { personId: 'p3', name: '王一' } } })).toBe(
      'hukou-region-missing',
    );
  });

  it('shows the child by the surname alone', () => expect(room.summary(after(childHere)).title).toBe('王某'));

  it('is not granted before records are checked, and never publicised', () => {
    const opinion: Step = {
      at: '2026-10-12 11:00',
      command: { type: 'GiveReviewOpinion', opinion: 'grant', reasons: '符合' },
    };
    expect(decides(childHere.slice(0, 2), opinion)).toBe('documents-check-missing');
    const notice: Step = { at: '2026-10-12 11:30', command: { type: 'PostPublicNotice', noticeId: 'n1' } };
    expect(decides(childHere.slice(0, 5), notice)).toBe('minor-never-publicised');
  });

  it('is paid from the month after confirmation until the child comes of age', () => {
    expect(after(childHere).own.decision).toMatchObject({
      firstMonth: '2026-11',
      validUntil: '2030-05-05',
      decidingBody: 'bureau',
    });
    expect(room.clocks(after(childHere), startingRuleBook, '2026-10-21T00:00:00.000Z')).toContainEqual(
      expect.objectContaining({ clock: 'childBenefitEnds', dueOn: '2030-05-05' }),
    );
  });

  it('is decided by the office of a hukou elsewhere, whoever tries here', () => {
    const at = '2026-10-12 10:00';
    const refuse: ReliefCommand = { type: 'RefuseGrant', ground: 'conditionsNotMet', reasons: '不符' };
    const forwarded = [...childElsewhere, forward('2026-10-12 09:00')];
    for (const steps of [childElsewhere, forwarded, [...forwarded, hukouAnswer('2026-10-12 09:30', 'granted')]])
      for (const command of [{ type: 'ConfirmGrant' } as const, refuse])
        expect(decides(steps, { at, command, role: 'bureauLeader' })).toBe('decided-by-hukou-office');
  });

  it('goes back to be completed when the office there asks for more papers', () => {
    const forwarded = [...childElsewhere, forward('2026-10-12 09:00')];
    expect(after(forwarded).own.hukouOffice).toMatchObject({ level: 'townOffice', reference: '川渝通办2026-1' });
    const back = after([...forwarded, hukouAnswer('2026-10-14 09:00', 'morePapers')]);
    expect(back.own.stage).toBe('forwarding');
    expect(room.summary(back).nextStep).toBe('ForwardToHukouOffice');
    const passed = [...forwarded, hukouAnswer('2026-10-14 09:00', 'passedToDistrict')];
    expect(after(passed).own.hukouOffice).toMatchObject({ level: 'bureau' });
    expect(decides(passed, hukouAnswer('2026-10-14 10:00', 'passedToDistrict'))).toEqual([]);
  });
});
