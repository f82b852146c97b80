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
  'forwarding',
  'atHukouOffice',
  'telling',
  'granted',
  'phasingOut',
  'suspended',
  'refused',
  'terminated',
  'withdrawn',
  'declined',
  'answered',
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
/** What comes back from another region may come at any time, even after the case is closed. */
const fromOtherRegions: Row = {
  RecordMutualCheckReply: [...officers, 'system'],
  ExpireMutualCheck: [...officers, 'system'],
  ReportDuplicateAid: [...officers, 'system'],
  VerifyDuplicateAid: officers,
};
const otherRegions: Row = { RequestMutualCheck: officers, ...fromOtherRegions };
/** Listed where the hukou office decides, so that the answer says who does. */
const decidedElsewhere: Row = { ConfirmGrant: leaders, RefuseGrant: leaders };
const evidence: Row = {
  AuthoriseMeansTest: intake,
  RequestMeansTest: officers,
  RecordMeansTestResult: [...officers, 'system'],
  ContestMeansTest: officers,
  RecordDocumentsCheck: officers,
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
  ...otherRegions,
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
      ...otherRegions,
      ...life,
      ...firstRelief,
    },
    clocks: ['acceptance', 'firstReliefPayment', 'firstReliefPapers', 'mutualCheckReply'],
  },
  supplementing: {
    label: label('补正中', 'Supplementing'),
    commands: {
      RequestSupplement: town,
      ReceiveSupplement: intake,
      AuthoriseMeansTest: intake,
      DeclineApplication: leaders,
      ...relatives,
      ...otherRegions,
      ...life,
      ...firstRelief,
    },
    clocks: ['acceptance', 'firstReliefPayment', 'firstReliefPapers', 'mutualCheckReply'],
  },
  investigating: {
    label: label('调查核对', 'Investigation'),
    commands: {
      ...evidence,
      ...relatives,
      ...otherRegions,
      RecordReinvestigation: officers,
      AnswerObjection: officers,
      GiveReviewOpinion: town,
      ...life,
      ...firstRelief,
    },
    clocks: [
      'investigation',
      'decision',
      'decisionChongqing',
      'temporaryDecision',
      'objectionAnswer',
      'childTownCheck',
      'mutualCheckReply',
      'mutualCheckExpiry',
    ],
  },
  reviewing: {
    label: label('审核', 'Review'),
    commands: {
      ...evidence,
      ...relatives,
      ...otherRegions,
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
    commands: {
      RaiseObjection: intake,
      AnswerObjection: officers,
      EndPublicNotice: officers,
      ...relatives,
      ...otherRegions,
      ...life,
    },
    clocks: ['decision', 'decisionChongqing', 'noticeClosing'],
  },
  deciding: {
    label: label('确认', 'Decision'),
    commands: {
      ...relatives,
      ...otherRegions,
      AnswerObjection: officers,
      ReturnFile: leaders,
      ConfirmGrant: leaders,
      RefuseGrant: leaders,
      ...life,
      ...papers,
    },
    clocks: [
      'decision',
      'decisionChongqing',
      'confirmation',
      'destituteConfirmation',
      'temporaryDecision',
      'childConfirmation',
    ],
  },
  forwarding: {
    label: label('待录入转户籍地', 'To be entered for the hukou office'),
    commands: {
      ForwardToHukouOffice: officers,
      RecordDocumentsCheck: officers,
      ...decidedElsewhere,
      ...otherRegions,
      ...life,
    },
    clocks: ['hukouEntry'],
  },
  atHukouOffice: {
    label: label('户籍地办理中', 'At the hukou office'),
    commands: { RecordHukouOfficeAnswer: [...officers, 'system'], ...decidedElsewhere, ...otherRegions, ...life },
    clocks: ['hukouTownStage', 'hukouDistrictStage'],
  },
  telling: {
    label: label('待告知结果', 'To tell the applicant the result'),
    commands: { TellHukouAnswer: officers, ...decidedElsewhere, ...fromOtherRegions, ...life },
    clocks: ['hukouResultTold'],
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
    commands: { DeliverRefusal: officers, ...disputes, ...papers, ...fromOtherRegions },
    clocks: ['refusalNotice', 'adminReviewWindow', 'adminReviewWindowUntold', 'adminReviewAnswer'],
    closed: true,
  },
  terminated: {
    label: label('已终止', 'Terminated'),
    commands: {
      ...recovery,
      ...disputes,
      ...papers,
      ...fromOtherRegions,
      DeliverDecision: officers,
      RecordPayment: payers,
      ReturnPayment: payers,
      ReconcilePayment: payers,
    },
    clocks: ['adminReviewWindow', 'adminReviewAnswer'],
    closed: true,
  },
  withdrawn: {
    label: label('已撤回', 'Withdrawn'),
    commands: { ...papers, ...fromOtherRegions },
    clocks: 'none',
    closed: true,
  },
  declined: {
    label: label('不予受理', 'Not accepted'),
    commands: { ...disputes, ...fromOtherRegions },
    clocks: ['adminReviewAnswer'],
    closed: true,
  },
  answered: {
    label: label('已告知办结', 'Answered by the hukou office'),
    commands: fromOtherRegions,
    clocks: 'none',
    closed: true,
  },
  completed: {
    label: label('已办结', 'Completed'),
    commands: {
      ...papers,
      ...disputes,
      ...fromOtherRegions,
      ReportDataMatch: officers,
      VerifyDataMatch: officers,
      OrderRecovery: bureau,
    },
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
  'forwarding',
  'atHukouOffice',
];
