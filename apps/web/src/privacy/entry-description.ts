import type { CaseTypeDescription, Label } from '../api/types';

const fields: Readonly<Record<string, Label>> = {
  name: { zh: '姓名', en: 'Name' },
  alias: { zh: '暂称', en: 'Alias' },
  idNumber: { zh: '身份证号码', en: 'ID number' },
  phone: { zh: '电话', en: 'Phone' },
  address: { zh: '住址', en: 'Address' },
  sex: { zh: '性别', en: 'Sex' },
  bornOn: { zh: '出生日期', en: 'Born' },
  hukou: { zh: '户籍', en: 'Household registration' },
  kind: { zh: '户籍性质', en: 'Kind' },
  region: { zh: '户籍地', en: 'Region' },
  officeId: { zh: '单位', en: 'Office' },
  identified: { zh: '身份已查明', en: 'Identified' },
  description: { zh: '特征', en: 'Description' },
  approximateAge: { zh: '估计年龄', en: 'Approximate age' },
  foundAt: { zh: '发现地点', en: 'Found at' },
  foundOn: { zh: '发现日期', en: 'Found on' },
  evidence: { zh: '依据', en: 'Evidence' },
  reason: { zh: '原因', en: 'Reason' },
  diedOn: { zh: '死亡日期', en: 'Died on' },
  personId: { zh: '登记编号', en: 'Entry' },
  otherId: { zh: '另一登记', en: 'Other entry' },
  identifiedAs: { zh: '查明为', en: 'Identified as' },
};

const event = (zh: string, en: string) => ({ label: { zh, en }, fields });

/** The registry's events in words, in the shape in which case types have theirs. */
export const entryDescription: CaseTypeDescription = {
  type: 'person',
  label: { zh: '人员登记', en: 'Entry in the registry' },
  opening: [],
  stages: [],
  commands: {},
  events: {
    PersonRegistered: event('登记', 'Registered'),
    PersonFound: event('身份不明人员登记', 'Registered unidentified'),
    PersonIdentified: event('查明身份', 'Identified'),
    PersonDetailsCorrected: event('更正登记', 'Corrected'),
    DeathRecorded: event('登记死亡', 'Death recorded'),
    PersonsLinked: event('关联登记', 'Linked'),
    PersonsUnlinked: event('解除关联', 'Unlinked'),
  },
  values: {
    male: { zh: '男', en: 'male' },
    female: { zh: '女', en: 'female' },
    urban: { zh: '城镇', en: 'urban' },
    rural: { zh: '农村', en: 'rural' },
  },
  refusals: {},
  milestones: [],
  path: [],
  letters: [],
};
