import type { CaseTypeDescription, Label } from '../api/types';
import { isUuid } from '../format';
import { fieldLabelsOf } from '../forms/field-labels';

/** Names that only a case's state has: no form and no event asks for them. */
const ofState: Readonly<Record<string, Label>> = {
  payments: { zh: '发放', en: 'Payments' },
  status: { zh: '状态', en: 'Status' },
  calculation: { zh: '金额计算', en: 'Calculation' },
  decision: { zh: '决定', en: 'Decision' },
  authorisedBy: { zh: '已授权人员', en: 'Authorised by' },
  meansTests: { zh: '经济状况核对', en: 'Means tests' },
  contested: { zh: '有异议', en: 'Contested' },
  noticeEnded: { zh: '公示已结束', en: 'Notice ended' },
  notices: { zh: '公示', en: 'Notices' },
  homeVisits: { zh: '入户调查', en: 'Home visits' },
  supplements: { zh: '补正', en: 'Supplements' },
  missingPapers: { zh: '缺少的材料', en: 'Missing papers' },
  acceptedOn: { zh: '受理日期', en: 'Accepted on' },
  lodged: { zh: '申请', en: 'Application' },
  advances: { zh: '先行救助', en: 'Relief before paperwork' },
  recoveries: { zh: '追回', en: 'Recoveries' },
  adminReviews: { zh: '行政复议', en: 'Administrative reviews' },
  dataMatches: { zh: '数据比对', en: 'Data matches' },
  objections: { zh: '异议', en: 'Objections' },
  mutualChecks: { zh: '协查', en: 'Mutual checks' },
  duplicateAid: { zh: '重复救助', en: 'Duplicate aid' },
  documentsComplete: { zh: '材料齐全', en: 'Papers complete' },
  duplicateAidFlagged: { zh: '重复救助提示', en: 'Duplicate aid flagged' },
  bureauVisits: { zh: '区局入户次数', en: 'Visits by the bureau' },
  expired: { zh: '已过期', en: 'Expired' },
  recalculationDue: { zh: '须重新计算', en: 'To be calculated again' },
  persons: { zh: '人员', en: 'Persons' },
  personIds: { zh: '人员', en: 'Persons' },
  guardian: { zh: '监护人', en: 'Guardian' },
  firstSubmittedOn: { zh: '首次报送日期', en: 'First submitted on' },
  returns: { zh: '退回', en: 'Returns' },
  responses: { zh: '处置', en: 'Responses' },
  assessment: { zh: '评估', en: 'Assessment' },
  assessments: { zh: '评估次数', en: 'Assessments' },
  team: { zh: '评估组', en: 'Team' },
  reports: { zh: '报告', en: 'Reports' },
  told: { zh: '已告知', en: 'Told' },
  plans: { zh: '帮扶计划', en: 'Plans' },
  placements: { zh: '安置', en: 'Placements' },
  handovers: { zh: '交接', en: 'Hand-overs' },
  handOvers: { zh: '交接', en: 'Hand-overs' },
  visits: { zh: '探访', en: 'Visits' },
  ended: { zh: '已结束', en: 'Ended' },
  policeNotified: { zh: '已通报公安', en: 'Police informed' },
  temporaryDecided: { zh: '临时监护已决定', en: 'Temporary guardianship decided' },
  views: { zh: '意见', en: 'Views' },
  removals: { zh: '带离', en: 'Removals' },
  whereabouts: { zh: '去向', en: 'Whereabouts' },
  followUps: { zh: '回访次数', en: 'Follow-ups' },
  identity: { zh: '身份', en: 'Identity' },
  identifiedOn: { zh: '查明日期', en: 'Identified on' },
  tracingNotice: { zh: '寻亲公告', en: 'Tracing notice' },
  longStay: { zh: '滞留', en: 'Long stay' },
  standing: { zh: '状态', en: 'Standing' },
  signed: { zh: '已签字', en: 'Signed' },
  careLevel: { zh: '照料等级', en: 'Care level' },
  bundle: { zh: '一件事一次办', en: 'Bundle' },
  notes: { zh: '备注', en: 'Notes' },
  evidence: { zh: '证据', en: 'Evidence' },
  flags: { zh: '标记', en: 'Flags' },
  links: { zh: '关联案件', en: 'Links' },
  linkedAt: { zh: '关联时间', en: 'Linked at' },
  conferences: { zh: '个案会商', en: 'Conferences' },
  recorded: { zh: '已记录', en: 'Recorded' },
  supervisions: { zh: '督办', en: 'Supervisions' },
  accesses: { zh: '查阅', en: 'Accesses' },
  assignee: { zh: '承办人', en: 'Assignee' },
  by: { zh: '人员', en: 'By' },
  at: { zh: '时间', en: 'At' },
  stage: { zh: '环节', en: 'Stage' },
  state: { zh: '状态', en: 'State' },
  outcome: { zh: '结果', en: 'Outcome' },
};

/** Book-keeping of the state: what happened when stands beside it in the history. */
const keptBySystem = new Set(['trail', 'type', 'occurredAt']);
const countedBySystem = new Set(['own.version', 'shared.version', 'shared.entries']);

export const isShown = (path: string): boolean =>
  !countedBySystem.has(path) && !path.split('.').some((name) => keptBySystem.has(name));

/** The name of the value itself: the last of its path that is no number. */
export const lastNameOf = (path: string): string => path.split('.').findLast((name) => !/^\d+$/.test(name)) ?? path;

/** `own.homeVisits.0.findings` in words: 入户调查 1 › 调查情况. */
export const pathInWords = (
  path: string,
  described: CaseTypeDescription,
  labelOf: (label: Label) => string,
): string => {
  const labels = fieldLabelsOf(described);
  const words: string[] = [];
  for (const name of path.split('.').filter((one) => one !== 'own' && one !== 'shared' && !isUuid(one))) {
    const label = labels[name] ?? ofState[name] ?? described.values[name];
    if (/^\d+$/.test(name) && words.length > 0) words.push(`${words.pop() ?? ''} ${Number(name) + 1}`);
    else if (label !== undefined) words.push(labelOf(label));
  }
  return words.length === 0 ? lastNameOf(path) : words.join(' › ');
};
