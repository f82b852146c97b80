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
  /** Set once it was withdrawn: it stays, and counts no more. */
  readonly withdrawn?: { readonly reason: string; readonly by: string; readonly at: Instant };
}

export interface Supervision {
  readonly supervisionId: string;
  readonly text: string;
  /** The last day for the answer. */
  readonly answerBy: string;
  readonly state: 'issued' | 'answered' | 'closed';
  readonly issuedAt: Instant;
  /** When the answer that stands was given. */
  readonly answeredAt?: Instant;
  /** The latest answer, accepted or not. */
  readonly answer?: string;
  /** What was said to the latest answer when it was verified. */
  readonly remark?: string;
}

export interface Conference {
  readonly conferenceId: string;
  readonly topic: string;
  readonly members: readonly string[];
  readonly on: string;
  readonly resolution?: string;
}

export interface CaseLink {
  readonly caseId: string;
  readonly kind: string;
  /** The region whose case it is, when it is not one of ours. */
  readonly region?: string;
  readonly linkedAt: Instant;
}

export interface EndedLink {
  readonly caseId: string;
  readonly endedAt: Instant;
}

/** Somebody's access to a case that is not open to them by their office and role. */
export interface Access {
  readonly accessId: string;
  readonly user: string;
  readonly purpose: string;
  readonly state: 'requested' | 'approved' | 'refused' | 'ended';
  /** The last day of an approved access. */
  readonly until?: string;
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
  readonly links: readonly CaseLink[];
  /** Cases that were linked and are no more. */
  readonly unlinked: readonly EndedLink[];
  readonly accesses: readonly Access[];
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
  unlinked: [],
  accesses: [],
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
      // One that was withdrawn may be attached again.
      return {
        ...shared,
        evidence: [...shared.evidence.filter((item) => item.evidenceId !== event.evidenceId), evidenceOf(event)],
      };
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
    case 'EvidenceWithdrawn': {
      const withdrawn = { reason: event.reason, by: stamp.actor.user, at: stamp.occurredAt };
      return {
        ...shared,
        evidence: shared.evidence.map((item) => (item.evidenceId === event.evidenceId ? { ...item, withdrawn } : item)),
      };
    }
    case 'CaseLinked':
      return {
        ...shared,
        links: [
          ...shared.links,
          {
            caseId: event.caseId,
            kind: event.kind,
            linkedAt: stamp.recordedAt,
            ...(event.region === undefined ? {} : { region: event.region }),
          },
        ],
        unlinked: shared.unlinked.filter(({ caseId }) => caseId !== event.caseId),
      };
    case 'CaseUnlinked':
      return {
        ...shared,
        links: shared.links.filter((link) => link.caseId !== event.caseId),
        unlinked: [...shared.unlinked, { caseId: event.caseId, endedAt: stamp.recordedAt }],
      };
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
          {
            supervisionId: event.supervisionId,
            text: event.text,
            answerBy: event.answerBy,
            state: 'issued',
            issuedAt: stamp.occurredAt,
          },
        ],
      };
    case 'SupervisionAnswered':
      return supervise(shared, event.supervisionId, {
        state: 'answered',
        answeredAt: stamp.occurredAt,
        answer: event.text,
        remark: undefined,
      });
    case 'SupervisionVerified':
      // An answer that was not accepted is none: its time runs on.
      return supervise(shared, event.supervisionId, {
        remark: event.text,
        ...(event.accepted ? { state: 'closed' } : { state: 'issued', answeredAt: undefined }),
      });
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
    case 'AccessRequested':
      return {
        ...shared,
        accesses: [
          ...shared.accesses,
          { accessId: event.accessId, user: event.user, purpose: event.purpose, state: 'requested' },
        ],
      };
    case 'AccessApproved':
      return grantAccess(shared, event.accessId, { state: 'approved', until: event.until });
    case 'AccessRefused':
      return grantAccess(shared, event.accessId, { state: 'refused' });
    case 'AccessEnded':
      return grantAccess(shared, event.accessId, { state: 'ended' });
    case 'CaseWithdrawn':
      return { ...shared, withdrawn: true };
    case 'DeadlineExtended':
      return shared;
    default:
      event satisfies never;
      return shared;
  }
};

const supervise = (
  shared: SharedState,
  supervisionId: string,
  standing: Pick<Supervision, 'state' | 'answeredAt' | 'answer' | 'remark'>,
): SharedState => ({
  ...shared,
  supervisions: shared.supervisions.map((supervision) =>
    supervision.supervisionId === supervisionId ? { ...supervision, ...standing } : supervision,
  ),
});

const grantAccess = (shared: SharedState, accessId: string, outcome: Pick<Access, 'state' | 'until'>): SharedState => ({
  ...shared,
  accesses: shared.accesses.map((access) => (access.accessId === accessId ? { ...access, ...outcome } : access)),
});
