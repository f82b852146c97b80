import { ModelServer } from '../../libs/event-store/kurrentdb/testing/model-server.js';
import { Driver } from '../acceptance/driver.js';

/** The product with its log in KurrentDB, played by a small server that speaks its protocol. */
describe('the whole product with its log in KurrentDB', () => {
  let server: ModelServer;
  let driver: Driver;
  let caseId: string;

  beforeAll(async () => {
    server = await ModelServer.start();
    driver = await Driver.start('2026-09-14 09:00', { eventStoreUrl: server.url });
    ({ caseId } = await driver.grantDibao());
  });
  afterAll(async () => {
    await driver?.stop();
    server?.kill();
  });

  it('takes a case from application to grant, with its clocks, its history and its time travel', async () => {
    const { rows } = await driver.caseload('bureauLeader', 'scheme=dibao');
    expect(rows).toMatchObject([{ caseId, type: 'relief-application' }]);
    expect(await driver.eventTypes(caseId)).toContain('GrantConfirmed');
    expect(await driver.clock(caseId, 'decision')).toMatchObject({ state: 'met' });
    const before = await driver.case(caseId, 'bureauLeader', '?version=1');
    expect(before.version).toBe(1);
  });

  it('signs a head over the log and verifies all of it, and finds what was changed in the database', async () => {
    const { audit } = driver.app.system;
    const head = await audit.makeHead();
    expect(head?.treeSize).toBeGreaterThan(10);
    expect(await audit.verifyLog()).toMatchObject({ faults: [] });
    const record = server.log.stream(`reliefApplication-${caseId}`).at(3);
    const data = Buffer.from(record?.data ?? []);
    const at = data.indexOf('"occurredAt":"2026') + '"occurredAt":"202'.length;
    record?.data.set(Buffer.from('5'), at);
    expect((await audit.verifyLog()).faults).not.toEqual([]);
    record?.data.set(Buffer.from('6'), at);
  });

  it('builds the same read models anew', async () => {
    await driver.settle();
    const { readModels, pool } = driver.app.system;
    const rows = async (): Promise<readonly unknown[]> =>
      (await pool.query('SELECT * FROM read.caseload ORDER BY case_id')).rows;
    const live = await rows();
    expect((await readModels.rebuild()).cases).toBe(1);
    expect(await rows()).toEqual(live);
  });

  it('says in its health when the log is away, and goes on when it is back', async () => {
    const { system } = driver.app;
    expect(await system.health()).toMatchObject({ ready: true });
    server.kill();
    expect(await system.health()).toMatchObject({ ready: false, log: { unreachable: true } });
    await server.listen();
    await driver.household(1);
    await driver.settle();
    expect(await system.health()).toMatchObject({ ready: true });
  });
});
