/** 报告来源. Which of them the law obliges to report is said by the rules. */
export const reporterKinds = [
  'stateOrgan',
  'police',
  'committee',
  'school',
  'hospital',
  'station',
  'childInstitution',
  'relative',
  'public',
  'child',
] as const;

/** What is reported. Which of it blames the guardian, and which goes to the police, is said by the rules. */
export const matters = [
  'physicalAbuse',
  'sexualAbuse',
  'psychologicalAbuse',
  'neglect',
  'refusalOfDuty',
  'abandonment',
  'incitement',
  'begging',
  'trafficking',
  'guardianMissing',
  'guardianIncapable',
  'identityUnknown',
  'suddenEvent',
  'other',
] as const;

export const screeningResults = ['emergency', 'high', 'low', 'unfounded'] as const;
export type ScreeningResult = (typeof screeningResults)[number];

/** 临时监护 (未成年人保护法 §92, in its order). */
export const temporaryGrounds = [
  'identityUnknown',
  'guardianMissing',
  'suddenEvent',
  'refusalOfDuty',
  'incitement',
  'seriousHarm',
  'otherByLaw',
] as const;

/** 长期监护 (未成年人保护法 §94, in its order). */
export const longTermGrounds = [
  'parentsNotFound',
  'guardianDead',
  'guardianIncapable',
  'revokedByCourt',
  'otherByLaw',
] as const;

/** 撤销监护人资格 (民法典 §36 with 法发〔2014〕24号). */
export const revocationGrounds = ['seriousHarm', 'neglect', 'refusalOfDuty', 'begging', 'otherSerious'] as const;

/** 委托亲属抚养, 家庭寄养, 未成年人救助保护机构, 儿童福利机构 (未成年人保护法 §93). */
export const placementKinds = ['relative', 'fosterFamily', 'childCentre', 'welfareHome'] as const;

/** 监护评估等级: 正常, 不足, 失当, 缺失. */
export const grades = ['normal', 'insufficient', 'improper', 'absent'] as const;

/** Professional titles of assessors, from the lowest. */
export const titles = ['none', 'junior', 'mid', 'senior'] as const;
export type Title = (typeof titles)[number];

export const assessmentAdvice = ['noAction', 'assist', 'intervene', 'return'] as const;

export const recommendations = ['assist', 'temporaryGuardianship', 'revoke', 'longTermGuardianship', 'return'] as const;

export const services = [
  'medical',
  'psychological',
  'legal',
  'schooling',
  'parenting',
  'relief',
  'dayCare',
  'household',
] as const;

/** Who may ask the court for revocation besides the bureau (民法典 §36). */
export const plaintiffs = [
  'otherGuardian',
  'relative',
  'committee',
  'school',
  'hospital',
  'womensFederation',
  'disabledFederation',
  'childOrganisation',
] as const;

/** Whose guardianship a conviction or a request for restoration concerns. */
export const guardians = ['father', 'mother', 'otherGuardian'] as const;

/** How a case can end, derived from what happened in it. */
export const outcomes = [
  'unfounded',
  'assisted',
  'returned',
  'guardianAppointed',
  'restored',
  'adopted',
  'ofAge',
  'deceased',
] as const;
export type CaseOutcome = (typeof outcomes)[number];

/** What stands for a child of whom nobody knows who it is. */
export const unnamedChild = '身份不明儿童';

const compoundSurnames = [
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '夏侯',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '长孙',
  '宇文',
];

/** `王某`: what lists and letters show instead of a child's name. */
export const shortNameOf = (name: string): string => {
  const compound = compoundSurnames.find((surname) => name.startsWith(surname) && name.length > surname.length);
  return `${compound ?? [...name][0] ?? ''}某`;
};
