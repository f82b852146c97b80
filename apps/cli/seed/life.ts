import { addDays, addWorkingDays, monthOf, rollToWorkingDay, type Calendar, type ReliefScheme } from '#rules';
import type { Dice } from './random.js';
import { type SeedPerson, person } from './people.js';

export interface Town {
  readonly office: string;
  readonly areas: readonly string[];
  readonly rural: boolean;
  readonly officers: readonly [string, string];
  readonly leader: string;
  readonly village?: { readonly user: string; readonly area: string };
}

export interface Act {
  /** The day it happens and the time of day. */
  readonly at: string;
  readonly by: string;
  readonly command: Readonly<Record<string, unknown>> & { readonly type: string };
}

export type Ending =
  | 'granted'
  | 'refused'
  | 'withdrawn'
  | 'declined'
  | 'open'
  | 'phaseOut'
  | 'fraud'
  | 'death'
  | 'objection'
  | 'suspended';

export interface Life {
  readonly scheme: ReliefScheme;
  readonly ending: Ending;
  readonly people: readonly SeedPerson[];
  /** Person ids are filled in once the people are registered. */
  readonly acts: (personIds: readonly string[], id: () => string) => readonly Act[];
}

const bureauLeader = 'yang.liu';

const schemeWeights: Readonly<Record<ReliefScheme, number>> = {
  dibao: 42,
  temporaryRelief: 27,
  destituteSupport: 7,
  nearThreshold: 10,
  rigidExpenditure: 5,
  disabilityAllowance: 9,
};

const endingWeights: Readonly<Record<Ending, number>> = {
  granted: 58,
  refused: 12,
  withdrawn: 5,
  declined: 2,
  open: 11,
  phaseOut: 3,
  fraud: 2,
  death: 3,
  objection: 3,
  suspended: 1,
};

const reasons: Readonly<Record<ReliefScheme, readonly string[]>> = {
  dibao: ['主要劳动力患重病,家庭收入低', '夫妻均无稳定工作,子女上学', '年老无退休金,子女无力赡养', '残疾,无固定收入'],
  destituteSupport: ['无劳动能力、无生活来源、无赡养人', '年满六十周岁,无子女,无收入'],
  temporaryRelief: ['突发疾病,医疗费用负担重', '交通事故致家庭困难', '住房火灾损失严重', '子女学费支出较大'],
  nearThreshold: ['收入略高于低保标准,负担较重', '家有慢性病人,收入不稳定'],
  rigidExpenditure: ['大病自付费用高', '长期护理支出大'],
  disabilityAllowance: ['重度残疾,需要护理', '残疾且生活困难'],
};

/** A case from its first day to its end, decided by the dice. */
export const life = (
  dice: Dice,
  town: Town,
  calendar: Calendar,
  firstDay: string,
  today: string,
  serial: number,
): Life => {
  const scheme = dice.weighted(schemeWeights);
  const ending = fitting(dice.weighted(endingWeights), scheme);
  const day = workingDay(calendar, addDays(firstDay, dice.whole(0, 330)));
  const single = scheme === 'destituteSupport' || scheme === 'disabilityAllowance';
  const size = single ? 1 : Number(dice.weighted({ '1': 34, '2': 27, '3': 24, '4': 11, '5': 4 }));
  const people = Array.from({ length: size }, (_, index) =>
    person(dice, ageOf(dice, scheme, index), day, town.rural, serial * 5 + index),
  );
  const perCapitaFen =
    ending === 'refused'
      ? dice.whole(900, 1800) * 100
      : scheme === 'nearThreshold'
        ? dice.whole(760, 1050) * 100
        : dice.whole(0, 640) * 100;
  const pace = dice.whole(1, 3);
  const late = dice.chance(0.08);
  const inner = new DiceBag(dice);
  return {
    scheme,
    ending,
    people,
    acts: (personIds, id) => {
      const script = new Script(calendar, day, today, pace);
      write(script, inner, { town, scheme, ending, people, personIds, perCapitaFen, late, id });
      return script.acts;
    },
  };
};

/** The choices inside a life, made once, so that writing it again gives the same life. */
class DiceBag {
  readonly officer: 0 | 1;
  readonly supplement: boolean;
  readonly throughVillage: boolean;
  readonly reviewClass: string;
  readonly payments: number;
  readonly reason: number;

  constructor(dice: Dice) {
    this.officer = dice.chance(0.5) ? 0 : 1;
    this.supplement = dice.chance(0.18);
    this.throughVillage = dice.chance(0.25);
    this.reviewClass = dice.pick(['severeStable', 'stable', 'unstable', 'ableBodiedUrban', 'ableBodiedRural']);
    this.payments = dice.whole(1, 3);
    this.reason = dice.whole(0, 3);
  }
}

const fitting = (ending: Ending, scheme: ReliefScheme): Ending => {
  if (scheme === 'dibao') return ending;
  if (ending === 'phaseOut' || ending === 'fraud' || ending === 'suspended') return 'granted';
  return scheme === 'temporaryRelief' && ending === 'objection' ? 'granted' : ending;
};

const ageOf = (dice: Dice, scheme: ReliefScheme, index: number): number => {
  if (scheme === 'destituteSupport') return dice.whole(62, 88);
  if (index === 0) return dice.whole(28, 78);
  return index === 1 ? dice.whole(27, 75) : dice.whole(4, 24);
};

const workingDay = (calendar: Calendar, day: string): string => addWorkingDays(calendar, addDays(day, -1), 1).day;

/** Acts on working days, one after the other; what would lie in the future is left out. */
class Script {
  readonly acts: Act[] = [];
  private minutes = 9 * 60;

  constructor(
    private readonly calendar: Calendar,
    public day: string,
    private readonly today: string,
    private readonly pace: number,
  ) {}

  /** False once the script has reached the present. */
  add(by: string, command: Act['command']): boolean {
    if (this.day > this.today) return false;
    const clock = `${String(Math.floor(this.minutes / 60)).padStart(2, '0')}:${String(this.minutes % 60).padStart(2, '0')}`;
    this.acts.push({ at: `${this.day}T${clock}:00+08:00`, by, command });
    this.minutes += 7;
    return true;
  }

  wait(workingDays = this.pace): void {
    this.day = addWorkingDays(this.calendar, this.day, workingDays).day;
    this.minutes = 9 * 60 + (workingDays % 5) * 13;
  }

  /** Past the last day of a notice posted today: seven days, and never ending on a rest day. */
  waitOutNotice(): void {
    const endsOn = rollToWorkingDay(this.calendar, addDays(this.day, 7)).day;
    this.day = workingDay(this.calendar, addDays(endsOn, 1));
    this.minutes = 9 * 60;
  }
}

interface Plot {
  readonly town: Town;
  readonly scheme: ReliefScheme;
  readonly ending: Ending;
  readonly people: readonly SeedPerson[];
  readonly personIds: readonly string[];
  readonly perCapitaFen: number;
  readonly late: boolean;
  readonly id: () => string;
}

const write = (script: Script, bag: DiceBag, plot: Plot): void => {
  const { town, scheme, ending, people, personIds, id } = plot;
  const [applicant, ...others] = people;
  const [applicantId = '', ...otherIds] = personIds;
  if (applicant === undefined) return;
  const officer = town.officers[bag.officer];
  const emergency = scheme === 'temporaryRelief' && bag.reason > 0;
  const village = bag.throughVillage ? town.village : undefined;
  const area = village?.area ?? town.areas[bag.reason % town.areas.length] ?? '';
  script.add(village?.user ?? officer, {
    type: 'LodgeApplication',
    scheme,
    ...(scheme === 'temporaryRelief' ? { kind: emergency ? 'emergency' : 'expenditure' } : {}),
    channel: village === undefined ? 'counter' : 'committee',
    office: town.office,
    area,
    settlement: town.rural ? 'rural' : 'urban',
    applicant: { personId: applicantId, name: applicant.name, phone: applicant.phone, address: applicant.address },
    members: others.map((member, index) => ({
      personId: otherIds[index],
      name: member.name,
      relation: index === 0 ? 'spouse' : 'child',
      hukouRegion: member.hukou.region,
      hukouKind: member.hukou.kind,
    })),
    reason: reasons[scheme][bag.reason % reasons[scheme].length],
    ...(emergency
      ? {
          incident: {
            place: applicant.address,
            cause: (['illness', 'accident', 'fire', 'education'] as const)[bag.reason],
          },
        }
      : {}),
  });
  // The papers follow within days, so that the officer's next advance needs nobody else.
  if (emergency)
    script.add(officer, {
      type: 'PayFirstRelief',
      advanceId: id(),
      amountFen: 100_000,
      method: 'cash',
      reason: '情况紧急,先行救助',
    });
  script.wait(plot.late ? 4 : 1);
  if (village !== undefined) script.add(village.user, { type: 'HandUpApplication', papers: ['application', 'idCard'] });
  for (const { command } of script.acts.filter((act) => act.command.type === 'PayFirstRelief'))
    script.add(officer, {
      type: 'CompleteFirstReliefPapers',
      advanceId: command['advanceId'],
      papers: ['application', 'proof'],
    });
  if (ending === 'declined') {
    script.add(town.leader, { type: 'DeclineApplication', reason: '不属于本镇街受理范围' });
    return;
  }
  if (bag.supplement && !emergency) {
    script.add(officer, { type: 'RequestSupplement', items: [{ paper: 'incomeProof', why: '缺少收入证明' }] });
    script.wait(3);
    script.add(officer, { type: 'ReceiveSupplement', papers: ['incomeProof'] });
  }
  script.add(officer, { type: 'AuthoriseMeansTest', signedBy: personIds, signedOn: script.day });
  script.add(officer, { type: 'AcceptApplication' });
  if (ending === 'open') return;
  investigate(script, officer, plot, bag, emergency);
  if (ending === 'withdrawn') {
    script.add(officer, { type: 'WithdrawCase', reason: '申请人自愿撤回' });
    return;
  }
  if (ending === 'refused') {
    script.add(officer, { type: 'GiveReviewOpinion', opinion: 'refuse', reasons: '人均收入高于标准' });
    script.add(officer, { type: 'SubmitFile' });
    script.wait(plot.late ? 30 : 3);
    if (
      !script.add(bureauLeader, {
        type: 'RefuseGrant',
        ground: 'incomeAboveStandard',
        reasons: '经核对人均收入高于标准',
      })
    )
      return;
    script.wait(1);
    script.add(officer, { type: 'DeliverRefusal', deliveredOn: script.day, channel: 'inPerson', remedyText: true });
    return;
  }
  publishAndDecide(script, officer, plot, bag);
  afterGrant(script, officer, plot, bag);
};

const investigate = (script: Script, officer: string, plot: Plot, bag: DiceBag, emergency: boolean): void => {
  const { scheme, personIds, town, id } = plot;
  const meansTest = id();
  if (scheme !== 'disabilityAllowance' && !emergency) {
    script.wait();
    script.add(officer, {
      type: 'RequestMeansTest',
      requestId: meansTest,
      sources: ['hukou', 'tax', 'socialInsurance', 'realEstate', 'vehicles'],
      purpose: '社会救助家庭经济状况核对',
    });
    script.wait();
    script.add(officer, {
      type: 'RecordHomeVisit',
      officers: [...town.officers],
      visitedOn: script.day,
      signedBy: personIds[0],
      findings: '入户查看住房、家电和收支情况,与申报基本一致',
    });
    script.add(officer, {
      type: 'RecordNeighbourInquiry',
      inquiredOn: script.day,
      informants: 2,
      findings: '邻里反映情况属实',
    });
    script.wait(plot.late ? 20 : 4);
    script.add(officer, {
      type: 'RecordMeansTestResult',
      requestId: meansTest,
      outcome: plot.ending === 'refused' ? 'discrepant' : 'consistent',
      findings: plot.ending === 'refused' ? '工资性收入高于申报' : '与申报一致',
    });
  }
  script.add(officer, { type: 'CalculateBenefit', request: requestFor(plot, bag, emergency) });
};

const requestFor = (plot: Plot, bag: DiceBag, emergency: boolean): object => {
  const { scheme, personIds, perCapitaFen, people } = plot;
  const household = {
    members: personIds.map((personId, index) => ({
      personId,
      relation: index === 0 ? 'applicant' : index === 1 ? 'spouse' : 'child',
      incomes:
        index === 0 && perCapitaFen > 0
          ? [{ kind: 'transfer', amountFen: perCapitaFen * personIds.length, months: 1 }]
          : [],
      groups: (people[index]?.age ?? 0) >= 70 ? ['elderly70'] : [],
      ableToWork: false,
    })),
    expenses: scheme === 'rigidExpenditure' ? [{ kind: 'medical', amountFen: 9_000_000, months: 12 }] : [],
    assetsWithinRule: true,
    incomeMonth: monthOf('2026-01-01'),
  };
  switch (scheme) {
    case 'dibao':
    case 'nearThreshold':
    case 'rigidExpenditure':
      return { scheme, household };
    case 'destituteSupport':
      return {
        scheme,
        personId: personIds[0],
        selfCare: {
          eating: true,
          dressing: bag.reason > 0,
          bed: bag.reason > 0,
          toilet: true,
          indoorWalking: bag.reason > 1,
          bathing: bag.reason > 1,
        },
        unableToWork: true,
        withoutIncome: plot.ending !== 'refused',
        withoutSupporter: true,
        form: bag.reason > 1 ? 'institution' : 'dispersed',
      };
    case 'temporaryRelief':
      return {
        scheme,
        kind: emergency ? 'emergency' : 'expenditure',
        persons: personIds.length,
        perCapitaIncomeFen: perCapitaFen,
        necessarySpendingFen: 1_500_000,
        alreadyPaidFen: emergency ? 100_000 : 0,
      };
    case 'disabilityAllowance':
      return {
        scheme,
        personId: personIds[0],
        disability: { kind: 'physical', level: plot.ending === 'refused' ? 4 : 1 },
        lowIncome: true,
        otherCareBenefit: false,
      };
    default:
      return scheme satisfies never;
  }
};

const publishAndDecide = (script: Script, officer: string, plot: Plot, bag: DiceBag): void => {
  const { ending, id, scheme } = plot;
  script.wait();
  script.add(officer, { type: 'GiveReviewOpinion', opinion: 'grant', reasons: '经调查核对,符合条件' });
  if (scheme === 'temporaryRelief') script.add(officer, { type: 'SubmitFile' });
  else {
    let noticeId = id();
    script.add(officer, { type: 'PostPublicNotice', noticeId });
    if (ending === 'objection') {
      const objectionId = id();
      script.wait(3);
      script.add(officer, { type: 'RaiseObjection', objectionId, raisedBy: '匿名邻居', content: '反映其有其他收入' });
      script.wait(2);
      script.add(officer, { type: 'RecordReinvestigation', objectionId, findings: '重新调查,未发现其他收入' });
      script.add(officer, { type: 'AnswerObjection', objectionId, upheld: false, answer: '经调查不属实' });
      script.add(officer, { type: 'GiveReviewOpinion', opinion: 'grant', reasons: '异议不成立,符合条件' });
      noticeId = id();
      script.add(officer, { type: 'PostPublicNotice', noticeId });
    }
    script.waitOutNotice();
    script.add(officer, { type: 'EndPublicNotice', noticeId });
  }
  script.wait(plot.late ? 25 : 2);
  script.add(bureauLeader, {
    type: 'ConfirmGrant',
    ...(scheme === 'dibao' ? { reviewClass: bag.reviewClass } : {}),
    ...(scheme === 'disabilityAllowance' ? { certificateExpiresOn: addDays(script.day, 900) } : {}),
  });
  script.wait(1);
  script.add(officer, { type: 'DeliverDecision', deliveredOn: script.day, channel: 'inPerson', remedyText: true });
};

const afterGrant = (script: Script, officer: string, plot: Plot, bag: DiceBag): void => {
  const { ending, personIds, scheme, town, id } = plot;
  script.wait(20);
  switch (ending) {
    case 'phaseOut':
      script.add(officer, {
        type: 'RecordPeriodicReview',
        reviewedOn: script.day,
        finding: 'phaseOut',
        reviewClass: 'stable',
        findings: '家庭收入增加',
      });
      script.add(bureauLeader, {
        type: 'StartPhaseOut',
        perCapitaIncomeFen: 88_000,
        foundOn: script.day,
        reasons: '人均收入为标准的1.2倍',
      });
      return;
    case 'fraud': {
      const matchId = id();
      script.add(officer, { type: 'ReportDataMatch', matchId, source: '不动产登记', content: '名下有未申报房产' });
      script.wait(3);
      script.add(officer, { type: 'VerifyDataMatch', matchId, confirmed: true, evidence: [], findings: '核实属实' });
      script.add(bureauLeader, {
        type: 'TerminateBenefit',
        ground: 'fraud',
        lastMonth: monthOf(script.day),
        reasons: '隐瞒房产',
      });
      return;
    }
    case 'death':
      script.add(officer, { type: 'RecordDeath', personId: personIds[0], diedOn: script.day, source: '村(居)报告' });
      return;
    case 'suspended':
      script.add(town.leader, { type: 'SuspendBenefit', fromMonth: monthOf(script.day), reasons: '无法联系本人' });
      return;
    case 'granted':
      if (scheme === 'dibao')
        script.add(officer, {
          type: 'RecordPeriodicReview',
          reviewedOn: script.day,
          finding: 'unchanged',
          reviewClass: bag.reviewClass,
          findings: '家庭情况无变化',
        });
      return;
    case 'declined':
    case 'objection':
    case 'open':
    case 'refused':
    case 'withdrawn':
      return;
    default:
      ending satisfies never;
  }
};
