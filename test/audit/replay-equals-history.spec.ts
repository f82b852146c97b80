import { randomBytes, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { type CaseFile, GetCase, GetCaseHandler, type SignedIn, provenanceOf, streamOf } from '#case-desk';
import { room as guardianship, walks as guardianshipWalks } from '#case-types/guardianship-intervention/walks.js';
import { room as leads, walks as leadWalks } from '#case-types/outreach-lead/walks.js';
import { room as relief, walks as reliefWalks } from '#case-types/relief-application/walks.js';
import { room as transient, walks as transientWalks } from '#case-types/transient-assistance/walks.js';
import { room as wanderList, walks as wanderListWalks } from '#case-types/wander-risk-list/walks.js';
import { type AnyCaseType, type JsonObject, type Stamp, personalPaths, roles } from '#kernel';
import type { Happened } from '#kernel/testing/given.js';
import type { PastCaseloadRow } from '#read-models';
import { dayOf } from '#rules';
import { System } from '#system';
import { SettableClock } from '../app.js';
import { type TestDatabase, startPostgres } from '../postgres.js';

interface Planted {
  readonly room: AnyCaseType;
  readonly caseId: string;
  /** Events in the clear, with the moment each is to be recorded; some are recorded days after they happened. */
  readonly events: readonly { readonly event: { readonly type: string }; readonly stamp: Stamp }[];
  readonly late: boolean;
}

type Walks = Readonly<Record<string, readonly Happened<{ readonly type: string }>[]>>;

const cases = 500;
const instants = 30;
const seed = 20_260_914;
const rooms: readonly (readonly [AnyCaseType, Walks])[] = [
  [relief, reliefWalks],
  [guardianship, guardianshipWalks],
  [transient, transientWalks],
  [leads, leadWalks],
  [wanderList, wanderListWalks],
];
const all = rooms.flatMap(([room, walks]) => Object.values(walks).map((walk) => ({ room, walk })));

/** Somebody who may see everything: every role, at every office that has cases. */
const everyone: SignedIn = {
  user: 'audit',
  positions: roles.flatMap((role) =>
    ['bureau', 'child-centre', 'station-yubei', 'welfare-home', 'town-longxi', 'town-renhe'].map((office) => ({
      role,
      office,
    })),
  ),
};

const daysLater = (instant: string, days: number): string =>
  new Date(Date.parse(instant) + days * 86_400_000).toISOString();

const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** The same as `toEqual`, which takes long over thousands of states that are equal. */
const expectSame = (found: unknown, expected: unknown): void => {
  if (!isDeepStrictEqual(plain(found), plain(expected))) expect(found).toEqual(expected);
};

const planned = (): readonly Planted[] => {
  const lags = fc.sample(fc.array(fc.nat({ max: 7 }), { minLength: 60, maxLength: 60 }), {
    numRuns: cases,
    seed,
  });
  return lags.map((lag, index): Planted => {
    const { room, walk } = all[index % all.length] ?? { room: relief, walk: [] };
    const late = Math.floor(index / all.length) % 2 === 1;
    let recordedAt = '';
    const events = walk.map(({ event, stamp }, turn) => {
      const due = late ? daysLater(stamp.occurredAt, lag[turn % lag.length] ?? 0) : stamp.occurredAt;
      recordedAt = due > recordedAt ? due : recordedAt;
      const day = dayOf(stamp.occurredAt);
      return { event: plain(event), stamp: { ...stamp, occurredAt: stamp.occurredAt, recordedAt, day } };
    });
    return { room, caseId: randomUUID(), events, late };
  });
};

/** Puts events into the log one by one, each at its own moment, as the desk would have stored them. */
const plant = async ({ store, personal }: System, clock: SettableClock, log: readonly Planted[]): Promise<void> => {
  const byMoment = new Map<string, { readonly planted: Planted; readonly turn: number }[]>();
  for (const planted of log)
    for (const [turn, { stamp }] of planted.events.entries())
      byMoment.set(stamp.recordedAt, [...(byMoment.get(stamp.recordedAt) ?? []), { planted, turn }]);
  const sealed = new Map<string, readonly JsonObject[]>();
  for (const { room, caseId, events } of log)
    sealed.set(
      caseId,
      await personal.seal(
        events.map(({ event: { type, ...data } }) => {
          const schema = room.events[type];
          if (schema === undefined) throw new Error(`no such event: ${type}`);
          return { data, paths: personalPaths(schema), subject: `case-${caseId}` };
        }),
      ),
    );
  for (const moment of [...byMoment.keys()].sort()) {
    clock.set(moment);
    const ofCase = new Map<string, { readonly planted: Planted; readonly turns: number[] }>();
    for (const { planted, turn } of byMoment.get(moment) ?? [])
      ofCase.set(planted.caseId, { planted, turns: [...(ofCase.get(planted.caseId)?.turns ?? []), turn] });
    await Promise.all(
      [...ofCase.values()].map(({ planted: { room, caseId, events }, turns }) => {
        const commandId = randomUUID();
        return store.append(
          streamOf(room.type, caseId),
          'any',
          turns.flatMap((turn) => {
            const one = events[turn];
            if (one === undefined) return [];
            const { type } = one.event;
            return {
              type,
              schemaVersion: room.history.versions[type] ?? 1,
              data: sealed.get(caseId)?.[turn] ?? {},
              metadata: {
                actor: { ...one.stamp.actor },
                occurredAt: one.stamp.occurredAt,
                commandId,
                correlationId: commandId,
              },
            };
          }),
          { commandId },
        );
      }),
    );
  }
};

const foldedOver = ({ room }: Planted, events: Planted['events']): unknown =>
  events.reduce<unknown>((state, { event, stamp }) => room.evolve(state, event, stamp), room.initial);

const knownAt = ({ events }: Planted, instant: string): Planted['events'] =>
  events.filter(({ stamp }) => stamp.recordedAt <= instant);

describe('replay equals history', () => {
  let database: TestDatabase;
  let system: System;
  let log: readonly Planted[];

  const file = async ({ caseId }: Planted, travel: GetCase['travel']): Promise<CaseFile> => {
    const found = await new GetCaseHandler(system.desks).execute(new GetCase(caseId, everyone, travel));
    if (found === undefined) throw new Error(`not seen: ${caseId}`);
    return found;
  };
  const overAll = async (check: (planted: Planted) => Promise<void>): Promise<void> => {
    const waiting = [...log];
    const lane = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await check(next);
    };
    await Promise.all(Array.from({ length: 8 }, lane));
  };

  beforeAll(async () => {
    database = await startPostgres();
    const clock = new SettableClock('2026-01-05T00:00:00.000Z');
    // Without a worker nothing but what is planted gets into the log.
    system = await System.open({
      clock,
      settings: {
        databaseUrl: database.url,
        eventStoreUrl: database.url,
        masterKey: randomBytes(32).toString('base64'),
        sessionSecrets: [randomBytes(32).toString('hex')],
        demo: false,
      },
    });
    await system.furnish();
    await system.readModels.start();
    log = planned();
    await plant(system, clock, log);
    clock.set('2030-01-01 00:00');
    expect(await system.readModels.waitForAll(30_000)).toBe(true);
  }, 180_000);
  afterAll(async () => {
    await system.close();
    await database.stop();
  });

  it('plants cases of every room, some recorded late', () => {
    expect(new Set(log.map(({ room }) => room.type)).size).toBe(rooms.length);
    expect(log.filter(({ late }) => late).length).toBeGreaterThan(cases / 4);
  });

  it('a case as of every one of its versions is the fold of the events up to it', async () => {
    let versions = 0;
    await overAll(async (planted) => {
      for (let version = 1; version <= planted.events.length; version += 1) {
        const { folded } = await file(planted, { toVersion: version });
        expectSame(folded.state, foldedOver(planted, planted.events.slice(0, version)));
        versions += 1;
      }
    });
    expect(versions).toBe(log.reduce((sum, { events }) => sum + events.length, 0));
  }, 180_000);

  it('a case at an instant is what was known, or what had happened', async () => {
    await overAll(async (planted) => {
      const middle = planted.events[Math.floor(planted.events.length / 2)];
      const toInstant = middle?.stamp.occurredAt ?? '';
      const happened = planted.events.filter(({ stamp }) => stamp.occurredAt <= toInstant);
      const known = knownAt(planted, toInstant);
      const [recorded, occurred] = await Promise.all([
        file(planted, { toInstant, by: 'recorded' }),
        file(planted, { toInstant, by: 'occurred' }),
      ]);
      expectSame(recorded.folded.state, foldedOver(planted, known));
      const opened = happened[0] === planted.events[0] ? happened : [];
      expectSame(occurred.folded.state, foldedOver(planted, opened));
    });
  }, 180_000);

  it('the event named for a value is the last one that changed it', async () => {
    await overAll(async (planted) => {
      const values = provenanceOf(await file(planted, {})).filter(({ path }) => !/\.\d+(\.|$)/.test(path));
      const at = (state: unknown, path: string): unknown =>
        path
          .split('.')
          .reduce<unknown>(
            (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
            state,
          );
      const states = [
        planted.room.initial,
        ...planted.events.map((_, turn) => foldedOver(planted, planted.events.slice(0, turn + 1))),
      ];
      const lastChange = (path: string): number | undefined => {
        for (let version = states.length - 1; version > 0; version -= 1)
          if (at(states[version], path) !== at(states[version - 1], path)) return version;
        return undefined;
      };
      expect(Object.fromEntries(values.map(({ path, setBy }) => [path, setBy?.stored.version]))).toEqual(
        Object.fromEntries(values.map(({ path }) => [path, lastChange(path)])),
      );
    });
  }, 180_000);

  const listAt = async (instant: string): Promise<ReadonlyMap<string, PastCaseloadRow>> => {
    const { pastCaseload } = system.readModels;
    const scope = [
      { offices: system.organisation.subtree('bureau'), areas: [], types: rooms.map(([room]) => room.type) },
    ];
    const { rows } = await pastCaseload.list(scope, {}, instant, { limit: cases * 2 });
    expect(await pastCaseload.count(scope, {}, instant)).toBe(rows.length);
    const opened = await system.personal.open(rows.map(({ title }) => title as JsonObject));
    return new Map(rows.map((row, index) => [row.caseId, { ...row, title: opened[index]?.value ?? undefined }]));
  };

  /** What the list shows, folded anew in the plainest way. */
  const expectedAt = (instant: string): ReadonlyMap<string, object> =>
    new Map(
      log.flatMap((planted): [string, object][] => {
        const { room, caseId, late } = planted;
        const known = knownAt(planted, instant);
        if (known.length === 0) return [];
        const state = foldedOver(planted, known);
        const { scheme, stage, open, outcome, title, office, area, assignee, openedOn, amountFen, nextStep } =
          room.summary(state);
        const due = room
          .clocks(state, system.rules.book(), known.at(-1)?.stamp.recordedAt ?? instant)
          .filter((clock) => clock.stoppedAt === undefined && clock.state !== 'paused' && clock.nature !== 'right')
          .map(({ dueAt }) => dueAt)
          .sort()[0];
        const shown = { scheme, stage, open, outcome, title, office, area, assignee, openedOn, amountFen, nextStep };
        // Due dates follow what had happened: they are the same only where nothing was recorded late.
        return [[caseId, late ? shown : { ...shown, dueAt: open ? due : undefined }]];
      }),
    );

  it('the caseload as of any moment is the one folded from the events up to then, also after a rebuild', async () => {
    const moments = log
      .flatMap(({ events }) => events.map(({ stamp }) => Date.parse(stamp.recordedAt)))
      .sort((a, b) => a - b);
    const [first = 0, last = 0] = [moments[0], moments.at(-1)];
    const asked = fc
      .sample(fc.integer({ min: first, max: last }), { numRuns: instants, seed })
      .map((at) => new Date(at).toISOString());
    const check = async (): Promise<void> => {
      for (const instant of asked) {
        const expected = expectedAt(instant);
        const found = await listAt(instant);
        expect({ instant, cases: [...found.keys()].sort() }).toEqual({ instant, cases: [...expected.keys()].sort() });
        for (const [caseId, row] of expected) {
          const shown = found.get(caseId);
          const asked = Object.keys(row).map((name) => [name, shown && Reflect.get(shown, name)]);
          expectSame({ instant, ...Object.fromEntries(asked) }, { instant, ...row });
        }
      }
    };
    await check();
    await system.readModels.rebuild();
    await check();
  }, 180_000);
});
