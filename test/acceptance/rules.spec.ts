import { randomUUID } from 'node:crypto';
import { type RuleSet, pinned, startingRuleBook } from '#rules';
import { recordMovedDeadlines } from '../../apps/worker/moved-deadlines.js';
import { type Answer, Driver } from './driver.js';

interface Entry {
  readonly type: string;
  readonly data: Record<string, any>;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

/** As the State Council might arrange 2027: New Year's Day off, and 4 January worked off on the Saturday before it. */
const calendar2027 = {
  year: 2027,
  source: '国务院办公厅关于2027年部分节假日安排的通知',
  restDays: ['2027-01-01', '2027-01-04', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'],
  workDays: ['2027-01-09', '2027-01-30'],
};

const newestChongqing = (): RuleSet => {
  const found = pinned(startingRuleBook, 'chongqing@2');
  if (found === undefined) throw new Error('chongqing@2 is not there');
  return found;
};

/** The next version, in force from that day, with this many days for the decision. */
const nextChongqing = (effectiveFrom: string, days: number, more: Partial<RuleSet> = {}): RuleSet => ({
  ...newestChongqing(),
  version: 3,
  effectiveFrom,
  clocks: newestChongqing().clocks.map((rule) =>
    rule.clock === 'decisionChongqing' ? { ...rule, amount: days } : rule,
  ),
  ...more,
});

/** Sends as the administrator of the demonstration. */
const administratorOf =
  (driver: Driver) =>
  async (path: string, body: object, key?: string): Promise<Answer> => {
    const token = await driver.app.system.signIn.sessionFor('admin', 12);
    return driver.send(undefined, 'POST', path, body, {
      authorization: `Bearer ${token ?? ''}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    });
  };

const movesOf = async (driver: Driver, caseId: string): Promise<readonly Entry[]> =>
  (await driver.history(caseId)).filter(({ type }: Entry) => type === 'DeadlineMoved');

/** What time and publications bring, once the read models show what was done so far. */
const tick = async (driver: Driver): Promise<void> => {
  expect(await driver.caseload('bureauLeader', 'limit=1')).toHaveProperty('rows');
  await driver.app.worker.tick();
  await driver.app.system.readModels.waitForAll(10_000);
};

describe('AC-31: a calendar arrives late', () => {
  let driver: Driver;
  let publish: ReturnType<typeof administratorOf>;
  let running: string;
  let closed: string;
  let published: Answer;
  const key = randomUUID();

  const accepted = async (): Promise<string> => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    return caseId;
  };

  beforeAll(async () => {
    driver = await Driver.start('2026-12-21 09:00');
    publish = administratorOf(driver);
    running = await accepted();
    closed = await accepted();
    await driver.does('officer', closed, 'WithdrawCase', { reason: '收入改善' });
    await tick(driver);
  });
  afterAll(() => driver.stop());

  it('shows the deadline as provisional while 2027 is missing', async () => {
    const { status, body } = await driver.get('officer', '/api/rules');
    expect(status).toBe(200);
    expect(body.coveredYears).toEqual([2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    expect(await driver.clock(running, 'decision')).toMatchObject({ dueOn: '2027-02-01', provisional: true });
  });

  it('recomputes the open clocks when it is published, and lists the differences', async () => {
    const before = await driver.clock(closed, 'decision');
    driver.at('2026-12-22 09:00');
    published = await publish('/api/rules/calendars', { calendarYear: calendar2027 }, key);
    expect(published).toMatchObject({ status: 201, body: { published: true, rulesVersion: expect.any(Number) } });
    await tick(driver);

    // Two rest days more, two make-up days: 30 working days end earlier or later by exactly these.
    expect(await driver.clock(running, 'decision')).toMatchObject({ dueOn: '2027-02-01', provisional: false });
    const moves = await movesOf(driver, running);
    const decision = moves.find(({ data }) => data['clock'] === 'decision');
    expect(decision).toMatchObject({
      occurredAt: '2026-12-22T01:00:00.000Z',
      data: {
        ruleSet: 'national@1',
        office: 'town-longxi',
        dueOn: '2027-02-01',
        detail: {
          fromDueOn: '2027-02-01',
          wasProvisional: true,
          provisional: false,
          becauseOf: 'calendar 2027',
          rulesVersion: published.body.rulesVersion,
        },
      },
    });

    // The caseload follows, and what was closed stands as it was.
    const { rows } = await driver.caseload('bureauLeader', 'open=true');
    expect(rows.map(({ caseId, provisional }: any) => [caseId, provisional])).toEqual([[running, false]]);
    expect(await driver.clock(closed, 'decision')).toEqual(before);
    expect(await movesOf(driver, closed)).toEqual([]);
  });

  it('lists the moved deadlines to those who may see the cases, page by page', async () => {
    const path = `/api/rules/moved?rulesVersion=${published.body.rulesVersion}`;
    const { body } = await driver.get('bureauLeader', path);
    expect(body.rows.length).toBeGreaterThan(0);
    expect(body.rows.every((row: any) => row.caseId === running && row.becauseOf === 'calendar 2027')).toBe(true);
    const decision = body.rows.find((row: any) => row.clock === 'decision');
    expect(decision).toMatchObject({
      office: { officeId: 'town-longxi' },
      from: { dueOn: '2027-02-01', provisional: true },
      to: { dueOn: '2027-02-01', provisional: false },
    });
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: Answer = await driver.get('bureauLeader', `${path}&limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.body.rows.map((row: any) => row.clock));
      cursor = page.body.next;
    }
    expect(seen.sort()).toEqual(body.rows.map((row: any) => row.clock).sort());
    expect((await driver.get('otherTown', path)).body.rows).toEqual([]);
    expect((await driver.get('bureauLeader', '/api/rules/moved?rulesVersion=1')).body.rows).toEqual([]);
    expect((await driver.get('bureauLeader', '/api/rules/moved?cursor=x')).body.reason).toBe('cursor-not-valid');
  });

  it('adds nothing on a second run, after a restart from any point, or by two workers at once', async () => {
    const { system } = driver.app;
    const before = await driver.history(running);
    await Promise.all([tick(driver), tick(driver)]);
    await system.readModels.dataSource.query('UPDATE projections.rules_gone_through SET version = 0');
    await Promise.all([recordMovedDeadlines(system), recordMovedDeadlines(system)]);
    await system.readModels.waitForAll(10_000);
    expect(await driver.history(running)).toEqual(before);
    expect(await recordMovedDeadlines(system)).toBe(0);
  });

  it('says who published what and when', async () => {
    const { body } = await driver.get('auditor', '/api/rules');
    expect(body.coveredYears).toContain(2027);
    const year = (wanted: number) =>
      body.calendarYears.find(({ calendarYear }: any) => calendarYear.year === wanted).published;
    expect(year(2027)).toMatchObject({
      by: { userId: 'admin' },
      role: 'administrator',
      at: '2026-12-22T01:00:00.000Z',
      rulesVersion: published.body.rulesVersion,
    });
    expect(year(2026)).toMatchObject({ by: { userId: 'system' } });
    expect(body.ruleSets.map(({ name, inForce }: any) => [name, inForce])).toEqual([
      ['national@1', true],
      ['chongqing@1', false],
      ['chongqing@2', true],
    ]);
    expect(body.standards[0].published.by.userId).toBe('system');
    expect(body.delegations[0].published.by.userId).toBe('system');
    expect(body.governing).toMatchObject({ governing: { jurisdiction: 'chongqing' } });
  });

  it('takes a key once, and the same year again as nothing new', async () => {
    const again = await publish('/api/rules/calendars', { calendarYear: calendar2027 }, key);
    expect(again.body).toEqual(published.body);
    const other = await publish('/api/rules/calendars', { calendarYear: { ...calendar2027, source: '更正' } }, key);
    expect(other).toMatchObject({ status: 422, body: { reason: 'idempotency-key-reused' } });
    const same = await publish('/api/rules/calendars', { calendarYear: calendar2027 });
    expect(same.body).toEqual({ rulesVersion: published.body.rulesVersion, published: false });
  });

  it('refuses what is no calendar, and whoever is no administrator', async () => {
    const send = (change: object) => publish('/api/rules/calendars', { calendarYear: { ...calendar2027, ...change } });
    const saturday = await send({ restDays: ['2027-01-02'] });
    expect(saturday).toMatchObject({ status: 422, body: { reason: 'not-a-weekday', detail: { day: '2027-01-02' } } });
    const monday = await send({ workDays: ['2027-01-11'] });
    expect(monday).toMatchObject({ status: 422, body: { reason: 'not-a-weekend', detail: { day: '2027-01-11' } } });
    expect((await send({ restDays: ['2028-01-03'] })).status).toBe(400);
    const body = { calendarYear: { ...calendar2027, year: 2030, restDays: [], workDays: [] } };
    for (const who of ['officer', 'bureauLeader', 'supervisor', 'auditor'] as const)
      expect(await driver.send(who, 'POST', '/api/rules/calendars', body)).toMatchObject({
        status: 403,
        body: { reason: 'role-not-allowed' },
      });
    expect((await driver.send(undefined, 'POST', '/api/rules/calendars', body)).status).toBe(401);
    expect((await driver.get(undefined, '/api/rules')).status).toBe(401);
    expect((await driver.get('officer', '/api/rules')).body.coveredYears).not.toContain(2030);
  });

  it('corrects a year that was published: the due date itself moves', async () => {
    driver.at('2026-12-23 09:00');
    const corrected = { ...calendar2027, restDays: [...calendar2027.restDays, '2027-01-05'] };
    const { body } = await publish('/api/rules/calendars', { calendarYear: corrected });
    await tick(driver);
    expect(await driver.clock(running, 'decision')).toMatchObject({ dueOn: '2027-02-02', provisional: false });
    const moves = (await movesOf(driver, running)).filter(({ data }) => data['clock'] === 'decision');
    expect(moves.map(({ data }) => [data['detail'].fromDueOn, data['dueOn'], data['detail'].rulesVersion])).toEqual([
      ['2027-02-01', '2027-02-01', published.body.rulesVersion],
      ['2027-02-01', '2027-02-02', body.rulesVersion],
    ]);
  });
});

describe('AC-32: a rule change in flight', () => {
  let driver: Driver;
  let publish: ReturnType<typeof administratorOf>;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    publish = administratorOf(driver);
  });
  afterAll(() => driver.stop());

  const accepted = async (): Promise<string> => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    return caseId;
  };
  const send = (ruleSet: RuleSet, key?: string) => publish('/api/rules/rule-sets', { ruleSet }, key);
  const reasonOf = async (ruleSet: RuleSet): Promise<string> => {
    const { status, body } = await send(ruleSet);
    return `${status} ${body.reason}`;
  };

  it('names the reason when a rule set cannot be published', async () => {
    const good = nextChongqing('2026-09-15', 20);
    const [first, ...others] = good.clocks;
    if (first === undefined) throw new Error('no clocks');
    expect(await reasonOf({ ...good, version: 2 })).toBe('422 rule-set-version-taken');
    expect(await reasonOf({ ...good, version: 4 })).toBe('422 rule-set-version-not-next');
    const moving = { openCases: 'move', source: '过渡条款' } as const;
    expect(await reasonOf({ ...good, effectiveFrom: '2026-09-13', transition: moving })).toBe(
      '422 effective-in-the-past',
    );
    expect(await reasonOf({ ...good, effectiveFrom: '2025-12-31' })).toBe('422 effective-before-the-version-before');
    expect(await reasonOf({ ...good, clocks: [{ ...first, clock: 'decision' }, ...others] })).toBe(
      '422 clock-id-taken',
    );
    expect(await reasonOf({ ...good, clocks: [first, first, ...others] })).toBe('422 clock-id-taken');
    expect(await reasonOf({ ...good, clocks: [{ ...first, stops: ['TeaServed'] }, ...others] })).toBe(
      '422 unknown-event',
    );
    expect(await reasonOf({ ...good, clocks: [{ ...first, caseType: 'tea-ceremony' }, ...others] })).toBe(
      '422 unknown-case-type',
    );
    expect(await driver.send('bureauLeader', 'POST', '/api/rules/rule-sets', { ruleSet: good })).toMatchObject({
      status: 403,
      body: { reason: 'role-not-allowed' },
    });
    expect((await driver.get('officer', '/api/rules')).body.ruleSets).toHaveLength(3);
  });

  it('keeps the old rules for a case accepted before, and gives the new ones to the next', async () => {
    const before = await accepted();
    const { status, body } = await send(nextChongqing('2026-09-15', 20));
    expect([status, body.published]).toEqual([201, true]);
    await tick(driver);
    expect(await driver.clock(before, 'decisionChongqing')).toMatchObject({
      ruleSet: 'chongqing@2',
      dueOn: '2026-10-14',
    });
    expect(await movesOf(driver, before)).toEqual([]);

    driver.at('2026-09-15 09:00');
    const after = await accepted();
    expect(await driver.clock(after, 'decisionChongqing')).toMatchObject({
      ruleSet: 'chongqing@3',
      // The twentieth day is in the National Day holiday and rolls over.
      dueOn: '2026-10-08',
    });
    expect(await driver.clock(before, 'decisionChongqing')).toMatchObject({ ruleSet: 'chongqing@2' });
    expect((await driver.case(before)).ruleSet).toBe('chongqing@2');
    expect((await driver.case(after)).ruleSet).toBe('chongqing@3');
    const { ruleSets } = (await driver.get('officer', '/api/rules')).body;
    expect(ruleSets.at(-1)).toMatchObject({
      name: 'chongqing@3',
      inForce: true,
      published: { by: { userId: 'admin' } },
    });
  });

  it('publishes the same version again as nothing new, and another content under its name not at all', async () => {
    expect((await send(nextChongqing('2026-09-15', 20))).body.published).toBe(false);
    expect(await reasonOf(nextChongqing('2026-09-15', 25))).toBe('422 rule-set-version-taken');
  });

  it('publishes a standard and a delegation that take effect by date', async () => {
    const standard = {
      standardId: 'dibao-2027',
      scheme: 'dibao',
      area: 'all',
      effectiveFrom: '2027-01-01',
      monthlyFen: 80_000,
      source: '渝北区公告',
      evidence: 'uncertain',
    };
    const delegation = {
      delegationId: 'emergency-2027',
      scheme: 'temporaryRelief',
      kind: 'emergency',
      level: 'townOffice',
      maxAmountFen: 300_000,
      effectiveFrom: '2027-01-01',
      source: '渝北区委托书',
      evidence: 'uncertain',
    };
    expect((await publish('/api/rules/standards', { standard })).body.published).toBe(true);
    expect((await publish('/api/rules/delegations', { delegation })).body.published).toBe(true);
    const { body } = await driver.get('officer', '/api/rules');
    expect(body.standards.at(-1)).toMatchObject({ standard, published: { by: { userId: 'admin' } } });
    expect(body.delegations.at(-1)).toMatchObject({ delegation, published: { by: { userId: 'admin' } } });
    expect((await driver.send('officer', 'POST', '/api/rules/standards', { standard })).status).toBe(403);
    expect((await driver.send('officer', 'POST', '/api/rules/delegations', { delegation })).status).toBe(403);
  });
});
