import { type Desk, type Role, type Stamp, isRefusal, mayIssue, roles } from '#kernel';
import fc from 'fast-check';
import { type RuleBook, addHours, dayOf } from '#rules';
import { guardianshipCommands } from './commands.js';
import { type Period, inStateCare } from './periods.js';
import type { Guardianship } from './state.js';
import { finishing, makers, starts } from './random-acts.js';
import { type AnyCommand, type Played, deskAt, room } from './walks.js';

const rolesTried: readonly Role[] = ['childProtectionOfficer', 'bureauLeader'];

const allowedRole = (played: Played, command: AnyCommand): Role | undefined =>
  rolesTried.find((role) => mayIssue(room.stages, room.stageOf(played.state), command.type, role).allowed);

const deskThen = (occurredAt: string, role: Role): Desk<RuleBook> => ({
  ...deskAt('2026-09-14 09:00', role),
  now: occurredAt,
  occurredAt,
  today: dayOf(occurredAt),
});

const stampOf = (desk: Desk<RuleBook>): Stamp => ({
  occurredAt: desk.occurredAt,
  recordedAt: desk.now,
  actor: desk.actor,
  day: desk.today,
});

const leavesStateCare: readonly string[] = [
  'ChildReturned',
  'GuardianAppointed',
  'GuardianshipRestored',
  'AdoptionRecorded',
  'GuardianshipEnded',
];

const covers = (periods: readonly Period[], from: string, to: string | undefined): boolean => {
  const care = periods.filter(({ kind }) => kind === 'temporary' || kind === 'longTerm');
  const first = care.find((period) => (period.from ?? '') <= from && (period.to === undefined || from <= period.to));
  if (first === undefined) return false;
  let end = first.to;
  for (const period of care) if (end !== undefined && period.from === end) end = period.to;
  return end === undefined || (to !== undefined && to <= end);
};

const keepsPromises = ({ periods, placements }: Guardianship): void => {
  periods.forEach((period, index) => {
    const next = periods[index + 1];
    if (next !== undefined) expect([period.to, next.from]).toEqual([next.from, period.to ?? 'open']);
    if (period.from !== undefined && period.to !== undefined) expect(period.from <= period.to).toBe(true);
  });
  expect(placements.filter(({ to }) => to === undefined).length).toBeLessThanOrEqual(1);
  for (const { from, to } of placements) expect(covers(periods, from, to)).toBe(true);
};

const nothingIsOpen = (before: Guardianship): void => {
  expect(inStateCare(before.periods)).toBe(false);
  expect(before.removal).toBeUndefined();
  expect(before.reports.filter(({ result }) => result === undefined)).toEqual([]);
  expect(before.reports.filter(({ reporterSealed, told }) => reporterSealed && !told)).toEqual([]);
  expect(before.suits.filter(({ outcome }) => outcome === undefined)).toEqual([]);
  expect(before.returnRequests.filter(({ answer }) => answer === undefined)).toEqual([]);
  expect(before.followUps.filter(({ visitedOn }) => visitedOn === undefined)).toEqual([]);
};

interface Taken {
  readonly before: Guardianship;
  readonly after: Played;
  readonly desk: Desk<RuleBook>;
  readonly types: readonly string[];
}

/** The case after the act; undefined when nobody may do it now, or it is refused, or adds nothing. */
const take = (played: Played, command: AnyCommand | undefined, occurredAt: string): Taken | undefined => {
  const role = command === undefined ? undefined : allowedRole(played, command);
  if (command === undefined || role === undefined) return undefined;
  const desk = deskThen(occurredAt, role);
  const decision = room.decide(command, played.state, desk);
  if (isRefusal(decision) || decision.length === 0) return undefined;
  const stamp = stampOf(desk);
  return {
    before: played.state.own,
    after: {
      events: [...played.events, ...decision.map((event) => ({ event, stamp }))],
      state: decision.reduce((state, event) => room.evolve(state, event, stamp), played.state),
    },
    desk,
    types: decision.map(({ type }) => type),
  };
};

const repeatedAdds = ({ after, desk }: Taken, command: AnyCommand): unknown => {
  if (!mayIssue(room.stages, room.stageOf(after.state), command.type, desk.actor.role).allowed) return [];
  const decision = room.decide(command, after.state, desk);
  return isRefusal(decision) ? [] : decision;
};

const lastInstant = ({ events }: Played): string =>
  events.reduce((last, { stamp }) => (stamp.occurredAt > last ? stamp.occurredAt : last), '');

const checked = (taken: Taken): void => {
  const { before, after, types } = taken;
  keepsPromises(after.state.own);
  if (inStateCare(before.periods) && !inStateCare(after.state.own.periods))
    expect(types.some((type) => leavesStateCare.includes(type))).toBe(true);
  if (types.includes('ChildReturned')) {
    expect(before.assessment?.positive === true || before.guardianFit !== undefined).toBe(true);
    if (before.opened?.child.personId === 'c1') expect(before.childView).toBeDefined();
  }
  if (types.includes('CaseClosed')) nothingIsOpen(before);
};

/** Brings the case to its end; answers the stage in which nothing more could be done. */
const finished = (start: Played): string => {
  let played = start;
  for (let round = 0; round < 80; round += 1) {
    const occurredAt = addHours(lastInstant(played), 1);
    const taken = finishing
      .map((maker) => take(played, maker(played, dayOf(occurredAt), String(round)), occurredAt))
      .find((one) => one !== undefined);
    if (taken === undefined) break;
    checked(taken);
    played = taken.after;
  }
  return room.stageOf(played.state);
};

const acts = fc.array(
  fc.tuple(fc.nat(makers.length - 1), fc.constantFrom('1', '2', '3'), fc.integer({ min: -48, max: 24 * 30 })),
  { minLength: 20, maxLength: 40 },
);

const wander = (
  start: Played,
  chosen: readonly (readonly [number, string, number])[],
  seen: (taken: Taken, command: AnyCommand) => void,
): Played => {
  let played = start;
  for (const [maker, which, hours] of chosen) {
    const occurredAt = addHours(lastInstant(played), hours);
    const command = makers[maker]?.(played, dayOf(occurredAt), which);
    const taken = take(played, command, occurredAt);
    if (command === undefined || taken === undefined) continue;
    seen(taken, command);
    played = taken.after;
  }
  return played;
};

describe('guardianship under random acts', () => {
  it('leaves no gap and no overlap, returns nobody unassessed or unheard, closes nothing open', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom(...starts), acts, (start, chosen) => {
        const played = wander(start, chosen, (taken, command) => {
          accepted += 1;
          checked(taken);
          expect(repeatedAdds(taken, command)).toEqual([]);
        });
        expect(JSON.stringify(played)).not.toContain('校医李老师');
      }),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(1_000);
  });

  it('can always be brought to its end', () => {
    fc.assert(
      fc.property(fc.constantFrom(...starts), acts, (start, chosen) => {
        expect(finished(wander(start, chosen, () => undefined))).toBe('closed');
      }),
      { numRuns: 300 },
    );
  });

  it('accepts nothing of this room once the case is closed', () => {
    for (const type of Object.keys(guardianshipCommands))
      for (const role of roles) expect(mayIssue(room.stages, 'closed', type, role).allowed).toBe(false);
  });
});
