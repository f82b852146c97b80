import { addDays } from '#rules';
import { bureau, station } from './district.js';
import { type Cast, type SeedPerson, surnameOf } from './people.js';
import type { Dice } from './random.js';
import type { Script, SeedCase } from './script.js';

export const close = (script: Script, transient: SeedCase, officer: string, reasons: string): void =>
  script.command(officer, transient, { type: 'CloseCase', reasons });

/** 回访 within the month, and the end of the case. */
export const followUp = (script: Script, dice: Dice, transient: SeedCase, officer: string, reasons: string): void => {
  script.waitDays(dice.chance(0.03) ? 34 : dice.whole(9, 26), 10);
  script.command(officer, transient, {
    type: 'RecordFollowUp',
    followedUpOn: script.day,
    means: dice.pick(['phone', 'throughStation']),
    findings: '已平安到家,生活正常',
  });
  script.later(20);
  close(script, transient, officer, reasons);
};

/** Relatives come to the station. */
export const collect = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  officer: string,
  person: SeedPerson,
): void => {
  const kin = cast.name(surnameOf(person));
  script.command(officer, transient, {
    type: 'ArrangeReturn',
    mode: 'collectedByKin',
    destination: person.hukou.region,
    kin: { name: kin, relation: dice.pick(['父亲', '儿子', '兄弟', '姐姐']), phone: cast.phone() },
  });
  script.waitDays(dice.whole(1, 3), dice.whole(9, 18));
  script.command(officer, transient, {
    type: 'RecordReturn',
    returnedOn: script.day,
    receivedBy: kin,
    idCopy: true,
  });
  followUp(script, dice, transient, officer, '已由亲属接回');
};

export const escort = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  officer: string,
  destination: string,
): void => {
  script.command(officer, transient, {
    type: 'ArrangeReturn',
    mode: 'escorted',
    receiver: 'government',
    destination,
    escorts: [...station.officers],
  });
  script.waitDays(dice.whole(1, 3), 14);
  script.command(officer, transient, { type: 'RecordReturn', returnedOn: script.day, receivedBy: cast.name() });
  followUp(script, dice, transient, officer, '已护送返乡');
};

const stationsOf: Readonly<Record<string, { readonly stationId: string; readonly name: string }>> = {
  四川省广安市邻水县: { stationId: 'station-linshui', name: '邻水站' },
  四川省广安市华蓥市: { stationId: 'station-huaying', name: '华蓥站' },
};

const nextDoor = { stationId: 'station-huaying', name: '华蓥站' };

/** 对口救助管理机构: from one station to the other; a refusal is settled between the bureaus first. */
export const handOver = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  officer: string,
  { hukou }: SeedPerson,
  isRefusedOnce: boolean,
): void => {
  const { stationId, name } = stationsOf[hukou.region] ?? nextDoor;
  const offer = (): string => {
    const handOverId = dice.uuid();
    const plannedOn = addDays(script.day, 2);
    script.command(officer, transient, { type: 'OfferHandOverToStation', handOverId, stationId, plannedOn });
    return handOverId;
  };
  script.command(officer, transient, {
    type: 'ArrangeReturn',
    mode: 'escorted',
    receiver: 'station',
    destination: hukou.region,
    escorts: [...station.officers],
  });
  let handOverId = offer();
  if (isRefusedOnce) {
    script.waitDays(1, 15);
    script.command(officer, transient, {
      type: 'RecordStationRefusal',
      handOverId,
      refusedOn: script.day,
      reason: '户籍信息存疑,请核实后再送',
    });
    script.wait(2);
    script.command(bureau.leader, transient, {
      type: 'AddNote',
      text: '已与对方民政局协调,补充户籍证明后接收',
    });
    handOverId = offer();
  }
  script.waitDays(2, 14);
  const sign = (side: 'ours' | 'theirs', signedBy: string, theirCase?: string): void =>
    script.command(officer, transient, {
      type: 'SignHandOver',
      handOverId,
      side,
      signedBy,
      signedOn: script.day,
      ...(theirCase === undefined ? {} : { theirCase }),
    });
  sign('ours', officer === 'jiang.tao' ? '蒋涛' : '叶青');
  sign('theirs', `${name} ${cast.name()}`, `${name.slice(0, 1)}救${script.day.slice(0, 4)}-${dice.whole(100, 999)}`);
  script.later(20);
  script.command(officer, transient, { type: 'RecordReturn', returnedOn: script.day });
  followUp(script, dice, transient, officer, '已移交户籍地救助管理站');
};
