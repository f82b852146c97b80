import { SubjectErased, verifyAll } from '#event-store';
import { Driver, type Household } from './driver.js';

describe('erasure of one person of a household, under several entries of the registry', () => {
  let driver: Driver;
  let household: Household;
  let caseId: string;
  let found: string;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    ({ caseId, household } = await driver.grantDibao({ size: 2 }));
    await driver.does('officer', caseId, 'AddNote', { text: '其配偶外出务工' });
    const stop = { ground: 'voluntary', lastMonth: '2026-09', reasons: '本人申请退出' };
    await driver.does('bureauLeader', caseId, 'TerminateBenefit', stop);
    const alias = { alias: '戴红帽的老人', foundAt: '火车北站', foundOn: driver.today() };
    found = (await driver.send('stationOfficer', 'POST', '/api/people/unidentified', alias)).body.personId;
    const identity = { identifiedAs: household.applicant, evidence: '亲属辨认' };
    const identified = await driver.send('stationOfficer', 'POST', `/api/people/${found}/identity`, identity);
    if (identified.status !== 200) throw new Error(JSON.stringify(identified.body));
    driver.at('2040-03-01 10:00');
  });
  afterAll(() => driver.stop());

  const asks = async (of: string): Promise<string> => {
    const body = { ground: 'purposeAchieved', reason: '本人申请删除' };
    const asked = await driver.send('bureauOfficer', 'POST', `/api/people/${of}/erasure-requests`, body);
    if (asked.status !== 201) throw new Error(JSON.stringify(asked.body));
    return asked.body.requestId;
  };
  const approves = (of: string, requestId: string) =>
    driver.send('bureauLeader', 'POST', `/api/people/${of}/erasure-requests/${requestId}/approval`, {});
  const spouse = (): string => household.others[0] ?? '';

  it('gives a copy without what belongs to others or to the case of several', async () => {
    const { body } = await driver.get('bureauOfficer', `/api/people/${household.applicant}/copy`);
    const text = JSON.stringify(body);
    expect(text).toContain('陈建国');
    expect(text).toContain('戴红帽的老人');
    expect(text).not.toContain('陈家人甲');
    expect(text).not.toContain('其配偶外出务工');
    expect(text).not.toContain(spouse());
  });

  it('finishes what a process left half done, whichever step it died at', async () => {
    // Its worker would finish it first.
    await driver.app.worker.stop();
    const { vault, people, erasureWatch } = driver.app.system;
    const requestId = await asks(found);
    const [destroyKey, removeTraces] = [vault.destroyKey.bind(vault), people.removeTraces.bind(people)];
    let destroyed = 0;
    vault.destroyKey = async (subject) => {
      destroyed += 1;
      if (destroyed === 2) throw new Error('the process ended here');
      await destroyKey(subject);
    };
    try {
      expect((await approves(found, requestId)).status).toBe(500);
      vault.destroyKey = destroyKey;
      people.removeTraces = () => Promise.reject(new Error('the process ended here'));
      await expect(erasureWatch.finish()).rejects.toThrow('the process ended here');
    } finally {
      vault.destroyKey = destroyKey;
      people.removeTraces = removeTraces;
    }
    const file = async () => (await driver.get('auditor', `/api/people/${found}/erasure-requests`)).body.rows[0];
    expect(await file()).toMatchObject({ requestId, state: 'erasing' });
    expect(await erasureWatch.finish()).toBe(1);
    expect(await erasureWatch.finish()).toBe(0);
    expect(await file()).toMatchObject({
      state: 'erased',
      entryIds: [household.applicant, found],
      casesErased: [],
      casesKept: [caseId],
    });
    await expect(vault.obtain([`person-${household.applicant}`])).rejects.toThrow(SubjectErased);
    await expect(vault.obtain([`person-${found}`])).rejects.toThrow(SubjectErased);
  });

  it('takes the name from the case, its notice and the lists, and keeps what is about the others', async () => {
    await driver.settle();
    const shown = await Promise.all([
      driver.get('bureauLeader', `/api/cases/${caseId}`),
      driver.get('bureauLeader', `/api/cases/${caseId}/history`),
      driver.get('bureauLeader', `/api/people/${household.applicant}`),
      driver.get('bureauLeader', '/api/caseload?open=false'),
    ]);
    const text = JSON.stringify(shown.map(({ body }) => body));
    for (const gone of ['陈建国', '13900001234', '武陵路1号', '戴红帽的老人', '亲属辨认'])
      expect(text).not.toContain(gone);
    for (const kept of ['陈家人甲', '其配偶外出务工']) expect(text).toContain(kept);
    for (const asked of ['陈建国', '戴红帽'])
      expect((await driver.send('officer', 'POST', '/api/people/search', { text: asked })).body.rows).toEqual([]);
    expect((await verifyAll(driver.app.system.store)).faults).toEqual([]);
  });

  it('erases the rest with the last person of the household', async () => {
    const requestId = await asks(spouse());
    expect((await approves(spouse(), requestId)).body).toMatchObject({ casesErased: [caseId], casesKept: [] });
    const text = JSON.stringify((await driver.get('bureauLeader', `/api/cases/${caseId}/history`)).body);
    for (const gone of ['陈家人甲', '其配偶外出务工']) expect(text).not.toContain(gone);
  });

  it('can be repeated after an older vault was restored', async () => {
    const { pool, vault, people, erasureWatch } = driver.app.system;
    const subject = `person-${household.applicant}`;
    await pool.query(
      `UPDATE vault.keys AS held SET wrapped = given.wrapped, destroyed_at = NULL
       FROM (SELECT wrapped FROM vault.keys WHERE wrapped IS NOT NULL LIMIT 1) AS given WHERE held.subject = $1`,
      [subject],
    );
    expect(await erasureWatch.repeatAll()).toBe(2);
    const { rows } = await pool.query('SELECT wrapped FROM vault.keys WHERE subject = $1', [subject]);
    expect(rows).toEqual([{ wrapped: null }]);
    await expect(vault.obtain([subject])).rejects.toThrow(SubjectErased);
    expect((await people.get(household.applicant))?.erased).toBe(true);
  });
});
