import type { Label } from '#kernel';
import type { ClockRule, EventPattern } from '../types.js';
import { type Escalation, type GivenClock, clocksFor } from './clock.js';

/** How a beneficiary's income is looked at again; stored with the grant and with every periodic review. */
export const reviewClasses = ['severeStable', 'stable', 'unstable', 'ableBodiedUrban', 'ableBodiedRural'] as const;
export type ReviewClass = (typeof reviewClasses)[number];

export const decided: readonly EventPattern[] = ['GrantConfirmed', 'ApplicationRefused'];
/** The application is over without a decision on it. */
export const abandoned: readonly EventPattern[] = ['ApplicationDeclined', 'ApplicationTerminated', 'CaseWithdrawn'];
export const benefitOver: readonly EventPattern[] = [
  'BenefitTerminated',
  'CaseCompleted',
  'CaseWithdrawn',
  'ApplicationTerminated',
];

const discipline: Label = {
  zh: '责令改正,对责任人员依法处理;案件不因超期视为批准',
  en: 'Correction order and discipline; the case is never deemed approved',
};

const climb: Escalation = [
  { afterWorkingDays: 0, roles: ['townOfficer', 'townLeader'] },
  { afterWorkingDays: 1, roles: ['bureauOfficer', 'supervisor'] },
  { afterWorkingDays: 3, roles: ['bureauLeader'] },
];
const bureauFirst: Escalation = [
  { afterWorkingDays: 0, roles: ['bureauOfficer', 'supervisor'] },
  { afterWorkingDays: 1, roles: ['bureauLeader'] },
];

/** A clock of the relief room; what is not said is what most of them have. */
export const reliefClock = clocksFor({
  caseType: 'relief-application',
  ends: abandoned,
  consequence: discipline,
  escalation: climb,
});

/** The same, where the bureau is late and not the town office. */
export const bureauClock = (given: GivenClock): ClockRule => {
  const clock = reliefClock(given);
  return { ...clock, onBreach: { ...clock.onBreach, escalation: bureauFirst } };
};
