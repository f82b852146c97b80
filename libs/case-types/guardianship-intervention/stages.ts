import type { Label, Role, StageTable } from '#kernel';
import type { GuardianshipCommandName } from './commands.js';

export const guardianshipStages = [
  'unopened',
  'monitoring',
  'reported',
  'emergency',
  'substituteCare',
  'assessing',
  'assisting',
  'intervening',
  'longTerm',
  'followingUp',
  'closed',
] as const;
export type GuardianshipStage = (typeof guardianshipStages)[number];

type Row = Readonly<Partial<Record<GuardianshipCommandName, readonly Role[]>>>;

const label = (zh: string, en: string): Label => ({ zh, en });

const centre = ['childProtectionOfficer'] as const;
const leader = ['bureauLeader'] as const;
const centreOrLeader = ['childProtectionOfficer', 'bureauLeader'] as const;
/** Everybody in the line of child protection, down to the committee. */
const line = ['childDirector', 'childSupervisor', 'childProtectionOfficer', 'bureauLeader'] as const;

/** Whoever hears of a child in danger takes the report down (未成年人保护法 §11); what follows is for those in charge. */
const anyDesk = [
  'committeeOfficer',
  'townOfficer',
  'townLeader',
  'bureauOfficer',
  'stationOfficer',
  'stationLeader',
] as const;

const reports: Row = {
  RecordFurtherReport: line,
  AcceptReport: centreOrLeader,
  NotifyPolice: line,
  ScreenReport: ['childSupervisor', 'childProtectionOfficer'],
  VerifyConcern: line,
  TellReporter: ['childSupervisor', 'childProtectionOfficer'],
};
const assessment: Row = {
  RecordAssessment: centre,
  RecordChildView: ['childSupervisor', 'childProtectionOfficer'],
  RecordRecommendation: centreOrLeader,
};
const assistance: Row = {
  MakeAssistancePlan: ['childSupervisor', 'childProtectionOfficer'],
  RecordService: line,
  RecordAssistanceVisit: line,
  EndAssistancePlan: ['childSupervisor', 'childProtectionOfficer'],
};
/** What a court said is recorded whatever the stage. */
const courtAnswers: Row = {
  RecordOrderAcceptance: centre,
  RecordOrderRuling: centre,
  RenewProtectionOrder: centre,
  EndProtectionOrder: centre,
  RecordJudgment: centreOrLeader,
  RecordConviction: centre,
  RecordRestorationRuling: centreOrLeader,
};
const visits: Row = { RecordFollowUp: line, RecordPlacementVisit: line };
const ending: Row = { EndGuardianship: ['childProtectionOfficer', 'system'], RefuseReturn: leader };
const everywhere: Row = { ...reports, ...assessment, ...assistance, ...courtAnswers, ...visits, ...ending };

const rescue: Row = { RecordRemoval: centre, RecordHandover: centre, RecordHandoverElsewhere: centre };
const care: Row = { PlaceChild: centre, RequestReturn: centre, ReturnChild: leader };
const temporary: Row = { ...care, DecideTemporaryGuardianship: leader, StartLongTermGuardianship: leader };
const intervention: Row = {
  RecordWarningLetter: ['childSupervisor', 'childProtectionOfficer'],
  ApplyForProtectionOrder: centreOrLeader,
  FileRevocationSuit: leader,
  RecordOthersSuit: centre,
};
/** What stays possible when the child lives with a guardian again, or with the bureau for good. */
const later: Row = {
  ApplyForProtectionOrder: centreOrLeader,
  FileRevocationSuit: leader,
  RecordOthersSuit: centre,
  RecordRestorationRequest: centre,
};
const closing: Row = { CloseCase: centreOrLeader };

const always = [
  'reportAcceptance',
  'policeNotice',
  'reportScreening',
  'reporterTold',
  'assistanceVisit',
  'protectionOrderRuling',
  'protectionOrderUrgentRuling',
  'protectionOrderReconsideration',
  'protectionOrderExpiry',
  'revocationTrial',
] as const;
const inCare = [
  'temporaryGuardianshipDecision',
  'temporaryCareLimit',
  'placementVisit',
  'returnAnswer',
  'guardianshipAssessment',
] as const;

/** When which command is allowed and who may issue it. */
export const stages: StageTable<GuardianshipStage, GuardianshipCommandName> = {
  unopened: {
    label: label('未登记', 'Not opened'),
    commands: { ReceiveReport: [...line, ...anyDesk], RegisterConcern: line },
    clocks: 'none',
  },
  monitoring: {
    label: label('监测预防', 'Monitoring and prevention'),
    commands: { ...everywhere, ...rescue, ...closing },
    clocks: ['concernCheck', ...always],
  },
  reported: {
    label: label('发现报告', 'Report'),
    commands: { ...everywhere, ...rescue, ...intervention, ...closing },
    clocks: [...always, 'childHandover', 'followUp'],
  },
  emergency: {
    label: label('应急处置', 'Emergency response'),
    commands: { ...everywhere, ...rescue, ...temporary, ...intervention },
    clocks: [...always, 'childHandover', ...inCare],
  },
  substituteCare: {
    label: label('突发事件临时照料', 'Temporary care after a sudden event'),
    commands: { ...everywhere, ...temporary, ConfirmGuardianFit: centre },
    clocks: [...always, ...inCare],
  },
  assessing: {
    label: label('监护评估', 'Guardianship assessment'),
    commands: { ...everywhere, ...rescue, ...temporary, ...intervention, ...closing },
    clocks: [...always, 'childHandover', ...inCare, 'dutyToSue', 'followUp'],
  },
  assisting: {
    label: label('救助帮扶', 'Assistance'),
    commands: { ...everywhere, ...rescue, ...temporary, ...intervention, ...closing },
    clocks: [...always, 'childHandover', ...inCare, 'dutyToSue', 'followUp'],
  },
  intervening: {
    label: label('监护干预', 'Intervention'),
    commands: { ...everywhere, ...rescue, ...temporary, ...intervention, ...closing },
    clocks: [...always, 'childHandover', ...inCare, 'dutyToSue', 'followUp'],
  },
  longTerm: {
    label: label('长期监护', 'Long-term guardianship'),
    commands: {
      ...everywhere,
      ...care,
      ...later,
      GiveAdoptionGuidance: centre,
      RecordAdoption: centre,
    },
    clocks: [...always, 'placementVisit', 'returnAnswer'],
  },
  followingUp: {
    label: label('跟踪回访', 'Follow-up'),
    commands: { ...everywhere, ...rescue, ...later, ...closing },
    clocks: [...always, 'childHandover', 'followUp'],
  },
  closed: { label: label('已结案', 'Closed'), commands: {}, clocks: 'none', closed: true },
};
