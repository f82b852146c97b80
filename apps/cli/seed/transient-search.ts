import { addDays, addMonths } from '#rules';
import { type Town, bureau, policeOf, station } from './district.js';
import type { Cast, SeedPerson } from './people.js';
import type { Dice } from './random.js';
import { type Script, type SeedCase, ref } from './script.js';

import { type Guest, type TransientPlot, daysUntil, guest, known } from './transient-plot.js';
import { followUp } from './transient-return.js';

interface Search {
  readonly noticeId: string;
  readonly admittedOn: string;
}

/** 寻亲: the check of the registers and the notice, within a day of entry. */
export const beginSearch = (
  script: Script,
  dice: Dice,
  transient: SeedCase,
  { officer, age, sex }: Guest,
  town: Town,
): Search => {
  const search = { noticeId: dice.uuid(), admittedOn: script.day };
  script.later(30);
  script.command(officer, transient, { type: 'CheckIdentity', sources: ['population', 'face'], found: false });
  script.later(dice.whole(60, 300));
  script.command(officer, transient, {
    type: 'PostTracingNotice',
    noticeId: search.noticeId,
    channels: dice.chance(0.5) ? ['rescueNetwork', 'shortVideo'] : ['rescueNetwork', 'police'],
    photo: true,
    description: `${sex === 'male' ? '男' : '女'},约${age}岁,西南口音,在${town.name}一带被发现`,
  });
  return search;
};

/** The request to the police and, after ten days, the entry as a long-stay resident. Answers the request's id. */
const goOnSearching = (
  script: Script,
  dice: Dice,
  transient: SeedCase,
  officer: string,
  town: Town,
  { admittedOn }: Search,
): string => {
  const requestId = dice.uuid();
  script.waitDays(dice.whole(3, 7), 10);
  script.command(officer, transient, { type: 'RequestDna', requestId, policeStation: policeOf(town) });
  script.waitDays(daysUntil(script.day, addDays(admittedOn, 11)), 9);
  script.command(officer, transient, {
    type: 'RecordLongStay',
    reportNumber: `渝北救〔${script.day.slice(0, 4)}〕${dice.whole(10, 99)}号`,
  });
  script.waitDays(dice.whole(4, 14), 15);
  return requestId;
};

/** Kin come forward, or the police find out. */
export const identify = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  { officer, age, sex }: Guest,
  town: Town,
  search: Search,
): SeedPerson => {
  const person = cast.person({ age, sex, onTheRoad: true });
  const is = { identifiedAs: ref(known), name: person.name };
  const register = (evidence: string): void => {
    script.register(officer, known, person);
    script.identify(officer, guest, { identifiedAs: ref(known) }, evidence);
  };
  if (dice.chance(0.45)) {
    const evidence = '其亲属来站辨认,户籍信息一致';
    script.waitDays(dice.whole(2, 7), dice.whole(9, 17));
    register(evidence);
    script.command(officer, transient, {
      type: 'EstablishIdentity',
      ...is,
      method: dice.pick(['kin', 'tracingNotice']),
      evidence,
    });
    return person;
  }
  const requestId = goOnSearching(script, dice, transient, officer, town, search);
  register('DNA比中失踪人员库');
  script.command(officer, transient, {
    type: 'RecordDnaAnswer',
    requestId,
    matched: true,
    result: '与失踪人员库比中',
    ...is,
  });
  return person;
};

/** 落户安置: from the search that comes to nothing to a name, a home and 特困供养. */
export const settle = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  { officer, age, sex }: Guest,
  town: Town,
  search: Search,
  apply: TransientPlot['apply'],
): void => {
  const requestId = goOnSearching(script, dice, transient, officer, town, search);
  script.command(officer, transient, { type: 'RecordDnaAnswer', requestId, matched: false, result: '未比中' });
  const refresh = (): void =>
    script.command(officer, transient, {
      type: 'RefreshTracingNotice',
      noticeId: search.noticeId,
      photo: true,
      description: '更新特征和照片',
    });
  for (const months of [1, 2, 3]) {
    script.waitDays(Math.max(0, daysUntil(script.day, addMonths(search.admittedOn, months)) - 2), 10);
    refresh();
  }
  script.waitDays(dice.whole(5, 12));
  script.wait(1);
  script.command(station.leader, transient, {
    type: 'ProposeSettlement',
    placement: 'elderCare',
    hukouOffice: policeOf(town),
    plan: '拟安置于区社会福利中心,由站点定期探访',
  });
  script.wait(dice.whole(5, 8));
  script.command(bureau.leader, transient, {
    type: 'ApproveSettlement',
    approvalNumber: `渝北府〔${script.day.slice(0, 4)}〕${dice.whole(2, 60)}号`,
    approvedOn: script.day,
  });
  refresh();
  script.wait(dice.whole(5, 9));
  const person = cast.person({ age, sex, region: '500112' });
  script.identify(officer, guest, person, '区公安分局落户登记');
  script.command(officer, transient, {
    type: 'RegisterHukou',
    identifiedAs: ref(guest),
    name: person.name,
    hukouOffice: policeOf(town),
    registeredOn: script.day,
  });
  script.wait(dice.whole(1, 4));
  apply?.(guest, person);
  script.wait(dice.whole(3, 8));
  script.command(officer, transient, {
    type: 'CompleteSettlement',
    settledOn: script.day,
    institution: '渝北区社会福利中心',
    receivedBy: cast.name(),
  });
  followUp(script, dice, transient, officer, '已落户安置');
};
