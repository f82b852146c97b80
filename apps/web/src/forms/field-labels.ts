import { sharedCommandTexts, sharedEventTexts } from '#kernel/shared-acts/screen.js';
import type { CaseTypeDescription, Label } from '../api/types';

/** Fields inside of others that no screen names. */
const inner: Readonly<Record<string, Label>> = {
  name: { zh: '姓名', en: 'Name' },
  personId: { zh: '人员', en: 'Person' },
  sex: { zh: '性别', en: 'Sex' },
  bornOn: { zh: '出生日期', en: 'Born on' },
  alias: { zh: '暂称', en: 'Alias' },
  school: { zh: '学校', en: 'School' },
  position: { zh: '职务', en: 'Position' },
  organisation: { zh: '单位', en: 'Organisation' },
  title: { zh: '职称', en: 'Professional title' },
  opinion: { zh: '意见', en: 'Opinion' },
  quantity: { zh: '数量', en: 'Quantity' },
  issuedBy: { zh: '出具单位', en: 'Issued by' },
  unit: { zh: '单位', en: 'Unit' },
  relation: { zh: '关系', en: 'Relation' },
  indicator: { zh: '指标', en: 'Indicator' },
  indicatorVersion: { zh: '指标版本', en: 'Version of the indicator' },
  weight: { zh: '权重', en: 'Weight' },
  threshold: { zh: '预警线', en: 'Threshold' },
  phone: { zh: '电话', en: 'Phone' },
  address: { zh: '住址', en: 'Address' },
  idNumber: { zh: '身份证号码', en: 'ID number' },
  paper: { zh: '材料', en: 'Paper' },
  why: { zh: '说明', en: 'Why' },
  item: { zh: '项目', en: 'Item' },
  description: { zh: '说明', en: 'Description' },
  place: { zh: '地点', en: 'Place' },
  cause: { zh: '原因', en: 'Cause' },
  disasterId: { zh: '灾害编号', en: 'Disaster number' },
  dwellingId: { zh: '房屋编号', en: 'Dwelling number' },
  member: { zh: '参加人', en: 'Member' },
  hukouRegion: { zh: '户籍地', en: 'Place of hukou' },
  hukouKind: { zh: '户口性质', en: 'Kind of hukou' },
  household: { zh: '家庭', en: 'Household' },
  incomes: { zh: '收入', en: 'Income' },
  disability: { zh: '残疾', en: 'Disability' },
  level: { zh: '等级', en: 'Level' },
  groups: { zh: '特殊群体', en: 'Special groups' },
  ableToWork: { zh: '有劳动能力', en: 'Able to work' },
  expenses: { zh: '长期刚性支出', en: 'Rigid spending' },
  months: { zh: '月数', en: 'Months' },
  costFen: { zh: '成本', en: 'Costs' },
  assetsWithinRule: { zh: '财产符合规定', en: 'Assets within the rule' },
  incomeMonth: { zh: '收入月份', en: 'Month of income' },
  lines: { zh: '明细', en: 'Lines' },
  rule: { zh: '规则', en: 'Rule' },
  article: { zh: '依据', en: 'Article' },
  note: { zh: '说明', en: 'Note' },
  standardFen: { zh: '标准', en: 'Standard' },
  standardId: { zh: '标准编号', en: 'Standard' },
  perCapitaIncomeFen: { zh: '人均收入', en: 'Income per person' },
  eligible: { zh: '符合条件', en: 'Eligible' },
  topUpFen: { zh: '增发', en: 'Top-up' },
  calculatedFor: { zh: '计算日', en: 'Calculated for' },
  phaseOutPossible: { zh: '可以渐退', en: 'Phase-out possible' },
  selfCare: { zh: '自理能力', en: 'Self-care' },
};

const known = new WeakMap<CaseTypeDescription, Readonly<Record<string, Label>>>();

interface Named {
  readonly fields?: Readonly<Record<string, Label>>;
}

const labelled = ({ fields = {} }: Named): readonly [string, Label][] => Object.entries(fields);

/** The labels of every field a case type names, for fields that stand inside others. The room's own words win. */
export const fieldLabelsOf = (described: CaseTypeDescription): Readonly<Record<string, Label>> => {
  const before = known.get(described);
  if (before !== undefined) return before;
  const shared: Readonly<Record<string, Named>> = { ...sharedEventTexts, ...sharedCommandTexts };
  const own = Object.entries<Named>({ ...described.events, ...described.commands }).filter(
    ([name]) => !(name in shared),
  );
  const labels = Object.fromEntries([
    ...Object.values(shared).flatMap(labelled),
    ...Object.entries(inner),
    ...own.flatMap(([, named]) => labelled(named)),
  ]);
  known.set(described, labels);
  return labels;
};
