import { addDays, governingRuleSet } from '#rules';
import { type Post, bureau } from './district.js';
import type { Cast } from './people.js';
import type { Dice } from './random.js';
import { type LinkKind, type Script, type SeedCase, ref } from './script.js';

import {
  type Application,
  type Desk,
  counterparts,
  lodging,
  meansTested,
  registerHousehold,
  requestFor,
} from './relief-plot.js';
import { afterGrant } from './relief-benefit.js';

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
