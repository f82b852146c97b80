import { type Desk, type Role, type Stamp, isRefusal, mayIssue, roles } from '#kernel';
import fc from 'fast-check';
import { type RuleBook, addHours, dayOf } from '#rules';
import { guardianshipCommands } from './commands.js';
import { type Period, inStateCare } from './periods.js';
import type { Guardianship } from './state.js';
import {
  type AnyCommand,
  type Played,
  assess,
  atNight,
  deskAt,
  flood,
  followUpsOf,
  handover,
  inCare,
  longTerm,
  play,
  recommended,
  report,
  returnable,
  returned,
  room,
  sued,
} from './walks.js';

/** Random acts on a case, legal by the stage table, at random times: whatever is accepted must keep the promises. */

type Maker = (played: Played, today: string, which: string) => AnyCommand | undefined;

const positive = { grade: 'normal', advice: 'return' } as const;

const makers: readonly Maker[] = [
  (_, __, n) => {
    const { child: _child, office: _office, area: _area, ...rest } = report();
    return { ...rest, type: 'RecordFurtherReport', reportId: n };
  },
  (_, __, n) => ({ type: 'ScreenReport', reportId: n, result: 'emergency', reasons: '急' }),
  (_, __, n) => ({ type: 'ScreenReport', reportId: n, result: 'unfounded', reasons: '不实' }),
  (_, today, n) => ({ type: 'TellReporter', reportId: n, channel: 'phone', on: today }),
  () => ({ type: 'NotifyPolice', unit: '派出所', receipt: '1号' }),
  (_, __, n) => ({
    type: 'RecordRemoval',
    removalId: n,
    reason: 'seriousInjury',
    unit: '派出所',
    policeOfficer: '陈警官',
    place: '家中',
  }),
  (_, __, n) => handover({ handoverId: n }),
  (_, __, n) => handover({ handoverId: n, ground: 'suddenEvent' }),
  () => ({ type: 'DecideTemporaryGuardianship', ground: 'seriousHarm', reasons: '安置' }),
  (_, __, n) => ({ type: 'PlaceChild', placementId: n, kind: 'relative', carer: '姑姑', reasons: '照料' }),
  ({ state }, today) => ({
    type: 'RecordPlacementVisit',
    placementId: state.own.placements.at(-1)?.placementId ?? 'none',
    visitedOn: today,
    findings: '良好',
  }),
  (_, today, n) => assess(n, today, positive),
  (_, today, n) => assess(n, today),
  (_, today, n) => ({ type: 'RecordChildView', viewId: n, heardOn: today, heardBy: 'song.yu', view: '愿意' }),
  (_, today) => ({ type: 'ConfirmGuardianFit', checkedOn: today, findings: '出院' }),
  (_, today, n) => ({
    type: 'RecordRecommendation',
    conferenceId: 'k1',
    recommendation: n === '1' ? 'revoke' : 'assist',
    ground: 'seriousHarm',
    refusedSince: today,
    reasons: '会商',
  }),
  (_, __, n) => ({ type: 'FileRevocationSuit', suitId: n, court: '法院', document: n, reasons: '起诉' }),
  (_, __, n) => ({ type: 'RecordOthersSuit', suitId: `o${n}`, plaintiff: 'relative', court: '法院', document: n }),
  ({ state }, _, n) => ({
    type: 'RecordJudgment',
    suitId: state.own.suits.at(-1)?.suitId ?? 'none',
    outcome: n === '3' ? 'dismissed' : 'revoked',
    guardian: n === '1' ? { holder: 'bureau' } : { holder: 'person', name: '姑姑' },
    document: '判决',
  }),
  () => ({ type: 'StartLongTermGuardianship', ground: 'guardianDead', document: '民1号', reasons: '死亡' }),
  (_, __, n) => ({
    type: 'RecordRestorationRequest',
    restorationId: n,
    guardian: 'mother',
    court: '法院',
    document: n,
  }),
  (_, __, n) => ({ type: 'RecordRestorationRuling', restorationId: n, restored: true, document: '判决' }),
  (_, today, n) => ({ type: 'GiveAdoptionGuidance', guidanceId: n, assessedOn: today, content: '指导' }),
  () => ({ type: 'RecordAdoption', certificate: '收养1号' }),
  (_, __, n) => ({ type: 'RequestReturn', requestId: n, askedBy: '王大', relation: '父亲', reasons: '接回' }),
  (_, __, n) => ({ type: 'RefuseReturn', requestId: n, reasons: '不予' }),
  () => ({ type: 'ReturnChild', to: 'parents', receiver: '王大', reasons: '恢复' }),
  (played, today) => ({
    type: 'RecordFollowUp',
    followUpId: followUpsOf(played)[0] ?? 'none',
    visitedOn: today,
    finding: 'well',
    findings: '正常',
  }),
  (_, today, n) => (n === '3' ? { type: 'EndGuardianship', why: 'deceased', on: today } : undefined),
  () => ({ type: 'CloseCase', reasons: '结案' }),
];

/** What officials would do to bring any case to its end, in this order of preference. */
const finishing: readonly Maker[] = [
  ({ state }) => ({
    type: 'AcceptReport',
    reportId: state.own.reports.find(({ acceptedOn }) => acceptedOn === undefined)?.reportId ?? 'none',
  }),
  ({ state }) => ({
    type: 'ScreenReport',
    reportId: state.own.reports.find(({ result }) => result === undefined)?.reportId ?? 'none',
    result: 'low',
    reasons: '低风险',
  }),
  ({ state }, today) => ({
    type: 'TellReporter',
    reportId: state.own.reports.find(({ reporterSealed, told }) => reporterSealed && !told)?.reportId ?? 'none',
    channel: 'phone',
    on: today,
  }),
  () => ({ type: 'NotifyPolice', unit: '派出所', receipt: '1号' }),
  ({ state }) => handover({ handoverId: `end-${state.shared.version}` }),
  () => ({ type: 'DecideTemporaryGuardianship', ground: 'seriousHarm', reasons: '安置' }),
  ({ state }) => ({
    type: 'RecordJudgment',
    suitId: state.own.suits.find(({ outcome }) => outcome === undefined)?.suitId ?? 'none',
    outcome: 'dismissed',
    document: '判决',
  }),
  ({ state }) => ({
    type: 'RecordRestorationRuling',
    restorationId: state.own.restorations.find(({ outcome }) => outcome === undefined)?.restorationId ?? 'none',
    restored: false,
    document: '裁判',
  }),
  ({ state }) => ({
    type: 'RefuseReturn',
    requestId: state.own.returnRequests.find(({ answer }) => answer === undefined)?.requestId ?? 'none',
    reasons: '不予',
  }),
  (_, __, n) => ({ type: 'FileRevocationSuit', suitId: `end-${n}`, court: '法院', document: '1号', reasons: '起诉' }),
  ({ state }, today) =>
    state.own.assessmentDue || (inStateCare(state.own.periods) && state.own.assessment?.positive !== true)
      ? assess(`end-${state.shared.version}`, today, positive)
      : undefined,
  ({ state }, today) =>
    state.own.childView === undefined
      ? {
          type: 'RecordChildView',
          viewId: `end-${state.shared.version}`,
          heardOn: today,
          heardBy: 'song.yu',
          view: '愿意',
        }
      : undefined,
  () => ({ type: 'ReturnChild', to: 'parents', receiver: '王大', reasons: '恢复' }),
  (played, today) => ({
    type: 'RecordFollowUp',
    followUpId: followUpsOf(played)[0] ?? 'none',
    visitedOn: today,
    finding: 'well',
    findings: '正常',
  }),
  () => ({ type: 'CloseCase', reasons: '结案' }),
  (_, today) => ({ type: 'EndGuardianship', why: 'deceased', on: today }),
];

const starts: readonly Played[] = [atNight, inCare, returnable, returned, recommended, sued, longTerm, flood].map(
  (steps) => play(steps),
);

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
  { maxLength: 40 },
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
      { numRuns: 600 },
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
