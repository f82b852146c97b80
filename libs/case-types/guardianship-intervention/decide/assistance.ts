import { refuse } from '#kernel';
import type { Command } from '../commands.js';
import { type Plan, faultAlleged } from '../state.js';
import { type Outcome, type Sitting, inFuture } from './sitting.js';

const runningPlan = ({ guardianship }: Sitting, planId: string): Plan | undefined =>
  guardianship.plans.find((plan) => plan.planId === planId && !plan.ended);

export const makeAssistancePlan = (command: Command<'MakeAssistancePlan'>, { guardianship }: Sitting): Outcome => {
  if (guardianship.plans.some(({ planId }) => planId === command.planId)) return [];
  return guardianship.plans.some(({ ended }) => !ended)
    ? refuse('plan-already-running')
    : [{ ...command, type: 'AssistancePlanMade' }];
};

export const recordService = (command: Command<'RecordService'>, sitting: Sitting): Outcome => {
  if (sitting.guardianship.services.includes(command.serviceId)) return [];
  if (runningPlan(sitting, command.planId) === undefined) return refuse('no-such-plan', { planId: command.planId });
  return inFuture(command.providedOn, sitting.desk) ?? [{ ...command, type: 'ServiceProvided' }];
};

export const recordAssistanceVisit = (command: Command<'RecordAssistanceVisit'>, sitting: Sitting): Outcome => {
  const plan = runningPlan(sitting, command.planId);
  if (plan === undefined) return refuse('no-such-plan', { planId: command.planId });
  if (plan.visits.includes(command.visitedOn)) return [];
  return inFuture(command.visitedOn, sitting.desk) ?? [{ ...command, type: 'AssistanceVisited' }];
};

export const endAssistancePlan = (command: Command<'EndAssistancePlan'>, sitting: Sitting): Outcome => {
  if (runningPlan(sitting, command.planId) !== undefined) return [{ ...command, type: 'AssistancePlanEnded' }];
  return sitting.guardianship.plans.some(({ planId }) => planId === command.planId)
    ? []
    : refuse('no-such-plan', { planId: command.planId });
};

export const recordWarningLetter = (command: Command<'RecordWarningLetter'>, { guardianship }: Sitting): Outcome => {
  if (guardianship.warnings.some(({ warningId }) => warningId === command.warningId)) return [];
  return faultAlleged(guardianship)
    ? [{ ...command, type: 'WarningLetterRecorded' }]
    : refuse('no-fault-of-the-guardian');
};
