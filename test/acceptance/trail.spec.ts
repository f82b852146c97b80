import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '#event-store';
import { Driver, staff } from './driver.js';
import { GuardianshipDriver } from './guardianship-driver.js';

interface Entry {
  readonly kind: string;
  readonly at: string;
  readonly user: { readonly userId: string };
  readonly role: string;
  readonly office: { readonly officeId: string };
  readonly caseId?: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

describe('the complete trail', () => {
  let driver: Driver;
  let children: GuardianshipDriver;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    children = new GuardianshipDriver(driver);
  });
  afterAll(() => driver.stop());

  const trail = async (query: string): Promise<readonly Entry[]> => {
    const { status, body } = await driver.get('auditor', `/api/audit/trail?${query}`);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body.rows;
  };
  const away = (): Promise<never> => Promise.reject(new StoreUnavailable('away'));
  /** Every append goes as said until the work is done. */
  const whileAppends = async (append: () => Promise<never>, work: () => Promise<void>): Promise<void> => {
    const { store } = driver.app.system;
    const usual = store.append;
    store.append = append;
    try {
      await work();
    } finally {
      store.append = usual;
    }
  };
  const child = async (): Promise<string> => {
    const personId = await driver.person('小雨', '2015-06-01');
    return children.opens({ personId, name: '小雨' });
  };
  const signIn = (user: string, password: string) => driver.send(undefined, 'POST', '/api/session', { user, password });

  it('is open to the auditor alone', async () => {
    for (const who of ['officer', 'bureauLeader', 'supervisor', 'administrator'] as const)
      expect(await driver.get(who, '/api/audit/trail')).toMatchObject({
        status: 403,
        body: { reason: 'role-not-allowed' },
      });
    expect((await driver.get(undefined, '/api/audit/trail')).status).toBe(401);
    expect((await driver.get('auditor', '/api/audit/trail?when=now')).status).toBe(400);
  });

  it('records a refused attempt without what was typed', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.command('otherTown', caseId, 'AddNote', { text: '偷看一眼绝密内容' });
    const [refused, ...more] = await trail(`kind=CommandRefused&caseId=${caseId}`);
    expect(more).toEqual([]);
    expect(refused).toMatchObject({
      kind: 'CommandRefused',
      user: { userId: staff.otherTown },
      role: 'townOfficer',
      detail: { caseType: 'relief-application', command: 'AddNote', reason: 'not-your-office' },
    });
    expect(JSON.stringify(refused)).not.toContain('绝密');
  });

  it('records reads of a restricted case once an hour, and through what they were possible', async () => {
    driver.at('2026-09-15 10:10');
    const caseId = await child();
    for (const path of ['', '/history', '/clocks', '']) await driver.get('childOfficer', `/api/cases/${caseId}${path}`);
    expect(await trail(`kind=RestrictedCaseRead&caseId=${caseId}`)).toMatchObject([
      { user: { userId: staff.childOfficer }, role: 'childProtectionOfficer', detail: { through: 'role' } },
    ]);
    driver.at('2026-09-15 11:10');
    await driver.get('childOfficer', `/api/cases/${caseId}`);
    expect(await trail(`kind=RestrictedCaseRead&caseId=${caseId}`)).toHaveLength(2);
    const asked = { accessId: 'a1', purpose: '核对救助资格' };
    await children.does('officer', caseId, 'RequestAccess', asked);
    await children.does('bureauLeader', caseId, 'ApproveAccess', { accessId: 'a1', until: '2026-09-20' });
    expect((await driver.get('officer', `/api/cases/${caseId}`)).status).toBe(200);
    expect(await trail(`kind=RestrictedCaseRead&user=${staff.officer}`)).toMatchObject([
      { caseId, detail: { through: 'access', accessId: 'a1', purpose: '核对救助资格' } },
    ]);
    const { rows } = await driver.app.system.pool.query(
      `SELECT 1 FROM privacy.trail_entry WHERE detail::text LIKE '%核对救助资格%'`,
    );
    expect(rows).toEqual([]);
    await driver.case((await driver.grantDibao({ size: 1 })).caseId);
    expect((await trail('kind=RestrictedCaseRead')).every((entry) => entry.caseId === caseId)).toBe(true);
  });

  it('shows nothing of a restricted case while its reading cannot be recorded', async () => {
    driver.at('2026-09-16 10:00');
    const caseId = await child();
    await whileAppends(away, async () => {
      const answer = await driver.get('childOfficer', `/api/cases/${caseId}`);
      expect(answer).toMatchObject({ status: 503, body: { reason: 'store-unavailable' } });
      expect(JSON.stringify(answer.body)).not.toContain('小雨');
    });
    expect((await driver.get('childOfficer', `/api/cases/${caseId}`)).status).toBe(200);
  });

  it('answers a refusal also where it cannot be recorded, and soon', async () => {
    const caseId = await driver.lodgeDibao(await driver.household(1));
    const slowlyAway = async (): Promise<never> => {
      await pause(20_000, undefined, { ref: false });
      throw new StoreUnavailable('away');
    };
    await whileAppends(slowlyAway, async () => {
      const began = performance.now();
      expect((await driver.command('otherTown', caseId, 'AddNote', { text: '说明' })).status).toBe(403);
      expect(performance.now() - began).toBeLessThan(5_000);
    });
    await whileAppends(away, async () => {
      expect((await driver.command('otherTown', caseId, 'AddNote', { text: '说明' })).status).toBe(403);
    });
    expect(await driver.app.system.metrics.registry.metrics()).toContain('unrecorded_attempts_total 1');
  });

  it('records who opened a seal and why', async () => {
    const caseId = await child();
    await driver.send('bureauLeader', 'POST', `/api/cases/${caseId}/sealed`, { purpose: '核实报告细节' });
    expect(await trail(`kind=SealOpened&caseId=${caseId}`)).toMatchObject([
      { user: { userId: staff.bureauLeader }, detail: { purpose: '核实报告细节' } },
    ]);
    expect(await trail(`kind=EntrySealed`)).toEqual([]);
  });

  it('records who came, went and tried to, never a name that nobody has', async () => {
    const { password } = (await driver.get(undefined, '/api/session/demo-users')).body;
    const { body } = await signIn(staff.village, password);
    await driver.send(undefined, 'DELETE', '/api/session', undefined, { authorization: `Bearer ${body.token}` });
    await signIn(staff.village, 'wrong');
    await signIn('my-password-by-mistake', 'wrong');
    const kinds = async (user: string) =>
      (await trail(`user=${user}`)).map(({ kind }) => kind).filter((kind) => kind.startsWith('Sign'));
    expect(await kinds(staff.village)).toEqual(['SignInFailed', 'SignedOut', 'SignedIn']);
    expect(await trail('kind=SignInFailed&user=unknown')).toMatchObject([{ detail: { address: '127.0.0.1' } }]);
    expect(JSON.stringify(await trail('limit=200'))).not.toContain('by-mistake');
  });

  it('locks out, says so once, and lets the administrator lift it', async () => {
    const { password } = (await driver.get(undefined, '/api/session/demo-users')).body;
    const statuses = [];
    for (let tries = 0; tries < 11; tries += 1) statuses.push((await signIn(staff.payer, 'wrong')).status);
    expect(statuses).toEqual([...Array<number>(8).fill(401), 429, 429, 429]);
    expect(await trail(`kind=SignInLocked&user=${staff.payer}`)).toMatchObject([
      { detail: { by: 'user-address', minutes: 5 } },
    ]);
    expect((await signIn(staff.payer, password)).status).toBe(429);
    const unlock = `/api/users/${staff.payer}/unlock`;
    expect((await driver.send('bureauLeader', 'POST', unlock)).status).toBe(403);
    expect((await driver.send('administrator', 'POST', '/api/users/nobody/unlock')).status).toBe(404);
    expect((await driver.send('administrator', 'POST', unlock)).body).toEqual({ userId: staff.payer, wasLocked: true });
    expect((await driver.send('administrator', 'POST', unlock)).body).toEqual({
      userId: staff.payer,
      wasLocked: false,
    });
    expect((await signIn(staff.payer, password)).status).toBe(200);
    expect(await trail(`kind=SignInUnlocked`)).toHaveLength(2);
  });

  it('shows changes of rights and rules beside the rest', async () => {
    const { organisation } = driver.app.system;
    const admin = { user: staff.administrator, role: 'administrator', office: 'bureau' } as const;
    const grant = { type: 'RoleGranted', userId: staff.officer, role: 'townLeader', office: 'town-longxi' } as const;
    expect(await organisation.change([grant], admin, '0c0f3e53-97be-4b55-a9a4-1c1f5c1f0001')).toBeUndefined();
    expect(await trail(`kind=RoleGranted&user=${staff.administrator}`)).toMatchObject([
      { role: 'administrator', detail: { userId: staff.officer, role: 'townLeader' } },
    ]);
    expect((await trail('kind=RuleSetPublished'))[0]).toMatchObject({
      detail: { ruleSet: { id: 'chongqing', version: 2 } },
    });
    for (const kind of ['CalendarPublished', 'OfficeOpened', 'UserEnrolled'])
      expect((await trail(`kind=${kind}`)).length).toBeGreaterThan(0);
  });

  it('is paged, newest first, and bounded by time', async () => {
    const all = await trail('limit=200');
    const paged: Entry[] = [];
    let cursor = '';
    do {
      const { body } = await driver.get('auditor', `/api/audit/trail?limit=40${cursor}`);
      paged.push(...body.rows);
      cursor = body.next === undefined ? '' : `&cursor=${encodeURIComponent(body.next)}`;
    } while (cursor !== '' && paged.length < 200);
    expect(paged.slice(0, 200)).toEqual(all);
    const day = await trail('from=2026-09-15T00:00:00%2B08:00&to=2026-09-16T00:00:00%2B08:00&limit=200');
    expect(day.length).toBeGreaterThan(0);
    expect(day.length).toBeLessThan(all.length);
    expect(day.every(({ at }) => at >= '2026-09-14T16:00:00.000Z' && at < '2026-09-15T16:00:00.000Z')).toBe(true);
  });

  it('stands in the log, one stream a day, where verification finds any change', async () => {
    const { store } = driver.app.system;
    const types = [];
    for await (const event of store.read('trail-2026-09-14')) types.push(event.type);
    expect(new Set(types)).toEqual(new Set(['CommandRefused', 'TrailSearched']));
  });

  it('records its own searches, once an hour for what was asked, and finds them', async () => {
    driver.at('2026-09-20 10:00');
    const asked = `kind=SignedIn&user=${staff.officer}`;
    await trail(asked);
    await trail(`${asked}&limit=10`);
    const searches = async () => (await trail('kind=TrailSearched&limit=200')).map(({ detail }) => detail['filter']);
    const own = async () => (await searches()).filter((one) => JSON.stringify(one).includes('SignedIn')).length;
    expect((await searches())[0]).toEqual({ kind: 'TrailSearched' });
    expect(await own()).toBe(1);
    driver.at('2026-09-20 11:00');
    await trail(asked);
    expect(await own()).toBe(2);
  });

  it('finds several kinds at once', async () => {
    const kinds = new Set((await trail('kind=SignedIn,SignInFailed&limit=200')).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['SignedIn', 'SignInFailed']));
  });

  it('records every table that leaves as CSV, and hands out none that cannot be recorded', async () => {
    const taken = async () => (await trail('kind=Exported')).map(({ detail }) => detail);
    const url = '/api/deadlines?format=csv&type=relief-application&limit=10';
    expect((await driver.send('supervisor', 'GET', url)).status).toBe(200);
    expect((await driver.send('supervisor', 'GET', '/api/deadlines?type=relief-application')).status).toBe(200);
    expect(await taken()).toEqual([{ what: 'deadlines', filter: { type: 'relief-application' } }]);
    await whileAppends(away, async () => {
      expect(await driver.send('supervisor', 'GET', url)).toMatchObject({ status: 503 });
    });
  });
});
