import type { Role } from '../roles.js';
import type { StageRow, StageTable } from '../stages.js';
import type { SharedCommandName } from './commands.js';

type SharedRow = Readonly<Partial<Record<SharedCommandName, readonly Role[]>>>;

const officers = [
  'townOfficer',
  'townLeader',
  'bureauOfficer',
  'bureauLeader',
  'childProtectionOfficer',
  'stationOfficer',
  'stationLeader',
] as const;
const caseworkers = ['committeeOfficer', ...officers] as const;
const supervisors = ['supervisor', 'bureauLeader'] as const;

const always: SharedRow = {
  AddNote: [...caseworkers, 'supervisor', 'paymentOfficer'],
  AttachEvidence: caseworkers,
  SupersedeEvidence: officers,
  LinkCase: officers,
  UnlinkCase: officers,
  RaiseFlag: caseworkers,
  ClearFlag: officers,
  IssueSupervision: supervisors,
  AnswerSupervision: officers,
  VerifySupervision: supervisors,
  RecordNotice: caseworkers,
  CorrectEntry: officers,
};

const whileOpen: SharedRow = {
  ...always,
  AssignCase: [...officers, 'supervisor'],
  HandOverCase: officers,
  AcceptHandOver: officers,
  RefuseHandOver: officers,
  CallCaseConference: officers,
  RecordCaseConference: officers,
  ExtendDeadline: ['townLeader', 'bureauLeader', 'stationLeader'],
};

const withdrawal: SharedRow = { WithdrawCase: ['committeeOfficer', 'townOfficer', 'bureauOfficer'] };

/** The room's table with the shared acts added: all of them while the case is open, the lasting ones after. */
export const withSharedRows = <Stage extends string>(
  table: StageTable<Stage, string>,
  withdrawable: readonly Stage[],
): StageTable<Stage, string> => {
  const extended: Record<Stage, StageRow<string>> = { ...table };
  for (const stage in extended) {
    const row = extended[stage];
    const added: SharedRow = {
      ...(row.closed ? always : whileOpen),
      ...(withdrawable.includes(stage) ? withdrawal : {}),
    };
    extended[stage] = { ...row, commands: { ...row.commands, ...added } };
  }
  return extended;
};
