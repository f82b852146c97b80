import fc from 'fast-check';
import { type Role, type SharedCommand, isRefusal, roles } from '#kernel';
import { bodiesOf } from '#kernel/testing/bodies.js';
import { startingRuleBook } from '#rules';
import type { ReliefCommand } from './commands.js';
import { deskAt, everybody, room, walks } from './walks.js';

type Command = ReliefCommand | SharedCommand;
type State = typeof room.initial;

/** The case after every event of every walk. */
const states: readonly State[] = Object.values(walks).flatMap((walk) =>
  walk.reduce<readonly State[]>(
    (before, { event, stamp }) => [...before, room.evolve(before.at(-1) ?? room.initial, event, stamp)],
    [room.initial],
  ),
);

/** Ids and months of the walks, so that a body is often about something that exists. */
const words = [
  ...['p1', 'p2', 'p3', 'p9', 'mt', 'n1', 'n2', 'o1', 'a1', 'b1', 'b2', 'rc', 'm1', 'r1', 'j1', 'mc', 'mc2', 'al'],
  ...['zhang.wei', 'authorisation', '重庆市渝北区', '四川省广安市邻水县', '2026-03', '2026-09', '2026-10'],
];

const moments = ['2014-01-02 09:00', '2016-08-01 09:00', '2026-03-26 09:00', '2026-09-28 09:00', '2027-01-04 09:00'];

const isCommand = (body: unknown, name: string): body is Command =>
  room.commands[name]?.safeParse(body).success === true;

const check = (command: Command, state: State, at: string, role: Role): void => {
  const desk = deskAt(at, role, everybody);
  room.ask(command, state, desk.actor);
  room.claims(command, state);
  const decision = room.decide(command, state, desk);
  if (isRefusal(decision)) {
    expect(Object.keys(room.screen.refusals)).toContain(decision.refused);
    return;
  }
  const stamp = { occurredAt: desk.occurredAt, recordedAt: desk.now, actor: desk.actor, day: desk.today };
  for (const event of decision) {
    expect(room.events[event.type]?.safeParse(event)).toMatchObject({ success: true });
  }
  const after = decision.reduce((folded, event) => room.evolve(folded, event, stamp), state);
  room.summary(after);
  room.notices(after);
  room.clocks(after, startingRuleBook, desk.now);
  room.money?.(after, startingRuleBook, desk.now);
};

describe('whatever body passes the schema', () => {
  it.each(Object.entries(room.commands))('%s is decided or refused, never a fault', (name, schema) => {
    let decided = 0;
    fc.assert(
      fc.property(
        bodiesOf(schema, words),
        fc.constantFrom(...states),
        fc.constantFrom(...moments),
        fc.constantFrom(...roles),
        (body, state, at, role) => {
          const parsed = schema.safeParse(body);
          if (!parsed.success || !isCommand(parsed.data, name)) return;
          decided += 1;
          check(parsed.data, state, at, role);
        },
      ),
      { numRuns: 150 },
    );
    expect(decided).toBeGreaterThan(50);
  });
});
