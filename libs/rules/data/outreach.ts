import type { Label } from '#kernel';
import type { ClockRule, EventPattern, RuleSet } from '../types.js';
import { type Escalation, type GivenClock, clocksFor } from './clock.js';

const districtValue = '区级参数,待核定';

export const outreachParameters: RuleSet['outreach'] = {
  wanderList: {
    firstHalfMonth: 1,
    secondHalfMonth: 7,
    article: '渝北民〔2023〕113号 兜底·三五「每年1月和7月定期维护」「当月报送」',
  },
  wanderMatch: {
    points: { name: 40, features: 30, age: 15, place: 10, sex: 5 },
    ageToleranceYears: 5,
    proposeFrom: 30,
    maxProposals: 10,
    article: districtValue,
  },
};

const outcomes = ['LeadConverted', 'LeadReferred', 'LeadDismissed'];
const urgent = ['danger', 'cold'];
/** Channels whose leads are answered on the spot; an alert is verified first, a petition has a law of its own. */
const quickChannels = ['hotline', 'patrol', 'mandatoryReport', 'committeeVisit', 'crossRegion', 'platform'];

const slowLead: Label = {
  zh: '督促办理,计入单位时限统计;线索不因超期视为办结',
  en: 'The office is urged and it counts in its figures; the lead is never deemed settled',
};

const climb: Escalation = [
  { afterWorkingDays: 0, roles: ['townOfficer', 'townLeader', 'stationLeader', 'childProtectionOfficer'] },
  { afterWorkingDays: 1, roles: ['bureauOfficer', 'supervisor'] },
  { afterWorkingDays: 3, roles: ['bureauLeader'] },
];
const atOnce: Escalation = [
  { afterWorkingDays: 0, roles: ['townLeader', 'stationLeader', 'childProtectionOfficer', 'bureauOfficer'] },
  { afterWorkingDays: 1, roles: ['bureauLeader', 'supervisor'] },
];

const leadClock = clocksFor({ caseType: 'outreach-lead', ends: outcomes, consequence: slowLead, escalation: climb });

type Local = Omit<GivenClock, 'source' | 'evidence'> & Partial<GivenClock>;

/** A figure of the district, to be settled by the bureau. */
const localClock = (given: Local): ClockRule =>
  leadClock({ source: districtValue, evidence: 'uncertain', nature: 'local', pinnedAt: 'start', ...given });

const urgentClock = (given: Local): ClockRule => {
  const clock = localClock(given);
  return { ...clock, onBreach: { ...clock.onBreach, escalation: atOnce } };
};

const dispatchedUrgent: readonly EventPattern[] = [{ type: 'LeadDispatched', where: { urgency: urgent } }];
const dispatchedNormal: readonly EventPattern[] = [
  {
    type: 'LeadDispatched',
    // A personal matter is talked over, not visited.
    where: { urgency: ['normal'], channel: quickChannels, matter: ['governmentMatter', 'publicAffair'] },
  },
];
const notThereYet = [...outcomes, 'LeadReturned', 'LeadDispatched'];

const leadClocks: readonly ClockRule[] = [
  localClock({
    clock: 'leadTriage',
    label: { zh: '线索分流', en: 'Triage of the lead' },
    unit: 'hours',
    amount: 24,
    start: ['LeadReceived'],
    stops: ['LeadTriaged'],
  }),
  urgentClock({
    clock: 'leadDispatchAtOnce',
    label: { zh: '强制报告、紧急线索派单', en: 'Dispatch of a mandatory report or an urgent lead' },
    source: `未成年人保护法 §11「立即」; ${districtValue}`,
    unit: 'hours',
    amount: 2,
    start: [
      { type: 'LeadReceived', where: { channel: ['mandatoryReport'] } },
      { type: 'LeadReceived', where: { urgency: urgent } },
      { type: 'LeadTriaged', where: { urgency: urgent } },
    ],
    stops: ['LeadDispatched'],
  }),
  urgentClock({
    clock: 'leadOnSceneUrgent',
    label: { zh: '紧急线索到达现场', en: 'On scene, urgent lead' },
    source: `渝北民〔2023〕113号 兜底·三五「线索快速响应」; ${districtValue}`,
    unit: 'hours',
    amount: 2,
    start: dispatchedUrgent,
    stops: ['OnSceneRecorded'],
    ends: notThereYet,
  }),
  localClock({
    clock: 'leadOnScene',
    label: { zh: '线索到达现场', en: 'On scene' },
    source: `渝北民〔2023〕113号 兜底·三五「线索快速响应」; ${districtValue}`,
    unit: 'hours',
    amount: 24,
    start: dispatchedNormal,
    stops: ['OnSceneRecorded'],
    ends: notThereYet,
  }),
  localClock({
    clock: 'leadOutcome',
    label: { zh: '线索办结', en: 'Outcome of the lead' },
    unit: 'workingDays',
    amount: 5,
    start: [
      { type: 'LeadTriaged', where: { channel: quickChannels } },
      { type: 'LeadReopened', where: { channel: quickChannels } },
      'AlertVerified',
    ],
    stops: outcomes,
    ends: [],
    warnBefore: [{ amount: 1, unit: 'workingDays' }],
  }),
  localClock({
    clock: 'leadAlertVerification',
    label: { zh: '预警核实', en: 'Verification of the alert' },
    source: `渝北民〔2023〕113号 兜底·三一「及时预警核实」; ${districtValue}`,
    unit: 'workingDays',
    amount: 10,
    start: [
      { type: 'LeadReceived', where: { channel: ['dataMatch'] } },
      { type: 'LeadReopened', where: { channel: ['dataMatch'] } },
    ],
    stops: ['AlertVerified'],
    warnBefore: [{ amount: 2, unit: 'workingDays' }],
  }),
  localClock({
    clock: 'leadHotlineReply',
    label: { zh: '热线工单回复', en: 'Reply to the hotline ticket' },
    source: `渝北民〔2023〕113号 兜底·三二「服务热线办理及转办程序」; ${districtValue}`,
    unit: 'workingDays',
    amount: 5,
    start: [{ type: 'LeadReceived', where: { channel: ['hotline'] } }],
    stops: ['InformantTold'],
    ends: [],
    warnBefore: [{ amount: 1, unit: 'workingDays' }],
  }),
  leadClock({
    clock: 'leadPetition',
    label: { zh: '信访事项办结', en: 'Settlement of the petition' },
    source: '信访工作条例 §34',
    evidence: 'known',
    unit: 'days',
    amount: 60,
    start: [{ type: 'LeadReceived', where: { channel: ['petition'] } }],
    stops: outcomes,
    ends: [],
    extension: { toAmount: 90, approvers: ['townLeader', 'bureauLeader'], needsReason: true, beforeDue: true },
    warnBefore: [{ amount: 7, unit: 'days' }],
    pinnedAt: 'start',
  }),
  localClock({
    clock: 'leadInformantTold',
    label: { zh: '向报告人、提供人反馈结果', en: 'Telling the informant the outcome' },
    source: `未成年人保护法 §11「以适当方式告知报告人」; ${districtValue}`,
    unit: 'workingDays',
    amount: 5,
    start: outcomes.map((type) => ({ type, where: { informantWaits: [true] } })),
    stops: [{ type: 'InformantTold', where: { outcome: [true] } }],
    ends: ['LeadReopened'],
  }),
  localClock({
    clock: 'leadReferralReply',
    label: { zh: '转介单位回复', en: 'Reply of the body referred to' },
    unit: 'workingDays',
    amount: 10,
    start: ['LeadReferred'],
    stops: ['ReferralReplyRecorded'],
    ends: ['LeadReopened'],
    pairBy: 'referralId',
  }),
  localClock({
    clock: 'leadObjection',
    label: { zh: '对处理结果提出异议', en: 'Time to object to the outcome' },
    source: '信访工作条例 §35; 其他渠道参照执行',
    nature: 'right',
    unit: 'days',
    amount: 30,
    start: [{ type: 'InformantTold', where: { outcome: [true] } }],
    countFrom: 'toldOn',
    pairBy: 'toldOn',
    stops: ['LeadReopened'],
    ends: [],
  }),
];

const wanderClock = clocksFor({
  caseType: 'wander-risk-list',
  ends: [],
  consequence: {
    zh: '督促镇街报送;补报后仍计为逾期',
    en: 'The town office is urged; a list sent afterwards stays late',
  },
  escalation: [
    { afterWorkingDays: 0, roles: ['townOfficer', 'townLeader', 'stationLeader'] },
    { afterWorkingDays: 3, roles: ['bureauOfficer', 'supervisor'] },
  ],
});

const wanderClocks: readonly ClockRule[] = [
  wanderClock({
    clock: 'wanderList',
    label: { zh: '易走失人员名单报送', en: 'Sending of the list of persons prone to wander' },
    source: '渝北民〔2023〕113号 兜底·三五「每年1月和7月定期维护」「当月报送至区救助站」',
    evidence: 'cited',
    nature: 'local',
    unit: 'days',
    amount: 0,
    start: ['WanderListOpened'],
    countFrom: 'dueOn',
    stops: ['ListSubmitted'],
    // 「当月报送」: within the month, whatever its last day is.
    rollsOverRestDay: false,
    warnBefore: [
      { amount: 7, unit: 'days' },
      { amount: 1, unit: 'days' },
    ],
    pinnedAt: 'start',
  }),
  wanderClock({
    clock: 'wanderListCorrection',
    label: { zh: '退回名单重新报送', en: 'Sending a returned list again' },
    source: districtValue,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'workingDays',
    amount: 3,
    start: ['ListReturned'],
    stops: ['ListSubmitted'],
    pinnedAt: 'start',
  }),
  wanderClock({
    clock: 'wanderListMerge',
    label: { zh: '名单汇总录入信息库', en: 'Entry of the list in the register' },
    source: `渝北民〔2023〕113号 兜底·三五「汇总录入信息库」; ${districtValue}`,
    evidence: 'uncertain',
    nature: 'local',
    unit: 'workingDays',
    amount: 10,
    start: ['ListSubmitted'],
    stops: ['ListMerged'],
    ends: ['ListReturned'],
    pinnedAt: 'start',
  }),
];

export const outreachClocks: readonly ClockRule[] = [...leadClocks, ...wanderClocks];
