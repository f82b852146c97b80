import type { Stamp } from '../desk.js';
import type { Instant } from '../time.js';
import type { SharedEvent } from './events.js';

export interface Note {
  readonly text: string;
  readonly by: string;
  readonly at: Instant;
}

export interface Evidence {
  readonly evidenceId: string;
  readonly kind: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly supersededBy?: string;
}

export interface Supervision {
  readonly supervisionId: string;
  readonly text: string;
  readonly answerBy: string;
  readonly state: 'issued' | 'answered' | 'closed';
}

export interface Conference {
  readonly conferenceId: string;
  readonly topic: string;
  readonly members: readonly string[];
  readonly on: string;
  readonly resolution?: string;
}

/** What every case carries beside its own state. */
export interface SharedState {
  /** Number of events so far. */
  readonly version: number;
  readonly assignee?: string;
  /** Set once a hand-over was accepted; overrides the office the case was lodged at. */
  readonly office?: string;
  readonly offeredTo?: string;
  readonly notes: readonly Note[];
  readonly evidence: readonly Evidence[];
  readonly links: readonly { readonly caseId: string; readonly kind: string }[];
  readonly flags: readonly string[];
  readonly conferences: readonly Conference[];
  readonly supervisions: readonly Supervision[];
  readonly notices: readonly { readonly about: string; readonly channel: string; readonly on: string }[];
  readonly corrections: readonly { readonly version: number; readonly field: string; readonly correction: string }[];
  readonly withdrawn: boolean;
}

export const newShared: SharedState = {
  version: 0,
  notes: [],
  evidence: [],
  links: [],
  flags: [],
  conferences: [],
  supervisions: [],
  notices: [],
  corrections: [],
  withdrawn: false,
};

const evidenceOf = ({ evidenceId, kind, name, mediaType, bytes, sha256 }: Evidence): Evidence => ({
  evidenceId,
  kind,
  name,
  mediaType,
  bytes,
  sha256,
});

export const evolveShared = (shared: SharedState, event: SharedEvent, stamp: Stamp): SharedState => {
  switch (event.type) {
    case 'CaseAssigned':
      return { ...shared, assignee: event.assignee };
    case 'HandOverOffered':
      return { ...shared, offeredTo: event.toOffice };
    case 'HandOverAccepted':
      return { ...shared, office: event.toOffice, offeredTo: undefined, assignee: undefined };
    case 'HandOverRefused':
      return { ...shared, offeredTo: undefined };
    case 'NoteAdded':
      return {
        ...shared,
        notes: [...shared.notes, { text: event.text, by: stamp.actor.user, at: stamp.occurredAt }],
      };
    case 'EvidenceAttached':
      return { ...shared, evidence: [...shared.evidence, evidenceOf(event)] };
    case 'EvidenceSuperseded':
      return {
        ...shared,
        evidence: [
          ...shared.evidence.map((item) =>
            item.evidenceId === event.supersedes ? { ...item, supersededBy: event.evidenceId } : item,
          ),
          evidenceOf(event),
        ],
      };
    case 'CaseLinked':
      return { ...shared, links: [...shared.links, { caseId: event.caseId, kind: event.kind }] };
    case 'CaseUnlinked':
      return { ...shared, links: shared.links.filter((link) => link.caseId !== event.caseId) };
    case 'FlagRaised':
      return { ...shared, flags: [...shared.flags, event.flag] };
    case 'FlagCleared':
      return { ...shared, flags: shared.flags.filter((flag) => flag !== event.flag) };
    case 'CaseConferenceCalled':
      return {
        ...shared,
        conferences: [
          ...shared.conferences,
          { conferenceId: event.conferenceId, topic: event.topic, members: event.members, on: event.on },
        ],
      };
    case 'CaseConferenceRecorded':
      return {
        ...shared,
        conferences: shared.conferences.map((conference) =>
          conference.conferenceId === event.conferenceId ? { ...conference, resolution: event.resolution } : conference,
        ),
      };
    case 'SupervisionIssued':
      return {
        ...shared,
        supervisions: [
          ...shared.supervisions,
          { supervisionId: event.supervisionId, text: event.text, answerBy: event.answerBy, state: 'issued' },
        ],
      };
    case 'SupervisionAnswered':
      return supervise(shared, event.supervisionId, 'answered');
    case 'SupervisionVerified':
      return supervise(shared, event.supervisionId, event.accepted ? 'closed' : 'issued');
    case 'NoticeGiven':
      return {
        ...shared,
        notices: [...shared.notices, { about: event.about, channel: event.channel, on: event.on }],
      };
    case 'EntryCorrected':
      return {
        ...shared,
        corrections: [
          ...shared.corrections,
          { version: event.version, field: event.field, correction: event.correction },
        ],
      };
    case 'CaseWithdrawn':
      return { ...shared, withdrawn: true };
    case 'DeadlineExtended':
      return shared;
    default:
      event satisfies never;
      return shared;
  }
};

const supervise = (shared: SharedState, supervisionId: string, state: Supervision['state']): SharedState => ({
  ...shared,
  supervisions: shared.supervisions.map((supervision) =>
    supervision.supervisionId === supervisionId ? { ...supervision, state } : supervision,
  ),
});
