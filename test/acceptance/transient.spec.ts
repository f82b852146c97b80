import { TransientDriver, station } from './transient-driver.js';
import { town, village } from './driver.js';

let transients: TransientDriver;
beforeAll(async () => {
  transients = await TransientDriver.start('2026-01-05 21:00');
});
afterAll(() => transients?.stop());

describe('AC-24 outreach refused', () => {
  const visit = {
    route: '火车北站线',
    point: '新牌坊立交桥下',
    campaign: 'winterWarm',
    temperatureC: -2,
    outcome: 'refused',
    capacity: 'full',
    consent: false,
    supplies: [{ item: '棉被', quantity: 1 }],
    contactCard: true,
    nextVisitOn: '2026-01-07',
  };
  const met = { type: 'RecordOutreach', alias: '桥下男子', apparentAge: 50, office: station, area: village };

  it('leaves supplies and the card, asks the station for joint assistance, and knows no forced entry', async () => {
    transients.at('2026-01-05 21:00');
    const personId = await transients.unidentified('桥下男子', { sex: 'male', approximateAge: 50 });
    const forced = await transients.tries('village', {
      ...met,
      personId,
      ...visit,
      outcome: 'escorted',
      nextVisitOn: undefined,
    });
    expect(forced).toMatchObject({ status: 422, body: { reason: 'consent-needed' } });

    const caseId = await transients.opens('village', { ...met, personId, ...visit });
    expect(await transients.driver.eventTypes(caseId)).toEqual([
      'PersonMet',
      'OutreachVisitRecorded',
      'JointAssistanceAsked',
    ]);
    const page = await transients.driver.case(caseId, 'stationOfficer');
    expect(page).toMatchObject({ stage: 'lead', title: '桥下男子', office: { officeId: station } });
    const [, recorded] = await transients.driver.history(caseId, 'stationOfficer');
    expect(recorded.data).toMatchObject({
      campaign: 'winterWarm',
      temperatureC: -2,
      weatherTrigger: 'cold',
      supplies: [{ item: '棉被', quantity: 1 }],
      contactCard: true,
    });
    expect(await transients.clock(caseId, 'outreachNextVisit')).toMatchObject({
      dueOn: '2026-01-07',
      state: 'running',
    });
    await transients.driver.settle();
    const tasks = (await transients.driver.get('stationOfficer', '/api/worklist')).body.rows;
    expect(tasks.map((row: { caseId: string }) => row.caseId)).toContain(caseId);

    const entry = {
      place: 'station',
      capacity: 'full',
      consent: false,
      dormitory: 'men',
      searchedBySameSex: true,
      belongings: [],
    };
    expect(await transients.refusal('stationOfficer', caseId, 'AdmitPerson', entry)).toBe(
      'command-not-allowed-in-stage',
    );
    transients.at('2026-01-07 20:00');
    await transients.does('stationOfficer', caseId, 'RecordOutreachVisit', {
      ...visit,
      nextVisitOn: '2026-01-09',
      temperatureC: 1,
    });
    expect(await transients.clock(caseId, 'outreachNextVisit')).toMatchObject({ state: 'met' });
    expect(await transients.clock(caseId, 'outreachNextVisit#2')).toMatchObject({ dueOn: '2026-01-09' });
    expect(
      await transients.tries('stationOfficer', { ...met, personId, ...visit, nextVisitOn: '2026-01-09' }),
    ).toMatchObject({
      status: 422,
      body: { reason: 'person-has-open-case' },
    });
  });
});

describe('AC-25 unidentified person', () => {
  const enter = async (alias: string): Promise<{ caseId: string; personId: string }> => {
    transients.at('2026-02-14 20:00');
    const personId = await transients.unidentified(alias, { sex: 'male', approximateAge: 55 });
    const caseId = await transients.opens('stationOfficer', transients.request(personId, { alias, apparentAge: 55 }));
    await transients.admits(caseId, { biometrics: '指纹卡017' });
    return { caseId, personId };
  };
  const search = async (caseId: string): Promise<void> => {
    await transients.does('stationOfficer', caseId, 'CheckIdentity', { sources: ['population', 'face'], found: false });
    transients.at('2026-02-15 10:00');
    await transients.does('stationOfficer', caseId, 'PostTracingNotice', {
      noticeId: `notice-${caseId}`,
      channels: ['rescueNetwork'],
      photo: true,
      description: '男,约55岁',
    });
    transients.at('2026-02-25 09:00');
    await transients.does('stationOfficer', caseId, 'RequestDna', { requestId: 'd1', policeStation: '龙溪派出所' });
  };

  it('runs its clocks through the holiday', async () => {
    const { caseId } = await enter('站前老人');
    expect(await transients.clock(caseId, 'tracingNotice')).toMatchObject({ dueAt: '2026-02-15T12:00:00.000Z' });
    expect(await transients.clock(caseId, 'dnaRequest')).toMatchObject({ dueOn: '2026-03-03' });
    await search(caseId);
    expect(await transients.clock(caseId, 'tracingNotice')).toMatchObject({ state: 'met' });
    transients.at('2026-02-24 09:00');
    expect(await transients.refusal('stationOfficer', caseId, 'RecordLongStay', { reportNumber: '3号' })).toBe(
      'not-long-stay-yet',
    );
    transients.at('2026-02-25 09:30');
    await transients.does('stationOfficer', caseId, 'RecordLongStay', { reportNumber: '3号' });
    expect(await transients.driver.case(caseId)).toMatchObject({ stage: 'longStay' });
  });

  it('starts the return when DNA matches in the second month, and the settlement is closed to it', async () => {
    const { caseId, personId } = await enter('南坪男子');
    await search(caseId);
    transients.at('2026-03-20 09:00');
    const found = await transients.driver.person('李国强', '1971-05-06');
    await transients.identifies(personId, { identifiedAs: found, evidence: 'DNA比中' });
    await transients.does('stationOfficer', caseId, 'RecordDnaAnswer', {
      requestId: 'd1',
      matched: true,
      result: '与失踪人员库比中',
      identifiedAs: found,
      name: '李国强',
    });
    const page = await transients.driver.case(caseId, 'stationOfficer');
    expect(page).toMatchObject({ stage: 'inStation', title: '李国强', nextStep: 'ArrangeReturn' });
    expect(JSON.stringify(page)).not.toContain('指纹卡017');
    expect(JSON.stringify(await transients.driver.history(caseId, 'stationLeader'))).toContain('指纹卡017');
    transients.at('2026-05-20 09:00');
    expect(
      await transients.refusal('stationLeader', caseId, 'ProposeSettlement', {
        placement: 'elderCare',
        hukouOffice: '龙溪派出所',
        plan: '安置',
      }),
    ).toBe('identity-already-established');
    const again = transients.request(found, { name: '李国强' });
    expect((await transients.tries('secondStationOfficer', again)).body.reason).toBe('person-has-open-case');
  });

  it('is settled after three months without an answer, and applies for 特困 under the new identity', async () => {
    const { caseId, personId } = await enter('江北哑叔');
    await search(caseId);
    transients.at('2026-03-20 09:00');
    await transients.does('stationOfficer', caseId, 'RecordDnaAnswer', {
      requestId: 'd1',
      matched: false,
      result: '未比中',
    });
    const proposal = { placement: 'elderCare', hukouOffice: '龙溪派出所', plan: '安置于区社会福利中心' };
    transients.at('2026-05-14 09:00');
    expect(await transients.refusal('stationLeader', caseId, 'ProposeSettlement', proposal)).toBe(
      'settlement-too-early',
    );
    transients.at('2026-05-15 09:00');
    await transients.does('stationLeader', caseId, 'ProposeSettlement', proposal);
    const approval = { approvalNumber: '渝北府〔2026〕8号', approvedOn: '2026-05-15' };
    expect(await transients.refusal('stationLeader', caseId, 'ApproveSettlement', approval)).toBe('role-not-allowed');
    await transients.does('bureauLeader', caseId, 'ApproveSettlement', approval);
    transients.at('2026-06-01 09:00');
    const hukou = {
      identifiedAs: personId,
      name: '江安',
      hukouOffice: '龙溪派出所',
      registeredOn: '2026-06-01',
    };
    expect(await transients.refusal('stationOfficer', caseId, 'RegisterHukou', hukou)).toBe('identity-not-in-registry');
    await transients.identifies(personId, transients.newIdentity('江安', '1966-01-01'));
    await transients.does('stationOfficer', caseId, 'RegisterHukou', hukou);
    const registered = (await transients.driver.history(caseId, 'stationLeader')).find(
      ({ type }: { type: string }) => type === 'HukouRegistered',
    );
    expect(registered).toMatchObject({ type: 'HukouRegistered', data: { title: '江安', formerTitle: '江北哑叔' } });
    const person = (await transients.driver.get('stationOfficer', `/api/people/${personId}`)).body;
    expect(JSON.stringify(person)).toContain('江北哑叔');

    const relief = await transients.driver.opens('relief-application', 'bureauOfficer', {
      type: 'LodgeApplication',
      scheme: 'destituteSupport',
      channel: 'onBehalf',
      representative: { name: '渝北区救助管理站', relation: '救助管理机构' },
      office: town,
      area: village,
      settlement: 'urban',
      applicant: { personId, name: '江安' },
      members: [],
      reason: '无劳动能力、无生活来源、无法定赡养人',
      linkedTo: [{ caseId, kind: 'relief' }],
    });
    await transients.driver.settle();
    expect((await transients.driver.case(caseId, 'bureauOfficer')).links).toMatchObject([
      { caseId: relief, kind: 'relief' },
    ]);
    expect((await transients.driver.case(relief, 'bureauOfficer')).links).toMatchObject([{ caseId, kind: 'relief' }]);
    expect(await transients.clock(caseId, 'settledRelief')).toMatchObject({ state: 'met' });

    await transients.does('stationOfficer', caseId, 'CompleteSettlement', {
      settledOn: '2026-06-01',
      institution: '区社会福利中心',
      receivedBy: '周芳',
    });
    expect(await transients.refusal('stationOfficer', caseId, 'CloseCase', { reasons: '办结' })).toBe(
      'follow-up-missing',
    );
    await transients.does('stationOfficer', caseId, 'RecordFollowUp', {
      followedUpOn: '2026-06-01',
      means: 'visit',
      findings: '适应',
    });
    await transients.does('stationOfficer', caseId, 'CloseCase', { reasons: '办结' });
    expect(await transients.driver.case(caseId)).toMatchObject({ stage: 'closed', open: false, outcome: 'settled' });
  });
});

describe('AC-26 minor among transients', () => {
  it('is kept apart from the unrelated adult, linked with a guardianship case, and never leaves alone', async () => {
    transients.at('2026-07-01 10:00');
    const child = await transients.driver.person('王小花', '2013-03-01');
    const man = await transients.driver.person('张某某', '1980-01-01');
    const caseId = await transients.opens(
      'stationOfficer',
      transients.request(child, {
        name: '王小花',
        consent: false,
        escortGround: 'minor',
        companion: { relation: 'unrelated', personId: man, description: '自称其叔叔' },
      }),
    );
    const adult = await transients.opens('stationOfficer', transients.request(man, { name: '张某某' }));
    expect(await transients.driver.eventTypes(caseId)).toContain('TraffickingSuspected');
    const page = await transients.driver.case(caseId, 'stationOfficer');
    expect(page).toMatchObject({ title: '王某', persons: [child] });
    expect((await transients.driver.case(adult, 'stationOfficer')).persons).toEqual([man]);
    expect(
      await transients.refusal('stationOfficer', caseId, 'AdmitPerson', {
        place: 'station',
        capacity: 'limited',
        consent: false,
        escortGround: 'minor',
        dormitory: 'family',
        searchedBySameSex: true,
        belongings: [],
      }),
    ).toBe('companion-kept-apart');
    await transients.admits(caseId, {
      capacity: 'limited',
      consent: false,
      escortGround: 'minor',
      dormitory: 'children',
    });
    expect(await transients.clock(caseId, 'traffickingReport')).toMatchObject({ dueAt: '2026-07-01T03:00:00.000Z' });

    const own = { declarationSigned: true, destination: '邻水县', cashFen: 0 };
    expect(await transients.refusal('stationOfficer', caseId, 'RecordOwnDeparture', own)).toBe('minor-never-alone');
    await transients.does('stationOfficer', caseId, 'ArrangeReturn', {
      mode: 'collectedByKin',
      destination: '邻水县',
      kin: { name: '王大山', relation: '父亲' },
    });
    const collect = { returnedOn: '2026-07-01', receivedBy: '王大山', idCopy: true };
    expect(await transients.refusal('stationOfficer', caseId, 'RecordReturn', collect)).toBe(
      'guardianship-case-not-linked',
    );

    const guardianship = await transients.driver.opens('guardianship-intervention', 'bureauLeader', {
      type: 'RegisterConcern',
      office: 'child-centre',
      area: village,
      child: { personId: child, name: '王小花' },
      concernId: 'concern-1',
      source: 'transient',
      matters: ['trafficking'],
      facts: '与无亲属关系成年人同行流浪',
      linkedTo: [{ caseId, kind: 'guardianship' }],
    });
    await transients.driver.settle();
    expect((await transients.driver.case(caseId)).links).toMatchObject([
      { caseId: guardianship, kind: 'guardianship' },
    ]);
    expect((await transients.driver.case(guardianship)).links).toMatchObject([{ caseId, kind: 'guardianship' }]);
    expect(await transients.refusal('stationOfficer', caseId, 'RecordReturn', collect)).toBe('police-not-informed');
    await transients.does('stationOfficer', caseId, 'ReportToPolice', {
      ground: 'trafficking',
      policeStation: '龙溪派出所',
      reference: '报1',
    });
    expect(await transients.clock(caseId, 'traffickingReport')).toMatchObject({ state: 'met' });
    await transients.does('stationOfficer', caseId, 'RecordReturn', collect);
  });

  it('is hidden from those who do not handle such cases', async () => {
    transients.at('2026-07-01 12:00');
    const child = await transients.driver.person('赵小宝', '2014-03-01');
    const caseId = await transients.opens(
      'stationOfficer',
      transients.request(child, { name: '赵小宝', escortGround: 'minor', consent: false }),
    );
    expect((await transients.driver.get('officer', `/api/cases/${caseId}`)).status).toBe(404);
    await transients.driver.settle();
    const listed = await transients.driver.get('supervisor', '/api/caseload?type=transient-assistance&limit=200');
    const row = listed.body.rows.find((one: { caseId: string }) => one.caseId === caseId);
    expect(row).toBeDefined();
    expect(JSON.stringify(row)).not.toContain('赵');
  });
});

describe('AC-27 death in the station', () => {
  it('needs proof, kin notice, belongings and a disposal record before the case closes', async () => {
    transients.at('2026-04-01 20:00');
    const { caseId } = await transients.knownInStation('孙大海');
    transients.at('2026-04-02 03:00');
    await transients.does('stationOfficer', caseId, 'SendToHospital', {
      hospital: '区人民医院',
      condition: '突然昏迷',
    });
    transients.at('2026-04-02 06:00');
    const death = { diedOn: '2026-04-02', place: 'hospital', cause: '脑出血' };
    expect(await transients.refusal('stationOfficer', caseId, 'RecordDeath', death)).toBe('death-proof-missing');
    await transients.does('stationOfficer', caseId, 'RecordDeath', {
      ...death,
      proof: { kind: 'medicalCertificate', reference: '死证7号', issuedBy: '区人民医院' },
    });
    expect(await transients.clock(caseId, 'deathKinNotice')).toMatchObject({ dueAt: '2026-04-02T22:00:00.000Z' });
    const close = { reasons: '善后完毕' };
    const disposal = { kind: 'handedToKin', disposedOn: '2026-04-03', reference: '移交书9号' };
    transients.at('2026-04-03 09:00');
    expect(await transients.refusal('stationLeader', caseId, 'CloseCase', close)).toBe('belongings-not-listed');
    await transients.does('stationOfficer', caseId, 'ListBelongings', {
      belongings: [{ item: '帆布包', quantity: 1 }],
      keptBy: 'jiang.tao',
      witness: '叶青',
    });
    expect(await transients.refusal('stationOfficer', caseId, 'RecordDisposal', disposal)).toBe('kin-not-notified');
    await transients.does('stationOfficer', caseId, 'NotifyKin', {
      kin: '孙小海',
      relation: '儿子',
      channel: 'phone',
      reached: true,
    });
    expect(await transients.refusal('stationLeader', caseId, 'CloseCase', close)).toBe('disposal-missing');
    await transients.does('stationOfficer', caseId, 'RecordDisposal', disposal);
    await transients.does('stationLeader', caseId, 'CloseCase', close);
    expect(await transients.driver.case(caseId)).toMatchObject({ stage: 'closed', open: false, outcome: 'died' });
    expect(
      await transients.refusal('stationOfficer', caseId, 'RecordService', { service: 'food', on: '2026-04-03' }),
    ).toBe('command-not-allowed-in-stage');
  });
});

describe('AC-28 transfer to 华蓥', () => {
  it('escalates a refusal to both bureaus, shows the person as pending, and is over when both sides signed', async () => {
    transients.at('2026-09-01 09:00');
    const { caseId } = await transients.knownInStation('何志远');
    const home = await transients.knownInStation('郑大明');
    await transients.does('stationOfficer', home.caseId, 'RecordOwnDeparture', {
      declarationSigned: true,
      destination: '四川省广安市',
      ticket: 'K587',
      cashFen: 2_000,
    });
    await transients.does('stationOfficer', caseId, 'ArrangeReturn', {
      mode: 'escorted',
      receiver: 'station',
      destination: '四川省华蓥市',
      escorts: ['jiang.tao', 'ye.qing'],
    });
    const offer = (handOverId: string) => ({ handOverId, stationId: 'station-huaying', plannedOn: '2026-09-10' });
    await transients.does('stationOfficer', caseId, 'OfferHandOverToStation', offer('h1'));
    transients.at('2026-09-02 09:00');
    await transients.does('stationOfficer', caseId, 'RecordStationRefusal', {
      handOverId: 'h1',
      refusedOn: '2026-09-02',
      reason: '称户籍已迁出',
    });
    const [refused, escalated] = (await transients.driver.history(caseId, 'stationOfficer')).slice(-2);
    expect(refused).toMatchObject({ type: 'StationHandOverRefused', data: { reason: '称户籍已迁出' } });
    expect(escalated).toMatchObject({ type: 'HandOverEscalated', data: { to: ['bureau', '华蓥市民政局'] } });
    expect(await transients.returnRate('2026-09', '2026-09')).toMatchObject({
      due: 2,
      returned: 1,
      pending: [{ caseId }],
      rate: { perTenThousand: 5_000, complete: false },
    });

    transients.at('2026-09-10 09:00');
    await transients.does('stationOfficer', caseId, 'OfferHandOverToStation', offer('h2'));
    const sign = { handOverId: 'h2', signedOn: '2026-09-10' };
    await transients.does('stationOfficer', caseId, 'SignHandOver', { ...sign, side: 'ours', signedBy: '蒋涛' });
    const back = { returnedOn: '2026-09-10' };
    expect(await transients.refusal('stationOfficer', caseId, 'RecordReturn', back)).toBe(
      'hand-over-not-signed-by-both',
    );
    const theirs = { ...sign, side: 'theirs', signedBy: '华蓥站 何军' };
    expect(await transients.refusal('stationOfficer', caseId, 'SignHandOver', theirs)).toBe('their-case-missing');
    await transients.does('stationOfficer', caseId, 'SignHandOver', { ...theirs, theirCase: '华救2026-017' });
    await transients.does('stationOfficer', caseId, 'RecordReturn', back);
    const done = (await transients.driver.history(caseId, 'stationOfficer')).find(
      ({ type }) => type === 'StationHandOverCompleted',
    );
    expect(done.data).toMatchObject({ stationId: 'station-huaying', theirCase: '华救2026-017' });
    expect((await transients.driver.case(caseId, 'stationOfficer')).links).toMatchObject([
      { caseId: '华救2026-017', kind: 'region', region: '四川省广安市华蓥市' },
    ]);
    expect(await transients.returnRate('2026-09', '2026-09')).toMatchObject({
      due: 2,
      returned: 2,
      pending: [],
      rate: { perTenThousand: 10_000, complete: true },
    });
  });
});
