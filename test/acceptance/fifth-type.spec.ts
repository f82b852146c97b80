import { randomUUID } from 'node:crypto';
import { caseTypes } from '#case-types';
import { careVisit } from '../fifth-type/care-visit.js';
import { Driver, town } from './driver.js';

/** What is general is tried on a case type that the product does not know. */
describe('a fifth case type, registered by one line', () => {
  const type = 'care-visit';
  let driver: Driver;
  let personId: string;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00', { caseTypes: [...caseTypes, careVisit] });
  });
  afterAll(() => driver.stop());
  beforeEach(async () => {
    personId = await driver.person('钱桂英', '1944-03-02');
  });

  const plan = (more: object = {}): object => ({
    type: 'PlanVisit',
    office: town,
    person: { personId, name: '钱桂英' },
    reason: '独居',
    ...more,
  });

  it('is described, opened, listed and carried to its end over HTTP', async () => {
    const described = await driver.get('officer', `/api/case-types/${type}`);
    expect(described.body.commands.PlanVisit.schema.required).toContain('person');
    const caseId = await driver.opens(type, 'officer', plan());
    expect((await driver.openCase(type, 'officer', plan())).body).toMatchObject({ reason: 'person-has-open-case' });
    expect((await driver.commandTo(type, 'officer', caseId, 'RecordVisit', { findings: '无' })).body).toMatchObject({
      status: 422,
      reason: 'nothing-found-out',
    });
    await driver.doesTo(type, 'officer', caseId, 'AddNote', { text: '下午两点后在家' });
    await driver.doesTo(type, 'officer', caseId, 'RecordVisit', { findings: '生活正常' });
    expect(await driver.case(caseId, 'officer')).toMatchObject({ stage: 'visited', open: false, title: '钱桂英' });
    const listed = await driver.caseload('officer', `type=${type}&person=${personId}`);
    expect(listed.rows).toMatchObject([{ caseId, stage: 'visited', title: '钱桂英' }]);
    expect((await driver.get(undefined, '/api/docs-json')).body.paths).toHaveProperty([`/api/cases/${type}`]);
  });

  it('is open to its readers only; an overseer sees the row without the name, others nothing', async () => {
    const caseId = await driver.opens(type, 'officer', plan());
    expect((await driver.get('bureauOfficer', `/api/cases/${caseId}`)).status).toBe(404);
    expect((await driver.caseload('bureauOfficer', `type=${type}`)).rows).toEqual([]);
    expect((await driver.get('supervisor', `/api/cases/${caseId}`)).status).toBe(404);
    const [row] = (await driver.caseload('supervisor', `person=${personId}`)).rows;
    expect(row).toMatchObject({ caseId, stage: 'planned' });
    expect(row).not.toHaveProperty('title');
    const person = await driver.get('bureauOfficer', `/api/people/${personId}`);
    expect(person.body.cases).toEqual([]);
    const found = await driver.send('otherTown', 'POST', '/api/people/search', { text: '钱桂英' });
    expect(found.body.rows.find((one: { personId: string }) => one.personId === personId).openCases).toEqual([]);
  });

  it('lets somebody in from outside by an approval with a purpose and an end', async () => {
    const caseId = await driver.opens(type, 'officer', plan());
    await driver.doesTo(type, 'officer', caseId, 'RecordVisit', { findings: '行动不便', health: '高血压' });
    const ask = { accessId: 'a1', purpose: '核对救助申请' };
    await driver.doesTo(type, 'bureauOfficer', caseId, 'RequestAccess', ask);
    expect((await driver.get('bureauOfficer', `/api/cases/${caseId}`)).status).toBe(404);
    const approve = { accessId: 'a1', until: '2026-09-16' };
    expect((await driver.commandTo(type, 'officer', caseId, 'ApproveAccess', approve)).body).toMatchObject({
      status: 403,
      reason: 'role-not-allowed',
    });
    expect(
      (await driver.commandTo(type, 'leader', caseId, 'ApproveAccess', { accessId: 'a1', until: '2027-09-16' })).body,
    ).toMatchObject({ reason: 'access-too-long' });
    await driver.doesTo(type, 'leader', caseId, 'ApproveAccess', approve);
    const seen = await driver.get('bureauOfficer', `/api/cases/${caseId}`);
    expect(seen.body.state.own.planned.reason).toBe('独居');
    expect(seen.body.withheld).toEqual(['health']);
    expect(JSON.stringify(seen.body)).not.toContain('高血压');
    expect(seen.body.commands.filter((one: { allowed: boolean }) => one.allowed)).toEqual([]);
    driver.at('2026-09-17 00:00');
    expect((await driver.get('bureauOfficer', `/api/cases/${caseId}`)).status).toBe(404);
    driver.at('2026-09-14 09:00');
  });

  it('keeps restricted fields from readers who may not have them, in the case and in its history', async () => {
    const caseId = await driver.opens(type, 'officer', plan());
    await driver.doesTo(type, 'officer', caseId, 'RecordVisit', { findings: '行动不便', health: '糖尿病' });
    for (const path of [`/api/cases/${caseId}`, `/api/cases/${caseId}/history`]) {
      expect(JSON.stringify((await driver.get('officer', path)).body)).not.toContain('糖尿病');
      expect(JSON.stringify((await driver.get('leader', path)).body)).toContain('糖尿病');
    }
    const history = (await driver.get('officer', `/api/cases/${caseId}/history`)).body.events;
    expect(history.at(-1)).toMatchObject({ type: 'VisitRecorded', withheld: ['health'] });
  });

  it('seals apart who asked, opens it only with a reason, and remembers who looked', async () => {
    const informant = { name: '赵热心', phone: '13900007777' };
    const key = randomUUID();
    const opened = await driver.openCase(type, 'officer', plan({ informant }), { key });
    const again = await driver.openCase(type, 'officer', plan({ informant }), { key });
    expect(again.body).toMatchObject({ caseId: opened.body.caseId, repeated: true });
    const { caseId } = opened.body;
    for (const path of ['', '/history', '/clocks'])
      expect(JSON.stringify((await driver.get('leader', `/api/cases/${caseId}${path}`)).body)).not.toContain('赵热心');
    expect((await driver.case(caseId, 'leader')).state.own.planned.informantSealed).toBe(true);
    const seal = `/api/cases/${caseId}/sealed`;
    const purpose = '回告反映人';
    expect((await driver.send('leader', 'POST', seal, { purpose })).status).toBe(403);
    expect((await driver.send('bureauOfficer', 'POST', seal, { purpose })).status).toBe(404);
    expect((await driver.send('bureauLeader', 'POST', seal, { purpose: '' })).status).toBe(400);
    const answer = await driver.send('bureauLeader', 'POST', seal, { purpose });
    expect(answer.body.entries).toMatchObject([{ field: 'informant', content: informant }]);
    const looks: string[] = [];
    for await (const event of driver.app.system.store.read(`sealed-${caseId}`)) {
      looks.push(`${event.type} ${event.metadata.actor.user}`);
      expect(JSON.stringify(event.data)).not.toContain('赵热心');
    }
    expect(looks).toEqual(['EntrySealed zhang.wei', 'SealOpened yang.liu']);
  });

  it('is linked on both sides, whether at once or by the duty after a process died in between', async () => {
    const household = await driver.household(1);
    const relief = await driver.lodgeDibao(household);
    const linked = plan({ linkedTo: [{ caseId: relief, kind: 'related' }] });
    const caseId = await driver.opens(type, 'officer', linked);
    expect((await driver.case(caseId, 'officer')).links).toMatchObject([{ caseId: relief, kind: 'related' }]);
    expect((await driver.case(relief, 'officer')).links).toMatchObject([{ caseId, kind: 'related' }]);
    // From the relief case, an office that may not see the visit learns of no more than the link.
    const [link] = (await driver.case(relief, 'bureauOfficer')).links;
    expect(link).toMatchObject({ caseId, kind: 'related' });
    expect(link).not.toHaveProperty('case');

    await driver.doesTo(type, 'officer', caseId, 'UnlinkCase', { caseId: relief, reason: '登记有误' });
    expect((await driver.case(relief, 'officer')).links).toEqual([]);

    driver.at('2026-09-14 09:05');
    const desk = driver.app.system.desks.of(type);
    const alone = await desk?.handling.execute({
      caseId,
      opening: false,
      command: { type: 'LinkCase', caseId: relief, kind: 'sameHousehold' } as never,
      by: { user: 'zhang.wei', positions: [{ role: 'townOfficer', office: town }] },
      commandId: randomUUID(),
      mirrored: true,
    });
    const position = alone !== undefined && 'position' in alone ? alone.position : '';
    expect(await driver.app.system.readModels.waitFor(position, 5_000)).toBe(true);
    expect((await driver.case(relief, 'officer')).links).toEqual([]);
    await driver.app.worker.tick();
    expect((await driver.case(relief, 'officer')).links).toMatchObject([{ caseId, kind: 'sameHousehold' }]);
    driver.at('2026-09-14 09:00');
  });

  it('is not linked to a case that does not exist or may not be seen', async () => {
    const hidden = await driver.opens(type, 'officer', plan());
    const household = await driver.household(1);
    const relief = await driver.lodgeDibao(household);
    for (const caseId of [randomUUID(), hidden])
      expect(
        (await driver.command('bureauOfficer', relief, 'LinkCase', { caseId, kind: 'related' })).body,
      ).toMatchObject({ status: 422, reason: 'linked-case-not-found' });
    expect(await driver.eventTypes(relief)).toEqual(['ApplicationLodged']);
  });
});
