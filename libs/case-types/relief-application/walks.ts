import {
  type Actor,
  type Desk,
  type Facts,
  type Role,
  type SharedCommand,
  type SharedEvent,
  type Shared,
  type Stamp,
  isRefusal,
  noFacts,
  withSharedActs,
} from '#kernel';
import { type RuleBook, addHours, dayOf, startOfDay, startingRuleBook } from '#rules';
import type { ReliefCommand } from './commands.js';
import type { ReliefEvent } from './events.js';
import { reliefApplication } from './index.js';
import { withdrawable } from './stages.js';
import type { Relief } from './state.js';

/** The room with the shared acts in front, as the desk uses it. */
export const room = withSharedActs(reliefApplication, withdrawable);

export interface Step {
  readonly at: string;
  readonly command: ReliefCommand | SharedCommand;
  readonly role?: Role;
  readonly facts?: Facts;
}

export interface Played {
  readonly events: readonly { readonly event: ReliefEvent | SharedEvent; readonly stamp: Stamp }[];
  readonly state: Shared<Relief>;
}

const usersOf: Readonly<Partial<Record<Role, string>>> = { bureauLeader: 'yang.liu', townLeader: 'chen.hong' };

const actorFor = (role: Role): Actor => ({
  user: usersOf[role] ?? 'zhang.wei',
  role,
  office: role.startsWith('bureau') ? 'bureau' : 'town-longxi',
});

/** `2026-09-14 09:00` in Asia/Shanghai. */
const instant = (at: string): string => {
  const [day = '', time = '00:00'] = at.split(' ');
  const [hour = '0', minute = '00'] = time.split(':');
  return addHours(startOfDay(day), Number(hour)).replace(':00:00.', `:${minute}:00.`);
};

export const deskAt = (
  at: string,
  role: Role,
  facts: Facts = noFacts,
  rules: RuleBook = startingRuleBook,
): Desk<RuleBook> => ({
  caseId: 'case-1',
  now: instant(at),
  occurredAt: instant(at),
  today: dayOf(instant(at)),
  actor: actorFor(role),
  rules,
  facts,
});

/** Plays the steps one after the other; every one of them must be accepted. */
export const play = (steps: readonly Step[], before: Played = { events: [], state: room.initial }): Played =>
  steps.reduce<Played>((played, { at, command, role = 'townOfficer', facts = everybody }) => {
    const desk = deskAt(at, role, facts);
    const decision = room.decide(command, played.state, desk);
    if (isRefusal(decision))
      throw new Error(`${command.type}: ${decision.refused} ${JSON.stringify(decision.detail ?? {})}`);
    const stamp: Stamp = { occurredAt: desk.occurredAt, recordedAt: desk.now, actor: desk.actor, day: desk.today };
    return {
      events: [...played.events, ...decision.map((event) => ({ event, stamp }))],
      state: decision.reduce((state, event) => room.evolve(state, event, stamp), played.state),
    };
  }, before);

export const everybody: Facts = {
  persons: {
    p1: { personId: 'p1', registered: true, bornOn: '1980-01-15' },
    p2: { personId: 'p2', registered: true, bornOn: '1982-03-03' },
    p3: { personId: 'p3', registered: true, bornOn: '2012-05-05' },
    p9: { personId: 'p9', registered: true, bornOn: '2026-09-01' },
  },
  latePapers: {},
  uploads: {
    e1: { caseId: 'case-1', mediaType: 'image/jpeg', bytes: 1000, sha256: 'a'.repeat(64) },
    e2: { caseId: 'case-1', mediaType: 'image/jpeg', bytes: 1200, sha256: 'b'.repeat(64) },
  },
};

type Lodge = Extract<ReliefCommand, { type: 'LodgeApplication' }>;

export const lodge = (more: Partial<Lodge> = {}): Lodge => ({
  type: 'LodgeApplication',
  scheme: 'dibao',
  channel: 'counter',
  office: 'town-longxi',
  area: 'village-longxi-01',
  settlement: 'urban',
  applicant: { personId: 'p1', name: '王小明' },
  members: [
    { personId: 'p2', name: '李芳', relation: 'spouse', hukouRegion: '重庆市渝北区', hukouKind: 'urban' },
    { personId: 'p3', name: '王一', relation: 'child', hukouRegion: '四川省邻水县', hukouKind: 'rural' },
  ],
  reason: '收入低',
  ...more,
});

const calculate = (persons: readonly string[], totalFen: number): ReliefCommand => ({
  type: 'CalculateBenefit',
  request: {
    scheme: 'dibao',
    household: {
      members: persons.map((personId, index) => ({
        personId,
        relation: index === 0 ? 'applicant' : 'child',
        incomes: index === 0 ? [{ kind: 'pension', amountFen: totalFen, months: 1 }] : [],
        disability: undefined,
        groups: [],
        ableToWork: false,
      })),
      expenses: [],
      assetsWithinRule: true,
      incomeMonth: '2026-08',
    },
  },
});

const day = (at: string, command: ReliefCommand | SharedCommand, role?: Role): Step => ({
  at,
  command,
  ...(role === undefined ? {} : { role }),
});

const accepted: readonly Step[] = [
  day('2026-09-14 09:00', lodge()),
  day('2026-09-14 09:10', { type: 'RequestSupplement', items: [{ paper: 'authorisation', why: '未签字' }] }),
  day('2026-09-14 09:20', { type: 'ReceiveSupplement', papers: ['authorisation'] }),
  day('2026-09-14 09:30', { type: 'AuthoriseMeansTest', signedBy: ['p1', 'p2'], signedOn: '2026-09-14' }),
  day('2026-09-14 09:40', { type: 'AcceptApplication' }),
];

const investigated: readonly Step[] = [
  ...accepted,
  day('2026-09-15 09:00', { type: 'RequestMeansTest', requestId: 'mt', sources: ['tax'], purpose: '低保核对' }),
  day('2026-09-15 10:00', {
    type: 'RecordMeansTestResult',
    requestId: 'mt',
    outcome: 'discrepant',
    findings: '有出入',
  }),
  day('2026-09-15 11:00', { type: 'ContestMeansTest', requestId: 'mt', reasons: '车辆已报废' }),
  day('2026-09-15 12:00', {
    type: 'RecordNeighbourInquiry',
    inquiredOn: '2026-09-15',
    informants: 2,
    findings: '属实',
  }),
  day('2026-09-15 13:00', {
    type: 'RecordHomeVisit',
    officers: ['zhang.wei', 'li.na'],
    visitedOn: '2026-09-15',
    signedBy: 'p1',
    findings: '属实',
  }),
  day('2026-09-15 14:00', calculate(['p1', 'p2', 'p3'], 120_000)),
];

const noticed: readonly Step[] = [
  ...investigated,
  day('2026-09-15 15:00', { type: 'GiveReviewOpinion', opinion: 'grant', reasons: '符合' }),
  day('2026-09-15 16:00', { type: 'PostPublicNotice', noticeId: 'n1' }),
];

const deciding: readonly Step[] = [...noticed, day('2026-09-23 09:00', { type: 'EndPublicNotice', noticeId: 'n1' })];

const granted: readonly Step[] = [
  ...deciding,
  day('2026-09-23 10:00', { type: 'ConfirmGrant', reviewClass: 'unstable' }, 'bureauLeader'),
  day('2026-09-24 10:00', {
    type: 'DeliverDecision',
    deliveredOn: '2026-09-24',
    channel: 'inPerson',
    remedyText: true,
  }),
];

const refusedCase: readonly Step[] = [
  ...accepted,
  day('2026-09-16 09:00', { type: 'GiveReviewOpinion', opinion: 'refuse', reasons: '收入高' }),
  day('2026-09-16 10:00', { type: 'SubmitFile' }),
  day('2026-09-16 11:00', { type: 'RefuseGrant', ground: 'incomeAboveStandard', reasons: '收入高' }, 'bureauLeader'),
  day('2026-09-17 09:00', { type: 'DeliverRefusal', deliveredOn: '2026-09-17', channel: 'post', remedyText: true }),
  day('2026-10-09 09:00', { type: 'RequestAdminReview', reviewId: 'r1', requestedOn: '2026-10-09', grounds: '不服' }),
];

const emergency: readonly Step[] = [
  day(
    '2026-03-02 22:40',
    lodge({
      scheme: 'temporaryRelief',
      kind: 'emergency',
      channel: 'committee',
      members: [],
      incident: { place: '3栋', cause: 'fire' },
    }),
    'committeeOfficer',
  ),
  day('2026-03-02 22:45', {
    type: 'PayFirstRelief',
    advanceId: 'a1',
    amountFen: 50_000,
    method: 'cash',
    reason: '安置',
  }),
  day('2026-03-02 22:50', { type: 'HandUpApplication', papers: ['application'] }, 'committeeOfficer'),
  day('2026-03-03 09:00', { type: 'ApproveFurtherAdvance', officer: 'zhang.wei', reason: '紧急' }, 'townLeader'),
  day('2026-03-03 09:00', {
    type: 'HandOverToEmergencyManagement',
    items: [{ item: 'housing', description: '重建' }],
    reference: '应急1号',
  }),
  day('2026-03-25 09:00', { type: 'OpenAccountability', advanceId: 'a1' }, 'system'),
  day('2026-03-26 09:00', { type: 'CompleteFirstReliefPapers', advanceId: 'a1', papers: ['fireReport'] }),
  day('2026-03-26 09:30', { type: 'AcceptApplication' }),
  day('2026-03-26 10:00', {
    type: 'CalculateBenefit',
    request: {
      scheme: 'temporaryRelief',
      kind: 'emergency',
      persons: 1,
      perCapitaIncomeFen: 0,
      necessarySpendingFen: 500_000,
      alreadyPaidFen: 50_000,
    },
  }),
  day('2026-03-26 11:00', { type: 'GiveReviewOpinion', opinion: 'grant', reasons: '属实' }),
  day('2026-03-26 12:00', { type: 'SubmitFile' }),
  day('2026-03-26 13:00', { type: 'ReturnFile', reasons: '补照片' }, 'townLeader'),
  day('2026-03-26 14:00', { type: 'GiveReviewOpinion', opinion: 'grant', reasons: '属实' }),
  day('2026-03-26 15:00', { type: 'SubmitFile' }),
  day('2026-03-26 16:00', { type: 'ConfirmGrant' }, 'bureauLeader'),
  day('2026-03-27 09:00', { type: 'ProducePayment', month: '2026-03', batchId: 'b1' }, 'paymentOfficer'),
  day(
    '2026-03-27 10:00',
    { type: 'ReturnPayment', month: '2026-03', batchId: 'b1', ground: 'nameMismatch' },
    'paymentOfficer',
  ),
  day('2026-03-28 09:00', { type: 'ProducePayment', month: '2026-03', batchId: 'b2' }, 'paymentOfficer'),
  day(
    '2026-03-28 10:00',
    { type: 'RecordPayment', month: '2026-03', batchId: 'b2', paidOn: '2026-03-28' },
    'paymentOfficer',
  ),
  day('2026-03-29 10:00', { type: 'ReconcilePayment', month: '2026-03', batchId: 'b2' }, 'paymentOfficer'),
  day('2026-03-30 10:00', { type: 'CloseCase', reasons: '已发放' }, 'townLeader'),
];

const disability: readonly Step[] = [
  day('2026-05-06 09:00', lodge({ scheme: 'disabilityAllowance', members: [] })),
  day('2026-05-06 10:00', { type: 'AcceptApplication' }),
  day('2026-05-06 11:00', {
    type: 'CalculateBenefit',
    request: {
      scheme: 'disabilityAllowance',
      personId: 'p1',
      disability: { kind: 'physical', level: 1 },
      lowIncome: true,
      otherCareBenefit: false,
    },
  }),
  day('2026-05-06 12:00', { type: 'GiveReviewOpinion', opinion: 'grant', reasons: '符合' }),
];

const check = (more: Partial<Extract<ReliefCommand, { type: 'RequestMutualCheck' }>> = {}): ReliefCommand => ({
  type: 'RequestMutualCheck',
  checkId: 'mc',
  region: '四川省广安市邻水县',
  counterpartOffice: '邻水县民政局',
  persons: ['p1', 'p3'],
  purpose: '急难救助重复救助核查',
  consent: { signedBy: ['p1'], signedOn: '2026-03-02' },
  expiresOn: '2026-03-31',
  ...more,
});

/** A family of another region meets with an accident here: this office leads, the other region is asked. */
const otherRegion: readonly Step[] = [
  day(
    '2026-03-02 22:40',
    lodge({
      scheme: 'temporaryRelief',
      kind: 'emergency',
      applicant: { personId: 'p1', name: '王小明', hukouRegion: '四川省广安市邻水县' },
      incident: { place: '渝邻高速', cause: 'accident' },
      bundleId: 'bundle-1',
    }),
  ),
  day('2026-03-02 22:41', { type: 'LinkCase', caseId: 'case-2', kind: 'bundle' }),
  day('2026-03-02 22:45', check()),
  day('2026-03-02 22:46', check({ checkId: 'mc2' })),
  day('2026-03-02 23:00', { type: 'AcceptApplication' }),
  day('2026-03-20 09:00', {
    type: 'RecordMutualCheckReply',
    checkId: 'mc',
    found: 'duplicateAid',
    content: '3月3日已发放临时救助',
  }),
  day('2026-03-20 10:00', { type: 'VerifyDuplicateAid', alertId: 'mc', confirmed: false, findings: '系另一事由' }),
  day('2026-03-21 09:00', {
    type: 'ReportDuplicateAid',
    alertId: 'al',
    region: '四川省广安市邻水县',
    counterpartOffice: '邻水县民政局',
    persons: ['p1'],
    content: '已在邻水享受低保',
  }),
  day('2026-04-01 09:00', { type: 'ExpireMutualCheck', checkId: 'mc' }),
];

const forChild = (hukouRegion: string): Lodge =>
  lodge({
    scheme: 'childBenefit',
    channel: 'onBehalf',
    applicant: { personId: 'p3', name: '王一', hukouRegion },
    members: [],
    representative: { name: '李奶奶', relation: '祖母' },
    reason: '父亲死亡,母亲失联',
  });

/** A child whose hukou is here: records checked, no notice, decided by the bureau. */
const childHere: readonly Step[] = [
  day('2026-10-10 09:00', forChild('重庆市渝北区')),
  day('2026-10-10 10:00', { type: 'AcceptApplication' }),
  day('2026-10-12 09:00', {
    type: 'RecordDocumentsCheck',
    checkedOn: '2026-10-12',
    records: ['civilAffairs', 'police'],
    outcome: 'complete',
    findings: '父亲死亡证明属实,母亲失联已登记',
  }),
  day('2026-10-12 10:00', {
    type: 'CalculateBenefit',
    request: { scheme: 'childBenefit', personId: 'p3', parents: ['dead', 'missing'], form: 'dispersed' },
  }),
  day('2026-10-12 11:00', { type: 'GiveReviewOpinion', opinion: 'grant', reasons: '符合' }),
  day('2026-10-12 12:00', { type: 'SubmitFile' }),
  day('2026-10-20 09:00', { type: 'ConfirmGrant' }, 'bureauLeader'),
];

/** A child whose hukou is elsewhere: accepted here, decided there, told here (川渝通办). */
const childElsewhere: readonly Step[] = [
  day('2026-10-10 09:00', forChild('四川省广安市华蓥市')),
  day('2026-10-10 10:00', { type: 'AcceptApplication' }),
];

const forward = (at: string): Step =>
  day(at, {
    type: 'ForwardToHukouOffice',
    counterpartOffice: '华蓥市双河街道办事处',
    reference: '川渝通办2026-1',
    papers: ['application', 'deathCertificate'],
  });

const hukouAnswer = (
  at: string,
  outcome: Extract<ReliefCommand, { type: 'RecordHukouOfficeAnswer' }>['outcome'],
): Step => day(at, { type: 'RecordHukouOfficeAnswer', outcome, answeredOn: at.slice(0, 10), content: '答复' });

const shared: readonly Step[] = [
  ...accepted,
  day('2026-09-15 09:00', { type: 'AssignCase', assignee: 'li.na' }),
  day('2026-09-15 09:01', { type: 'HandOverCase', toOffice: 'town-renhe', reason: '迁居' }),
  day('2026-09-15 09:02', { type: 'AddNote', text: '备注' }),
  day('2026-09-15 09:03', {
    type: 'AttachEvidence',
    evidenceId: 'e1',
    kind: 'photo',
    name: '住房照片',
    mediaType: 'image/jpeg',
    bytes: 1000,
    sha256: 'a'.repeat(64),
  }),
  day('2026-09-15 09:04', {
    type: 'SupersedeEvidence',
    supersedes: 'e1',
    reason: '模糊',
    evidenceId: 'e2',
    kind: 'photo',
    name: '住房照片2',
    mediaType: 'image/jpeg',
    bytes: 1200,
    sha256: 'b'.repeat(64),
  }),
  day('2026-09-15 09:04', { type: 'WithdrawEvidence', evidenceId: 'e2', reason: '放错案件' }),
  day('2026-09-15 09:05', { type: 'LinkCase', caseId: 'case-2', kind: 'bundle' }),
  day('2026-09-15 09:06', { type: 'UnlinkCase', caseId: 'case-2', reason: '误关联' }),
  day('2026-09-15 09:07', { type: 'RaiseFlag', flag: 'urgent', note: '急' }),
  day('2026-09-15 09:08', { type: 'ClearFlag', flag: 'urgent' }),
  day('2026-09-15 09:09', {
    type: 'CallCaseConference',
    conferenceId: 'c1',
    topic: '疑难',
    members: ['zhang.wei', 'zhou.min'],
    on: '2026-09-16',
  }),
  day('2026-09-16 09:00', {
    type: 'RecordCaseConference',
    conferenceId: 'c1',
    opinions: [{ member: 'zhou.min', opinion: '同意' }],
    resolution: '从宽',
  }),
  day(
    '2026-09-16 09:01',
    { type: 'IssueSupervision', supervisionId: 's1', text: '抓紧', answerBy: '2026-09-18' },
    'bureauLeader',
  ),
  day('2026-09-16 09:02', { type: 'AnswerSupervision', supervisionId: 's1', text: '已安排' }),
  day(
    '2026-09-16 09:03',
    { type: 'VerifySupervision', supervisionId: 's1', accepted: true, text: '好' },
    'bureauLeader',
  ),
  day('2026-09-16 09:04', { type: 'ExtendDeadline', clock: 'decision', reason: '外省未回复' }, 'bureauLeader'),
  day('2026-09-16 09:05', { type: 'RecordNotice', about: 'DeadlineExtended', channel: 'phone', on: '2026-09-16' }),
  day('2026-09-16 09:06', { type: 'CorrectEntry', version: 1, field: 'reason', correction: '更正', reason: '笔误' }),
];

const handedOver = (events: Played['events']): Played['events'] => {
  const last = events.at(-1);
  if (last === undefined) return events;
  return [
    ...events,
    { event: { type: 'HandOverAccepted', fromOffice: 'town-longxi', toOffice: 'town-renhe' }, stamp: last.stamp },
    { event: { type: 'HandOverRefused', toOffice: 'town-renhe', reason: '不在辖区' }, stamp: last.stamp },
    { event: { type: 'PublicNoticeTakenDown', noticeId: 'n1', why: '更正' }, stamp: last.stamp },
  ];
};

const rehearsed = (steps: readonly Step[]): Played['events'] => play(steps).events;

/** Whole lives of relief cases. Together they visit every stage and hold every event. */
export const walks: Readonly<Record<string, Played['events']>> = {
  objection: rehearsed([
    ...noticed,
    day(
      '2026-09-18 09:00',
      { type: 'RaiseObjection', objectionId: 'o1', raisedBy: '邻居', content: '有车' },
      'committeeOfficer',
    ),
    day('2026-09-18 10:00', { type: 'RecordReinvestigation', objectionId: 'o1', findings: '无车' }),
    day('2026-09-18 11:00', { type: 'CallCommunityAppraisal', on: '2026-09-18' }),
    day('2026-09-18 12:00', { type: 'RecordCommunityAppraisal', attended: 12, agreed: 11, opinion: '同意' }),
    day('2026-09-18 13:00', { type: 'AnswerObjection', objectionId: 'o1', upheld: false, answer: '不成立' }),
    day('2026-09-18 14:00', { type: 'GiveReviewOpinion', opinion: 'grant', reasons: '符合' }),
    day('2026-09-18 15:00', { type: 'PostPublicNotice', noticeId: 'n2' }),
    day('2026-09-18 16:00', { type: 'WithdrawCase', reason: '不再申请' }),
  ]),
  relative: rehearsed([
    ...investigated,
    day('2026-09-15 15:00', { type: 'RegisterStaffRelation', officer: 'wu.fang', personId: 'p1', relation: '兄弟' }),
    day('2026-09-15 16:00', {
      type: 'RecordBureauVisit',
      officers: ['zhou.min', 'gao.feng'],
      visitedOn: '2026-09-15',
      findings: '属实',
    }),
    day('2026-09-16 09:00', { type: 'RecordDeath', personId: 'p3', diedOn: '2026-09-16', source: 'hospital' }),
  ]),
  soleDeath: rehearsed([
    day('2026-09-14 09:00', lodge({ members: [] })),
    day('2026-09-14 10:00', { type: 'RecordDeath', personId: 'p1', diedOn: '2026-09-14', source: 'hospital' }),
  ]),
  declined: rehearsed([
    day('2026-09-14 09:00', lodge()),
    day('2026-09-14 10:00', { type: 'DeclineApplication', reason: '不属本地受理范围' }, 'townLeader'),
  ]),
  refused: rehearsed([
    ...refusedCase,
    day('2026-10-10 09:00', { type: 'AnswerAdminReview', reviewId: 'r1', answer: '答复' }, 'bureauOfficer'),
    day(
      '2026-10-20 09:00',
      { type: 'RecordAdminReviewOutcome', reviewId: 'r1', outcome: 'reversed', reasons: '重新审核' },
      'bureauOfficer',
    ),
  ]),
  reviewWithdrawn: rehearsed([
    ...refusedCase,
    day(
      '2026-10-10 09:00',
      { type: 'RecordAdminReviewOutcome', reviewId: 'r1', outcome: 'withdrawn', reasons: '申请人撤回' },
      'bureauOfficer',
    ),
  ]),
  phaseOut: rehearsed([
    ...granted,
    day('2026-09-25 09:00', { type: 'ReportChange', what: 'employment', content: '已就业' }),
    day('2026-09-25 10:00', { type: 'RegisterEmployment', personId: 'p2', jobId: 'j1', startedOn: '2026-09-20' }),
    day('2026-09-25 11:00', calculate(['p1', 'p2', 'p3'], 150_000)),
    day('2026-09-25 12:00', { type: 'AdjustBenefit', fromMonth: '2026-10', reasons: '收入增加' }, 'bureauLeader'),
    day('2026-09-25 13:00', {
      type: 'RecordPeriodicReview',
      reviewedOn: '2026-09-25',
      finding: 'phaseOut',
      reviewClass: 'stable',
      findings: '超标',
    }),
    day(
      '2026-09-25 14:00',
      { type: 'StartPhaseOut', perCapitaIncomeFen: 88_200, foundOn: '2026-09-25', reasons: '1.2倍' },
      'bureauLeader',
    ),
  ]),
  fraud: rehearsed([
    ...granted,
    day('2026-09-25 09:00', { type: 'ProducePayment', month: '2026-09', batchId: 'b1' }, 'paymentOfficer'),
    day(
      '2026-09-25 10:00',
      { type: 'RecordPayment', month: '2026-09', batchId: 'b1', paidOn: '2026-09-25' },
      'paymentOfficer',
    ),
    day('2026-09-26 09:00', { type: 'SuspendBenefit', fromMonth: '2026-10', reasons: '核查' }, 'bureauLeader'),
    day('2026-09-27 09:00', { type: 'ResumeBenefit', fromMonth: '2026-10', reasons: '恢复' }, 'bureauLeader'),
    day('2026-09-28 09:00', { type: 'ReportDataMatch', matchId: 'm1', source: '不动产', content: '房产' }),
    day('2026-09-28 10:00', {
      type: 'VerifyDataMatch',
      matchId: 'm1',
      confirmed: true,
      evidence: ['e1'],
      findings: '属实',
    }),
    day(
      '2026-09-28 11:00',
      { type: 'TerminateBenefit', ground: 'fraud', lastMonth: '2026-09', reasons: '隐瞒' },
      'bureauLeader',
    ),
    day(
      '2026-09-28 12:00',
      {
        type: 'OrderRecovery',
        recoveryId: 'rc',
        fromMonth: '2026-09',
        dueMonthlyFen: 0,
        instalments: 3,
        firstMonth: '2026-10',
        reasons: '退回',
      },
      'bureauLeader',
    ),
    day('2026-09-28 13:00', { type: 'RecordRepayment', recoveryId: 'rc', amountFen: 10_000, paidOn: '2026-09-28' }),
    day(
      '2026-09-28 14:00',
      {
        type: 'ReferPenalty',
        recoveryId: 'rc',
        penaltyCase: '罚1号',
        noticeServedOn: '2026-09-28',
        hearingOffered: true,
      },
      'bureauLeader',
    ),
  ]),
  suspended: rehearsed([
    ...granted,
    day('2026-09-26 09:00', { type: 'SuspendBenefit', fromMonth: '2026-10', reasons: '核查' }, 'bureauLeader'),
  ]),
  deathAfterGrant: rehearsed([
    ...granted,
    day('2026-10-09 09:00', { type: 'ProducePayment', month: '2026-10', batchId: 'b1' }, 'paymentOfficer'),
    day('2026-10-10 09:00', { type: 'RecordDeath', personId: 'p3', diedOn: '2026-09-29', source: 'hospital' }),
    day('2026-10-10 09:10', { type: 'RecordDeath', personId: 'p2', diedOn: '2026-09-29', source: 'hospital' }),
    day('2026-10-10 09:20', { type: 'RecordDeath', personId: 'p1', diedOn: '2026-09-29', source: 'hospital' }),
  ]),
  emergency: rehearsed(emergency),
  disability: rehearsed([
    ...disability,
    day('2026-05-06 13:00', { type: 'PostPublicNotice', noticeId: 'n1' }),
    day('2026-05-14 09:00', { type: 'EndPublicNotice', noticeId: 'n1' }),
    day('2026-05-14 10:00', { type: 'ConfirmGrant', certificateExpiresOn: '2026-12-31' }, 'bureauLeader'),
    day('2026-06-14 10:00', { type: 'RenewCertificate', certificateExpiresOn: '2036-12-31' }),
  ]),
  otherRegion: rehearsed(otherRegion),
  childHere: rehearsed(childHere),
  childElsewhere: rehearsed([
    ...childElsewhere,
    forward('2026-10-12 09:00'),
    hukouAnswer('2026-10-14 09:00', 'morePapers'),
    forward('2026-10-15 09:00'),
    hukouAnswer('2026-10-20 09:00', 'passedToDistrict'),
    hukouAnswer('2026-11-05 09:00', 'granted'),
    day('2026-11-06 09:00', { type: 'TellHukouAnswer', toldOn: '2026-11-06', channel: 'inPerson' }),
  ]),
  shared: handedOver(rehearsed(shared)),
};

export { accepted, check, childElsewhere, childHere, forChild, forward, granted, hukouAnswer, investigated, noticed };
