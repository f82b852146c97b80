import type { CaseSummary, Day } from '#kernel';
import { monthOf } from '#rules';
import type { TransientCommandName } from './commands.js';
import { stages } from './stages.js';
import { type Departure, type Transient, completedHandOver, openHandOver, stageOf } from './state.js';

const leadStep = ({ trail }: Transient): TransientCommandName =>
  trail.some(({ type, data }) => type === 'OutreachVisitRecorded' && outcomeOf(data) !== 'refused')
    ? 'RecordArrival'
    : 'RecordOutreachVisit';

const outcomeOf = (data: object | undefined): unknown =>
  data === undefined ? undefined : Reflect.get(data, 'outcome');

const screeningStep = ({ firstTo }: Transient): TransientCommandName => {
  switch (firstTo) {
    case 'hospital':
      return 'SendToHospital';
    case 'police':
      return 'HandToPolice';
    case undefined:
      return 'AdmitPerson';
    default:
      return firstTo satisfies never;
  }
};

const searchStep = (transient: Transient): TransientCommandName => {
  if (transient.identity !== 'unknown') return 'ArrangeReturn';
  if (!transient.trail.some(({ type }) => type === 'IdentityNotFound')) return 'CheckIdentity';
  if (transient.tracingNotice === undefined) return 'PostTracingNotice';
  if (transient.dna.length === 0) return 'RequestDna';
  if (transient.dna.some(({ matched }) => matched === undefined)) return 'RecordDnaAnswer';
  return transient.longStay ? 'ProposeSettlement' : 'RecordLongStay';
};

const settlementStep = ({ settlement }: Transient): TransientCommandName => {
  switch (settlement) {
    case 'approved':
      return 'RegisterHukou';
    case 'registered':
      return 'CompleteSettlement';
    case 'proposed':
    case undefined:
      return 'ApproveSettlement';
    default:
      return settlement satisfies never;
  }
};

const returnStep = (transient: Transient): TransientCommandName => {
  if (transient.plan?.mode === 'own') return 'RecordOwnDeparture';
  if (transient.plan?.receiver !== 'station' || completedHandOver(transient) !== undefined) return 'RecordReturn';
  return openHandOver(transient) === undefined ? 'OfferHandOverToStation' : 'SignHandOver';
};

const departedStep = ({ departure, followUps }: Transient): TransientCommandName =>
  followUps === 0 && (departure?.kind === 'returned' || departure?.kind === 'settled') ? 'RecordFollowUp' : 'CloseCase';

const deathStep = ({ death }: Transient): TransientCommandName => {
  if (death?.belongingsListed !== true) return 'ListBelongings';
  if (!death.kinReached && death.announcementEndsOn === undefined) return 'NotifyKin';
  return death.disposed ? 'CloseCase' : 'RecordDisposal';
};

/** The command that normally comes next. */
export const nextStep = (transient: Transient): TransientCommandName | undefined => {
  const stage = stageOf(transient);
  switch (stage) {
    case 'unopened':
      return 'RequestAssistance';
    case 'lead':
      return leadStep(transient);
    case 'screening':
      return screeningStep(transient);
    case 'atHospital':
      return 'RecordDischarge';
    case 'withPolice':
      return 'RecordPoliceOutcome';
    case 'inStation':
    case 'longStay':
      return transient.separatedCompanion && transient.policeReports.length === 0
        ? 'ReportToPolice'
        : searchStep(transient);
    case 'settling':
      return settlementStep(transient);
    case 'returning':
      return returnStep(transient);
    case 'missing':
      return transient.policeReports.some(({ ground }) => ground === 'missing') ? 'RecordFound' : 'ReportToPolice';
    case 'departed':
      return departedStep(transient);
    case 'deceased':
      return deathStep(transient);
    case 'refused':
    case 'withdrawn':
    case 'closed':
      return undefined;
    default:
      return stage satisfies never;
  }
};

/** Why an identified person is not counted as due for return; `none` for everybody who is. */
const exceptionOf = (transient: Transient): Exclude<Departure['kind'], 'returned' | 'own'> | 'died' | 'none' => {
  if (transient.death !== undefined) return 'died';
  const kind = transient.departure?.kind ?? 'returned';
  return kind === 'returned' || kind === 'own' ? 'none' : kind;
};

/** What the return rate is counted from: of those identified and admitted, who is back and who is pending. */
const figures = (transient: Transient): NonNullable<CaseSummary['figures']> => {
  const { admission, departure, identifiedOn } = transient;
  const identified = transient.identity === 'established';
  const exception = exceptionOf(transient);
  const returnDue = admission !== undefined && identified && exception === 'none';
  const returned = returnDue && departure !== undefined;
  const since = admission === undefined ? identifiedOn : later(admission.on, identifiedOn ?? admission.on);
  return {
    admitted: admission !== undefined,
    ...(admission === undefined ? {} : { admittedOn: monthOf(admission.on) }),
    identified,
    returnDue,
    ...(returnDue && since !== undefined ? { returnDueOn: since } : {}),
    returned,
    pending: returnDue && !returned,
    exception,
    longStay: transient.longStay,
  };
};

const later = (one: Day, other: Day): Day => (one > other ? one : other);

/** The generic caseload row. */
export const summary = (transient: Transient): CaseSummary => {
  const { met } = transient;
  const stage = stageOf(transient);
  return {
    stage,
    open: stages[stage].closed !== true,
    scheme: transient.ageGroup,
    title: transient.title,
    office: met?.office ?? '',
    area: met?.area,
    persons: [...transient.personIds].reverse(),
    openedOn: met?.metOn ?? '',
    amountFen: undefined,
    nextStep: nextStep(transient),
    outcome: transient.outcome,
    ruleSet: transient.ruleSet,
    figures: figures(transient),
  };
};
