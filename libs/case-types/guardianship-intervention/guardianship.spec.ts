import { isRefusal, restrictedPaths, sealedFields } from '#kernel';
import { conformance } from '#kernel/testing/conformance.js';
import { scenario } from '#kernel/testing/given.js';
import { clockEventTypes, startingRuleBook } from '#rules';
import { guardianshipCommands } from './commands.js';
import { guardianshipEvents } from './events.js';
import frozen from './history/events.json' with { type: 'json' };
import {
  temporaryGrounds,
  longTermGrounds,
  matters,
  reporterKinds,
  revocationGrounds,
  shortNameOf,
} from './vocabulary.js';
import { openSteps } from './open-steps.js';
import {
  type AnyCommand,
  type Step,
  assess,
  atNight,
  centre,
  deskAt,
  director,
  flood,
  followUpsOf,
  handover,
  inCare,
  instant,
  leader,
  longTerm,
  play,
  protectedChild,
  recommended,
  report,
  returned,
  room,
  sued,
  walks,
} from './walks.js';

conformance(room, { walks, frozen, desk: deskAt('2027-05-01 09:00', 'childProtectionOfficer') });

const { given } = scenario(room);
const after = (steps: readonly Step[]) => given(play(steps).events);

/** What the step comes to after the others: the types of its events, or the reason of its refusal. */
const decides = (steps: readonly Step[], { at, command, role }: Step): unknown => {
  const decision = room.decide(command, play(steps).state, deskAt(at, role));
  return isRefusal(decision) ? decision.refused : decision.map(({ type }) => type);
};

const periodsAfter = (steps: readonly Step[]) => play(steps).state.own.periods;
const clocksAfter = (steps: readonly Step[], at: string) =>
  new Map(room.clocks(play(steps).state, startingRuleBook, instant(at)).map((view) => [view.clock, view]));

const returnIt: AnyCommand = { type: 'ReturnChild', to: 'parents', receiver: '王大', reasons: '条件恢复' };
const close: AnyCommand = { type: 'CloseCase', reasons: '结案' };

describe('the report', () => {
  it('keeps that there is a reporter, never who', () => {
    const { events } = play(atNight.slice(0, 1));
    expect(events.map(({ event }) => event.type)).toEqual([
      'GuardianshipCaseOpened',
      'ReportReceived',
      'ReportAccepted',
    ]);
    expect(events[1]?.event).toMatchObject({ reporterSealed: true, mandatory: true, policeDuty: true, fault: true });
    expect(JSON.stringify(events)).not.toMatch(/校医李老师|13900000001/);
    expect(sealedFields(guardianshipCommands.ReceiveReport)).toEqual(['reporter']);
    expect(sealedFields(guardianshipCommands.RecordFurtherReport)).toEqual(['reporter']);
  });

  it('is accepted by the centre when it comes from below', () => {
    const fromBelow = director('2026-09-14 23:40', report());
    expect(decides([], fromBelow)).toEqual(['GuardianshipCaseOpened', 'ReportReceived']);
    expect(
      decides(
        [fromBelow],
        centre('2026-09-14 23:50', { type: 'ScreenReport', reportId: 'r1', result: 'high', reasons: '伤' }),
      ),
    ).toBe('report-not-accepted');
    expect(decides([fromBelow], centre('2026-09-14 23:50', { type: 'AcceptReport', reportId: 'r1' }))).toEqual([
      'ReportAccepted',
    ]);
  });

  it('shows the child by a short name, and opens only for a living minor of the registry', () => {
    expect(room.summary(play(atNight).state).title).toBe('王某');
    expect(shortNameOf('欧阳小明')).toBe('欧阳某');
    const about = (personId: string) => centre('2026-09-14 23:40', report({ child: { personId, name: '某' } }));
    expect(decides([], about('nobody'))).toBe('person-not-registered');
    expect(decides([], about('dead'))).toBe('person-deceased');
    expect(decides([], about('adult'))).toBe('not-a-minor');
    expect(room.summary(play([about('c0')]).state).title).toBe('身份不明儿童');
  });

  it('has its reporter told only after screening, and only when there is somebody to tell', () => {
    const tell: AnyCommand = { type: 'TellReporter', reportId: 'r1', channel: 'phone', on: '2026-09-15' };
    expect(decides(atNight.slice(0, 1), centre('2026-09-15 09:00', tell))).toBe('report-not-screened');
    expect(decides(atNight, centre('2026-09-15 09:00', tell))).toEqual(['ReporterTold']);
    expect(decides(atNight, centre('2026-09-14 23:59', tell))).toBe('occurred-in-future');
    expect(decides(flood, centre('2026-09-15 09:00', tell))).toBe('reporter-unknown');
  });

  it('runs its clocks through the night', () => {
    const clocks = clocksAfter(atNight.slice(0, 1), '2026-09-14 23:45');
    expect(clocks.get('reportScreening')?.dueAt).toBe(instant('2026-09-15 23:40'));
    expect(clocks.get('policeNotice')?.dueAt).toBe(instant('2026-09-15 01:40'));
    expect(clocks.get('reportAcceptance')?.state).toBe('met');
    // 2026-09-20 is a Sunday that is worked.
    const told = clocksAfter(inCare, '2026-09-17 09:00').get('reporterTold');
    expect(told).toMatchObject({ state: 'met', dueOn: '2026-09-20' });
  });
});

describe('emergency', () => {
  it('AC-20: temporary care starts with the written handover at 01:15, on §92(6)', () => {
    const { state } = play(atNight);
    expect(room.stageOf(state)).toBe('emergency');
    expect(state.own.periods).toEqual([
      { kind: 'parental', holder: 'parents', to: instant('2026-09-15 01:15') },
      {
        kind: 'temporary',
        holder: 'bureau',
        ground: 'seriousHarm',
        suddenEvent: false,
        from: instant('2026-09-15 01:15'),
      },
    ]);
    after(atNight.slice(0, -1))
      .when(handover(), deskAt('2026-09-15 01:15', 'childProtectionOfficer'))
      .thenMatches([
        { type: 'ChildHandedOver', handedOverAt: instant('2026-09-15 01:15'), handedOverByName: '陈警官' },
        { type: 'TemporaryGuardianshipStarted', basis: '未成年人保护法 §92(6)', ruleSet: 'national@1' },
        { type: 'ChildPlaced', kind: 'childCentre', from: instant('2026-09-15 01:15') },
      ]);
  });

  it('needs time, injuries, officer and document of the handover', () => {
    for (const field of ['injuries', 'handedOverByName', 'document', 'receivedBy', 'ground'])
      expect(guardianshipCommands.RecordHandover.safeParse({ ...handover(), [field]: undefined }).success).toBe(false);
    const early = centre('2026-09-15 00:40', handover());
    expect(decides(atNight.slice(0, -1), early)).toBe('handover-before-removal');
    expect(decides(atNight, centre('2026-09-15 02:00', handover({ handoverId: 'h2' })))).toBe('already-in-state-care');
  });

  it('is confirmed by the leader, with body, ground and rule set', () => {
    after(atNight)
      .when(
        { type: 'DecideTemporaryGuardianship', ground: 'seriousHarm', reasons: '须安置' },
        deskAt('2026-09-15 09:00', 'bureauLeader'),
      )
      .thenMatches([
        {
          type: 'TemporaryGuardianshipDecided',
          decidingBody: 'bureau',
          basis: '未成年人保护法 §92(6)',
          ruleSet: 'national@1',
        },
      ]);
    expect(clocksAfter(atNight, '2026-09-15 02:00').get('temporaryGuardianshipDecision')?.dueOn).toBe('2026-09-16');
    expect(clocksAfter(inCare, '2026-09-17 09:00').get('temporaryCareLimit')?.dueOn).toBe('2027-09-15');
  });

  it('leaves the guardianship as it is when the police take the child to a relative', () => {
    const elsewhere = centre('2026-09-15 01:15', {
      type: 'RecordHandoverElsewhere',
      handoverId: 'h1',
      to: 'relative',
      unit: '龙溪派出所',
      handedOverByName: '陈警官',
      receiver: '王奶奶',
      document: '2号',
      injuries: '左前臂淤青',
    });
    expect(decides(atNight.slice(0, 3), elsewhere)).toBe('removal-missing');
    const { state } = play([...atNight.slice(0, -1), elsewhere]);
    expect(state.own.periods).toEqual([{ kind: 'parental', holder: 'parents' }]);
    expect(room.stageOf(state)).toBe('assessing');
    expect(clocksAfter([...atNight.slice(0, -1), elsewhere], '2026-09-15 02:00').get('childHandover')?.state).toBe(
      'met',
    );
  });

  it('moves the child from one carer to the next without a gap', () => {
    const { placements } = play(inCare).state.own;
    expect(placements.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['childCentre', instant('2026-09-15 01:15'), instant('2026-09-16 09:00')],
      ['relative', instant('2026-09-16 09:00'), undefined],
    ]);
    expect(
      decides(
        inCare,
        centre('2026-09-17 09:00', { type: 'PlaceChild', placementId: 'pl3', kind: 'fosterFamily', reasons: '寄养' }),
      ),
    ).toBe('carer-missing');
    expect(clocksAfter(inCare, '2026-09-17 09:00').get('placementVisit')?.dueOn).toBe('2026-10-16');
  });
});

describe('AC-22 return', () => {
  it('is blocked while the assessment is missing or negative', () => {
    expect(decides(inCare, leader('2026-10-09 09:00', returnIt))).toBe('assessment-missing');
    const negative = [...inCare, centre('2026-10-08 09:00', assess('a1', '2026-10-08'))];
    expect(decides(negative, leader('2026-10-09 09:00', returnIt))).toBe('assessment-negative');
  });

  it('does not rest on an assessment made before the removal', () => {
    const before = [
      ...atNight.slice(0, 3),
      centre('2026-09-15 00:10', assess('a0', '2026-09-14', { grade: 'normal', advice: 'intervene' })),
      ...atNight.slice(3),
    ];
    expect(decides(before, leader('2026-09-16 09:00', returnIt))).toBe('assessment-missing');
    const backdated = [...inCare, centre('2026-09-20 09:00', assess('a1', '2026-09-14', { grade: 'normal' }))];
    expect(decides(backdated, leader('2026-09-21 09:00', returnIt))).toBe('assessment-missing');
  });

  it('needs the view of a child aged eight or more, and not of a younger one', () => {
    const positive = assess('a1', '2026-10-08', { grade: 'normal', advice: 'return' });
    const nine = [...inCare, centre('2026-10-08 09:00', positive)];
    expect(decides(nine, leader('2026-10-09 09:00', returnIt))).toBe('childs-view-missing');
    const six = inCare.map((step): Step =>
      step.command.type === 'ReceiveReport'
        ? { ...step, command: report({ child: { personId: 'c6', name: '王小' } }) }
        : step,
    );
    expect(decides([...six, centre('2026-10-08 09:00', positive)], leader('2026-10-09 09:00', returnIt))).toContain(
      'ChildReturned',
    );
    expect(decides([...six, centre('2028-05-04 09:00', positive)], leader('2028-05-05 09:00', returnIt))).toBe(
      'childs-view-missing',
    );
  });

  it('schedules the visits that follow, and ends the guardianship the same instant', () => {
    const { state } = play(returned);
    expect(room.stageOf(state)).toBe('followingUp');
    expect(state.own.followUps.map(({ dueOn }) => dueOn)).toEqual(['2026-11-09', '2027-01-09', '2027-04-09']);
    expect(periodsAfter(returned).map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['parental', undefined, instant('2026-09-15 01:15')],
      ['temporary', instant('2026-09-15 01:15'), instant('2026-10-09 09:00')],
      ['parental', instant('2026-10-09 09:00'), undefined],
    ]);
    expect(clocksAfter(returned, '2026-10-10 09:00').get('followUp')?.dueOn).toBe('2026-11-09');
  });

  it('keeps the answer to a parent with what stood in the way', () => {
    const asked = [
      ...inCare,
      centre('2026-09-20 09:00', {
        type: 'RequestReturn',
        requestId: 'q1',
        askedBy: '王大',
        relation: '父亲',
        reasons: '要求接回',
      }),
    ];
    after(asked)
      .when({ type: 'RefuseReturn', requestId: 'q1', reasons: '未评估' }, deskAt('2026-09-21 09:00', 'bureauLeader'))
      .thenMatches([{ type: 'ReturnRefused', ground: 'assessment-missing', ruleSet: 'national@1' }]);
  });

  it('wants a team of the right size with a mid-level title', () => {
    const team = assess('a1', '2026-10-08').team;
    const with_ = (members: typeof team) => centre('2026-10-08 09:00', assess('a1', '2026-10-08', { team: members }));
    expect(decides(inCare, with_(team.slice(0, 2)))).toBe('assessment-team-too-small');
    expect(decides(inCare, with_([...team.slice(0, 2), ...team.slice(0, 1)]))).toBe('assessment-team-too-small');
    expect(decides(inCare, with_(team.map((member) => ({ ...member, title: 'junior' as const }))))).toBe(
      'assessment-team-not-qualified',
    );
  });
});

describe('AC-21 revocation', () => {
  it('leaves others their time, then the bureau must sue', () => {
    const clock = clocksAfter(recommended, '2026-09-11 09:00').get('dutyToSue');
    expect(play(recommended).state.own.recommendation?.othersUntil).toBe('2026-10-10');
    expect(clock).toMatchObject({ dueOn: '2026-10-26', state: 'running' });
    expect(clocksAfter(recommended, '2026-11-01 09:00').get('dutyToSue')?.state).toBe('overdue');
    expect(clocksAfter(sued, '2026-10-16 09:00').get('dutyToSue')?.state).toBe('met');
    expect(decides([...recommended], leader('2026-10-27 09:00', close))).toBe('steps-open');
  });

  it('begins long-term guardianship the instant the temporary one ends, and leaves the support duty open', () => {
    const { state } = play(longTerm);
    expect(room.stageOf(state)).toBe('longTerm');
    const [temporary, longLasting] = state.own.periods.slice(1);
    expect(temporary).toMatchObject({ kind: 'temporary', to: instant('2026-11-10 10:30') });
    expect(longLasting).toMatchObject({
      kind: 'longTerm',
      ground: 'revokedByCourt',
      from: instant('2026-11-10 10:30'),
    });
    expect(state.own.supportDuty).toBe('民法典 §37');
    expect(state.own.placements.filter(({ to }) => to === undefined)).toHaveLength(1);
    expect(room.summary(state).figures).toMatchObject({ guardianship: 'longTerm', supportDutyOpen: true });
  });

  it('asks for six months of refusal, a recorded conference and a suit before a judgment', () => {
    const recommend = (refusedSince: string | undefined, conferenceId = 'k1'): AnyCommand => ({
      type: 'RecordRecommendation',
      conferenceId,
      recommendation: 'revoke',
      ground: 'refusalOfDuty',
      refusedSince,
      reasons: '拒不履行',
    });
    const met = recommended.slice(0, -1);
    expect(decides(met, centre('2026-09-10 17:00', recommend('2026-03-11')))).toBe('refusal-too-short');
    expect(decides(met, centre('2026-09-10 17:00', recommend(undefined)))).toBe('refused-since-missing');
    expect(decides(met, centre('2026-09-10 17:00', recommend('2026-03-10')))).toEqual(['ConferenceRecommended']);
    expect(decides(met, centre('2026-09-10 17:00', recommend('2026-03-01', 'k2')))).toBe('conference-not-recorded');
    const file: AnyCommand = {
      type: 'FileRevocationSuit',
      suitId: 's1',
      court: '渝北区人民法院',
      document: '1号',
      reasons: '起诉',
    };
    expect(decides(met, leader('2026-09-11 09:00', file))).toBe('conference-has-not-recommended');
    expect(decides(sued, leader('2026-10-16 09:00', { ...file, suitId: 's2' }))).toBe('suit-pending');
    expect(decides(sued, leader('2026-10-16 09:00', returnIt))).toBe('suit-pending');
  });

  it('does not let a guardian back who committed an intentional crime against the child', () => {
    const convicted = [
      ...longTerm,
      centre('2027-03-01 09:00', {
        type: 'RecordConviction',
        convictionId: 'cv1',
        guardian: 'father',
        intentional: true,
        convictedOn: '2027-02-20',
        document: '刑初1号',
      }),
    ];
    const ask = (guardian: 'father' | 'mother'): Step =>
      centre('2027-03-10 09:00', {
        type: 'RecordRestorationRequest',
        restorationId: `rs-${guardian}`,
        guardian,
        court: '渝北区人民法院',
        document: '民特3号',
      });
    expect(decides(convicted, ask('father'))).toBe('restoration-barred-by-crime');
    after(convicted)
      .when(ask('mother').command, deskAt('2027-03-10 09:00', 'childProtectionOfficer'))
      .thenMatches([{ type: 'RestorationRequested', withinWindow: true }]);
    expect(decides(longTerm, leader('2026-12-01 09:00', returnIt))).toBe('guardianship-revoked');
  });

  it('starts long-term guardianship of itself only on grounds without a court', () => {
    const start = (ground: 'revokedByCourt' | 'guardianDead'): Step =>
      leader('2026-10-16 09:00', { type: 'StartLongTermGuardianship', ground, document: '民1号', reasons: '无监护人' });
    expect(decides(recommended, start('revokedByCourt'))).toBe('long-term-ground-needs-judgment');
    expect(decides(recommended, start('guardianDead'))).toEqual(['LongTermGuardianshipStarted']);
    expect(decides(returned, start('guardianDead'))).toBe('not-in-temporary-guardianship');
  });
});

describe('AC-23 sudden event', () => {
  it('opens temporary care on §92(3) without blaming anybody', () => {
    const { state, events } = play(flood);
    expect(room.stageOf(state)).toBe('substituteCare');
    expect(room.summary(state).scheme).toBe('suddenEvent');
    expect(events.find(({ event }) => event.type === 'TemporaryGuardianshipStarted')?.event).toMatchObject({
      basis: '未成年人保护法 §92(3); 民法典 §34',
      needsAssessment: false,
    });
  });

  it('offers no warning letter and no revocation', () => {
    const offered = Object.keys(room.stages.substituteCare.commands);
    for (const command of ['RecordWarningLetter', 'FileRevocationSuit', 'RecordOthersSuit', 'ApplyForProtectionOrder'])
      expect(offered).not.toContain(command);
    const conferred = [
      ...flood,
      centre('2026-07-12 09:00', {
        type: 'CallCaseConference',
        conferenceId: 'k1',
        topic: '会商',
        members: ['song.yu', 'yang.liu'],
        on: '2026-07-12',
      }),
      centre('2026-07-12 10:00', {
        type: 'RecordCaseConference',
        conferenceId: 'k1',
        opinions: [{ member: 'song.yu', opinion: '照料' }],
        resolution: '继续照料',
      }),
    ];
    expect(
      decides(
        conferred,
        centre('2026-07-12 11:00', {
          type: 'RecordRecommendation',
          conferenceId: 'k1',
          recommendation: 'revoke',
          ground: 'neglect',
          reasons: '不适用',
        }),
      ),
    ).toBe('no-fault-of-the-guardian');
  });

  it('ends when the parent is fit', () => {
    expect(decides(flood, leader('2026-08-01 10:00', returnIt))).toBe('guardian-not-fit');
    const fit = [
      ...flood,
      centre('2026-08-01 09:00', { type: 'ConfirmGuardianFit', checkedOn: '2026-08-01', findings: '已出院' }),
    ];
    expect(decides(fit, leader('2026-08-01 10:00', returnIt))).toContain('ChildReturned');
  });
});

describe('protection order', () => {
  it('rules within 72 hours, 24 when urgent, from acceptance by the court', () => {
    const clocks = clocksAfter(protectedChild, '2026-09-17 09:00');
    expect(clocks.get('protectionOrderUrgentRuling')).toMatchObject({
      dueAt: instant('2026-09-17 12:00'),
      state: 'met',
      nature: 'internal',
    });
    expect(clocks.get('protectionOrderExpiry')).toMatchObject({ dueOn: '2027-03-16', state: 'running' });
  });

  it('lasts at most six months, and is renewed before it is over', () => {
    const accepted = protectedChild.slice(0, -1);
    const rule = (endsOn: string): Step =>
      centre('2026-09-16 18:00', { type: 'RecordOrderRuling', orderId: 'o1', granted: true, endsOn, document: '1号' });
    expect(decides(accepted, rule('2027-03-17'))).toBe('protection-order-too-long');
    expect(decides(accepted, rule('2027-03-16'))).toEqual(['ProtectionOrderGranted']);
    const renew = (at: string): Step =>
      centre(at, { type: 'RenewProtectionOrder', orderId: 'o1', endsOn: '2027-09-16', document: '2号' });
    expect(decides(protectedChild, renew('2027-03-16 23:00'))).toEqual(['ProtectionOrderRenewed']);
    expect(decides(protectedChild, renew('2027-03-17 00:30'))).toBe('protection-order-already-over');
    const end: AnyCommand = { type: 'EndProtectionOrder', orderId: 'o1', why: 'expired' };
    expect(decides(protectedChild, centre('2027-03-16 09:00', end))).toBe('protection-order-running');
    expect(decides(protectedChild, centre('2027-03-17 09:00', end))).toEqual(['ProtectionOrderEnded']);
  });
});

describe('closing', () => {
  const openAfter = (steps: readonly Step[], at = '2027-05-01 09:00'): unknown => {
    const decision = room.decide(close, play(steps).state, deskAt(at, 'bureauLeader'));
    return isRefusal(decision) ? decision.detail?.['steps'] : 'closed';
  };

  it('names every open step', () => {
    expect(openAfter(atNight.slice(0, 1))).toEqual(['report-not-screened', 'reporter-not-told', 'police-not-notified']);
    expect(openAfter(atNight.slice(0, 4))).toEqual(
      expect.arrayContaining(['removal-not-handed-over', 'reporter-not-told', 'assessment-missing']),
    );
    expect(openAfter(protectedChild)).toEqual(
      expect.arrayContaining(['child-in-state-care', 'placement-running', 'protection-order-open']),
    );
    expect(openAfter(recommended)).toContain('suit-not-filed');
    expect(openAfter(sued)).toContain('suit-pending');
    expect(openAfter(returned)).toEqual(['follow-up-outstanding']);
    for (const steps of [atNight, protectedChild, recommended, sued, returned])
      for (const step of openSteps(play(steps).state.own)) expect(room.screen.values[step]).toBeDefined();
  });

  it('comes once every visit is made, and says how it went', () => {
    const before = play(returned);
    expect(followUpsOf(before)).toHaveLength(3);
    expect(room.summary(play(returned).state).nextStep).toBe('RecordFollowUp');
    const closed = walks['returned']?.at(-1)?.event;
    expect(closed).toMatchObject({ type: 'CaseClosed', outcome: 'returned', decidingBody: 'bureau' });
  });

  it('ends an emergency that turned out to be none', () => {
    const falseAlarm = play([
      ...atNight.slice(0, 3),
      centre('2026-09-15 09:00', assess('a1', '2026-09-15', { grade: 'normal', advice: 'noAction' })),
    ]);
    expect(room.stageOf(falseAlarm.state)).toBe('followingUp');
  });

  it('reopens the loop when a visit finds the child at risk', () => {
    const [followUpId = ''] = followUpsOf(play(returned));
    const atRisk = play([
      ...returned,
      director('2026-11-09 09:00', {
        type: 'RecordFollowUp',
        followUpId,
        visitedOn: '2026-11-09',
        finding: 'atRisk',
        findings: '再次受伤',
      }),
    ]);
    expect(room.stageOf(atRisk.state)).toBe('assessing');
    expect(atRisk.state.own.assessmentDue).toBe(true);
  });

  it('ends with age only when the child is of age', () => {
    const ofAge = (on: string): Step => centre(`${on} 09:00`, { type: 'EndGuardianship', why: 'ofAge', on });
    const seventeen = [
      centre('2026-09-14 09:00', report({ child: { personId: 'c17', name: '李强' } })),
      centre('2026-09-14 10:00', handover()),
    ];
    expect(decides(seventeen, ofAge('2026-09-30'))).toBe('not-of-age');
    expect(decides(seventeen, ofAge('2026-10-01'))).toEqual(['PlacementEnded', 'GuardianshipEnded']);
  });
});

describe('what can never be', () => {
  it('asks nobody for consent and publishes nothing', () => {
    const forms = JSON.stringify(Object.values(guardianshipCommands).map((schema) => Object.keys(schema.shape)));
    expect(forms).not.toMatch(/consent|authoris/i);
    expect(Object.keys(room.commands).filter((name) => /PublicNotice/.test(name))).toEqual([]);
    for (const walk of Object.values(walks))
      expect(
        room.notices(walk.reduce((state, { event, stamp }) => room.evolve(state, event, stamp), room.initial)),
      ).toEqual([]);
  });

  it('keeps injuries and health for those who need them', () => {
    const kinds = (name: keyof typeof guardianshipEvents) =>
      restrictedPaths(guardianshipEvents[name]).map(({ path, kind }) => `${path.join('.')}:${kind}`);
    expect(kinds('ReportReceived')).toEqual(['injuries:health']);
    expect(kinds('ChildHandedOver')).toEqual(['injuries:health']);
    expect(kinds('AssessmentRecorded')).toEqual(['health:health']);
  });
});

describe('the rules', () => {
  const rules = startingRuleBook.ruleSets.find(({ id }) => id === 'national')?.guardianship;

  it('know every ground, matter and reporter that a form offers', () => {
    expect(Object.keys(rules?.temporaryGrounds ?? {})).toEqual([...temporaryGrounds]);
    expect(Object.keys(rules?.longTermGrounds ?? {})).toEqual([...longTermGrounds]);
    expect(Object.keys(rules?.revocationGrounds ?? {})).toEqual([...revocationGrounds]);
    expect(matters).toEqual(expect.arrayContaining([...(rules?.faultMatters ?? []), ...(rules?.policeMatters ?? [])]));
    expect(reporterKinds).toEqual(expect.arrayContaining([...(rules?.mandatoryReporters.kinds ?? [])]));
  });

  it('wait only for events of this room', () => {
    for (const ruleSet of startingRuleBook.ruleSets)
      expect(Object.keys(room.events)).toEqual(expect.arrayContaining([...clockEventTypes(ruleSet, room.type)]));
  });

  it('give every clock that a stage names, and every clock a stage', () => {
    const named = new Set(Object.values(room.stages).flatMap(({ clocks }) => (clocks === 'none' ? [] : clocks)));
    const known = startingRuleBook.ruleSets
      .flatMap(({ clocks }) => clocks)
      .filter(({ caseType }) => caseType === room.type)
      .map(({ clock }) => clock);
    expect([...named].sort()).toEqual([...new Set(known)].sort());
  });
});
