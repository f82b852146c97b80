import type { RetentionRule } from '../retention.js';

const years = (count: number): { readonly months: number } => ({ months: count * 12 });

/**
 * Which files are kept how long (rules.md E). The approval file of a benefit and its daily management lie in one case;
 * the longer of the two holds.
 */
export const retentionSchedule: readonly RetentionRule[] = [
  {
    category: 'relief-approval',
    label: { zh: '社会救助审批档案', en: 'Relief approval files' },
    of: [{ caseType: 'relief-application' }],
    keep: years(3),
    source: '最低生活保障审核确认档案管理:退出后不少于3年',
    certainty: 'confirmed',
  },
  {
    category: 'relief-daily-management',
    label: { zh: '社会救助日常管理档案', en: 'Daily-management files of relief' },
    of: [
      {
        caseType: 'relief-application',
        schemes: ['dibao', 'destituteSupport', 'nearThreshold', 'disabilityAllowance', 'childBenefit'],
      },
    ],
    keep: years(5),
    source: '最低生活保障审核确认档案管理:日常管理档案不少于5年',
    certainty: 'confirmed',
  },
  {
    category: 'hotline-audio',
    label: { zh: '热线录音', en: 'Hotline recordings' },
    of: [],
    keep: { months: 3 },
    source: '社会救助服务热线录音不少于3个月',
    certainty: 'confirmed',
  },
  {
    category: 'transient-assistance',
    label: { zh: '流浪乞讨救助档案', en: 'Files of transient assistance' },
    of: [{ caseType: 'transient-assistance' }],
    keep: years(30),
    source: '本地档案保管期限表(待档案主管部门审定)',
    certainty: 'uncertain',
  },
  {
    category: 'outreach',
    label: { zh: '主动发现线索与走失风险名册', en: 'Leads and lists of persons prone to wander' },
    of: [{ caseType: 'outreach-lead' }, { caseType: 'wander-risk-list' }],
    keep: years(10),
    source: '本地档案保管期限表(待档案主管部门审定)',
    certainty: 'uncertain',
  },
  {
    category: 'child-protection',
    label: { zh: '未成年人保护与监护干预档案', en: 'Files of child protection and guardianship' },
    of: [{ caseType: 'guardianship-intervention' }],
    keep: 'permanent',
    source: '本地档案保管期限表(待档案主管部门审定)',
    certainty: 'uncertain',
  },
  {
    category: 'adoption',
    label: { zh: '收养登记档案', en: 'Adoption files' },
    of: [],
    keep: 'permanent',
    source: '收养登记档案管理(本地期限待核实)',
    certainty: 'uncertain',
  },
];
