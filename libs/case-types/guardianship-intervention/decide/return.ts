import { refuse } from '#kernel';
import type { Command } from '../commands.js';
import { inStateCare, runningPeriod } from '../periods.js';
import type { GuardianshipRefusal } from '../refusals.js';
import { pendingSuit } from '../state.js';
import {
  type Outcome,
  type Sitting,
  changeRefused,
  decided,
  followUps,
  guardedSince,
  inFuture,
  placementOver,
  unheard,
} from './sitting.js';

/** What the guardian's fitness rests on: an assessment of this removal, or after a sudden event a simple check. */
const fitnessRefused = (sitting: Sitting): GuardianshipRefusal | undefined => {
  const { assessment, guardianFit, periods } = sitting.guardianship;
  const since = guardedSince(sitting) ?? '';
  const current = assessment !== undefined && assessment.assessedOn >= since ? assessment : undefined;
  if (runningPeriod(periods)?.suddenEvent === true) {
    const fit = guardianFit !== undefined && guardianFit.checkedOn >= since;
    return fit || current?.positive === true ? undefined : 'guardian-not-fit';
  }
  if (current === undefined) return 'assessment-missing';
  return current.positive ? undefined : 'assessment-negative';
};

/** Why the child cannot go back now (未成年人保护法 §93). */
const returnRefused = (sitting: Sitting): GuardianshipRefusal | undefined => {
  const { guardianship } = sitting;
  if (!inStateCare(guardianship.periods)) return 'not-in-state-care';
  if (guardianship.revokedAt !== undefined) return 'guardianship-revoked';
  if (pendingSuit(guardianship) !== undefined) return 'suit-pending';
  return fitnessRefused(sitting) ?? (unheard(sitting) ? 'childs-view-missing' : undefined);
};

export const requestReturn = (command: Command<'RequestReturn'>, { guardianship }: Sitting): Outcome => {
  if (guardianship.returnRequests.some(({ requestId }) => requestId === command.requestId)) return [];
  return inStateCare(guardianship.periods) ? [{ ...command, type: 'ReturnRequested' }] : refuse('not-in-state-care');
};

/** The answer to a parent is kept with what stood in the way on that day. */
export const refuseReturn = (command: Command<'RefuseReturn'>, sitting: Sitting): Outcome => {
  const request = sitting.guardianship.returnRequests.find(({ requestId }) => requestId === command.requestId);
  if (request === undefined) return refuse('no-such-return-request', { requestId: command.requestId });
  if (request.answer !== undefined)
    return request.answer === 'refused' ? [] : refuse('return-request-already-answered');
  return [
    {
      ...command,
      type: 'ReturnRefused',
      ground: returnRefused(sitting) ?? 'other',
      ...decided(sitting, sitting.rules.return.article),
    },
  ];
};

export const returnChild = (command: Command<'ReturnChild'>, sitting: Sitting): Outcome => {
  const { guardianship, desk, rules } = sitting;
  const refused = returnRefused(sitting);
  if (refused === 'childs-view-missing') return refuse(refused, { age: rules.heardFrom.age });
  if (refused !== undefined) return refuse(refused);
  const { assessment, childView } = guardianship;
  return (
    changeRefused(sitting) ?? [
      ...placementOver(sitting),
      {
        ...command,
        type: 'ChildReturned',
        from: desk.occurredAt,
        assessmentId: assessment?.assessmentId,
        viewId: childView?.viewId,
        ...decided(sitting, rules.return.article),
      },
      ...followUps(sitting),
    ]
  );
};

export const recordFollowUp = (command: Command<'RecordFollowUp'>, { guardianship, desk }: Sitting): Outcome => {
  const followUp = guardianship.followUps.find(({ followUpId }) => followUpId === command.followUpId);
  if (followUp === undefined) return refuse('no-such-follow-up', { followUpId: command.followUpId });
  if (followUp.visitedOn !== undefined) return [];
  return inFuture(command.visitedOn, desk) ?? [{ ...command, type: 'FollowUpRecorded' }];
};
