import type { Label, Screen, ScreenText } from '#kernel';
import { type GuardianshipCommandName, guardianshipCommands } from './commands.js';
import { type GuardianshipEventName, guardianshipEvents } from './events.js';
import { refusals } from './refusals.js';
import { fields } from './screen/fields.js';
import { letters } from './screen/letters.js';
import { values } from './screen/values.js';

const label = (zh: string, en: string): Label => ({ zh, en });

const known = (names: readonly string[]): Readonly<Record<string, Label>> =>
  Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));

const commandText = (name: GuardianshipCommandName, zh: string, en: string, hint?: Label): ScreenText => ({
  label: label(zh, en),
  fields: known(Object.keys(guardianshipCommands[name].shape)),
  order: Object.keys(guardianshipCommands[name].shape).filter((field) => field !== 'type'),
  ...(hint === undefined ? {} : { hint }),
});

const eventText = (name: GuardianshipEventName, zh: string, en: string): ScreenText => ({
  label: label(zh, en),
  fields: known(Object.keys(guardianshipEvents[name].shape)),
});

const sealed = label(
  '报告人身份单独密封保存,案卷中不显示;其他栏目请勿写明报告人。',
  'The reporter is kept sealed apart; do not name the reporter in any other field.',
);

const commands: Readonly<Record<GuardianshipCommandName, ScreenText>> = {
  ReceiveReport: commandText('ReceiveReport', '登记报告', 'Receive report', sealed),
  RegisterConcern: commandText('RegisterConcern', '登记监测线索', 'Register concern'),
  RecordFurtherReport: commandText('RecordFurtherReport', '登记后续报告', 'Record further report', sealed),
  AcceptReport: commandText('AcceptReport', '受理报告', 'Accept report'),
  NotifyPolice: commandText('NotifyPolice', '向公安机关报告', 'Notify the police'),
  ScreenReport: commandText('ScreenReport', '初步评估', 'Screen report'),
  TellReporter: commandText('TellReporter', '反馈报告人', 'Tell the reporter'),
  VerifyConcern: commandText('VerifyConcern', '核实监测线索', 'Verify concern'),
  RecordRemoval: commandText('RecordRemoval', '登记公安带离', 'Record removal by the police'),
  RecordHandover: commandText(
    'RecordHandover',
    '书面交接并临时照料',
    'Record written handover',
    label(
      '任何时间均可接收。交接时间即临时照料起始时间;须写明伤情和移交人。',
      'At any hour. Care begins at the time of the handover; injuries and the officer are required.',
    ),
  ),
  RecordHandoverElsewhere: commandText(
    'RecordHandoverElsewhere',
    '登记公安交他人照料',
    'Record handover to somebody else',
  ),
  DecideTemporaryGuardianship: commandText(
    'DecideTemporaryGuardianship',
    '作出临时监护决定',
    'Decide temporary guardianship',
  ),
  PlaceChild: commandText('PlaceChild', '安置儿童', 'Place child'),
  RecordPlacementVisit: commandText('RecordPlacementVisit', '登记照料探访', 'Record placement visit'),
  RecordAssessment: commandText(
    'RecordAssessment',
    '登记监护评估',
    'Record assessment',
    label('评估小组须达到规定人数,并有中级以上职称人员。', 'The team needs its size and a mid-level title.'),
  ),
  RecordChildView: commandText('RecordChildView', '记录儿童本人意见', "Record the child's view"),
  ConfirmGuardianFit: commandText('ConfirmGuardianFit', '确认监护人恢复监护能力', 'Confirm guardian fit'),
  RecordRecommendation: commandText('RecordRecommendation', '登记会商建议', 'Record recommendation'),
  MakeAssistancePlan: commandText('MakeAssistancePlan', '制定帮扶方案', 'Make assistance plan'),
  RecordService: commandText('RecordService', '登记帮扶服务', 'Record service'),
  RecordAssistanceVisit: commandText('RecordAssistanceVisit', '登记帮扶探访', 'Record assistance visit'),
  EndAssistancePlan: commandText('EndAssistancePlan', '结束帮扶方案', 'End assistance plan'),
  RecordWarningLetter: commandText('RecordWarningLetter', '登记告诫书', 'Record warning letter'),
  ApplyForProtectionOrder: commandText('ApplyForProtectionOrder', '申请人身安全保护令', 'Apply for protection order'),
  RecordOrderAcceptance: commandText('RecordOrderAcceptance', '登记法院受理保护令', 'Record acceptance by the court'),
  RecordOrderRuling: commandText('RecordOrderRuling', '登记保护令裁定', 'Record ruling on the order'),
  RenewProtectionOrder: commandText('RenewProtectionOrder', '登记保护令延长', 'Renew protection order'),
  EndProtectionOrder: commandText('EndProtectionOrder', '注销保护令', 'End protection order'),
  FileRevocationSuit: commandText('FileRevocationSuit', '申请撤销监护人资格', 'File revocation suit'),
  RecordOthersSuit: commandText('RecordOthersSuit', '登记其他主体起诉', 'Record suit by others'),
  RecordJudgment: commandText('RecordJudgment', '登记判决', 'Record judgment'),
  RecordConviction: commandText('RecordConviction', '登记刑事判决', 'Record conviction'),
  StartLongTermGuardianship: commandText('StartLongTermGuardianship', '决定长期监护', 'Start long-term guardianship'),
  RecordRestorationRequest: commandText(
    'RecordRestorationRequest',
    '登记恢复监护人资格申请',
    'Record request for restoration',
  ),
  RecordRestorationRuling: commandText('RecordRestorationRuling', '登记恢复裁判', 'Record ruling on restoration'),
  GiveAdoptionGuidance: commandText('GiveAdoptionGuidance', '收养评估和指导', 'Give adoption guidance'),
  RecordAdoption: commandText('RecordAdoption', '登记收养', 'Record adoption'),
  RequestReturn: commandText('RequestReturn', '登记送回申请', 'Record request for return'),
  RefuseReturn: commandText('RefuseReturn', '答复不予送回', 'Refuse return'),
  ReturnChild: commandText(
    'ReturnChild',
    '送回监护人抚养',
    'Return child',
    label('须有带离后的评估通过;八周岁以上须先记录本人意见。', 'Needs a positive assessment and the child’s view.'),
  ),
  RecordFollowUp: commandText('RecordFollowUp', '登记回访', 'Record follow-up'),
  EndGuardianship: commandText('EndGuardianship', '终止监护', 'End guardianship'),
  CloseCase: commandText('CloseCase', '结案', 'Close case'),
};

const events: Readonly<Record<GuardianshipEventName, ScreenText>> = {
  GuardianshipCaseOpened: eventText('GuardianshipCaseOpened', '已立案', 'Case opened'),
  ReportReceived: eventText('ReportReceived', '收到报告', 'Report received'),
  ReportAccepted: eventText('ReportAccepted', '报告已受理', 'Report accepted'),
  PoliceNotified: eventText('PoliceNotified', '已向公安机关报告', 'Police notified'),
  ReportScreened: eventText('ReportScreened', '已初步评估', 'Report screened'),
  ReporterTold: eventText('ReporterTold', '已反馈报告人', 'Reporter told'),
  ConcernRegistered: eventText('ConcernRegistered', '监测线索已登记', 'Concern registered'),
  ConcernVerified: eventText('ConcernVerified', '监测线索已核实', 'Concern verified'),
  ChildRemoved: eventText('ChildRemoved', '公安已带离', 'Child removed by the police'),
  ChildHandedOver: eventText('ChildHandedOver', '已书面交接', 'Child handed over'),
  ChildHandedElsewhere: eventText('ChildHandedElsewhere', '公安已交他人照料', 'Child handed to somebody else'),
  TemporaryGuardianshipStarted: eventText('TemporaryGuardianshipStarted', '临时照料开始', 'Temporary care started'),
  TemporaryGuardianshipDecided: eventText(
    'TemporaryGuardianshipDecided',
    '已决定临时监护',
    'Temporary guardianship decided',
  ),
  ChildPlaced: eventText('ChildPlaced', '已安置', 'Child placed'),
  PlacementEnded: eventText('PlacementEnded', '安置结束', 'Placement ended'),
  PlacementVisited: eventText('PlacementVisited', '已探访', 'Placement visited'),
  AssessmentRecorded: eventText('AssessmentRecorded', '监护评估', 'Assessment recorded'),
  ChildViewRecorded: eventText('ChildViewRecorded', '已听取儿童意见', "Child's view recorded"),
  GuardianFitConfirmed: eventText('GuardianFitConfirmed', '监护人已恢复监护能力', 'Guardian fit confirmed'),
  ConferenceRecommended: eventText('ConferenceRecommended', '会商建议', 'Conference recommended'),
  AssistancePlanMade: eventText('AssistancePlanMade', '帮扶方案已制定', 'Assistance plan made'),
  ServiceProvided: eventText('ServiceProvided', '已提供服务', 'Service provided'),
  AssistanceVisited: eventText('AssistanceVisited', '已帮扶探访', 'Assistance visit recorded'),
  AssistancePlanEnded: eventText('AssistancePlanEnded', '帮扶方案结束', 'Assistance plan ended'),
  WarningLetterRecorded: eventText('WarningLetterRecorded', '已出具告诫书', 'Warning letter recorded'),
  ProtectionOrderRequested: eventText('ProtectionOrderRequested', '已申请保护令', 'Protection order requested'),
  ProtectionOrderAccepted: eventText('ProtectionOrderAccepted', '法院已受理保护令', 'Protection order accepted'),
  ProtectionOrderGranted: eventText('ProtectionOrderGranted', '保护令已作出', 'Protection order granted'),
  ProtectionOrderDenied: eventText('ProtectionOrderDenied', '保护令申请被驳回', 'Protection order denied'),
  ProtectionOrderRenewed: eventText('ProtectionOrderRenewed', '保护令已延长', 'Protection order renewed'),
  ProtectionOrderEnded: eventText('ProtectionOrderEnded', '保护令已失效', 'Protection order ended'),
  RevocationSuitFiled: eventText('RevocationSuitFiled', '已申请撤销监护人资格', 'Revocation suit filed'),
  RevocationJudged: eventText('RevocationJudged', '撤销案已裁判', 'Revocation judged'),
  ConvictionRecorded: eventText('ConvictionRecorded', '已登记刑事判决', 'Conviction recorded'),
  LongTermGuardianshipStarted: eventText(
    'LongTermGuardianshipStarted',
    '长期监护开始',
    'Long-term guardianship started',
  ),
  GuardianAppointed: eventText('GuardianAppointed', '已指定监护人', 'Guardian appointed'),
  RestorationRequested: eventText('RestorationRequested', '申请恢复监护人资格', 'Restoration requested'),
  RestorationDenied: eventText('RestorationDenied', '不予恢复监护人资格', 'Restoration denied'),
  GuardianshipRestored: eventText('GuardianshipRestored', '已恢复监护人资格', 'Guardianship restored'),
  AdoptionGuidanceGiven: eventText('AdoptionGuidanceGiven', '已作收养指导', 'Adoption guidance given'),
  AdoptionRecorded: eventText('AdoptionRecorded', '已登记收养', 'Adoption recorded'),
  ReturnRequested: eventText('ReturnRequested', '申请送回', 'Return requested'),
  ReturnRefused: eventText('ReturnRefused', '不予送回', 'Return refused'),
  ChildReturned: eventText('ChildReturned', '已送回监护人', 'Child returned'),
  FollowUpScheduled: eventText('FollowUpScheduled', '已安排回访', 'Follow-up scheduled'),
  FollowUpRecorded: eventText('FollowUpRecorded', '已回访', 'Follow-up recorded'),
  GuardianshipEnded: eventText('GuardianshipEnded', '监护终止', 'Guardianship ended'),
  CaseClosed: eventText('CaseClosed', '已结案', 'Case closed'),
};

export const screen: Screen = {
  commands,
  events,
  values,
  refusals,
  letters,
  path: ['reported', 'assessing', 'assisting', 'followingUp'],
  milestones: [
    'ReportReceived',
    'ReportScreened',
    'ConcernRegistered',
    'ChildRemoved',
    'ChildHandedOver',
    'ChildHandedElsewhere',
    'TemporaryGuardianshipStarted',
    'TemporaryGuardianshipDecided',
    'AssessmentRecorded',
    'ConferenceRecommended',
    'AssistancePlanMade',
    'WarningLetterRecorded',
    'ProtectionOrderGranted',
    'RevocationSuitFiled',
    'RevocationJudged',
    'LongTermGuardianshipStarted',
    'GuardianAppointed',
    'GuardianshipRestored',
    'AdoptionRecorded',
    'ReturnRefused',
    'ChildReturned',
    'FollowUpRecorded',
    'GuardianshipEnded',
    'CaseClosed',
  ],
};
