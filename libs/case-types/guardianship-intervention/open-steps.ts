import { inStateCare } from './periods.js';
import { type Guardianship, pendingSuit, runningPlacement, standingReports } from './state.js';

/** Every step that is begun and not finished. A case with one is not closed. */
export const openSteps = (guardianship: Guardianship): readonly string[] => {
  const { reports, concern, recommendation } = guardianship;
  const steps: readonly (readonly [string, boolean])[] = [
    ['concern-not-verified', concern !== undefined && concern.result === undefined && reports.length === 0],
    ['concern-under-watch', concern?.result === 'watch' && reports.length === 0],
    ['report-not-screened', reports.some(({ result }) => result === undefined)],
    ['reporter-not-told', reports.some(({ reporterSealed, told }) => reporterSealed && !told)],
    [
      'police-not-notified',
      !guardianship.policeNotified && standingReports(guardianship).some((one) => one.policeDuty),
    ],
    ['removal-not-handed-over', guardianship.removal !== undefined],
    ['child-in-state-care', inStateCare(guardianship.periods)],
    ['placement-running', runningPlacement(guardianship) !== undefined],
    ['assessment-missing', guardianship.assessmentDue],
    ['conference-not-recorded', guardianship.conferences.some(({ recorded }) => !recorded)],
    ['plan-running', guardianship.plans.some(({ ended }) => !ended)],
    [
      'protection-order-open',
      guardianship.orders.some(({ outcome }) => outcome === undefined || outcome === 'granted'),
    ],
    ['suit-not-filed', recommendation?.recommendation === 'revoke' && guardianship.revokedAt === undefined],
    ['suit-pending', pendingSuit(guardianship) !== undefined],
    ['restoration-pending', guardianship.restorations.some(({ outcome }) => outcome === undefined)],
    ['return-request-open', guardianship.returnRequests.some(({ answer }) => answer === undefined)],
    ['follow-up-outstanding', guardianship.followUps.some(({ visitedOn }) => visitedOn === undefined)],
  ];
  return steps.flatMap(([step, isOpen]) => (isOpen ? [step] : []));
};
