import type { SharedEvent, Stamp } from '#kernel';
import type { TrailEvent } from '#rules';
import type { ListEvent } from './events.js';
import type { WanderList } from './state.js';

const onTrail = (event: ListEvent | SharedEvent, stamp: Stamp): TrailEvent => ({
  type: event.type,
  occurredAt: stamp.occurredAt,
  data: event.type === 'WanderListOpened' ? { dueOn: event.dueOn } : {},
});

/** The case after one more event. Never fails, whatever the event and the state. */
export const evolve = (before: WanderList, event: ListEvent | SharedEvent, stamp: Stamp): WanderList => {
  const list: WanderList = { ...before, trail: [...before.trail, onTrail(event, stamp)] };
  switch (event.type) {
    case 'WanderListOpened':
      return { ...list, stage: 'open', opened: event };
    case 'PersonListed': {
      const { type: _type, ...entry } = event;
      return { ...list, persons: [...list.persons.filter(({ personId }) => personId !== event.personId), entry] };
    }
    case 'PersonRemoved':
      return { ...list, persons: list.persons.filter(({ personId }) => personId !== event.personId) };
    case 'ListSubmitted':
      return {
        ...list,
        stage: 'submitted',
        firstSubmittedOn: list.firstSubmittedOn ?? event.submittedOn,
        late: event.late,
      };
    case 'ListReturned':
      return { ...list, stage: 'open', returns: list.returns + 1 };
    case 'ListMerged':
      return { ...list, stage: 'merged', mergedOn: event.mergedOn };
    case 'DeadlineExtended':
    case 'CaseAssigned':
    case 'HandOverOffered':
    case 'HandOverAccepted':
    case 'HandOverRefused':
    case 'NoteAdded':
    case 'EvidenceAttached':
    case 'EvidenceSuperseded':
    case 'EvidenceWithdrawn':
    case 'CaseLinked':
    case 'CaseUnlinked':
    case 'FlagRaised':
    case 'FlagCleared':
    case 'CaseConferenceCalled':
    case 'CaseConferenceRecorded':
    case 'SupervisionIssued':
    case 'SupervisionAnswered':
    case 'SupervisionVerified':
    case 'NoticeGiven':
    case 'AccessRequested':
    case 'AccessApproved':
    case 'AccessRefused':
    case 'AccessEnded':
    case 'CaseWithdrawn':
    case 'EntryCorrected':
      return list;
    default:
      event satisfies never;
      return before;
  }
};
