import { Driver, nextDay } from './driver.js';

let driver: Driver;
beforeAll(async () => {
  driver = await Driver.start();
});
afterAll(() => driver?.stop());

describe('AC-01 低保 happy path', () => {
  it('goes from application to confirmation, first payment and reconciliation', async () => {
    const { caseId } = await driver.grantDibao({ size: 3, perCapitaFen: 40_000 });

    const page = await driver.case(caseId);
    expect(page).toMatchObject({ stage: 'granted', amountFen: 100_500, ruleSet: 'chongqing@2' });
    const { decision } = page.state.own;
    expect(decision).toMatchObject({
      amountFen: 100_500,
      decidingBody: 'bureau',
      ruleSet: 'chongqing@2',
      firstMonth: '2026-09',
    });
    expect(decision.household).toHaveLength(3);
    expect(decision.calculation.lines.every((line: any) => line.rule !== '' && line.article !== '')).toBe(true);

    const national = await driver.clock(caseId, 'decision');
    expect(national).toMatchObject({ ruleSet: 'national@1', dueOn: '2026-10-30', state: 'met', provisional: false });

    const { status, body: batch } = await driver.send('payer', 'POST', '/api/payment-batches', { month: '2026-09' });
    expect(status).toBe(201);
    expect(batch).toMatchObject({ month: '2026-09', cases: 1, amountFen: 100_500, produced: 1, refused: [] });
    const again = await driver.send('payer', 'POST', '/api/payment-batches', { month: '2026-09' });
    expect(again.body).toMatchObject({ cases: 0, produced: 0 });
    const results = { results: [{ caseId, outcome: 'paid' }] };
    expect((await driver.send('payer', 'POST', `/api/payment-batches/${batch.batchId}/results`, results)).body).toEqual(
      { recorded: 1, refused: [] },
    );
    expect((await driver.send('payer', 'POST', `/api/payment-batches/${batch.batchId}/reconciliation`)).body).toEqual({
      reconciled: 1,
      refused: [],
    });
    expect((await driver.case(caseId)).state.own.payments).toEqual([
      { month: '2026-09', batchId: batch.batchId, amountFen: 100_500, status: 'reconciled' },
    ]);
    expect(await driver.eventTypes(caseId)).toEqual([
      'ApplicationLodged',
      'MeansTestAuthorised',
      'ApplicationAccepted',
      'MeansTestRequested',
      'MeansTestResultRecorded',
      'HomeVisitRecorded',
      'BenefitCalculated',
      'ReviewOpinionGiven',
      'PublicNoticePosted',
      'PublicNoticeEnded',
      'GrantConfirmed',
      'PaymentProduced',
      'BenefitPaid',
      'PaymentReconciled',
    ]);
  });

  it('shows the case as it was known at any earlier instant and version', async () => {
    const { caseId } = await driver.grantDibao({ size: 1, perCapitaFen: 10_000 });
    expect(await driver.case(caseId, 'auditor', '?version=3')).toMatchObject({
      version: 3,
      stage: 'investigating',
      lastVersion: 11,
    });
    expect(await driver.case(caseId, 'auditor', '?asOf=2026-09-15T00:00:00Z')).toMatchObject({ stage: 'noticed' });
    expect((await driver.get('auditor', `/api/cases/${caseId}?asOf=2026-09-01T00:00:00Z`)).body.reason).toBe(
      'case-not-known-then',
    );
  });
});

describe('AC-02 补正', () => {
  it('lets the one-off notice be used once, and measures submission to acceptance', async () => {
    driver.at('2026-09-14 09:00');
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    const items = [{ paper: 'authorisation', why: '授权书未签字' }];
    await driver.does('officer', caseId, 'RequestSupplement', { items });
    const second = await driver.command('officer', caseId, 'RequestSupplement', { items });
    expect(second).toMatchObject({
      status: 422,
      body: { reason: 'supplement-already-requested', stage: 'supplementing' },
    });
    await driver.does('officer', caseId, 'ReceiveSupplement', { papers: ['authorisation'] });
    expect(await driver.command('officer', caseId, 'AcceptApplication')).toMatchObject({
      status: 422,
      body: { reason: 'authorisation-missing' },
    });
    expect(await driver.clock(caseId, 'decision')).toBeUndefined();
    driver.at('2026-09-17 09:00');
    await driver.accept(caseId, household);
    expect(await driver.clock(caseId, 'decision')).toMatchObject({
      startedAt: '2026-09-17T01:00:00.000Z',
      state: 'running',
    });
    expect(await driver.clock(caseId, 'acceptance')).toMatchObject({
      nature: 'internal',
      startedAt: '2026-09-14T01:00:00.000Z',
      stoppedAt: '2026-09-17T01:00:00.000Z',
      state: 'met',
    });
  });
});

describe('AC-03 objection', () => {
  const objectAndReturn = async (caseId: string, noticeId: string) => {
    await driver.does('village', caseId, 'RaiseObjection', {
      objectionId: `o-${caseId}`,
      raisedBy: '邻居老李',
      content: '有隐瞒收入',
    });
    expect(
      await driver.command('officer', caseId, 'GiveReviewOpinion', { opinion: 'grant', reasons: '属实' }),
    ).toMatchObject({ body: { reason: 'objection-not-reinvestigated' } });
    await driver.does('officer', caseId, 'RecordReinvestigation', {
      objectionId: `o-${caseId}`,
      findings: '重新入户核实,未见隐瞒',
    });
    await driver.does('officer', caseId, 'CallCommunityAppraisal', { on: driver.today() });
    await driver.does('officer', caseId, 'RecordCommunityAppraisal', { attended: 15, agreed: 14, opinion: '同意' });
    return driver.publish(caseId, `${noticeId}-again`);
  };

  it('publishes a new opinion for 3 days in Chongqing, tells the objector, and keeps both notices', async () => {
    driver.at('2026-09-14 09:00');
    const household = await driver.household(2);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    await driver.investigate(caseId, household, 20_000);
    const first = await driver.publish(caseId);
    expect(first.endsOn).toBe('2026-09-21');
    driver.at('2026-09-19 09:00');
    const second = await objectAndReturn(caseId, first.noticeId);
    expect(second.endsOn).toBe('2026-09-22');
    driver.at(`${nextDay(second.endsOn)} 09:00`);
    await driver.does('officer', caseId, 'EndPublicNotice', { noticeId: second.noticeId });
    expect(await driver.command('bureauLeader', caseId, 'ConfirmGrant', { reviewClass: 'stable' })).toMatchObject({
      body: { reason: 'objector-not-told' },
    });
    await driver.does('officer', caseId, 'AnswerObjection', {
      objectionId: `o-${caseId}`,
      upheld: false,
      answer: '经核实不成立',
    });
    await driver.does('bureauLeader', caseId, 'ConfirmGrant', { reviewClass: 'stable' });
    const { notices } = (await driver.case(caseId)).state.own;
    expect(notices.map((notice: any) => [notice.noticeId, notice.takenDownOn])).toEqual([
      [first.noticeId, '2026-09-19'],
      [second.noticeId, undefined],
    ]);
  });

  it('publishes again for 7 days where the national rule governs', async () => {
    await driver.app.system.rules.publish([{ type: 'GoverningRulesChosen', governing: { jurisdiction: 'national' } }]);
    try {
      driver.at('2026-09-14 09:00');
      const household = await driver.household(1);
      const caseId = await driver.lodgeDibao(household);
      await driver.accept(caseId, household);
      await driver.investigate(caseId, household, 20_000);
      const first = await driver.publish(caseId);
      driver.at('2026-09-19 09:00');
      const second = await objectAndReturn(caseId, first.noticeId);
      expect(second.endsOn >= '2026-09-26').toBe(true);
      expect((await driver.case(caseId)).ruleSet).toBe('national@1');
    } finally {
      await driver.app.system.rules.publish([
        { type: 'GoverningRulesChosen', governing: { jurisdiction: 'chongqing', schemes: {} } },
      ]);
    }
  });
});

describe('AC-04 make-up workday', () => {
  it('counts 10-08 to 10-10 as working days after the October holidays', async () => {
    driver.at('2026-09-30 10:00');
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    await driver.does('officer', caseId, 'GiveReviewOpinion', { opinion: 'refuse', reasons: '收入高于标准' });
    await driver.does('officer', caseId, 'SubmitFile');
    await driver.does('bureauLeader', caseId, 'RefuseGrant', {
      ground: 'incomeAboveStandard',
      reasons: '人均收入高于标准',
    });
    expect(await driver.clock(caseId, 'refusalNotice')).toMatchObject({ dueOn: '2026-10-10', state: 'running' });
    driver.at('2026-10-10 16:00');
    await driver.does('officer', caseId, 'DeliverRefusal', {
      deliveredOn: '2026-10-10',
      channel: 'inPerson',
      remedyText: true,
    });
    expect(await driver.clock(caseId, 'refusalNotice')).toMatchObject({ state: 'met' });
  });
});

describe('AC-05 extension', () => {
  const accepted = async () => {
    driver.at('2026-09-14 09:00');
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    return caseId;
  };
  const extend = { clock: 'decision', reason: '外省核对结果未回复' };

  it('moves the end to the 45th working day once, by the bureau leader, and the applicant is told', async () => {
    const caseId = await accepted();
    driver.at('2026-10-29 09:00');
    expect(await driver.command('leader', caseId, 'ExtendDeadline', extend)).toMatchObject({
      status: 422,
      body: { reason: 'extension-needs-approver' },
    });
    expect(await driver.command('officer', caseId, 'ExtendDeadline', extend)).toMatchObject({
      status: 403,
      body: { reason: 'role-not-allowed' },
    });
    await driver.does('bureauLeader', caseId, 'ExtendDeadline', extend);
    expect(await driver.clock(caseId, 'decision')).toMatchObject({ dueOn: '2026-11-20', state: 'running' });
    await driver.does('officer', caseId, 'RecordNotice', {
      about: 'DeadlineExtended',
      channel: 'phone',
      on: '2026-10-29',
    });
    expect(await driver.command('bureauLeader', caseId, 'ExtendDeadline', extend)).toMatchObject({
      status: 422,
      body: { reason: 'deadline-already-extended' },
    });
  });

  it('is rejected after the due date, and the clock stays overdue', async () => {
    const caseId = await accepted();
    driver.at('2026-10-31 00:00');
    expect(await driver.command('bureauLeader', caseId, 'ExtendDeadline', extend)).toMatchObject({
      status: 422,
      body: { reason: 'extension-after-due' },
    });
    expect(await driver.clock(caseId, 'decision')).toMatchObject({ dueOn: '2026-10-30', state: 'overdue' });
  });
});

describe('AC-08 missing remedy text', () => {
  const refusedAndTold = async (remedyText: boolean) => {
    driver.at('2026-02-02 09:00');
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    await driver.does('officer', caseId, 'GiveReviewOpinion', { opinion: 'refuse', reasons: '不符合' });
    await driver.does('officer', caseId, 'SubmitFile');
    await driver.does('bureauLeader', caseId, 'RefuseGrant', { ground: 'conditionsNotMet', reasons: '不符合条件' });
    await driver.does('officer', caseId, 'DeliverRefusal', { deliveredOn: '2026-02-02', channel: 'post', remedyText });
    driver.at('2026-10-09 09:00');
    return driver.command('officer', caseId, 'RequestAdminReview', {
      reviewId: `r-${caseId}`,
      requestedOn: '2026-10-09',
      grounds: '不服',
    });
  };

  it('accepts the request eight months later, by the one-year rule', async () => {
    expect((await refusedAndTold(false)).status).toBe(200);
  });

  it('refuses it when the rights were told', async () => {
    expect(await refusedAndTold(true)).toMatchObject({ status: 422, body: { reason: 'admin-review-too-late' } });
  });
});

describe('AC-07 appeal', () => {
  const refusedAndTold = async (): Promise<string> => {
    driver.at('2026-09-01 09:00');
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    await driver.does('officer', caseId, 'GiveReviewOpinion', { opinion: 'refuse', reasons: '不符合' });
    await driver.does('officer', caseId, 'SubmitFile');
    await driver.does('bureauLeader', caseId, 'RefuseGrant', { ground: 'conditionsNotMet', reasons: '不符合条件' });
    await driver.does('officer', caseId, 'DeliverRefusal', {
      deliveredOn: '2026-09-01',
      channel: 'inPerson',
      remedyText: true,
    });
    return caseId;
  };
  const asks = (caseId: string, requestedOn: string) =>
    driver.command('officer', caseId, 'RequestAdminReview', { reviewId: 'r1', requestedOn, grounds: '收入计算有误' });

  it('is in time on the Monday after a sixtieth day that is a Saturday, and not on the day after', async () => {
    const caseId = await refusedAndTold();
    expect(await driver.clock(caseId, 'adminReviewWindow')).toMatchObject({ dueOn: '2026-11-02', state: 'running' });
    const late = await refusedAndTold();
    driver.at('2026-11-03 00:00');
    expect(await asks(late, '2026-11-03')).toMatchObject({
      status: 422,
      body: { reason: 'admin-review-too-late', detail: { dueOn: '2026-11-02' } },
    });
    driver.at('2026-11-02 23:59');
    expect((await asks(caseId, '2026-11-02')).status).toBe(200);
    expect((await driver.history(caseId)).at(-1)).toMatchObject({
      type: 'AdminReviewRequested',
      data: { inTimeUntil: '2026-11-02' },
    });
  });

  it('gives the bureau ten working days to answer, and a missed one stays a fact', async () => {
    const caseId = await refusedAndTold();
    driver.at('2026-11-02 15:00');
    await asks(caseId, '2026-11-02');
    expect(await driver.clock(caseId, 'adminReviewAnswer')).toMatchObject({
      dueOn: '2026-11-16',
      dueAt: '2026-11-16T16:00:00.000Z',
      state: 'running',
    });
    driver.at('2026-11-17 00:00');
    await driver.settle();
    await driver.app.worker.tick();
    await driver.does('bureauOfficer', caseId, 'AnswerAdminReview', { reviewId: 'r1', answer: '答复书' });
    const breaches = (await driver.history(caseId)).filter(
      ({ type, data }) => type === 'DeadlineBreached' && data.clock === 'adminReviewAnswer',
    );
    expect(breaches).toHaveLength(1);
    expect(await driver.clock(caseId, 'adminReviewAnswer')).toMatchObject({ state: 'late', breach: {} });
  });

  it('that succeeds reopens the case at review with the reasons of the review office; the refusal remains visible', async () => {
    const caseId = await refusedAndTold();
    driver.at('2026-11-02 15:00');
    await asks(caseId, '2026-11-02');
    await driver.does('bureauOfficer', caseId, 'AnswerAdminReview', { reviewId: 'r1', answer: '答复书' });
    await driver.does('bureauOfficer', caseId, 'RecordAdminReviewOutcome', {
      reviewId: 'r1',
      outcome: 'reversed',
      reasons: '赡养费认定有误,责令重新审核',
    });
    const reopened = await driver.case(caseId);
    expect(reopened).toMatchObject({ stage: 'reviewing', open: true });
    expect(reopened.state.own).toMatchObject({
      decision: { ground: 'conditionsNotMet', reasons: '不符合条件' },
      adminReviews: [{ outcome: 'reversed', reasons: '赡养费认定有误,责令重新审核' }],
    });
    expect(await driver.clock(caseId, 'redecision')).toMatchObject({ state: 'running' });
    const refusal = (await driver.history(caseId)).find(({ type }) => type === 'ApplicationRefused');
    expect(refusal).toMatchObject({ data: { ground: 'conditionsNotMet', reasons: '不符合条件' } });
    const before = await driver.case(caseId, 'bureauLeader', '?asOf=2026-10-01T00:00:00.000Z');
    expect(before).toMatchObject({ stage: 'refused' });
    // It is decided anew.
    await driver.does('officer', caseId, 'GiveReviewOpinion', { opinion: 'refuse', reasons: '复核后仍不符合' });
  });
});

describe('AC-32 rule change in flight', () => {
  it('keeps the rule set a case was accepted under, and cites it in the decision', async () => {
    driver.at('2025-12-31 10:00');
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    driver.at('2026-01-05 10:00');
    await driver.investigate(caseId, household, 10_000);
    const { noticeId, endsOn } = await driver.publish(caseId);
    driver.at(`${nextDay(endsOn)} 09:00`);
    await driver.does('officer', caseId, 'EndPublicNotice', { noticeId });
    await driver.does('bureauLeader', caseId, 'ConfirmGrant', { reviewClass: 'stable' });
    const page = await driver.case(caseId);
    expect(page.state.own.decision.ruleSet).toBe('chongqing@1');
    expect((await driver.history(caseId)).at(-1)).toMatchObject({ type: 'GrantConfirmed', ruleSet: 'chongqing@1' });
    const later = await driver.grantDibao({ size: 1, on: '2026-01-14' });
    expect((await driver.case(later.caseId)).state.own.decision.ruleSet).toBe('chongqing@2');
  });
});
