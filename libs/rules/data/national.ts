import type { ClockRule, RuleSet } from '../types.js';
import { abandoned, benefitOver, bureauClock, decided, reliefClock } from './relief-clocks.js';
import { guardianshipClocks, guardianshipParameters } from './guardianship.js';
import { outreachClocks, outreachParameters } from './outreach.js';
import { nationalParameters } from './parameters.js';
import { transientClocks, transientParameters } from './transient.js';

const meansTested = ['dibao', 'nearThreshold', 'rigidExpenditure'];

const procedure: readonly ClockRule[] = [
  reliefClock({
    clock: 'investigation',
    label: { zh: '启动家庭经济状况调查', en: 'Start of the means investigation' },
    source: '民发〔2021〕57号',
    evidence: 'known',
    schemes: meansTested,
    unit: 'workingDays',
    amount: 3,
    start: ['ApplicationAccepted'],
    stops: ['MeansTestRequested', 'HomeVisitRecorded', ...decided],
  }),
  reliefClock({
    clock: 'decision',
    label: { zh: '受理至作出决定(全国)', en: 'Acceptance to decision (national)' },
    source: '民发〔2021〕57号',
    evidence: 'cited',
    schemes: meansTested,
    unit: 'workingDays',
    amount: 30,
    start: ['ApplicationAccepted'],
    stops: decided,
    // The text names no approver; the bureau leader is this district's choice.
    extension: { toAmount: 45, approvers: ['bureauLeader'], needsReason: true, beforeDue: true },
    warnBefore: [
      { amount: 5, unit: 'workingDays' },
      { amount: 1, unit: 'workingDays' },
    ],
  }),
  bureauClock({
    clock: 'confirmation',
    label: { zh: '公示期满至确认', en: 'End of public notice to confirmation' },
    source: '民发〔2021〕57号',
    evidence: 'cited',
    schemes: meansTested,
    unit: 'workingDays',
    amount: 10,
    start: ['PublicNoticeEnded'],
    stops: decided,
    ends: [...abandoned, 'PublicNoticePosted', 'ObjectionRaised', 'FileReturned'],
  }),
  reliefClock({
    clock: 'refusalNotice',
    label: { zh: '不予确认书面告知', en: 'Written notice of refusal' },
    source: '民发〔2021〕57号; 民发〔2021〕43号',
    evidence: 'cited',
    unit: 'workingDays',
    amount: 3,
    start: ['ApplicationRefused'],
    stops: ['RefusalNoticeDelivered'],
  }),
];

const destitute: readonly ClockRule[] = [
  reliefClock({
    clock: 'destituteInvestigation',
    label: { zh: '特困:镇街调查并提出初审意见', en: 'Destitute support: investigation and first opinion' },
    source: '民发〔2021〕43号',
    evidence: 'cited',
    schemes: ['destituteSupport'],
    unit: 'workingDays',
    amount: 15,
    start: ['ApplicationAccepted'],
    stops: ['ReviewOpinionGiven', ...decided],
  }),
  reliefClock({
    clock: 'destituteReinvestigation',
    label: { zh: '特困:异议后重新调查', en: 'Destitute support: new opinion after an objection' },
    source: '民发〔2021〕43号',
    evidence: 'cited',
    schemes: ['destituteSupport'],
    unit: 'workingDays',
    amount: 15,
    start: ['ObjectionRaised'],
    stops: ['ReviewOpinionGiven', ...decided],
  }),
  bureauClock({
    clock: 'destituteConfirmation',
    label: { zh: '特困:区级确认', en: 'Destitute support: confirmation by the district' },
    source: '民发〔2021〕43号',
    evidence: 'uncertain',
    schemes: ['destituteSupport'],
    unit: 'workingDays',
    amount: 15,
    start: ['PublicNoticeEnded', 'FileSubmitted'],
    stops: decided,
    ends: [...abandoned, 'PublicNoticePosted', 'ObjectionRaised', 'FileReturned'],
  }),
];

const reviewed = ['GrantConfirmed', 'PeriodicReviewRecorded'];

const reviews: readonly ClockRule[] = [
  reliefClock({
    clock: 'yearlyReview',
    label: { zh: '年度核查(全国)', en: 'Yearly review (national)' },
    source: '民发〔2021〕57号',
    evidence: 'known',
    schemes: ['dibao'],
    unit: 'months',
    amount: 12,
    start: reviewed.map((type) => ({ type, where: { reviewClass: ['severeStable', 'stable'] } })),
    stops: ['PeriodicReviewRecorded'],
    ends: benefitOver,
    warnBefore: [{ amount: 1, unit: 'months' }],
    pinnedAt: 'start',
  }),
  reliefClock({
    clock: 'halfYearlyReview',
    label: { zh: '半年核查(全国)', en: 'Half-yearly review (national)' },
    source: '民发〔2021〕57号',
    evidence: 'known',
    schemes: ['dibao'],
    unit: 'months',
    amount: 6,
    start: reviewed.map((type) => ({
      type,
      where: { reviewClass: ['unstable', 'ableBodiedUrban', 'ableBodiedRural'] },
    })),
    stops: ['PeriodicReviewRecorded'],
    ends: benefitOver,
    warnBefore: [{ amount: 1, unit: 'months' }],
    pinnedAt: 'start',
  }),
  reliefClock({
    clock: 'rigidExpenditureValidity',
    label: { zh: '刚性支出困难家庭认定有效期', en: 'Validity of the rigid-expenditure status' },
    source: '刚性支出困难家庭认定办法 (2024)',
    evidence: 'cited',
    nature: 'right',
    schemes: ['rigidExpenditure'],
    unit: 'days',
    amount: 0,
    start: ['GrantConfirmed'],
    countFrom: 'validUntil',
    stops: [],
    ends: benefitOver,
    rollsOverRestDay: false,
    warnBefore: [{ amount: 1, unit: 'months' }],
    pinnedAt: 'start',
  }),
];

const told = (remedyText: boolean) =>
  ['RefusalNoticeDelivered', 'DecisionDelivered'].map((type) => ({ type, where: { remedyText: [remedyText] } }));

const disputes: readonly ClockRule[] = [
  reliefClock({
    clock: 'adminReviewWindow',
    label: { zh: '申请行政复议期限', en: 'Time to ask for administrative review' },
    source: '行政复议法 §20; 民法典 §203',
    evidence: 'cited',
    nature: 'right',
    unit: 'days',
    amount: 60,
    start: told(true),
    countFrom: 'deliveredOn',
    // Every decision that is delivered opens a window of its own.
    pairBy: 'deliveredOn',
    stops: ['AdminReviewRequested'],
    ends: [],
    pinnedAt: 'start',
  }),
  reliefClock({
    clock: 'adminReviewWindowUntold',
    label: { zh: '申请行政复议期限(未告知权利)', en: 'Time to ask for administrative review, rights not told' },
    source: '行政复议法 §20',
    evidence: 'cited',
    nature: 'right',
    unit: 'months',
    amount: 12,
    start: told(false),
    countFrom: 'deliveredOn',
    // Every decision that is delivered opens a window of its own.
    pairBy: 'deliveredOn',
    stops: ['AdminReviewRequested'],
    ends: [],
    pinnedAt: 'start',
  }),
  reliefClock({
    clock: 'litigationWindow',
    label: { zh: '直接起诉期限', en: 'Time to sue directly' },
    source: '行政诉讼法 §46',
    evidence: 'cited',
    nature: 'right',
    unit: 'months',
    amount: 6,
    start: told(true),
    countFrom: 'deliveredOn',
    // Every decision that is delivered opens a window of its own.
    pairBy: 'deliveredOn',
    stops: [],
    ends: [],
    pinnedAt: 'start',
  }),
  reliefClock({
    clock: 'redecision',
    label: { zh: '复议撤销后重新作出决定', en: 'New decision after a reversal' },
    source: '行政复议法 §64; 期限待核定',
    evidence: 'uncertain',
    unit: 'workingDays',
    amount: 30,
    start: [{ type: 'AdminReviewDecided', where: { outcome: ['reversed'] } }],
    stops: decided,
    pinnedAt: 'start',
  }),
  bureauClock({
    clock: 'adminReviewAnswer',
    label: { zh: '行政复议答复', en: 'Answer to the review office' },
    source: '行政复议法 §48',
    evidence: 'cited',
    unit: 'workingDays',
    amount: 10,
    start: ['AdminReviewRequested'],
    stops: ['AdminReviewAnswered'],
    ends: ['AdminReviewDecided', 'AdminReviewWithdrawn'],
    pairBy: 'reviewId',
    pinnedAt: 'start',
  }),
];

/** The State's rules: 社会救助暂行办法 with the ministry's procedures. */
export const national1: RuleSet = {
  id: 'national',
  version: 1,
  effectiveFrom: '2014-05-01',
  label: { zh: '社会救助暂行办法及民政部办法', en: 'National relief rules' },
  source: '国务院令第649号; 民发〔2021〕57号; 民发〔2021〕43号; 行政复议法 (2023)',
  clocks: [
    ...procedure,
    ...destitute,
    ...reviews,
    ...disputes,
    ...guardianshipClocks,
    ...transientClocks,
    ...outreachClocks,
  ],
  relief: nationalParameters,
  guardianship: guardianshipParameters,
  transient: transientParameters,
  outreach: outreachParameters,
  transition: { openCases: 'keep', source: '首次发布' },
};
