import { refuse } from '#kernel';
import { ageOn } from '#rules';
import type { Command } from '../commands.js';
import type { GuardianshipEvent } from '../events.js';
import type { Report } from '../state.js';
import { shortNameOf, unnamedChild } from '../vocabulary.js';
import { type Outcome, type Sitting, inFuture } from './sitting.js';

const open = (
  { office, area, child }: Pick<Command<'ReceiveReport'>, 'office' | 'area' | 'child'>,
  { desk, rules }: Sitting,
  first: readonly GuardianshipEvent[],
): Outcome => {
  const person = desk.facts.persons[child.personId];
  if (person?.registered !== true) return refuse('person-not-registered', { personId: child.personId });
  if (person.deceasedOn !== undefined) return refuse('person-deceased', { diedOn: person.deceasedOn });
  if (person.bornOn !== undefined && ageOn(person.bornOn, desk.today) >= rules.majorityAge)
    return refuse('not-a-minor', { majorityAge: rules.majorityAge });
  return [
    {
      type: 'GuardianshipCaseOpened',
      office,
      area,
      child,
      shortName: person.identified === false ? unnamedChild : shortNameOf(child.name),
      openedOn: desk.today,
      ruleSet: rules.name,
      processingBasis: rules.processingBasis,
    },
    ...first,
  ];
};

type ReportCommand = Command<'ReceiveReport'> | Command<'RecordFurtherReport'>;

/** The report as the case keeps it: never who reported. At the centre itself receiving it is accepting it. */
const received = (command: ReportCommand, { desk, rules }: Sitting): readonly GuardianshipEvent[] => {
  const { reportId, reporterKind, channel, matters, facts, injuries, suspect } = command;
  const concerns = (list: readonly string[]): boolean => matters.some((matter) => list.includes(matter));
  const acceptedHere = desk.actor.role === 'childProtectionOfficer' || desk.actor.role === 'bureauLeader';
  return [
    {
      type: 'ReportReceived',
      reportId,
      reporterKind,
      channel,
      matters,
      facts,
      injuries,
      suspect,
      reporterSealed: command.reporter !== undefined,
      mandatory: rules.mandatoryReporters.kinds.includes(reporterKind),
      fault: concerns(rules.faultMatters),
      policeDuty: concerns(rules.policeMatters) && reporterKind !== 'police',
    },
    ...(acceptedHere ? [{ type: 'ReportAccepted' as const, reportId, acceptedOn: desk.today }] : []),
  ];
};

export const receiveReport = (command: Command<'ReceiveReport'>, sitting: Sitting): Outcome =>
  open(command, sitting, received(command, sitting));

export const registerConcern = (command: Command<'RegisterConcern'>, sitting: Sitting): Outcome => {
  const { office: _office, area: _area, child: _child, ...concern } = command;
  const fault = command.matters.some((matter) => sitting.rules.faultMatters.includes(matter));
  return open(command, sitting, [{ ...concern, type: 'ConcernRegistered', fault }]);
};

const found = ({ guardianship }: Sitting, reportId: string): Report | undefined =>
  guardianship.reports.find((report) => report.reportId === reportId);

export const recordFurtherReport = (command: Command<'RecordFurtherReport'>, sitting: Sitting): Outcome =>
  found(sitting, command.reportId) === undefined ? received(command, sitting) : [];

export const acceptReport = ({ reportId }: Command<'AcceptReport'>, sitting: Sitting): Outcome => {
  const report = found(sitting, reportId);
  if (report === undefined) return refuse('no-such-report', { reportId });
  return report.acceptedOn === undefined ? [{ type: 'ReportAccepted', reportId, acceptedOn: sitting.desk.today }] : [];
};

export const screenReport = (command: Command<'ScreenReport'>, sitting: Sitting): Outcome => {
  const report = found(sitting, command.reportId);
  if (report === undefined) return refuse('no-such-report', { reportId: command.reportId });
  if (report.acceptedOn === undefined) return refuse('report-not-accepted', { reportId: command.reportId });
  if (report.result === command.result) return [];
  if (report.result !== undefined) return refuse('report-already-screened', { result: report.result });
  return [
    {
      ...command,
      type: 'ReportScreened',
      needsAssessment: command.result !== 'unfounded',
      tellReporter: report.reporterSealed,
    },
  ];
};

export const tellReporter = (command: Command<'TellReporter'>, sitting: Sitting): Outcome => {
  const report = found(sitting, command.reportId);
  if (report === undefined) return refuse('no-such-report', { reportId: command.reportId });
  if (!report.reporterSealed) return refuse('reporter-unknown', { reportId: command.reportId });
  if (report.result === undefined) return refuse('report-not-screened', { reportId: command.reportId });
  if (report.told) return [];
  return inFuture(command.on, sitting.desk) ?? [{ ...command, type: 'ReporterTold' }];
};

export const verifyConcern = (command: Command<'VerifyConcern'>, { guardianship }: Sitting): Outcome => {
  const { concern } = guardianship;
  if (concern?.concernId !== command.concernId) return refuse('no-such-concern', { concernId: command.concernId });
  if (concern.result === command.result) return [];
  return [{ ...command, type: 'ConcernVerified', needsAssessment: command.result === 'risk' }];
};
