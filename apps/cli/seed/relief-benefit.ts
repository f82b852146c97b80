import { addDays, addMonths, addToMonth, firstDayOf, lastDayOf, monthOf } from '#rules';
import { afterPayment, bureau } from './district.js';
import type { Dice } from './random.js';
import { type Script, type SeedCase, ref } from './script.js';

import { type Application, type Desk, reviewEvery } from './relief-plot.js';

export const afterGrant = (script: Script, dice: Dice, relief: SeedCase, made: Application, desk: Desk): void => {
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
