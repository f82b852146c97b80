import { Driver, town } from './driver.js';

const type = 'wander-risk-list';

let driver: Driver;
beforeAll(async () => {
  driver = await Driver.start('2026-07-01 08:00');
});
afterAll(() => driver?.stop());

const list = (office: string, halfYear: string): object => ({
  type: 'OpenList',
  office,
  station: 'station-yubei',
  halfYear,
});

/** What time brings, once the read models show what was done so far. */
const tick = async (): Promise<void> => {
  await driver.caseload('bureauLeader', 'limit=1');
  await driver.app.worker.tick();
};

/** The list that the worker opens by itself on the first day of the month. */
const listOf = async (office: string): Promise<string> => {
  await tick();
  await driver.settle();
  const { rows } = await driver.caseload('bureauLeader', `type=${type}&scheme=2026-H2&office=${office}`);
  expect(rows).toHaveLength(1);
  return rows[0].caseId;
};

const breachesOf = async (caseId: string): Promise<readonly any[]> =>
  (await driver.history(caseId)).filter(
    (entry) => entry.type === 'DeadlineBreached' && entry.data['clock'] === 'wanderList',
  );

const does = (who: Parameters<Driver['doesTo']>[1], caseId: string, command: string, fields: object = {}) =>
  driver.doesTo(type, who, caseId, command, fields);

const person = async (name: string) => ({
  personId: await driver.person(name, '1948-05-01'),
  name,
  risk: 'dementia',
  features: '左手缺小指',
  lastSeenAround: '武陵路菜市场',
});

const wanderClocks = async (caseId: string): Promise<readonly any[]> => {
  const { body } = await driver.get('bureauLeader', `/api/cases/${caseId}/clocks`);
  return body.rows.filter((row: { clock: string }) => row.clock.startsWith('wanderList'));
};

const row = async (caseId: string): Promise<any> =>
  (await driver.caseload('bureauLeader', `type=${type}`)).rows.find((one: { caseId: string }) => one.caseId === caseId);

describe('AC-30 half-yearly list', () => {
  it('is overdue once from the first instant of 1 August, and stays late when sent on the 2nd', async () => {
    driver.at('2026-07-01 08:00');
    const [missing, inTime] = [await listOf(town), await listOf('town-renhe')];
    await does('otherTown', inTime, 'SubmitList', { nobody: true });
    driver.at('2026-07-31 23:59');
    await does('officer', missing, 'AddPerson', await person('周大福'));
    expect(await wanderClocks(missing)).toMatchObject([{ clock: 'wanderList', state: 'running' }]);

    await tick();
    expect(await breachesOf(missing)).toEqual([]);

    driver.at('2026-08-01 00:00');
    await tick();
    await tick();
    expect(await breachesOf(missing)).toMatchObject([{ occurredAt: '2026-07-31T16:00:00.000Z' }]);
    expect(await breachesOf(inTime)).toEqual([]);
    expect(await wanderClocks(missing)).toMatchObject([
      { clock: 'wanderList', state: 'overdue', dueOn: '2026-07-31', dueAt: '2026-07-31T16:00:00.000Z' },
    ]);
    expect((await wanderClocks(inTime))[0]).toMatchObject({ clock: 'wanderList', state: 'met' });

    driver.at('2026-08-02 10:00');
    await does('officer', missing, 'SubmitList');
    expect((await wanderClocks(missing)).filter(({ clock }) => clock === 'wanderList')).toMatchObject([
      { state: 'late' },
    ]);
    const submitted = (await driver.history(missing)).find((event) => event.type === 'ListSubmitted');
    expect(submitted.data).toMatchObject({ persons: 1, submittedOn: '2026-08-02', late: true });
    expect(await row(missing)).toMatchObject({ stage: 'submitted', office: { officeId: 'station-yubei' } });

    await tick();
    expect(await breachesOf(missing)).toHaveLength(1);

    driver.at('2026-08-03 10:00');
    await does('stationOfficer', missing, 'ReturnList', { reason: '缺监护人联系方式' });
    driver.at('2026-08-04 10:00');
    await does('officer', missing, 'SubmitList');
    await does('stationOfficer', missing, 'MergeList');
    expect(await driver.case(missing)).toMatchObject({ stage: 'merged', open: false, office: { officeId: town } });
    expect((await wanderClocks(missing))[0]).toMatchObject({ clock: 'wanderList', state: 'late' });
    expect((await driver.case(missing)).state.own).toMatchObject({ late: true, firstSubmittedOn: '2026-08-02' });
    expect((await driver.case(inTime)).state.own).toMatchObject({ late: false });
  });

  it('is one list for an office and a half-year, and empty only by saying so', async () => {
    driver.at('2026-07-01 08:00');
    const caseId = await listOf('town-tongjing');
    const again = await driver.openCase(type, 'bureauOfficer', list('town-tongjing', '2026-H2'));
    expect(again).toMatchObject({ status: 422, body: { reason: 'person-has-open-case', detail: { caseId } } });
    const foreign = await driver.commandTo(type, 'officer', caseId, 'SubmitList', { nobody: true });
    expect(foreign.status).toBe(403);
    const next = await driver.openCase(type, 'bureauOfficer', list(town, '2027-H1'));
    expect(next.body.reason).toBe('half-year-not-begun');
  });

  it('keeps what the risk is from the bureau, and the list from everyone else', async () => {
    driver.at('2026-07-05 08:00');
    const caseId = await listOf('town-longxing');
    const entry = await person('赵小兰');
    expect((await driver.commandTo(type, 'bureauOfficer', caseId, 'AddPerson', entry)).status).toBe(403);
    expect((await driver.get('supervisor', `/api/cases/${caseId}`)).status).toBe(404);
    expect((await driver.get('childOfficer', `/api/cases/${caseId}`)).status).toBe(404);
  });

  it('shows the risk to town and station only', async () => {
    driver.at('2026-07-05 08:00');
    const caseId = await driver.opens(type, 'bureauOfficer', list(town, '2026-H1'));
    await does('officer', caseId, 'AddPerson', await person('孙秀兰'));
    const risk = async (who: Parameters<Driver['case']>[1]) =>
      (await driver.case(caseId, who)).state.own.persons[0]?.risk;
    expect(await risk('officer')).toBe('dementia');
    expect(await risk('bureauLeader')).not.toBe('dementia');
    await does('officer', caseId, 'SubmitList');
    expect(await risk('stationOfficer')).toBe('dementia');
  });
});
