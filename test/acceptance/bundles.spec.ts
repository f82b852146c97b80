import { randomUUID } from 'node:crypto';
import { Driver, town, village } from './driver.js';

describe('一件事一次办: one submission, several linked cases', () => {
  let driver: Driver;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
  });
  afterAll(() => driver.stop());

  const lodge = (personId: string, scheme: string, more: object = {}): object => ({
    caseType: 'relief-application',
    command: {
      type: 'LodgeApplication',
      scheme,
      channel: 'counter',
      office: town,
      area: village,
      settlement: 'urban',
      applicant: { personId, name: '陈建国' },
      members: [],
      reason: '残疾,收入低',
      ...more,
    },
  });
  const send = (cases: readonly object[], key: string = randomUUID()) =>
    driver.send('officer', 'POST', '/api/bundles', { cases }, { 'idempotency-key': key });

  it('opens all of them, each known to the others, each with its own clocks', async () => {
    const personId = await driver.person('陈建国');
    const cases = ['dibao', 'disabilityAllowance', 'temporaryRelief'].map((scheme) =>
      lodge(personId, scheme, scheme === 'temporaryRelief' ? { kind: 'expenditure' } : {}),
    );
    const key = randomUUID();
    const { status, body } = await send(cases, key);
    expect(status).toBe(201);
    const ids: string[] = body.cases.map((one: { caseId: string }) => one.caseId);
    expect(new Set(ids).size).toBe(3);
    for (const caseId of ids) {
      const { links } = await driver.case(caseId, 'officer');
      const others = links.map((link: { caseId: string; kind: string }) => `${link.kind} ${link.caseId}`);
      expect(others.sort()).toEqual(
        ids
          .filter((id) => id !== caseId)
          .map((id) => `bundle ${id}`)
          .sort(),
      );
    }
    const [first = '', second = ''] = ids;
    await driver.does('officer', first, 'AuthoriseMeansTest', { signedBy: [personId], signedOn: '2026-09-14' });
    await driver.does('officer', first, 'AcceptApplication');
    expect(await driver.clock(first, 'decision')).toMatchObject({ state: 'running' });
    expect(await driver.clock(second, 'decision')).toBeUndefined();
    expect((await send(cases, key)).body.cases.map((one: { caseId: string }) => one.caseId)).toEqual(ids);
  });

  it('names the one that a rule refuses and lets the others stand', async () => {
    const household = await driver.household(1);
    await driver.lodgeDibao(household);
    const { status, body } = await send([
      lodge(household.applicant, 'dibao'),
      lodge(household.applicant, 'disabilityAllowance'),
    ]);
    expect(status).toBe(201);
    expect(body.cases).toMatchObject([{ refused: 'person-has-open-case' }, { caseType: 'relief-application' }]);
    expect(body.cases[1].caseId).toEqual(expect.any(String));
  });

  it('opens none when one of them is malformed, or when every one is refused', async () => {
    const personId = await driver.person('林小红');
    const malformed = await send([lodge(personId, 'dibao'), lodge(personId, 'nothing')]);
    expect(malformed).toMatchObject({ status: 400, body: { reason: 'invalid-request' } });
    const refused = await send([lodge('nobody', 'dibao'), lodge('nobody', 'disabilityAllowance')]);
    expect(refused).toMatchObject({ status: 422, body: { reason: 'no-case-of-the-bundle-opened' } });
    expect((await driver.get('officer', `/api/people/${personId}`)).body.cases).toEqual([]);
    expect((await send([lodge(personId, 'dibao')])).status).toBe(400);
  });
});
