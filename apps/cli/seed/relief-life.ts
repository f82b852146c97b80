import {
  addDays,
  addMonths,
  addToMonth,
  type RuleBook,
  firstDayOf,
  governingRuleSet,
  lastDayOf,
  monthOf,
  type ReliefScheme,
} from '#rules';
import { type Post, type Town, afterPayment, bureau } from './district.js';
import { type Cast, type SeedPerson, regions, surnameOf } from './people.js';
import type { Dice } from './random.js';
import { type Command, type LinkKind, type Script, type SeedCase, ref } from './script.js';

export const reliefEndings = [
  'granted',
  'refused',
  'withdrawn',
  'declined',
  'phaseOut',
  'fraud',
  'death',
  'objection',
  'suspended',
  'stalled',
] as const;
export type ReliefEnding = (typeof reliefEndings)[number];

const schemeWeights: Readonly<Record<ReliefScheme, number>> = {
  dibao: 45,
  temporaryRelief: 25,
  destituteSupport: 6,
  nearThreshold: 9,
  rigidExpenditure: 4,
  disabilityAllowance: 8,
  childBenefit: 3,
};

const endingWeights: Readonly<Record<ReliefEnding, number>> = {
  granted: 67,
  refused: 12,
  withdrawn: 5,
  declined: 2,
  phaseOut: 3,
  fraud: 2,
  death: 3,
  objection: 3,
  suspended: 1,
  stalled: 2,
};

const reasons: Readonly<Record<ReliefScheme, readonly string[]>> = {
  dibao: ['主要劳动力患重病,家庭收入低', '夫妻均无稳定工作,子女上学', '年老无退休金,子女无力赡养', '残疾,无固定收入'],
  destituteSupport: ['无劳动能力、无生活来源、无赡养人', '年满六十周岁,无子女,无收入'],
  temporaryRelief: ['突发疾病,医疗费用负担重', '交通事故致家庭困难', '住房火灾损失严重', '子女学费支出较大'],
  nearThreshold: ['收入略高于低保标准,负担较重', '家有慢性病人,收入不稳定'],
  rigidExpenditure: ['大病自付费用高', '长期护理支出大'],
  disabilityAllowance: ['重度残疾,需要护理', '残疾且生活困难'],
  childBenefit: ['父亲死亡,母亲失联', '父母双亡,随祖父母生活', '父亲服刑,母亲重残'],
};
const causes = ['illness', 'accident', 'fire', 'education'] as const;

const counterparts: Readonly<Record<string, string>> = {
  [regions['511623']]: '邻水县鼎屏镇人民政府',
  [regions['511681']]: '华蓥市双河街道办事处',
};

type ReviewClass = 'severeStable' | 'stable' | 'unstable' | 'ableBodiedUrban' | 'ableBodiedRural';

/** A little less than the months after which a review of the class is due. */
const reviewEvery: Readonly<Record<ReviewClass, number>> = {
  severeStable: 335,
  stable: 160,
  unstable: 160,
  ableBodiedRural: 75,
  ableBodiedUrban: 24,
};

/** What an application is about; everything the dice decide beforehand. */
export interface Application {
  readonly scheme: ReliefScheme;
  readonly ending: ReliefEnding;
  readonly household: readonly SeedPerson[];
  /** Names under which the members' ids are noted, the applicant first. */
  readonly members: readonly string[];
  readonly perCapitaFen: number;
  readonly reason: number;
  readonly late: boolean;
  readonly emergency: boolean;
  readonly forwarded: boolean;
  readonly reviewClass: ReviewClass;
}

export interface Desk {
  readonly town: Town;
  readonly officer: string;
  readonly rules: RuleBook;
}

export const deskFor = (dice: Dice, town: Town, rules: RuleBook): Desk => ({
  town,
  officer: dice.pick(town.officers),
  rules,
});

const fitting = (ending: ReliefEnding, scheme: ReliefScheme): ReliefEnding => {
  if (scheme === 'dibao') return ending;
  if (ending === 'phaseOut' || ending === 'fraud' || ending === 'suspended') return 'granted';
  const withoutNotice = scheme === 'temporaryRelief' || scheme === 'childBenefit';
  if (withoutNotice && ending === 'objection') return 'granted';
  return scheme === 'childBenefit' && ending === 'death' ? 'granted' : ending;
};

const applicantAge = (dice: Dice, scheme: ReliefScheme): number => {
  if (scheme === 'destituteSupport') return dice.whole(62, 88);
  return scheme === 'childBenefit' ? dice.whole(3, 15) : dice.whole(28, 78);
};

const memberAge = (dice: Dice, index: number, applicant: number): number =>
  index === 1 ? Math.max(24, applicant + dice.whole(-5, 4)) : dice.whole(4, 22);

const householdOf = (dice: Dice, cast: Cast, scheme: ReliefScheme, rural: boolean): readonly SeedPerson[] => {
  const single = scheme === 'destituteSupport' || scheme === 'disabilityAllowance' || scheme === 'childBenefit';
  const size = single ? 1 : Number(dice.weighted({ '1': 34, '2': 27, '3': 24, '4': 11, '5': 4 }));
  const first = cast.person({
    age: applicantAge(dice, scheme),
    rural,
    ...(scheme === 'childBenefit' && dice.chance(0.35) ? { region: dice.pick(['511623', '511681'] as const) } : {}),
  });
  const others = Array.from({ length: size - 1 }, (_, index) =>
    cast.person({
      age: memberAge(dice, index + 1, first.age),
      rural,
      ...(index > 0 ? { surname: surnameOf(first) } : {}),
    }),
  );
  return [first, ...others];
};

const incomeFen = (dice: Dice, scheme: ReliefScheme, ending: ReliefEnding): number => {
  if (ending === 'refused') return dice.whole(900, 1800) * 100;
  return (scheme === 'nearThreshold' ? dice.whole(760, 1050) : dice.whole(0, 640)) * 100;
};

/** An application as the dice make it; what the story wants otherwise is given. */
export const application = (
  dice: Dice,
  cast: Cast,
  town: Town,
  given: Partial<Pick<Application, 'scheme' | 'ending' | 'household' | 'members'>> = {},
): Application => {
  const scheme = given.scheme ?? dice.weighted(schemeWeights);
  const ending = fitting(given.ending ?? dice.weighted(endingWeights), scheme);
  const household = given.household ?? householdOf(dice, cast, scheme, town.rural);
  const reason = dice.whole(0, 3);
  return {
    scheme,
    ending,
    household,
    members: given.members ?? household.map((_, index) => `member-${index}`),
    perCapitaFen: incomeFen(dice, scheme, ending),
    reason,
    late: dice.chance(0.02),
    emergency: scheme === 'temporaryRelief' && reason > 0,
    forwarded: scheme === 'childBenefit' && household[0]?.hukou.region !== regions['500112'],
    reviewClass: dice.weighted({
      severeStable: 22,
      stable: 38,
      unstable: 30,
      ableBodiedRural: 7,
      ableBodiedUrban: 3,
    }),
  };
};

const kindOf = ({ scheme, emergency }: Application): 'emergency' | 'expenditure' | undefined =>
  scheme !== 'temporaryRelief' ? undefined : emergency ? 'emergency' : 'expenditure';

/** The opening command at a counter, or at the committee of the post. */
export const lodging = (dice: Dice, cast: Cast, made: Application, { town }: Desk, post?: Post): Command => {
  const { scheme, household, members } = made;
  const [applicant, ...others] = household;
  const kind = kindOf(made);
  const isChild = scheme === 'childBenefit';
  return {
    type: 'LodgeApplication',
    scheme,
    ...(kind === undefined ? {} : { kind }),
    channel: post !== undefined ? 'committee' : isChild ? 'onBehalf' : 'counter',
    office: town.office,
    area: post?.area ?? dice.pick(town.areas).office,
    settlement: town.rural ? 'rural' : 'urban',
    applicant: {
      personId: ref(members[0] ?? ''),
      name: applicant?.name,
      phone: applicant?.phone,
      address: applicant?.address,
      ...(isChild ? { hukouRegion: applicant?.hukou.region } : {}),
    },
    members: others.map((member, index) => ({
      personId: ref(members[index + 1] ?? ''),
      name: member.name,
      relation: index === 0 ? 'spouse' : 'child',
      hukouRegion: member.hukou.region,
      hukouKind: member.hukou.kind,
    })),
    ...(isChild
      ? { representative: { name: cast.name(), relation: dice.pick(['祖母', '祖父', '姑姑', '舅舅']) } }
      : {}),
    reason: reasons[scheme][made.reason % reasons[scheme].length],
    ...(kind === 'emergency' ? { incident: { place: applicant?.address, cause: causes[made.reason] } } : {}),
  };
};

export const registerHousehold = (script: Script, { household, members }: Application, by: string, from = 0): void => {
  for (const [index, member] of household.entries())
    if (index >= from) script.register(by, members[index] ?? '', member);
};

/** A whole application: from the counter to its end, or to today. */
export const reliefLife = (
  script: Script,
  dice: Dice,
  cast: Cast,
  relief: SeedCase,
  made: Application,
  desk: Desk,
  linkedTo?: { readonly to: SeedCase; readonly kind: LinkKind },
): void => {
  const { officer, town } = desk;
  const post = dice.chance(0.25) && made.scheme !== 'childBenefit' && linkedTo === undefined ? town.village : undefined;
  const first = post?.user ?? officer;
  // Whom a lead was about is registered already.
  registerHousehold(script, made, first, linkedTo === undefined ? 0 : 1);
  script.open(first, relief, lodging(dice, cast, made, desk, post), linkedTo);
  afterLodging(script, dice, relief, made, desk, post);
};

/** What follows once the application is lodged. */
export const afterLodging = (
  script: Script,
  dice: Dice,
  relief: SeedCase,
  made: Application,
  desk: Desk,
  post?: Post,
): void => {
  const { officer, town } = desk;
  const { ending, members, emergency } = made;
  const advanceId = dice.uuid();
  // The papers follow within days, so that the officer's next advance needs nobody else.
  if (emergency)
    script.command(officer, relief, {
      type: 'PayFirstRelief',
      advanceId,
      amountFen: 100_000,
      method: 'cash',
      reason: '情况紧急,先行救助',
    });
  script.wait(1);
  if (post !== undefined)
    script.command(post.user, relief, { type: 'HandUpApplication', papers: ['application', 'idCard'] });
  if (emergency)
    script.command(officer, relief, { type: 'CompleteFirstReliefPapers', advanceId, papers: ['application', 'proof'] });
  if (ending === 'declined') {
    script.command(town.leader, relief, { type: 'DeclineApplication', reason: '不属于本镇街受理范围' });
    return;
  }
  if (!emergency && dice.chance(0.18)) {
    const items = [{ paper: 'incomeProof', why: '缺少收入证明' }];
    script.command(officer, relief, { type: 'RequestSupplement', items });
    script.wait(2);
    script.command(officer, relief, { type: 'ReceiveSupplement', papers: ['incomeProof'] });
  }
  if (meansTested(made))
    script.command(officer, relief, {
      type: 'AuthoriseMeansTest',
      signedBy: members.map(ref),
      signedOn: script.day,
    });
  script.command(officer, relief, { type: 'AcceptApplication' });
  if (made.forwarded) {
    forward(script, dice, relief, made, desk);
    return;
  }
  if (ending === 'stalled') stall(script, dice, relief, officer);
  investigate(script, dice, relief, made, desk);
  if (ending === 'withdrawn') {
    script.command(officer, relief, { type: 'WithdrawCase', reason: '申请人自愿撤回' });
    return;
  }
  if (ending === 'refused') {
    refuse(script, dice, relief, made, officer);
    return;
  }
  publishAndDecide(script, dice, relief, made, desk);
  afterGrant(script, dice, relief, made, desk);
};

const meansTested = ({ scheme }: Application): boolean => scheme !== 'disabilityAllowance' && scheme !== 'childBenefit';

/** Nobody looks after the file until the supervisor asks (督办). */
const stall = (script: Script, dice: Dice, relief: SeedCase, officer: string): void => {
  const supervisionId = dice.uuid();
  script.wait(dice.whole(12, 24));
  script.command(bureau.supervisor, relief, {
    type: 'IssueSupervision',
    supervisionId,
    text: '该件受理后未见调查记录,请说明原因并限期办理',
    answerBy: addDays(script.day, 10),
  });
  script.wait(dice.whole(1, 4));
  script.command(officer, relief, {
    type: 'AnswerSupervision',
    supervisionId,
    text: '经办人员调整期间漏办,已安排本周入户',
  });
  script.wait(1);
  script.command(bureau.supervisor, relief, { type: 'VerifySupervision', supervisionId, accepted: true });
};

/** 跨省通办: accepted here, decided where the child's hukou is. */
const forward = (script: Script, dice: Dice, relief: SeedCase, made: Application, { officer }: Desk): void => {
  script.wait(made.late ? 5 : dice.whole(1, 2));
  script.command(officer, relief, {
    type: 'ForwardToHukouOffice',
    counterpartOffice: counterparts[made.household[0]?.hukou.region ?? ''] ?? '户籍地街道办事处',
    reference: `川渝通办${script.day.slice(0, 4)}-${dice.whole(100, 999)}`,
    papers: ['application', 'hukouBook', 'parentProof'],
  });
  if (made.ending === 'withdrawn') {
    script.wait(2);
    script.command(officer, relief, { type: 'WithdrawCase', reason: '监护人改在户籍地申请' });
    return;
  }
  const answer = (outcome: string, content: string): void =>
    script.command(officer, relief, { type: 'RecordHukouOfficeAnswer', outcome, answeredOn: script.day, content });
  script.wait(dice.whole(5, 13));
  answer('passedToDistrict', '镇街已查验,报县(市)民政局');
  script.wait(dice.whole(5, 13));
  if (made.ending === 'refused') answer('refused', '母亲已恢复联系,不符合条件');
  else answer('granted', '已确认为事实无人抚养儿童,由户籍地按月发放');
  script.wait(1);
  script.command(officer, relief, { type: 'TellHukouAnswer', toldOn: script.day, channel: 'inPerson' });
};

const refuse = (script: Script, dice: Dice, relief: SeedCase, made: Application, officer: string): void => {
  const isMeans = meansTested(made);
  script.command(officer, relief, {
    type: 'GiveReviewOpinion',
    opinion: 'refuse',
    reasons: isMeans ? '人均收入高于标准' : '不符合认定条件',
  });
  script.command(officer, relief, { type: 'SubmitFile' });
  script.wait(made.late ? 20 : 3);
  script.command(bureau.leader, relief, {
    type: 'RefuseGrant',
    ground: isMeans ? 'incomeAboveStandard' : 'conditionsNotMet',
    reasons: isMeans ? '经核对人均收入高于标准' : '经查验不符合认定条件',
  });
  script.wait(1);
  script.command(officer, relief, {
    type: 'DeliverRefusal',
    deliveredOn: script.day,
    channel: 'inPerson',
    remedyText: true,
  });
  if (dice.chance(0.12)) askForReview(script, dice, relief, officer);
};

/** 行政复议. */
const askForReview = (script: Script, dice: Dice, relief: SeedCase, officer: string): void => {
  const reviewId = dice.uuid();
  const [desk] = bureau.officers;
  script.wait(dice.whole(6, 25));
  script.command(officer, relief, {
    type: 'RequestAdminReview',
    reviewId,
    requestedOn: script.day,
    grounds: '对收入核算结果有异议',
  });
  script.wait(dice.whole(3, 8));
  script.command(desk, relief, { type: 'AnswerAdminReview', reviewId, answer: '核对数据来源清楚,计算符合规定' });
  script.wait(25);
  script.command(desk, relief, {
    type: 'RecordAdminReviewOutcome',
    reviewId,
    outcome: 'upheld',
    reasons: '事实清楚,适用依据正确',
  });
};

const investigate = (script: Script, dice: Dice, relief: SeedCase, made: Application, desk: Desk): void => {
  const { officer, town } = desk;
  const { ending, members, emergency, scheme } = made;
  if (scheme === 'childBenefit') {
    script.wait(dice.whole(2, 5));
    script.command(officer, relief, {
      type: 'RecordDocumentsCheck',
      checkedOn: script.day,
      records: ['civilAffairs', 'court', 'police', 'committee'],
      outcome: 'complete',
      findings: '部门间信息查验完整',
    });
  }
  if (meansTested(made) && !emergency) {
    const requestId = dice.uuid();
    const discrepant = ending === 'refused';
    script.wait(dice.whole(1, 3));
    script.command(officer, relief, {
      type: 'RequestMeansTest',
      requestId,
      sources: ['hukou', 'tax', 'socialInsurance', 'realEstate', 'vehicles'],
      purpose: '社会救助家庭经济状况核对',
    });
    checkAcrossTheBorder(script, dice, relief, made, officer);
    script.wait(dice.whole(1, 2));
    script.command(officer, relief, {
      type: 'RecordHomeVisit',
      officers: [...town.officers],
      visitedOn: script.day,
      signedBy: ref(members[0] ?? ''),
      findings: '入户查看住房、家电和收支情况,与申报基本一致',
    });
    script.command(officer, relief, {
      type: 'RecordNeighbourInquiry',
      inquiredOn: script.day,
      informants: dice.whole(2, 4),
      findings: '邻里反映情况属实',
    });
    script.wait(made.late ? 16 : dice.whole(2, 4));
    script.command(officer, relief, {
      type: 'RecordMeansTestResult',
      requestId,
      outcome: discrepant ? 'discrepant' : 'consistent',
      findings: discrepant ? '工资性收入高于申报' : '与申报一致',
    });
  }
  script.command(officer, relief, { type: 'CalculateBenefit', request: requestFor(made) });
};

/** 川渝互查: whether a member with a hukou across the border is aided there too. */
const checkAcrossTheBorder = (
  script: Script,
  dice: Dice,
  relief: SeedCase,
  { household, members }: Application,
  officer: string,
): void => {
  const index = household.findIndex(({ hukou }) => counterparts[hukou.region] !== undefined);
  const person = household[index];
  const member = members[index];
  if (person === undefined || member === undefined) return;
  const checkId = dice.uuid();
  script.command(officer, relief, {
    type: 'RequestMutualCheck',
    checkId,
    region: person.hukou.region,
    counterpartOffice: counterparts[person.hukou.region],
    persons: [ref(member)],
    purpose: '核对是否在户籍地享受救助',
    consent: { signedBy: [ref(member)], signedOn: script.day },
    expiresOn: addDays(script.day, 60),
  });
  const reply = script.fork();
  reply.wait(1);
  const found = dice.chance(0.15) ? 'duplicateAid' : 'none';
  reply.command(officer, relief, {
    type: 'RecordMutualCheckReply',
    checkId,
    found,
    content: found === 'none' ? '未在我县享受救助' : '在我县享受低保,本月已停发',
  });
  if (found === 'none') return;
  reply.later(90);
  reply.command(officer, relief, {
    type: 'VerifyDuplicateAid',
    alertId: checkId,
    confirmed: false,
    findings: '经核实户籍地已停发,不重复享受',
  });
};

const requestFor = ({ scheme, members, household, perCapitaFen, emergency, ending, reason }: Application): object => {
  const personId = ref(members[0] ?? '');
  const living = {
    members: members.map((member, index) => ({
      personId: ref(member),
      relation: index === 0 ? 'applicant' : index === 1 ? 'spouse' : 'child',
      incomes:
        index === 0 && perCapitaFen > 0
          ? [{ kind: 'transfer', amountFen: perCapitaFen * members.length, months: 1 }]
          : [],
      groups: (household[index]?.age ?? 0) > 70 ? ['elderly70'] : [],
      ableToWork: false,
    })),
    expenses: scheme === 'rigidExpenditure' ? [{ kind: 'medical', amountFen: 9_000_000, months: 12 }] : [],
    assetsWithinRule: true,
    incomeMonth: '2026-01',
  };
  switch (scheme) {
    case 'dibao':
    case 'nearThreshold':
    case 'rigidExpenditure':
      return { scheme, household: living };
    case 'destituteSupport':
      return {
        scheme,
        personId,
        selfCare: {
          eating: true,
          dressing: reason > 0,
          bed: reason > 0,
          toilet: true,
          indoorWalking: reason > 1,
          bathing: reason > 1,
        },
        unableToWork: true,
        withoutIncome: ending !== 'refused',
        withoutSupporter: true,
        form: reason > 1 ? 'institution' : 'dispersed',
      };
    case 'temporaryRelief':
      return {
        scheme,
        kind: emergency ? 'emergency' : 'expenditure',
        persons: members.length,
        perCapitaIncomeFen: perCapitaFen,
        necessarySpendingFen: 1_500_000,
        alreadyPaidFen: emergency ? 100_000 : 0,
      };
    case 'disabilityAllowance':
      return {
        scheme,
        personId,
        disability: { kind: 'physical', level: ending === 'refused' ? 4 : 1 },
        lowIncome: true,
        otherCareBenefit: false,
      };
    case 'childBenefit':
      return {
        scheme,
        personId,
        parents: ending === 'refused' ? ['dead', 'ableToCare'] : reason > 1 ? ['dead', 'dead'] : ['dead', 'missing'],
        form: 'dispersed',
      };
    default:
      return scheme satisfies never;
  }
};

const publishAndDecide = (script: Script, dice: Dice, relief: SeedCase, made: Application, desk: Desk): void => {
  const { officer, rules } = desk;
  const { ending, scheme, reviewClass } = made;
  const opinion = (why: string): void =>
    script.command(officer, relief, { type: 'GiveReviewOpinion', opinion: 'grant', reasons: why });
  const post = (): string => {
    const noticeId = dice.uuid();
    script.command(officer, relief, { type: 'PostPublicNotice', noticeId });
    return noticeId;
  };
  script.wait(dice.whole(1, 3));
  opinion('经调查核对,符合条件');
  if (scheme === 'temporaryRelief' || scheme === 'childBenefit')
    script.command(officer, relief, { type: 'SubmitFile' });
  else {
    let noticeId = post();
    if (ending === 'objection') {
      const objectionId = dice.uuid();
      script.wait(3);
      script.command(officer, relief, {
        type: 'RaiseObjection',
        objectionId,
        raisedBy: '匿名邻居',
        content: '反映其有其他收入',
      });
      script.wait(2);
      script.command(officer, relief, {
        type: 'RecordReinvestigation',
        objectionId,
        findings: '重新调查,未发现其他收入',
      });
      script.command(officer, relief, { type: 'AnswerObjection', objectionId, upheld: false, answer: '经调查不属实' });
      opinion('异议不成立,符合条件');
      noticeId = post();
    }
    const notice = governingRuleSet(rules, scheme, script.day)?.relief.publicNotice;
    script.waitOutNotice((ending === 'objection' ? notice?.renoticeDays : notice?.days) ?? 7);
    script.command(officer, relief, { type: 'EndPublicNotice', noticeId });
  }
  script.wait(made.late ? 18 : 2);
  script.command(bureau.leader, relief, {
    type: 'ConfirmGrant',
    ...(scheme === 'dibao' ? { reviewClass } : {}),
    ...(scheme === 'disabilityAllowance' ? { certificateExpiresOn: addDays(script.day, 900) } : {}),
  });
  const delivery = script.fork();
  delivery.wait(1);
  delivery.command(officer, relief, {
    type: 'DeliverDecision',
    deliveredOn: delivery.day,
    channel: 'inPerson',
    remedyText: true,
  });
};

const afterGrant = (script: Script, dice: Dice, relief: SeedCase, made: Application, desk: Desk): void => {
  const { officer, town, rules } = desk;
  const { ending, scheme, members } = made;
  if (scheme === 'temporaryRelief') {
    script.waitUntil(afterPayment(rules.calendar, script.day));
    script.wait(dice.whole(1, 8));
    script.command(town.leader, relief, { type: 'CloseCase', reasons: '救助金已发放' });
    return;
  }
  const grantedOn = script.day;
  const granted = script.fork();
  script.waitDays(dice.whole(25, 150));
  script.wait(1);
  switch (ending) {
    case 'phaseOut':
      reviewUntil(granted, relief, made, officer, script.day);
      phaseOut(script, relief, officer);
      return;
    case 'fraud':
      reviewUntil(granted, relief, made, officer, script.day);
      // Two months have been paid by then, even if a payment came back.
      script.waitUntil(addMonths(grantedOn, 3));
      recover(script, dice, relief, officer, monthOf(grantedOn));
      return;
    case 'death':
      reviewUntil(granted, relief, made, officer, script.day);
      script.die(officer, members[0] ?? '');
      script.command(officer, relief, {
        type: 'RecordDeath',
        personId: ref(members[0] ?? ''),
        diedOn: script.day,
        source: '村(居)报告',
      });
      if (members.length > 1) reviewUntil(script, relief, made, officer);
      return;
    case 'suspended':
      reviewUntil(granted, relief, made, officer, script.day);
      script.command(town.leader, relief, {
        type: 'SuspendBenefit',
        fromMonth: addToMonth(monthOf(script.day), 1),
        reasons: '无法联系本人',
      });
      script.wait(dice.whole(8, 20));
      script.command(town.leader, relief, {
        type: 'ResumeBenefit',
        fromMonth: addToMonth(monthOf(script.day), 1),
        reasons: '已联系上,外出就医',
      });
      reviewUntil(script, relief, made, officer);
      return;
    case 'granted':
    case 'objection':
    case 'stalled':
      reviewUntil(granted, relief, made, officer);
      return;
    case 'declined':
    case 'refused':
    case 'withdrawn':
      return;
    default:
      ending satisfies never;
  }
};

/** The periodic reviews of a dibao household, each before it is due, until a day or until today. */
const reviewUntil = (
  script: Script,
  relief: SeedCase,
  { scheme, reviewClass }: Application,
  officer: string,
  until?: string,
): void => {
  if (scheme !== 'dibao') return;
  for (;;) {
    script.waitUntil(addDays(script.day, reviewEvery[reviewClass]));
    if (script.isOver || (until !== undefined && script.day >= until)) return;
    script.command(officer, relief, {
      type: 'RecordPeriodicReview',
      reviewedOn: script.day,
      finding: 'unchanged',
      reviewClass,
      findings: '家庭情况无变化',
    });
  }
};

const phaseOut = (script: Script, relief: SeedCase, officer: string): void => {
  const review = (): void =>
    script.command(officer, relief, {
      type: 'RecordPeriodicReview',
      reviewedOn: script.day,
      finding: 'phaseOut',
      reviewClass: 'stable',
      findings: '家庭收入增加',
    });
  review();
  script.command(bureau.leader, relief, {
    type: 'StartPhaseOut',
    perCapitaIncomeFen: 88_000,
    foundOn: script.day,
    reasons: '人均收入为标准的1.2倍',
  });
  const lastMonth = addToMonth(monthOf(script.day), 6);
  script.waitUntil(addDays(script.day, reviewEvery.stable));
  review();
  script.waitUntil(addDays(lastDayOf(lastMonth), 3));
  script.command(bureau.leader, relief, {
    type: 'TerminateBenefit',
    ground: 'phaseOutEnded',
    lastMonth,
    reasons: '渐退期满,收入仍高于标准',
  });
};

const recover = (script: Script, dice: Dice, relief: SeedCase, officer: string, grantedIn: string): void => {
  const [matchId, recoveryId] = [dice.uuid(), dice.uuid()];
  script.command(officer, relief, {
    type: 'ReportDataMatch',
    matchId,
    source: '不动产登记',
    content: '名下有未申报房产',
  });
  script.wait(3);
  script.command(officer, relief, {
    type: 'VerifyDataMatch',
    matchId,
    confirmed: true,
    evidence: [],
    findings: '核实属实',
  });
  script.command(bureau.leader, relief, {
    type: 'TerminateBenefit',
    ground: 'fraud',
    lastMonth: monthOf(script.day),
    reasons: '隐瞒房产',
  });
  script.wait(5);
  const firstMonth = addToMonth(monthOf(script.day), 1);
  script.command(bureau.leader, relief, {
    type: 'OrderRecovery',
    recoveryId,
    fromMonth: grantedIn,
    dueMonthlyFen: 0,
    instalments: 6,
    firstMonth,
    reasons: '隐瞒房产期间领取的低保金应予退回',
  });
  script.waitUntil(addDays(firstDayOf(firstMonth), 9));
  script.command(officer, relief, { type: 'RecordRepayment', recoveryId, amountFen: 5_000, paidOn: script.day });
};
