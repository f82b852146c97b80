import { addDays, addMonths } from '#rules';
import { type Town, bureau, policeOf } from './district.js';
import type { SeedPerson } from './people.js';
import type { Dice } from './random.js';
import { type Script, type SeedCase, ref } from './script.js';

export interface Child {
  readonly name: string;
  readonly person: SeedPerson;
}

export interface Setting {
  readonly town: Town;
  readonly child: Child;
  readonly officer: string;
  readonly area: string;
}

export interface Reported {
  readonly matter: string;
  readonly reporterKind: string;
  readonly channel: string;
  readonly facts: string;
  readonly parent: string;
}

/** Who reported is sealed where a person and not an office did, and is told the outcome. */
export const isSealed = ({ reporterKind }: Reported): boolean =>
  ['school', 'hospital', 'relative', 'public'].includes(reporterKind);

export const tell = (
  script: Script,
  guardianship: SeedCase,
  officer: string,
  reported: Reported,
  reportId: string,
): void => {
  if (isSealed(reported))
    script.command(officer, guardianship, { type: 'TellReporter', reportId, channel: 'phone', on: script.day });
};

export const close = (script: Script, guardianship: SeedCase, by: string, reasons: string): void =>
  script.command(by, guardianship, { type: 'CloseCase', reasons });

export const assess = (
  script: Script,
  dice: Dice,
  guardianship: SeedCase,
  officer: string,
  grade: 'normal' | 'insufficient' | 'improper' | 'absent',
  advice: 'noAction' | 'assist' | 'intervene' | 'return',
  findings: string,
): void =>
  script.command(officer, guardianship, {
    type: 'RecordAssessment',
    assessmentId: dice.uuid(),
    assessedOn: script.day,
    team: [
      { name: '彭老师', organisation: '渝北区社会工作协会', title: 'mid' },
      { name: '唐律师', organisation: '区法律援助中心', title: 'senior' },
      { name: '冯社工', organisation: '渝北区未成年人救助保护中心', title: 'junior' },
    ],
    grade,
    advice,
    findings,
  });

export const hear = (
  script: Script,
  dice: Dice,
  guardianship: SeedCase,
  { officer, child }: Setting,
  view: string,
): void => {
  // Children are heard from eight years on; this one may turn eight while the case is open.
  if (child.person.age < 7) return;
  script.command(officer, guardianship, {
    type: 'RecordChildView',
    viewId: dice.uuid(),
    heardOn: script.day,
    heardBy: officer,
    view,
  });
};

/** 帮扶: a plan, services and a visit each month. */
export const support = (
  script: Script,
  dice: Dice,
  guardianship: SeedCase,
  { officer, town, area }: Setting,
  months: number,
): void => {
  const planId = dice.uuid();
  const visitor = town.childDirector?.area === area ? town.childDirector.user : officer;
  const offered = dice.pick([
    ['psychological', 'parenting'],
    ['schooling', 'dayCare'],
    ['relief', 'parenting'],
  ] as const);
  script.command(officer, guardianship, {
    type: 'MakeAssistancePlan',
    planId,
    services: [...offered],
    helper: visitor,
    goals: '恢复正常照料,按时到校',
  });
  script.wait(dice.whole(3, 8));
  script.command(officer, guardianship, {
    type: 'RecordService',
    planId,
    serviceId: dice.uuid(),
    service: offered[0],
    provider: dice.pick(['渝北区社会工作协会', '镇街社工站', '区心理卫生服务中心']),
    providedOn: script.day,
  });
  const missed = dice.chance(0.03) ? dice.whole(1, months) : 0;
  for (let month = 1; month <= months; month += 1) {
    script.waitDays(month === missed ? 38 : month === 1 ? dice.whole(10, 14) : dice.whole(18, 22));
    script.wait(1);
    script.command(visitor, guardianship, {
      type: 'RecordAssistanceVisit',
      planId,
      visitedOn: script.day,
      findings: '生活学习有改善',
    });
  }
  script.wait(dice.whole(2, 8));
  script.command(officer, guardianship, {
    type: 'EndAssistancePlan',
    planId,
    result: 'reached',
    reasons: '照料正常,风险消除',
  });
};

/** 会商: called, held the same day. Answers its id. */
export const confer = (
  script: Script,
  dice: Dice,
  guardianship: SeedCase,
  officer: string,
  topic: string,
  resolution: string,
): string => {
  const conferenceId = dice.uuid();
  script.command(officer, guardianship, {
    type: 'CallCaseConference',
    conferenceId,
    topic,
    members: [officer, bureau.leader],
    on: script.day,
  });
  script.later(240);
  script.command(officer, guardianship, {
    type: 'RecordCaseConference',
    conferenceId,
    opinions: [{ member: officer, opinion: resolution }],
    resolution,
  });
  return conferenceId;
};

export const handOver = (
  script: Script,
  dice: Dice,
  guardianship: SeedCase,
  { officer, town }: Setting,
  ground: string,
  by: 'police' | 'committee',
): void =>
  script.command(officer, guardianship, {
    type: 'RecordHandover',
    handoverId: dice.uuid(),
    ground,
    handedOverBy: by,
    unit: by === 'police' ? policeOf(town) : (town.areas[0]?.name ?? town.name),
    handedOverByName: by === 'police' ? '陈警官' : '社区书记',
    document: `渝北交接〔${script.day.slice(0, 4)}〕${dice.whole(1, 99)}号`,
    injuries: ground === 'seriousHarm' ? '左前臂淤青,体温正常' : '未见伤情',
    receivedBy: officer,
    placement: 'childCentre',
  });

export const decide = (script: Script, dice: Dice, guardianship: SeedCase, ground: string, reasons: string): void => {
  script.wait(dice.chance(0.03) ? 3 : 1);
  script.command(bureau.leader, guardianship, { type: 'DecideTemporaryGuardianship', ground, reasons });
};

/** The child goes home, and is visited after one, three and six months. */
export const giveBack = (
  script: Script,
  dice: Dice,
  guardianship: SeedCase,
  { officer }: Setting,
  receiver: string,
): void => {
  script.command(
    bureau.leader,
    guardianship,
    { type: 'ReturnChild', to: 'parents', receiver, reasons: '监护条件恢复' },
    'return',
  );
  followUps(script, dice, guardianship, officer);
};

const followUps = (script: Script, dice: Dice, guardianship: SeedCase, officer: string): void => {
  const from = script.day;
  for (const [index, months] of [1, 3, 6].entries()) {
    script.waitUntil(addDays(addMonths(from, months), dice.chance(0.03) ? 4 : -dice.whole(4, 9)));
    script.command(officer, guardianship, {
      type: 'RecordFollowUp',
      followUpId: `follow-up-${ref('return')}-${index + 1}`,
      visitedOn: script.day,
      finding: 'well',
      findings: '生活正常,按时到校',
    });
  }
  script.wait(1);
  close(script, guardianship, bureau.leader, '回访期满,情况正常');
};
