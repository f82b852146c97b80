import type { BenefitStandard } from '../types.js';

/** Benefit standards of 渝北区, monthly, in fen. */
export const standards: readonly BenefitStandard[] = [
  {
    standardId: 'dibao-2022',
    scheme: 'dibao',
    area: 'all',
    effectiveFrom: '2022-09-01',
    monthlyFen: 71_700,
    source: '重庆市2022年提标文件',
    evidence: 'uncertain',
  },
  {
    standardId: 'dibao-2023',
    scheme: 'dibao',
    area: 'all',
    effectiveFrom: '2023-09-01',
    monthlyFen: 73_500,
    source: '重庆市2023年提标文件(主城城乡统一)',
    evidence: 'known',
  },
  {
    standardId: 'destitute-2022',
    scheme: 'destituteSupport',
    area: 'all',
    effectiveFrom: '2022-09-01',
    monthlyFen: 93_210,
    items: { careSelf: 5_000, careHalf: 20_000, careFull: 30_000 },
    source: '低保标准的1.3倍; 照料护理标准待核定',
    evidence: 'uncertain',
  },
  {
    standardId: 'destitute-2023',
    scheme: 'destituteSupport',
    area: 'all',
    effectiveFrom: '2023-09-01',
    monthlyFen: 95_550,
    items: { careSelf: 5_000, careHalf: 20_000, careFull: 30_000 },
    source: '低保标准的1.3倍; 照料护理标准待核定',
    evidence: 'uncertain',
  },
  {
    standardId: 'disability-2022',
    scheme: 'disabilityAllowance',
    area: 'all',
    effectiveFrom: '2022-01-01',
    monthlyFen: 8_000,
    items: { careLevel1: 9_000, careLevel2: 8_000 },
    source: '残疾人两项补贴标准(待核定)',
    evidence: 'uncertain',
  },
];
