import { addDays } from '#rules';
import { type Town, bureau, hospitals, policeOf, station, streetPoints } from './district.js';
import type { Cast, SeedPerson } from './people.js';
import type { Dice } from './random.js';
import { type Command, type Script, type SeedCase, ref } from './script.js';

import {
  type Guest,
  type TransientEnding,
  type TransientPlot,
  aloneEndings,
  daysUntil,
  guest,
  guestOf,
  seasonOf,
} from './transient-plot.js';
import { close, collect, escort, handOver } from './transient-return.js';
import { beginSearch, identify, settle } from './transient-search.js';

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
