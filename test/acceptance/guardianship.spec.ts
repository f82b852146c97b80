import { shanghai } from '../app.js';
import { Driver, staff } from './driver.js';
import { GuardianshipDriver, reporter } from './guardianship-driver.js';

let driver: Driver;
let guardianship: GuardianshipDriver;
beforeAll(async () => {
  driver = await Driver.start();
  guardianship = new GuardianshipDriver(driver);
});
afterAll(() => driver?.stop());

const childOf = async (name = '王小花', bornOn = '2017-05-05') => ({
  personId: await driver.person(name, bornOn),
  name,
});

const periodsOf = async (caseId: string) => (await driver.case(caseId, 'childOfficer')).state.own.periods;

describe('AC-20 guardianship at night', () => {
  let caseId: string;

  it('takes the report at 23:40 and the handover at 01:15; temporary care starts then, on §92(6)', async () => {
    driver.at('2026-09-14 23:40');
    const child = await childOf();
    caseId = await guardianship.opens(child);
    await guardianship.does('childOfficer', caseId, 'NotifyPolice', { unit: '龙溪派出所', receipt: '接警0914号' });
    await guardianship.does('childOfficer', caseId, 'ScreenReport', {
      reportId: 'r1',
      result: 'emergency',
      reasons: '伤情明显',
    });
    driver.at('2026-09-15 01:40');
    await guardianship.removal(caseId, '2026-09-15 00:50');
    for (const field of ['injuries', 'handedOverByName', 'document'])
      expect((await guardianship.handover(caseId, { [field]: undefined }, '2026-09-15 01:15')).status).toBe(400);
    expect((await guardianship.handover(caseId, {}, '2026-09-15 00:40')).body.reason).toBe('handover-before-removal');
    expect((await guardianship.handover(caseId, {}, '2026-09-15 01:15')).status).toBe(200);

    expect((await periodsOf(caseId)).at(-1)).toMatchObject({
      kind: 'temporary',
      ground: 'seriousHarm',
      from: shanghai('2026-09-15 01:15'),
    });
    const started = (await driver.history(caseId)).find(({ type }) => type === 'TemporaryGuardianshipStarted');
    expect(started).toMatchObject({
      occurredAt: shanghai('2026-09-15 01:15'),
      recordedAt: expect.any(String),
      data: { basis: '未成年人保护法 §92(6)', ruleSet: 'national@1' },
    });
    expect(await driver.clock(caseId, 'childHandover')).toMatchObject({ state: 'met' });
    expect(await driver.clock(caseId, 'temporaryGuardianshipDecision')).toMatchObject({
      state: 'running',
      dueOn: '2026-09-16',
    });
  });

  it('keeps injuries for those who need them', async () => {
    const own = (await driver.case(caseId, 'childOfficer')).state.own;
    expect(own.handovers[0]).toMatchObject({ injuries: '左前臂淤青三处,无骨折', handedOverByName: '陈警官' });
    expect(JSON.stringify(await driver.case(caseId, 'childDirector'))).not.toContain('淤青三处,无骨折');
    expect(JSON.stringify(await driver.history(caseId, 'auditor'))).not.toContain('淤青三处');
  });

  it('seals the reporter: in no answer, opened only by the leader with a purpose', async () => {
    await driver.settle();
    for (const who of ['childOfficer', 'bureauLeader', 'childDirector', 'auditor'] as const)
      for (const path of [`/api/cases/${caseId}`, `/api/cases/${caseId}/history`, '/api/caseload', '/api/worklist']) {
        const answer = JSON.stringify((await driver.get(who, path)).body);
        for (const secret of Object.values(reporter)) expect(answer).not.toContain(secret);
      }
    const purpose = { purpose: '核实报告细节' };
    expect(await driver.send('childOfficer', 'POST', `/api/cases/${caseId}/sealed`, purpose)).toMatchObject({
      status: 403,
      body: { reason: 'role-not-allowed' },
    });
    const opened = await driver.send('bureauLeader', 'POST', `/api/cases/${caseId}/sealed`, purpose);
    expect(opened).toMatchObject({ status: 200, body: { entries: [{ field: 'reporter', content: reporter }] } });
  });

  it('tells the reporter the outcome, and does not close before', async () => {
    expect(await driver.clock(caseId, 'reporterTold')).toMatchObject({ state: 'running', dueOn: '2026-09-20' });
    driver.at('2026-09-16 09:00');
    await guardianship.does('bureauLeader', caseId, 'DecideTemporaryGuardianship', {
      ground: 'seriousHarm',
      reasons: '须紧急安置',
    });
    const close = () => guardianship.command('bureauLeader', caseId, 'CloseCase', { reasons: '结案' });
    expect((await close()).body).toMatchObject({
      reason: 'steps-open',
      detail: { steps: expect.arrayContaining(['reporter-not-told', 'child-in-state-care']) },
    });
    await guardianship.does('childOfficer', caseId, 'TellReporter', {
      reportId: 'r1',
      channel: 'phone',
      on: driver.today(),
    });
    expect((await close()).body.detail.steps).not.toContain('reporter-not-told');
    expect(await driver.clock(caseId, 'reporterTold')).toMatchObject({ state: 'met' });
  });

  it('is seen by child protection alone, and never in public', async () => {
    for (const who of ['officer', 'otherTown', 'bureauOfficer', 'stationOfficer', 'payer'] as const)
      expect((await driver.get(who, `/api/cases/${caseId}`)).status).toBe(404);
    const row = (await driver.caseload('childOfficer', 'type=guardianship-intervention')).rows.find(
      (one: { caseId: string }) => one.caseId === caseId,
    );
    expect(row.title).toBe('王某');
    const overseen = (await driver.caseload('supervisor', 'type=guardianship-intervention')).rows;
    expect(overseen.map((one: { caseId: string }) => one.caseId)).toContain(caseId);
    expect(JSON.stringify(overseen)).not.toContain('王');
    expect(JSON.stringify((await driver.get(undefined, '/api/public-notices')).body)).not.toMatch(/王某|王小花/);
    const { body } = await driver.get('childOfficer', '/api/case-types/guardianship-intervention');
    expect(Object.keys(body.commands).filter((name) => /Notice$/.test(name) && name !== 'RecordNotice')).toEqual([]);
  });

  it('keeps one open case for a child', async () => {
    const { state } = await driver.case(caseId, 'childOfficer');
    const child = { personId: state.own.opened.child.personId, name: '王小花' };
    expect((await guardianship.report(child)).body).toMatchObject({ reason: 'person-has-open-case' });
  });
});

describe('AC-22 return', () => {
  let caseId: string;
  beforeAll(async () => {
    driver.at('2026-09-14 10:00');
    caseId = await guardianship.opens(await childOf('赵小宇', '2017-01-01'));
    await guardianship.does('childOfficer', caseId, 'ScreenReport', {
      reportId: 'r1',
      result: 'emergency',
      reasons: '急',
    });
    expect((await guardianship.handover(caseId)).status).toBe(200);
    driver.at('2026-09-20 10:00');
    await guardianship.does('childOfficer', caseId, 'RequestReturn', {
      requestId: 'q1',
      askedBy: '赵大',
      relation: '父亲',
      reasons: '要求接回孩子',
    });
  });

  it('is blocked while the assessment is missing or negative; the father is answered with the reason', async () => {
    expect((await guardianship.return(caseId)).body).toMatchObject({ status: 422, reason: 'assessment-missing' });
    await guardianship.assess(caseId, 'a1');
    expect((await guardianship.return(caseId)).body.reason).toBe('assessment-negative');
    await guardianship.does('bureauLeader', caseId, 'RefuseReturn', { requestId: 'q1', reasons: '评估未通过' });
    const refused = (await driver.history(caseId)).find(({ type }) => type === 'ReturnRefused');
    expect(refused.data).toMatchObject({
      ground: 'assessment-negative',
      decidingBody: 'bureau',
      ruleSet: 'national@1',
    });
    expect(await driver.clock(caseId, 'returnAnswer')).toMatchObject({ state: 'met' });
  });

  it('goes ahead on a positive assessment with the view of a child of eight or more, and schedules visits', async () => {
    driver.at('2026-10-09 10:00');
    await guardianship.assess(caseId, 'a2', { grade: 'normal', advice: 'return', findings: '已具备条件' });
    expect((await guardianship.return(caseId)).body).toMatchObject({
      reason: 'childs-view-missing',
      detail: { age: 8 },
    });
    await guardianship.does('childOfficer', caseId, 'RecordChildView', {
      viewId: 'v1',
      heardOn: driver.today(),
      heardBy: staff.childOfficer,
      view: '愿意回家',
    });
    expect((await guardianship.return(caseId)).status).toBe(200);
    const page = await driver.case(caseId, 'childOfficer');
    expect(page.stage).toBe('followingUp');
    expect(page.state.own.followUps.map(({ dueOn }: { dueOn: string }) => dueOn)).toEqual([
      '2026-11-09',
      '2027-01-09',
      '2027-04-09',
    ]);
    expect((await periodsOf(caseId)).map(({ kind, to }: { kind: string; to?: string }) => [kind, to])).toEqual([
      ['parental', shanghai('2026-09-14 10:00')],
      ['temporary', shanghai('2026-10-09 10:00')],
      ['parental', undefined],
    ]);
  });

  it('closes only after every follow-up, which the committee records', async () => {
    await guardianship.does('childOfficer', caseId, 'TellReporter', {
      reportId: 'r1',
      channel: 'phone',
      on: driver.today(),
    });
    await guardianship.does('childOfficer', caseId, 'NotifyPolice', { unit: '龙溪派出所', receipt: '接警0915号' });
    driver.at('2027-04-09 10:00');
    const close = () => guardianship.command('bureauLeader', caseId, 'CloseCase', { reasons: '回访正常' });
    expect((await close()).body.detail.steps).toEqual(['follow-up-outstanding']);
    for (const { followUpId } of (await driver.case(caseId, 'childOfficer')).state.own.followUps)
      await guardianship.does('childDirector', caseId, 'RecordFollowUp', {
        followUpId,
        visitedOn: driver.today(),
        finding: 'well',
        findings: '生活正常',
      });
    expect((await close()).status).toBe(200);
    expect(await driver.case(caseId, 'childOfficer')).toMatchObject({ stage: 'closed', outcome: 'returned' });
    expect((await guardianship.handover(caseId, { handoverId: 'h9' })).body.reason).toBe(
      'command-not-allowed-in-stage',
    );
  });
});

describe('AC-21 revocation', () => {
  it('makes the bureau sue when nobody else does, and begins long-term guardianship without a gap', async () => {
    driver.at('2026-03-02 09:00');
    const caseId = await guardianship.opens(await childOf('钱小雨', '2018-03-03'), 'childOfficer', {
      matters: ['refusalOfDuty'],
      reporterKind: 'committee',
      reporter: undefined,
      injuries: undefined,
    });
    await guardianship.does('childOfficer', caseId, 'ScreenReport', {
      reportId: 'r1',
      result: 'high',
      reasons: '无人照料',
    });
    const taken = await guardianship.handover(caseId, {
      ground: 'refusalOfDuty',
      handedOverBy: 'committee',
      unit: '武陵路社区',
    });
    expect(taken.status).toBe(200);
    await guardianship.does('bureauLeader', caseId, 'DecideTemporaryGuardianship', {
      ground: 'refusalOfDuty',
      reasons: '监护人拒不履行职责',
    });
    await guardianship.assess(caseId, 'a1');

    const recommend = (refusedSince: string) =>
      guardianship.command('childOfficer', caseId, 'RecordRecommendation', {
        conferenceId: 'k1',
        recommendation: 'revoke',
        ground: 'refusalOfDuty',
        refusedSince,
        reasons: '拒不履行监护职责六个月以上',
      });
    driver.at('2026-09-10 09:00');
    await guardianship.conference(caseId, 'k1');
    expect((await recommend('2026-03-20')).body.reason).toBe('refusal-too-short');
    expect((await recommend('2026-03-01')).status).toBe(200);
    expect(await driver.clock(caseId, 'dutyToSue')).toMatchObject({ state: 'running', dueOn: '2026-10-26' });

    driver.at('2026-10-27 09:00');
    expect(await driver.clock(caseId, 'dutyToSue')).toMatchObject({ state: 'overdue' });
    expect(await driver.case(caseId, 'childOfficer')).toMatchObject({ nextStep: 'FileRevocationSuit' });
    await guardianship.does('bureauLeader', caseId, 'FileRevocationSuit', {
      suitId: 's1',
      court: '渝北区人民法院',
      document: '(2026)渝0112民特88号',
      reasons: '无人起诉',
    });
    expect((await guardianship.return(caseId)).body.reason).toBe('suit-pending');

    driver.at('2026-11-20 10:30');
    await guardianship.does('childOfficer', caseId, 'RecordJudgment', {
      suitId: 's1',
      outcome: 'revoked',
      guardian: { holder: 'bureau' },
      document: '(2026)渝0112民特88号判决',
    });
    const page = await driver.case(caseId, 'childOfficer');
    expect(page.stage).toBe('longTerm');
    expect(page.state.own.supportDuty).toBe('民法典 §37');
    const [, temporary, longTerm] = page.state.own.periods;
    expect(temporary).toMatchObject({ kind: 'temporary', to: shanghai('2026-11-20 10:30') });
    expect(longTerm).toMatchObject({ kind: 'longTerm', from: shanghai('2026-11-20 10:30') });
    const decided = (await driver.history(caseId)).find(({ type }) => type === 'LongTermGuardianshipStarted');
    expect(decided.data).toMatchObject({
      decidingBody: 'court',
      basis: '未成年人保护法 §94(4)',
      ruleSet: 'national@1',
    });
    expect(await driver.clock(caseId, 'temporaryCareLimit')).toMatchObject({ state: 'met' });
    expect((await guardianship.return(caseId)).body.reason).toBe('guardianship-revoked');
  });
});

describe('AC-23 guardian in hospital or disaster', () => {
  it('opens temporary care on §92(3) without blame, offers no revocation, and ends when the parent is fit', async () => {
    driver.at('2026-07-10 16:00');
    const caseId = await guardianship.opens(await childOf('孙小安', '2020-05-05'), 'childDirector', {
      matters: ['suddenEvent'],
      reporterKind: 'committee',
      facts: '洪水转移后母亲住院,孩子无人照料',
      injuries: undefined,
      suspect: undefined,
      reporter: undefined,
    });
    await guardianship.does('childOfficer', caseId, 'AcceptReport', { reportId: 'r1' });
    await guardianship.does('childOfficer', caseId, 'ScreenReport', {
      reportId: 'r1',
      result: 'emergency',
      reasons: '无人照料',
    });
    const taken = await guardianship.handover(caseId, {
      ground: 'suddenEvent',
      handedOverBy: 'committee',
      unit: '武陵路社区',
      injuries: '未见伤情',
    });
    expect(taken.status).toBe(200);
    const page = await driver.case(caseId, 'bureauLeader');
    expect(page).toMatchObject({ stage: 'substituteCare', scheme: 'suddenEvent' });
    const offered = page.commands
      .filter((one: { allowed: boolean }) => one.allowed)
      .map((one: { type: string }) => one.type);
    expect(offered).toContain('ReturnChild');
    for (const command of ['RecordWarningLetter', 'FileRevocationSuit', 'RecordOthersSuit'])
      expect(offered).not.toContain(command);
    const started = (await driver.history(caseId)).find(({ type }) => type === 'TemporaryGuardianshipStarted');
    expect(started.data).toMatchObject({ basis: '未成年人保护法 §92(3); 民法典 §34', suddenEvent: true });
    const sue = await guardianship.command('bureauLeader', caseId, 'FileRevocationSuit', {
      suitId: 's1',
      court: '渝北区人民法院',
      document: '1号',
      reasons: '不适用',
    });
    expect(sue.body.reason).toBe('command-not-allowed-in-stage');

    driver.at('2026-08-01 10:00');
    expect((await guardianship.return(caseId)).body.reason).toBe('guardian-not-fit');
    await guardianship.does('childOfficer', caseId, 'ConfirmGuardianFit', {
      checkedOn: driver.today(),
      findings: '母亲已出院,住房已修复',
    });
    expect((await guardianship.return(caseId)).status).toBe(200);
    expect(await driver.case(caseId, 'childOfficer')).toMatchObject({ stage: 'followingUp' });
  });
});

describe('AC-26 a child among transients, the guardianship half', () => {
  it('takes an unidentified child from the station on §92(1) and tells the police of suspected trafficking', async () => {
    driver.at('2026-09-14 21:00');
    const found = await driver.send('childOfficer', 'POST', '/api/people/unidentified', {
      alias: '无名男童',
      approximateAge: 13,
      foundAt: '龙头寺火车站',
      foundOn: driver.today(),
    });
    expect(found.status).toBe(201);
    const child = { personId: found.body.personId, name: '无名男童' };
    const caseId = await guardianship.opens(child, 'childOfficer', {
      reporterKind: 'station',
      matters: ['trafficking', 'identityUnknown'],
      facts: '与无亲属关系的成年人同行',
      injuries: undefined,
      suspect: undefined,
      reporter: undefined,
    });
    expect(await driver.clock(caseId, 'policeNotice')).toMatchObject({
      state: 'running',
      dueAt: shanghai('2026-09-14 23:00'),
    });
    await guardianship.does('childOfficer', caseId, 'NotifyPolice', { unit: '龙头寺派出所', receipt: '接警3号' });
    expect(await driver.clock(caseId, 'policeNotice')).toMatchObject({ state: 'met' });
    const taken = await guardianship.handover(caseId, {
      ground: 'identityUnknown',
      handedOverBy: 'station',
      unit: '渝北区救助管理站',
      injuries: '未见伤情',
    });
    expect(taken.status).toBe(200);
    expect((await periodsOf(caseId)).at(-1)).toMatchObject({ kind: 'temporary', ground: 'identityUnknown' });
  });
});
