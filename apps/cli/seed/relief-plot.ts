import type { RuleBook, ReliefScheme } from '#rules';
import type { Post, Town } from './district.js';
import { type Cast, type SeedPerson, regions, surnameOf } from './people.js';
import type { Dice } from './random.js';
import { type Command, type Script, ref } from './script.js';

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

export const counterparts: Readonly<Record<string, string>> = {
  [regions['511623']]: '邻水县鼎屏镇人民政府',
  [regions['511681']]: '华蓥市双河街道办事处',
};

type ReviewClass = 'severeStable' | 'stable' | 'unstable' | 'ableBodiedUrban' | 'ableBodiedRural';

/** A little less than the months after which a review of the class is due. */
export const reviewEvery: Readonly<Record<ReviewClass, number>> = {
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

export const meansTested = ({ scheme }: Application): boolean =>
  scheme !== 'disabilityAllowance' && scheme !== 'childBenefit';

export const requestFor = ({
  scheme,
  members,
  household,
  perCapitaFen,
  emergency,
  ending,
  reason,
}: Application): object => {
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
