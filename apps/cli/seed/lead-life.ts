import { type Town, bureau, centre, station, streetPoints } from './district.js';
import type { Cast, SeedPerson } from './people.js';
import type { Dice } from './random.js';
import { type Script, type SeedCase, ref } from './script.js';

export const leadEndings = ['dismissed', 'referred', 'referralDeclined', 'converted'] as const;
export type LeadEnding = (typeof leadEndings)[number];

const endingWeights = { dismissed: 70, referred: 25, referralDeclined: 5 } as const;

export const drawLeadEnding = (dice: Dice): LeadEnding => dice.weighted(endingWeights);

/** Where a lead is settled, and whom it is about. */
export type Target = 'town' | 'station' | 'centre';

export interface LeadPlot {
  readonly town: Town;
  readonly target: Target;
  readonly ending: LeadEnding;
  readonly person?: { readonly name: string; readonly person: SeedPerson };
  /** Opens the case that the lead becomes; called at the moment it does. */
  readonly convert?: (officer: string) => void;
}

const channels = {
  hotline: 34,
  patrol: 20,
  dataMatch: 18,
  committeeVisit: 16,
  platform: 7,
  petition: 3,
  crossRegion: 2,
} as const;
type Channel = keyof typeof channels | 'mandatoryReport';

const contents: Readonly<Record<Target, readonly string[]>> = {
  town: [
    '独居老人无人照料,生活困难',
    '家中主要劳动力车祸住院,医药费无着落',
    '外来务工人员失业,一家三口租房断炊',
    '残疾人家庭低保被误停,请核实',
    '低收入家庭大额医疗支出预警',
    '邻居反映一户人家冬天没有取暖',
  ],
  station: ['有人连续几晚露宿', '桥下有一名男子衣着单薄', '车站有老人走失,说不清家在哪里'],
  centre: ['孩子长期独自在家,无人照料', '学校反映学生身上有伤', '父母失联,孩子跟邻居生活'],
};

const indicators = [
  { indicator: 'hospitalSpending', weight: 30, threshold: 50_000 },
  { indicator: 'disabilityNew', weight: 20, threshold: 1 },
  { indicator: 'unemployment', weight: 25, threshold: 6 },
  { indicator: 'schoolAbsence', weight: 40, threshold: 10 },
] as const;

const bodies = ['渝北区人力社保局', '渝北区医保局', '渝北区住房城乡建委', '渝北区总工会', '渝北区残联'] as const;

interface Handlers {
  /** Who takes the lead in, at which office. */
  readonly finder: string;
  readonly at: { readonly office: string; readonly area?: string };
  readonly officer: string;
  readonly office: string;
}

const handlersOf = (dice: Dice, { town, target }: LeadPlot, channel: Channel): Handlers => {
  const settled =
    target === 'town'
      ? { officer: dice.pick(town.officers), office: town.office }
      : target === 'station'
        ? { officer: dice.pick(station.officers), office: station.office }
        : { officer: dice.pick(centre.officers), office: centre.office };
  const onSpot = channel === 'patrol' || channel === 'committeeVisit';
  if (!onSpot) return { ...settled, finder: dice.pick(bureau.officers), at: { office: 'bureau' } };
  if (target === 'town' && town.village !== undefined && dice.chance(0.6))
    return { ...settled, finder: town.village.user, at: { office: town.office, area: town.village.area } };
  return { ...settled, finder: settled.officer, at: { office: settled.office } };
};

const channelOf = (dice: Dice, { target, person, ending }: LeadPlot): Channel => {
  if (target === 'centre') return dice.pick(['hotline', 'mandatoryReport', 'platform'] as const);
  const channel = dice.weighted(channels);
  const isMatch = channel === 'dataMatch' || channel === 'crossRegion' || channel === 'petition';
  // An alert is about somebody, and one that came back would have to be verified again.
  return isMatch && (person === undefined || ending === 'referralDeclined') ? 'hotline' : channel;
};

const sourceOf = (dice: Dice, cast: Cast, channel: Channel, ticket: string): object => {
  switch (channel) {
    case 'hotline':
      return { ticket, informant: { name: cast.name(), phone: cast.phone() } };
    case 'dataMatch':
      return { alert: { ...dice.pick(indicators), indicatorVersion: 1 } };
    case 'crossRegion':
      return { region: dice.pick(['四川省广安市邻水县', '四川省广安市华蓥市']) };
    case 'mandatoryReport':
      return { informant: { name: cast.name(), phone: cast.phone(), unit: '龙溪小学' } };
    case 'petition':
      return { informant: { name: cast.name(), phone: cast.phone() } };
    case 'committeeVisit':
    case 'patrol':
    case 'platform':
      return {};
    default:
      return channel satisfies never;
  }
};

/** A lead of proactive identification (主动发现), from the first word to what became of it. */
export const leadLife = (
  script: Script,
  dice: Dice,
  cast: Cast,
  lead: SeedCase,
  plot: LeadPlot,
  story: number,
): void => {
  const { town, target, ending, person } = plot;
  const channel = channelOf(dice, plot);
  const { finder, at, officer, office } = handlersOf(dice, plot, channel);
  const isUrgent = channel === 'mandatoryReport' || (target === 'station' && dice.chance(0.3));
  const isSeenLate = dice.chance(0.03);
  const isToldLate = dice.chance(0.02);
  script.waitDays(0, target === 'station' ? dice.whole(17, 20) : dice.whole(9, 15));
  if (person !== undefined) script.register(bureau.officers[0], person.name, person.person);
  const ticket = `12345-${script.day.replaceAll('-', '')}-${story}`;
  const source = sourceOf(dice, cast, channel, ticket);
  script.open(finder, lead, {
    type: 'ReceiveLead',
    channel,
    ...at,
    place: target === 'station' ? dice.pick(streetPoints) : `${town.name}${dice.pick(town.areas).name}`,
    content: dice.pick(contents[target]),
    ...(person === undefined ? {} : { person: { personId: ref(person.name), name: person.person.name } }),
    ...(target === 'centre' ? { aboutChild: true } : {}),
    ...(isUrgent && target === 'station' ? { urgency: dice.pick(['danger', 'cold']) } : {}),
    ...source,
  });
  const sorter = at.office === 'bureau' ? finder : officer;
  script.later(isUrgent ? 5 : dice.whole(10, 90));
  script.command(sorter, lead, {
    type: 'TriageLead',
    matter: ending === 'dismissed' && dice.chance(0.15) ? 'personalMatter' : 'governmentMatter',
  });
  script.command(sorter, lead, {
    type: 'DispatchLead',
    office,
    instruction: isUrgent ? '请立即到场' : '请核实办理',
  });
  if (isUrgent) script.later(dice.whole(15, 70));
  else if (isSeenLate) script.wait(2);
  else script.later(dice.whole(60, 240));
  script.command(officer, lead, {
    type: 'RespondOnScene',
    officers: [officer],
    outcome: ending === 'dismissed' ? dice.pick(['noNeed', 'helped', 'notFound']) : 'helped',
    findings: ending === 'dismissed' ? '到场核实,已有亲属照料' : '到场核实,情况属实',
  });
  if (channel === 'dataMatch')
    script.command(officer, lead, {
      type: 'VerifyAlert',
      confirmed: ending !== 'dismissed',
      method: 'homeVisit',
      verifiedOn: script.day,
      findings: ending === 'dismissed' ? '医药费已由医保报销' : '预警属实',
    });
  const isWaitedFor = 'informant' in source || channel === 'hotline';
  conclude(script, dice, lead, plot, { officer, office }, (from) => {
    if (!isWaitedFor) return;
    const answer = from.fork();
    answer.wait(isToldLate ? 7 : dice.whole(1, 2));
    answer.command(officer, lead, {
      type: 'TellInformant',
      toldOn: answer.day,
      by: channel === 'hotline' ? 'ticket' : 'phone',
      answer: ending === 'converted' ? '已按程序办理救助' : '已核实并妥善处理',
    });
  });
};

/** Tells whoever waits for an answer, within days of what is settled. */
type Tell = (from: Script) => void;

const conclude = (
  script: Script,
  dice: Dice,
  lead: SeedCase,
  { target, ending, convert }: LeadPlot,
  { officer, office }: Pick<Handlers, 'officer' | 'office'>,
  tell: Tell,
): void => {
  switch (ending) {
    case 'converted':
      if (target === 'town') script.wait(dice.whole(1, 2));
      convert?.(officer);
      script.later(30);
      script.command(officer, lead, { type: 'ConvertLead', remark: '已登记为案件' });
      tell(script);
      return;
    case 'dismissed':
      script.wait(dice.whole(1, 2));
      script.command(officer, lead, {
        type: 'DismissLead',
        ground: dice.pick(['unfounded', 'settledOnScene', 'helpDeclined']),
        reasons: '核实后无须进一步救助',
      });
      tell(script);
      return;
    case 'referred':
    case 'referralDeclined':
      refer(script, dice, lead, { officer, office }, ending === 'referred', tell);
      return;
    default:
      ending satisfies never;
  }
};

/** 转办: another body takes the matter, or gives it back and the lead is settled here. */
const refer = (
  script: Script,
  dice: Dice,
  lead: SeedCase,
  { officer, office }: Pick<Handlers, 'officer' | 'office'>,
  isTaken: boolean,
  tell: Tell,
): void => {
  const referralId = dice.uuid();
  script.wait(dice.whole(1, 2));
  script.command(officer, lead, {
    type: 'ReferLead',
    referralId,
    to: dice.pick(bodies),
    reason: '属该部门职责',
  });
  tell(script);
  const reply = script.fork();
  reply.wait(dice.chance(0.05) ? 13 : dice.whole(3, 8));
  reply.command(officer, lead, {
    type: 'RecordReferralReply',
    referralId,
    taken: isTaken,
    repliedOn: reply.day,
    reply: isTaken ? '已受理,正在办理' : '不属本单位职责范围',
  });
  if (isTaken) {
    reply.wait(dice.whole(5, 20));
    reply.command(officer, lead, {
      type: 'RecordReferralResult',
      referralId,
      settledOn: reply.day,
      result: '已办结,当事人表示满意',
    });
    return;
  }
  reply.wait(1);
  reply.command(officer, lead, { type: 'DispatchLead', office, instruction: '转介未接收,请再次上门' });
  reply.later(dice.whole(60, 240));
  reply.command(officer, lead, {
    type: 'RespondOnScene',
    officers: [officer],
    outcome: 'helped',
    findings: '再次上门,链接慈善资源解决',
  });
  reply.wait(1);
  reply.command(officer, lead, {
    type: 'DismissLead',
    ground: 'settledOnScene',
    reasons: '由镇街社工站链接慈善资源解决',
  });
  tell(reply);
};
