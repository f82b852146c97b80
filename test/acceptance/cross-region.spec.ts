import { Driver, nextDay, town, village } from './driver.js';

let driver: Driver;
beforeAll(async () => {
  driver = await Driver.start();
});
afterAll(() => driver?.stop());

const linshui = '四川省广安市邻水县';
const huaying = '四川省广安市华蓥市';

// Counted here day by day, from the State Council's list for the second half of 2026, not by the product's calendar.
const holidays = ['2026-09-25', ...Array.from({ length: 7 }, (_, index) => `2026-10-0${index + 1}`)];
const makeUpWorkdays = ['2026-09-20', '2026-10-10'];
const works = (day: string): boolean =>
  makeUpWorkdays.includes(day) || (!holidays.includes(day) && ![0, 6].includes(new Date(day).getUTCDay()));
const workingDaysAfter = (day: string, count: number): string => {
  let [current, left] = [day, count];
  while (left > 0) {
    current = nextDay(current);
    if (works(current)) left -= 1;
  }
  return current;
};

const lodged = async (fields: object): Promise<string> => {
  const { status, body } = await driver.open('officer', {
    office: town,
    area: village,
    settlement: 'urban',
    ...fields,
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.caseId;
};

describe('AC-13 emergency of a family of 邻水 in 渝北', () => {
  const family = async (): Promise<{ caseId: string; applicant: string; child: string }> => {
    const applicant = await driver.person('邓强');
    const child = await driver.person('邓小宝', '2015-04-01');
    const caseId = await lodged({
      scheme: 'temporaryRelief',
      kind: 'emergency',
      channel: 'counter',
      applicant: { personId: applicant, name: '邓强', hukouRegion: linshui },
      members: [{ personId: child, name: '邓小宝', relation: 'child', hukouRegion: linshui, hukouKind: 'rural' }],
      reason: '途经渝北发生交通事故',
      incident: { place: '渝邻高速渝北段', cause: 'accident' },
    });
    return { caseId, applicant, child };
  };

  const query = ({ applicant, child }: { applicant: string; child: string }, more: object = {}): object => ({
    checkId: 'check-1',
    region: linshui,
    counterpartOffice: '邻水县民政局',
    persons: [applicant, child],
    purpose: '急难救助重复救助核查',
    consent: { signedBy: [applicant], signedOn: driver.today() },
    expiresOn: '2026-10-31',
    ...more,
  });

  const grant = async (caseId: string): Promise<void> => {
    await driver.does('officer', caseId, 'PayFirstRelief', {
      advanceId: `advance-${caseId}`,
      amountFen: 100_000,
      method: 'cash',
      reason: '就医',
    });
    await driver.does('officer', caseId, 'AcceptApplication');
    await driver.does('officer', caseId, 'CalculateBenefit', {
      request: {
        scheme: 'temporaryRelief',
        kind: 'emergency',
        persons: 2,
        perCapitaIncomeFen: 0,
        necessarySpendingFen: 800_000,
        alreadyPaidFen: 100_000,
      },
    });
    await driver.does('officer', caseId, 'GiveReviewOpinion', { opinion: 'grant', reasons: '急难属实' });
    await driver.does('officer', caseId, 'SubmitFile');
    await driver.does('leader', caseId, 'ConfirmGrant');
  };

  it('is accepted and granted here whatever the hukou; a query without consent is refused', async () => {
    driver.at('2026-09-14 09:00');
    const { caseId, ...persons } = await family();
    expect(
      await driver.command('officer', caseId, 'RequestMutualCheck', query(persons, { consent: undefined })),
    ).toMatchObject({ status: 422, body: { reason: 'consent-missing' } });
    await driver.does('officer', caseId, 'RequestMutualCheck', query(persons));
    await grant(caseId);
    const page = await driver.case(caseId);
    expect(page).toMatchObject({ stage: 'granted', office: { officeId: town } });
    expect(page.state.own.mutualChecks).toEqual([
      expect.objectContaining({ checkId: 'check-1', region: linshui, expired: false }),
    ]);
  });

  it('is not held up by a late reply, which still warns both sides of duplicate aid', async () => {
    driver.at('2026-09-14 09:00');
    const { caseId, ...persons } = await family();
    await driver.does('officer', caseId, 'RequestMutualCheck', query(persons));
    const due = workingDaysAfter('2026-09-14', 5);
    expect(due).toBe('2026-09-20');
    expect(await driver.clock(caseId, 'mutualCheckReply')).toMatchObject({ dueOn: due, state: 'running' });
    driver.at('2026-09-22 09:00');
    expect(await driver.clock(caseId, 'mutualCheckReply')).toMatchObject({ state: 'overdue', nature: 'local' });
    await grant(caseId);
    const { amountFen } = await driver.case(caseId);

    driver.at('2026-10-12 09:00');
    await driver.does('officer', caseId, 'RecordMutualCheckReply', {
      checkId: 'check-1',
      found: 'duplicateAid',
      content: '9月16日已由邻水县发放临时救助',
    });
    const alerted = await driver.case(caseId);
    expect(alerted).toMatchObject({ stage: 'granted', amountFen });
    expect(alerted.state.shared.flags).toEqual(['duplicateAid']);
    expect(alerted.state.own.duplicateAid).toEqual([
      { alertId: 'check-1', checkId: 'check-1', region: linshui, persons: [persons.applicant, persons.child] },
    ]);
    expect(await driver.clock(caseId, 'mutualCheckReply')).toMatchObject({ state: 'late' });
    const told = (await driver.history(caseId, 'bureauLeader')).find(({ type }) => type === 'DuplicateAidAlerted');
    expect(told.data).toMatchObject({ region: linshui, counterpartOffice: '邻水县民政局' });

    await driver.does('bureauOfficer', caseId, 'VerifyDuplicateAid', {
      alertId: 'check-1',
      confirmed: true,
      findings: '同一事故',
    });
    const verified = await driver.case(caseId);
    expect(verified).toMatchObject({ stage: 'granted', amountFen });
    expect(verified.state.shared.flags).toEqual([]);
  });

  it('takes the warning of the other region, and nothing from a check that has expired', async () => {
    driver.at('2026-09-14 09:00');
    const { caseId, ...persons } = await family();
    await driver.does('officer', caseId, 'RequestMutualCheck', query(persons, { expiresOn: '2026-09-30' }));
    driver.at('2026-10-08 09:00');
    const reply = { checkId: 'check-1', found: 'information', content: '未享受低保' };
    expect(await driver.command('officer', caseId, 'RecordMutualCheckReply', reply)).toMatchObject({
      status: 422,
      body: { reason: 'mutual-check-expired', detail: { expiresOn: '2026-09-30' } },
    });
    const warning = {
      alertId: 'linshui-7',
      region: linshui,
      counterpartOffice: '邻水县民政局',
      persons: [persons.applicant],
      content: '该户在邻水享受低保',
    };
    await driver.does('officer', caseId, 'ReportDuplicateAid', warning);
    const before = await driver.eventTypes(caseId);
    await driver.does('officer', caseId, 'ReportDuplicateAid', warning);
    expect(await driver.eventTypes(caseId)).toEqual(before);
    expect((await driver.case(caseId)).state.own.duplicateAid).toMatchObject([{ alertId: 'linshui-7' }]);
    await driver.does('officer', caseId, 'ExpireMutualCheck', { checkId: 'check-1' });
    expect((await driver.case(caseId)).state.own.mutualChecks).toMatchObject([{ expired: true }]);
  });
});

describe('AC-14 川渝通办 child benefit', () => {
  const child = async (hukouRegion: string): Promise<string> => {
    const personId = await driver.person('唐小朵', '2015-06-01');
    return lodged({
      scheme: 'childBenefit',
      channel: 'onBehalf',
      applicant: { personId, name: '唐小朵', hukouRegion },
      members: [],
      representative: { name: '唐奶奶', relation: '祖母' },
      reason: '父亲死亡,母亲失联',
    });
  };
  const neverPublic = async (caseId: string): Promise<void> => {
    expect((await driver.case(caseId)).state.own.notices).toEqual([]);
    await driver.settle();
    const { status, body } = await driver.get(undefined, '/api/public-notices');
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('唐');
  };
  const answer = (outcome: string): object => ({ outcome, answeredOn: driver.today(), content: '已办理' });

  it('of a hukou elsewhere is entered in 3 working days, decided there, told in 3, and never publicised', async () => {
    driver.at('2026-10-10 09:00');
    const caseId = await child(huaying);
    await driver.does('officer', caseId, 'AcceptApplication');
    expect(await driver.case(caseId)).toMatchObject({ stage: 'forwarding', title: '唐某' });
    const entry = workingDaysAfter('2026-10-10', 3);
    expect(entry).toBe('2026-10-14');
    expect(await driver.clock(caseId, 'hukouEntry')).toMatchObject({ dueOn: entry, state: 'running' });
    expect(await driver.clock(caseId, 'childTownCheck')).toBeUndefined();
    for (const [command, fields] of [
      ['ConfirmGrant', {}],
      ['RefuseGrant', { ground: 'conditionsNotMet', reasons: '不符' }],
    ] as const)
      expect(await driver.command('bureauLeader', caseId, command, fields)).toMatchObject({
        status: 422,
        body: { reason: 'decided-by-hukou-office' },
      });
    expect(await driver.command('officer', caseId, 'PostPublicNotice', { noticeId: 'n' })).toMatchObject({
      status: 422,
    });

    driver.at('2026-10-13 09:00');
    await driver.does('officer', caseId, 'ForwardToHukouOffice', {
      counterpartOffice: '华蓥市双河街道办事处',
      reference: '川渝通办2026-17',
      papers: ['application', 'deathCertificate'],
    });
    expect(await driver.clock(caseId, 'hukouEntry')).toMatchObject({ state: 'met' });
    expect(await driver.clock(caseId, 'hukouTownStage')).toMatchObject({
      dueOn: workingDaysAfter('2026-10-13', 15),
      nature: 'internal',
    });
    expect((await driver.case(caseId)).state.own.hukouOffice).toMatchObject({ region: huaying, level: 'townOffice' });

    driver.at('2026-10-26 09:00');
    await driver.does('officer', caseId, 'RecordHukouOfficeAnswer', answer('passedToDistrict'));
    expect(await driver.clock(caseId, 'hukouTownStage')).toMatchObject({ state: 'met' });
    expect(await driver.clock(caseId, 'hukouDistrictStage')).toMatchObject({
      dueOn: workingDaysAfter('2026-10-26', 15),
      nature: 'internal',
    });

    driver.at('2026-11-12 09:00');
    await driver.does('officer', caseId, 'RecordHukouOfficeAnswer', answer('granted'));
    expect(await driver.clock(caseId, 'hukouResultTold')).toMatchObject({
      dueOn: workingDaysAfter('2026-11-12', 3),
      state: 'running',
    });
    driver.at('2026-11-13 09:00');
    await driver.does('officer', caseId, 'TellHukouAnswer', { toldOn: '2026-11-13', channel: 'inPerson' });
    expect(await driver.case(caseId)).toMatchObject({ stage: 'answered', open: false, outcome: 'answered' });
    expect(await driver.clock(caseId, 'hukouResultTold')).toMatchObject({ state: 'met' });
    expect(await driver.eventTypes(caseId)).not.toContain('GrantConfirmed');
    await neverPublic(caseId);
  });

  it('of a hukou here takes 15 working days in the town office and 15 in the district', async () => {
    driver.at('2026-10-10 09:00');
    const caseId = await child('重庆市渝北区');
    await driver.does('officer', caseId, 'AcceptApplication');
    expect(await driver.clock(caseId, 'childTownCheck')).toMatchObject({ dueOn: workingDaysAfter('2026-10-10', 15) });
    expect(await driver.clock(caseId, 'hukouEntry')).toBeUndefined();
    const { personId } = (await driver.case(caseId)).state.own.lodged.applicant;
    await driver.does('officer', caseId, 'RecordDocumentsCheck', {
      checkedOn: '2026-10-10',
      records: ['civilAffairs', 'police'],
      outcome: 'complete',
      findings: '父亲死亡、母亲失联均有记录',
    });
    await driver.does('officer', caseId, 'CalculateBenefit', {
      request: { scheme: 'childBenefit', personId, parents: ['dead', 'missing'], form: 'dispersed' },
    });
    await driver.does('officer', caseId, 'GiveReviewOpinion', { opinion: 'grant', reasons: '符合' });
    expect(await driver.command('officer', caseId, 'PostPublicNotice', { noticeId: 'n' })).toMatchObject({
      status: 422,
      body: { reason: 'minor-never-publicised' },
    });
    driver.at('2026-10-20 09:00');
    await driver.does('officer', caseId, 'SubmitFile');
    expect(await driver.clock(caseId, 'childTownCheck')).toMatchObject({ state: 'met' });
    expect(await driver.clock(caseId, 'childConfirmation')).toMatchObject({
      dueOn: workingDaysAfter('2026-10-20', 15),
    });
    expect(await driver.command('leader', caseId, 'ConfirmGrant')).toMatchObject({
      body: { reason: 'decided-by-bureau' },
    });
    await driver.does('bureauLeader', caseId, 'ConfirmGrant');
    expect((await driver.case(caseId)).state.own.decision).toMatchObject({
      amountFen: 147_700,
      firstMonth: '2026-11',
      validUntil: '2033-06-01',
    });
    await neverPublic(caseId);
  });
});
