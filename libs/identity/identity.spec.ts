import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type PostgresEventStore, createPostgresEventStore, migrateEventStore } from '#event-store';
import {
  OrganisationDirectory,
  SignIn,
  actorsOf,
  demoAccounts,
  demoPassword,
  demoUsers,
  enrolAdministrator,
  migrateIdentity,
  yubeiOffices,
} from '#identity';
import type { Actor, Clock } from '#kernel';
import { startPostgres, type TestDatabase } from '../../test/postgres.js';

const secret = 'a-secret-of-more-than-thirty-two-characters';
const otherSecret = 'another-secret-of-more-than-thirty-two-characters';
const admin: Actor = { user: 'admin', role: 'administrator', office: 'bureau' };

class SetClock implements Clock {
  constructor(private millis = Date.parse('2026-11-24T02:00:00.000Z')) {}
  now(): string {
    return new Date(this.millis).toISOString();
  }
  pass(minutes: number): void {
    this.millis += minutes * 60_000;
  }
}

let database: TestDatabase;
let pool: pg.Pool;
let store: PostgresEventStore;
const clock = new SetClock();

beforeAll(async () => {
  database = await startPostgres();
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  // The database may be dropped before the last connection is closed.
  pool.on('error', () => undefined);
  await migrateEventStore(pool);
  await Promise.all([migrateIdentity(pool), migrateIdentity(pool)]);
  store = await createPostgresEventStore({ url: database.url });
});
afterAll(async () => {
  await store.close();
  await pool.end();
  await database.stop();
});

const until = async (holds: () => boolean): Promise<void> => {
  const end = Date.now() + 10_000;
  while (!holds() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(holds()).toBe(true);
};
const eventsStored = async (): Promise<number> => {
  let count = 0;
  for await (const stored of store.read('organisation-yubei')) count = stored.version;
  return count;
};

describe('organisation directory', () => {
  let directory: OrganisationDirectory;
  beforeAll(async () => {
    directory = new OrganisationDirectory(store, clock);
    await directory.publish(yubeiOffices);
    await directory.publish(demoUsers);
  });
  const change = (...events: Parameters<OrganisationDirectory['change']>[0]) =>
    directory.change(events, admin, randomUUID());

  it('publishes what a district starts with once, however often and by however many processes', async () => {
    const before = await eventsStored();
    expect(before).toBe(yubeiOffices.length + demoUsers.length);
    const others = [1, 2, 3].map(() => new OrganisationDirectory(store, clock));
    await Promise.all(others.map((other) => other.publish([...yubeiOffices, ...demoUsers])));
    expect(await eventsStored()).toBe(before);
    expect(others[0]?.current()).toEqual(directory.current());
  });

  it('lets one of two that start at the same time publish', async () => {
    const office = {
      type: 'OfficeOpened',
      officeId: 'town-race',
      kind: 'townOffice',
      parent: 'bureau',
      name: { zh: '竞', en: 'Race' },
    } as const;
    const before = await eventsStored();
    await Promise.all([1, 2, 3, 4].map(() => new OrganisationDirectory(store, clock).publish([office])));
    expect(await eventsStored()).toBe(before + 1);
  });

  it('follows changes that another process makes', async () => {
    const other = new OrganisationDirectory(store, clock);
    const stopping = new AbortController();
    const following = other.follow(stopping.signal);
    expect(
      await change({ type: 'OfficeRenamed', officeId: 'town-race', name: { zh: '新名街道', en: 'Renamed' } }),
    ).toBeUndefined();
    await until(() => other.officeName('town-race').name.zh === '新名街道');
    stopping.abort();
    await following;
  });

  it('keeps what was changed when the same start is published again', async () => {
    const revoked = { type: 'RoleRevoked', userId: 'li.na', role: 'townOfficer', office: 'town-longxi' } as const;
    const granted = { ...revoked, type: 'RoleGranted' } as const;
    expect(await change(revoked)).toBeUndefined();
    await directory.publish(demoUsers);
    expect(directory.positionsOf('li.na')).toEqual([]);
    expect(await change(granted)).toBeUndefined();
    expect(await change(revoked)).toBeUndefined();
    expect(await change(granted)).toBeUndefined();
    expect(directory.positionsOf('li.na')).toEqual([{ role: 'townOfficer', office: 'town-longxi' }]);
  });

  it('takes a repeated command once', async () => {
    const commandId = randomUUID();
    const grant = { type: 'RoleGranted', userId: 'li.na', role: 'supervisor', office: 'town-longxi' } as const;
    const before = await eventsStored();
    for (let time = 0; time < 3; time += 1) expect(await directory.change([grant], admin, commandId)).toBeUndefined();
    expect(await eventsStored()).toBe(before + 1);
    expect(actorsOf(directory.current(), 'li.na')).toEqual([
      { user: 'li.na', role: 'townOfficer', office: 'town-longxi' },
      { user: 'li.na', role: 'supervisor', office: 'town-longxi' },
    ]);
  });

  it('refuses all of an act when a part of it cannot be', async () => {
    const before = await eventsStored();
    expect(
      await change(
        { type: 'UserEnrolled', userId: 'new.user', name: '新人', office: 'town-longxi' },
        { type: 'RoleGranted', userId: 'new.user', role: 'bureauLeader', office: 'town-longxi' },
      ),
    ).toEqual({ refused: 'role-does-not-fit-office', detail: { role: 'bureauLeader', office: 'town-longxi' } });
    expect(await eventsStored()).toBe(before);
    expect(directory.user('new.user')).toBeUndefined();
  });

  it('enrols the administrator of a new installation, and again when the password was lost', async () => {
    const signIn = new SignIn(pool, [secret], clock);
    const person = { userId: 'wang.admin', name: '王管理', password: 'correct horse battery' };
    expect(await enrolAdministrator(directory, signIn, { ...person, password: 'too short' })).toMatchObject({
      refused: 'password-too-short',
    });
    expect(await signIn.signIn(person.userId, 'too short')).toEqual({ refused: 'wrong-user-or-password' });
    expect(await enrolAdministrator(directory, signIn, person)).toBeUndefined();
    const before = await eventsStored();
    expect(
      await enrolAdministrator(directory, signIn, { ...person, password: 'another long password' }),
    ).toBeUndefined();
    expect(await eventsStored()).toBe(before);
    expect(directory.positionsOf(person.userId)).toEqual([{ role: 'administrator', office: 'bureau' }]);
    expect(await signIn.signIn(person.userId, 'another long password')).toHaveProperty('token');
  });
});

describe('sign-in', () => {
  let signIn: SignIn;
  const password = '正确的密码 2026';
  beforeAll(async () => {
    signIn = new SignIn(pool, [secret], clock);
    for (const user of ['user.a', 'user.b', 'user.c', 'user.d', 'user.e']) await signIn.setPassword(user, password);
  });
  const tokenOf = async (user: string, from = signIn): Promise<string> => {
    const session = await from.signIn(user, password, '10.0.0.1');
    if ('refused' in session) throw new Error(session.refused);
    return session.token;
  };

  it('gives a session for the right password only, and says the same of unknown users', async () => {
    expect(await signIn.verify(await tokenOf('user.a'))).toBe('user.a');
    const wrong = { refused: 'wrong-user-or-password' };
    expect(await signIn.signIn('user.a', '错误的密码', '10.0.0.1')).toEqual(wrong);
    expect(await signIn.signIn('user.a', '', '10.0.0.1')).toEqual(wrong);
    expect(await signIn.signIn('USER.A', password, '10.0.0.1')).toEqual(wrong);
    expect(await signIn.signIn('nobody', password, '10.0.0.1')).toEqual(wrong);
    expect(await signIn.signIn('a\u0000b', password, '10.0.0.1')).toEqual(wrong);
    expect(await signIn.signIn("' OR '1'='1", password, '10.0.0.1')).toEqual(wrong);
  });

  it('takes the same password composed or not', async () => {
    await signIn.setPassword('user.e', 'pass\u0065\u0301word-long');
    expect(await signIn.signIn('user.e', 'pass\u00e9word-long')).toHaveProperty('token');
  });

  it('signs demonstration users in, and keeps a password that was changed', async () => {
    await signIn.ensurePasswords(
      demoAccounts.map(({ userId }) => userId),
      demoPassword,
    );
    expect(await signIn.signIn('zhang.wei', demoPassword)).toHaveProperty('token');
    await signIn.setPassword('zhang.wei', 'a new one of mine');
    await signIn.ensurePasswords(['zhang.wei'], demoPassword);
    expect(await signIn.signIn('zhang.wei', demoPassword)).toHaveProperty('refused');
  });

  it('stores neither the password nor what was typed as the user', async () => {
    await signIn.signIn('typed-my-password-here', 'x', '10.0.0.9');
    const { rows } = await pool.query(
      'SELECT row_to_json(c)::text AS text FROM identity.credential AS c UNION ALL SELECT row_to_json(a)::text FROM identity.attempt AS a',
    );
    const text = JSON.stringify(rows);
    expect(text).toContain('$argon2id$');
    for (const hidden of [password, 'typed-my-password-here', '10.0.0.9']) expect(text).not.toContain(hidden);
  });

  it('refuses sessions that are forged, changed, unsigned, over or of another secret', async () => {
    const token = await tokenOf('user.a');
    const [head = '', body = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    const asOther = Buffer.from(JSON.stringify({ ...claims, sub: 'user.b' })).toString('base64url');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const foreign = await tokenOf('user.a', new SignIn(pool, [otherSecret], clock));
    for (const bad of [
      `${head}.${asOther}.${signature}`,
      `${none}.${body}.`,
      `${none}.${asOther}.`,
      foreign,
      '',
      'x.y.z',
    ])
      expect(await signIn.verify(bad)).toBeUndefined();
    const later = new SetClock(Date.parse(clock.now()));
    const laterSignIn = new SignIn(pool, [secret], later);
    later.pass(12 * 60 - 1);
    expect(await laterSignIn.verify(token)).toBe('user.a');
    later.pass(2);
    expect(await laterSignIn.verify(token)).toBeUndefined();
  });

  it('takes sessions of an older secret while it is listed', async () => {
    const token = await tokenOf('user.a');
    expect(await new SignIn(pool, [otherSecret, secret], clock).verify(token)).toBe('user.a');
    expect(await new SignIn(pool, [otherSecret], clock).verify(token)).toBeUndefined();
    expect(() => new SignIn(pool, [secret, 'short'], clock)).toThrow(RangeError);
  });

  it('ends every session at sign-out and at a new password', async () => {
    const [first, second] = [await tokenOf('user.a'), await tokenOf('user.a')];
    expect(await signIn.verify(first)).toBe('user.a');
    await signIn.signOut('user.a');
    expect([await signIn.verify(first), await signIn.verify(second)]).toEqual([undefined, undefined]);
    const third = await tokenOf('user.a');
    expect(await signIn.verify(third)).toBe('user.a');
    await signIn.setPassword('user.a', password);
    expect(await signIn.verify(third)).toBeUndefined();
  });

  it('locks out after eight wrong tries, remembered over a restart, and for that address only', async () => {
    for (let tries = 0; tries < 8; tries += 1)
      expect(await signIn.signIn('user.b', 'wrong', '10.0.1.1')).toEqual({ refused: 'wrong-user-or-password' });
    const locked = { refused: 'locked-for-now', retryAfterSeconds: 300, began: 'user-address' };
    expect(await signIn.signIn('user.b', password, '10.0.1.1')).toEqual(locked);
    clock.pass(2);
    expect(await new SignIn(pool, [secret], clock).signIn('user.b', password, '::ffff:10.0.1.1')).toEqual({
      refused: 'locked-for-now',
      retryAfterSeconds: 180,
    });
    expect(await signIn.signIn('user.b', password, '10.0.1.2')).toHaveProperty('token');
    clock.pass(4);
    expect(await signIn.signIn('user.b', password, '10.0.1.1')).toHaveProperty('token');
  });

  it('locks out unknown users the same way', async () => {
    for (let tries = 0; tries < 8; tries += 1)
      expect(await signIn.signIn('no.such.user', 'wrong', '10.0.2.1')).toEqual({ refused: 'wrong-user-or-password' });
    expect(await signIn.signIn('no.such.user', 'wrong', '10.0.2.1')).toMatchObject({ refused: 'locked-for-now' });
  });

  it('judges no more than eight of many tries at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, index) => signIn.signIn('user.c', `guess ${index}`, '10.0.3.1')),
    );
    expect(
      outcomes.filter((outcome) => 'refused' in outcome && outcome.refused === 'wrong-user-or-password'),
    ).toHaveLength(8);
  });

  it('locks a user who is tried from ever new addresses, and an address that tries ever new users', async () => {
    const reasons: string[] = [];
    for (let tries = 0; tries < 45; tries += 1) {
      const outcome = await signIn.signIn('user.d', 'wrong', `10.1.0.${tries}`);
      reasons.push('refused' in outcome ? outcome.refused : 'in');
    }
    expect(reasons.filter((reason) => reason === 'wrong-user-or-password')).toHaveLength(40);
    const network = Array.from({ length: 103 }, (_, index) => `2001:db8:0:1::${index.toString(16)}`);
    const outcomes = [];
    for (const [index, address] of network.entries())
      outcomes.push(await signIn.signIn(`guess.${index}`, 'wrong', address));
    expect(outcomes.filter((outcome) => 'refused' in outcome && outcome.refused === 'locked-for-now')).toHaveLength(3);
    expect(await signIn.signIn('guess.x', 'wrong', '2001:db8:0:2::1')).toEqual({ refused: 'wrong-user-or-password' });
  });

  it('forgets failures after a success, and does not count successes against an address', async () => {
    for (let round = 0; round < 9; round += 1) {
      for (let tries = 0; tries < 5; tries += 1) await signIn.signIn('user.a', 'wrong', `10.2.0.${round}`);
      expect(await signIn.signIn('user.a', password, `10.2.0.${round}`)).toHaveProperty('token');
    }
  }, 60_000);

  it('takes about as long for an unknown user as for a wrong password', async () => {
    const timeOf = async (user: string): Promise<number> => {
      const times: number[] = [];
      for (let tries = 0; tries < 5; tries += 1) {
        const start = performance.now();
        await signIn.signIn(user, 'wrong', `10.3.0.${tries}`);
        times.push(performance.now() - start);
      }
      return times.sort((left, right) => left - right)[2] ?? 0;
    };
    const [known, unknown] = [await timeOf('user.e'), await timeOf('nobody.at.all')];
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
  });
});
