import { addDays, addMonths, monthOf } from '#rules';
import { type Town, bureau, centre, court, policeOf } from './district.js';
import { type Cast, type SeedPerson, surnameOf } from './people.js';
import type { Dice } from './random.js';
import { type LinkKind, type Script, type SeedCase, ref } from './script.js';

import {
  type Reported,
  type Setting,
  assess,
  close,
  confer,
  decide,
  giveBack,
  handOver,
  hear,
  isSealed,
  support,
  tell,
} from './guardianship-steps.js';

export const guardianshipEndings = [
  'unfounded',
  'assisted',
  'concern',
  'removed',
  'suddenEvent',
  'revoked',
  'protected',
] as const;

export type GuardianshipEnding = (typeof guardianshipEndings)[number];

const endingWeights: Readonly<Record<GuardianshipEnding, number>> = {
  unfounded: 18,
  assisted: 32,
  concern: 20,
  removed: 14,
  suddenEvent: 6,
  revoked: 4,
  protected: 6,
};

export const drawGuardianshipEnding = (dice: Dice): GuardianshipEnding => dice.weighted(endingWeights);

export interface GuardianshipPlot {
  readonly town: Town;
  readonly ending: GuardianshipEnding;
  /** A child the story knows already; otherwise one is registered. */
  readonly child?: { readonly name: string; readonly person: SeedPerson };
  readonly opener?: string;
  readonly reporterKind?: string;
  readonly matter?: string;
  readonly linkedTo?: { readonly to: SeedCase; readonly kind: LinkKind };
}

const matterOf: Readonly<Record<GuardianshipEnding, readonly (readonly [matter: string, facts: string])[]>> = {
  unfounded: [
    ['neglect', '邻居反映夜间有孩子哭声'],
    ['psychologicalAbuse', '来电反映家长训斥孩子声音很大'],
  ],
  assisted: [
    ['neglect', '孩子放学后长期无人照看,多次未吃晚饭'],
    ['guardianIncapable', '祖母年老多病,难以照料孩子'],
    ['guardianMissing', '父亲失联,母亲在外务工,由叔叔代管'],
  ],
  concern: [
    ['neglect', '留守儿童连续三周未到校'],
    ['guardianIncapable', '父亲重病住院,孩子由邻居轮流照看'],
  ],
  removed: [
    ['physicalAbuse', '校医发现手臂和后背有伤'],
    ['physicalAbuse', '派出所出警发现孩子被打伤'],
  ],
  suddenEvent: [['suddenEvent', '家中起火,母亲烧伤住院,孩子无人照料']],
  revoked: [['refusalOfDuty', '父母离异后均拒绝抚养,孩子寄住社区']],
  protected: [['physicalAbuse', '父亲酒后殴打母子']],
};

const schools = ['龙溪小学', '空港新城小学', '渝北中学', '统景中心校', '回兴小学', '木耳中心校'] as const;

const reporters = ['school', 'committee', 'hospital', 'relative', 'public', 'police'] as const;

const kin = ['姑姑', '外婆', '舅舅', '伯父'] as const;

/** A child at risk: from the first word of it to the last follow-up visit, or to today. */
export const guardianshipLife = (
  script: Script,
  dice: Dice,
  cast: Cast,
  guardianship: SeedCase,
  plot: GuardianshipPlot,
): void => {
  const { town, ending } = plot;
  const officer = dice.pick(centre.officers);
  const child = plot.child ?? { name: 'child', person: cast.person({ age: dice.whole(3, 15), rural: town.rural }) };
  if (plot.child === undefined) script.register(officer, child.name, child.person);
  const director = ending === 'concern' ? town.childDirector : undefined;
  const setting: Setting = { town, child, officer, area: director?.area ?? dice.pick(town.areas).office };
  const [matter, facts] = dice.pick(matterOf[ending]);
  const reported: Reported = {
    matter: plot.matter ?? matter,
    reporterKind: plot.reporterKind ?? dice.pick(reporters),
    channel: plot.linkedTo === undefined ? dice.pick(['phone', 'inPerson', 'hotline']) : 'referral',
    facts,
    parent: `${surnameOf(child.person)}${dice.pick(['大', '国', '建', '强', '明'])}`,
  };
  if (ending === 'concern') {
    watch(script, dice, guardianship, setting, reported, director?.user ?? officer);
    return;
  }
  const reportId = dice.uuid();
  const isNight = ending === 'removed' || ending === 'protected' || dice.chance(0.2);
  if (plot.linkedTo === undefined) {
    script.waitDays(0, isNight ? dice.whole(19, 23) : dice.whole(9, 16));
    script.later(dice.whole(1, 50));
  }
  receive(script, dice, cast, guardianship, setting, reported, reportId, plot);
  if (ending !== 'removed' && ending !== 'suddenEvent') screen(script, dice, guardianship, officer, reportId, ending);
  switch (ending) {
    case 'unfounded':
      script.wait(dice.whole(1, 3));
      tell(script, guardianship, officer, reported, reportId);
      close(script, guardianship, officer, '经核实不属实');
      return;
    case 'assisted':
      script.wait(dice.whole(1, 3));
      tell(script, guardianship, officer, reported, reportId);
      assist(script, dice, guardianship, setting);
      return;
    case 'removed':
      remove(script, dice, cast, guardianship, setting, reported, reportId);
      return;
    case 'suddenEvent':
      careFor(script, dice, cast, guardianship, setting, reported, reportId);
      return;
    case 'revoked':
      revoke(script, dice, guardianship, setting, reported, reportId);
      return;
    case 'protected':
      protect(script, dice, guardianship, setting, reported, reportId);
      return;
    default:
      ending satisfies never;
  }
};

const policeMatters = ['physicalAbuse', 'psychologicalAbuse', 'abandonment', 'trafficking'];

const receive = (
  script: Script,
  dice: Dice,
  cast: Cast,
  guardianship: SeedCase,
  { child, officer, area, town }: Setting,
  reported: Reported,
  reportId: string,
  { linkedTo, opener = officer }: GuardianshipPlot,
): void => {
  const { matter, reporterKind, channel, facts, parent } = reported;
  script.open(
    opener,
    guardianship,
    {
      type: 'ReceiveReport',
      office: centre.office,
      area,
      child: { personId: ref(child.name), name: child.person.name, school: dice.pick(schools) },
      reportId,
      reporterKind,
      channel,
      matters: [matter],
      facts,
      ...(matter === 'physicalAbuse' ? { injuries: dice.pick(['左前臂淤青', '后背多处擦伤', '面部红肿']) } : {}),
      ...(matter === 'physicalAbuse' ? { suspect: { name: parent, relation: '父亲' } } : {}),
      ...(isSealed(reported) ? { reporter: { name: cast.name(), phone: cast.phone() } } : {}),
    },
    linkedTo,
  );
  if (policeMatters.includes(matter) && reporterKind !== 'police')
    script.command(officer, guardianship, {
      type: 'NotifyPolice',
      unit: policeOf(town),
      receipt: `接警${dice.whole(1000, 9999)}`,
    });
};

const screen = (
  script: Script,
  dice: Dice,
  guardianship: SeedCase,
  officer: string,
  reportId: string,
  ending: GuardianshipEnding,
): void => {
  script.later(dice.whole(30, 400));
  script.command(officer, guardianship, {
    type: 'ScreenReport',
    reportId,
    result: ending === 'unfounded' ? 'unfounded' : ending === 'assisted' ? dice.pick(['low', 'high']) : 'high',
    reasons: ending === 'unfounded' ? '入户查看,孩子照料正常' : '存在监护风险,需评估',
  });
};

const assist = (script: Script, dice: Dice, guardianship: SeedCase, setting: Setting): void => {
  const { officer } = setting;
  script.wait(dice.chance(0.03) ? 16 : dice.whole(3, 8));
  assess(script, dice, guardianship, officer, 'insufficient', 'assist', '监护能力不足,建议帮扶');
  if (dice.chance(0.3)) confer(script, dice, guardianship, officer, '困境儿童帮扶会商', '由镇街、学校、社工共同帮扶');
  script.wait(dice.whole(1, 3));
  support(script, dice, guardianship, setting, dice.whole(2, 5));
  script.later(30);
  close(script, guardianship, officer, '帮扶目标已达到');
};

/** 监测预防: a concern found by data or on a visit, looked into within days. */
const watch = (
  script: Script,
  dice: Dice,
  guardianship: SeedCase,
  setting: Setting,
  { matter, facts }: Reported,
  by: string,
): void => {
  const { child, area, officer } = setting;
  const concernId = dice.uuid();
  script.open(by, guardianship, {
    type: 'RegisterConcern',
    office: centre.office,
    area,
    child: { personId: ref(child.name), name: child.person.name },
    concernId,
    source: dice.pick(['dataMatch', 'visit', 'school']),
    matters: [matter],
    facts,
  });
  script.wait(dice.chance(0.03) ? 5 : dice.whole(1, 2));
  const isRisk = dice.chance(0.55);
  script.command(by, guardianship, {
    type: 'VerifyConcern',
    concernId,
    result: isRisk ? 'risk' : 'noRisk',
    findings: isRisk ? '照料不足,需要帮扶' : '已由亲属照料,情况正常',
  });
  if (isRisk) assist(script, dice, guardianship, setting);
  else {
    script.wait(1);
    close(script, guardianship, officer, '未发现监护风险');
  }
};

/** 带离: the police take the child out at night; the bureau cares for it until the family can again. */
const remove = (
  script: Script,
  dice: Dice,
  cast: Cast,
  guardianship: SeedCase,
  setting: Setting,
  reported: Reported,
  reportId: string,
): void => {
  const { officer, town, child } = setting;
  script.later(10);
  script.command(officer, guardianship, { type: 'ScreenReport', reportId, result: 'emergency', reasons: '伤情明显' });
  script.later(dice.whole(20, 60));
  script.command(officer, guardianship, {
    type: 'RecordRemoval',
    removalId: dice.uuid(),
    reason: 'seriousInjury',
    unit: policeOf(town),
    policeOfficer: '陈警官',
    place: child.person.address,
  });
  script.later(dice.whole(20, 60));
  handOver(script, dice, guardianship, setting, 'seriousHarm', 'police');
  decide(script, dice, guardianship, 'seriousHarm', '监护人侵害,须紧急安置');
  tell(script, guardianship, officer, reported, reportId);
  script.command(officer, guardianship, {
    type: 'RecordWarningLetter',
    warningId: dice.uuid(),
    unit: policeOf(town),
    document: `告诫〔${script.day.slice(0, 4)}〕${dice.whole(1, 99)}号`,
    warned: reported.parent,
    about: 'physicalAbuse',
    sentTo: ['guardian', 'committee'],
    content: '立即停止殴打,接受家庭教育指导',
  });
  const placementId = dice.uuid();
  script.wait(dice.whole(1, 3));
  script.command(officer, guardianship, {
    type: 'PlaceChild',
    placementId,
    kind: 'relative',
    carer: cast.name(surnameOf(child.person)),
    agreement: `委托照料${dice.whole(10, 99)}号`,
    reasons: `由${dice.pick(kin)}照料,孩子愿意`,
  });
  script.wait(dice.whole(4, 8));
  assess(script, dice, guardianship, officer, 'improper', 'intervene', '监护失当,需家庭教育指导后再评估');
  for (let month = 0; month < 2; month += 1) {
    script.waitDays(month === 0 ? dice.whole(8, 12) : dice.whole(16, 20));
    script.wait(1);
    script.command(officer, guardianship, {
      type: 'RecordPlacementVisit',
      placementId,
      visitedOn: script.day,
      findings: '亲属照料良好',
    });
  }
  script.wait(dice.whole(2, 6));
  assess(script, dice, guardianship, officer, 'normal', 'return', '已接受家庭教育指导,具备监护条件');
  hear(script, dice, guardianship, setting, '想回家,爸爸已经不打人了');
  script.wait(dice.whole(1, 3));
  giveBack(script, dice, guardianship, setting, reported.parent);
};

/** 突发事件: nobody is to blame, and nobody is there. */
const careFor = (
  script: Script,
  dice: Dice,
  cast: Cast,
  guardianship: SeedCase,
  setting: Setting,
  reported: Reported,
  reportId: string,
): void => {
  const { officer, child } = setting;
  script.later(10);
  script.command(officer, guardianship, { type: 'ScreenReport', reportId, result: 'emergency', reasons: '无人照料' });
  script.later(dice.whole(20, 80));
  handOver(script, dice, guardianship, setting, 'suddenEvent', 'committee');
  decide(script, dice, guardianship, 'suddenEvent', '突发事件致监护缺失');
  tell(script, guardianship, officer, reported, reportId);
  script.wait(dice.whole(4, 11));
  script.command(officer, guardianship, {
    type: 'ConfirmGuardianFit',
    checkedOn: script.day,
    findings: '母亲已出院,能够照料',
  });
  assess(script, dice, guardianship, officer, 'normal', 'return', '突发事件已平息,具备照料条件');
  hear(script, dice, guardianship, setting, '想回家和妈妈在一起');
  giveBack(script, dice, guardianship, setting, cast.name(surnameOf(child.person)));
};

/** 撤销监护人资格: both parents refuse their duty; the court gives the guardianship to the bureau. */
const revoke = (
  script: Script,
  dice: Dice,
  guardianship: SeedCase,
  setting: Setting,
  reported: Reported,
  reportId: string,
): void => {
  const { officer } = setting;
  script.later(60);
  handOver(script, dice, guardianship, setting, 'refusalOfDuty', 'committee');
  const since = script.day;
  decide(script, dice, guardianship, 'refusalOfDuty', '监护人拒不履行职责');
  tell(script, guardianship, officer, reported, reportId);
  script.wait(dice.whole(4, 9));
  assess(script, dice, guardianship, officer, 'absent', 'intervene', '监护缺失');
  script.waitUntil(addDays(addMonths(since, 6), 5));
  const conferenceId = confer(script, dice, guardianship, officer, '监护干预会商', '申请撤销监护人资格');
  script.command(officer, guardianship, {
    type: 'RecordRecommendation',
    conferenceId,
    recommendation: 'revoke',
    ground: 'refusalOfDuty',
    refusedSince: since,
    reasons: '拒不履行监护职责六个月以上',
  });
  const suitId = dice.uuid();
  script.waitUntil(addDays(script.day, 33));
  script.command(bureau.leader, guardianship, {
    type: 'FileRevocationSuit',
    suitId,
    court,
    document: `(${script.day.slice(0, 4)})渝0112民特${dice.whole(10, 99)}号`,
    reasons: '无人起诉,由民政部门申请',
  });
  script.waitDays(dice.whole(18, 26));
  script.wait(1);
  script.command(officer, guardianship, {
    type: 'RecordJudgment',
    suitId,
    outcome: 'revoked',
    guardian: { holder: 'bureau' },
    document: `(${monthOf(script.day).slice(0, 4)})渝0112民特判${dice.whole(10, 99)}号`,
  });
};

/** 人身安全保护令. */
const protect = (
  script: Script,
  dice: Dice,
  guardianship: SeedCase,
  setting: Setting,
  reported: Reported,
  reportId: string,
): void => {
  const { officer } = setting;
  const orderId = dice.uuid();
  script.wait(1);
  script.command(officer, guardianship, {
    type: 'ApplyForProtectionOrder',
    orderId,
    court,
    urgent: true,
    against: reported.parent,
    measures: ['noViolence', 'noContact'],
    reasons: '面临暴力威胁',
  });
  tell(script, guardianship, officer, reported, reportId);
  script.later(120);
  script.command(officer, guardianship, {
    type: 'RecordOrderAcceptance',
    orderId,
    document: `民保令受${dice.whole(10, 99)}号`,
  });
  script.later(dice.whole(60, 300));
  const endsOn = addMonths(script.day, 3);
  script.command(officer, guardianship, {
    type: 'RecordOrderRuling',
    orderId,
    granted: true,
    endsOn,
    document: `(${script.day.slice(0, 4)})渝0112民保令${dice.whole(10, 99)}号`,
  });
  script.wait(dice.whole(3, 7));
  assess(script, dice, guardianship, officer, 'insufficient', 'assist', '母亲能够照料,建议帮扶');
  script.wait(1);
  support(script, dice, guardianship, setting, 2);
  script.waitUntil(addDays(endsOn, -6));
  script.command(officer, guardianship, { type: 'EndProtectionOrder', orderId, why: 'lifted' });
  close(script, guardianship, officer, '威胁消除,母亲照料正常');
};
