import { caseTypes } from '#case-types';
import { type AnyCaseType, isSharedCommand } from '#kernel';
import { type Household, type Who, Driver, dibaoFields, nextDay, staff, town } from './driver.js';
import { GuardianshipDriver } from './guardianship-driver.js';

const openStates = 'running,approaching,paused,overdue';
const boards = ['type', 'office', 'stage', 'clock', 'assignee'] as const;
const otherTown = 'town-renhe';
const watchers: readonly Who[] = ['supervisor', 'officer', 'otherTown'];

interface Seen {
  readonly moment: string;
  readonly day: string;
  readonly answers: readonly unknown[];
}

describe('deadlines of all cases, at present and at any past day', () => {
  let driver: Driver;
  let homes: Readonly<Record<'first' | 'second' | 'third', Household>>;
  /** Lodged at Longxi on Monday, granted in October. */
  let first: string;
  /** Lodged at Renhe on Monday. */
  let second: string;
  /** Lodged at Longxi on Wednesday, handed over to Renhe, withdrawn. */
  let third: string;
  let child: string;
  const seen: Seen[] = [];

  const get = async (who: Who, path: string): Promise<any> => {
    const { status, body } = await driver.get(who, `/api${path}`);
    expect({ path, status, reason: body?.reason }).toEqual({ path, status: 200, reason: undefined });
    return body;
  };

  const facts = async (): Promise<void> => {
    await driver.settle();
    await driver.app.worker.tick();
    expect(await driver.app.system.readModels.waitForAll(10_000)).toBe(true);
  };

  /** Every answer of every watcher, for the present or as of then. */
  const answersAt = async (asOf?: string): Promise<readonly unknown[]> => {
    const then = asOf === undefined ? '' : `&asOf=${encodeURIComponent(asOf)}`;
    const answers: unknown[] = [];
    for (const who of watchers) {
      const { rows, total } = await get(who, `/deadlines?limit=200${then}`);
      answers.push({ who, rows, total });
      for (const by of boards) {
        const { all, groups } = await get(who, `/deadlines/summary?by=${by}${then}`);
        answers.push({ who, by, all, groups });
      }
    }
    return answers;
  };

  /** The end of a day: what time has brought is recorded, and what the board shows is kept for later. */
  const endDay = async (day: string): Promise<void> => {
    driver.at(`${day} 23:59`);
    await facts();
    seen.push({ moment: driver.app.clock.now(), day, answers: await answersAt() });
  };

  const clocksOf = async (caseId: string, query: string): Promise<Readonly<Record<string, any>>> => {
    const { rows } = await get('supervisor', `/deadlines?limit=200&${query}`);
    return Object.fromEntries(rows.flatMap((row: any) => (row.caseId === caseId ? [[row.clock, row] as const] : [])));
  };

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    homes = { first: await driver.household(1), second: await driver.household(1), third: await driver.household(1) };
    first = await driver.lodgeDibao(homes.first);
    second = await driver.opens('relief-application', 'otherTown', {
      type: 'LodgeApplication',
      ...dibaoFields(homes.second),
      office: otherTown,
      area: 'village-renhe-01',
    });
    const name = '王小宝';
    child = await new GuardianshipDriver(driver).opens({ personId: await driver.person(name, '2015-05-05'), name });
    await endDay('2026-09-14');

    driver.at('2026-09-15 09:00');
    await driver.accept(first, homes.first);
    await driver.does('leader', first, 'AssignCase', { assignee: staff.officer });
    await endDay('2026-09-15');

    driver.at('2026-09-16 09:00');
    third = await driver.lodgeDibao(homes.third);
    await endDay('2026-09-16');

    driver.at('2026-09-18 09:00');
    await driver.accept(third, homes.third);
    await driver.does('otherTown', second, 'AuthoriseMeansTest', {
      signedBy: [homes.second.applicant],
      signedOn: driver.today(),
    });
    await driver.does('otherTown', second, 'AcceptApplication');
    await endDay('2026-09-18');
    await endDay('2026-09-20');

    driver.at('2026-09-21 09:00');
    await driver.investigate(first, homes.first, 40_000);
    await endDay('2026-09-21');

    driver.at('2026-09-22 09:00');
    const { noticeId, endsOn } = await driver.publish(first);
    await driver.does('officer', third, 'HandOverCase', { toOffice: otherTown, reason: '住址变更' });
    await endDay('2026-09-22');

    driver.at('2026-09-23 09:00');
    await driver.does('otherTown', third, 'AcceptHandOver');
    await driver.does('bureauLeader', first, 'ExtendDeadline', { clock: 'decision', reason: '外省核对未回' });
    await endDay('2026-09-23');

    driver.at('2026-09-25 09:00');
    await driver.does('otherTown', third, 'WithdrawCase', { reason: '申请人撤回' });
    await endDay('2026-09-25');

    driver.at(`${nextDay(endsOn)} 09:00`);
    await driver.does('officer', first, 'EndPublicNotice', { noticeId });
    await endDay(nextDay(endsOn));

    driver.at('2026-10-09 10:00');
    await driver.does('bureauLeader', first, 'ConfirmGrant', { reviewClass: 'unstable' });
    await endDay('2026-10-09');
    await endDay('2026-10-14');
  }, 120_000);
  afterAll(() => driver.stop());

  it('answers for every past day what it answered on that day', async () => {
    expect(seen.map(({ day }) => day).slice(0, 4)).toEqual(['2026-09-14', '2026-09-15', '2026-09-16', '2026-09-18']);
    for (const { moment, day, answers } of seen) {
      expect({ moment, answers: await answersAt(moment) }).toEqual({ moment, answers });
      expect({ day, answers: await answersAt(day) }).toEqual({ day, answers });
    }
  });

  it('keeps its answers through a rebuild', async () => {
    const before = await answersAt();
    await driver.app.system.readModels.rebuild();
    expect(await answersAt()).toEqual(before);
    for (const { moment, answers } of seen)
      expect({ moment, answers: await answersAt(moment) }).toEqual({ moment, answers });
  });

  it('shows each clock as it stood: stage, office, hand, due date, pause and breach', async () => {
    expect(await clocksOf(second, 'asOf=2026-09-14')).toMatchObject({
      acceptance: {
        state: 'running',
        stage: 'submitted',
        office: { officeId: otherTown },
        area: { officeId: 'village-renhe-01' },
        dueOn: '2026-09-20',
        startedAt: '2026-09-14T01:00:00.000Z',
        nature: 'internal',
        breached: false,
      },
    });
    const friday = await clocksOf(first, 'asOf=2026-09-18');
    expect(friday['investigation']).toMatchObject({
      state: 'running',
      dueOn: '2026-09-18',
      assignee: { name: '张伟' },
    });
    const sunday = await clocksOf(first, 'asOf=2026-09-20');
    expect(sunday['investigation']).toMatchObject({
      state: 'overdue',
      breached: true,
      breach: { at: '2026-09-18T16:00:00.000Z', recordedAt: '2026-09-20T15:59:00.000Z', office: town },
    });
    const noticed = await clocksOf(first, 'asOf=2026-09-22');
    expect(noticed).toMatchObject({
      investigation: { state: 'late', stoppedAt: '2026-09-21T01:00:00.000Z' },
      decisionChongqing: { state: 'paused', stage: 'noticed' },
      decision: { state: 'running', dueOn: '2026-11-02' },
    });
    expect(await clocksOf(first, 'asOf=2026-09-23')).toMatchObject({ decision: { dueOn: '2026-11-23' } });
    expect((await clocksOf(third, 'asOf=2026-09-22'))['decision']).toMatchObject({ office: { officeId: town } });
    expect((await clocksOf(third, 'asOf=2026-09-23'))['decision']).toMatchObject({ office: { officeId: otherTown } });
    expect(await clocksOf(third, 'asOf=2026-09-25')).toMatchObject({ decision: { state: 'ended', breached: false } });
    expect(await clocksOf(second, 'asOf=2026-10-14')).toMatchObject({ decisionChongqing: { state: 'approaching' } });
    expect(await clocksOf(first, '')).toMatchObject({
      decision: { state: 'met' },
      decisionChongqing: { state: 'met' },
    });
  });

  it('counts what the list lists, cell by cell', async () => {
    const moments = [undefined, ...seen.filter((_, index) => index % 4 === 0).map(({ moment }) => moment)];
    let cells = 0;
    for (const moment of moments)
      for (const by of boards) {
        const then = moment === undefined ? '' : `&asOf=${encodeURIComponent(moment)}`;
        const { all, groups, breachesFrom } = await get('supervisor', `/deadlines/summary?by=${by}${then}`);
        for (const group of [{ ...all, filter: {} }, ...groups]) {
          const query = `${new URLSearchParams(group.filter).toString()}${then}`;
          const listed = async (more: string): Promise<number> =>
            (await get('supervisor', `/deadlines?limit=1&${query}&${more}`)).total;
          expect({
            by,
            query,
            open: await listed(`state=${openStates}`),
            onTime: await listed('state=running'),
            approaching: await listed('state=approaching'),
            overdue: await listed('state=overdue'),
            paused: await listed('state=paused'),
            breached: await listed(`breached=true&dueFrom=${breachesFrom}`),
          }).toEqual({
            by,
            query,
            open: group.open,
            onTime: group.onTime,
            approaching: group.approaching,
            overdue: group.overdue,
            paused: group.paused,
            breached: group.breached,
          });
          cells += 1;
        }
        for (const count of ['open', 'onTime', 'approaching', 'overdue', 'paused', 'breached'])
          expect(groups.reduce((sum: number, group: any) => sum + group[count], 0)).toBe(all[count]);
      }
    expect(cells).toBeGreaterThan(40);
  });

  it('names the oldest open step', async () => {
    const { groups } = await get('supervisor', '/deadlines/summary?by=office&type=relief-application&asOf=2026-09-18');
    const oldest = groups.map(({ office, oldest: step }: any) => [office.officeId, step]);
    expect(oldest).toEqual([
      [town, { caseId: first, type: 'relief-application', stage: 'investigating', since: '2026-09-15T01:00:00.000Z' }],
      [
        otherTown,
        { caseId: second, type: 'relief-application', stage: 'investigating', since: '2026-09-18T01:00:00.000Z' },
      ],
    ]);
  });

  it('pages through the clocks, the first due first', async () => {
    const rows: any[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const page: any = await get('supervisor', `/deadlines?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      rows.push(...page.rows);
      cursor = page.next;
    }
    const { rows: whole, total } = await get('supervisor', '/deadlines?limit=200');
    expect(rows).toEqual(whole);
    expect(whole).toHaveLength(total);
    expect(whole.map(({ dueAt }: any) => dueAt)).toEqual(whole.map(({ dueAt }: any) => dueAt).sort());
    expect((await driver.get('supervisor', '/api/deadlines?cursor=nonsense')).body).toMatchObject({
      status: 400,
      reason: 'cursor-not-valid',
    });
    expect((await driver.get('supervisor', '/api/deadlines?asOf=2027-01-01')).body).toMatchObject({
      status: 422,
      reason: 'as-of-in-the-future',
    });
  });

  it('keeps to the offices of the viewer and to the case types that are open to them', async () => {
    const casesOf = async (who: Who, query = ''): Promise<readonly string[]> => {
      const { rows } = await get(who, `/deadlines?limit=200&${query}`);
      return [...new Set<string>(rows.map(({ caseId }: any) => caseId))].sort();
    };
    // The family still lives at Longxi, whoever has their case.
    expect(await casesOf('officer')).toEqual([first, third].sort());
    expect(await casesOf('officer', `office=${town}&subtree=false`)).toEqual([first]);
    expect(await casesOf('officer', `office=${town}&subtree=false&asOf=2026-09-18`)).toEqual([first, third].sort());
    expect(await casesOf('otherTown')).toEqual([second, third].sort());
    expect(await casesOf('otherTown', 'asOf=2026-09-18')).toEqual([second]);
    expect(await casesOf('supervisor')).toEqual([first, second, third, child].sort());
    expect(await casesOf('supervisor', `office=${otherTown}`)).toEqual([second, third].sort());
    expect(await casesOf('childSupervisor', 'type=guardianship-intervention')).toEqual([child]);
    expect(await casesOf('officer', 'type=guardianship-intervention')).toEqual([]);
    const { groups } = await get('officer', '/deadlines/summary?by=type');
    expect(groups.map(({ type }: any) => type)).not.toContain('guardianship-intervention');
    for (const path of ['/deadlines?limit=200', '/deadlines/summary?by=stage', '/deadlines/stuck?days=1', '/alerts'])
      expect(JSON.stringify(await get('supervisor', path))).not.toMatch(/王小宝|陈建国|13900001234/);
    expect((await driver.get(undefined, '/api/deadlines')).status).toBe(401);
  });

  it('measures stages: percentiles, histogram, trend, comparison of offices', async () => {
    const query = 'step=stage:submitted&from=2026-09-01&to=2026-09-30&type=relief-application';
    // 24 hours at Longxi on Tuesday, 48 at Longxi and 96 at Renhe on Friday.
    const answer = await get('supervisor', `/deadlines/timelines?${query}&by=office`);
    const all = { n: 3, p50: 48, p90: 86.4, p95: 91.2, min: 24, max: 96, mean: 56 };
    expect(answer).toMatchObject({ unit: 'calendarHours', all, trend: [{ month: '2026-09', ...all }] });
    expect(answer.groups).toEqual([
      {
        key: town,
        label: { zh: '龙溪街道', en: 'Longxi Subdistrict' },
        ...{ n: 2, p50: 36, p90: 45.6, p95: 46.8, min: 24, max: 48, mean: 36 },
      },
      {
        key: otherTown,
        label: { zh: '人和街道', en: 'Renhe Subdistrict' },
        ...{ n: 1, p50: 96, p90: 96, p95: 96, min: 96, max: 96, mean: 96 },
      },
    ]);
    expect(answer.histogram.filter(({ n }: any) => n > 0)).toEqual([
      { from: 24, to: 48, n: 1 },
      { from: 48, to: 72, n: 1 },
      { from: 72, to: 120, n: 1 },
    ]);
    const steps = async (more: string): Promise<readonly unknown[]> =>
      (await get('supervisor', `/deadlines/timelines/steps?${query}&${more}`)).rows.map(({ caseId, hours }: any) => [
        caseId,
        hours,
      ]);
    expect(await steps('')).toEqual([
      [second, 96],
      [third, 48],
      [first, 24],
    ]);
    expect(await steps(`office=${town}`)).toEqual([
      [third, 48],
      [first, 24],
    ]);
    expect(await steps('atLeast=24&below=48')).toEqual([[first, 24]]);
    expect(await steps('month=2026-10')).toEqual([]);
    expect((await get('officer', `/deadlines/timelines?${query}`)).all).toMatchObject({ n: 2, max: 48 });
    const october = await get('supervisor', '/deadlines/timelines?step=stage:submitted&from=2026-10-01&to=2026-10-31');
    expect(october).toMatchObject({ trend: [], groups: [] });
    expect(october.all).toBeUndefined();
  });

  it('keeps apart the time of a clock, its pauses with their cause, and the time since intake', async () => {
    const measured = async (step: string, more = ''): Promise<any> =>
      get(
        'supervisor',
        `/deadlines/timelines?step=${step}&from=2026-09-01&to=2026-10-31&type=relief-application${more}`,
      );
    // From Tuesday to the Monday after, started at 09:00 and stopped at 09:00.
    expect((await measured('clock:investigation')).all).toMatchObject({ n: 1, p50: 144 });
    const pauses = await measured('pause:decisionChongqing', '&by=cause');
    // Posted on 22 September, ended on the 30th: the days from the 23rd to the 30th.
    expect(pauses.groups).toMatchObject([{ key: '公示', label: { zh: '公示', en: 'Public notice' }, n: 1, p50: 192 }]);
    // Withdrawn on the ninth day.
    expect((await measured('case')).all).toMatchObject({ n: 1, p50: 216 });
  });

  it('finds cases that nobody has touched for days', async () => {
    driver.at('2026-10-20 09:00');
    await driver.settle();
    const stuck = await get('supervisor', '/deadlines/stuck?days=10&type=relief-application');
    expect(stuck.rows).toMatchObject([
      { caseId: second, reason: 'no-act', since: '2026-09-18T01:00:00.000Z', office: { officeId: otherTown } },
      { caseId: first, reason: 'no-act', since: '2026-10-09T02:00:00.000Z', stage: 'granted' },
    ]);
    expect((await get('officer', '/deadlines/stuck?days=12')).rows).toEqual([]);
  });

  it('gives the same tables as CSV', async () => {
    const { status, body } = await driver.send('supervisor', 'GET', '/api/deadlines?asOf=2026-09-20', undefined, {
      accept: 'text/csv',
    });
    expect(status).toBe(200);
    const lines: readonly string[] = body.replace(/^\uFEFF/, '').split('\r\n');
    const { total } = await get('supervisor', '/deadlines?limit=1&asOf=2026-09-20');
    expect(lines[0]).toMatch(/^caseId,type,scheme,stage,/);
    expect(lines.slice(1, -1)).toHaveLength(total);
    expect(lines.find((line) => line.startsWith(first) && line.includes(',investigation,'))).toContain(
      ',overdue,true,',
    );
    const board = await driver.get('supervisor', '/api/deadlines/summary?by=office&format=csv');
    expect(board.body).toContain(`,${town},`);
    const table = await driver.get(
      'supervisor',
      '/api/deadlines/timelines?step=stage:submitted&from=2026-09-01&to=2026-09-30&type=relief-application&format=csv',
    );
    expect(table.body).toContain('all,,3,48,86.4,91.2,24,96,56\r\n');
    expect(table.body).toContain(`office,${town},2,36,`);
    const cases = await driver.get('supervisor', '/api/deadlines/stuck?days=1&format=csv');
    expect(cases.body).toContain(second);
  });

  it('tells each role what concerns it, and climbs', async () => {
    driver.at('2026-09-21 08:00');
    const household = await driver.household(1);
    const late = await driver.lodgeDibao(household);
    await driver.accept(late, household);
    driver.at('2026-09-25 00:00');
    await facts();
    const alertsOf = async (who: Who, query = ''): Promise<readonly unknown[]> => {
      const { rows } = await get(who, `/alerts?limit=200&${query}`);
      return rows.flatMap(({ caseId, clock, kind }: any) => (caseId === late ? [[clock, kind]] : []));
    };
    expect(await alertsOf('officer')).toEqual([['investigation', 'breached']]);
    expect(await alertsOf('otherTown')).toEqual([]);
    expect(await alertsOf('supervisor')).toEqual([]);
    driver.at('2026-09-29 00:00');
    await facts();
    expect(await alertsOf('supervisor')).toEqual([['investigation', 'escalated']]);
    expect(await alertsOf('bureauOfficer')).toEqual([['investigation', 'escalated']]);
    const { rows, counts } = await get('supervisor', '/alerts?limit=200');
    for (const kind of ['approaching', 'breached', 'escalated'])
      expect(rows.filter((row: any) => row.kind === kind)).toHaveLength(counts[kind]);
    expect(rows.map(({ at }: any) => at)).toEqual(
      rows
        .map(({ at }: any) => at)
        .sort()
        .reverse(),
    );
    expect((await get('supervisor', '/alerts?limit=1&cursor=1')).rows).toEqual([rows[1]]);
    driver.at('2026-09-29 09:00');
    await driver.does('officer', late, 'RequestMeansTest', { requestId: 'm9', sources: ['tax'], purpose: '低保核对' });
    await facts();
    expect(await alertsOf('supervisor')).toEqual([]);
    expect(await alertsOf('officer')).toEqual([['investigation', 'breached']]);
    expect(await alertsOf('officer', 'days=1')).toEqual([]);
  });
});

/** The case type with a stage in which nothing is left but what every case allows. */
const withDeadEnd = (room: AnyCaseType, stage: string): AnyCaseType => {
  const row = room.stages[stage];
  if (row === undefined) return room;
  const commands = Object.fromEntries(Object.entries(row.commands).filter(([type]) => isSharedCommand({ type })));
  return { ...room, stages: { ...room.stages, [stage]: { ...row, commands } } };
};

describe('what the bureau itself has changed', () => {
  let driver: Driver;
  let caseId: string;

  beforeAll(async () => {
    driver = await Driver.start('2026-12-21 09:00', {
      caseTypes: caseTypes.map((room) =>
        room.type === 'relief-application' ? withDeadEnd(room, 'investigating') : room,
      ),
    });
    const household = await driver.household(1);
    caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    await driver.settle();
  });
  afterAll(() => driver.stop());

  it('finds open cases in a stage where nobody may do anything', async () => {
    const { body } = await driver.get('supervisor', '/api/deadlines/stuck?days=30');
    expect(body.rows).toMatchObject([
      { caseId, reason: 'no-legal-command', stage: 'investigating', since: '2026-12-21T01:00:00.000Z' },
    ]);
  });

  it('shows the due date of then, before new rules moved it', async () => {
    const decisionAsOf = async (query: string): Promise<object> => {
      const { body } = await driver.get('supervisor', `/api/deadlines?clock=decision&${query}`);
      const { dueOn, provisional } = body.rows[0];
      return { dueOn, provisional };
    };
    const before = await decisionAsOf('');
    expect(before).toEqual({ dueOn: '2027-02-01', provisional: true });
    driver.at('2026-12-22 09:00');
    const { status } = await driver.send(
      undefined,
      'POST',
      '/api/rules/calendars',
      {
        calendarYear: {
          year: 2027,
          source: '国务院办公厅关于2027年部分节假日安排的通知',
          restDays: ['2027-01-04'],
          workDays: [],
        },
      },
      { authorization: `Bearer ${(await driver.app.system.signIn.sessionFor('admin', 12)) ?? ''}` },
    );
    expect(status).toBe(201);
    driver.at('2026-12-23 09:00');
    await driver.app.worker.tick();
    expect(await driver.app.system.readModels.waitForAll(10_000)).toBe(true);
    // The one rest day that nobody knew of before.
    expect(await decisionAsOf('')).toEqual({ dueOn: '2027-02-02', provisional: false });
    expect(await decisionAsOf('asOf=2026-12-21')).toEqual(before);
  });
});
