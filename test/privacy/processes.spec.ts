import { setTimeout as pause } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { System } from '#system';
import { rotateMaster } from '../../apps/cli/keys.js';
import { Driver } from '../acceptance/driver.js';

const waitFor = async (done: () => Promise<boolean>): Promise<void> => {
  const until = performance.now() + 8_000;
  while (!(await done())) {
    if (performance.now() > until) throw new Error('it did not happen in time');
    await pause(25);
  }
};

describe('several processes on one database', () => {
  let driver: Driver;
  const systems: System[] = [];

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
  });
  afterAll(async () => {
    for (const system of systems) await system.close();
    await driver.stop();
  });

  const another = async (change: Partial<System['settings']> = {}): Promise<System> => {
    const { settings, clock } = driver.app.system;
    const system = await System.open({ settings: { ...settings, ...change }, clock });
    systems.push(system);
    return system;
  };

  it('forget keys and opened cases of a person that one of them erased', async () => {
    const { household, caseId } = await driver.grantDibao({ size: 1 });
    const stop = { ground: 'voluntary', lastMonth: '2026-09', reasons: '本人申请退出' };
    await driver.does('bureauLeader', caseId, 'TerminateBenefit', stop);
    driver.at('2040-03-01 10:00');
    const other = await another();
    other.follow();
    const subject = `person-${household.applicant}`;
    const handling = other.desks.of('relief-application')?.handling;
    const remembers = async () => (await handling?.whereabouts(caseId))?.office;
    await handling?.execute({
      caseId,
      opening: false,
      command: { type: 'AddNote', ...{ text: '另一进程' } },
      by: { user: 'zhang.wei', positions: [{ role: 'townOfficer', office: 'town-longxi' }] },
      commandId: '5b1ad2ce-3c35-4f0d-8ff3-0d1c1a86a001',
    });
    expect(await remembers()).toBe('town-longxi');
    expect((await other.vault.find([subject])).get(subject)).toBeInstanceOf(Buffer);
    const cache = Reflect.get(handling ?? {}, 'cache') as { get: (id: string) => unknown };
    await waitFor(async () => cache.get(caseId) !== undefined);

    const body = { ground: 'retentionOver', reason: '保管期满' };
    const path = `/api/people/${household.applicant}/erasure-requests`;
    const { requestId } = (await driver.send('bureauOfficer', 'POST', path, body)).body;
    expect((await driver.send('bureauLeader', 'POST', `${path}/${requestId}/approval`, {})).status).toBe(200);
    await waitFor(async () => (await other.vault.find([subject])).get(subject) === 'destroyed');
    expect(cache.get(caseId)).toBeUndefined();
  });

  it('go on while the master key is another, and start with the new one alone afterwards', async () => {
    driver.at('2040-03-02 10:00');
    const personId = await driver.person('章子怡');
    const newMasterKey = randomBytes(32).toString('base64');
    const { settings } = driver.app.system;
    const both = await another({ newMasterKey });
    const found = async (system: System) =>
      (await system.people.search({ text: '章子怡' })).map((person) => [person.personId, person.name]);
    expect(await rotateMaster({ ...settings, newMasterKey })).toBeGreaterThan(0);
    expect(await found(both)).toEqual([[personId, '章子怡']]);
    const after = await another({ masterKey: newMasterKey });
    expect(await found(after)).toEqual([[personId, '章子怡']]);
    await expect(System.open({ settings })).rejects.toThrow('wrapped under another master key');
    await expect(rotateMaster(settings)).rejects.toThrow('NEW_MASTER_KEY is not set');
  });

  it('take refused attempts that once stood in a table of their own into the trail, once', async () => {
    const { pool } = driver.app.system;
    await pool.query(`
      CREATE SCHEMA desk;
      CREATE TABLE desk.refused_attempt (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL,
        user_id text NOT NULL, case_type text NOT NULL, case_id text NOT NULL, command text NOT NULL,
        command_id text NOT NULL, reason text NOT NULL);
      INSERT INTO desk.refused_attempt (at, user_id, case_type, case_id, command, command_id, reason)
      VALUES ('2026-01-05T02:00:00Z', 'liu.yang', 'relief-application', 'c1', 'AddNote', 'k1', 'not-your-office')`);
    const newest = systems.at(-1)?.settings ?? driver.app.system.settings;
    const { trailEntries } = await another({ masterKey: newest.masterKey });
    const moved = await trailEntries.search({ kinds: ['CommandRefused'], caseId: 'c1' }, 10);
    expect(moved).toMatchObject([
      { at: '2026-01-05T02:00:00.000Z', user: 'liu.yang', detail: { command: 'AddNote', reason: 'not-your-office' } },
    ]);
    const { rows } = await pool.query(`SELECT to_regclass('desk.refused_attempt') AS name`);
    expect(rows).toEqual([{ name: null }]);
  });
});
