import {
  type Actor,
  type Desk,
  type Facts,
  type PersonFacts,
  type Role,
  type Shared,
  type SharedCommand,
  type SharedEvent,
  type Stamp,
  isRefusal,
  withSharedActs,
} from '#kernel';
import { type RuleBook, addHours, dayOf, startOfDay, startingRuleBook } from '#rules';
import type { Command, TransientCommand } from './commands.js';
import type { TransientEvent } from './events.js';
import { transientAssistance } from './index.js';
import { withdrawable } from './stages.js';
import type { Transient } from './state.js';

/** The room with the shared acts in front, as the desk uses it. */
export const room = withSharedActs(transientAssistance, withdrawable);

export interface Step {
  readonly at: string;
  readonly command: TransientCommand | SharedCommand;
  readonly role?: Role;
}

export interface Played {
  readonly events: readonly { readonly event: TransientEvent | SharedEvent; readonly stamp: Stamp }[];
  readonly state: Shared<Transient>;
}

const usersOf: Readonly<Partial<Record<Role, string>>> = {
  stationOfficer: 'jiang.tao',
  stationLeader: 'shi.jun',
  bureauLeader: 'yang.liu',
  supervisor: 'lin.jing',
};

const actorFor = (role: Role): Actor => ({
  user: usersOf[role] ?? 'wu.fang',
  role,
  office: role.startsWith('station') ? 'station-yubei' : 'bureau',
});

/** `2026-09-14 09:00` in Asia/Shanghai. */
const instant = (at: string): string => {
  const [day = '', time = '00:00'] = at.split(' ');
  const [hour = '0', minute = '00'] = time.split(':');
  return addHours(startOfDay(day), Number(hour)).replace(':00:00.', `:${minute}:00.`);
};

const person = (facts: PersonFacts): readonly [string, PersonFacts] => [facts.personId, facts];

/** People of the walks: an unidentified man and who he turns out to be, a girl of 13, an older woman. */
export const everybody: Facts = {
  persons: Object.fromEntries([
    person({ personId: 'nobody', registered: true, identified: false, sex: 'male' }),
    person({ personId: 'li', registered: true, identified: true, sex: 'male', bornOn: '1976-04-05' }),
    person({ personId: 'girl', registered: true, identified: true, sex: 'female', bornOn: '2012-10-01' }),
    person({ personId: 'lost', registered: true, identified: false, sex: 'female' }),
    person({ personId: 'aunt', registered: true, identified: true, sex: 'female', bornOn: '1950-01-01' }),
    person({ personId: 'late', registered: true, identified: true, bornOn: '1960-01-01', deceasedOn: '2025-01-01' }),
  ]),
  latePapers: {},
  uploads: {},
};

export const deskAt = (
  at: string,
  role: Role,
  facts: Facts = everybody,
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
  steps.reduce<Played>((played, { at, command, role = 'stationOfficer' }) => {
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

export const step = (at: string, command: TransientCommand | SharedCommand, role?: Role): Step => ({
  at,
  command,
  ...(role === undefined ? {} : { role }),
});

export const outreach = (more: Partial<Command<'RecordOutreach'>> = {}): Command<'RecordOutreach'> => ({
  type: 'RecordOutreach',
  personId: 'nobody',
  alias: '无名氏甲',
  apparentAge: 50,
  office: 'station-yubei',
  area: 'village-longxi-01',
  route: '火车北站线',
  point: '新牌坊立交桥下',
  campaign: 'winterWarm',
  temperatureC: -2,
  outcome: 'refused',
  capacity: 'full',
  consent: false,
  supplies: [{ item: '棉被', quantity: 1 }],
  contactCard: true,
  nextVisitOn: '2026-01-07',
  ...more,
});

export const request = (more: Partial<Command<'RequestAssistance'>> = {}): Command<'RequestAssistance'> => ({
  type: 'RequestAssistance',
  personId: 'nobody',
  alias: '无名氏甲',
  apparentAge: 50,
  office: 'station-yubei',
  arrival: 'police',
  need: '流落街头,无处食宿',
  capacity: 'full',
  consent: true,
  signs: [],
  ...more,
});

export const admit = (more: Partial<Command<'AdmitPerson'>> = {}): Command<'AdmitPerson'> => ({
  type: 'AdmitPerson',
  place: 'station',
  capacity: 'full',
  consent: true,
  dormitory: 'men',
  searchedBySameSex: true,
  belongings: [{ item: '帆布包', quantity: 1 }],
  depositNumber: '寄001',
  biometrics: '指纹卡001、照片001',
  ...more,
});

const notFound: TransientCommand = { type: 'CheckIdentity', sources: ['population', 'face'], found: false };
const notice: TransientCommand = {
  type: 'PostTracingNotice',
  noticeId: 'n1',
  channels: ['rescueNetwork'],
  photo: true,
  description: '男,约50岁,操西南口音',
};
export const dnaAnswer = (matched: boolean): Command<'RecordDnaAnswer'> => ({
  type: 'RecordDnaAnswer',
  requestId: 'd1',
  matched,
  result: matched ? '与失踪人员库比中' : '未比中',
  ...(matched ? { identifiedAs: 'li', name: '李强' } : {}),
});
export const propose: TransientCommand = {
  type: 'ProposeSettlement',
  placement: 'elderCare',
  hukouOffice: '龙溪派出所',
  plan: '安置于区社会福利中心',
};

/** Entry on the eve of the Spring Festival, identity unknown. */
export const entered: readonly Step[] = [
  step('2026-02-14 19:00', request()),
  step('2026-02-14 20:00', admit()),
  step('2026-02-14 21:00', notFound),
];
export const searched: readonly Step[] = [
  ...entered,
  step('2026-02-15 10:00', notice),
  step('2026-02-24 09:00', { type: 'RequestDna', requestId: 'd1', policeStation: '龙溪派出所' }),
];
export const unmatched: readonly Step[] = [
  ...searched,
  step('2026-02-25 09:00', { type: 'RecordLongStay', reportNumber: '渝北救〔2026〕3号' }),
  step('2026-03-14 09:00', { type: 'RefreshTracingNotice', noticeId: 'n1', photo: true, description: '更新特征' }),
  step('2026-03-20 09:00', dnaAnswer(false), 'system'),
];
export const proposed: readonly Step[] = [...unmatched, step('2026-05-15 09:00', propose, 'stationLeader')];
export const registered: readonly Step[] = [
  ...proposed,
  step(
    '2026-05-20 09:00',
    { type: 'ApproveSettlement', approvalNumber: '渝北府〔2026〕8号', approvedOn: '2026-05-20' },
    'bureauLeader',
  ),
  step('2026-06-01 09:00', {
    type: 'RegisterHukou',
    identifiedAs: 'li',
    name: '渝安',
    hukouOffice: '龙溪派出所',
    registeredOn: '2026-06-01',
  }),
];
const settled: readonly Step[] = [
  ...registered,
  step('2026-06-02 09:00', { type: 'LinkCase', caseId: 'relief-1', kind: 'relief' }),
  step('2026-06-10 09:00', {
    type: 'CompleteSettlement',
    settledOn: '2026-06-10',
    institution: '区社会福利中心',
    receivedBy: '周芳',
  }),
  step('2026-06-20 09:00', { type: 'RecordFollowUp', followedUpOn: '2026-06-20', means: 'visit', findings: '适应' }),
  step('2026-06-21 09:00', { type: 'CloseCase', reasons: '已安置' }),
];

export const matched: readonly Step[] = [...searched, step('2026-03-20 09:00', dnaAnswer(true), 'system')];
export const arranged: readonly Step[] = [
  ...matched,
  step('2026-03-21 09:00', {
    type: 'ArrangeReturn',
    mode: 'escorted',
    receiver: 'station',
    destination: '四川省华蓥市',
    escorts: ['jiang.tao', 'ye.qing'],
  }),
];
export const offer = (handOverId: string): Command<'OfferHandOverToStation'> => ({
  type: 'OfferHandOverToStation',
  handOverId,
  stationId: 'station-huaying',
  plannedOn: '2026-04-01',
});
const refusedByStation: readonly Step[] = [
  ...arranged,
  step('2026-03-22 09:00', offer('h1')),
  step(
    '2026-03-23 09:00',
    { type: 'RecordStationRefusal', handOverId: 'h1', refusedOn: '2026-03-23', reason: '户籍不在本市' },
    'system',
  ),
];
export const sign = (side: 'ours' | 'theirs', handOverId = 'h2'): Command<'SignHandOver'> => ({
  type: 'SignHandOver',
  handOverId,
  side,
  signedBy: side === 'ours' ? '蒋涛' : '华蓥站 何军',
  signedOn: '2026-04-01',
  ...(side === 'theirs' ? { theirCase: '华救2026-017' } : {}),
});
const returned: readonly Step[] = [
  ...refusedByStation,
  step('2026-03-30 09:00', offer('h2')),
  step('2026-04-01 14:00', sign('ours')),
  step('2026-04-01 14:10', sign('theirs'), 'system'),
  step('2026-04-01 15:00', { type: 'RecordReturn', returnedOn: '2026-04-01' }),
  step('2026-04-20 09:00', { type: 'RecordFollowUp', followedUpOn: '2026-04-20', means: 'phone', findings: '平安' }),
  step('2026-04-21 09:00', { type: 'CloseCase', reasons: '已返乡' }),
];

/** A girl of 13 with an unrelated man. */
export const girlArrives = request({
  personId: 'girl',
  name: '王小花',
  alias: undefined,
  apparentAge: undefined,
  consent: false,
  escortGround: 'minor',
  companion: { relation: 'unrelated', personId: 'li', description: '自称其叔叔' },
});
export const girlIn: readonly Step[] = [
  step('2026-07-01 10:00', girlArrives),
  step(
    '2026-07-01 11:00',
    admit({ dormitory: 'children', consent: false, escortGround: 'minor', biometrics: undefined }),
  ),
];
const girl: readonly Step[] = [
  ...girlIn,
  step('2026-07-01 11:10', {
    type: 'ReportToPolice',
    ground: 'trafficking',
    policeStation: '龙溪派出所',
    reference: '报1',
  }),
  step('2026-07-01 12:00', { type: 'LinkCase', caseId: 'guardianship-1', kind: 'guardianship' }),
  step('2026-07-02 09:00', { type: 'ReportMissing', circumstances: '午休后不见' }),
  step('2026-07-02 09:30', {
    type: 'ReportToPolice',
    ground: 'missing',
    policeStation: '龙溪派出所',
    reference: '报2',
  }),
  step('2026-07-02 12:00', { type: 'RecordFound', place: '火车北站' }),
  step('2026-07-03 09:00', { type: 'RecordService', service: 'counselling', on: '2026-07-03', note: '心理疏导' }),
  step('2026-07-05 09:00', {
    type: 'ArrangeReturn',
    mode: 'collectedByKin',
    destination: '四川省邻水县',
    kin: { name: '王大山', relation: '父亲', phone: '13900000000' },
  }),
  step('2026-07-06 09:00', {
    type: 'RecordReturn',
    returnedOn: '2026-07-06',
    receivedBy: '王大山',
    idCopy: true,
  }),
];

export const collapsed: readonly Step[] = [
  ...entered,
  step('2026-02-20 03:00', { type: 'SendToHospital', hospital: '区人民医院', condition: '突然昏迷' }),
];
export const died: readonly Step[] = [
  ...collapsed,
  step('2026-02-20 06:00', {
    type: 'RecordDeath',
    diedOn: '2026-02-20',
    place: 'hospital',
    cause: '脑出血',
    proof: { kind: 'medicalCertificate', reference: '死证7号', issuedBy: '区人民医院' },
  }),
];
const buried: readonly Step[] = [
  ...died,
  step('2026-02-20 09:00', {
    type: 'ListBelongings',
    belongings: [{ item: '帆布包', quantity: 1 }],
    keptBy: 'jiang.tao',
    witness: '叶青',
  }),
  step('2026-02-20 10:00', {
    type: 'NotifyKin',
    kin: '疑似亲属',
    relation: '不详',
    channel: 'police',
    reached: false,
  }),
  step('2026-02-20 11:00', { type: 'PostDeathAnnouncement', announcementId: 'a1', channels: ['media'] }),
  step('2026-03-09 09:00', {
    type: 'RecordDisposal',
    kind: 'cremated',
    disposedOn: '2026-03-09',
    reference: '殡仪馆火化证9号',
  }),
  step('2026-03-09 10:00', { type: 'CloseCase', reasons: '善后完毕' }, 'stationLeader'),
];

const aunt = request({ personId: 'aunt', name: '刘桂芳', alias: undefined, apparentAge: undefined, arrival: 'self' });
const auntIn: readonly Step[] = [
  step('2026-08-03 10:00', aunt),
  step('2026-08-03 11:00', admit({ dormitory: 'women', biometrics: undefined })),
];

const sharedActs: readonly Step[] = [
  ...auntIn,
  step('2026-08-04 09:00', { type: 'AssignCase', assignee: 'ye.qing' }),
  step('2026-08-04 09:02', { type: 'AddNote', text: '备注' }),
  step('2026-08-04 09:06', { type: 'LinkCase', caseId: 'case-2', kind: 'lead' }),
  step('2026-08-04 09:07', { type: 'UnlinkCase', caseId: 'case-2', reason: '误关联' }),
  step('2026-08-04 09:08', { type: 'HandOverCase', toOffice: 'station-x', reason: '转站' }),
];

const rehearsed = (steps: readonly Step[]): Played['events'] => play(steps).events;

/** Whole lives of cases. Together they visit every stage and hold every event of the room. */
export const walks: Readonly<Record<string, Played['events']>> = {
  refusesOutreach: rehearsed([
    step('2026-01-05 21:00', outreach(), 'committeeOfficer'),
    step(
      '2026-01-07 21:00',
      {
        type: 'RecordOutreachVisit',
        point: '新牌坊立交桥下',
        campaign: 'winterWarm',
        outcome: 'guided',
        capacity: 'full',
        consent: true,
        supplies: [],
        contactCard: true,
      },
      'committeeOfficer',
    ),
    step('2026-01-07 22:00', {
      type: 'RecordArrival',
      arrival: 'outreach',
      need: '天冷',
      capacity: 'full',
      consent: true,
      signs: ['injured'],
    }),
    step('2026-01-07 22:10', { type: 'SendToHospital', hospital: '区人民医院', condition: '冻伤' }),
    step('2026-01-09 10:00', {
      type: 'RecordDischarge',
      dischargedOn: '2026-01-09',
      to: 'station',
      findings: '好转',
    }),
    step('2026-01-09 11:00', admit()),
    step(
      '2026-01-10 11:00',
      { type: 'TerminateForFalsehood', ground: 'falseInformation', facts: '冒用他人身份', remedyText: true },
      'stationLeader',
    ),
    step('2026-01-10 12:00', { type: 'CloseCase', reasons: '终止救助' }),
  ]),
  leadEnded: rehearsed([
    step('2026-01-05 21:00', outreach()),
    step('2026-01-08 21:00', { type: 'EndLead', ground: 'notFoundAgain', reasons: '多次巡访未见' }),
  ]),
  notEligible: rehearsed([
    step('2026-08-03 10:00', aunt),
    step(
      '2026-08-03 10:30',
      { type: 'RefuseAssistance', ground: 'hasKinToTurnTo', reasons: '子女在本市', remedyText: true },
      'stationLeader',
    ),
  ]),
  withdrawn: rehearsed([
    step('2026-08-03 10:00', aunt),
    step('2026-08-03 10:30', { type: 'WithdrawCase', reason: '已联系上家人' }, 'bureauOfficer'),
  ]),
  police: rehearsed([
    step('2026-08-03 10:00', request({ signs: ['drunkDangerous'] })),
    step('2026-08-03 10:10', { type: 'HandToPolice', ground: 'drunkDangerous', policeStation: '龙溪派出所' }),
    step('2026-08-03 20:10', { type: 'RecordPoliceOutcome', outcome: 'returned', reference: '公1' }, 'system'),
  ]),
  settled: rehearsed(settled),
  settlementReturned: rehearsed([
    ...proposed,
    step('2026-05-20 09:00', { type: 'ReturnSettlement', reasons: '补充查询记录' }, 'bureauLeader'),
  ]),
  foundAfterAll: rehearsed([
    ...proposed,
    step('2026-05-18 09:00', {
      type: 'EstablishIdentity',
      identifiedAs: 'li',
      name: '李强',
      method: 'tracingNotice',
      evidence: '其兄来站辨认',
    }),
  ]),
  returned: rehearsed(returned),
  girl: rehearsed(girl),
  buried: rehearsed(buried),
  ownDeparture: rehearsed([
    ...auntIn,
    step('2026-08-05 09:00', {
      type: 'ReportLongerStay',
      reportNumber: '渝北救〔2026〕9号',
      until: '2026-08-20',
      reasons: '候车',
    }),
    step('2026-08-06 09:00', { type: 'ArrangeReturn', mode: 'own', destination: '四川省广安市' }),
    step('2026-08-06 10:00', {
      type: 'RecordOwnDeparture',
      declarationSigned: true,
      destination: '四川省广安市',
      ticket: 'K587',
      cashFen: 2_000,
    }),
  ]),
  gaveUp: rehearsed([
    ...auntIn,
    step('2026-08-05 09:00', {
      type: 'RecordLeaveWithoutProcedure',
      noticedOn: '2026-08-05',
      circumstances: '早饭后未归',
    }),
  ]),
  shared: rehearsed(sharedActs),
};

export { auntIn, buried, girl, refusedByStation, returned, settled };
