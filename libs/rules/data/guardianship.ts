import type { Label } from '#kernel';
import type { ClockRule, EventPattern, RuleSet } from '../types.js';
import { type Escalation, type GivenClock, clocksFor } from './clock.js';

const minorsLaw = '未成年人保护法';
const opinion2014 = '法发〔2014〕24号';
const local = '区级参数(待核定)';

export const guardianshipParameters: RuleSet['guardianship'] = {
  processingBasis: '个人信息保护法 §13(3): 履行法定职责',
  mandatoryReporters: {
    kinds: ['stateOrgan', 'police', 'committee', 'school', 'hospital', 'station', 'childInstitution'],
    article: `${minorsLaw} §11; 侵害未成年人案件强制报告制度意见(试行)`,
  },
  policeMatters: ['physicalAbuse', 'sexualAbuse', 'psychologicalAbuse', 'abandonment', 'incitement', 'trafficking'],
  faultMatters: [
    'physicalAbuse',
    'sexualAbuse',
    'psychologicalAbuse',
    'neglect',
    'refusalOfDuty',
    'abandonment',
    'incitement',
    'begging',
  ],
  temporaryGrounds: {
    identityUnknown: { article: `${minorsLaw} §92(1)`, suddenEvent: false },
    guardianMissing: { article: `${minorsLaw} §92(2)`, suddenEvent: false },
    suddenEvent: { article: `${minorsLaw} §92(3); 民法典 §34`, suddenEvent: true },
    refusalOfDuty: { article: `${minorsLaw} §92(4)`, suddenEvent: false },
    incitement: { article: `${minorsLaw} §92(5)`, suddenEvent: false },
    seriousHarm: { article: `${minorsLaw} §92(6)`, suddenEvent: false },
    otherByLaw: { article: `${minorsLaw} §92(7)`, suddenEvent: false },
  },
  longTermGrounds: {
    parentsNotFound: { article: `${minorsLaw} §94(1)`, byJudgment: false },
    guardianDead: { article: `${minorsLaw} §94(2)`, byJudgment: false },
    guardianIncapable: { article: `${minorsLaw} §94(3)`, byJudgment: false },
    revokedByCourt: { article: `${minorsLaw} §94(4)`, byJudgment: true },
    otherByLaw: { article: `${minorsLaw} §94(5); 民法典 §32`, byJudgment: false },
  },
  revocationGrounds: {
    seriousHarm: { article: '民法典 §36(1)' },
    neglect: { article: '民法典 §36(2)' },
    refusalOfDuty: { article: `民法典 §36(2); ${opinion2014} §35`, refusedMonths: 6 },
    begging: { article: `民法典 §36(3); ${opinion2014} §35`, beggingWarnings: 3 },
    otherSerious: { article: '民法典 §36(3)' },
  },
  assessment: {
    teamSize: 3,
    midLevelTitles: 1,
    positiveGrades: ['normal'],
    article: '未成年人监护评估标准(2024征求意见稿); 区级参数',
  },
  heardFrom: { age: 8, article: `${minorsLaw} §4; 民法典 §19` },
  majorityAge: 18,
  protectionOrder: { maxMonths: 6, article: '反家庭暴力法 §30' },
  revocation: { othersDays: 30, supportDuty: '民法典 §37', article: '民法典 §36' },
  restoration: { fromMonths: 3, toMonths: 12, article: `民法典 §38; ${opinion2014} §38` },
  return: { article: `${minorsLaw} §93` },
  followUpMonths: [1, 3, 6],
};

const closed: readonly EventPattern[] = ['CaseClosed', 'CaseWithdrawn'];
/** The child is with a guardian of its own again, or no longer a child. */
const careEnded: readonly EventPattern[] = [
  'ChildReturned',
  'GuardianAppointed',
  'GuardianshipRestored',
  'AdoptionRecorded',
  'GuardianshipEnded',
];

const discipline: Label = {
  zh: '督促立即处置;造成严重后果的,对责任人员依法处分',
  en: 'To be handled at once; discipline where the result is serious',
};
const courtsDuty: Label = { zh: '与人民法院联系催办', en: 'Ask the court' };

const climb: Escalation = [
  { afterWorkingDays: 0, roles: ['childProtectionOfficer', 'supervisor'] },
  { afterWorkingDays: 1, roles: ['bureauLeader'] },
];
const atOnce: Escalation = [{ afterWorkingDays: 0, roles: ['childProtectionOfficer', 'supervisor', 'bureauLeader'] }];

const clock = clocksFor({
  caseType: 'guardianship-intervention',
  ends: closed,
  consequence: discipline,
  escalation: climb,
});

const urgent = (given: GivenClock): ClockRule => {
  const made = clock(given);
  return { ...made, onBreach: { ...made.onBreach, escalation: atOnce } };
};

/** What a court has to do: measured, and asked about, but no duty of the office. */
const ofTheCourt = (given: GivenClock): ClockRule => {
  const made = clock({ ...given, nature: 'internal' });
  return { ...made, onBreach: { ...made.onBreach, consequence: courtsDuty } };
};

const reports: readonly ClockRule[] = [
  urgent({
    clock: 'reportAcceptance',
    label: { zh: '报告受理(立即)', en: 'Acceptance of the report (at once)' },
    source: `${minorsLaw} §11; ${local}`,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'hours',
    amount: 2,
    start: ['ReportReceived'],
    stops: ['ReportAccepted'],
    pairBy: 'reportId',
  }),
  urgent({
    clock: 'policeNotice',
    label: { zh: '向公安机关报告(立即)', en: 'Telling the police (at once)' },
    source: `侵害未成年人案件强制报告制度意见(试行); ${local}`,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'hours',
    amount: 2,
    start: [{ type: 'ReportReceived', where: { policeDuty: [true] } }],
    stops: ['PoliceNotified', 'ChildRemoved'],
    ends: [...closed, { type: 'ReportScreened', where: { result: ['unfounded'] } }],
  }),
  urgent({
    clock: 'reportScreening',
    label: { zh: '初步评估', en: 'Screening' },
    source: local,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'hours',
    amount: 24,
    start: ['ReportReceived'],
    stops: ['ReportScreened'],
    pairBy: 'reportId',
  }),
  clock({
    clock: 'reporterTold',
    label: { zh: '向报告人反馈处理结果', en: 'Telling the reporter the outcome' },
    source: `${minorsLaw} §11; ${local}`,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'workingDays',
    amount: 5,
    start: [{ type: 'ReportScreened', where: { tellReporter: [true] } }],
    stops: ['ReporterTold'],
    pairBy: 'reportId',
  }),
  clock({
    clock: 'concernCheck',
    label: { zh: '监测线索核实', en: 'Check of the concern' },
    source: local,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'workingDays',
    amount: 3,
    start: ['ConcernRegistered'],
    stops: ['ConcernVerified'],
    ends: [...closed, 'ReportReceived'],
  }),
];

const care: readonly ClockRule[] = [
  urgent({
    clock: 'childHandover',
    label: { zh: '带离后当场书面交接', en: 'Written handover at the scene' },
    source: `${opinion2014} §11; ${local}`,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'hours',
    amount: 2,
    start: ['ChildRemoved'],
    stops: ['ChildHandedOver', 'ChildHandedElsewhere'],
    ends: [...closed, 'GuardianshipEnded'],
  }),
  urgent({
    clock: 'temporaryGuardianshipDecision',
    label: { zh: '临时监护决定(先照料后补决定)', en: 'Decision on temporary guardianship after care began' },
    source: `${minorsLaw} §92; ${local}`,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'workingDays',
    amount: 1,
    start: ['TemporaryGuardianshipStarted'],
    stops: ['TemporaryGuardianshipDecided'],
    ends: [...closed, ...careEnded, 'LongTermGuardianshipStarted'],
  }),
  clock({
    clock: 'temporaryCareLimit',
    label: { zh: '临时照料一般不超过一年', en: 'Temporary care, generally at most one year' },
    source: opinion2014,
    evidence: 'known',
    unit: 'months',
    amount: 12,
    start: ['TemporaryGuardianshipStarted'],
    stops: [...careEnded, 'LongTermGuardianshipStarted'],
    rollsOverRestDay: false,
    warnBefore: [
      { amount: 2, unit: 'months' },
      { amount: 1, unit: 'months' },
    ],
  }),
  clock({
    clock: 'placementVisit',
    label: { zh: '委托照料探访', en: 'Visit to the carer' },
    source: local,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'months',
    amount: 1,
    start: [
      { type: 'ChildPlaced', where: { kind: ['relative', 'fosterFamily'] } },
      { type: 'PlacementVisited', where: { kind: ['relative', 'fosterFamily'] } },
    ],
    stops: ['PlacementVisited'],
    ends: [...closed, 'PlacementEnded'],
    pairBy: 'placementId',
  }),
  clock({
    clock: 'guardianshipAssessment',
    label: { zh: '监护评估', en: 'Guardianship assessment' },
    source: local,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'workingDays',
    amount: 15,
    start: [
      { type: 'ReportScreened', where: { needsAssessment: [true] } },
      { type: 'ConcernVerified', where: { needsAssessment: [true] } },
      { type: 'TemporaryGuardianshipStarted', where: { needsAssessment: [true] } },
      { type: 'FollowUpRecorded', where: { finding: ['atRisk'] } },
      'ChildHandedElsewhere',
    ],
    stops: ['AssessmentRecorded'],
    ends: [...closed, 'GuardianshipEnded'],
  }),
  clock({
    clock: 'returnAnswer',
    label: { zh: '答复送回申请', en: 'Answer to the request for return' },
    source: `${minorsLaw} §93; ${local}`,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'workingDays',
    amount: 20,
    start: ['ReturnRequested'],
    stops: ['ReturnRefused', 'ChildReturned'],
    ends: [...closed, 'GuardianshipEnded'],
    pairBy: 'requestId',
  }),
];

const support: readonly ClockRule[] = [
  clock({
    clock: 'assistanceVisit',
    label: { zh: '帮扶探访', en: 'Visit under the assistance plan' },
    source: local,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'months',
    amount: 1,
    start: ['AssistancePlanMade', 'AssistanceVisited'],
    stops: ['AssistanceVisited'],
    ends: [...closed, 'AssistancePlanEnded'],
    pairBy: 'planId',
  }),
  clock({
    clock: 'followUp',
    label: { zh: '跟踪回访', en: 'Follow-up visit' },
    source: `${minorsLaw} §93; ${local}`,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'days',
    amount: 0,
    countFrom: 'dueOn',
    start: ['FollowUpScheduled'],
    stops: ['FollowUpRecorded'],
    ends: [...closed, 'TemporaryGuardianshipStarted', 'LongTermGuardianshipStarted', 'GuardianshipEnded'],
    pairBy: 'followUpId',
    warnBefore: [{ amount: 7, unit: 'days' }],
  }),
];

const court: readonly ClockRule[] = [
  ofTheCourt({
    clock: 'protectionOrderRuling',
    label: { zh: '人身安全保护令裁定', en: 'Ruling on the protection order' },
    source: '反家庭暴力法 §28',
    evidence: 'cited',
    unit: 'hours',
    amount: 72,
    start: [{ type: 'ProtectionOrderAccepted', where: { urgent: [false] } }],
    stops: ['ProtectionOrderGranted', 'ProtectionOrderDenied'],
    pairBy: 'orderId',
  }),
  ofTheCourt({
    clock: 'protectionOrderUrgentRuling',
    label: { zh: '人身安全保护令裁定(紧急)', en: 'Ruling on the urgent protection order' },
    source: '反家庭暴力法 §28',
    evidence: 'cited',
    unit: 'hours',
    amount: 24,
    start: [{ type: 'ProtectionOrderAccepted', where: { urgent: [true] } }],
    stops: ['ProtectionOrderGranted', 'ProtectionOrderDenied'],
    pairBy: 'orderId',
  }),
  clock({
    clock: 'protectionOrderReconsideration',
    label: { zh: '保护令复议', en: 'Reconsideration of a protection order' },
    source: '反家庭暴力法 §31',
    evidence: 'cited',
    nature: 'right',
    unit: 'days',
    amount: 5,
    start: ['ProtectionOrderDenied'],
    stops: ['ProtectionOrderRequested'],
  }),
  clock({
    clock: 'protectionOrderExpiry',
    label: { zh: '保护令到期(到期前续期或注销)', en: 'Expiry of the protection order: renew or end it' },
    source: '反家庭暴力法 §30',
    evidence: 'cited',
    nature: 'internal',
    unit: 'days',
    amount: 0,
    countFrom: 'endsOn',
    start: ['ProtectionOrderGranted', 'ProtectionOrderRenewed'],
    stops: ['ProtectionOrderRenewed', 'ProtectionOrderEnded'],
    pairBy: 'orderId',
    rollsOverRestDay: false,
    warnBefore: [
      { amount: 14, unit: 'days' },
      { amount: 3, unit: 'days' },
    ],
  }),
  clock({
    clock: 'dutyToSue',
    label: { zh: '无人起诉时民政部门申请撤销监护人资格', en: 'The bureau sues when nobody else does' },
    source: `民法典 §36; ${local}`,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'days',
    amount: 15,
    countFrom: 'othersUntil',
    start: [{ type: 'ConferenceRecommended', where: { recommendation: ['revoke'] } }],
    stops: ['RevocationSuitFiled'],
    ends: [...closed, ...careEnded, 'LongTermGuardianshipStarted', 'ConferenceRecommended'],
    warnBefore: [{ amount: 7, unit: 'days' }],
  }),
  ofTheCourt({
    clock: 'revocationTrial',
    label: { zh: '撤销监护人资格案件审理', en: 'Trial of the revocation suit' },
    source: '民事诉讼法 §187',
    evidence: 'known',
    unit: 'months',
    amount: 1,
    start: ['RevocationSuitFiled'],
    stops: ['RevocationJudged'],
    pairBy: 'suitId',
  }),
];

export const guardianshipClocks: readonly ClockRule[] = [...reports, ...care, ...support, ...court];
