import type { CaseAccess } from '../case-type.js';
import type { Role } from '../roles.js';
import type { StageRow, StageTable } from '../stages.js';
import { type SharedCommandName, sharedCommandNames } from './commands.js';

type SharedRow = Readonly<Partial<Record<SharedCommandName, readonly Role[]>>>;

const officers = [
  'townOfficer',
  'townLeader',
  'bureauOfficer',
  'bureauLeader',
  'childProtectionOfficer',
  'childSupervisor',
  'stationOfficer',
  'stationLeader',
] as const;
const caseworkers = ['committeeOfficer', 'childDirector', ...officers] as const;
const supervisors = ['supervisor', 'bureauLeader'] as const;

const always: SharedRow = {
  AddNote: [...caseworkers, 'supervisor', 'paymentOfficer', 'system'],
  AttachEvidence: caseworkers,
  SupersedeEvidence: officers,
  WithdrawEvidence: officers,
  LinkCase: [...officers, 'system'],
  UnlinkCase: [...officers, 'system'],
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

const accessActs = ({ approvers }: CaseAccess): SharedRow => ({
  RequestAccess: [...caseworkers, 'supervisor', 'paymentOfficer', 'auditor'],
  ApproveAccess: approvers,
  RefuseAccess: approvers,
  EndAccess: approvers,
});

/** Only roles that may look into the case act on it; the system carries what it is told to. */
const withinAccess = (row: SharedRow, { readers, overseers }: CaseAccess): SharedRow => {
  const inside: Partial<Record<SharedCommandName, readonly Role[]>> = {};
  for (const [name, allowed] of sharedEntries(row))
    inside[name] = allowed.filter((role) => role === 'system' || readers.includes(role) || overseers.includes(role));
  return inside;
};

const sharedEntries = (row: SharedRow): readonly (readonly [SharedCommandName, readonly Role[]])[] =>
  sharedCommandNames.flatMap((name) => {
    const allowed = row[name];
    return allowed === undefined ? [] : [[name, allowed] as const];
  });

/**
 * The room's table with the shared acts added: all of them while the case is open, the lasting ones after.
 * In a type that is not open to everyone, only those who may look at a case act on it.
 */
export const withSharedRows = <Stage extends string>(
  table: StageTable<Stage, string>,
  withdrawable: readonly Stage[],
  access?: CaseAccess,
): StageTable<Stage, string> => {
  const extended: Record<Stage, StageRow<string>> = { ...table };
  for (const stage in extended) {
    const row = extended[stage];
    const added: SharedRow = {
      ...(row.closed ? always : whileOpen),
      ...(withdrawable.includes(stage) ? withdrawal : {}),
    };
    extended[stage] = {
      ...row,
      commands: {
        ...row.commands,
        ...(access === undefined ? added : { ...withinAccess(added, access), ...accessActs(access) }),
      },
    };
  }
  return extended;
};
