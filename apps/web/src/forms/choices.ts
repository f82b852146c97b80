import { sharedCommandTexts } from '#kernel/shared-acts/screen.js';
import type { Access, SharedState } from '#kernel/shared-acts/state.js';
import type { CaseFile, CaseTypeDescription, Office, OfficeUser } from '../api/types';
import type { Choice, Choices, Fields } from './schema';

interface Known {
  readonly users: readonly OfficeUser[];
  readonly offices: readonly Office[];
  readonly language: 'zh' | 'en';
  readonly roleName: (role: string) => string;
  /** The office chosen in the form, for the areas under it. */
  readonly office?: unknown;
}

/** Fields that name somebody of the staff. */
const staffFields = [
  'officer',
  'officers',
  'assignee',
  'member',
  'members',
  'helper',
  'escorts',
  'heardBy',
  'keptBy',
  'receivedBy',
];

/** Staff and offices: fields that every case type has. */
export const organisationChoices = ({ users, offices, language, roleName, office }: Known): Choices => {
  const staff = users.map(({ userId, name, roles }): Choice => ({
    value: userId,
    label: `${name} · ${roles.map(roleName).join(' ')}`,
  }));
  const choice = ({ officeId, name }: Office): Choice => ({ value: officeId, label: name[language] });
  const committees = offices.filter(({ kind }) => kind === 'committee');
  const nameOf = new Map(offices.map(({ officeId, name }) => [officeId, name[language]]));
  // The bureau, the station and the centres have no areas of their own: they choose among all, told apart by the town.
  const hasAreas = offices.some(({ officeId, kind }) => officeId === office && kind === 'townOffice');
  const area = hasAreas
    ? committees.filter(({ parent }) => parent === office).map(choice)
    : committees.map((committee) => ({
        value: committee.officeId,
        label: `${nameOf.get(committee.parent ?? '') ?? ''} · ${committee.name[language]}`,
      }));
  const serving = offices.filter(({ kind }) => kind !== 'committee');
  return {
    ...Object.fromEntries(staffFields.map((field) => [field, staff])),
    office: serving.map(choice),
    toOffice: serving.map(choice),
    station: offices.filter(({ kind }) => kind === 'station').map(choice),
    area,
  };
};

/** What every case carries beside its own state. */
export const sharedOf = ({ state }: CaseFile): SharedState => state.shared as SharedState;

const supervisions = (caseFile: CaseFile, state: string): Choices => ({
  supervisionId: sharedOf(caseFile)
    .supervisions.filter((one) => one.state === state)
    .map(({ supervisionId, text }) => ({ value: supervisionId, label: text.slice(0, 40) })),
});

const accesses = (caseFile: CaseFile, state: Access['state']): Choices => ({
  accessId: sharedOf(caseFile)
    .accesses.filter((one) => one.state === state)
    .map(({ accessId, user, purpose }) => ({ value: accessId, label: `${user} · ${purpose.slice(0, 40)}` })),
});

/** What the acts that every case shares choose from. */
export const sharedChoices = (
  command: string,
  caseFile: CaseFile,
  described: CaseTypeDescription,
  language: 'zh' | 'en',
): Choices => {
  const shared = sharedOf(caseFile);
  const evidence = shared.evidence
    .filter(({ supersededBy, withdrawn }) => supersededBy === undefined && withdrawn === undefined)
    .map(({ evidenceId, name }) => ({ value: evidenceId, label: name }));
  switch (command) {
    case 'SupersedeEvidence':
      return { supersedes: evidence };
    case 'WithdrawEvidence':
      return {
        evidenceId: shared.evidence
          .filter(({ withdrawn }) => withdrawn === undefined)
          .map(({ evidenceId, name }) => ({ value: evidenceId, label: name })),
      };
    case 'VerifyDataMatch':
      return { evidence };
    case 'UnlinkCase':
      return { caseId: shared.links.map(({ caseId }) => ({ value: caseId, label: caseId })) };
    case 'ClearFlag':
      return { flag: shared.flags.map((flag) => ({ value: flag, label: flag })) };
    case 'RecordCaseConference':
      return {
        conferenceId: shared.conferences
          .filter(({ resolution }) => resolution === undefined)
          .map(({ conferenceId, topic }) => ({ value: conferenceId, label: topic })),
      };
    case 'AnswerSupervision':
      return supervisions(caseFile, 'issued');
    case 'VerifySupervision':
      return supervisions(caseFile, 'answered');
    case 'ApproveAccess':
    case 'RefuseAccess':
      return accesses(caseFile, 'requested');
    case 'EndAccess':
      return accesses(caseFile, 'approved');
    case 'ExtendDeadline':
      return {
        clock: caseFile.clocks
          .filter(({ state, extension }) => state === 'running' && extension !== undefined)
          .map(({ clock, label, dueOn }) => ({ value: clock, label: `${label[language]} · ${dueOn}` })),
      };
    case 'RecordNotice':
      return {
        about: described.milestones.map((event) => ({
          value: event,
          label: described.events[event]?.label[language] ?? event,
        })),
      };
    default:
      return {};
  }
};

/** The evidence that an act was begun from, in the field that names it. */
export const evidenceMeant = (act: string, evidenceId: string | null): Fields => {
  if (evidenceId === null) return {};
  if (act === 'SupersedeEvidence') return { supersedes: evidenceId };
  return act === 'WithdrawEvidence' ? { evidenceId } : {};
};

export const sharedFreshIds: Readonly<Record<string, readonly string[]>> = {
  CallCaseConference: ['conferenceId'],
  IssueSupervision: ['supervisionId'],
  RequestAccess: ['accessId'],
};

/** Acts that are not steps of the procedure. */
export const sharedActs = Object.keys(sharedCommandTexts);
