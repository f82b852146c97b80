import { z } from 'zod';
import { type Facts, isRefusal } from '#kernel';
import { conformance } from '#kernel/testing/conformance.js';
import { scenario } from '#kernel/testing/given.js';
import { clockEventTypes, startingRuleBook } from '#rules';
import { type TransientCommand, transientCommands } from './commands.js';
import { transientEvents } from './events.js';
import frozen from './history/events.json' with { type: 'json' };
import {
  type Step,
  admit,
  arranged,
  auntIn,
  buried,
  collapsed,
  deskAt,
  died,
  dnaAnswer,
  entered,
  everybody,
  girlArrives,
  girlIn,
  matched,
  offer,
  outreach,
  play,
  propose,
  proposed,
  refusedByStation,
  registered,
  request,
  returned,
  room,
  searched,
  settled,
  sign,
  step,
  unmatched,
  walks,
} from './walks.js';

conformance(room, { walks, frozen, desk: deskAt('2026-11-02 09:00', 'stationOfficer') });

const after = (steps: readonly Step[]) => play(steps).state;
const decides = (steps: readonly Step[], { at, command, role = 'stationOfficer' }: Step, facts?: Facts): unknown => {
  const decision = room.decide(command, after(steps), deskAt(at, role, facts));
  return isRefusal(decision) ? decision.refused : decision.map((event) => event.type);
};
const clock = (steps: readonly Step[], name: string, at: string) =>
  room.clocks(after(steps), startingRuleBook, deskAt(at, 'system').now).find((view) => view.clock === name);
const row = (steps: readonly Step[]) => room.summary(after(steps));

describe('street outreach', () => {
  const at = '2026-01-05 21:00';

  it('records a refusal with what was left, asks the station for joint assistance and sets the next visit', () => {
    const { given } = scenario(room);
    given([])
      .when(outreach(), deskAt(at, 'committeeOfficer'))
      .thenMatches([
        { type: 'PersonMet', personId: 'nobody', title: '无名氏甲', identified: false, ageGroup: 'adult' },
        { type: 'OutreachVisitRecorded', outcome: 'refused', weatherTrigger: 'cold', contactCard: true },
        { type: 'JointAssistanceAsked', station: 'station-yubei', nextVisitOn: '2026-01-07' },
      ]);
    expect(row([step(at, outreach())])).toMatchObject({
      stage: 'lead',
      office: 'station-yubei',
      nextStep: 'RecordOutreachVisit',
    });
    expect(clock([step(at, outreach())], 'outreachNextVisit', at)).toMatchObject({ dueOn: '2026-01-07' });
  });

  it.each<[string, Partial<ReturnType<typeof outreach>>, string]>([
    ['no day of a next visit', { nextVisitOn: undefined }, 'next-visit-missing'],
    ['a next visit in the past', { nextVisitOn: '2026-01-04' }, 'next-visit-in-the-past'],
    ['nothing left behind', { supplies: [], contactCard: false }, 'supplies-or-card-missing'],
    ['a child left on the street', { apparentAge: 12 }, 'never-left-on-the-street'],
    ['a helpless adult left on the street', { capacity: 'none' }, 'never-left-on-the-street'],
    ['an adult taken by force', { outcome: 'escorted', nextVisitOn: undefined }, 'consent-needed'],
    [
      'an adult taken as if a minor',
      { outcome: 'escorted', nextVisitOn: undefined, escortGround: 'minor' },
      'ground-does-not-fit',
    ],
    [
      'a capable adult taken as incapable',
      { outcome: 'escorted', nextVisitOn: undefined, escortGround: 'incapable' },
      'ground-does-not-fit',
    ],
    ['a hospital nobody names', { outcome: 'sentToHospital', nextVisitOn: undefined }, 'taken-to-missing'],
    ['nobody registered', { personId: 'stranger' }, 'person-not-registered'],
    ['a dead person', { personId: 'late' }, 'person-deceased'],
    ['no name at all', { alias: undefined }, 'name-or-alias-missing'],
    ['no age at all', { apparentAge: undefined }, 'age-missing'],
  ])('does not record %s', (_, more, reason) => expect(decides([], step(at, outreach(more)))).toBe(reason));

  it('takes a child along on the ground of the law, and the injured to hospital', () => {
    expect(
      decides(
        [],
        step(at, outreach({ apparentAge: 12, outcome: 'escorted', nextVisitOn: undefined, escortGround: 'minor' })),
      ),
    ).toEqual(['PersonMet', 'OutreachVisitRecorded']);
    expect(
      decides([], step(at, outreach({ outcome: 'sentToHospital', nextVisitOn: undefined, takenTo: '区医院' }))),
    ).toEqual(['PersonMet', 'OutreachVisitRecorded', 'SentToHospital']);
  });
});

describe('request and entry', () => {
  const at = '2026-02-14 20:00';
  const asked = (more: Partial<ReturnType<typeof request>> = {}) => [step('2026-02-14 19:00', request(more))];

  it('sends to the hospital or the police first where the law says so', () => {
    expect(decides(asked({ signs: ['critical', 'drugs'] }), step(at, admit()))).toBe('hospital-first');
    expect(decides(asked({ signs: ['drugs'] }), step(at, admit()))).toBe('police-first');
    expect(row(asked({ signs: ['drugs'] })).nextStep).toBe('HandToPolice');
    expect(
      decides(
        [
          ...asked({ signs: ['critical'] }),
          step('2026-02-14 19:10', { type: 'SendToHospital', hospital: '区医院', condition: '昏迷' }),
        ],
        step(at, admit({ place: 'hospital', dormitory: 'ward' })),
      ),
    ).toEqual(['PersonAdmitted']);
  });

  it.each<[string, Partial<ReturnType<typeof admit>>, string]>([
    ['without consent', { consent: false }, 'consent-needed'],
    ['a man among women', { dormitory: 'women' }, 'separate-sexes'],
    ['an adult among children', { dormitory: 'children' }, 'minors-apart-from-adults'],
    ['after a search by the other sex', { searchedBySameSex: false }, 'search-by-same-sex'],
    ['at a hospital where the person is not', { place: 'hospital', dormitory: 'ward' }, 'place-does-not-fit'],
  ])('admits nobody %s', (_, more, reason) => expect(decides(asked(), step(at, admit(more)))).toBe(reason));

  it('refuses on the spot with reasons and remedies, but never a minor', () => {
    const refusal = (remedyText: boolean): TransientCommand => ({
      type: 'RefuseAssistance',
      ground: 'hasKinToTurnTo',
      reasons: '子女在本市',
      remedyText,
    });
    expect(decides(asked(), step(at, refusal(false), 'stationLeader'))).toBe('remedies-not-told');
    expect(decides(asked(), step(at, refusal(true), 'stationLeader'))).toEqual(['AssistanceRefused']);
    expect(decides([step('2026-07-01 10:00', girlArrives)], step('2026-07-01 11:00', refusal(true)))).toBe(
      'minor-never-refused',
    );
  });
});

describe('who is it', () => {
  it('runs the clocks of an unidentified person from entry', () => {
    const at = '2026-02-14 22:00';
    expect(clock(entered, 'tracingNotice', at)).toMatchObject({ dueAt: '2026-02-15T12:00:00.000Z', state: 'running' });
    expect(clock(entered, 'dnaRequest', at)).toMatchObject({ dueOn: '2026-03-03' });
    expect(clock(entered, 'longStay', at)).toMatchObject({ dueOn: '2026-02-25' });
    expect(clock(entered, 'stayLimit', at)).toBeUndefined();
    expect(clock(searched, 'dnaAnswer', '2026-03-01 09:00')).toMatchObject({ dueOn: '2026-03-24', nature: 'internal' });
    expect(clock(searched, 'tracingRefresh', '2026-03-01 09:00')).toMatchObject({ dueOn: '2026-03-16' });
    expect(clock(matched, 'tracingRefresh#2', '2026-03-21 09:00')).toBeUndefined();
    expect(clock(matched, 'settlementProposal', '2026-03-21 09:00')).toMatchObject({ state: 'ended' });
    expect(clock(auntIn, 'stayLimit', '2026-08-04 09:00')).toMatchObject({ dueOn: '2026-08-13' });
  });

  it('counts a long stay after the tenth day, and a settlement after three months', () => {
    const longStay: TransientCommand = { type: 'RecordLongStay', reportNumber: '3号' };
    expect(decides(searched, step('2026-02-24 23:59', longStay))).toBe('not-long-stay-yet');
    expect(decides(searched, step('2026-02-25 00:00', longStay))).toEqual(['LongStayRecorded']);
    expect(decides(unmatched, step('2026-05-14 23:59', propose, 'stationLeader'))).toBe('settlement-too-early');
    expect(decides(unmatched, step('2026-05-15 00:00', propose, 'stationLeader'))).toEqual(['SettlementProposed']);
    expect(decides(searched, step('2026-05-15 00:00', propose, 'stationLeader'))).toBe('dna-not-answered');
  });

  it('starts the return when DNA matches, and keeps the alias entry in the case', () => {
    expect(row(matched)).toMatchObject({
      stage: 'inStation',
      title: '李强',
      persons: ['li', 'nobody'],
      nextStep: 'ArrangeReturn',
      figures: { identified: true, returnDue: true, pending: true, returnDueOn: '2026-03-20', admittedOn: '2026-02' },
    });
    expect(decides(matched, step('2026-05-20 09:00', propose, 'stationLeader'))).toBe('identity-already-established');
  });

  it('closes the settlement when the identity is found after all, even after registration', () => {
    const found: TransientCommand = {
      type: 'EstablishIdentity',
      identifiedAs: 'aunt',
      name: '刘桂芳',
      method: 'kin',
      evidence: '其女来认',
    };
    for (const steps of [proposed, registered])
      expect(decides(steps, step('2026-06-03 09:00', found))).toEqual(['IdentityEstablished', 'SettlementPathClosed']);
  });

  it('settles only by registration with an identity of the registry', () => {
    const approved = registered.slice(0, -1);
    const hukou = (identifiedAs: string): TransientCommand => ({
      type: 'RegisterHukou',
      identifiedAs,
      name: '渝安',
      hukouOffice: '派出所',
      registeredOn: '2026-06-01',
    });
    expect(decides(proposed, step('2026-06-01 09:00', hukou('li')))).toBe('settlement-not-approved');
    expect(decides(approved, step('2026-06-01 09:00', hukou('nobody')))).toBe('identity-not-in-registry');
    expect(play(registered).events.at(-1)?.event).toMatchObject({ personId: 'li', formerTitle: '无名氏甲' });
    expect(row(settled)).toMatchObject({ outcome: 'settled', figures: { returnDue: false, exception: 'settled' } });
    const close: TransientCommand = { type: 'CloseCase', reasons: '完' };
    const unlinked = settled.filter(({ command }) => command.type !== 'LinkCase').slice(0, -1);
    expect(decides(unlinked, step('2026-06-21 09:00', close))).toBe('relief-not-linked');
    expect(decides(settled.slice(0, -2), step('2026-06-21 09:00', close))).toBe('follow-up-missing');
  });

  it('names a person found, and none otherwise', () => {
    const check = (found: boolean, identifiedAs?: string): TransientCommand => ({
      type: 'CheckIdentity',
      sources: ['population'],
      found,
      ...(identifiedAs === undefined ? {} : { identifiedAs, name: '李强' }),
    });
    const at = '2026-02-15 09:00';
    expect(decides(entered, step(at, check(true)))).toBe('found-person-missing');
    expect(decides(entered, step(at, check(false, 'li')))).toBe('found-person-missing');
    expect(decides(entered, step(at, check(true, 'nobody')))).toBe('identity-not-in-registry');
    expect(decides(entered, step(at, check(true, 'li')))).toEqual(['IdentityEstablished']);
    expect(decides(searched, step('2026-03-01 09:00', { ...dnaAnswer(true), identifiedAs: undefined }))).toBe(
      'found-person-missing',
    );
  });
});

describe('a minor', () => {
  const at = '2026-07-02 09:00';
  const kin: TransientCommand = {
    type: 'ArrangeReturn',
    mode: 'collectedByKin',
    destination: '邻水县',
    kin: { name: '王大山', relation: '父亲' },
  };
  const collect: TransientCommand = {
    type: 'RecordReturn',
    returnedOn: '2026-07-02',
    receivedBy: '王大山',
    idCopy: true,
  };
  const told = step('2026-07-01 12:00', {
    type: 'ReportToPolice',
    ground: 'trafficking',
    policeStation: '派出所',
    reference: '报1',
  });
  const linked = step('2026-07-01 12:10', { type: 'LinkCase', caseId: 'gi-1', kind: 'guardianship' });

  it('with an unrelated adult raises the suspicion of trafficking and is kept apart', () => {
    expect(decides([], step('2026-07-01 10:00', girlArrives))).toEqual([
      'PersonMet',
      'AssistanceRequested',
      'CompanionRecorded',
      'TraffickingSuspected',
    ]);
    expect(row(girlIn)).toMatchObject({
      title: '王某',
      scheme: 'child',
      persons: ['girl'],
      nextStep: 'ReportToPolice',
    });
    const family = admit({ dormitory: 'family', consent: false, escortGround: 'minor' });
    expect(decides(girlIn.slice(0, 1), step('2026-07-01 11:00', family))).toBe('companion-kept-apart');
    expect(clock(girlIn, 'traffickingReport', at)).toMatchObject({ dueAt: '2026-07-01T03:00:00.000Z' });
    expect(clock([...girlIn, linked], 'minorGuardianshipCase', at)).toMatchObject({ state: 'met' });
  });

  it('never leaves alone, and not before guardianship and the police are seen to', () => {
    const own: TransientCommand = {
      type: 'RecordOwnDeparture',
      declarationSigned: true,
      destination: '邻水县',
      cashFen: 0,
    };
    const left: TransientCommand = {
      type: 'RecordLeaveWithoutProcedure',
      noticedOn: '2026-07-02',
      circumstances: '不见',
    };
    expect(decides([...girlIn, told, linked], step(at, own))).toBe('minor-never-alone');
    expect(decides(girlIn, step(at, left))).toBe('report-as-missing');
    expect(decides(girlIn, step(at, { type: 'ArrangeReturn', mode: 'own', destination: '邻水县' }))).toBe(
      'minor-never-alone',
    );
    expect(decides([...girlIn, told, step(at, kin)], step(at, collect))).toBe('guardianship-case-not-linked');
    expect(decides([...girlIn, linked, step(at, kin)], step(at, collect))).toBe('police-not-informed');
    expect(decides([...girlIn, told, linked, step(at, kin)], step(at, collect))).toEqual(['ReturnRecorded']);
    expect(decides([...girlIn, told, linked, step(at, kin)], step(at, { ...collect, idCopy: false }))).toBe(
      'kin-id-copy-missing',
    );
  });

  it('is shown in no tracing notice with a picture', () => {
    const lost = [
      step('2026-07-01 10:00', request({ personId: 'lost', alias: '小明', apparentAge: 7, consent: true })),
      step('2026-07-01 11:00', admit({ dormitory: 'children' })),
    ];
    const notice = (photo: boolean): TransientCommand => ({
      type: 'PostTracingNotice',
      noticeId: 'n1',
      channels: ['media'],
      photo,
      description: '女孩,约7岁',
    });
    expect(row(lost).title).toBe('小某');
    expect(decides(lost, step(at, notice(true)))).toBe('no-photo-of-minors');
    expect(decides(lost, step(at, notice(false)))).toEqual(['TracingNoticePosted']);
  });

  it('of age meanwhile may go as an adult does', () => {
    const grown = {
      ...everybody,
      persons: { ...everybody.persons, girl: { personId: 'girl', registered: true, bornOn: '2008-07-01' } },
    };
    const own: TransientCommand = {
      type: 'RecordOwnDeparture',
      declarationSigned: true,
      destination: '家',
      cashFen: 0,
    };
    expect(decides(girlIn, step(at, own), grown)).toEqual(['OwnDepartureRecorded']);
  });
});

describe('leaving', () => {
  const at = '2026-08-05 09:00';
  const own = (more: object = {}): TransientCommand => ({
    type: 'RecordOwnDeparture',
    declarationSigned: true,
    destination: '广安市',
    ticket: 'K587',
    cashFen: 2_000,
    ...more,
  });

  it('of an adult needs the declaration and gives at most the cash of the rule', () => {
    expect(decides(auntIn, step(at, own({ cashFen: 2_001 })))).toBe('cash-above-limit');
    expect(decides(auntIn, step(at, own({ declarationSigned: false })))).toBe('declaration-missing');
    expect(decides(auntIn, step(at, own()))).toEqual(['OwnDepartureRecorded']);
  });

  it('without a word gives up assistance, and is no return', () => {
    const left = step(at, { type: 'RecordLeaveWithoutProcedure', noticedOn: '2026-08-05', circumstances: '未归' });
    expect(row([...auntIn, left])).toMatchObject({
      stage: 'departed',
      outcome: 'gaveUp',
      figures: { returnDue: false, returned: false, pending: false, exception: 'gaveUp' },
    });
  });

  it('frees the person for a new case', () => {
    expect(room.holds?.(after(auntIn), 'transient:aunt')).toBe(true);
    expect(room.holds?.(after([...auntIn, step(at, own())]), 'transient:aunt')).toBe(false);
    expect(room.holds?.(after(matched), 'transient:li')).toBe(true);
    expect(room.claims(dnaAnswer(true), after(searched))).toEqual(['transient:li']);
  });

  it('to another station is complete only when both have signed', () => {
    expect(decides(arranged, step('2026-03-22 09:00', { type: 'RecordReturn', returnedOn: '2026-03-22' }))).toBe(
      'hand-over-not-signed-by-both',
    );
    const stranger: TransientCommand = {
      type: 'OfferHandOverToStation',
      handOverId: 'h1',
      stationId: 'station-nowhere',
      plannedOn: '2026-04-01',
    };
    expect(decides(arranged, step('2026-03-22 09:00', stranger))).toBe('station-not-in-directory');
    const offered = [...refusedByStation, step('2026-03-30 09:00', offer('h2'))];
    const ours = [...offered, step('2026-04-01 14:00', sign('ours'))];
    const back = step('2026-04-01 15:00', { type: 'RecordReturn', returnedOn: '2026-04-01' });
    expect(decides(offered, step('2026-04-01 14:00', { ...sign('theirs'), theirCase: undefined }))).toBe(
      'their-case-missing',
    );
    expect(decides(ours, back)).toBe('hand-over-not-signed-by-both');
    expect(decides(ours, step('2026-04-01 14:00', sign('ours')))).toEqual([]);
    expect(decides(ours, step('2026-04-01 14:10', sign('theirs')))).toEqual([
      'StationHandOverSigned',
      'StationHandOverCompleted',
      'CaseLinked',
    ]);
    const theirsFirst = [...offered, step('2026-04-01 14:00', sign('theirs'))];
    expect(decides(theirsFirst, step('2026-04-01 14:10', sign('ours')))).toEqual([
      'StationHandOverSigned',
      'StationHandOverCompleted',
      'CaseLinked',
    ]);
    expect(decides(refusedByStation, step('2026-04-01 14:10', sign('ours', 'h1')))).toBe('hand-over-was-refused');
  });

  it('refused by the other station goes up to both bureaus; the person stays pending', () => {
    expect(play(refusedByStation).events.at(-1)?.event).toEqual({
      type: 'HandOverEscalated',
      handOverId: 'h1',
      to: ['bureau', '华蓥市民政局'],
    });
    expect(row(refusedByStation)).toMatchObject({
      stage: 'returning',
      nextStep: 'OfferHandOverToStation',
      figures: { returnDue: true, returned: false, pending: true, exception: 'none' },
    });
    expect(row(returned).figures).toMatchObject({ returnDue: true, returned: true, pending: false });
    expect(clock(refusedByStation, 'handOverEscalation', '2026-03-24 09:00')).toMatchObject({ dueOn: '2026-03-30' });
  });
});

describe('death', () => {
  it('needs a certificate or a finding of the police', () => {
    const death: TransientCommand = { type: 'RecordDeath', diedOn: '2026-02-20', place: 'hospital' };
    expect(decides(collapsed, step('2026-02-20 06:00', death))).toBe('death-proof-missing');
  });

  it('closes only after kin or public were told, the belongings listed and the disposal recorded', () => {
    const at = '2026-03-09 09:00';
    const close: TransientCommand = { type: 'CloseCase', reasons: '完' };
    const disposal = (disposedOn: string, kind: 'cremated' | 'handedToKin' = 'cremated'): TransientCommand => ({
      type: 'RecordDisposal',
      kind,
      disposedOn,
      reference: '9号',
    });
    expect(decides(died, step(at, close))).toBe('belongings-not-listed');
    expect(decides(died, step(at, disposal('2026-03-09')))).toBe('kin-not-notified');
    const announced = buried.slice(0, -2);
    expect(decides(announced, step(at, close))).toBe('disposal-missing');
    expect(decides(announced, step('2026-03-07 09:00', disposal('2026-03-07')))).toBe('announcement-still-running');
    expect(decides(announced, step(at, disposal('2026-03-09', 'handedToKin')))).toBe('kin-not-notified');
    expect(decides(announced, step(at, disposal('2026-03-09')))).toEqual(['DisposalRecorded']);
    expect(row(buried)).toMatchObject({ stage: 'closed', open: false, outcome: 'died' });
  });
});

it('knows every event that its clocks wait for', () => {
  for (const ruleSet of startingRuleBook.ruleSets)
    expect(Object.keys(room.events)).toEqual(expect.arrayContaining([...clockEventTypes(ruleSet, room.type)]));
});

it('names in its stage table only clocks of the rules', () => {
  const known = startingRuleBook.ruleSets.flatMap(({ clocks }) => clocks.map(({ clock: name }) => name));
  for (const { clocks } of Object.values(room.stages))
    if (clocks !== 'none') expect(known).toEqual(expect.arrayContaining([...clocks]));
});

it('labels every listed value and every field of its events', () => {
  const listed = (node: unknown): readonly string[] => {
    if (typeof node !== 'object' || node === null) return [];
    const own: unknown = Reflect.get(node, 'enum');
    return [...(Array.isArray(own) ? own.map(String) : []), ...Object.values(node).flatMap(listed)];
  };
  const schemas = [...Object.values(transientCommands), ...Object.values(transientEvents)];
  const values = schemas.flatMap((schema) => listed(z.toJSONSchema(schema)));
  expect(values.filter((value) => room.screen.values[value] === undefined)).toEqual([]);
  for (const [name, { shape }] of Object.entries(transientEvents))
    expect(Object.keys(room.screen.events[name]?.fields ?? {}).sort()).toEqual(
      Object.keys(shape)
        .filter((field) => field !== 'type')
        .sort(),
    );
});
