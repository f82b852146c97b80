import type { Label } from '#kernel';
import type { ReliefScheme } from '#rules';

/** What one relief scheme asks for: data over one room. */
export interface Scheme {
  readonly label: Label;
  readonly basis: string;
  /** Means test with the family's signed authorisation. */
  readonly meansTest: boolean;
  readonly homeVisit: boolean;
  /** Records are checked between departments before the applicant is asked for papers. */
  readonly documentsCheck: boolean;
  /** Every member of the household is part of the application. */
  readonly household: boolean;
  /** `monthly` and `once` pay money; `status` only establishes a status. */
  readonly pays: 'monthly' | 'once' | 'status';
}

export const schemes: Readonly<Record<ReliefScheme, Scheme>> = {
  dibao: {
    label: { zh: '最低生活保障', en: 'Minimum living guarantee (dibao)' },
    basis: '社会救助暂行办法(国务院令第649号)第二章; 重庆市城乡居民最低生活保障条例',
    meansTest: true,
    homeVisit: true,
    documentsCheck: false,
    household: true,
    pays: 'monthly',
  },
  destituteSupport: {
    label: { zh: '特困人员救助供养', en: 'Destitute-person support' },
    basis: '社会救助暂行办法第三章; 民发〔2021〕43号',
    meansTest: true,
    homeVisit: true,
    documentsCheck: false,
    household: false,
    pays: 'monthly',
  },
  temporaryRelief: {
    label: { zh: '临时救助', en: 'Temporary relief' },
    basis: '社会救助暂行办法第九章',
    meansTest: true,
    homeVisit: true,
    documentsCheck: false,
    household: true,
    pays: 'once',
  },
  nearThreshold: {
    label: { zh: '低保边缘家庭', en: 'Near-threshold household' },
    basis: '民政部 低保边缘家庭认定规定',
    meansTest: true,
    homeVisit: true,
    documentsCheck: false,
    household: true,
    pays: 'status',
  },
  rigidExpenditure: {
    label: { zh: '刚性支出困难家庭', en: 'Rigid-expenditure household' },
    basis: '刚性支出困难家庭认定办法 (2024)',
    meansTest: true,
    homeVisit: true,
    documentsCheck: false,
    household: true,
    pays: 'status',
  },
  disabilityAllowance: {
    label: { zh: '残疾人两项补贴', en: 'Disability allowances' },
    basis: '国发〔2015〕52号',
    meansTest: false,
    homeVisit: false,
    documentsCheck: false,
    household: false,
    pays: 'monthly',
  },
  childBenefit: {
    label: { zh: '孤儿、事实无人抚养儿童基本生活补贴', en: 'Child benefit (orphans, de facto unattended children)' },
    basis: '国办发〔2010〕54号; 民发〔2019〕62号; 民发〔2020〕125号',
    meansTest: false,
    homeVisit: false,
    documentsCheck: true,
    household: false,
    pays: 'monthly',
  },
};
