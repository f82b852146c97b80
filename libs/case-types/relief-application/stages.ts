import type { Label, Role, StageTable } from '#kernel';
import type { ReliefCommandName } from './commands.js';

export const reliefStages = [
  'unopened',
  'atCommittee',
  'submitted',
  'supplementing',
  'investigating',
  'reviewing',
  'noticed',
  'deciding',
  'granted',
  'phasingOut',
  'suspended',
  'refused',
  'terminated',
  'withdrawn',
  'declined',
  'completed',
] as const;
export type ReliefStage = (typeof reliefStages)[number];

type Row = Readonly<Partial<Record<ReliefCommandName, readonly Role[]>>>;

const label = (zh: string, en: string): Label => ({ zh, en });

const town = ['townOfficer', 'townLeader'] as const;
const officers = ['townOfficer', 'bureauOfficer'] as const;
const leaders = ['townLeader', 'bureauLeader'] as const;
const bureau = ['bureauOfficer', 'bureauLeader'] as const;
const intake = ['committeeOfficer', 'townOfficer', 'bureauOfficer'] as const;
const payers = ['paymentOfficer', 'system'] as const;

const relatives: Row = { RegisterStaffRelation: officers, RecordBureauVisit: bureau };
const life: Row = { RecordDeath: [...intake, 'system'] };
const firstRelief: Row = {
  PayFirstRelief: officers,
  ApproveFurtherAdvance: leaders,
  CompleteFirstReliefPapers: officers,
  OpenAccountability: ['system'],
  HandOverToEmergencyManagement: officers,
};
const papers: Row = {
  CompleteFirstReliefPapers: officers,
  OpenAccountability: ['system'],
};
const evidence: Row = {
  AuthoriseMeansTest: intake,
  RequestMeansTest: officers,
  RecordMeansTestResult: [...officers, 'system'],
  ContestMeansTest: officers,
  RecordHomeVisit: officers,
  RecordNeighbourInquiry: officers,
  CallCommunityAppraisal: officers,
  RecordCommunityAppraisal: officers,
  CalculateBenefit: officers,
};
const payments: Row = {
  ProducePayment: payers,
  RecordPayment: payers,
  ReturnPayment: payers,
  ReconcilePayment: payers,
};
const recovery: Row = {
  ReportDataMatch: [...officers, 'system'],
  VerifyDataMatch: officers,
  OrderRecovery: ['bureauOfficer', 'bureauLeader'],
  RecordRepayment: [...officers, 'paymentOfficer'],
  ReferPenalty: ['bureauOfficer', 'bureauLeader'],
};
const disputes: Row = {
  RequestAdminReview: officers,
  AnswerAdminReview: ['bureauOfficer', 'bureauLeader'],
  RecordAdminReviewOutcome: ['bureauOfficer', 'bureauLeader'],
};
const benefit: Row = {
  ...life,
  ...papers,
  ...payments,
  ...recovery,
  ...disputes,
  DeliverDecision: officers,
  RecordPeriodicReview: officers,
  ReportChange: intake,
  CalculateBenefit: officers,
  RequestMeansTest: officers,
  RecordMeansTestResult: [...officers, 'system'],
  RecordHomeVisit: officers,
  RenewCertificate: officers,
  TerminateBenefit: leaders,
};

/** When which command is allowed and who may issue it. */
export const stages: StageTable<ReliefStage, ReliefCommandName> = {
  unopened: {
    label: label('未登记', 'Not lodged'),
    commands: { LodgeApplication: intake },
    clocks: 'none',
  },
  atCommittee: {
    label: label('村(居)待上报', 'At the committee'),
    commands: {
      HandUpApplication: ['committeeOfficer', 'townOfficer'],
      AuthoriseMeansTest: intake,
      ...life,
      ...firstRelief,
    },
    clocks: ['committeeHandUp', 'acceptance', 'firstReliefPayment', 'firstReliefPapers'],
  },
  submitted: {
    label: label('申请待受理', 'Lodged, awaiting acceptance'),
    commands: {
      RequestSupplement: town,
      AuthoriseMeansTest: intake,
      AcceptApplication: officers,
      DeclineApplication: leaders,
      ...relatives,
      ...life,
      ...firstRelief,
    },
    clocks: ['acceptance', 'firstReliefPayment', 'firstReliefPapers'],
  },
  supplementing: {
    label: label('补正中', 'Supplementing'),
    commands: {
      RequestSupplement: town,
      ReceiveSupplement: intake,
      AuthoriseMeansTest: intake,
      DeclineApplication: leaders,
      ...relatives,
      ...life,
      ...firstRelief,
    },
    clocks: ['acceptance', 'firstReliefPayment', 'firstReliefPapers'],
  },
  investigating: {
    label: label('调查核对', 'Investigation'),
    commands: {
      ...evidence,
      ...relatives,
      RecordReinvestigation: officers,
      AnswerObjection: officers,
      GiveReviewOpinion: town,
      ...life,
      ...firstRelief,
    },
    clocks: ['investigation', 'decision', 'decisionChongqing', 'temporaryDecision', 'objectionAnswer'],
  },
  reviewing: {
    label: label('审核', 'Review'),
    commands: {
      ...evidence,
      ...relatives,
      GiveReviewOpinion: town,
      PostPublicNotice: officers,
      AnswerObjection: officers,
      SubmitFile: town,
      ...life,
      ...firstRelief,
    },
    clocks: ['decision', 'decisionChongqing', 'temporaryDecision', 'objectionAnswer', 'redecision'],
  },
  noticed: {
    label: label('公示', 'Public notice'),
    commands: { RaiseObjection: intake, AnswerObjection: officers, EndPublicNotice: officers, ...relatives, ...life },
    clocks: ['decision', 'decisionChongqing', 'noticeClosing'],
  },
  deciding: {
    label: label('确认', 'Decision'),
    commands: {
      ...relatives,
      AnswerObjection: officers,
      ReturnFile: leaders,
      ConfirmGrant: leaders,
      RefuseGrant: leaders,
      ...life,
      ...papers,
    },
    clocks: ['decision', 'decisionChongqing', 'confirmation', 'destituteConfirmation', 'temporaryDecision'],
  },
  granted: {
    label: label('享受待遇', 'Granted'),
    commands: {
      ...benefit,
      AdjustBenefit: leaders,
      RegisterEmployment: officers,
      StartPhaseOut: leaders,
      SuspendBenefit: leaders,
      CloseCase: leaders,
    },
    clocks: [
      'firstPayment',
      'yearlyReview',
      'halfYearlyReview',
      'changeDecision',
      'jobDisregardReview',
      'firstReliefPapers',
    ],
  },
  phasingOut: {
    label: label('渐退期', 'Phase-out'),
    commands: { ...benefit, AdjustBenefit: leaders },
    clocks: ['phaseOutStop'],
  },
  suspended: {
    label: label('暂停发放', 'Suspended'),
    commands: { ...benefit, ResumeBenefit: leaders },
    clocks: ['yearlyReview', 'halfYearlyReview'],
  },
  refused: {
    label: label('不予确认', 'Refused'),
    commands: { DeliverRefusal: officers, ...disputes, ...papers },
    clocks: ['refusalNotice', 'adminReviewWindow', 'adminReviewWindowUntold', 'adminReviewAnswer'],
    closed: true,
  },
  terminated: {
    label: label('已终止', 'Terminated'),
    commands: {
      ...recovery,
      ...disputes,
      ...papers,
      DeliverDecision: officers,
      RecordPayment: payers,
      ReturnPayment: payers,
      ReconcilePayment: payers,
    },
    clocks: ['adminReviewWindow', 'adminReviewAnswer'],
    closed: true,
  },
  withdrawn: { label: label('已撤回', 'Withdrawn'), commands: papers, clocks: 'none', closed: true },
  declined: {
    label: label('不予受理', 'Not accepted'),
    commands: disputes,
    clocks: ['adminReviewAnswer'],
    closed: true,
  },
  completed: {
    label: label('已办结', 'Completed'),
    commands: { ...papers, ...disputes, ReportDataMatch: officers, VerifyDataMatch: officers, OrderRecovery: bureau },
    clocks: ['adminReviewWindow'],
    closed: true,
  },
};

/** Stages in which the applicant may still take the application back. */
export const withdrawable: readonly ReliefStage[] = [
  'atCommittee',
  'submitted',
  'supplementing',
  'investigating',
  'reviewing',
  'noticed',
  'deciding',
];
