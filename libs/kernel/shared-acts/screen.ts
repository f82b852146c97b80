import type { ScreenText } from '../case-type.js';
import type { Label } from '../label.js';
import type { SharedCommandName } from './commands.js';
import type { SharedRefusal } from './decide.js';
import type { SharedEventName } from './events.js';

const label = (zh: string, en: string): Label => ({ zh, en });

const fields = {
  assignee: label('承办人', 'Assignee'),
  fromOffice: label('移出单位', 'From office'),
  toOffice: label('接收单位', 'To office'),
  reason: label('原因', 'Reason'),
  text: label('内容', 'Text'),
  evidenceId: label('材料编号', 'Evidence number'),
  kind: label('类别', 'Kind'),
  name: label('名称', 'Name'),
  mediaType: label('文件类型', 'Media type'),
  bytes: label('大小(字节)', 'Size (bytes)'),
  sha256: label('文件指纹 SHA-256', 'SHA-256 fingerprint'),
  supersedes: label('替换的材料', 'Superseded evidence'),
  caseId: label('关联案件', 'Linked case'),
  flag: label('标记', 'Flag'),
  note: label('说明', 'Note'),
  conferenceId: label('会商编号', 'Conference number'),
  topic: label('议题', 'Topic'),
  members: label('参加人', 'Members'),
  on: label('日期', 'Date'),
  opinions: label('意见', 'Opinions'),
  resolution: label('会商结论', 'Resolution'),
  supervisionId: label('督办编号', 'Supervision number'),
  answerBy: label('答复期限', 'Answer by'),
  accepted: label('核查通过', 'Accepted'),
  clock: label('时限', 'Deadline'),
  previousDueOn: label('原届满日', 'Previously due on'),
  dueOn: label('届满日', 'Due on'),
  about: label('告知事项', 'About'),
  channel: label('方式', 'Channel'),
  version: label('更正第几条记录', 'Entry number'),
  field: label('字段', 'Field'),
  correction: label('更正为', 'Correction'),
} as const;

const text = (zh: string, en: string, order: readonly (keyof typeof fields)[]): ScreenText => ({
  label: label(zh, en),
  fields: Object.fromEntries(order.map((name) => [name, fields[name]])),
  order,
});

const evidence = ['evidenceId', 'kind', 'name', 'mediaType', 'bytes', 'sha256'] as const;

export const sharedCommandTexts: Readonly<Record<SharedCommandName, ScreenText>> = {
  AssignCase: text('指派承办人', 'Assign', ['assignee']),
  HandOverCase: text('移交其他单位', 'Hand over', ['toOffice', 'reason']),
  AcceptHandOver: text('接收移交', 'Accept hand-over', []),
  RefuseHandOver: text('拒收移交', 'Refuse hand-over', ['reason']),
  AddNote: text('添加备注', 'Add note', ['text']),
  AttachEvidence: text('添加材料', 'Attach evidence', evidence),
  SupersedeEvidence: text('替换材料', 'Supersede evidence', ['supersedes', 'reason', ...evidence]),
  LinkCase: text('关联案件', 'Link case', ['caseId', 'kind']),
  UnlinkCase: text('解除关联', 'Unlink case', ['caseId', 'reason']),
  RaiseFlag: text('加标记', 'Raise flag', ['flag', 'note']),
  ClearFlag: text('去标记', 'Clear flag', ['flag']),
  CallCaseConference: text('召集个案会商', 'Call case conference', ['conferenceId', 'topic', 'members', 'on']),
  RecordCaseConference: text('记录会商结果', 'Record case conference', ['conferenceId', 'opinions', 'resolution']),
  IssueSupervision: text('下发督办', 'Issue supervision', ['supervisionId', 'text', 'answerBy']),
  AnswerSupervision: text('答复督办', 'Answer supervision', ['supervisionId', 'text']),
  VerifySupervision: text('核查督办', 'Verify supervision', ['supervisionId', 'accepted', 'text']),
  ExtendDeadline: text('延长时限', 'Extend deadline', ['clock', 'reason']),
  RecordNotice: text('登记告知', 'Record notice', ['about', 'channel', 'on']),
  WithdrawCase: text('撤回申请', 'Withdraw', ['reason']),
  CorrectEntry: text('更正记录', 'Correct entry', ['version', 'field', 'correction', 'reason']),
};

export const sharedEventTexts: Readonly<Record<SharedEventName, ScreenText>> = {
  CaseAssigned: text('已指派承办人', 'Assigned', ['assignee']),
  HandOverOffered: text('已提出移交', 'Hand-over offered', ['fromOffice', 'toOffice', 'reason']),
  HandOverAccepted: text('已接收移交', 'Hand-over accepted', ['fromOffice', 'toOffice']),
  HandOverRefused: text('已拒收移交', 'Hand-over refused', ['toOffice', 'reason']),
  NoteAdded: text('已添加备注', 'Note added', ['text']),
  EvidenceAttached: text('已添加材料', 'Evidence attached', evidence),
  EvidenceSuperseded: text('已替换材料', 'Evidence superseded', ['supersedes', 'reason', ...evidence]),
  CaseLinked: text('已关联案件', 'Case linked', ['caseId', 'kind']),
  CaseUnlinked: text('已解除关联', 'Case unlinked', ['caseId', 'reason']),
  FlagRaised: text('已加标记', 'Flag raised', ['flag', 'note']),
  FlagCleared: text('已去标记', 'Flag cleared', ['flag']),
  CaseConferenceCalled: text('已召集个案会商', 'Case conference called', ['conferenceId', 'topic', 'members', 'on']),
  CaseConferenceRecorded: text('会商结果', 'Case conference recorded', ['conferenceId', 'opinions', 'resolution']),
  SupervisionIssued: text('督办已下发', 'Supervision issued', ['supervisionId', 'text', 'answerBy']),
  SupervisionAnswered: text('督办已答复', 'Supervision answered', ['supervisionId', 'text']),
  SupervisionVerified: text('督办已核查', 'Supervision verified', ['supervisionId', 'accepted', 'text']),
  DeadlineExtended: text('时限已延长', 'Deadline extended', ['clock', 'reason', 'previousDueOn', 'dueOn']),
  NoticeGiven: text('已告知当事人', 'Notice given', ['about', 'channel', 'on']),
  CaseWithdrawn: text('申请已撤回', 'Withdrawn', ['reason']),
  EntryCorrected: text('记录已更正', 'Entry corrected', ['version', 'field', 'correction', 'reason']),
};

export const sharedValues: Readonly<Record<string, Label>> = {
  inPerson: label('当面', 'In person'),
  post: label('邮寄', 'By post'),
  phone: label('电话', 'By phone'),
  message: label('短信', 'By message'),
  committee: label('经村(居)委会', 'Through the committee'),
};

export const sharedRefusals: Readonly<Record<SharedRefusal, Label>> = {
  'hand-over-already-offered': label('已向其他单位提出移交', 'A hand-over to another office is already offered'),
  'hand-over-to-own-office': label('不能移交给本单位', 'The case already belongs to this office'),
  'no-hand-over-offered': label('没有待接收的移交', 'No hand-over is offered'),
  'hand-over-offered-to-another-office': label(
    '移交的接收单位不是本单位',
    'The hand-over is offered to another office',
  ),
  'evidence-already-attached': label('该编号的材料已存在', 'Evidence with this number is already attached'),
  'no-such-evidence': label('没有这份材料', 'No such evidence'),
  'evidence-already-superseded': label('该材料已被替换', 'The evidence is already superseded'),
  'case-linked-to-itself': label('案件不能关联自身', 'A case cannot be linked to itself'),
  'case-not-linked': label('未关联该案件', 'The case is not linked'),
  'flag-not-raised': label('没有这个标记', 'The flag is not raised'),
  'conference-already-called': label('该编号的会商已召集', 'The conference is already called'),
  'no-such-conference': label('没有这次会商', 'No such conference'),
  'conference-already-recorded': label('会商结果已记录', 'The conference is already recorded'),
  'opinion-of-a-non-member': label('发表意见者不是会商参加人', 'An opinion comes from a non-member'),
  'supervision-already-issued': label('该编号的督办已下发', 'The supervision is already issued'),
  'no-such-supervision': label('没有这项督办', 'No such supervision'),
  'supervision-not-open': label('督办不在待答复状态', 'The supervision is not waiting for an answer'),
  'supervision-not-answered': label('督办尚未答复', 'The supervision is not answered yet'),
  'clock-not-running': label('该时限未在计算中', 'This clock is not running'),
  'clock-cannot-be-extended': label('该时限不得延长', 'This clock cannot be extended'),
  'deadline-already-extended': label('该时限已延长过一次', 'The deadline was extended once already'),
  'extension-after-due': label('时限已届满,不得再延长', 'The deadline has passed and can no longer be extended'),
  'extension-needs-approver': label('需由有权负责人批准延长', 'The extension needs an entitled approver'),
  'no-such-entry': label('没有这条记录', 'No such entry'),
};
