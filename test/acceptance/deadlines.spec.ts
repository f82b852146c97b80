import { Driver } from './driver.js';

interface Entry {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly ofClock?: boolean;
}

describe('deadlines as facts', () => {
  let driver: Driver;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
  });
  afterAll(() => driver.stop());
  beforeEach(() => driver.at('2026-09-14 09:00'));

  /** What time brings, once the read models show what was done so far. */
  const tick = async (): Promise<void> => {
    expect(await driver.caseload('bureauLeader', 'limit=1')).toHaveProperty('rows');
    await driver.app.worker.tick();
  };

  const factsOf = async (caseId: string, clock: string, type?: string): Promise<readonly Entry[]> =>
    (await driver.history(caseId)).filter(
      (entry: Entry) =>
        entry.ofClock === true && entry.data['clock'] === clock && (type === undefined || entry.type === type),
    );

  it('AC-06: records a breach once, at the first instant after the due time, and the case stays workable', async () => {
    const household = await driver.household(2);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    driver.at('2026-10-30 23:59');
    await tick();
    expect(await factsOf(caseId, 'decision', 'DeadlineBreached')).toEqual([]);
    driver.at('2026-10-31 00:00');
    await Promise.all([tick(), tick()]);
    await tick();
    const breaches = await factsOf(caseId, 'decision', 'DeadlineBreached');
    expect(breaches).toHaveLength(1);
    expect(breaches[0]).toMatchObject({
      occurredAt: '2026-10-30T16:00:00.000Z',
      recordedAt: '2026-10-30T16:00:00.000Z',
      data: { dueOn: '2026-10-30', office: 'town-longxi', ruleSet: 'national@1', roles: ['townOfficer', 'townLeader'] },
    });

    // Alerts climb: the bureau after one working day (Monday), its leader after three.
    driver.at('2026-11-03 00:00');
    await tick();
    const [first, ...more] = await factsOf(caseId, 'decision', 'DeadlineEscalated');
    expect(first?.data['roles']).toEqual(['bureauOfficer', 'supervisor']);
    expect(more).toEqual([]);

    // The case stays workable; a late step does not undo the breach.
    driver.at('2026-11-05 09:00');
    await driver.does('officer', caseId, 'RequestMeansTest', {
      requestId: 'm1',
      sources: ['tax'],
      purpose: '低保核对',
    });
    await tick();
    const clock = await driver.clock(caseId, 'decision');
    expect(clock).toMatchObject({
      state: 'overdue',
      breach: { at: '2026-10-30T16:00:00.000Z', office: 'town-longxi' },
    });
    const climbed = await factsOf(caseId, 'decision', 'DeadlineEscalated');
    expect(climbed.map(({ data }) => data['roles'])).toEqual([['bureauOfficer', 'supervisor'], ['bureauLeader']]);
  });

  it('reminds before the due time, and again when an extension moved it', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    driver.at('2026-10-23 00:00');
    await tick();
    expect(await factsOf(caseId, 'decision')).toMatchObject([
      { type: 'DeadlineApproaching', data: { dueOn: '2026-10-30' } },
    ]);
    await driver.does('bureauLeader', caseId, 'ExtendDeadline', { clock: 'decision', reason: '外省核对未回' });
    driver.at('2026-11-19 00:00');
    await tick();
    expect((await factsOf(caseId, 'decision')).map(({ type, data }) => `${type} ${String(data['dueOn'])}`)).toEqual([
      'DeadlineApproaching 2026-10-30',
      'DeadlineApproaching 2026-11-20',
      'DeadlineApproaching 2026-11-20',
    ]);
  });

  it('after an outage of hours, records the true due time and the late recording, also of a case closed meanwhile', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    driver.at('2026-09-18 05:00');
    await driver.does('officer', caseId, 'RequestMeansTest', {
      requestId: 'm1',
      sources: ['tax'],
      purpose: '低保核对',
    });
    await tick();
    // Three working days from the 14th ended with the 17th.
    expect(await factsOf(caseId, 'investigation')).toMatchObject([
      {
        type: 'DeadlineBreached',
        occurredAt: '2026-09-17T16:00:00.000Z',
        recordedAt: '2026-09-17T21:00:00.000Z',
      },
    ]);
    expect(await driver.clock(caseId, 'investigation')).toMatchObject({ state: 'late', breach: {} });
  });

  it('keeps the facts through a rebuild and records none of them again', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    driver.at('2026-10-31 00:00');
    await tick();
    const before = await driver.history(caseId);
    await driver.app.system.readModels.rebuild();
    expect(await driver.app.system.readModels.alarms.due(driver.app.clock.now(), 1_000)).toEqual([]);
    await tick();
    expect(await driver.history(caseId)).toEqual(before);
  });

  it('gives a supervision task a clock of its own: issued, answered, sent back, answered late, closed', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    const supervisionId = 's1';
    const issue = { supervisionId, text: '说明延误原因', answerBy: '2026-09-16' };
    await driver.does('supervisor', caseId, 'IssueSupervision', issue);
    expect(await driver.clock(caseId, 'supervisionAnswer')).toMatchObject({ state: 'running', dueOn: '2026-09-16' });
    await driver.does('officer', caseId, 'AnswerSupervision', { supervisionId, text: '正在办理' });
    expect(await driver.clock(caseId, 'supervisionAnswer')).toMatchObject({ state: 'met' });
    await driver.does('supervisor', caseId, 'VerifySupervision', { supervisionId, accepted: false });
    driver.at('2026-09-17 00:00');
    await tick();
    expect(await factsOf(caseId, 'supervisionAnswer')).toMatchObject([
      { type: 'DeadlineBreached', data: { roles: ['supervisor', 'bureauLeader'] } },
    ]);
    await driver.does('officer', caseId, 'AnswerSupervision', { supervisionId, text: '已办结' });
    await driver.does('supervisor', caseId, 'VerifySupervision', { supervisionId, accepted: true });
    expect(await driver.clock(caseId, 'supervisionAnswer')).toMatchObject({ state: 'late', breach: {} });
  });
});
