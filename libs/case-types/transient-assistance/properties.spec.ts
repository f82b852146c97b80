import fc from 'fast-check';
import { type SharedCommand, isRefusal, mayIssue, roles } from '#kernel';
import { addDays } from '#rules';
import type { TransientCommand } from './commands.js';
import { type Transient, isMinor } from './state.js';
import {
  admit,
  arranged,
  deskAt,
  dnaAnswer,
  girlArrives,
  girlIn,
  offer,
  outreach,
  play,
  propose,
  registered,
  request,
  room,
  sign,
  unmatched,
} from './walks.js';

type Act = (today: string) => TransientCommand | SharedCommand;

const kin = { name: '亲属', relation: '父亲' };

const openings: readonly Act[] = [
  () => request(),
  () => girlArrives,
  () => request({ personId: 'girl', name: '王小花', consent: true }),
  () => request({ personId: 'lost', apparentAge: 17, consent: false, escortGround: 'minor' }),
  () => request({ capacity: 'none', consent: false, escortGround: 'incapable' }),
  () => request({ personId: 'aunt', name: '刘桂芳' }),
  (today) => outreach({ nextVisitOn: today }),
];

const acts: readonly Act[] = [
  () => ({
    type: 'RecordArrival',
    arrival: 'outreach',
    need: '天冷',
    capacity: 'full',
    consent: true,
    signs: [],
    companion: { relation: 'unrelated' },
  }),
  () => ({ type: 'EndLead', ground: 'leftArea', reasons: '离开' }),
  () => admit(),
  () => admit({ dormitory: 'women' }),
  () => admit({ dormitory: 'children', consent: false, escortGround: 'minor' }),
  () => admit({ dormitory: 'ward', place: 'hospital', capacity: 'limited' }),
  () => ({ type: 'SendToHospital', hospital: '区医院', condition: '发热' }),
  (today) => ({ type: 'RecordDischarge', dischargedOn: today, to: 'station', findings: '好转' }),
  (today) => ({ type: 'RecordDischarge', dischargedOn: today, to: 'left', findings: '自行离院' }),
  () => ({ type: 'HandToPolice', ground: 'drugs', policeStation: '派出所' }),
  () => ({ type: 'RecordPoliceOutcome', outcome: 'returned', reference: '公1' }),
  () => ({ type: 'RecordPoliceOutcome', outcome: 'kept', reference: '公2' }),
  () => ({ type: 'ReportToPolice', ground: 'trafficking', policeStation: '派出所', reference: '报1' }),
  () => ({ type: 'LinkCase', caseId: 'gi', kind: 'guardianship' }),
  () => ({ type: 'LinkCase', caseId: 'ra', kind: 'relief' }),
  () => ({ type: 'CheckIdentity', sources: ['face'], found: false }),
  () => ({ type: 'EstablishIdentity', identifiedAs: 'li', name: '李强', method: 'kin', evidence: '辨认' }),
  () => ({ type: 'EstablishIdentity', identifiedAs: 'girl', name: '王小花', method: 'kin', evidence: '辨认' }),
  () => ({ type: 'PostTracingNotice', noticeId: 'n1', channels: ['media'], photo: false, description: '特征' }),
  () => ({ type: 'RequestDna', requestId: 'd1', policeStation: '派出所' }),
  () => dnaAnswer(false),
  () => dnaAnswer(true),
  () => ({ type: 'RecordLongStay', reportNumber: '3号' }),
  () => propose,
  (today) => ({ type: 'ApproveSettlement', approvalNumber: '8号', approvedOn: today }),
  () => ({ type: 'ReturnSettlement', reasons: '补充' }),
  (today) => ({ type: 'RegisterHukou', identifiedAs: 'li', name: '渝安', hukouOffice: '派出所', registeredOn: today }),
  (today) => ({ type: 'CompleteSettlement', settledOn: today, institution: '中心', receivedBy: '周芳' }),
  () => ({ type: 'ArrangeReturn', mode: 'own', destination: '家' }),
  () => ({ type: 'ArrangeReturn', mode: 'collectedByKin', destination: '家', kin }),
  () => ({ type: 'ArrangeReturn', mode: 'escorted', receiver: 'station', destination: '华蓥', escorts: ['ye.qing'] }),
  (today) => ({ ...offer('h1'), plannedOn: today }),
  (today) => ({ type: 'RecordStationRefusal', handOverId: 'h1', refusedOn: today, reason: '不符' }),
  (today) => ({ ...offer('h2'), plannedOn: today, stationId: 'station-linshui' }),
  () => sign('ours'),
  () => sign('theirs'),
  (today) => ({ type: 'RecordReturn', returnedOn: today, receivedBy: '亲属', idCopy: true }),
  () => ({ type: 'RecordOwnDeparture', declarationSigned: true, destination: '家', cashFen: 0 }),
  (today) => ({ type: 'RecordLeaveWithoutProcedure', noticedOn: today, circumstances: '未归' }),
  () => ({ type: 'ReportMissing', circumstances: '不见' }),
  () => ({ type: 'RecordFound', place: '车站' }),
  () => ({ type: 'TerminateForFalsehood', ground: 'refusesRules', facts: '扰乱秩序', remedyText: true }),
  (today) => ({
    type: 'RecordDeath',
    diedOn: today,
    place: 'station',
    proof: { kind: 'policeFinding', reference: '1号', issuedBy: '派出所' },
  }),
  () => ({ type: 'NotifyKin', kin: '亲属', relation: '父亲', channel: 'phone', reached: true }),
  () => ({ type: 'ListBelongings', belongings: [], keptBy: 'ye.qing', witness: '叶青' }),
  (today) => ({ type: 'RecordDisposal', kind: 'cremated', disposedOn: today, reference: '9号' }),
  (today) => ({ type: 'RecordFollowUp', followedUpOn: today, means: 'phone', findings: '平安' }),
  () => ({ type: 'CloseCase', reasons: '办结' }),
];

interface Life {
  readonly before: Transient;
  readonly after: Transient;
  readonly command: TransientCommand | SharedCommand;
}

interface Start {
  readonly today: string;
  readonly state: typeof room.initial;
  readonly first?: Act;
}

const afresh = openings.map((first): Start => ({ today: '2026-01-05', state: room.initial, first }));

/** A case begins afresh, or where a long search or a return already stands. */
const starts: readonly Start[] = [
  ...afresh,
  { today: '2026-03-21', state: play(arranged).state },
  { today: '2026-05-15', state: play(unmatched).state },
  { today: '2026-06-02', state: play(registered).state },
  { today: '2026-07-02', state: play(girlIn).state },
];

/** Lives one random case: at each step one of the commands that the stage table allows now. */
const live = (from: Start, choices: readonly { readonly pick: number; readonly days: number }[]): readonly Life[] => {
  const lived: Life[] = [];
  let { today, state } = from;
  const take = (pool: readonly Act[], pick: number): void => {
    const stage = room.stageOf(state);
    const open = pool.map((act) => act(today)).filter(({ type }) => Object.hasOwn(room.stages[stage].commands, type));
    const command = open[pick % Math.max(1, open.length)];
    if (command === undefined) return;
    const role = roles.find((one) => mayIssue(room.stages, stage, command.type, one).allowed) ?? 'system';
    const desk = deskAt(`${today} 10:00`, role);
    const decision = room.decide(command, state, desk);
    if (isRefusal(decision)) return;
    const stamp = { occurredAt: desk.occurredAt, recordedAt: desk.now, actor: desk.actor, day: desk.today };
    const before = state.own;
    state = decision.reduce((folded, event) => room.evolve(folded, event, stamp), state);
    lived.push({ before, after: state.own, command });
  };
  if (from.first !== undefined) take([from.first], 0);
  for (const { pick, days } of choices) {
    today = addDays(today, days);
    take(acts, pick);
  }
  return lived;
};

const lives = fc.tuple(
  fc.constantFrom(...starts),
  fc.array(fc.record({ pick: fc.nat(1_000), days: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(120)) }), {
    maxLength: 40,
  }),
);

const holds = (rule: (life: Life) => void): void =>
  fc.assert(
    fc.property(lives, ([start, choices]) => live(start, choices).forEach(rule)),
    { numRuns: 600 },
  );

describe('whatever happens to a case', () => {
  it('comes to every stage in these lives', () => {
    const reached = new Set(
      fc
        .sample(lives, { numRuns: 3_000, seed: 11 })
        .flatMap(([start, choices]) =>
          live(start, choices).map(({ after }) => room.stageOf({ ...room.initial, own: after })),
        ),
    );
    const all = Object.keys(room.stages).filter((stage) => !['unopened', 'refused', 'withdrawn'].includes(stage));
    expect([...reached].sort()).toEqual(expect.arrayContaining(all));
  });

  it('a minor departs only with a guardianship case and the police informed, and never alone', () =>
    holds(({ before, after }) => {
      if (before.departure !== undefined || after.departure === undefined || !isMinor(before.ageGroup)) return;
      expect(['own', 'gaveUp', 'leftHospital', 'terminated']).not.toContain(after.departure.kind);
      expect(after.links.map(({ kind }) => kind)).toContain('guardianship');
      expect(after.policeReports).not.toEqual([]);
    }));

  it('who cannot look after themselves departs with somebody', () =>
    holds(({ before, after }) => {
      if (before.departure !== undefined || after.departure === undefined || before.capacity === 'full') return;
      expect(['own', 'gaveUp', 'leftHospital', 'terminated']).not.toContain(after.departure.kind);
    }));

  it('the settlement and the return are never open together, nor a settlement for somebody identified', () =>
    holds(({ after }) => {
      expect(after.settlement !== undefined && after.plan !== undefined).toBe(false);
      expect(after.settlement !== undefined && after.identity === 'established').toBe(false);
      expect(after.plan !== undefined && after.identity !== 'established').toBe(false);
    }));

  it('the person is never in the station and departed at once', () =>
    holds(({ after }) => {
      expect(after.departure !== undefined).toBe(after.whereabouts === 'away');
      expect(after.death !== undefined).toBe(after.whereabouts === 'dead');
      if (after.whereabouts === 'station') expect(after.admission).toBeDefined();
    }));

  it('a pending return is never counted as returned, and nobody is both due and excepted', () =>
    holds(({ after }) => {
      const { figures = {} } = room.summary({ ...room.initial, own: after });
      expect(figures['pending']).toBe(figures['returnDue'] === true && figures['returned'] === false);
      if (figures['returnDue'] === true) {
        expect(figures['exception']).toBe('none');
        expect(figures['returnDueOn']).toBeDefined();
      }
      expect(figures['returned'] === true && after.departure === undefined).toBe(false);
    }));

  it('nothing but what the stage table allows follows the close', () =>
    holds(({ before, after, command }) => {
      if (before.ended === undefined) return;
      expect(Object.keys(room.stages[before.ended].commands)).toContain(command.type);
      expect(after.ended).toBe(before.ended);
      expect(after.whereabouts).toBe(before.whereabouts);
    }));
});
