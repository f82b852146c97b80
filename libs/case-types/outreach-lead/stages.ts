import type { Label, Role, StageTable } from '#kernel';
import type { LeadCommandName } from './commands.js';

type LeadStage =
  'unopened' | 'received' | 'triaged' | 'dispatched' | 'responding' | 'converted' | 'referred' | 'dismissed';

export type { LeadStage };

type Row = Readonly<Partial<Record<LeadCommandName, readonly Role[]>>>;

const label = (zh: string, en: string): Label => ({ zh, en });

/** Who sits at a desk where leads are sorted and settled. */
const desks = [
  'townOfficer',
  'townLeader',
  'bureauOfficer',
  'childProtectionOfficer',
  'childSupervisor',
  'stationOfficer',
  'stationLeader',
] as const;
export const finders = ['committeeOfficer', 'childDirector', ...desks] as const;
const answerers = [...desks, 'bureauLeader'] as const;
const leaders = ['townLeader', 'bureauOfficer', 'bureauLeader', 'childProtectionOfficer', 'stationLeader'] as const;

const outcome: Row = { ConvertLead: desks, ReferLead: desks, DismissLead: desks };
const answer: Row = { TellInformant: answerers };
const after: Row = { ...answer, ReopenLead: leaders };

const toldClocks = ['leadHotlineReply', 'leadInformantTold', 'leadObjection'];

/** When which command is allowed and who may issue it. The system brings alerts in; it never settles one. */
export const stages: StageTable<LeadStage, LeadCommandName> = {
  unopened: {
    label: label('未登记', 'Not received'),
    commands: { ReceiveLead: [...finders, 'system'] },
    clocks: 'none',
  },
  received: {
    label: label('待分流', 'Received'),
    commands: { TriageLead: desks, DispatchLead: desks, ...answer },
    clocks: ['leadTriage', 'leadDispatchAtOnce', 'leadAlertVerification', 'leadHotlineReply', 'leadPetition'],
  },
  triaged: {
    label: label('已分流', 'Triaged'),
    commands: { TriageLead: desks, DispatchLead: desks, VerifyAlert: finders, ...outcome, ...answer },
    clocks: ['leadDispatchAtOnce', 'leadOutcome', 'leadAlertVerification', 'leadHotlineReply', 'leadPetition'],
  },
  dispatched: {
    label: label('已派单', 'Dispatched'),
    commands: {
      RespondOnScene: finders,
      VerifyAlert: finders,
      DispatchLead: desks,
      ReturnLead: finders,
      ...outcome,
      ...answer,
    },
    clocks: [
      'leadOnSceneUrgent',
      'leadOnScene',
      'leadOutcome',
      'leadAlertVerification',
      'leadHotlineReply',
      'leadPetition',
    ],
  },
  responding: {
    label: label('处置中', 'Responding'),
    commands: { RespondOnScene: finders, VerifyAlert: finders, DispatchLead: desks, ...outcome, ...answer },
    clocks: ['leadOutcome', 'leadAlertVerification', 'leadHotlineReply', 'leadPetition'],
  },
  converted: {
    label: label('已转为案件', 'Converted into cases'),
    commands: after,
    clocks: toldClocks,
    closed: true,
  },
  referred: {
    label: label('已转介', 'Referred outside'),
    commands: { RecordReferralReply: desks, RecordReferralResult: desks, ...after },
    clocks: ['leadReferralReply', ...toldClocks],
    closed: true,
  },
  dismissed: {
    label: label('不予处理', 'Dismissed'),
    commands: after,
    clocks: toldClocks,
    closed: true,
  },
};
