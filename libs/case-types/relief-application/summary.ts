import type { CaseSummary } from '#kernel';
import type { ReliefCommandName } from './commands.js';
import { schemes } from './schemes.js';
import { stages } from './stages.js';
import { type Relief, livingMembers, openAlerts, schemeOf } from './state.js';

const investigationStep = (relief: Relief): ReliefCommandName => {
  const scheme = schemes[schemeOf(relief)];
  const objection = relief.objections.find((one) => !one.reinvestigated);
  if (objection !== undefined) return 'RecordReinvestigation';
  if (relief.lodged?.kind === 'emergency')
    return relief.calculation === undefined ? 'CalculateBenefit' : 'GiveReviewOpinion';
  if (scheme.meansTest && relief.meansTests.length === 0) return 'RequestMeansTest';
  if (scheme.homeVisit && relief.homeVisits.length === 0) return 'RecordHomeVisit';
  if (scheme.meansTest && relief.meansTests.every((test) => test.outcome === undefined)) return 'RecordMeansTestResult';
  if (scheme.documentsCheck && !relief.documentsComplete) return 'RecordDocumentsCheck';
  return relief.calculation === undefined || relief.recalculationDue ? 'CalculateBenefit' : 'GiveReviewOpinion';
};

const grantedStep = (relief: Relief): ReliefCommandName | undefined => {
  if (relief.recalculationDue) return 'CalculateBenefit';
  if (relief.told.length === 0) return 'DeliverDecision';
  return relief.lodged !== undefined && schemes[relief.lodged.scheme].pays === 'once' && relief.payments.length > 0
    ? 'CloseCase'
    : undefined;
};

/** The command that normally comes next. */
export const nextStep = (relief: Relief): ReliefCommandName | undefined => {
  switch (relief.stage) {
    case 'unopened':
      return 'LodgeApplication';
    case 'atCommittee':
      return 'HandUpApplication';
    case 'submitted':
      return relief.authorisedBy.length === 0 && schemes[schemeOf(relief)].meansTest
        ? 'AuthoriseMeansTest'
        : 'AcceptApplication';
    case 'supplementing':
      return 'ReceiveSupplement';
    case 'investigating':
      return investigationStep(relief);
    case 'reviewing':
      if (relief.opinion === undefined) return 'GiveReviewOpinion';
      return relief.opinion === 'grant' && !relief.noticeEnded && relief.lodged?.applicantMinor === false
        ? 'PostPublicNotice'
        : 'SubmitFile';
    case 'noticed':
      return 'EndPublicNotice';
    case 'deciding':
      return relief.opinion === 'refuse' ? 'RefuseGrant' : 'ConfirmGrant';
    case 'forwarding':
      return 'ForwardToHukouOffice';
    case 'atHukouOffice':
      return 'RecordHukouOfficeAnswer';
    case 'telling':
      return 'TellHukouAnswer';
    case 'granted':
      return grantedStep(relief);
    case 'phasingOut':
      return 'TerminateBenefit';
    case 'suspended':
      return 'ResumeBenefit';
    case 'refused':
      return relief.told.length === 0 ? 'DeliverRefusal' : undefined;
    case 'terminated':
    case 'withdrawn':
    case 'declined':
    case 'answered':
    case 'completed':
      return undefined;
    default:
      return relief.stage satisfies never;
  }
};

const figures = (relief: Relief): NonNullable<CaseSummary['figures']> => ({
  ...(relief.bundle.bundleId === undefined ? {} : { bundleId: relief.bundle.bundleId }),
  bundledCases: relief.bundle.cases.length,
  mutualChecks: relief.mutualChecks.length,
  mutualChecksUnanswered: relief.mutualChecks.filter(({ found, expired }) => found === undefined && !expired).length,
  duplicateAidOpen: openAlerts(relief).length,
  decidedElsewhere: relief.decidedAt === 'hukouOffice',
  ...(relief.hukouOffice === undefined ? {} : { hukouRegion: relief.hukouOffice.region }),
});

/** The generic caseload row. */
export const summary = (relief: Relief): CaseSummary => {
  const { lodged } = relief;
  const granted = relief.decision?.type === 'GrantConfirmed';
  return {
    stage: relief.stage,
    open: stages[relief.stage].closed !== true,
    scheme: schemeOf(relief),
    title: lodged?.title ?? lodged?.applicant.name,
    office: lodged?.office ?? '',
    area: lodged?.area,
    persons: livingMembers(relief).map(({ personId }) => personId),
    openedOn: lodged?.lodgedOn ?? '',
    amountFen: granted ? relief.entitlements.at(-1)?.amountFen : relief.calculation?.amountFen,
    nextStep: nextStep(relief),
    outcome: relief.outcome,
    ruleSet: relief.ruleSet,
    figures: figures(relief),
  };
};
