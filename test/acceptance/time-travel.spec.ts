import { caseTypes } from '#case-types';
import { careVisit } from '../fifth-type/care-visit.js';
import { type Household, Driver, nextDay, staff, town } from './driver.js';

const otherTown = 'town-renhe';
const utc = (moment: string): string => new Date(`${moment.replace(' ', 'T')}:00+08:00`).toISOString();

describe('the past of a case and of the caseload', () => {
  let driver: Driver;
  let household: Household;
  let caseId: string;
  let handedOver: string;
  let worklistOnTuesday: any;

  const travelled = async (query: string, path = ''): Promise<any> => {
    const { status, body } = await driver.get('auditor', `/api/cases/${caseId}${path}?${query}`);
    expect({ query, status, reason: body.reason }).toEqual({ query, status: 200, reason: undefined });
    return body;
  };
  const setBy = async (path: string): Promise<any> => (await travelled(`path=${path}`, '/provenance')).values[0];
  const versionOf = async (type: string): Promise<number> =>
    (await driver.history(caseId)).find((event) => event.type === type).version;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00', { caseTypes: [...caseTypes, careVisit] });
    household = await driver.household(2);
    caseId = await driver.lodgeDibao(household);
    handedOver = await driver.lodgeDibao(await driver.household(1), 'officer', { area: 'village-renhe-01' });
    driver.at('2026-09-15 09:00');
    await driver.accept(caseId, household);
    await driver.does('leader', caseId, 'AssignCase', { assignee: staff.officer });
    driver.at('2026-09-15 18:00');
    await driver.caseload('officer');
    worklistOnTuesday = (await driver.get('officer', '/api/worklist')).body;
    driver.at('2026-09-18 09:00');
    // On Friday the visit of Wednesday is entered.
    await driver.does('officer', caseId, 'RecordHomeVisit', {
      officers: [staff.officer, staff.secondOfficer],
      visitedOn: '2026-09-16',
      signedBy: household.applicant,
      findings: '住房简陋',
      occurredAt: '2026-09-16T15:00:00+08:00',
    });
    await driver.does('officer', handedOver, 'HandOverCase', { toOffice: otherTown, reason: '住址变更' });
    await driver.does('otherTown', handedOver, 'AcceptHandOver');
    driver.at('2026-09-21 09:00');
    await driver.does('officer', caseId, 'RequestMeansTest', {
      requestId: 'mt',
      sources: ['tax'],
      purpose: '低保核对',
    });
    await driver.does('officer', caseId, 'RecordMeansTestResult', {
      requestId: 'mt',
      outcome: 'consistent',
      findings: '与申报一致',
    });
    await driver.calculate(caseId, household, 40_000);
    driver.at('2026-09-22 09:00');
    await driver.calculate(caseId, household, 30_000);
    await driver.does('officer', caseId, 'CorrectEntry', {
      version: 1,
      field: 'reason',
      correction: '收入低于标准,另有大病支出',
      reason: '漏记',
    });
    driver.at('2026-09-23 09:00');
  }, 60_000);
  afterAll(() => driver.stop());

  it('tells a case as it was known from a case as it was, and says which', async () => {
    const asOf = utc('2026-09-17 09:00');
    const known = await travelled(`asOf=${asOf}`);
    expect(known.travel).toEqual({ by: 'recorded', asOf });
    expect(known.state.own.homeVisits).toEqual([]);
    const was = await travelled(`asOf=${asOf}&by=occurred`);
    expect(was.travel).toEqual({ by: 'occurred', asOf });
    expect(was.state.own.homeVisits).toHaveLength(1);
    expect(was).toMatchObject({ stage: known.stage, lastVersion: known.lastVersion });

    const types = async (query: string): Promise<readonly string[]> =>
      (await travelled(query, '/history')).events.map(({ type }: { type: string }) => type);
    expect(await types(`asOf=${asOf}`)).not.toContain('HomeVisitRecorded');
    expect(await types(`asOf=${asOf}&by=occurred`)).toContain('HomeVisitRecorded');
    expect(await travelled(`asOf=${asOf}&by=occurred`, '/clocks')).toMatchObject({ travel: { by: 'occurred', asOf } });
    expect((await travelled('version=2')).travel).toEqual({ by: 'recorded', version: 2 });
    expect(await travelled('')).not.toHaveProperty('travel');

    const known16 = await travelled(`asOf=${utc('2026-09-16 12:00')}&by=occurred`);
    expect(known16.state.own.homeVisits).toEqual([]);
    expect((await driver.get('auditor', `/api/cases/${caseId}?by=occurred&version=2`)).body).toMatchObject({
      status: 422,
      reason: 'as-of-missing',
    });
    for (const by of ['recorded', 'occurred'])
      expect(
        (await driver.get('auditor', `/api/cases/${caseId}?by=${by}&asOf=${utc('2026-09-01 09:00')}`)).body,
      ).toMatchObject({ status: 404, reason: 'case-not-known-then' });
  });

  it('shows the clocks as they stood then', async () => {
    // Of the week to the 23rd the Sunday is a make-up workday, the Saturday is free.
    const workingDaysSince = 6;
    const { rows } = await travelled(`asOf=${utc('2026-09-16 09:00')}`, '/clocks');
    const today = await travelled('', '/clocks');
    const left = (all: any[], clock: string): number => all.find((row) => row.clock === clock).workingDaysLeft;
    expect(left(rows, 'decision')).toBe(left(today.rows, 'decision') + workingDaysSince);
  });

  it('compares two moments value by value and names the events behind both sides', async () => {
    const [first, second] = (await driver.history(caseId)).filter(({ type }) => type === 'BenefitCalculated');
    const { by, from, to, differences } = await travelled(
      `from=${first.version}&to=${utc('2026-09-22 12:00')}`,
      '/comparison',
    );
    expect({ by, from: from.version, to: to.version }).toEqual({
      by: 'recorded',
      from: first.version,
      to: second.version + 1,
    });
    const at = (path: string): any => differences.find((one: { path: string }) => one.path === path);
    const before = await travelled(`version=${first.version}`);
    const after = await travelled(`version=${second.version}`);
    expect(at('own.calculation.amountFen')).toMatchObject({
      change: 'changed',
      before: {
        value: before.state.own.calculation.amountFen,
        setBy: { version: first.version, type: 'BenefitCalculated', recordedAt: utc('2026-09-21 09:00') },
      },
      after: {
        value: after.state.own.calculation.amountFen,
        setBy: {
          version: second.version,
          type: 'BenefitCalculated',
          actor: { user: staff.officer, role: 'townOfficer', office: town },
          occurredAt: utc('2026-09-22 09:00'),
          recordedAt: utc('2026-09-22 09:00'),
          evidence: [],
        },
      },
    });
    expect(at('shared.corrections.0.field')).toMatchObject({
      change: 'added',
      after: { value: 'reason', setBy: { type: 'EntryCorrected', correction: true } },
    });
    expect(differences.filter(({ path }: { path: string }) => path.startsWith('own.lodged'))).toEqual([]);

    const back = await travelled(`from=${second.version + 1}&to=${first.version}`, '/comparison');
    expect(back.differences).toHaveLength(differences.length);
    expect(back.differences.find((one: any) => one.path === 'shared.corrections.0.field')).toMatchObject({
      change: 'removed',
      before: { value: 'reason' },
    });
    expect((await travelled('from=3&to=3', '/comparison')).differences).toEqual([]);
    const late = `from=${utc('2026-09-16 12:00')}&to=${utc('2026-09-17 12:00')}`;
    const visited = (answer: any): boolean =>
      answer.differences.some(({ path }: { path: string }) => path.startsWith('own.homeVisits'));
    expect(visited(await travelled(late, '/comparison'))).toBe(false);
    expect(visited(await travelled(`${late}&by=occurred`, '/comparison'))).toBe(true);
  });

  it('names for every value the event that set it, with both times, and what corrects it', async () => {
    const visit = await versionOf('HomeVisitRecorded');
    expect(await setBy('own.homeVisits.0.visitedOn')).toMatchObject({
      value: '2026-09-16',
      setBy: {
        version: visit,
        type: 'HomeVisitRecorded',
        actor: { user: staff.officer, role: 'townOfficer', office: town },
        occurredAt: utc('2026-09-16 15:00'),
        recordedAt: utc('2026-09-18 09:00'),
        correction: false,
      },
    });
    expect(await setBy('own.lodged.reason')).toMatchObject({
      setBy: { version: 1, type: 'ApplicationLodged' },
      corrections: [{ correction: '收入低于标准,另有大病支出', setBy: { type: 'EntryCorrected', correction: true } }],
    });
    const all = await travelled('', '/provenance');
    expect(all.values.length).toBeGreaterThan(50);
    for (const { path, value } of all.values)
      expect({ path, none: value === undefined }).toEqual({ path, none: false });
    const { state } = await travelled('');
    const valueAt = (path: string): unknown => path.split('.').reduce((inner: any, name: string) => inner[name], state);
    for (const { path, value } of all.values) expect({ path, value: valueAt(path) }).toEqual({ path, value });
    expect((await travelled(`version=1&path=own.lodged.scheme`, '/provenance')).version).toBe(1);
    expect((await driver.get('auditor', `/api/cases/${caseId}/provenance?path=own.nothing`)).body).toMatchObject({
      status: 404,
      reason: 'no-such-value',
    });
  });

  it('attributes what is taken away to the event that took it', async () => {
    await driver.does('officer', caseId, 'RaiseFlag', { flag: 'urgent' });
    await driver.does('officer', caseId, 'RaiseFlag', { flag: 'petition' });
    const { version } = await driver.does('officer', caseId, 'ClearFlag', { flag: 'urgent' });
    expect(await setBy('shared.flags.0')).toMatchObject({ value: 'petition', setBy: { version: version - 1 } });
    const { differences } = await travelled(`from=${version - 1}&to=${version}`, '/comparison');
    expect(differences.filter(({ path }: { path: string }) => path.startsWith('shared.flags'))).toEqual([
      {
        path: 'shared.flags.0',
        change: 'removed',
        before: { value: 'urgent', setBy: expect.objectContaining({ version: version - 2, type: 'FlagRaised' }) },
        after: { setBy: expect.objectContaining({ version, type: 'FlagCleared' }) },
      },
    ]);
  });

  it('lists the caseload and the worklist of a past day as they were then', async () => {
    const rowOn = async (day: string, id = caseId): Promise<any> =>
      (await driver.caseload('supervisor', `asOf=${day}&limit=200`)).rows.find((row: any) => row.caseId === id);
    const tuesday = await rowOn('2026-09-15');
    expect(tuesday).toMatchObject({ assignee: { userId: staff.officer }, open: true, overdue: false });
    expect(tuesday.amountFen).toBeUndefined();
    expect((await rowOn('2026-09-14')).assignee).toBeUndefined();
    const monday = await rowOn('2026-09-21');
    const today = await driver.case(caseId);
    expect(monday.amountFen).toBeGreaterThan(0);
    expect(monday.amountFen).not.toBe(today.amountFen);
    expect((await driver.caseload('supervisor', 'asOf=2026-09-13')).rows).toEqual([]);
    const { travel, total } = await driver.caseload('supervisor', 'asOf=2026-09-15');
    expect({ travel, total }).toEqual({
      travel: { by: 'recorded', asOf: new Date(Date.parse(utc('2026-09-16 00:00')) - 1).toISOString() },
      total: 2,
    });
    expect((await driver.caseload('supervisor', `asOf=2026-09-15&person=${household.applicant}`)).total).toBe(1);
    expect((await driver.get('supervisor', '/api/caseload?asOf=2027-01-01')).body.reason).toBe('as-of-in-the-future');

    const then = (await driver.get('officer', `/api/worklist?asOf=${utc('2026-09-15 18:00')}`)).body;
    const mine = (list: any): any => {
      const { version: _version, updatedAt: _updatedAt, ...row } = list.rows.find((one: any) => one.caseId === caseId);
      return row;
    };
    expect(mine(then)).toEqual(mine(worklistOnTuesday));
  });

  it('pages through a past day without losing or repeating a case', async () => {
    const first = await driver.caseload('supervisor', 'asOf=2026-09-15&limit=1');
    const second = await driver.caseload('supervisor', `asOf=2026-09-15&limit=1&cursor=${first.next}`);
    expect(new Set([...first.rows, ...second.rows].map((row: any) => row.caseId))).toEqual(
      new Set([caseId, handedOver]),
    );
    expect(second.next).toBeUndefined();
  });

  it('keeps its answers through a rebuild', async () => {
    const answers = async (): Promise<unknown> =>
      Promise.all(
        ['2026-09-14', '2026-09-15', '2026-09-18', '2026-09-21', '2026-09-22'].map((day) =>
          driver.caseload('supervisor', `asOf=${day}&limit=200`),
        ),
      );
    const before = await answers();
    await driver.app.system.readModels.rebuild();
    expect(await answers()).toEqual(before);
  });

  it('applies the rights of today: who lost a case cannot see its past either', async () => {
    for (const path of ['', '/history', '/clocks', '/provenance', '/comparison'].map(
      (part) => `/api/cases/${handedOver}${part}?${part === '/comparison' ? 'from=1&to=2' : 'version=1'}`,
    )) {
      expect({ path, status: (await driver.get('officer', path)).status }).toEqual({ path, status: 404 });
      expect({ path, status: (await driver.get('otherTown', path)).status }).toEqual({ path, status: 200 });
    }
    const idsOf = async (who: 'officer' | 'otherTown'): Promise<readonly string[]> =>
      (await driver.caseload(who, 'asOf=2026-09-15')).rows.map((row: any) => row.caseId);
    expect(await idsOf('officer')).toEqual([caseId]);
    expect(await idsOf('otherTown')).toEqual([handedOver]);
    const [row] = (await driver.caseload('otherTown', 'asOf=2026-09-15')).rows;
    expect(row).toMatchObject({ title: '陈建国', office: { officeId: town } });
  });

  it('keeps withheld fields withheld in comparison and provenance', async () => {
    const personId = await driver.person('钱桂英', '1944-03-02');
    const visit = await driver.opens('care-visit', 'officer', {
      type: 'PlanVisit',
      office: town,
      person: { personId, name: '钱桂英' },
      reason: '独居',
    });
    await driver.doesTo('care-visit', 'officer', visit, 'RecordVisit', { findings: '行动不便', health: '糖尿病' });
    for (const path of ['provenance', 'comparison?from=1&to=2']) {
      const kept = (await driver.get('officer', `/api/cases/${visit}/${path}`)).body;
      expect(kept.withheld).toEqual(['health']);
      expect(JSON.stringify(kept)).not.toContain('糖尿病');
      expect(JSON.stringify((await driver.get('leader', `/api/cases/${visit}/${path}`)).body)).toContain('糖尿病');
    }
  });

  it('shows what was erased as erased', async () => {
    await driver.app.system.vault.destroyKey(`person-${household.applicant}`);
    for (const path of ['provenance', `comparison?from=1&to=${nextDay('2026-09-22')}T00:00:00Z`]) {
      const { body } = await driver.get('auditor', `/api/cases/${caseId}/${path}`);
      expect(body.erased).toContain('applicant/name');
      expect(JSON.stringify(body)).not.toContain('陈建国');
    }
    expect((await setBy('own.lodged.applicant.personId')).value).toBe(household.applicant);
    const { rows } = await driver.caseload('supervisor', 'asOf=2026-09-15');
    expect(rows.find((row: any) => row.caseId === caseId)).not.toHaveProperty('title');
  });
});
