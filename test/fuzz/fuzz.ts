import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { categoryOf, streamOf } from '#case-desk';
import { demoAccounts, demoPassword } from '#identity';
import { type AnyCaseType, type JsonObject, type Role, personalPaths, sharedCommandNames } from '#kernel';
import { bodiesOf } from '#kernel/testing/bodies.js';
import type { Happened } from '#kernel/testing/given.js';
import { type TestApp, startApp } from '../app.js';

export interface FuzzedRoom {
  readonly room: AnyCaseType;
  readonly walks: Readonly<Record<string, readonly Happened<{ readonly type: string }>[]>>;
  /** Ids that the walks know, so that bodies meet them. */
  readonly words: readonly string[];
  /** Also the acts that every case shares; once over all rooms is enough. */
  readonly sharedActs?: boolean;
}

const bodiesPerCommand = 2_000;
const atOnce = 32;
const pooledCases = 16;
const agent = new Agent({ keepAlive: true, maxSockets: pooledCases });
const offices = ['town-longxi', 'village-longxi-01', 'bureau', 'child-centre', 'station-yubei', 'welfare-home'];
const now = '2027-06-01 09:00';

/** Anything at all in place of a field, and whole bodies that are no command. */
const wild = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(valid, fc.jsonValue(), fc.nat(), fc.nat(9)).map(([body, other, place, kind]) => {
    if (kind === 0 || typeof body !== 'object' || body === null) return other;
    const names = Object.keys(body);
    const name = names[place % Math.max(1, names.length)] ?? 'further';
    return kind < 3 ? { ...body, [`x${name}`]: other } : { ...body, [name]: other };
  });

type Walk = readonly Happened<{ readonly type: string }>[];

/** The shortest beginnings of the walks after which the stage allows the command. */
const beginnings = ({ room, walks }: FuzzedRoom, command: string): readonly Walk[] =>
  Object.values(walks).flatMap((walk) => {
    let state: unknown = room.initial;
    for (const [index, { event, stamp }] of walk.entries()) {
      state = room.evolve(state, event, stamp);
      if (room.stages[room.stageOf(state)]?.commands[command] !== undefined) return [walk.slice(0, index + 1)];
    }
    return [];
  });

class Fuzz {
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly app: TestApp,
    private readonly fuzzed: FuzzedRoom,
  ) {}

  /** Somebody who may issue the command there, or anybody where nobody but the system may. */
  async token(allowed: readonly Role[]): Promise<string> {
    const account =
      demoAccounts.find(({ role, office }) => allowed.includes(role) && offices.includes(office)) ?? demoAccounts[0];
    const userId = account?.userId ?? '';
    const known = this.tokens.get(userId);
    if (known !== undefined) return known;
    const answer = await this.post('/api/session', JSON.stringify({ user: userId, password: demoPassword }));
    if (answer.status !== 200) throw new Error(`${userId} cannot sign in: ${answer.status}`);
    const { token } = JSON.parse(answer.text) as { token: string };
    this.tokens.set(userId, token);
    return token;
  }

  private async post(
    path: string,
    payload: string,
    token?: string,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.app.url}${path}`, { method: 'POST', agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.once('error', reject).once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      sent.once('error', reject).end(payload);
    });
  }

  /** A case as the walk left it, put into the log as the desk would have stored it. */
  async plant(walk: Walk): Promise<string> {
    const { room } = this.fuzzed;
    const { store, personal } = this.app.system;
    const caseId = randomUUID();
    const sealed = await personal.seal(
      walk.map(({ event: { type, ...data } }) => ({
        data: JSON.parse(JSON.stringify(data)) as JsonObject,
        paths: personalPaths(room.events[type] ?? room.events['NoteAdded'] ?? fail(type)),
        subject: `case-${caseId}`,
      })),
    );
    const commandId = randomUUID();
    await store.append(
      streamOf(room.type, caseId),
      'none',
      walk.map(({ event: { type }, stamp }, index) => ({
        type,
        schemaVersion: room.history.versions[type] ?? 1,
        data: sealed[index] ?? {},
        metadata: { actor: { ...stamp.actor }, occurredAt: stamp.occurredAt, commandId, correlationId: commandId },
      })),
      { commandId },
    );
    return caseId;
  }

  /** All but what the worker does by itself meanwhile. */
  async stored(): Promise<number> {
    const { rows } = await this.app.system.pool.query<{ count: string }>(
      `SELECT count(*) FROM log.events WHERE split_part(stream, '-', 1) = $1
         AND metadata->'actor'->>'role' <> 'system'`,
      [categoryOf(this.fuzzed.room.type)],
    );
    return Number(rows[0]?.count);
  }

  /** @returns how many were taken; throws with the first body that was answered by a fault, or that was stored though refused */
  async command(command: string): Promise<number> {
    const { room, words } = this.fuzzed;
    const opening = room.opening.includes(command);
    const schema = room.commands[command] ?? fail(command);
    const starts = opening ? [[]] : beginnings(this.fuzzed, command);
    if (starts.length === 0) throw new Error(`no walk leads to ${command}`);
    const start = (turn: number): Walk => starts[turn % starts.length] ?? [];
    const stage = room.stageOf(
      start(0).reduce<unknown>((state, { event, stamp }) => room.evolve(state, event, stamp), room.initial),
    );
    const token = await this.token(room.stages[stage]?.commands[command] ?? []);
    const valid = bodiesOf(schema, words);
    const bodies = fc.sample(fc.oneof({ weight: 3, arbitrary: valid }, { weight: 2, arbitrary: wild(valid) }), {
      numRuns: bodiesPerCommand,
      seed: 20_260_914,
    });
    let planted = 0;
    const fresh = async (): Promise<string> => this.plant(start((planted += 1)));
    const pool = opening ? [] : await Promise.all(Array.from({ length: pooledCases }, fresh));
    let expected = await this.stored();
    let taken = 0;
    const send = async (body: unknown, turn: number): Promise<void> => {
      const slot = turn % pooledCases;
      const url = opening ? `/api/cases/${room.type}` : `/api/cases/${room.type}/${pool[slot] ?? ''}/commands`;
      const payload = JSON.stringify(
        typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, type: command } : body,
      );
      const answer = await this.post(url, payload, token);
      if (answer.status < 300) {
        const { events } = JSON.parse(answer.text) as { events: readonly object[] };
        expected += events.length;
        taken += 1;
        if (opening || events.length === 0) return;
        const next = start((planted += 1));
        pool[slot] = await this.plant(next);
        expected += next.filter(({ stamp }) => stamp.actor.role !== 'system').length;
        return;
      }
      if (answer.status >= 500 || typeof (JSON.parse(answer.text) as { reason?: unknown }).reason !== 'string')
        throw new Error(`${command}: ${answer.status} ${answer.text.slice(0, 300)} to ${payload.slice(0, 600)}`);
    };
    for (let begin = 0; begin < bodies.length; begin += atOnce) {
      // Within one round every request meets a case of its own where it can, so that answers do not hide each other.
      const round = bodies.slice(begin, begin + atOnce);
      for (let part = 0; part < round.length; part += pooledCases)
        await Promise.all(round.slice(part, part + pooledCases).map((body, turn) => send(body, turn)));
    }
    const stored = await this.stored();
    if (stored !== expected) throw new Error(`${command}: ${stored} events stored where ${expected} were answered`);
    return taken;
  }
}

const fail = (what: string): never => {
  throw new Error(`no such thing in the room: ${what}`);
};

/** 2,000 bodies for every command of the room: never a fault, nothing stored of what was refused. */
export const fuzzRoom = (fuzzed: FuzzedRoom): void => {
  const { room, sharedActs = false } = fuzzed;
  const shared: ReadonlySet<string> = new Set(sharedCommandNames);
  const commands = Object.keys(room.commands).filter((name) => sharedActs || !shared.has(name));

  describe(`bodies made from the schemas of ${room.type}`, () => {
    let app: TestApp;
    let fuzz: Fuzz;
    let taken = 0;

    beforeAll(async () => {
      app = await startApp(now);
      fuzz = new Fuzz(app, fuzzed);
    });
    afterAll(() => app.stop());

    it.each(commands)(
      '%s',
      async (command) => {
        taken += await fuzz.command(command);
      },
      300_000,
    );

    it('took some of them: the bodies are not all nonsense', () => {
      expect(taken).toBeGreaterThan(commands.length);
    });
  });
};
