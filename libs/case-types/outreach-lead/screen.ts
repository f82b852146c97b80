import type { Label, Letter, Screen, ScreenText } from '#kernel';
import { type LeadCommandName, leadCommands } from './commands.js';
import { type LeadEventName, leadEvents } from './events.js';
import { refusals } from './refusals.js';

const label = (zh: string, en: string): Label => ({ zh, en });

const fields: Readonly<Record<string, Label>> = {
  channel: label('来源', 'Channel'),
  office: label('办理单位', 'Office'),
  area: label('村(社区)', 'Village or community'),
  place: label('地点', 'Place'),
  content: label('反映内容', 'Content'),
  person: label('涉及人员', 'Person'),
  aboutChild: label('涉及未成年人', 'About a child'),
  urgency: label('紧急程度', 'Urgency'),
  ticket: label('工单编号', 'Ticket'),
  alert: label('预警指标', 'Indicator'),
  region: label('来源地区', 'Region that asks'),
  informant: label('报告人、提供人(密封保存)', 'Informant (kept under seal)'),
  informantSealed: label('有密封的提供人', 'An informant is under seal'),
  informantWaits: label('须向提供人反馈', 'The informant is to be told'),
  receivedOn: label('登记日期', 'Received on'),
  matter: label('三事分流', 'Whose matter'),
  remark: label('备注', 'Remark'),
  instruction: label('办理要求', 'Instruction'),
  fromOffice: label('派单单位', 'From office'),
  fromArea: label('派出村(社区)', 'From village or community'),
  reason: label('原因', 'Reason'),
  reasons: label('理由', 'Reasons'),
  officers: label('到场人员', 'Officers'),
  arrivedAt: label('到场时间', 'Arrived at'),
  outcome: label('结果', 'Outcome'),
  findings: label('核查情况', 'Findings'),
  visitAgainOn: label('下次回访日期', 'Next visit'),
  confirmed: label('核实属实', 'Confirmed'),
  method: label('核实方式', 'How it was verified'),
  verifiedOn: label('核实日期', 'Verified on'),
  verifiedBy: label('核实人', 'Verified by'),
  cases: label('关联案件', 'Linked cases'),
  referralId: label('转介编号', 'Referral'),
  to: label('转介单位', 'Referred to'),
  taken: label('对方接收', 'Taken'),
  repliedOn: label('回复日期', 'Replied on'),
  reply: label('回复内容', 'Reply'),
  settledOn: label('办结日期', 'Settled on'),
  result: label('办理结果', 'Result'),
  ground: label('事由', 'Ground'),
  toldOn: label('告知日期', 'Told on'),
  by: label('告知方式', 'Told by'),
  answer: label('告知内容', 'Answer'),
};

const known = (names: readonly string[]): Readonly<Record<string, Label>> =>
  Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));

const commandText = (name: LeadCommandName, zh: string, en: string, hint?: Label): ScreenText => ({
  label: label(zh, en),
  fields: known(Object.keys(leadCommands[name].shape)),
  order: Object.keys(leadCommands[name].shape).filter((field) => field !== 'type'),
  ...(hint === undefined ? {} : { hint }),
});

const eventText = (name: LeadEventName, zh: string, en: string, more: Readonly<Record<string, Label>> = {}) => ({
  label: label(zh, en),
  fields: { ...known(Object.keys(leadEvents[name].shape)), ...more },
});

const commands: Readonly<Record<LeadCommandName, ScreenText>> = {
  ReceiveLead: commandText(
    'ReceiveLead',
    '登记线索',
    'Receive lead',
    label('报告人、提供人身份单独密封保存,不进入案件。', 'Who reported it is kept under seal, outside the case.'),
  ),
  TriageLead: commandText('TriageLead', '三事分流', 'Triage'),
  DispatchLead: commandText(
    'DispatchLead',
    '派单',
    'Dispatch',
    label('派单后由接收单位办理。', 'From then on the office it goes to handles it.'),
  ),
  ReturnLead: commandText('ReturnLead', '退回派单单位', 'Return to the dispatching office'),
  RespondOnScene: commandText(
    'RespondOnScene',
    '登记现场处置',
    'Record response on scene',
    label('发生时间填写到达现场的时间。', 'The time of the act is the time of arrival.'),
  ),
  VerifyAlert: commandText('VerifyAlert', '核实预警', 'Verify alert'),
  ConvertLead: commandText(
    'ConvertLead',
    '转为案件办结',
    'Convert into cases',
    label('先由本线索登记一件或多件案件。', 'Open one or several cases from the lead first.'),
  ),
  ReferLead: commandText('ReferLead', '转介外单位', 'Refer outside'),
  RecordReferralReply: commandText('RecordReferralReply', '登记转介回复', 'Record reply to referral'),
  RecordReferralResult: commandText('RecordReferralResult', '登记转介结果', 'Record result of referral'),
  DismissLead: commandText('DismissLead', '不予处理', 'Dismiss'),
  TellInformant: commandText('TellInformant', '告知报告人、提供人', 'Tell the informant'),
  ReopenLead: commandText('ReopenLead', '重新办理', 'Reopen'),
};

const events: Readonly<Record<LeadEventName, ScreenText>> = {
  LeadReceived: eventText('LeadReceived', '已登记线索', 'Lead received'),
  LeadTriaged: eventText('LeadTriaged', '已分流', 'Triaged'),
  LeadDispatched: eventText('LeadDispatched', '已派单', 'Dispatched'),
  LeadReturned: eventText('LeadReturned', '已退回派单单位', 'Returned'),
  OnSceneRecorded: eventText('OnSceneRecorded', '现场处置', 'Response on scene'),
  AlertVerified: eventText('AlertVerified', '预警已核实', 'Alert verified'),
  LeadConverted: eventText('LeadConverted', '已转为案件', 'Converted into cases'),
  LeadReferred: eventText('LeadReferred', '已转介外单位', 'Referred outside'),
  ReferralReplyRecorded: eventText('ReferralReplyRecorded', '转介单位已回复', 'Referral replied'),
  ReferralResultRecorded: eventText('ReferralResultRecorded', '转介已有结果', 'Referral settled'),
  LeadDismissed: eventText('LeadDismissed', '不予处理', 'Dismissed'),
  InformantTold: eventText('InformantTold', '已告知提供人', 'Informant told', {
    outcome: label('告知的是办理结果', 'The outcome was told'),
  }),
  LeadReopened: eventText('LeadReopened', '重新办理', 'Reopened'),
};

const values: Readonly<Record<string, Label>> = {
  hotline: label('服务热线', 'Hotline'),
  patrol: label('街面巡查', 'Street patrol'),
  dataMatch: label('数据比对预警', 'Data match'),
  mandatoryReport: label('强制报告', 'Mandatory report'),
  committeeVisit: label('村(居)走访', 'Committee visit'),
  crossRegion: label('跨区域请求', 'Cross-region request'),
  petition: label('信访', 'Petition'),
  platform: label('平台提交', 'Platform'),
  governmentMatter: label('政府事项', 'Government matter'),
  publicAffair: label('公共事务', 'Public affair'),
  personalMatter: label('个人事项', 'Personal matter'),
  normal: label('一般', 'Normal'),
  danger: label('人员处于危险', 'Person in danger'),
  cold: label('夜间、严寒酷暑', 'Night, cold or heat'),
  helped: label('已救助', 'Helped'),
  refusedHelp: label('不愿接受救助', 'Help was refused'),
  notFound: label('现场未找到', 'Not found'),
  noNeed: label('无救助需要', 'No need'),
  handedToPolice: label('已交公安', 'Handed to the police'),
  takenToHospital: label('已送医', 'Taken to hospital'),
  takenToStation: label('已护送进站', 'Taken to the station'),
  unfounded: label('不属实', 'Unfounded'),
  duplicate: label('重复', 'Duplicate'),
  settledOnScene: label('现场已解决', 'Settled on scene'),
  takenBack: label('提供人撤回', 'Taken back'),
  helpDeclined: label('本人谢绝帮助', 'Help declined'),
  notOurMatter: label('不属民政职责', 'Not ours'),
  informantObjects: label('提供人有异议', 'The informant objects'),
  newFacts: label('有新情况', 'New facts'),
  ordered: label('上级要求复查', 'Review ordered'),
  convertedInError: label('误转案件', 'Converted in error'),
  referralDeclined: label('转介单位未接收', 'The body did not take it'),
  homeVisit: label('入户', 'Home visit'),
  phoneCall: label('电话', 'Phone call'),
  papers: label('查验材料', 'Papers'),
  otherSource: label('其他数据源', 'Another source'),
  ticket: label('工单回复', 'Through the ticket'),
  name: label('姓名', 'Name'),
  indicator: label('指标', 'Indicator'),
  indicatorVersion: label('指标版本', 'Version of the indicator'),
  weight: label('权重', 'Weight'),
  threshold: label('阈值', 'Threshold'),
  unit: label('单位', 'Unit'),
};

const letters: readonly Letter[] = [
  {
    id: 'dispatchSlip',
    label: label('线索转办单', 'Dispatch slip'),
    after: 'LeadDispatched',
    text: '{{office}}:\n现将{{channel}}线索转你单位办理。分流类别:{{matter}};紧急程度:{{urgency}}。办理要求:{{instruction}}\n请按时限到场处置并反馈结果。',
  },
  {
    id: 'referralLetter',
    label: label('转介函', 'Letter of referral'),
    after: 'LeadReferred',
    text: '{{to}}:\n以下事项不属于民政职责或须由你单位协同办理,现予转介({{referralId}})。转介原因:{{reason}}\n请将是否接收及办理结果函复我单位。',
  },
  {
    id: 'outcomeNotice',
    label: label('线索办理情况告知书', 'Notice to the informant'),
    after: 'InformantTold',
    text: '您反映的事项,现将办理情况告知如下:\n{{answer}}\n告知日期:{{toldOn}}。对办理结果有异议的,可自收到本告知之日起三十日内提出。',
  },
];

export const screen: Screen = {
  commands,
  events,
  values,
  refusals,
  letters,
  milestones: [
    'LeadReceived',
    'LeadTriaged',
    'LeadDispatched',
    'LeadReturned',
    'OnSceneRecorded',
    'AlertVerified',
    'LeadConverted',
    'LeadReferred',
    'ReferralReplyRecorded',
    'ReferralResultRecorded',
    'LeadDismissed',
    'InformantTold',
    'LeadReopened',
  ],
};
