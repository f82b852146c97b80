import type { Label, Role, StageTable } from '#kernel';
import type { TransientCommandName } from './commands.js';

export const transientStages = [
  'unopened',
  'lead',
  'screening',
  'atHospital',
  'withPolice',
  'inStation',
  'longStay',
  'settling',
  'returning',
  'missing',
  'departed',
  'deceased',
  'refused',
  'withdrawn',
  'closed',
] as const;
export type TransientStage = (typeof transientStages)[number];

type Row = Readonly<Partial<Record<TransientCommandName, readonly Role[]>>>;

const label = (zh: string, en: string): Label => ({ zh, en });

const station = ['stationOfficer', 'stationLeader'] as const;
const leader = ['stationLeader'] as const;
const outreach = ['committeeOfficer', 'townOfficer', ...station] as const;
/** What the other station, the police or the hospital answer may also come in by exchange. */
const answers = [...station, 'system'] as const;

const safety: Row = { SendToHospital: station, HandToPolice: station, ReportToPolice: station, RecordDeath: station };
const identity: Row = {
  CheckIdentity: station,
  EstablishIdentity: station,
  PostTracingNotice: station,
  RefreshTracingNotice: station,
  RequestDna: station,
  RecordDnaAnswer: answers,
};
const stay: Row = {
  RecordService: station,
  RecordLongStay: station,
  ReportLongerStay: leader,
};
const leaving: Row = {
  RecordOwnDeparture: station,
  RecordLeaveWithoutProcedure: station,
  ReportMissing: station,
  TerminateForFalsehood: leader,
};
const proposal: Row = { ProposeSettlement: leader };
const settlement: Row = {
  ApproveSettlement: ['bureauLeader'],
  ReturnSettlement: ['bureauLeader'],
  RegisterHukou: station,
  CompleteSettlement: station,
};
const care: Row = { ...safety, ...identity, ...stay, ...leaving };

const inCare = [
  'traffickingReport',
  'minorGuardianshipCase',
  'tracingNotice',
  'tracingRefresh',
  'dnaRequest',
  'dnaAnswer',
  'stayLimit',
  'longStay',
  'settlementProposal',
  'returnArrangement',
] as const;

/** When which command is allowed and who may issue it. */
export const stages: StageTable<TransientStage, TransientCommandName> = {
  unopened: {
    label: label('未登记', 'Not recorded'),
    commands: { RecordOutreach: outreach, RequestAssistance: station },
    clocks: 'none',
  },
  lead: {
    label: label('线索巡访', 'Lead on the street'),
    commands: {
      RecordOutreachVisit: outreach,
      RecordArrival: station,
      SendToHospital: station,
      HandToPolice: station,
      ReportToPolice: station,
      EndLead: station,
    },
    clocks: ['outreachNextVisit', 'outreachArrival', 'minorGuardianshipCase'],
  },
  screening: {
    label: label('求助甄别', 'Screening'),
    commands: {
      AdmitPerson: station,
      RefuseAssistance: leader,
      CheckIdentity: station,
      EstablishIdentity: station,
      ...safety,
    },
    clocks: ['screening', 'traffickingReport', 'minorGuardianshipCase'],
  },
  atHospital: {
    label: label('送医救治', 'At the hospital'),
    commands: {
      RecordDischarge: station,
      AdmitPerson: station,
      ...identity,
      ...stay,
      ...proposal,
      ...settlement,
      HandToPolice: station,
      ReportToPolice: station,
      RecordDeath: station,
    },
    clocks: inCare,
  },
  withPolice: {
    label: label('转公安处置', 'With the police'),
    commands: { RecordPoliceOutcome: answers, SendToHospital: station, ReportToPolice: station, RecordDeath: station },
    clocks: inCare,
  },
  inStation: {
    label: label('在站救助', 'In the station'),
    commands: { ...care, ...proposal, ArrangeReturn: station },
    clocks: inCare,
  },
  longStay: {
    label: label('滞留人员', 'Long-stay resident'),
    commands: { ...care, ...proposal, ArrangeReturn: station },
    clocks: inCare,
  },
  settling: {
    label: label('落户安置', 'Registration and settlement'),
    commands: { ...care, ...settlement },
    clocks: [...inCare, 'settlementDecision', 'settledRelief'],
  },
  returning: {
    label: label('返乡安排', 'Return arranged'),
    commands: {
      ...care,
      ArrangeReturn: station,
      OfferHandOverToStation: station,
      RecordStationRefusal: answers,
      SignHandOver: answers,
      RecordReturn: station,
    },
    clocks: [...inCare, 'handOverEscalation'],
  },
  missing: {
    label: label('走失查找', 'Missing'),
    commands: { ReportToPolice: station, RecordFound: station, SendToHospital: station, RecordDeath: station },
    clocks: [...inCare, 'missingReport'],
  },
  departed: {
    label: label('已离站', 'Departed'),
    commands: { RecordFollowUp: station, CloseCase: station },
    clocks: ['transientFollowUp', 'settledRelief'],
  },
  deceased: {
    label: label('死亡处置', 'Deceased'),
    commands: {
      NotifyKin: station,
      PostDeathAnnouncement: station,
      ListBelongings: station,
      RecordDisposal: station,
      ReportToPolice: station,
      CloseCase: leader,
    },
    clocks: ['deathKinNotice', 'bodyDisposal'],
  },
  refused: { label: label('不予救助', 'Refused'), commands: {}, clocks: 'none', closed: true },
  withdrawn: { label: label('已撤回求助', 'Withdrawn'), commands: {}, clocks: 'none', closed: true },
  closed: { label: label('已结案', 'Closed'), commands: { RecordFollowUp: station }, clocks: 'none', closed: true },
};

/** Stages in which the person may still take the request back. */
export const withdrawable: readonly TransientStage[] = ['screening'];
