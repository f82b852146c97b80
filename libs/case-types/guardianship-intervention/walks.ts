import {
  type Actor,
  type Desk,
  type Facts,
  type Role,
  type Shared,
  type SharedCommand,
  type SharedEvent,
  type Stamp,
  isRefusal,
  withSharedActs,
} from '#kernel';
import { type RuleBook, addHours, dayOf, startOfDay, startingRuleBook } from '#rules';
import type { Command, GuardianshipCommand } from './commands.js';
import type { GuardianshipEvent } from './events.js';
import { guardianshipIntervention } from './index.js';
import type { Guardianship } from './state.js';

/** The room with the shared acts in front, as the desk uses it. */
export const room = withSharedActs(guardianshipIntervention, []);

export type AnyCommand = GuardianshipCommand | SharedCommand;

export interface Step {
  readonly at: string;
  readonly command: AnyCommand;
  readonly role: Role;
}

export interface Played {
  readonly events: readonly { readonly event: GuardianshipEvent | SharedEvent; readonly stamp: Stamp }[];
  readonly state: Shared<Guardianship>;
}

const actors: Readonly<Partial<Record<Role, Actor>>> = {
  childProtectionOfficer: { user: 'song.yu', role: 'childProtectionOfficer', office: 'child-centre' },
  childSupervisor: { user: 'yuan.jing', role: 'childSupervisor', office: 'town-longxi' },
  childDirector: { user: 'pan.yun', role: 'childDirector', office: 'village-longxi-01' },
  bureauLeader: { user: 'yang.liu', role: 'bureauLeader', office: 'bureau' },
};

/** `2026-09-14 09:30` in Asia/Shanghai. */
export const instant = (at: string): string => {
  const [day = '', time = '00:00'] = at.split(' ');
  const [hour = '0', minute = '00'] = time.split(':');
  return addHours(startOfDay(day), Number(hour)).replace(':00:00.', `:${minute}:00.`);
};

/** A girl of nine, a boy of six, a boy of seventeen who comes of age on 2026-10-01, and a grown man. */
export const everybody: Facts = {
  persons: {
    c1: { personId: 'c1', registered: true, identified: true, bornOn: '2017-05-05' },
    c6: { personId: 'c6', registered: true, identified: true, bornOn: '2020-05-05' },
    c17: { personId: 'c17', registered: true, identified: true, bornOn: '2008-10-01' },
    c0: { personId: 'c0', registered: true, identified: false },
    adult: { personId: 'adult', registered: true, bornOn: '1990-01-01' },
    dead: { personId: 'dead', registered: true, bornOn: '2017-01-01', deceasedOn: '2026-01-01' },
  },
  latePapers: {},
  uploads: {},
};

export const deskAt = (at: string, role: Role, rules: RuleBook = startingRuleBook): Desk<RuleBook> => ({
  caseId: 'case-1',
  now: instant(at),
  occurredAt: instant(at),
  today: dayOf(instant(at)),
  actor: actors[role] ?? { user: role, role, office: 'bureau' },
  rules,
  facts: everybody,
});

/** Plays the steps one after the other; every one of them must be accepted. */
export const play = (steps: readonly Step[], before: Played = { events: [], state: room.initial }): Played =>
  steps.reduce<Played>((played, { at, command, role }) => {
    const desk = deskAt(at, role);
    const decision = room.decide(command, played.state, desk);
    if (isRefusal(decision))
      throw new Error(`${command.type}: ${decision.refused} ${JSON.stringify(decision.detail ?? {})}`);
    const stamp: Stamp = { occurredAt: desk.occurredAt, recordedAt: desk.now, actor: desk.actor, day: desk.today };
    return {
      events: [...played.events, ...decision.map((event) => ({ event, stamp }))],
      state: decision.reduce((state, event) => room.evolve(state, event, stamp), played.state),
    };
  }, before);

export const centre = (at: string, command: AnyCommand): Step => ({ at, command, role: 'childProtectionOfficer' });
export const leader = (at: string, command: AnyCommand): Step => ({ at, command, role: 'bureauLeader' });
export const director = (at: string, command: AnyCommand): Step => ({ at, command, role: 'childDirector' });

const whereabouts = { office: 'child-centre', area: 'village-longxi-01' };

export const report = (more: Partial<Command<'ReceiveReport'>> = {}): Command<'ReceiveReport'> => ({
  type: 'ReceiveReport',
  ...whereabouts,
  child: { personId: 'c1', name: '王小花', school: '龙溪小学' },
  reportId: 'r1',
  reporterKind: 'school',
  channel: 'phone',
  matters: ['physicalAbuse'],
  facts: '寄宿学校校医发现手臂有伤',
  injuries: '左前臂淤青',
  suspect: { name: '王大', relation: '父亲' },
  reporter: { name: '校医李老师', phone: '13900000001' },
  ...more,
});

export const handover = (more: Partial<Command<'RecordHandover'>> = {}): Command<'RecordHandover'> => ({
  type: 'RecordHandover',
  handoverId: 'h1',
  ground: 'seriousHarm',
  handedOverBy: 'police',
  unit: '龙溪派出所',
  handedOverByName: '陈警官',
  document: '渝北公交接〔2026〕1号',
  injuries: '左前臂淤青,体温正常',
  belongings: '书包一个',
  receivedBy: 'song.yu',
  placement: 'childCentre',
  ...more,
});

export const assess = (
  assessmentId: string,
  assessedOn: string,
  more: Partial<Command<'RecordAssessment'>> = {},
): Command<'RecordAssessment'> => ({
  type: 'RecordAssessment',
  assessmentId,
  assessedOn,
  team: [
    { name: '评估员甲', organisation: '社工机构', title: 'mid' },
    { name: '评估员乙', organisation: '社工机构', title: 'junior' },
    { name: '评估员丙', organisation: '儿童中心', title: 'none' },
  ],
  grade: 'improper',
  advice: 'intervene',
  findings: '监护失当',
  health: '营养不良',
  ...more,
});

const positive = { grade: 'normal', advice: 'return', findings: '具备条件' } as const;

const heard = (viewId: string, heardOn: string): AnyCommand => ({
  type: 'RecordChildView',
  viewId,
  heardOn,
  heardBy: 'song.yu',
  view: '愿意回家',
});

const conference = (conferenceId: string, day: string): readonly Step[] => [
  centre(`${day} 09:00`, {
    type: 'CallCaseConference',
    conferenceId,
    topic: '监护干预会商',
    members: ['song.yu', 'yang.liu'],
    on: day,
  }),
  centre(`${day} 16:00`, {
    type: 'RecordCaseConference',
    conferenceId,
    opinions: [{ member: 'song.yu', opinion: '建议起诉' }],
    resolution: '申请撤销监护人资格',
  }),
];

/** A report at 23:40, the removal at 00:50, the written handover at 01:15. */
export const atNight: readonly Step[] = [
  centre('2026-09-14 23:40', report()),
  centre('2026-09-14 23:50', { type: 'NotifyPolice', unit: '龙溪派出所', receipt: '接警1号' }),
  centre('2026-09-14 23:55', { type: 'ScreenReport', reportId: 'r1', result: 'emergency', reasons: '伤情严重' }),
  centre('2026-09-15 00:50', {
    type: 'RecordRemoval',
    removalId: 'm1',
    reason: 'seriousInjury',
    unit: '龙溪派出所',
    policeOfficer: '陈警官',
    place: '龙溪小学',
  }),
  centre('2026-09-15 01:15', handover()),
];

/** The same child a day later: decided, told, and placed with an aunt. */
export const inCare: readonly Step[] = [
  ...atNight,
  leader('2026-09-15 09:00', {
    type: 'DecideTemporaryGuardianship',
    ground: 'seriousHarm',
    reasons: '须紧急安置',
  }),
  centre('2026-09-15 10:00', { type: 'TellReporter', reportId: 'r1', channel: 'phone', on: '2026-09-15' }),
  centre('2026-09-16 09:00', {
    type: 'PlaceChild',
    placementId: 'pl2',
    kind: 'relative',
    carer: '王姑姑',
    agreement: '委托照料1号',
    reasons: '亲属愿意照料',
  }),
];

/** A positive assessment and the child's view: nothing stands in the way of the return. */
export const returnable: readonly Step[] = [
  ...inCare,
  centre('2026-10-08 09:00', assess('a1', '2026-10-08', positive)),
  centre('2026-10-08 10:00', heard('v1', '2026-10-08')),
];

export const returned: readonly Step[] = [
  ...returnable,
  leader('2026-10-09 09:00', { type: 'ReturnChild', to: 'parents', receiver: '王大', reasons: '条件恢复' }),
];

/** Duty refused for more than six months, and a conference that recommends the suit. */
export const recommended: readonly Step[] = [
  centre('2026-03-02 09:00', report({ matters: ['refusalOfDuty'], reporterKind: 'committee', reporter: undefined })),
  centre('2026-03-02 11:00', { type: 'ScreenReport', reportId: 'r1', result: 'high', reasons: '无人照料' }),
  centre('2026-03-02 12:00', handover({ ground: 'refusalOfDuty', handedOverBy: 'committee', unit: '武陵路社区' })),
  leader('2026-03-03 09:00', {
    type: 'DecideTemporaryGuardianship',
    ground: 'refusalOfDuty',
    reasons: '监护人拒不履行职责',
  }),
  centre('2026-03-20 09:00', assess('a1', '2026-03-19', { grade: 'absent' })),
  ...conference('k1', '2026-09-10'),
  centre('2026-09-10 17:00', {
    type: 'RecordRecommendation',
    conferenceId: 'k1',
    recommendation: 'revoke',
    ground: 'refusalOfDuty',
    refusedSince: '2026-03-01',
    reasons: '拒不履行监护职责六个月以上',
  }),
];

export const sued: readonly Step[] = [
  ...recommended,
  leader('2026-10-15 09:00', {
    type: 'FileRevocationSuit',
    suitId: 's1',
    court: '渝北区人民法院',
    document: '(2026)渝0112民特1号',
    reasons: '无人起诉',
  }),
];

export const longTerm: readonly Step[] = [
  ...sued,
  centre('2026-11-10 10:30', {
    type: 'RecordJudgment',
    suitId: 's1',
    outcome: 'revoked',
    guardian: { holder: 'bureau' },
    document: '(2026)渝0112民特1号判决',
  }),
];

/** A flood leaves a boy of six without a carer; nobody is to blame. */
export const flood: readonly Step[] = [
  director(
    '2026-07-10 15:00',
    report({
      child: { personId: 'c6', name: '欧阳小明' },
      matters: ['suddenEvent'],
      reporterKind: 'committee',
      facts: '洪水后母亲住院',
      injuries: undefined,
      suspect: undefined,
      reporter: undefined,
    }),
  ),
  centre('2026-07-10 15:20', { type: 'AcceptReport', reportId: 'r1' }),
  centre('2026-07-10 15:30', { type: 'ScreenReport', reportId: 'r1', result: 'emergency', reasons: '无人照料' }),
  centre(
    '2026-07-10 16:00',
    handover({ ground: 'suddenEvent', handedOverBy: 'committee', unit: '武陵路社区', injuries: '未见伤情' }),
  ),
];

/** The police take the boy straight to his grandmother. */
const toGrandmother: readonly Step[] = [
  ...atNight.slice(0, -1),
  centre('2026-09-15 01:15', {
    type: 'RecordHandoverElsewhere',
    handoverId: 'h1',
    to: 'relative',
    unit: '龙溪派出所',
    handedOverByName: '陈警官',
    receiver: '王奶奶',
    document: '渝北公交接〔2026〕2号',
    injuries: '左前臂淤青',
  }),
];

const concern: Command<'RegisterConcern'> = {
  type: 'RegisterConcern',
  ...whereabouts,
  child: { personId: 'c1', name: '王小花' },
  concernId: 'n1',
  source: 'dataMatch',
  matters: ['neglect'],
  facts: '留守儿童连续三周未到校',
};

const plan: AnyCommand = {
  type: 'MakeAssistancePlan',
  planId: 'p1',
  services: ['psychological', 'parenting'],
  helper: 'yuan.jing',
  goals: '恢复正常照料',
};

const supported: readonly Step[] = [
  director('2026-09-01 09:00', concern),
  director('2026-09-02 09:00', { type: 'VerifyConcern', concernId: 'n1', result: 'risk', findings: '照料不足' }),
  centre('2026-09-10 09:00', assess('a1', '2026-09-09', { grade: 'insufficient', advice: 'assist' })),
  centre('2026-09-11 09:00', plan),
  director('2026-09-20 09:00', {
    type: 'RecordService',
    planId: 'p1',
    serviceId: 'sv1',
    service: 'psychological',
    provider: '心理服务站',
    providedOn: '2026-09-19',
    note: '首次咨询',
  }),
  director('2026-10-09 09:00', {
    type: 'RecordAssistanceVisit',
    planId: 'p1',
    visitedOn: '2026-10-09',
    findings: '已返校',
  }),
  centre('2026-12-01 09:00', { type: 'EndAssistancePlan', planId: 'p1', result: 'reached', reasons: '照料正常' }),
];

const order = (orderId: string, urgent: boolean): AnyCommand => ({
  type: 'ApplyForProtectionOrder',
  orderId,
  court: '渝北区人民法院',
  urgent,
  against: '王大',
  measures: ['noViolence', 'noContact'],
  reasons: '面临暴力威胁',
});

/** An order granted, renewed and ended, and one denied. */
export const protectedChild: readonly Step[] = [
  ...inCare,
  centre('2026-09-16 10:00', {
    type: 'RecordWarningLetter',
    warningId: 'w1',
    unit: '龙溪派出所',
    document: '告诫1号',
    warned: '王大',
    about: 'physicalAbuse',
    sentTo: ['guardian', 'child', 'committee'],
    content: '立即停止殴打',
  }),
  centre('2026-09-16 11:00', order('o1', true)),
  centre('2026-09-16 12:00', { type: 'RecordOrderAcceptance', orderId: 'o1', document: '民保令受1号' }),
  centre('2026-09-16 18:00', {
    type: 'RecordOrderRuling',
    orderId: 'o1',
    granted: true,
    endsOn: '2027-03-16',
    document: '民保令1号',
  }),
];

const appointed: readonly Step[] = [
  ...sued.slice(0, -1),
  centre('2026-09-20 09:00', {
    type: 'RecordOthersSuit',
    suitId: 's2',
    plaintiff: 'relative',
    court: '渝北区人民法院',
    document: '(2026)渝0112民特2号',
  }),
  centre('2026-10-20 09:00', {
    type: 'RecordJudgment',
    suitId: 's2',
    outcome: 'revoked',
    guardian: { holder: 'person', name: '王姑姑', personId: 'adult' },
    document: '(2026)渝0112民特2号判决',
  }),
];

export const followUpsOf = (played: Played): readonly string[] =>
  played.state.own.followUps.flatMap(({ followUpId, visitedOn }) => (visitedOn === undefined ? [followUpId] : []));

/** After the return: one visit for every one that is due, and the end. */
const followedUp = (steps: readonly Step[], from: string): Played => {
  const before = play(steps);
  const visits = followUpsOf(before).map((followUpId) =>
    director(`${from} 09:00`, {
      type: 'RecordFollowUp',
      followUpId,
      visitedOn: from,
      finding: 'well',
      findings: '生活正常',
      health: '健康',
    }),
  );
  return play([...visits, leader(`${from} 10:00`, { type: 'CloseCase', reasons: '回访正常' })], before);
};

const restoring: readonly Step[] = [
  ...longTerm,
  centre('2027-03-01 09:00', {
    type: 'RecordConviction',
    convictionId: 'cv1',
    guardian: 'father',
    intentional: true,
    convictedOn: '2027-02-20',
    document: '刑初1号',
  }),
  centre('2027-03-10 09:00', {
    type: 'RecordRestorationRequest',
    restorationId: 'rs1',
    guardian: 'mother',
    court: '渝北区人民法院',
    document: '民特3号',
  }),
  centre('2027-03-20 09:00', heard('v9', '2027-03-19')),
];

/** Whole lives of guardianship cases. Together they visit every stage and hold every event. */
export const walks: Readonly<Record<string, Played['events']>> = {
  returned: followedUp(
    [
      ...inCare,
      centre('2026-09-20 09:00', {
        type: 'RequestReturn',
        requestId: 'q1',
        askedBy: '王大',
        relation: '父亲',
        reasons: '要求接回',
      }),
      leader('2026-09-21 09:00', { type: 'RefuseReturn', requestId: 'q1', reasons: '尚未评估' }),
      director('2026-10-01 09:00', {
        type: 'RecordPlacementVisit',
        placementId: 'pl2',
        visitedOn: '2026-10-01',
        findings: '照料良好',
        health: '健康',
      }),
      ...returned.slice(inCare.length),
    ],
    '2027-04-09',
  ).events,
  supported: play([...supported, leader('2026-12-02 09:00', { type: 'CloseCase', reasons: '风险消除' })]).events,
  toGrandmother: play(toGrandmother).events,
  adopted: play([
    ...longTerm,
    centre('2027-01-10 09:00', {
      type: 'GiveAdoptionGuidance',
      guidanceId: 'g1',
      assessedOn: '2027-01-09',
      content: '收养人融合期良好',
    }),
    centre('2027-01-11 09:00', heard('v1', '2027-01-11')),
    centre('2027-02-10 09:00', { type: 'RecordAdoption', certificate: '收养登记1号' }),
    leader('2027-02-11 09:00', { type: 'CloseCase', reasons: '已收养' }),
  ]).events,
  restored: play([
    ...restoring,
    centre('2027-04-01 09:00', {
      type: 'RecordRestorationRuling',
      restorationId: 'rs1',
      restored: true,
      document: '民特3号判决',
    }),
  ]).events,
  notRestored: play([
    ...restoring,
    centre('2027-04-01 09:00', {
      type: 'RecordRestorationRuling',
      restorationId: 'rs1',
      restored: false,
      document: '民特3号判决',
    }),
    centre('2035-05-05 09:00', { type: 'EndGuardianship', why: 'ofAge', on: '2035-05-05' }),
  ]).events,
  appointed: followedUp(appointed, '2027-04-20').events,
  flood: play([
    ...flood,
    leader('2026-07-11 09:00', {
      type: 'DecideTemporaryGuardianship',
      ground: 'suddenEvent',
      reasons: '突发事件致监护缺失',
    }),
    centre('2026-08-01 09:00', { type: 'ConfirmGuardianFit', checkedOn: '2026-08-01', findings: '母亲已出院' }),
    leader('2026-08-01 10:00', { type: 'ReturnChild', to: 'parents', receiver: '欧阳母', reasons: '已恢复' }),
  ]).events,
  protected: play([
    ...protectedChild,
    centre('2027-03-10 09:00', {
      type: 'RenewProtectionOrder',
      orderId: 'o1',
      endsOn: '2027-09-16',
      document: '民保令2号',
    }),
    centre('2027-04-10 09:00', { type: 'EndProtectionOrder', orderId: 'o1', why: 'lifted' }),
    centre('2027-04-11 09:00', order('o2', false)),
    centre('2027-04-11 10:00', { type: 'RecordOrderAcceptance', orderId: 'o2', document: '民保令受2号' }),
    centre('2027-04-12 10:00', {
      type: 'RecordOrderRuling',
      orderId: 'o2',
      granted: false,
      document: '民保令驳1号',
    }),
  ]).events,
};
