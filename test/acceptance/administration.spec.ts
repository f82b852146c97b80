import { randomUUID } from 'node:crypto';
import { demoPassword } from '#identity';
import { type Answer, Driver, staff } from './driver.js';

const at = '/api/administration';
const newTown = {
  officeId: 'town-new',
  kind: 'townOffice',
  parent: 'bureau',
  name: { zh: '新城街道', en: 'Xincheng Subdistrict' },
};
const newUser = { userId: 'new.officer', name: '新同事', office: 'town-new', role: 'townOfficer' };

describe('the organisation is administered over HTTP', () => {
  let driver: Driver;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
  });
  afterAll(() => driver.stop());

  const send = (path: string, body: object = {}, key?: string): Promise<Answer> =>
    driver.send('administrator', 'POST', `${at}${path}`, body, key === undefined ? {} : { 'idempotency-key': key });
  const refusal = async (path: string, body: object = {}): Promise<string> => {
    const answer = await send(path, body);
    return `${answer.status} ${answer.body.reason}`;
  };
  const get = async (path: string): Promise<any> => (await driver.get('administrator', `${at}${path}`)).body;
  const history = async (query: string): Promise<readonly any[]> => (await get(`/history?${query}`)).rows;
  const signIn = (user: string, password: string): Promise<Answer> =>
    driver.send(undefined, 'POST', '/api/session', { user, password });

  it('opens, renames and closes an office; each is an event with who and when', async () => {
    expect((await send('/offices', newTown)).status).toBe(201);
    expect(await refusal('/offices', newTown)).toBe('422 office-exists');
    expect(await refusal('/offices', { ...newTown, officeId: 'town-lost', parent: 'nowhere' })).toBe(
      '422 no-such-office',
    );
    const { parent: _parent, ...alone } = newTown;
    expect(await refusal('/offices', { ...alone, officeId: 'town-alone' })).toBe('422 office-needs-parent');
    expect(await refusal('/offices', { ...newTown, officeId: 'No Code' })).toBe('400 invalid-request');
    expect((await driver.get('officer', '/api/offices')).body.rows).toContainEqual(newTown);

    driver.at('2026-09-15 10:00');
    const name = { zh: '新城镇', en: 'Xincheng Town' };
    expect((await send('/offices/town-new/name', { name })).status).toBe(200);
    expect(await refusal('/offices/town-lost/name', { name })).toBe('404 no-such-office');
    expect(
      (await send('/offices', { ...newTown, officeId: 'village-new-01', kind: 'committee', parent: 'town-new' }))
        .status,
    ).toBe(201);
    expect(await refusal('/offices/town-new/closure')).toBe('422 office-has-open-offices');
    expect((await send('/offices/village-new-01/closure')).status).toBe(200);
    expect((await driver.get('officer', '/api/offices')).body.rows.map(({ officeId }: any) => officeId)).not.toContain(
      'village-new-01',
    );
    expect((await get('/offices')).rows.find((row: any) => row.officeId === 'village-new-01')).toMatchObject({
      closed: true,
      staff: 0,
    });

    expect(await history('office=town-new')).toMatchObject([
      { type: 'OfficeRenamed', at: '2026-09-15T02:00:00.000Z', by: { userId: 'admin' }, role: 'administrator', name },
      { type: 'OfficeOpened', at: '2026-09-14T01:00:00.000Z', by: { userId: 'admin' }, name: newTown.name },
    ]);
  });

  it('keeps an office open while cases are open there', async () => {
    await driver.lodgeDibao(await driver.household(1));
    const offices = (await get('/offices')).rows;
    const village = offices.find((row: any) => row.officeId === 'village-longxi-02');
    expect(village).toMatchObject({ staff: 0, closed: false });
    const other = await driver.lodgeDibao(await driver.household(1), 'officer', { area: 'village-longxi-02' });
    expect(other).toBeDefined();
    const { status, body } = await send('/offices/village-longxi-02/closure');
    expect([status, body.reason, body.detail]).toEqual([422, 'office-has-open-cases', { cases: 1 }]);
    expect(await refusal('/offices/station-yubei/closure')).toBe('422 office-has-staff');
  });

  it('enrols somebody with a role and a password; they work at once', async () => {
    const key = randomUUID();
    expect((await send('/users', newUser, key)).status).toBe(201);
    expect((await send('/users', newUser, key)).status).toBe(201);
    expect(await refusal('/users', newUser)).toBe('422 user-exists');
    expect(await refusal('/users', { ...newUser, userId: 'other.officer', role: 'bureauLeader' })).toBe(
      '422 role-does-not-fit-office',
    );
    expect(await refusal('/users', { ...newUser, userId: 'other.officer', role: 'system' })).toBe(
      '422 role-does-not-fit-office',
    );
    expect((await get('/users?text=other.officer')).rows).toEqual([]);
    expect(await history(`user=${newUser.userId}`)).toMatchObject([{ type: 'RoleGranted' }, { type: 'UserEnrolled' }]);

    expect((await signIn(newUser.userId, demoPassword)).status).toBe(401);
    expect(await refusal(`/users/${newUser.userId}/password`, { password: 'short' })).toBe('422 password-too-short');
    expect((await send(`/users/${newUser.userId}/password`, { password: 'long-enough-2026' })).status).toBe(200);
    const { status, body } = await signIn(newUser.userId, 'long-enough-2026');
    expect([status, body.me.roles, body.me.office.officeId]).toEqual([200, ['townOfficer'], 'town-new']);
    const { rows } = (await driver.get('auditor', '/api/audit/trail')).body;
    const set = rows.find(({ kind }: any) => kind === 'PasswordSet');
    expect(set).toMatchObject({ user: { userId: 'admin' }, detail: { ofUser: newUser.userId } });
    expect(JSON.stringify(rows)).not.toContain('long-enough-2026');
  });

  it('appoints and ends: what a role may do is gone with it', async () => {
    const positions = `/users/${staff.secondOfficer}/positions`;
    const position = { role: 'townLeader', office: 'town-longxi' };
    expect((await send(positions, position)).status).toBe(201);
    expect(await refusal(positions, position)).toBe('422 role-held');
    expect(await refusal('/users/nobody/positions', position)).toBe('404 no-such-user');
    const me = async (): Promise<readonly string[]> =>
      (await driver.get('secondOfficer', '/api/session')).body.me.roles;
    expect(await me()).toEqual(['townOfficer', 'townLeader']);
    expect((await send(`${positions}/end`, position)).status).toBe(200);
    expect(await refusal(`${positions}/end`, position)).toBe('422 role-not-held');
    expect(await me()).toEqual(['townOfficer']);
    expect(
      await refusal(`/users/${staff.administrator}/positions/end`, { role: 'administrator', office: 'bureau' }),
    ).toBe('422 last-administrator');
    expect(await history(`user=${staff.secondOfficer}&limit=2`)).toMatchObject([
      { type: 'RoleRevoked', position: 'townLeader', user: { userId: staff.secondOfficer } },
      { type: 'RoleGranted', position: 'townLeader' },
    ]);
  });

  it('moves somebody to another office and finds people by name, user and office', async () => {
    const home = { name: '新同事二', office: 'town-renhe' };
    expect((await send(`/users/${newUser.userId}/home`, home)).status).toBe(200);
    expect((await get('/users?text=新同事')).rows).toMatchObject([
      {
        userId: newUser.userId,
        name: '新同事二',
        office: { officeId: 'town-renhe' },
        positions: [{ role: 'townOfficer' }],
      },
    ]);
    const inTown = (await get('/users?office=town-renhe')).rows.map(({ userId }: any) => userId);
    expect(inTown).toEqual(expect.arrayContaining([newUser.userId, staff.otherTown]));
    const first = await get('/users?limit=2');
    const second = await get(`/users?limit=2&cursor=${first.next}`);
    expect(second.rows[0].userId > first.rows[1].userId).toBe(true);
    expect(first.total).toBeGreaterThan(100);
  });

  it('is shown to the auditor and changed by the administrator alone', async () => {
    expect((await driver.get('auditor', `${at}/history`)).status).toBe(200);
    for (const who of ['officer', 'bureauLeader', 'supervisor', 'auditor'] as const) {
      const answer = await driver.send(who, 'POST', `${at}/offices`, { ...newTown, officeId: 'town-other' });
      expect([who, answer.status, answer.body.reason]).toEqual([who, 403, 'role-not-allowed']);
    }
    expect((await driver.get('bureauLeader', `${at}/users`)).status).toBe(403);
  });
});
