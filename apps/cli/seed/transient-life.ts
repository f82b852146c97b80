import { addDays, addMonths } from '#rules';
import { type Town, bureau, hospitals, policeOf, station, streetPoints } from './district.js';
import { type Cast, type SeedPerson, type Sex, surnameOf } from './people.js';
import type { Dice } from './random.js';
import { type Command, type LinkKind, type Script, type SeedCase, ref } from './script.js';

export const transientEndings = [
  'ownDeparture',
  'collectedByKin',
  'escortedHome',
  'handedToStation',
  'handOverRefusedOnce',
  'gaveUp',
  'notEligible',
  'withdrawn',
  'terminated',
  'keptByPolice',
  'died',
  'lostFromSight',
  'identified',
  'settled',
  'child',
] as const;
export type TransientEnding = (typeof transientEndings)[number];

const endingWeights = {
  ownDeparture: 38,
  collectedByKin: 14,
  escortedHome: 6,
  handedToStation: 7,
  handOverRefusedOnce: 1,
  gaveUp: 6,
  notEligible: 5,
  withdrawn: 1,
  terminated: 1,
  keptByPolice: 1,
  died: 1,
  lostFromSight: 9,
  identified: 10,
} as const satisfies Readonly<Partial<Record<TransientEnding, number>>>;

export const drawTransientEnding = (dice: Dice): TransientEnding => dice.weighted(endingWeights);

/** More people are met in the cold and in the heat, when the streets are searched. */
export const transientMonthWeights: Readonly<Record<string, number>> = {
  '01': 16,
  '02': 12,
  '03': 6,
  '04': 5,
  '05': 5,
  '06': 6,
  '07': 12,
  '08': 13,
  '09': 6,
  '10': 5,
  '11': 6,
  '12': 13,
};

interface Season {
  readonly campaign: 'summerCool' | 'winterWarm' | 'none';
  readonly temperatureC: number;
  readonly supplies: readonly { readonly item: string; readonly quantity: number }[];
}

const seasonOf = (dice: Dice, day: string): Season => {
  switch (day.slice(5, 7)) {
    case '12':
    case '01':
    case '02':
      return {
        campaign: 'winterWarm',
        temperatureC: dice.whole(-1, 8),
        supplies: [
          { item: '棉被', quantity: 1 },
          { item: '方便食品', quantity: 3 },
        ],
      };
    case '07':
    case '08':
      return {
        campaign: 'summerCool',
        temperatureC: dice.whole(32, 41),
        supplies: [
          { item: '矿泉水', quantity: 6 },
          { item: '防暑药品', quantity: 1 },
        ],
      };
    default:
      return {
        campaign: 'none',
        temperatureC: dice.whole(12, 28),
        supplies: [{ item: '方便食品', quantity: 2 }],
      };
  }
};

interface Guest {
  readonly sex: Sex;
  readonly age: number;
  readonly person: SeedPerson | undefined;
  readonly capacity: 'full' | 'limited';
  readonly sign: 'drunkDangerous' | 'injured' | undefined;
  readonly officer: string;
}

export interface TransientPlot {
  readonly town: Town;
  readonly ending: TransientEnding;
  readonly linkedTo?: { readonly to: SeedCase; readonly kind: LinkKind };
  /** The application for 特困供养 of somebody who was settled. */
  readonly apply?: (guest: string, person: SeedPerson) => void;
}

const guest = 'guest';
const known = 'known';
const aloneEndings: readonly TransientEnding[] = [
  'ownDeparture',
  'gaveUp',
  'terminated',
  'lostFromSight',
  'keptByPolice',
  'notEligible',
];

const guestOf = (dice: Dice, cast: Cast, ending: TransientEnding): Guest => {
  const sex = dice.chance(0.78) ? 'male' : 'female';
  const age = ending === 'settled' ? dice.whole(62, 76) : dice.whole(24, 82);
  const isUnknown = ending === 'identified' || ending === 'settled';
  const isHandedOver = ending === 'handedToStation' || ending === 'handOverRefusedOnce';
  const isHelpless = !aloneEndings.includes(ending) && (isUnknown || (age >= 65 && dice.chance(0.4)));
  return {
    sex,
    age,
    person: isUnknown
      ? undefined
      : cast.person({
          age,
          sex,
          onTheRoad: true,
          ...(isHandedOver ? { region: dice.pick(['511623', '511681'] as const) } : {}),
        }),
    capacity: isHelpless ? 'limited' : 'full',
    sign: ending === 'keptByPolice' ? 'drunkDangerous' : dice.chance(0.07) ? 'injured' : undefined,
    officer: dice.pick(station.officers),
  };
};

const arrivals = ['self', 'police', 'cityManagement', 'citizen'] as const;
const needs = ['钱物被盗,无钱返家', '务工未果,无处食宿', '投亲不遇', '走失,找不到家', '流落街头,天气恶劣'] as const;
const services = ['food', 'lodging', 'clothing', 'medical', 'contactWithKin', 'counselling'] as const;

/** A person sleeping rough or begging, from the street or the counter of the station to the end, or to today. */
export const transientLife = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  { town, ending, linkedTo, apply }: TransientPlot,
): void => {
  const someone = guestOf(dice, cast, ending);
  const isStreet =
    linkedTo === undefined &&
    (ending === 'lostFromSight' || (aloneEndings.includes(ending) && ending !== 'notEligible' && dice.chance(0.45)));
  const isIn = isStreet
    ? fromTheStreet(script, dice, cast, transient, someone, town, ending)
    : fromTheCounter(script, dice, cast, transient, someone, town, ending, linkedTo);
  if (isIn) stay(script, dice, cast, transient, someone, town, ending, apply);
};

const meet = (script: Script, cast: Cast, { person, age, sex }: Guest, by: string, foundAt: string): object => {
  if (person === undefined) {
    const found = cast.unidentified(foundAt, age, sex);
    script.find(by, guest, found);
    return { personId: ref(guest), alias: found.alias, apparentAge: age, office: station.office };
  }
  script.register(by, guest, person);
  return { personId: ref(guest), name: person.name, office: station.office };
};

/** 街面巡查: refuses, is visited again, and comes in or is not seen any more. Answers whether the person came in. */
const fromTheStreet = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  someone: Guest,
  town: Town,
  ending: TransientEnding,
): boolean => {
  const post = dice.chance(0.5) ? town.village : undefined;
  const by = post?.user ?? someone.officer;
  const point = dice.pick(streetPoints);
  const visit = (outcome: 'refused' | 'guided', nextVisitOn?: string): Omit<Command, 'type'> => {
    const { campaign, temperatureC, supplies } = seasonOf(dice, script.day);
    return {
      point,
      route: `${town.name}巡查线`,
      campaign,
      temperatureC,
      outcome,
      capacity: 'full',
      consent: outcome === 'guided',
      supplies,
      contactCard: true,
      ...(nextVisitOn === undefined ? {} : { nextVisitOn }),
    };
  };
  const refusals = ending === 'lostFromSight' ? dice.whole(1, 3) : dice.whole(0, 2);
  const willRefuse = (round: number): boolean => ending === 'lostFromSight' || round < refusals;
  script.waitDays(0, dice.whole(19, 21));
  const next = addDays(script.day, dice.whole(1, 3));
  script.open(by, transient, {
    type: 'RecordOutreach',
    ...meet(script, cast, someone, by, point),
    area: post?.area ?? dice.pick(town.areas).office,
    ...visit(willRefuse(0) ? 'refused' : 'guided', willRefuse(0) ? next : undefined),
  });
  let dueOn = next;
  for (let round = 1; round <= refusals; round += 1) {
    script.waitDays(daysUntil(script.day, dueOn) + (dice.chance(0.04) ? 1 : 0), dice.whole(19, 21));
    dueOn = addDays(script.day, dice.whole(2, 5));
    const refuses = willRefuse(round);
    script.command(by, transient, {
      type: 'RecordOutreachVisit',
      ...visit(refuses ? 'refused' : 'guided', refuses ? dueOn : undefined),
    });
  }
  if (ending === 'lostFromSight') {
    script.waitDays(daysUntil(script.day, dueOn), 20);
    script.command(someone.officer, transient, {
      type: 'EndLead',
      ground: dice.pick(['notFoundAgain', 'leftArea']),
      reasons: '多次巡访未再见到本人',
    });
    return false;
  }
  script.later(dice.whole(30, 90));
  script.command(someone.officer, transient, {
    type: 'RecordArrival',
    ...arrival(dice, someone, 'outreach'),
  });
  return true;
};

const daysUntil = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

const arrival = (
  dice: Dice,
  { capacity, sign }: Guest,
  how: (typeof arrivals)[number] | 'outreach',
): Omit<Command, 'type'> => ({
  arrival: how,
  need: dice.pick(needs),
  capacity,
  consent: true,
  signs: sign === undefined ? [] : [sign],
});

/** Asks at the station, or is brought there. Answers whether the person may come in. */
const fromTheCounter = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  someone: Guest,
  town: Town,
  ending: TransientEnding,
  linkedTo: TransientPlot['linkedTo'],
): boolean => {
  const { officer } = someone;
  if (linkedTo === undefined) script.waitDays(0, dice.whole(7, 22));
  const how = linkedTo !== undefined || someone.person === undefined ? 'police' : dice.pick(arrivals);
  const who = meet(script, cast, someone, officer, `${town.name}${dice.pick(streetPoints)}`);
  script.open(officer, transient, { type: 'RequestAssistance', ...who, ...arrival(dice, someone, how) }, linkedTo);
  script.later(dice.whole(15, 50));
  if (ending === 'withdrawn') {
    script.command(bureau.officers[0], transient, { type: 'WithdrawCase', reason: '已联系上家人,自行返家' });
    return false;
  }
  return true;
};

const stay = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  someone: Guest,
  town: Town,
  ending: TransientEnding,
  apply: TransientPlot['apply'],
): void => {
  const { officer, capacity, sex, sign } = someone;
  if (sign === 'drunkDangerous') {
    withPolice(script, dice, transient, officer, town);
    return;
  }
  if (sign === 'injured') inHospital(script, dice, transient, officer);
  if (ending === 'notEligible') {
    script.command(station.leader, transient, {
      type: 'RefuseAssistance',
      ground: dice.pick(['canSupportSelf', 'hasKinToTurnTo', 'onBenefit']),
      reasons: '经甄别不符合救助条件,已告知其他求助途径',
      remedyText: true,
    });
    return;
  }
  script.command(officer, transient, {
    type: 'AdmitPerson',
    place: 'station',
    capacity,
    consent: true,
    dormitory: sex === 'male' ? 'men' : 'women',
    searchedBySameSex: true,
    belongings: [{ item: dice.pick(['帆布包', '蛇皮口袋', '双肩包', '塑料袋']), quantity: 1 }],
    depositNumber: `寄${script.day.slice(2).replaceAll('-', '')}${dice.whole(1, 99)}`,
  });
  script.later(20);
  script.command(officer, transient, { type: 'RecordService', service: 'food', on: script.day });
  if (someone.person !== undefined) {
    leave(script, dice, cast, transient, { ...someone, person: someone.person }, ending);
    return;
  }
  const search = beginSearch(script, dice, transient, someone, town);
  if (ending === 'settled') settle(script, dice, cast, transient, someone, town, search, apply);
  else {
    const person = identify(script, dice, cast, transient, someone, town, search);
    leave(script, dice, cast, transient, { ...someone, person }, ending);
  }
};

const withPolice = (script: Script, dice: Dice, transient: SeedCase, officer: string, town: Town): void => {
  script.command(officer, transient, {
    type: 'HandToPolice',
    ground: 'drunkDangerous',
    policeStation: policeOf(town),
  });
  script.later(dice.whole(300, 600));
  script.command(officer, transient, {
    type: 'RecordPoliceOutcome',
    outcome: 'kept',
    reference: `公行罚${script.day.slice(0, 4)}-${dice.whole(100, 999)}`,
  });
  script.waitDays(dice.whole(3, 9));
  script.command(officer, transient, { type: 'CloseCase', reasons: '由公安机关依法处理' });
};

const inHospital = (script: Script, dice: Dice, transient: SeedCase, officer: string): void => {
  script.command(officer, transient, {
    type: 'SendToHospital',
    hospital: dice.pick(hospitals),
    condition: dice.pick(['下肢外伤,需清创', '头部擦伤,意识清楚', '冻伤', '中暑']),
  });
  script.waitDays(dice.whole(1, 4), 10);
  script.command(officer, transient, {
    type: 'RecordDischarge',
    dischargedOn: script.day,
    to: 'station',
    findings: '好转,可出院',
  });
};

interface Search {
  readonly noticeId: string;
  readonly admittedOn: string;
}

/** 寻亲: the check of the registers and the notice, within a day of entry. */
const beginSearch = (
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
const identify = (
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

const close = (script: Script, transient: SeedCase, officer: string, reasons: string): void =>
  script.command(officer, transient, { type: 'CloseCase', reasons });

/** 回访 within the month, and the end of the case. */
const followUp = (script: Script, dice: Dice, transient: SeedCase, officer: string, reasons: string): void => {
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

const leave = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  { officer, capacity, person }: Guest & { readonly person: SeedPerson },
  ending: TransientEnding,
): void => {
  const home = person.hukou.region;
  script.waitDays(dice.whole(1, 3), dice.whole(9, 16));
  script.command(officer, transient, { type: 'RecordService', service: dice.pick(services), on: script.day });
  script.later(dice.whole(20, 120));
  switch (ending) {
    case 'ownDeparture':
      script.command(officer, transient, { type: 'ArrangeReturn', mode: 'own', destination: home });
      script.waitDays(dice.whole(0, 2), 10);
      script.command(officer, transient, {
        type: 'RecordOwnDeparture',
        declarationSigned: true,
        destination: home,
        ticket: `${dice.pick(['K', 'T', 'C', 'G'])}${dice.whole(100, 9_999)}`,
        cashFen: dice.whole(0, 20) * 100,
      });
      script.waitDays(dice.whole(2, 9));
      close(script, transient, officer, '本人自愿离站');
      return;
    case 'gaveUp':
      script.command(officer, transient, {
        type: 'RecordLeaveWithoutProcedure',
        noticedOn: script.day,
        circumstances: '早饭后外出未归',
      });
      script.waitDays(dice.whole(3, 8));
      close(script, transient, officer, '本人放弃救助');
      return;
    case 'terminated':
      script.command(station.leader, transient, {
        type: 'TerminateForFalsehood',
        ground: 'falseInformation',
        facts: '冒用他人身份,经核实本市有住所',
        remedyText: true,
      });
      script.waitDays(3);
      close(script, transient, officer, '终止救助');
      return;
    case 'died':
      die(script, dice, transient, officer);
      return;
    case 'escortedHome':
      escort(script, dice, cast, transient, officer, home);
      return;
    case 'handedToStation':
    case 'handOverRefusedOnce':
      handOver(script, dice, cast, transient, officer, person, ending === 'handOverRefusedOnce');
      return;
    case 'collectedByKin':
    case 'identified':
      if (ending === 'identified' && capacity === 'limited' && dice.chance(0.3))
        handOver(script, dice, cast, transient, officer, person, false);
      else collect(script, dice, cast, transient, officer, person);
      return;
    case 'child':
    case 'keptByPolice':
    case 'lostFromSight':
    case 'notEligible':
    case 'settled':
    case 'withdrawn':
      return;
    default:
      ending satisfies never;
  }
};

/** Relatives come to the station. */
const collect = (
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

const escort = (
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
const handOver = (
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

const die = (script: Script, dice: Dice, transient: SeedCase, officer: string): void => {
  script.command(officer, transient, {
    type: 'SendToHospital',
    hospital: dice.pick(hospitals),
    condition: '突然昏迷,送医抢救',
  });
  script.later(dice.whole(120, 600));
  script.die(officer, guest);
  script.command(officer, transient, {
    type: 'RecordDeath',
    diedOn: script.day,
    place: 'hospital',
    cause: dice.pick(['脑出血', '心肌梗死', '多器官衰竭']),
    proof: { kind: 'medicalCertificate', reference: `死证${dice.whole(100, 999)}号`, issuedBy: hospitals[0] },
  });
  script.later(60);
  script.command(officer, transient, {
    type: 'ListBelongings',
    belongings: [{ item: '随身衣物', quantity: 2 }],
    keptBy: officer,
    witness: '叶青',
  });
  script.command(officer, transient, {
    type: 'NotifyKin',
    kin: '户籍地亲属',
    relation: '兄弟',
    channel: 'phone',
    reached: true,
  });
  script.waitDays(dice.whole(4, 12));
  script.command(officer, transient, {
    type: 'RecordDisposal',
    kind: 'handedToKin',
    disposedOn: script.day,
    reference: `殡仪馆交接${dice.whole(100, 999)}号`,
  });
  close(script, transient, station.leader, '善后完毕');
};

/** 落户安置: from the search that comes to nothing to a name, a home and 特困供养. */
const settle = (
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

/** A child among those on the street; what the centre does is told in the case it is linked with. */
export const childInStation = (
  script: Script,
  dice: Dice,
  cast: Cast,
  transient: SeedCase,
  town: Town,
  tell: (childName: string, child: SeedPerson) => void,
): void => {
  const officer = dice.pick(station.officers);
  const child = cast.person({ age: dice.whole(9, 14), onTheRoad: true });
  const isWithStranger = dice.chance(0.4);
  script.waitDays(0, dice.whole(9, 21));
  script.register(officer, guest, child);
  script.open(officer, transient, {
    type: 'RequestAssistance',
    personId: ref(guest),
    name: child.name,
    office: station.office,
    arrival: 'police',
    need: '独自流落街头,随身无监护人',
    capacity: 'limited',
    consent: false,
    escortGround: 'minor',
    signs: [],
    ...(isWithStranger ? { companion: { relation: 'unrelated', description: '自称其叔叔的成年男子' } } : {}),
  });
  script.command(officer, transient, {
    type: 'ReportToPolice',
    ground: isWithStranger ? 'trafficking' : 'minor',
    policeStation: policeOf(town),
    reference: `接警${dice.whole(1000, 9999)}`,
  });
  script.later(15);
  script.command(officer, transient, {
    type: 'AdmitPerson',
    place: 'station',
    capacity: 'limited',
    consent: false,
    escortGround: 'minor',
    dormitory: 'children',
    searchedBySameSex: true,
    belongings: [{ item: '书包', quantity: 1 }],
  });
  const beside = script.fork();
  beside.later(dice.whole(60, 240));
  tell(guest, child);
  beside.waitDays(1, 10);
  beside.command(officer, transient, { type: 'RecordService', service: 'counselling', on: beside.day });
  beside.waitDays(dice.whole(1, 3), 10);
  collect(beside, dice, cast, transient, officer, child);
};
