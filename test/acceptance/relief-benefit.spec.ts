import { Driver, newIdNumber, nextDay, staff, town, village } from './driver.js';

let driver: Driver;
beforeAll(async () => {
  driver = await Driver.start();
});
afterAll(() => driver?.stop());

/** Pays a month to every case that is owed it. */
const payMonth = async (month: string): Promise<string> => {
  // What was decided just now has to show before the month is produced.
  await driver.caseload('bureauLeader', 'limit=1');
  const { body } = await driver.send('payer', 'POST', '/api/payment-batches', { month });
  const rows = (await driver.get('payer', `/api/payment-batches/${body.batchId}`)).body.rows ?? [];
  if (rows.length > 0)
    await driver.send('payer', 'POST', `/api/payment-batches/${body.batchId}/results`, {
      results: rows.map((row: any) => ({ caseId: row.caseId, outcome: 'paid' })),
    });
  return body.batchId;
};

const emergency = (personId: string, more: object = {}): object => ({
  scheme: 'temporaryRelief',
  kind: 'emergency',
  channel: 'counter',
  office: town,
  area: village,
  settlement: 'urban',
  applicant: { personId, name: '李大火' },
  members: [],
  reason: '住宅失火',
  incident: { place: '武陵路社区3栋', cause: 'fire' },
  ...more,
});

const openEmergency = async (more: object = {}): Promise<string> => {
  const { status, body } = await driver.open('officer', emergency(await driver.person('李大火'), more));
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.caseId;
};

describe('AC-09 渐退期', () => {
  it('runs April to September at 1.2 times the standard found in March, and stops in October with reasons', async () => {
    const { caseId } = await driver.grantDibao({ size: 1, perCapitaFen: 20_000, on: '2026-01-05' });
    driver.at('2026-03-20 10:00');
    await driver.does('bureauLeader', caseId, 'StartPhaseOut', {
      perCapitaIncomeFen: 88_200,
      foundOn: '2026-03-20',
      reasons: '人均收入为标准的1.2倍',
    });
    const { own } = (await driver.case(caseId)).state;
    expect(own.phaseOut).toMatchObject({
      firstMonth: '2026-04',
      lastMonth: '2026-09',
      endsOn: '2026-09-30',
      standardFen: 73_500,
    });
    expect((await driver.case(caseId)).stage).toBe('phasingOut');
    expect(await driver.clock(caseId, 'phaseOutStop')).toMatchObject({ state: 'running', dueOn: '2026-10-30' });
    driver.at('2026-09-15 10:00');
    const stop = { ground: 'phaseOutEnded', lastMonth: '2026-09', reasons: '渐退期满' };
    expect(await driver.command('bureauLeader', caseId, 'TerminateBenefit', stop)).toMatchObject({
      body: { reason: 'phase-out-still-running' },
    });
    driver.at('2026-10-09 10:00');
    expect(await driver.command('bureauLeader', caseId, 'TerminateBenefit', { ...stop, reasons: '' })).toMatchObject({
      status: 400,
    });
    await driver.does('bureauLeader', caseId, 'TerminateBenefit', stop);
    expect(await driver.case(caseId)).toMatchObject({ stage: 'terminated', open: false, outcome: 'phaseOutEnded' });
    expect(await driver.command('payer', caseId, 'ProducePayment', { month: '2026-10', batchId: 'x' })).toMatchObject({
      status: 422,
    });
  });

  it('is not possible at 1.6 times the standard', async () => {
    const { caseId } = await driver.grantDibao({ size: 1, perCapitaFen: 20_000, on: '2026-01-05' });
    driver.at('2026-03-20 10:00');
    expect(
      await driver.command('bureauLeader', caseId, 'StartPhaseOut', {
        perCapitaIncomeFen: 117_600,
        foundOn: '2026-03-20',
        reasons: '1.6倍',
      }),
    ).toMatchObject({ status: 422, body: { reason: 'phase-out-not-possible', detail: { ceilingPercent: 150 } } });
  });
});

describe('AC-10 job income disregard', () => {
  it('leaves wages out through the sixth month, once for each job, with a review due after', async () => {
    const { caseId, household } = await driver.grantDibao({ size: 1, perCapitaFen: 0, on: '2026-01-05' });
    driver.at('2026-03-20 10:00');
    const job = { personId: household.applicant, jobId: 'job-1', startedOn: '2026-03-15' };
    await driver.does('officer', caseId, 'RegisterEmployment', job);
    expect((await driver.case(caseId)).state.own.disregards[0]).toMatchObject({
      firstMonth: '2026-03',
      lastMonth: '2026-08',
    });
    expect(await driver.command('officer', caseId, 'RegisterEmployment', job)).toMatchObject({
      body: { reason: 'job-disregard-already-used' },
    });
    expect(await driver.clock(caseId, 'jobDisregardReview')).toMatchObject({ state: 'running' });

    const withWage = (incomeMonth: string): object => {
      const request = JSON.parse(JSON.stringify(driver.calculation(household, 0)));
      request.request.household.members[0].incomes = [
        { kind: 'wage', amountFen: 300_000, months: 1, jobStartedOn: '2026-03-15', jobId: 'job-1' },
      ];
      request.request.household.incomeMonth = incomeMonth;
      return request;
    };
    driver.at('2026-08-20 10:00');
    await driver.does('officer', caseId, 'CalculateBenefit', withWage('2026-08'));
    expect((await driver.case(caseId)).state.own.calculation).toMatchObject({ perCapitaIncomeFen: 0, eligible: true });
    driver.at('2026-10-09 10:00');
    await driver.does('officer', caseId, 'CalculateBenefit', withWage('2026-09'));
    expect((await driver.case(caseId)).state.own.calculation.perCapitaIncomeFen).toBeGreaterThan(73_500);
  });
});

describe('AC-11 先行救助 at night', () => {
  it('pays first, records when, checks the limit, marks what is deferred, and closes the paper clock later', async () => {
    driver.at('2026-09-14 22:55');
    const caseId = await openEmergency();
    const pay = { advanceId: 'a1', amountFen: 100_000, method: 'cash', reason: '安置' };
    expect(await driver.command('officer', caseId, 'PayFirstRelief', { ...pay, amountFen: 300_001 })).toMatchObject({
      body: { reason: 'first-relief-above-limit', detail: { limitFen: 300_000 } },
    });
    driver.at('2026-09-14 23:30');
    const path = `/api/cases/relief-application/${caseId}/commands`;
    const paid = await driver.send('officer', 'POST', path, {
      type: 'PayFirstRelief',
      ...pay,
      occurredAt: '2026-09-14T22:40:00+08:00',
    });
    expect(paid.status).toBe(200);
    const event = (await driver.history(caseId)).at(-1);
    expect(event).toMatchObject({
      type: 'FirstReliefPaid',
      occurredAt: '2026-09-14T14:40:00.000Z',
      recordedAt: '2026-09-14T15:30:00.000Z',
      data: { amountFen: 100_000, limitFen: 300_000, deferred: expect.arrayContaining(['publicNotice', 'meansTest']) },
    });
    expect(await driver.clock(caseId, 'firstReliefPapers')).toMatchObject({
      startedAt: '2026-09-14T14:40:00.000Z',
      state: 'running',
    });
    driver.at('2026-09-18 10:00');
    await driver.does('officer', caseId, 'CompleteFirstReliefPapers', {
      advanceId: 'a1',
      papers: ['fireReport', 'application'],
    });
    expect(await driver.clock(caseId, 'firstReliefPapers')).toMatchObject({ state: 'met' });
  });
});

describe('AC-12 先行救助 papers late', () => {
  it('keeps the relief, opens one accountability item, and asks a second approver for the officer’s next advance', async () => {
    driver.at('2026-03-02 09:00');
    const caseId = await openEmergency();
    await driver.does('secondOfficer', caseId, 'PayFirstRelief', {
      advanceId: 'late',
      amountFen: 50_000,
      method: 'cash',
      reason: '安置',
    });
    driver.at('2026-03-25 09:00');
    expect(await driver.clock(caseId, 'firstReliefPapers')).toMatchObject({ state: 'overdue' });
    await driver.settle();
    await driver.app.worker.tick();
    await driver.app.worker.tick();
    const types = await driver.eventTypes(caseId);
    expect(types.filter((type) => type === 'AccountabilityOpened')).toHaveLength(1);
    expect(types).toContain('FirstReliefPaid');
    expect((await driver.case(caseId)).open).toBe(true);

    const next = await openEmergency();
    const pay = { advanceId: 'next', amountFen: 50_000, method: 'cash', reason: '安置' };
    expect(await driver.command('secondOfficer', next, 'PayFirstRelief', pay)).toMatchObject({
      status: 422,
      body: { reason: 'second-approver-needed', detail: { latePapers: 1 } },
    });
    expect((await driver.command('officer', next, 'PayFirstRelief', { ...pay, advanceId: 'other' })).status).toBe(200);
    await driver.does('officer', next, 'CompleteFirstReliefPapers', { advanceId: 'other', papers: ['application'] });
    await driver.does('leader', next, 'ApproveFurtherAdvance', { officer: staff.secondOfficer, reason: '情况紧急' });
    await driver.does('secondOfficer', next, 'PayFirstRelief', pay);
    expect((await driver.history(next)).at(-1)).toMatchObject({ data: { secondApprover: staff.leader } });
  });
});

describe('AC-15 fraud after approval', () => {
  it('stops on a verified match only, recovers month by month in instalments, and fines only through a penalty case', async () => {
    const { caseId } = await driver.grantDibao({ size: 1, perCapitaFen: 13_500, on: '2026-02-24' });
    await payMonth('2026-03');
    driver.at('2026-04-15 09:00');
    await payMonth('2026-04');
    await driver.does('officer', caseId, 'ReportDataMatch', {
      matchId: 'm1',
      source: '不动产登记',
      content: '名下另有住房一套',
    });
    const stop = { ground: 'fraud', lastMonth: '2026-04', reasons: '隐瞒房产' };
    expect(await driver.command('bureauLeader', caseId, 'TerminateBenefit', stop)).toMatchObject({
      body: { reason: 'data-match-not-verified' },
    });
    await driver.does('officer', caseId, 'VerifyDataMatch', {
      matchId: 'm1',
      confirmed: true,
      evidence: ['deed'],
      findings: '属实',
    });
    await driver.does('bureauLeader', caseId, 'TerminateBenefit', stop);
    const penalty = {
      recoveryId: 'r1',
      penaltyCase: '渝北民罚〔2026〕1号',
      noticeServedOn: '2026-04-15',
      hearingOffered: true,
    };
    expect(await driver.command('bureauLeader', caseId, 'ReferPenalty', penalty)).toMatchObject({
      body: { reason: 'no-such-recovery' },
    });
    await driver.does('bureauLeader', caseId, 'OrderRecovery', {
      recoveryId: 'r1',
      fromMonth: '2026-03',
      dueMonthlyFen: 0,
      instalments: 7,
      firstMonth: '2026-05',
      reasons: '隐瞒房产期间全部退回',
    });
    const order = (await driver.history(caseId)).at(-1).data;
    expect(order.months.map((month: any) => month.month)).toEqual(['2026-03', '2026-04']);
    expect(order.totalFen).toBe(120_000);
    expect(order.instalments).toHaveLength(7);
    expect(order.instalments.reduce((total: number, one: any) => total + one.amountFen, 0)).toBe(120_000);
    await driver.does('bureauLeader', caseId, 'ReferPenalty', penalty);
    expect((await driver.history(caseId)).at(-1).data).toMatchObject({ minFen: 120_000, maxFen: 360_000 });
    expect(
      await driver.command('officer', caseId, 'RecordRepayment', {
        recoveryId: 'r1',
        amountFen: 120_001,
        paidOn: '2026-04-15',
      }),
    ).toMatchObject({ body: { reason: 'repayment-exceeds-debt' } });
    expect(await driver.eventTypes(caseId)).toContain('GrantConfirmed');
  });
});

describe('AC-16 withdrawn', () => {
  it('takes the notice down, ends the clock without a refusal, and lets a new application start a new clock', async () => {
    driver.at('2026-09-14 09:00');
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    await driver.investigate(caseId, household, 20_000);
    const { noticeId } = await driver.publish(caseId);
    driver.at('2026-09-16 09:00');
    const answer = await driver.does('officer', caseId, 'WithdrawCase', { reason: '已找到工作' });
    const page = await driver.case(caseId);
    expect(page).toMatchObject({ stage: 'withdrawn', open: false, outcome: 'withdrawn' });
    expect(page.state.own.notices[0]).toMatchObject({ noticeId, takenDownOn: '2026-09-16' });
    expect(await driver.clock(caseId, 'decision')).toMatchObject({ state: 'ended', stoppedBy: 'CaseWithdrawn' });
    expect(await driver.eventTypes(caseId)).not.toContain('ApplicationRefused');
    const { body } = await driver.get(undefined, `/api/public-notices?after=${answer.position}`);
    expect(body.rows.map((row: any) => row.noticeId)).not.toContain(noticeId);
    const next = await driver.lodgeDibao(household);
    await driver.accept(next, household);
    expect(await driver.clock(next, 'decision')).toMatchObject({
      startedAt: '2026-09-16T01:00:00.000Z',
      state: 'running',
    });
  });
});

describe('AC-17 death', () => {
  it('(a) ends an application whose only applicant dies, without payment', async () => {
    driver.at('2026-09-14 09:00');
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    await driver.does('officer', caseId, 'RecordDeath', {
      personId: household.applicant,
      diedOn: '2026-09-14',
      source: 'hospital',
    });
    expect(await driver.case(caseId)).toMatchObject({ stage: 'terminated', outcome: 'death' });
    expect((await driver.case(caseId)).state.own.payments).toEqual([]);
  });

  it('(b) calculates again when one of three members dies', async () => {
    driver.at('2026-09-14 09:00');
    const household = await driver.household(3);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    await driver.investigate(caseId, household, 40_000);
    await driver.does('officer', caseId, 'RecordDeath', {
      personId: household.others[1],
      diedOn: '2026-09-14',
      source: 'hospital',
    });
    expect(
      await driver.command('officer', caseId, 'GiveReviewOpinion', { opinion: 'grant', reasons: '符合' }),
    ).toMatchObject({ body: { reason: 'recalculation-due' } });
    const two = { applicant: household.applicant, others: [household.others[0] ?? ''] };
    expect(
      await driver.command('officer', caseId, 'CalculateBenefit', driver.calculation(household, 40_000)),
    ).toMatchObject({ body: { reason: 'members-do-not-match' } });
    await driver.calculate(caseId, two, 40_000);
    expect((await driver.case(caseId)).state.own.calculation.amountFen).toBe(67_000);
  });

  it('(c) stops after the month of death, finds what was overpaid, and offers the funeral grant', async () => {
    const { caseId, household } = await driver.grantDibao({ size: 1, perCapitaFen: 13_500, on: '2026-05-06' });
    await payMonth('2026-05');
    driver.at('2026-06-10 09:00');
    await payMonth('2026-06');
    driver.at('2026-06-20 09:00');
    await driver.does('bureauOfficer', caseId, 'RecordDeath', {
      personId: household.applicant,
      diedOn: '2026-05-30',
      source: 'afterDeathBundle',
    });
    expect(await driver.case(caseId)).toMatchObject({ stage: 'terminated', outcome: 'death' });
    const history = await driver.history(caseId);
    expect(history.find((event) => event.type === 'OverpaymentFound').data).toMatchObject({
      totalFen: 60_000,
      months: [{ month: '2026-06' }],
    });
    expect(history.at(-1).type).toBe('FuneralGrantOffered');
  });
});

describe('AC-18 relative of staff', () => {
  it('blocks the decision until registration and a bureau visit exist, and keeps the related officer out', async () => {
    driver.at('2026-09-14 09:00');
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household, 'officer', { relatedToStaff: true });
    await driver.accept(caseId, household);
    await driver.investigate(caseId, household, 20_000);
    const { noticeId, endsOn } = await driver.publish(caseId);
    driver.at(`${nextDay(endsOn)} 09:00`);
    await driver.does('officer', caseId, 'EndPublicNotice', { noticeId });
    const confirm = { reviewClass: 'stable' };
    expect(await driver.command('bureauLeader', caseId, 'ConfirmGrant', confirm)).toMatchObject({
      status: 422,
      body: { reason: 'staff-relation-not-registered' },
    });
    await driver.does('bureauOfficer', caseId, 'RegisterStaffRelation', {
      officer: staff.village,
      personId: household.applicant,
      relation: '兄弟',
    });
    expect(await driver.command('bureauLeader', caseId, 'ConfirmGrant', confirm)).toMatchObject({
      body: { reason: 'bureau-visit-missing' },
    });
    expect(
      await driver.command('village', caseId, 'RecordDeath', {
        personId: household.applicant,
        diedOn: '2026-09-14',
        source: 'x',
      }),
    ).toMatchObject({ body: { reason: 'officer-is-related' } });
    await driver.does('bureauOfficer', caseId, 'RecordBureauVisit', {
      officers: [staff.bureauOfficer, staff.secondBureauOfficer],
      visitedOn: driver.today(),
      findings: '属实',
    });
    await driver.does('bureauLeader', caseId, 'ConfirmGrant', confirm);
  });
});

describe('AC-29 disaster surge', () => {
  it('takes 400 families in, each with its own deadline and advance, refuses duplicates, and hands disaster items over', async () => {
    driver.at('2026-09-20 08:00');
    const disaster = (index: number) => ({
      simplified: true,
      incident: {
        place: '洪水淹没区',
        cause: 'disaster',
        disasterId: 'flood-2026-09',
        dwellingId: `dwelling-${index}`,
      },
    });
    const families = 400;
    const persons: string[] = [];
    for (let start = 0; start < families; start += 40)
      persons.push(...(await Promise.all(Array.from({ length: 40 }, () => driver.person('受灾户')))));
    const opened: string[] = [];
    for (let start = 0; start < families; start += 40)
      opened.push(
        ...(await Promise.all(
          persons.slice(start, start + 40).map(async (personId, offset) => {
            const { status, body } = await driver.open('officer', emergency(personId, disaster(start + offset)));
            if (status !== 201) throw new Error(JSON.stringify(body));
            await driver.does('officer', body.caseId, 'PayFirstRelief', {
              advanceId: 'first',
              amountFen: 100_000,
              method: 'cash',
              reason: '转移安置',
            });
            return body.caseId as string;
          }),
        )),
      );
    expect(new Set(opened).size).toBe(families);
    expect(await driver.open('officer', emergency(persons[0] ?? '', disaster(9_999)))).toMatchObject({
      status: 422,
      body: { reason: 'person-has-open-case' },
    });
    expect(await driver.open('officer', emergency(await driver.person('同址户'), disaster(7)))).toMatchObject({
      status: 422,
      body: { reason: 'person-has-open-case', detail: { claim: 'dwelling:flood-2026-09:dwelling-7' } },
    });
    const [first = ''] = opened;
    expect(await driver.clock(first, 'firstReliefPapers')).toMatchObject({ state: 'running' });
    await driver.does('officer', first, 'HandOverToEmergencyManagement', {
      items: [{ item: 'housing', description: '倒塌房屋恢复重建' }],
      reference: '渝北应急〔2026〕9号',
    });
    expect((await driver.case(first)).open).toBe(true);
    await driver.settle();
    const { body } = await driver.get('leader', '/api/caseload?scheme=temporaryRelief&open=true&limit=1');
    expect(body.total).toBeGreaterThanOrEqual(families);
  }, 120_000);
});

describe('AC-33 public notice', () => {
  it('shows the head of the household, number of persons, amount and village, and nothing else', async () => {
    driver.at('2026-09-14 09:00');
    const household = await driver.household(3);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    await driver.investigate(caseId, household, 40_000);
    const { noticeId } = await driver.publish(caseId);
    await driver.settle();
    const { status, body } = await driver.get(undefined, '/api/public-notices');
    expect(status).toBe(200);
    const row = body.rows.find((one: any) => one.noticeId === noticeId);
    expect(row).toEqual({
      noticeId,
      scheme: 'dibao',
      headOfHousehold: '陈建国',
      persons: 3,
      amountFen: 100_500,
      area: { name: expect.objectContaining({ zh: '武陵路社区' }) },
      office: { name: expect.objectContaining({ zh: '龙溪街道' }) },
      postedOn: '2026-09-14',
      endsOn: '2026-09-21',
    });
    expect(JSON.stringify(body)).not.toMatch(/13900001234|武陵路1号|500112|陈家人/);
    driver.at('2026-09-22 00:00');
    expect(
      (await driver.get(undefined, '/api/public-notices')).body.rows.map((one: any) => one.noticeId),
    ).not.toContain(noticeId);
  });

  it('can never be made about a minor', async () => {
    driver.at('2026-09-14 09:00');
    const child = await driver.person('小雨', '2015-06-01');
    const { body } = await driver.open('officer', {
      scheme: 'destituteSupport',
      channel: 'counter',
      office: town,
      area: village,
      settlement: 'rural',
      applicant: { personId: child, name: '小雨' },
      members: [],
      reason: '无人抚养',
    });
    const { caseId } = body;
    await driver.accept(caseId, { applicant: child, others: [] });
    await driver.does('officer', caseId, 'RequestMeansTest', {
      requestId: 'm',
      sources: ['hukou'],
      purpose: '特困核对',
    });
    await driver.does('officer', caseId, 'RecordMeansTestResult', {
      requestId: 'm',
      outcome: 'consistent',
      findings: '无',
    });
    await driver.visit(caseId, { applicant: child, others: [] });
    await driver.does('officer', caseId, 'CalculateBenefit', {
      request: {
        scheme: 'destituteSupport',
        personId: child,
        selfCare: { eating: true, dressing: true, bed: true, toilet: true, indoorWalking: true, bathing: true },
        unableToWork: true,
        withoutIncome: true,
        withoutSupporter: true,
        form: 'dispersed',
      },
    });
    await driver.does('officer', caseId, 'GiveReviewOpinion', { opinion: 'grant', reasons: '符合' });
    expect(await driver.command('officer', caseId, 'PostPublicNotice', { noticeId: 'n' })).toMatchObject({
      status: 422,
      body: { reason: 'minor-never-publicised' },
    });
    await driver.does('officer', caseId, 'SubmitFile');
    await driver.does('bureauLeader', caseId, 'ConfirmGrant');
    expect((await driver.case(caseId)).stage).toBe('granted');
    expect(newIdNumber()).toHaveLength(18);
  });
});
