import { randomUUID } from 'node:crypto';
import { pinned, startingRuleBook } from '#rules';
import { type Answer, Driver, type Who } from './driver.js';

describe('what other rules would have meant', () => {
  let driver: Driver;
  const span = { from: '2026-09-01', to: '2026-09-30' };

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
  });
  afterAll(() => driver.stop());

  const ask = (who: Who, question: object, key?: string): Promise<Answer> =>
    driver.send(
      who,
      'POST',
      '/api/deadlines/what-if',
      { ...span, ...question },
      key === undefined ? {} : { 'idempotency-key': key },
    );

  const settled = async (who: Who, jobId: string): Promise<any> => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { body } = await driver.get(who, `/api/deadlines/what-if/${jobId}`);
      if (body.state !== 'running') return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the question is not answered');
  };

  const answerTo = async (who: Who, question: object): Promise<any> => {
    const { status, body } = await ask(who, question);
    if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
    const job = await settled(who, body.jobId);
    expect(job.state).toBe('done');
    return job;
  };

  const rowOf = (job: any, clock: string, office = 'town-longxi'): any =>
    job.result.rows.find((row: any) => row.clock === clock && row.office.officeId === office);

  /** Everything that people and auditors rely on: the log, and every row derived from it. */
  const everything = async (): Promise<object> => {
    await driver.app.system.readModels.waitForAll(10_000);
    const { dataSource } = driver.app.system.readModels;
    const tables: { schema: string; name: string }[] = await dataSource.query(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
       WHERE table_schema IN ('log', 'read') AND table_type = 'BASE TABLE' ORDER BY 1, 2`,
    );
    expect(tables.map(({ schema, name }) => `${schema}.${name}`)).toEqual(
      expect.arrayContaining(['read.caseload', 'read.case_clock', 'read.deadline_fact']),
    );
    const contents = tables.map(async ({ schema, name }) => [
      `${schema}.${name}`,
      await dataSource.query(`SELECT t::text AS row FROM ${schema}."${name}" AS t ORDER BY 1`),
    ]);
    return Object.fromEntries(await Promise.all(contents));
  };

  let met: string;
  let late: string;
  let open: string;

  it('counts real deadlines and those of the other rules side by side, and touches nothing', async () => {
    const accepted = async (): Promise<string> => {
      const household = await driver.household(1);
      const caseId = await driver.lodgeDibao(household);
      await driver.accept(caseId, household);
      return caseId;
    };
    [met, late, open] = [await accepted(), await accepted(), await accepted()];
    const meansTest = { sources: ['tax'], purpose: '低保核对' };
    driver.at('2026-09-16 09:00');
    await driver.does('officer', met, 'RequestMeansTest', { requestId: 'm1', ...meansTest });
    driver.at('2026-09-21 09:00');
    await driver.does('officer', late, 'RequestMeansTest', { requestId: 'm1', ...meansTest });
    driver.at('2026-09-22 09:00');
    await driver.caseload('bureauLeader', 'limit=1');
    await driver.app.worker.tick();
    const before = await everything();

    // Three working days end with Thursday the 17th: one met, one late, one overdue. With one day all are missed.
    const shorter = await answerTo('supervisor', { change: { clocks: { investigation: { amount: 1 } } } });
    expect(rowOf(shorter, 'investigation')).toMatchObject({
      label: { zh: '启动家庭经济状况调查' },
      total: 3,
      real: { met: 1, late: 1, overdue: 1, ended: 0, running: 0 },
      whatIf: { met: 0, late: 2, overdue: 1, ended: 0, running: 0 },
      changed: { nowMissed: 1, nowMet: 0 },
    });
    expect(shorter.progress).toEqual({ done: 3, of: 3 });
    const changed = shorter.result.changed.find((row: any) => row.caseId === met);
    expect(changed).toMatchObject({
      clock: 'investigation',
      type: 'relief-application',
      real: { dueOn: '2026-09-17', state: 'met' },
      whatIf: { dueOn: '2026-09-15', state: 'late' },
    });
    expect(shorter.result.changedCount).toBe(3);

    // With ten days all are met or still running.
    const longer = await answerTo('supervisor', { change: { clocks: { investigation: { amount: 10 } } } });
    expect(rowOf(longer, 'investigation')).toMatchObject({
      whatIf: { met: 2, late: 0, overdue: 0, running: 1 },
      changed: { nowMissed: 0, nowMet: 2 },
    });
    expect(longer.result.changed.map(({ caseId }: any) => caseId).sort()).toEqual([met, late, open].sort());

    // Nothing in the answer names a person.
    expect(JSON.stringify(longer)).not.toContain('陈');
    expect(await everything()).toEqual(before);
  });

  it('takes another calendar, another rule set, and another policy of extension', async () => {
    await driver.does('bureauLeader', open, 'ExtendDeadline', { clock: 'decision', reason: '外省核对未回' });
    const year = startingRuleBook.calendar.years[2026];
    const national = pinned(startingRuleBook, 'national@1');
    if (year === undefined || national === undefined) throw new Error('no rules');

    const dueOf = (job: any, caseId: string, clock: string): any =>
      job.result.changed.find((row: any) => row.caseId === caseId && row.clock === clock)?.whatIf.dueOn;

    const holiday = { ...year, restDays: [...year.restDays, '2026-09-15'] };
    const byCalendar = await answerTo('bureauLeader', { change: { calendarYears: [holiday] } });
    expect(dueOf(byCalendar, met, 'investigation')).toBe('2026-09-18');

    const clocks = national.clocks.map((rule) => (rule.clock === 'decision' ? { ...rule, amount: 5 } : rule));
    const byRuleSet = await answerTo('bureauLeader', { change: { ruleSets: [{ ...national, clocks }] } });
    expect(dueOf(byRuleSet, met, 'decision')).toBe('2026-09-20');
    // The extension of the 22nd would have come too late.
    expect(rowOf(byRuleSet, 'decision')).toMatchObject({
      real: { running: 3, overdue: 0 },
      whatIf: { running: 0, overdue: 3 },
      changed: { nowMissed: 3, nowMet: 0 },
    });

    const without = await answerTo('bureauLeader', { change: { clocks: { decision: { noExtension: true } } } });
    expect(without.result.changed).toMatchObject([
      { caseId: open, clock: 'decision', real: { dueOn: '2026-11-20' }, whatIf: { dueOn: '2026-10-30' } },
    ]);
    const further = await answerTo('bureauLeader', { change: { clocks: { decision: { extensionToAmount: 46 } } } });
    expect(dueOf(further, open, 'decision')).toBe('2026-11-23');
    const rolling = await answerTo('bureauLeader', { change: { rollsOverRestDay: false } });
    expect(rolling.result.changed.every((row: any) => row.whatIf.dueOn < row.real.dueOn)).toBe(true);
  });

  it('is limited to the span, the case types and offices asked for, and what the person may see', async () => {
    const change = { clocks: { investigation: { amount: 1 } } };
    expect((await answerTo('supervisor', { from: '2026-09-15', to: '2026-09-30', change })).result.rows).toEqual([]);
    const transients = await answerTo('supervisor', { caseTypes: ['transient-assistance'], change });
    expect(transients).toMatchObject({ progress: { done: 0, of: 0 }, result: { rows: [], changedCount: 0 } });
    expect((await answerTo('supervisor', { offices: ['town-huixing'], change })).result.rows).toEqual([]);
    const ofTown = await answerTo('auditor', { offices: ['town-longxi'], change });
    expect(rowOf(ofTown, 'investigation').total).toBe(3);
    const token = await driver.app.system.signIn.sessionFor('admin', 12);
    const headers = { authorization: `Bearer ${token ?? ''}` };
    const body = { ...span, change };
    const { body: started } = await driver.send(undefined, 'POST', '/api/deadlines/what-if', body, headers);
    let job: any;
    do job = (await driver.send(undefined, 'GET', `/api/deadlines/what-if/${started.jobId}`, undefined, headers)).body;
    while (job.state === 'running');
    // An administrator looks at no case, and so at none of their figures.
    expect(job).toMatchObject({ state: 'done', result: { rows: [], changed: [] } });
  });

  it('refuses with a reason', async () => {
    const reason = async (who: Who, question: object): Promise<string> => {
      const { status, body } = await ask(who, question);
      return `${status} ${body.reason}`;
    };
    const change = { clocks: { investigation: { amount: 1 } } };
    expect(await reason('officer', { change })).toBe('403 role-not-allowed');
    expect(await reason('supervisor', { change: {} })).toBe('422 change-says-nothing');
    expect(await reason('supervisor', { change, to: '2026-08-01' })).toBe('422 span-ends-before-it-begins');
    expect(await reason('supervisor', { change: { clocks: { tea: { amount: 1 } } } })).toBe('422 unknown-clock');
    expect(await reason('supervisor', { change: { clocks: { decision: { amount: 45 } } } })).toBe(
      '422 clock-change-not-valid',
    );
    expect(await reason('supervisor', { change: { clocks: { investigation: { extensionToAmount: 9 } } } })).toBe(
      '422 clock-has-no-extension',
    );
    expect(await reason('supervisor', { change, caseTypes: ['tea-ceremony'] })).toBe('422 unknown-case-type');
    expect((await driver.get('supervisor', `/api/deadlines/what-if/${randomUUID()}`)).body.reason).toBe(
      'no-such-what-if',
    );
  });

  it('answers the same job to the same key, and shows it to nobody else', async () => {
    const key = randomUUID();
    const question = { change: { clocks: { investigation: { amount: 2 } } } };
    expect((await ask('supervisor', question, key)).body).toEqual({ jobId: key });
    await settled('supervisor', key);
    expect(await ask('supervisor', question, key)).toMatchObject({ status: 202, body: { jobId: key } });
    expect((await ask('auditor', question, key)).body.reason).toBe('idempotency-key-reused');
    expect((await driver.get('auditor', `/api/deadlines/what-if/${key}`)).status).toBe(404);
    expect((await driver.send('auditor', 'DELETE', `/api/deadlines/what-if/${key}`)).status).toBe(404);
  });

  it('lists what a person asked, and gives the answer as CSV, which the trail records', async () => {
    const job = await answerTo('bureauLeader', { change: { clocks: { investigation: { amount: 1 } } } });
    const list = async (who: Who): Promise<any[]> => (await driver.get(who, '/api/deadlines/what-if')).body.rows;
    const [newest] = await list('bureauLeader');
    expect(newest).toMatchObject({ jobId: job.jobId, state: 'done', question: { from: span.from } });
    expect(newest).not.toHaveProperty('result');
    expect((await list('supervisor')).map(({ jobId }) => jobId)).not.toContain(job.jobId);

    const csv = async (query: string): Promise<string[]> => {
      const { status, body } = await driver.get('bureauLeader', `/api/deadlines/what-if/${job.jobId}?${query}`);
      expect(status).toBe(200);
      return (body as string).trim().split('\r\n');
    };
    const compared = await csv('format=csv');
    expect(compared[0]).toContain('office,clock,label,total,real.met,real.late');
    expect(compared).toHaveLength(1 + job.result.rows.length);
    const changed = await csv('format=csv&table=changed');
    expect(changed[0]).toContain('caseId,type,office,clock,startedAt,real.ruleSet,real.dueOn');
    expect(changed).toHaveLength(1 + job.result.changed.length);
    const running = await elsewhere('guo.tao', 1);
    expect(await driver.get('auditor', `/api/deadlines/what-if/${running}?format=csv`)).toMatchObject({
      status: 409,
      body: { reason: 'what-if-has-no-answer' },
    });
    await driver.send('auditor', 'DELETE', `/api/deadlines/what-if/${running}`);
    const { body: trail } = await driver.get('auditor', '/api/audit/trail?kind=Exported');
    expect(trail.rows.map((row: any) => row.detail.what)).toEqual(
      expect.arrayContaining(['what-if', 'what-if-changed']),
    );
  });

  /** A question that another process works at, last renewed so many seconds ago. */
  const elsewhere = async (startedBy: string, secondsAgo: number): Promise<string> => {
    const jobId = randomUUID();
    await driver.app.system.readModels.dataSource.query(
      `INSERT INTO projections.what_if (job_id, started_by, question, done, total, renewed_at)
       VALUES ($1, $2, '{}', 200, 1000, clock_timestamp() - make_interval(secs => $3))`,
      [jobId, startedBy, secondsAgo],
    );
    return jobId;
  };

  it('can be cancelled from any process; one runs at a time for each person', async () => {
    const jobId = await elsewhere('lin.jing', 1);
    const shown = await driver.get('supervisor', `/api/deadlines/what-if/${jobId}`);
    expect(shown.body).toMatchObject({ state: 'running', progress: { done: 200, of: 1000 } });
    const change = { clocks: { investigation: { amount: 1 } } };
    expect(await ask('supervisor', { change })).toMatchObject({
      status: 409,
      body: { reason: 'what-if-already-running' },
    });
    expect((await driver.send('supervisor', 'DELETE', `/api/deadlines/what-if/${jobId}`)).status).toBe(204);
    expect((await driver.get('supervisor', `/api/deadlines/what-if/${jobId}`)).body.state).toBe('cancelled');
    const next = await ask('supervisor', { change });
    expect(next.status).toBe(202);
    expect((await settled('supervisor', next.body.jobId)).state).toBe('done');
  });

  it('ends its work when it is cancelled between two pages', async () => {
    const { whatIf, dataSource } = driver.app.system.readModels;
    const jobId = randomUUID();
    const book = driver.app.system.rules.book();
    const scope = [{ offices: ['town-longxi'], areas: [], types: ['relief-application'] }];
    const now = driver.app.clock.now();
    const statements: string[] = [];
    const query = dataSource.query.bind(dataSource);
    dataSource.query = ((sql: string, parameters?: unknown[]) => {
      if (parameters?.includes(jobId) === true || sql.includes('read.case_fold')) statements.push(sql);
      return query(sql, parameters as never);
    }) as never;
    const asked = (sql: RegExp): number => statements.filter((statement) => sql.test(statement)).length;
    const until = async (reached: () => boolean): Promise<void> => {
      while (!reached()) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    // The first page waits for this lock, so that the cancelling surely comes before it is worked at.
    const blocker = dataSource.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('LOCK TABLE read.case_fold IN ACCESS EXCLUSIVE MODE');
    const question = { jobId, startedBy: 'guo.tao', scope, ...span, real: book, whatIf: book, now, asked: {} };
    expect(await whatIf.start(question)).toBe(true);
    await until(() => asked(/read\.case_fold/) === 1);
    expect(await whatIf.cancel(jobId)).toBe(true);
    await blocker.rollbackTransaction();
    await blocker.release();
    await until(() => asked(/SET done/) === 2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    // The second page is fetched while the first is worked at; no third one is.
    expect(asked(/read\.case_fold/)).toBe(2);
    expect(asked(/'done', result/)).toBe(0);
    expect(await whatIf.of(jobId)).toMatchObject({ state: 'cancelled', result: undefined });
    dataSource.query = query;
  });

  it('is given up when the process that worked at it died', async () => {
    const jobId = await elsewhere('guo.tao', 31);
    expect((await driver.get('auditor', `/api/deadlines/what-if/${jobId}`)).body.state).toBe('failed');
  });
});
