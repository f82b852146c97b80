import type { ReliefParameters } from '../types.js';

const unsettled = '区级参数(待核定)';

/** Parameters under the State's rules. What the national texts leave to the district is set as for 渝北. */
export const nationalParameters: ReliefParameters = {
  publicNotice: {
    days: 7,
    renoticeDays: 7,
    mayEndOnRestDay: false,
    schemes: ['dibao', 'destituteSupport', 'nearThreshold', 'rigidExpenditure', 'disabilityAllowance'],
    minors: false,
    article: '民发〔2021〕57号',
  },
  supplementNotices: 1,
  homeVisitOfficers: 2,
  relativesNeedBureauVisit: true,
  firstPayMonth: {
    dibao: 'monthAfterConfirmation',
    destituteSupport: 'monthAfterConfirmation',
    temporaryRelief: 'once',
    nearThreshold: 'none',
    rigidExpenditure: 'none',
    disabilityAllowance: 'monthOfApplication',
    childBenefit: 'monthAfterConfirmation',
  },
  phaseOut: { months: 6, ceilingPercent: 150, payPercentOfLast: 100, article: '民发〔2021〕57号; 渝北区救助渐退规定' },
  jobDisregard: { months: 6, article: '渝北区就业收入豁免规定' },
  employmentDeduction: { percentOfWage: 20, maxPercentOfStandard: 50, article: unsettled },
  rigidExpenseDeduction: {
    percent: 100,
    kinds: ['medical', 'education', 'disabilityCare', 'longTermCare'],
    article: unsettled,
  },
  supportExemption: {
    payerGroups: ['severelyDisabled', 'seriouslyIll', 'destitute', 'dibaoMember', 'nearThresholdMember', 'prisoner'],
    article: unsettled,
  },
  topUps: [
    { group: 'severelyDisabled', percentOfStandard: 10, article: '649号令 §12' },
    { group: 'seriouslyIll', percentOfStandard: 10, article: '649号令 §12' },
    { group: 'elderly70', percentOfStandard: 10, article: '649号令 §12' },
    { group: 'minor', percentOfStandard: 10, article: '649号令 §12' },
  ],
  singlePerson: {
    ceilingPercent: 150,
    disabilityLevels: [1, 2],
    otherKinds: ['intellectual', 'mental'],
    otherLevels: [3],
    article: '民发〔2021〕57号',
  },
  bands: [],
  roundUpToFen: 1,
  nearThreshold: { ceilingPercent: 150, article: '低收入人口认定办法 (2024)' },
  rigidExpenditure: {
    incomeCeilingFen: 330_000,
    spendingPercentOfIncome: 60,
    validMonths: 12,
    article: '刚性支出困难家庭认定办法 (2024)',
  },
  destituteSupport: { halfCareFrom: 1, fullCareFrom: 4, article: '民发〔2021〕43号' },
  temporaryRelief: {
    maxPercentOfStandard: 1200,
    emergencyPercentPerPerson: 200,
    expenditureGrades: [
      { grade: 'A', belowIncomePercent: 100, payPercent: 60 },
      { grade: 'B', belowIncomePercent: 150, payPercent: 50 },
      { grade: 'C', belowIncomePercent: 200, payPercent: 40 },
      { grade: 'D', belowIncomePercent: 300, payPercent: 30 },
    ],
    article: '国发〔2014〕47号; 649号令 §48',
  },
  firstRelief: {
    limitFen: 200_000,
    payHours: 24,
    paperWorkingDays: 5,
    deferred: ['meansTest', 'communityAppraisal', 'publicNotice'],
    article: '649号令 §48; 区级参数',
  },
  disabilityAllowance: {
    livingLevels: [1, 2, 3, 4],
    careLevels: [1, 2],
    otherKinds: [],
    otherLevels: [],
    article: '国发〔2015〕52号',
  },
  childBenefit: {
    localHukou: ['渝北区'],
    untilAge: 18,
    orphanWhen: ['dead', 'notFound'],
    unattendedWhen: [
      'missing',
      'severelyDisabled',
      'seriouslyIll',
      'imprisoned',
      'compulsoryRehab',
      'restrained',
      'guardianshipRevoked',
      'deported',
    ],
    article: '国办发〔2010〕54号; 民发〔2019〕62号; 民发〔2020〕125号',
  },
  jobRefusalsBeforeReduction: 3,
  penalty: { minTimes: 1, maxTimes: 3, article: '649号令 §68' },
};

/** Parameters under 重庆市城乡居民最低生活保障条例 (2016). */
export const chongqingParameters: ReliefParameters = {
  ...nationalParameters,
  publicNotice: {
    ...nationalParameters.publicNotice,
    renoticeDays: 3,
    article: '重庆市城乡居民最低生活保障条例 §18',
  },
  firstPayMonth: {
    ...nationalParameters.firstPayMonth,
    dibao: 'monthOfConfirmation',
  },
  topUps: nationalParameters.topUps.map((rule) => ({ ...rule, article: '重庆市城乡居民最低生活保障条例 §21' })),
  penalty: {
    ...nationalParameters.penalty,
    article: '重庆市城乡居民最低生活保障条例 §36; 649号令 §68',
  },
};
