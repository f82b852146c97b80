import { inStateCare } from './periods.js';
import {
  type AnyCommand,
  type Played,
  assess,
  atNight,
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
  sued,
} from './walks.js';

/** Makes an act on the case as it stands; `which` is one of a few numbers, so that ids meet. Nothing where it has no sense. */
export type Maker = (played: Played, today: string, which: string) => AnyCommand | undefined;

const positive = { grade: 'normal', advice: 'return' } as const;

/** Acts in no order at all. */
export const makers: readonly Maker[] = [
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
export const finishing: readonly Maker[] = [
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
  ({ state }) =>
    state.own.removal === undefined ? undefined : handover({ handoverId: `end-${state.shared.version}` }),
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

/** Lives that are under way. */
export const starts: readonly Played[] = [
  atNight,
  inCare,
  returnable,
  returned,
  recommended,
  sued,
  longTerm,
  flood,
].map((steps) => play(steps));
