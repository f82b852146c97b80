import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { room as guardianship, walks as guardianshipWalks } from '#case-types/guardianship-intervention/walks.js';
import { room as lead, walks as leadWalks } from '#case-types/outreach-lead/walks.js';
import { room as relief, walks as reliefWalks } from '#case-types/relief-application/walks.js';
import { room as transient, walks as transientWalks } from '#case-types/transient-assistance/walks.js';
import { room as list, walks as listWalks } from '#case-types/wander-risk-list/walks.js';
import { type Call, type Position, entitledTo, policy } from '#identity';
import type { AnyCaseType, Role } from '#kernel';
import { bodiesOf } from '#kernel/testing/bodies.js';
import { type TestApp, startApp } from '../app.js';
import { type Walk, beginnings, plant, stateAfter } from './planted.js';
import {
  type Verdict,
  isInOffice,
  keptFrom,
  restrictedIn,
  mayCommand,
  mayList,
  mayLook,
  mayOpenSeal,
} from './rights.js';

/** Each role at an office of the walks' cases and, where another office can have it, at one of another town. */
const postings: Readonly<Record<Exclude<Role, 'system'>, readonly string[]>> = {
  committeeOfficer: ['village-longxi-01', 'village-renhe-01'],
  townOfficer: ['town-longxi', 'town-renhe'],
  townLeader: ['town-longxi', 'town-renhe'],
  bureauOfficer: ['bureau'],
  bureauLeader: ['bureau'],
  childProtectionOfficer: ['child-centre', 'town-renhe', 'bureau'],
  childSupervisor: ['town-longxi', 'town-renhe'],
  childDirector: ['village-longxi-01', 'village-renhe-01'],
  stationOfficer: ['station-yubei'],
  stationLeader: ['station-yubei'],
  paymentOfficer: ['bureau'],
  supervisor: ['bureau', 'town-longxi', 'town-renhe'],
  auditor: ['bureau'],
  administrator: ['bureau'],
};
const everyRoom: readonly (readonly [AnyCaseType, readonly Walk[]])[] = [
  [relief, Object.values(reliefWalks)],
  [guardianship, Object.values(guardianshipWalks)],
  [transient, Object.values(transientWalks)],
  [lead, Object.values(leadWalks)],
  [list, Object.values(listWalks)],
];
/** Calls that need no sign-in; one more is a decision, to be made here too. */
const openCalls = [
  'GET /api/public-notices',
  'GET /api/session/demo-users',
  'GET /api/session/methods',
  'GET /api/session/oidc/callback',
  'GET /api/session/oidc/start',
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'POST /api/session',
];
const words = ['p1', 'p2', 'r1', 'zhang.wei', 'town-longxi', 'village-longxi-01', 'station-yubei', 'child-centre'];
const atOnce = 8;
const patienceMs = 240_000;

interface Person extends Position {
  readonly user: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const people: readonly Person[] = Object.entries(postings).flatMap(([role, offices]) =>
  offices.map((office) => ({ user: `${role}.${office}`.toLowerCase(), role: role as Role, office })),
);

let app: TestApp;
const cells = { calls: 0, reads: 0, lists: 0, commands: 0 };
/** Which roles met cases of their own and of another office. */
const met = new Map<Role, Set<'own' | 'other'>>();

beforeAll(async () => {
  app = await startApp('2027-06-01 09:00');
  await app.system.organisation.publish(
    people.flatMap(({ user: userId, role, office }) => [
      { type: 'UserEnrolled' as const, userId, name: userId, office },
      { type: 'RoleGranted' as const, userId, role, office },
    ]),
  );
  await app.system.signIn.ensurePasswords(
    people.map(({ user }) => user),
    randomUUID(),
  );
});
afterAll(async () => {
  await app.stop();
  process.stdout.write(`Authorisation matrix: ${people.length} people, cells tested: ${JSON.stringify(cells)}\n`);
});

/** A session of its own for every request: one of the calls ends them all. */
const send = async (method: string, path: string, user?: string, body?: object): Promise<Answer> => {
  const token = user === undefined ? undefined : await app.system.signIn.sessionFor(user, 1);
  const abort = new AbortController();
  const response = await fetch(`${app.url}${path}`, {
    method,
    signal: abort.signal,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const answered = isJson ? await response.json() : undefined;
  // A live stream never ends by itself.
  if (!isJson) abort.abort();
  return { status: response.status, body: answered };
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** What is wrong with an answer, in words; nothing when it is as the policy says. */
const faultOf = (cell: string, verdict: Verdict, { status, body }: Answer): readonly string[] => {
  const reason = field(body, 'reason');
  const got = `${cell}: ${status} ${String(reason)}`;
  if (!verdict.allowed)
    return status === verdict.status && reason === verdict.reason
      ? []
      : [`${got}, where the policy says ${verdict.reason}`];
  const refusedByRight = status === 401 || status === 403 || reason === 'no-such-case';
  return refusedByRight || status >= 500 ? [`${got}, where the policy allows it`] : [];
};

const inTurns = async <Item>(items: readonly Item[], each: (item: Item) => Promise<readonly string[]>) => {
  const faults: string[] = [];
  for (let start = 0; start < items.length; start += atOnce)
    faults.push(...(await Promise.all(items.slice(start, start + atOnce).map(each))).flat());
  return faults;
};

describe('every call of the api × every role', () => {
  interface Operation {
    readonly method: string;
    readonly path: string;
    readonly call: Call | undefined;
  }
  let operations: readonly Operation[];

  beforeAll(async () => {
    const { body } = await send('GET', '/api/docs-json');
    const paths = Object.entries(field(body, 'paths') as Record<string, Record<string, object>>);
    operations = paths.flatMap(([path, byMethod]) =>
      Object.entries(byMethod).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        call: field(operation, 'x-policy') as Call | undefined,
      })),
    );
  });

  const at = ({ path }: Operation): string =>
    path
      .replace('{office}', 'town-longxi')
      .replace(/\{type\}/, relief.type)
      .replaceAll(/\{\w+\}/g, () => randomUUID());
  const bodyFor = ({ method }: Operation): object | undefined =>
    method === 'POST' || method === 'PUT' ? {} : undefined;

  it('has an entry of the policy for each, or is open to all on purpose; and no entry is idle', () => {
    const open = operations.filter(({ call }) => call === undefined).map(({ method, path }) => `${method} ${path}`);
    expect(open.toSorted()).toEqual(openCalls);
    expect(new Set(operations.flatMap(({ call }) => call ?? []))).toEqual(new Set(Object.keys(policy)));
  });

  it(
    'asks everybody to sign in where it is not open',
    async () => {
      const closed = operations.filter(({ call }) => call !== undefined);
      const faults = await inTurns(closed, async (operation) => {
        cells.calls += 1;
        const { status, body } = await send(operation.method, at(operation), undefined, bodyFor(operation));
        return status === 401 && field(body, 'reason') === 'not-signed-in' ? [] : [`${operation.path}: ${status}`];
      });
      expect(faults).toEqual([]);
    },
    patienceMs,
  );

  it(
    'takes what the policy allows and refuses the rest',
    async () => {
      const rows = operations.flatMap((operation) => people.map((person) => ({ ...operation, person })));
      const faults = await inTurns(
        rows.filter(({ call }) => call !== undefined),
        async ({ person, call, ...operation }) => {
          cells.calls += 1;
          const allowed = call !== undefined && entitledTo(call, [person]) !== undefined;
          const { status, body } = await send(
            operation.method,
            at({ ...operation, call }),
            person.user,
            bodyFor({ ...operation, call }),
          );
          const reason = field(body, 'reason');
          const refused = status === 401 || (status === 403 && reason === 'role-not-allowed');
          // An unknown case is hidden from everybody alike, so here only the right to send the call is judged.
          const asSaid = allowed ? !refused && status < 500 : status === 403 && reason === 'role-not-allowed';
          return asSaid ? [] : [`${operation.method} ${operation.path} by ${person.user}: ${status} ${String(reason)}`];
        },
      );
      expect(faults).toEqual([]);
    },
    patienceMs,
  );
});

describe('every case type × every role × own and other office', () => {
  const planted: { room: AnyCaseType; walk: Walk; caseId: string }[] = [];

  beforeAll(async () => {
    for (const [room, walks] of everyRoom) {
      const unlike = new Map(
        walks.map((walk) => {
          const { office, area } = room.summary(stateAfter(room, walk));
          return [JSON.stringify([office, area, restrictedIn(room, walk)]), walk];
        }),
      );
      for (const walk of unlike.values()) planted.push({ room, walk, caseId: await plant(app, room, walk) });
    }
    await app.system.readModels.waitForAll(30_000);
  }, patienceMs);

  const summaryOf = ({ room, walk }: (typeof planted)[number]) => room.summary(stateAfter(room, walk));

  it(
    'shows a case, its history and clocks to whom it is open, without what is kept from them',
    async () => {
      const of = app.system.organisation.current();
      const rows = planted.flatMap((one) => people.map((person) => ({ ...one, person, summary: summaryOf(one) })));
      const faults = await inTurns(rows, async ({ room, walk, caseId, person, summary }) => {
        const verdict = mayLook(room, summary, person, of);
        const cell = `${room.type} in ${summary.stage} by ${person.user}`;
        const found: string[] = [];
        for (const part of ['', '/history', '/clocks']) {
          cells.reads += 1;
          const answer = await send('GET', `/api/cases/${caseId}${part}`, person.user);
          found.push(...faultOf(`${cell}${part}`, verdict, answer));
          if (part !== '' || !verdict.allowed) continue;
          const withheld = (field(answer.body, 'withheld') as readonly string[] | undefined)?.toSorted();
          const kept = keptFrom(room, walk, person.role);
          if (JSON.stringify(withheld) !== JSON.stringify(kept))
            found.push(`${cell} withholds ${String(withheld)}, where ${kept.join()} is kept from the role`);
        }
        cells.reads += 1;
        const seal = await send('POST', `/api/cases/${caseId}/sealed`, person.user, { purpose: 'matrix' });
        cells.reads += 1;
        const content = `/api/cases/${caseId}/evidence/${randomUUID()}/content`;
        const evidence = await send('POST', content, person.user, { purpose: 'matrix' });
        return [
          ...found,
          ...faultOf(`${cell}/evidence`, verdict, evidence),
          ...faultOf(`${cell}/sealed`, mayOpenSeal(room, summary, person, of), seal),
        ];
      });
      expect(faults).toEqual([]);
    },
    patienceMs,
  );

  it(
    'lists exactly the cases that are open to a role or overseen by it, titles only of the open ones',
    async () => {
      const of = app.system.organisation.current();
      const faults = await inTurns(people, async (person) => {
        const rows = new Map<string, unknown>();
        let next: unknown = '';
        while (typeof next === 'string') {
          const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
          const { body } = await send('GET', `/api/caseload?limit=200${cursor}`, person.user);
          for (const row of field(body, 'rows') as readonly object[])
            rows.set(String(field(row, 'caseId')), field(row, 'title'));
          next = field(body, 'next');
        }
        return planted.flatMap((one) => {
          cells.lists += 1;
          const summary = summaryOf(one);
          const [listed, wanted] = [rows.has(one.caseId), mayList(one.room, summary, person, of)];
          const shown = rows.get(one.caseId) !== undefined && !mayLook(one.room, summary, person, of).allowed;
          const cell = `${one.room.type} by ${person.user}`;
          return [
            ...(listed === wanted ? [] : [`${cell}: listed ${listed}, where the policy says ${wanted}`]),
            ...(shown ? [`${cell}: the title is shown`] : []),
          ];
        });
      });
      expect(faults).toEqual([]);
    },
    patienceMs,
  );
});

describe('every command × every role × own and other office', () => {
  /** Of the right shape; whether a rule refuses it does not matter here. */
  const bodyOf = (room: AnyCaseType, command: string): object => {
    const schema = room.commands[command];
    if (schema === undefined) throw new Error(`${room.type} has no command ${command}`);
    const found = fc
      .sample(bodiesOf(schema, words), { numRuns: 500, seed: 20_260_914 })
      .find((body) => schema.safeParse(body).success);
    if (found === undefined) throw new Error(`No body for ${command} passes its schema`);
    return found as object;
  };

  describe.each(everyRoom.map(([room, walks]) => [room.type, room, walks] as const))('%s', (_, room, walks) => {
    const opening = room.opening;
    const further = Object.keys(room.commands).filter((command) => !opening.includes(command));

    it.each(opening)('%s', async (command) => {
      const body = bodyOf(room, command);
      const stage = room.stageOf(room.initial);
      const faults = await inTurns(people, async (person) => {
        cells.commands += 1;
        const answer = await send('POST', `/api/cases/${room.type}`, person.user, body);
        const verdict = mayCommand(room, stage, command, person, true);
        // The office of the new case is in the body: somebody else's is refused after the rules agreed.
        const elsewhere = answer.status === 403 && field(answer.body, 'reason') === 'not-your-office';
        if (verdict.allowed && elsewhere && room.bringsIn?.includes(command) !== true) return [];
        return faultOf(`${command} by ${person.user}`, verdict, answer);
      });
      expect(faults).toEqual([]);
    });

    it.each(further)(
      '%s',
      async (command) => {
        const of = app.system.organisation.current();
        const body = bodyOf(room, command);
        const starts = beginnings(room, walks, command);
        expect(starts).not.toEqual([]);
        for (const walk of starts) {
          const summary = room.summary(stateAfter(room, walk));
          const stage = room.stageOf(stateAfter(room, walk));
          const judged = people.map((person) => {
            const inOffice = isInOffice(summary, person, of);
            met.set(person.role, (met.get(person.role) ?? new Set()).add(inOffice ? 'own' : 'other'));
            return { person, verdict: mayCommand(room, stage, command, person, inOffice) };
          });
          // Refused ones leave the case as it is; each allowed one gets a case of its own.
          const shared = await plant(app, room, walk);
          const faults = await inTurns(judged, async ({ person, verdict }) => {
            cells.commands += 1;
            const caseId = verdict.allowed ? await plant(app, room, walk) : shared;
            const answer = await send('POST', `/api/cases/${room.type}/${caseId}/commands`, person.user, body);
            return faultOf(`${command} in ${stage} by ${person.user}`, verdict, answer);
          });
          expect(faults).toEqual([]);
        }
      },
      patienceMs,
    );
  });

  it('met cases of the own and of another office in every role', () => {
    const atBureau = (role: string): boolean =>
      postings[role as keyof typeof postings].every((one) => one === 'bureau');
    for (const role of Object.keys(postings) as (keyof typeof postings)[]) {
      const actsNowhere = role === 'auditor' || role === 'administrator';
      const wanted = actsNowhere ? ['other'] : atBureau(role) ? ['own'] : ['other', 'own'];
      expect([role, [...(met.get(role) ?? [])].toSorted()]).toEqual([role, wanted]);
    }
  });
});
