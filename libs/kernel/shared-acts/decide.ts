import type { CaseAccess, ClockView } from '../case-type.js';
import { type Decision, type Refusal, refuse } from '../decision.js';
import type { Desk, Question } from '../desk.js';
import { decideAccess } from './access.js';
import { type SharedCommand, isSharedCommand } from './commands.js';
import type { SharedEvent } from './events.js';
import type { SharedRefusal } from './refusals.js';
import type { SharedState } from './state.js';

interface CaseNow {
  readonly office: string;
  readonly clocks: readonly ClockView[];
  readonly access: CaseAccess | undefined;
}

const extendDeadline = (
  command: Extract<SharedCommand, { type: 'ExtendDeadline' }>,
  clocks: readonly ClockView[],
  desk: Desk<unknown>,
): Decision<SharedEvent, SharedRefusal> => {
  const view = clocks.findLast((candidate) => candidate.clock === command.clock);
  if (view === undefined || view.stoppedAt !== undefined) return refuse('clock-not-running', { clock: command.clock });
  if (view.extension === undefined) return refuse('clock-cannot-be-extended', { clock: command.clock });
  if (view.extension.extended) return refuse('deadline-already-extended', { dueOn: view.dueOn });
  if (desk.now >= view.dueAt) return refuse('extension-after-due', { dueOn: view.dueOn });
  if (!view.extension.approvers.includes(desk.actor.role))
    return refuse('extension-needs-approver', { approvers: view.extension.approvers });
  return [
    {
      type: 'DeadlineExtended',
      clock: command.clock,
      reason: command.reason,
      previousDueOn: view.dueOn,
      dueOn: view.extension.extendedDueOn,
    },
  ];
};

/** What a shared act needs to know from outside the case. */
export const askShared = (command: { readonly type: string }): readonly Question[] =>
  isSharedCommand(command) && (command.type === 'AttachEvidence' || command.type === 'SupersedeEvidence')
    ? [{ ask: 'upload', evidenceId: command.evidenceId }]
    : [];

/** Evidence is a file that lies in the store, for this case, and is what the act says it is. */
const notUploaded = (
  { evidenceId, mediaType, bytes, sha256 }: Extract<SharedCommand, { type: 'AttachEvidence' | 'SupersedeEvidence' }>,
  { caseId, facts }: Desk<unknown>,
): Refusal<SharedRefusal> | undefined => {
  const upload = facts.uploads[evidenceId];
  const isIt =
    upload !== undefined &&
    upload.caseId === caseId &&
    upload.mediaType === mediaType &&
    upload.bytes === bytes &&
    upload.sha256 === sha256;
  return isIt ? undefined : refuse('evidence-not-uploaded', { evidenceId });
};

/** Decides the acts that every case shares. A repeated act adds nothing. */
export const decideShared = (
  command: SharedCommand,
  shared: SharedState,
  current: CaseNow,
  desk: Desk<unknown>,
): Decision<SharedEvent, SharedRefusal> => {
  switch (command.type) {
    case 'AssignCase':
      return shared.assignee === command.assignee ? [] : [{ type: 'CaseAssigned', assignee: command.assignee }];
    case 'HandOverCase':
      if (shared.offeredTo === command.toOffice) return [];
      if (shared.offeredTo !== undefined) return refuse('hand-over-already-offered', { office: shared.offeredTo });
      if (command.toOffice === current.office) return refuse('hand-over-to-own-office');
      return [
        {
          type: 'HandOverOffered',
          fromOffice: current.office,
          toOffice: command.toOffice,
          reason: command.reason,
        },
      ];
    case 'AcceptHandOver':
      if (shared.offeredTo === undefined) return refuse('no-hand-over-offered');
      if (shared.offeredTo !== desk.actor.office) return refuse('hand-over-offered-to-another-office');
      return [{ type: 'HandOverAccepted', fromOffice: current.office, toOffice: shared.offeredTo }];
    case 'RefuseHandOver':
      if (shared.offeredTo === undefined) return refuse('no-hand-over-offered');
      if (shared.offeredTo !== desk.actor.office) return refuse('hand-over-offered-to-another-office');
      return [{ type: 'HandOverRefused', toOffice: shared.offeredTo, reason: command.reason }];
    case 'AddNote': {
      const last = shared.notes.at(-1);
      return last?.text === command.text && last.by === desk.actor.user && last.at === desk.occurredAt
        ? []
        : [{ type: 'NoteAdded', text: command.text }];
    }
    case 'AttachEvidence': {
      const known = shared.evidence.find((item) => item.evidenceId === command.evidenceId);
      const isSame = known?.sha256 === command.sha256;
      if (isSame && known.withdrawn === undefined) return [];
      if (known !== undefined && !isSame)
        return refuse('evidence-already-attached', { evidenceId: command.evidenceId });
      return notUploaded(command, desk) ?? [{ ...command, type: 'EvidenceAttached' }];
    }
    case 'SupersedeEvidence': {
      const old = shared.evidence.find((item) => item.evidenceId === command.supersedes);
      if (old === undefined) return refuse('no-such-evidence', { evidenceId: command.supersedes });
      if (old.supersededBy === command.evidenceId) return [];
      if (old.supersededBy !== undefined) return refuse('evidence-already-superseded', { by: old.supersededBy });
      if (old.withdrawn !== undefined) return refuse('evidence-withdrawn', { evidenceId: command.supersedes });
      if (shared.evidence.some((item) => item.evidenceId === command.evidenceId))
        return refuse('evidence-already-attached', { evidenceId: command.evidenceId });
      return notUploaded(command, desk) ?? [{ ...command, type: 'EvidenceSuperseded' }];
    }
    case 'WithdrawEvidence': {
      const item = shared.evidence.find(({ evidenceId }) => evidenceId === command.evidenceId);
      if (item === undefined) return refuse('no-such-evidence', { evidenceId: command.evidenceId });
      return item.withdrawn === undefined ? [{ ...command, type: 'EvidenceWithdrawn' }] : [];
    }
    case 'LinkCase': {
      if (command.caseId === desk.caseId) return refuse('case-linked-to-itself');
      if ((command.kind === 'region') !== (command.region !== undefined)) return refuse('region-link-needs-region');
      if (shared.links.some((link) => link.caseId === command.caseId && link.kind === command.kind)) return [];
      const { type: _type, ...link } = command;
      return [{ type: 'CaseLinked', ...link }];
    }
    case 'UnlinkCase':
      return shared.links.some((link) => link.caseId === command.caseId)
        ? [{ type: 'CaseUnlinked', caseId: command.caseId, reason: command.reason }]
        : refuse('case-not-linked', { caseId: command.caseId });
    case 'RaiseFlag':
      return shared.flags.includes(command.flag)
        ? []
        : [{ type: 'FlagRaised', flag: command.flag, ...(command.note === undefined ? {} : { note: command.note }) }];
    case 'ClearFlag':
      return shared.flags.includes(command.flag)
        ? [{ type: 'FlagCleared', flag: command.flag }]
        : refuse('flag-not-raised', { flag: command.flag });
    case 'CallCaseConference':
      if (shared.conferences.some((conference) => conference.conferenceId === command.conferenceId))
        return refuse('conference-already-called', { conferenceId: command.conferenceId });
      return [{ ...command, type: 'CaseConferenceCalled' }];
    case 'RecordCaseConference': {
      const conference = shared.conferences.find((item) => item.conferenceId === command.conferenceId);
      if (conference === undefined) return refuse('no-such-conference', { conferenceId: command.conferenceId });
      if (conference.resolution !== undefined) return refuse('conference-already-recorded');
      const stranger = command.opinions.find((opinion) => !conference.members.includes(opinion.member));
      if (stranger !== undefined) return refuse('opinion-of-a-non-member', { member: stranger.member });
      return [{ ...command, type: 'CaseConferenceRecorded' }];
    }
    case 'IssueSupervision':
      if (shared.supervisions.some((item) => item.supervisionId === command.supervisionId))
        return refuse('supervision-already-issued', { supervisionId: command.supervisionId });
      return [{ ...command, type: 'SupervisionIssued' }];
    case 'AnswerSupervision': {
      const supervision = shared.supervisions.find((item) => item.supervisionId === command.supervisionId);
      if (supervision === undefined) return refuse('no-such-supervision', { supervisionId: command.supervisionId });
      if (supervision.state !== 'issued') return refuse('supervision-not-open', { state: supervision.state });
      return [{ ...command, type: 'SupervisionAnswered' }];
    }
    case 'VerifySupervision': {
      const supervision = shared.supervisions.find((item) => item.supervisionId === command.supervisionId);
      if (supervision === undefined) return refuse('no-such-supervision', { supervisionId: command.supervisionId });
      if (supervision.state !== 'answered') return refuse('supervision-not-answered', { state: supervision.state });
      return [{ ...command, type: 'SupervisionVerified' }];
    }
    case 'ExtendDeadline':
      return extendDeadline(command, current.clocks, desk);
    case 'RecordNotice':
      return shared.notices.some(
        (notice) => notice.about === command.about && notice.channel === command.channel && notice.on === command.on,
      )
        ? []
        : [{ type: 'NoticeGiven', about: command.about, channel: command.channel, on: command.on }];
    case 'RequestAccess':
    case 'ApproveAccess':
    case 'RefuseAccess':
    case 'EndAccess':
      return decideAccess(command, shared, current.access, desk);
    case 'WithdrawCase':
      return shared.withdrawn ? [] : [{ type: 'CaseWithdrawn', reason: command.reason }];
    case 'CorrectEntry': {
      if (command.version > shared.version) return refuse('no-such-entry', { version: command.version });
      const repeated = shared.corrections.some(
        (entry) =>
          entry.version === command.version && entry.field === command.field && entry.correction === command.correction,
      );
      return repeated ? [] : [{ ...command, type: 'EntryCorrected' }];
    }
    default:
      return command satisfies never;
  }
};
