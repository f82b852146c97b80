import { refuse } from '#kernel';
import { addMonths } from '#rules';
import type { Command } from '../commands.js';
import { faultAlleged, pendingSuit } from '../state.js';
import type { Title } from '../vocabulary.js';
import { type Outcome, type Sitting, daysFrom, inFuture } from './sitting.js';

const isMidLevel = (title: Title): boolean => title === 'mid' || title === 'senior';

export const recordAssessment = (command: Command<'RecordAssessment'>, sitting: Sitting): Outcome => {
  const { guardianship, desk, rules } = sitting;
  if (guardianship.assessments.includes(command.assessmentId)) return [];
  const future = inFuture(command.assessedOn, desk);
  if (future !== undefined) return future;
  const { teamSize, midLevelTitles, positiveGrades } = rules.assessment;
  const members = new Set(command.team.map(({ name, organisation }) => `${organisation}/${name}`)).size;
  if (members < teamSize) return refuse('assessment-team-too-small', { members, needed: teamSize });
  const qualified = command.team.filter(({ title }) => isMidLevel(title)).length;
  if (qualified < midLevelTitles) return refuse('assessment-team-not-qualified', { qualified, needed: midLevelTitles });
  return [
    {
      ...command,
      type: 'AssessmentRecorded',
      positive: positiveGrades.includes(command.grade),
      ruleSet: rules.name,
    },
  ];
};

export const recordChildView = (command: Command<'RecordChildView'>, { guardianship, desk }: Sitting): Outcome =>
  guardianship.views.includes(command.viewId)
    ? []
    : (inFuture(command.heardOn, desk) ?? [{ ...command, type: 'ChildViewRecorded' }]);

export const confirmGuardianFit = (command: Command<'ConfirmGuardianFit'>, { guardianship, desk }: Sitting): Outcome =>
  guardianship.guardianFit?.checkedOn === command.checkedOn
    ? []
    : (inFuture(command.checkedOn, desk) ?? [{ ...command, type: 'GuardianFitConfirmed' }]);

/** The ground on which the conference recommends revocation, checked against what the case holds (民法典 §36). */
const revocation = (command: Command<'RecordRecommendation'>, sitting: Sitting): Outcome => {
  const { guardianship, desk, rules } = sitting;
  if (!faultAlleged(guardianship)) return refuse('no-fault-of-the-guardian');
  if (guardianship.revokedAt !== undefined) return refuse('guardianship-revoked');
  if (pendingSuit(guardianship) !== undefined) return refuse('suit-pending');
  if (command.ground === undefined) return refuse('revocation-ground-missing');
  const ground = rules.revocationGrounds[command.ground];
  if (ground === undefined) return refuse('ground-not-in-the-rules', { ground: command.ground });
  const { refusedMonths, beggingWarnings } = ground;
  if (refusedMonths !== undefined) {
    if (command.refusedSince === undefined) return refuse('refused-since-missing');
    if (addMonths(command.refusedSince, refusedMonths) > desk.today)
      return refuse('refusal-too-short', { refusedSince: command.refusedSince, months: refusedMonths });
  }
  const warned = guardianship.warnings.filter(({ about }) => about === 'begging').length;
  if (beggingWarnings !== undefined && warned < beggingWarnings)
    return refuse('begging-warnings-missing', { warnings: warned, needed: beggingWarnings });
  return [
    {
      ...command,
      type: 'ConferenceRecommended',
      basis: ground.article,
      othersUntil: daysFrom(desk, rules.revocation.othersDays),
    },
  ];
};

export const recordRecommendation = (command: Command<'RecordRecommendation'>, sitting: Sitting): Outcome => {
  const { conferences, recommendation } = sitting.guardianship;
  const conference = conferences.find(({ conferenceId }) => conferenceId === command.conferenceId);
  if (conference?.recorded !== true) return refuse('conference-not-recorded', { conferenceId: command.conferenceId });
  if (recommendation?.conferenceId === command.conferenceId && recommendation.recommendation === command.recommendation)
    return [];
  return command.recommendation === 'revoke'
    ? revocation(command, sitting)
    : [{ ...command, type: 'ConferenceRecommended' }];
};
