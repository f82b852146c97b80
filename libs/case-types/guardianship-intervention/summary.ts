import type { CaseSummary } from '#kernel';
import type { GuardianshipCommandName } from './commands.js';
import { openSteps } from './open-steps.js';
import { inStateCare, runningPeriod } from './periods.js';
import { stages } from './stages.js';
import { type Guardianship, faultAlleged, pendingSuit, standingReports } from './state.js';

type Step = GuardianshipCommandName | undefined;

/** What a report still needs, in whatever stage it came. */
const reportStep = (guardianship: Guardianship): Step => {
  const { reports } = guardianship;
  if (reports.some(({ acceptedOn }) => acceptedOn === undefined)) return 'AcceptReport';
  if (!guardianship.policeNotified && standingReports(guardianship).some(({ policeDuty }) => policeDuty))
    return 'NotifyPolice';
  if (reports.some(({ result }) => result === undefined)) return 'ScreenReport';
  return reports.some(({ reporterSealed, told }) => reporterSealed && !told) ? 'TellReporter' : undefined;
};

const careStep = (guardianship: Guardianship): Step => {
  if (guardianship.removal !== undefined) return 'RecordHandover';
  if (!inStateCare(guardianship.periods)) return guardianship.assessmentDue ? 'RecordAssessment' : undefined;
  const isTemporary = runningPeriod(guardianship.periods)?.kind === 'temporary';
  if (isTemporary && !guardianship.temporaryDecided) return 'DecideTemporaryGuardianship';
  return guardianship.assessmentDue ? 'RecordAssessment' : undefined;
};

const interventionStep = (guardianship: Guardianship): Step => {
  if (pendingSuit(guardianship) !== undefined) return 'RecordJudgment';
  if (guardianship.recommendation?.recommendation === 'revoke') return 'FileRevocationSuit';
  if (guardianship.assessment?.positive === true && inStateCare(guardianship.periods)) return 'ReturnChild';
  return guardianship.conferences.some(({ recorded }) => recorded) ? 'RecordRecommendation' : undefined;
};

const assistanceStep = (guardianship: Guardianship): Step => {
  if (guardianship.plans.length === 0) return 'MakeAssistancePlan';
  return guardianship.plans.some(({ ended }) => !ended) ? 'RecordAssistanceVisit' : undefined;
};

const closingStep = (guardianship: Guardianship): Step => {
  if (guardianship.followUps.some(({ visitedOn }) => visitedOn === undefined)) return 'RecordFollowUp';
  return openSteps(guardianship).length === 0 ? 'CloseCase' : undefined;
};

/** The command that normally comes next. */
export const nextStep = (guardianship: Guardianship): Step => {
  const urgent = reportStep(guardianship) ?? careStep(guardianship);
  switch (guardianship.stage) {
    case 'unopened':
      return 'ReceiveReport';
    case 'monitoring':
      return guardianship.concern?.result === undefined ? 'VerifyConcern' : closingStep(guardianship);
    case 'substituteCare':
      return urgent ?? (guardianship.guardianFit === undefined ? 'ConfirmGuardianFit' : 'ReturnChild');
    case 'assisting':
      return urgent ?? assistanceStep(guardianship) ?? closingStep(guardianship);
    case 'emergency':
    case 'assessing':
    case 'intervening':
      return urgent ?? interventionStep(guardianship) ?? closingStep(guardianship);
    case 'longTerm':
      return urgent ?? 'RecordPlacementVisit';
    case 'reported':
    case 'followingUp':
      return urgent ?? closingStep(guardianship);
    case 'closed':
      return undefined;
    default:
      return guardianship.stage satisfies never;
  }
};

/** What kind of case it is, for filters. */
const schemeOf = (guardianship: Guardianship): string => {
  if (faultAlleged(guardianship)) return 'guardianAbuse';
  return guardianship.periods.some(({ suddenEvent }) => suddenEvent === true) ? 'suddenEvent' : 'guardianAbsence';
};

/** The generic caseload row. */
export const summary = (guardianship: Guardianship): CaseSummary => {
  const { opened } = guardianship;
  const running = runningPeriod(guardianship.periods);
  return {
    stage: guardianship.stage,
    open: stages[guardianship.stage].closed !== true,
    scheme: schemeOf(guardianship),
    title: opened?.shortName,
    office: opened?.office ?? '',
    area: opened?.area,
    persons: opened === undefined ? [] : [opened.child.personId],
    openedOn: opened?.openedOn ?? '',
    amountFen: undefined,
    nextStep: nextStep(guardianship),
    outcome: guardianship.outcome,
    ruleSet: opened?.ruleSet,
    figures: {
      mandatoryReport: guardianship.reports.some(({ mandatory }) => mandatory),
      guardianship: running?.kind ?? 'ended',
      inStateCare: inStateCare(guardianship.periods),
      removed: guardianship.handovers.length > 0,
      suits: guardianship.suits.length,
      suitDue: guardianship.recommendation?.recommendation === 'revoke',
      protectionOrders: guardianship.orders.filter(({ outcome }) => outcome === 'granted').length,
      followUpsOutstanding: guardianship.followUps.filter(({ visitedOn }) => visitedOn === undefined).length,
      supportDutyOpen: guardianship.supportDuty !== undefined,
    },
  };
};
