import { request } from '#case-types/transient-assistance/walks.js';
import { Driver, town } from './driver.js';

describe('易走失人员 and unidentified persons', () => {
  let driver: Driver;
  let caseId: string;

  beforeAll(async () => {
    driver = await Driver.start('2026-07-02 09:00');
    const found = await driver.send('stationOfficer', 'POST', '/api/people/unidentified', {
      alias: '老周',
      description: '左手缺小指,讲邻水口音,反复说要找女儿',
      approximateAge: 74,
      sex: 'male',
      foundAt: '火车北站地下通道',
      foundOn: '2026-07-02',
    });
    const { personId } = found.body;
    caseId = await driver.opens('transient-assistance', 'stationOfficer', request({ personId }));
  });
  afterAll(() => driver.stop());

  const matches = (who: Parameters<Driver['get']>[0]) =>
    driver.get(who, `/api/wander-risk-lists/matches?caseId=${caseId}`);

  it('opens a list for every town office when the month has begun, once', async () => {
    await driver.app.worker.tick();
    await driver.app.worker.tick();
    expect(await driver.app.system.readModels.waitForAll(10_000)).toBe(true);
    const { total } = await driver.caseload('bureauLeader', 'type=wander-risk-list');
    const towns = driver.app.system.organisation.offices().filter(({ kind }) => kind === 'townOffice');
    expect(total).toBe(towns.length);
  });

  it('proposes the listed person with the reasons, to those who search, and decides nothing', async () => {
    const father = await driver.person('周兴国', '1952-03-05');
    const other = await driver.person('吴秀英', '1990-03-05');
    const { rows } = await driver.caseload('officer', `type=wander-risk-list&office=${town}`);
    const list = rows[0].caseId;
    const listed = { risk: 'dementia', features: '左手缺小指,常说要找女儿', lastSeenAround: '火车北站' };
    await driver.doesTo('wander-risk-list', 'officer', list, 'AddPerson', {
      personId: father,
      name: '周兴国',
      ...listed,
    });
    await driver.doesTo('wander-risk-list', 'officer', list, 'AddPerson', {
      personId: other,
      name: '吴秀英',
      risk: 'other',
      features: '不识字',
    });
    await driver.caseload('officer', 'limit=1');
    const { status, body } = await matches('stationOfficer');
    expect(status).toBe(200);
    expect(body.rows.map(({ personId }: { personId: string }) => personId)).toEqual([father]);
    expect(body.rows[0].reasons.map(({ likeness }: { likeness: string }) => likeness)).toEqual(
      expect.arrayContaining(['features', 'place']),
    );
    expect((await matches('officer')).status).toBe(403);
    expect((await driver.case(caseId, 'stationOfficer')).state.own.identity).toBe('unknown');
  });
});
