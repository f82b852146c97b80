import { type Decision, type Desk, refuse } from '#kernel';
import {
  type BenefitCalculation,
  type RuleBook,
  addDays,
  ageOn,
  calculateBenefit,
  decidingLevel,
  endOfDay,
  firstPayMonthFor,
  governingRuleSet,
  instalments,
  isWorkingDay,
  jobDisregardFor,
  monthOf,
  monthsFrom,
  overpayment,
  phaseOutFor,
  pinned,
  rollToWorkingDay,
  type RuleSet,
  ruleSetName,
  ruleSetsOfCase,
  standardFor,
  validityFor,
} from '#rules';
import { clocks } from './clocks.js';
import type { Command, ReliefCommand } from './commands.js';
import type { ReliefEvent } from './events.js';
import type { ReliefRefusal } from './refusals.js';
import { schemes } from './schemes.js';
import {
  type Advance,
  type Payment,
  type Relief,
  amountFor,
  kindOf,
  livingMembers,
  openNotice,
  schemeOf,
} from './state.js';

type Outcome = Decision<ReliefEvent, ReliefRefusal>;
type ReliefDesk = Desk<RuleBook>;

/** The rule set that decides parameters: pinned at acceptance, before it the one in force today. */
const rulesFor = (relief: Relief, desk: ReliefDesk): RuleSet | undefined =>
  (relief.ruleSet === undefined ? undefined : pinned(desk.rules, relief.ruleSet)) ??
  governingRuleSet(desk.rules, schemeOf(relief), desk.today);

/** A household changes only by people of the registry; the applicant leaves by withdrawal or death. */
const reportChange = (command: Command<'ReportChange'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const { joined = [], left = [] } = command;
  if (joined.length + left.length > 0 && command.what !== 'members') return refuse('change-names-members');
  const now = livingMembers(relief).map(({ personId }) => personId);
  const coming = joined.map(({ personId }) => personId);
  for (const personId of coming) {
    const person = desk.facts.persons[personId];
    if (person?.registered !== true) return refuse('person-not-registered', { personId });
    if (person.deceasedOn !== undefined) return refuse('person-deceased', { personId, diedOn: person.deceasedOn });
    if (now.includes(personId)) return refuse('member-listed-twice', { personId });
  }
  if (new Set(coming).size !== coming.length) return refuse('member-listed-twice');
  if (left.some((personId) => personId === relief.lodged?.applicant.personId)) return refuse('applicant-cannot-leave');
  const stranger = left.find((personId) => !now.includes(personId));
  if (stranger !== undefined) return refuse('not-a-household-member', { personId: stranger });
  return [
    {
      type: 'ChangeReported',
      what: command.what,
      content: command.content,
      ...(joined.length === 0 ? {} : { joined }),
      ...(left.length === 0 ? {} : { left }),
    },
  ];
};

const lodge = (command: Command<'LodgeApplication'>, desk: ReliefDesk): Outcome => {
  const { type: _type, singlePerson, relatedToStaff, simplified, ...application } = command;
  const everyone = [command.applicant.personId, ...command.members.map((member) => member.personId)];
  for (const personId of everyone) {
    const person = desk.facts.persons[personId];
    if (person?.registered !== true) return refuse('person-not-registered', { personId });
    if (person.deceasedOn !== undefined) return refuse('person-deceased', { personId, diedOn: person.deceasedOn });
  }
  const others = command.members.map((member) => member.personId).filter((one) => one !== command.applicant.personId);
  if (new Set(others).size !== others.length) return refuse('member-listed-twice');
  if (command.scheme === 'temporaryRelief' && command.kind === undefined) return refuse('kind-missing');
  if (command.scheme !== 'temporaryRelief' && command.kind !== undefined) return refuse('kind-not-for-this-scheme');
  if (command.kind === 'emergency' && command.incident === undefined) return refuse('incident-missing');
  if (command.channel === 'onBehalf' && command.representative === undefined) return refuse('representative-missing');
  if (command.channel === 'committee' && desk.actor.role !== 'committeeOfficer')
    return refuse('committee-channel-is-for-committees');
  const bornOn = desk.facts.persons[command.applicant.personId]?.bornOn;
  return [
    {
      ...application,
      type: 'ApplicationLodged',
      channel: desk.actor.role === 'committeeOfficer' ? 'committee' : command.channel,
      applicantMinor: bornOn !== undefined && ageOn(bornOn, desk.today) < 18,
      singlePerson: singlePerson ?? false,
      relatedToStaff: relatedToStaff ?? false,
      simplified: simplified ?? false,
      lodgedOn: desk.today,
    },
  ];
};

const requestSupplement = (command: Command<'RequestSupplement'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const allowed = rulesFor(relief, desk)?.relief.supplementNotices ?? 1;
  return relief.supplements >= allowed
    ? refuse('supplement-already-requested', { notices: relief.supplements, allowed })
    : [{ type: 'SupplementRequested', items: command.items }];
};

const isEmergency = (relief: Relief): boolean => kindOf(relief) === 'emergency';

const accept = (relief: Relief, desk: ReliefDesk): Outcome => {
  const unsigned = livingMembers(relief).filter(({ personId }) => !relief.authorisedBy.includes(personId));
  if (schemes[schemeOf(relief)].meansTest && !isEmergency(relief) && relief.authorisedBy.length === 0)
    return refuse('authorisation-missing', { unsigned: unsigned.length });
  const ruleSet = governingRuleSet(desk.rules, schemeOf(relief), desk.today);
  if (ruleSet === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  return [
    {
      type: 'ApplicationAccepted',
      acceptedOn: desk.today,
      ruleSet: ruleSetName(ruleSet),
      ruleSets: [...ruleSetsOfCase(desk.rules, desk.today)],
    },
  ];
};

const distinct = (officers: readonly string[]): number => new Set(officers).size;

const recordHomeVisit = (command: Command<'RecordHomeVisit'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const needed = rulesFor(relief, desk)?.relief.homeVisitOfficers ?? 2;
  if (distinct(command.officers) < needed)
    return refuse('home-visit-needs-two-officers', { officers: distinct(command.officers), needed });
  if (command.visitedOn > desk.today) return refuse('occurred-in-future', { day: command.visitedOn });
  const related = command.officers.find((officer) => isRelated(relief, officer));
  if (related !== undefined) return refuse('officer-is-related', { officer: related });
  if (!livingMembers(relief).some(({ personId }) => personId === command.signedBy))
    return refuse('signature-of-a-household-member-needed');
  return [{ ...command, type: 'HomeVisitRecorded' }];
};

const isRelated = (relief: Relief, officer: string): boolean =>
  relief.staffRelations.some((relation) => relation.officer === officer);

const calculate = (command: Command<'CalculateBenefit'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const { request } = command;
  const scheme = schemeOf(relief);
  if (request.scheme !== scheme) return refuse('calculation-of-another-scheme', { scheme });
  const ruleSet = rulesFor(relief, desk);
  const standard = standardFor(desk.rules, scheme, desk.today, relief.lodged?.settlement);
  if (ruleSet === undefined || standard === undefined) return refuse('no-standard-in-force', { day: desk.today });
  if ('household' in request && relief.lodged?.singlePerson !== true) {
    const living = new Set(livingMembers(relief).map(({ personId }) => personId));
    const counted = new Set(request.household.members.map(({ personId }) => personId));
    if (living.size !== counted.size || [...living].some((personId) => !counted.has(personId)))
      return refuse('members-do-not-match', { household: living.size, calculated: counted.size });
  }
  const calculation = calculateBenefit({ ruleSet, standard, day: desk.today }, request);
  return [{ type: 'BenefitCalculated', request, calculation: storedCalculation(calculation) }];
};

/** Stored events are plain mutable data by their schema; the arithmetic answers read-only data. */
const storedCalculation = (calculation: BenefitCalculation): CalculatedEvent['calculation'] => ({
  ...calculation,
  lines: calculation.lines.map((line) => ({ ...line, note: { ...line.note } })),
});
type CalculatedEvent = Extract<ReliefEvent, { type: 'BenefitCalculated' }>;

const openObjection = (relief: Relief) => relief.objections.find((one) => !one.reinvestigated);

const giveOpinion = (command: Command<'GiveReviewOpinion'>, relief: Relief): Outcome => {
  const scheme = schemes[schemeOf(relief)];
  if (openObjection(relief) !== undefined) return refuse('objection-not-reinvestigated');
  if (command.opinion === 'grant') {
    const deferred = isEmergency(relief);
    if (scheme.homeVisit && !deferred && relief.homeVisits.length === 0) return refuse('home-visit-missing');
    if (scheme.meansTest && !deferred && !relief.meansTests.some((test) => test.outcome !== undefined))
      return refuse('means-test-missing');
    if (relief.calculation === undefined) return refuse('calculation-missing');
    if (relief.recalculationDue) return refuse('recalculation-due');
    if (!relief.calculation.eligible) return refuse('not-eligible', { reason: relief.calculation.reason });
  }
  return [
    {
      type: 'ReviewOpinionGiven',
      opinion: command.opinion,
      amountFen: relief.calculation?.amountFen ?? 0,
      reasons: command.reasons,
    },
  ];
};

/** Whether a notice belongs to this case: never for a minor, an emergency, or a scheme without one. */
const noticeRefusal = (relief: Relief, ruleSet: RuleSet): ReliefRefusal | undefined => {
  if (relief.lodged?.applicantMinor === true) return 'minor-never-publicised';
  if (!ruleSet.relief.publicNotice.schemes.includes(schemeOf(relief))) return 'scheme-has-no-notice';
  return isEmergency(relief) ? 'notice-deferred' : undefined;
};

const postNotice = (command: Command<'PostPublicNotice'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const ruleSet = rulesFor(relief, desk);
  if (ruleSet === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  const without = noticeRefusal(relief, ruleSet);
  if (without !== undefined) return refuse(without);
  if (relief.opinion !== 'grant') return refuse('opinion-missing');
  if (relief.notices.some((notice) => notice.noticeId === command.noticeId)) return refuse('notice-already-posted');
  const { publicNotice } = ruleSet.relief;
  const days = relief.objections.length > 0 ? publicNotice.renoticeDays : publicNotice.days;
  const plainEnd = addDays(desk.today, days);
  const endsOn =
    publicNotice.mayEndOnRestDay || isWorkingDay(desk.rules.calendar, plainEnd)
      ? plainEnd
      : rollToWorkingDay(desk.rules.calendar, plainEnd).day;
  return [
    {
      type: 'PublicNoticePosted',
      noticeId: command.noticeId,
      postedOn: desk.today,
      endsOn,
      days,
      scheme: schemeOf(relief),
      headOfHousehold: relief.lodged?.applicant.name ?? '',
      persons: relief.lodged?.singlePerson === true ? 1 : livingMembers(relief).length,
      amountFen: relief.calculation?.amountFen,
      area: relief.lodged?.area ?? '',
    },
  ];
};

const endNotice = (command: Command<'EndPublicNotice'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const notice = openNotice(relief);
  if (notice?.noticeId !== command.noticeId) return refuse('no-such-notice', { noticeId: command.noticeId });
  return desk.occurredAt < endOfDay(notice.endsOn)
    ? refuse('notice-still-running', { endsOn: notice.endsOn })
    : [{ type: 'PublicNoticeEnded', noticeId: command.noticeId }];
};

const levelFor = (relief: Relief, desk: ReliefDesk, amountFen: number) => {
  const kind = kindOf(relief);
  return decidingLevel(desk.rules, { scheme: schemeOf(relief), amountFen, kind, day: desk.today });
};

const submitFile = (relief: Relief, desk: ReliefDesk): Outcome => {
  const ruleSet = rulesFor(relief, desk);
  if (relief.opinion === undefined || ruleSet === undefined) return refuse('opinion-missing');
  if (relief.opinion === 'grant' && noticeRefusal(relief, ruleSet) === undefined && !relief.noticeEnded)
    return refuse('notice-missing');
  return [{ type: 'FileSubmitted', to: levelFor(relief, desk, relief.calculation?.amountFen ?? 0).level }];
};

/** What must hold before anybody may decide (重庆市低保条例 §33; objections told; household unchanged). */
const decisionBlocked = (relief: Relief): ReliefRefusal | undefined => {
  if (relief.lodged?.relatedToStaff === true && relief.staffRelations.length === 0)
    return 'staff-relation-not-registered';
  if (relief.staffRelations.length > 0 && relief.bureauVisits === 0) return 'bureau-visit-missing';
  return relief.objections.some((one) => !one.answered) ? 'objector-not-told' : undefined;
};

const bodyOf = (desk: ReliefDesk): 'townOffice' | 'bureau' =>
  desk.actor.role === 'bureauLeader' || desk.actor.role === 'bureauOfficer' ? 'bureau' : 'townOffice';

const confirm = (command: Command<'ConfirmGrant'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const blocked = decisionBlocked(relief);
  if (blocked !== undefined) return refuse(blocked);
  const { calculation, lodged } = relief;
  const ruleSet = rulesFor(relief, desk);
  if (relief.opinion !== 'grant' || calculation === undefined || lodged === undefined || ruleSet === undefined)
    return refuse('opinion-does-not-grant');
  if (relief.recalculationDue) return refuse('recalculation-due');
  const { level, delegationId } = levelFor(relief, desk, calculation.amountFen);
  if (level === 'bureau' && bodyOf(desk) === 'townOffice')
    return refuse('decided-by-bureau', { amountFen: calculation.amountFen });
  const scheme = schemes[lodged.scheme];
  if (lodged.scheme === 'dibao' && command.reviewClass === undefined) return refuse('review-class-missing');
  const firstMonth =
    firstPayMonthFor(ruleSet.relief.firstPayMonth[lodged.scheme], lodged.lodgedOn, desk.today) ??
    (scheme.pays === 'status' ? undefined : monthOf(desk.today));
  return [
    {
      type: 'GrantConfirmed',
      decidedOn: desk.today,
      decidingBody: bodyOf(desk),
      office: desk.actor.office,
      delegationId: bodyOf(desk) === 'townOffice' ? delegationId : undefined,
      ruleSet: ruleSetName(ruleSet),
      basis: scheme.basis,
      amountFen: calculation.amountFen,
      pays: scheme.pays,
      firstMonth: scheme.pays === 'status' ? undefined : firstMonth,
      validUntil:
        lodged.scheme === 'rigidExpenditure'
          ? validityFor(desk.today, ruleSet.relief.rigidExpenditure.validMonths).until
          : undefined,
      reviewClass: command.reviewClass,
      certificateExpiresOn: command.certificateExpiresOn,
      household: livingMembers(relief).map(({ personId, relation }) => ({ personId, relation })),
      calculation: storedCalculation(calculation),
      deferred: isEmergency(relief) ? [...ruleSet.relief.firstRelief.deferred] : [],
      remark: command.remark,
    },
  ];
};

const refuseGrant = (command: Command<'RefuseGrant'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const blocked = decisionBlocked(relief);
  if (blocked !== undefined) return refuse(blocked);
  const { level, delegationId } = levelFor(relief, desk, relief.calculation?.amountFen ?? 0);
  if (level === 'bureau' && bodyOf(desk) === 'townOffice') return refuse('decided-by-bureau');
  const ruleSet = rulesFor(relief, desk);
  if (ruleSet === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  return [
    {
      type: 'ApplicationRefused',
      decidedOn: desk.today,
      decidingBody: bodyOf(desk),
      office: desk.actor.office,
      delegationId: bodyOf(desk) === 'townOffice' ? delegationId : undefined,
      ruleSet: ruleSetName(ruleSet),
      basis: schemes[schemeOf(relief)].basis,
      ground: command.ground,
      reasons: command.reasons,
    },
  ];
};

const payFirstRelief = (command: Command<'PayFirstRelief'>, relief: Relief, desk: ReliefDesk): Outcome => {
  if (!isEmergency(relief)) return refuse('first-relief-only-for-emergencies');
  if (relief.advances.some((advance) => advance.advanceId === command.advanceId)) return refuse('advance-already-paid');
  // Relief before paperwork follows the parameters in force on the day it is paid.
  const ruleSet = governingRuleSet(desk.rules, schemeOf(relief), desk.today);
  if (ruleSet === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  const { limitFen, deferred } = ruleSet.relief.firstRelief;
  const paidFen = relief.advances.reduce((total, advance) => total + advance.amountFen, 0);
  if (paidFen + command.amountFen > limitFen)
    return refuse('first-relief-above-limit', { limitFen, alreadyPaidFen: paidFen });
  const approval = relief.furtherAdvanceApprovals.find((one) => one.officer === desk.actor.user);
  if ((desk.facts.latePapers[desk.actor.user] ?? 0) > 0 && approval === undefined)
    return refuse('second-approver-needed', { latePapers: desk.facts.latePapers[desk.actor.user] });
  return [
    {
      type: 'FirstReliefPaid',
      advanceId: command.advanceId,
      amountFen: command.amountFen,
      method: command.method,
      officer: desk.actor.user,
      paidAt: desk.occurredAt,
      limitFen,
      deferred: [...deferred],
      secondApprover: approval?.approver,
      ruleSet: ruleSetName(ruleSet),
      reason: command.reason,
    },
  ];
};

const advanceOf = (relief: Relief, advanceId: string): Advance | undefined =>
  relief.advances.find((advance) => advance.advanceId === advanceId);

const completePapers = (command: Command<'CompleteFirstReliefPapers'>, relief: Relief): Outcome => {
  const advance = advanceOf(relief, command.advanceId);
  if (advance === undefined) return refuse('no-such-advance', { advanceId: command.advanceId });
  return advance.papersCompletedOn === undefined
    ? [{ type: 'FirstReliefPapersCompleted', advanceId: command.advanceId, papers: command.papers }]
    : [];
};

const openAccountability = (command: Command<'OpenAccountability'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const advance = advanceOf(relief, command.advanceId);
  if (advance === undefined) return refuse('no-such-advance', { advanceId: command.advanceId });
  if (advance.accountabilityOpened) return [];
  const late = clocks(relief, desk.rules, desk.now).find(
    (view) => view.clock.startsWith('firstReliefPapers') && view.startedAt === advance.paidAt && desk.now >= view.dueAt,
  );
  if (late === undefined || advance.papersCompletedOn !== undefined) return refuse('papers-not-late');
  return [
    {
      type: 'AccountabilityOpened',
      advanceId: advance.advanceId,
      officer: advance.officer,
      papersDueOn: late.dueOn,
    },
  ];
};

const producePayment = (command: Command<'ProducePayment'>, relief: Relief): Outcome => {
  const standing = relief.payments.find((payment) => payment.month === command.month && payment.status !== 'returned');
  if (standing?.batchId === command.batchId) return [];
  if (standing !== undefined) return refuse('month-already-produced', { batchId: standing.batchId });
  const amountFen = amountFor(relief, command.month);
  return amountFen === 0
    ? refuse('month-not-payable', { month: command.month })
    : [{ type: 'PaymentProduced', month: command.month, batchId: command.batchId, amountFen }];
};

const movePayment = (
  relief: Relief,
  command: { readonly month: string; readonly batchId: string },
  from: Payment['status'],
  done: readonly Payment['status'][],
  event: (payment: { month: string; batchId: string; amountFen: number }) => ReliefEvent,
): Outcome => {
  const payment = relief.payments.find((one) => one.month === command.month && one.batchId === command.batchId);
  if (payment === undefined) return refuse('no-such-payment', { month: command.month, batchId: command.batchId });
  if (done.includes(payment.status)) return [];
  if (payment.status !== from) return refuse('payment-not-in-that-state', { status: payment.status });
  return [event({ month: payment.month, batchId: payment.batchId, amountFen: payment.amountFen })];
};

const adjust = (command: Command<'AdjustBenefit'>, relief: Relief): Outcome => {
  const { calculation } = relief;
  if (calculation === undefined || relief.recalculationDue) return refuse('calculation-missing');
  if (!calculation.eligible) return refuse('not-eligible', { reason: calculation.reason });
  const previousFen = relief.entitlements.at(-1)?.amountFen ?? 0;
  if (calculation.amountFen === previousFen && relief.stage === 'granted') return [];
  return [
    {
      type: 'BenefitAdjusted',
      direction: calculation.amountFen >= previousFen ? 'increase' : 'reduction',
      previousFen,
      amountFen: calculation.amountFen,
      fromMonth: command.fromMonth,
      reasons: command.reasons,
      ruleSet: calculation.ruleSet,
    },
  ];
};

const registerEmployment = (command: Command<'RegisterEmployment'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const ruleSet = rulesFor(relief, desk);
  if (ruleSet === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  if (!livingMembers(relief).some(({ personId }) => personId === command.personId))
    return refuse('not-a-household-member', { personId: command.personId });
  const used = relief.disregards.find((one) => one.personId === command.personId && one.jobId === command.jobId);
  if (used !== undefined) return refuse('job-disregard-already-used', { lastMonth: used.lastMonth });
  const months = jobDisregardFor(command.startedOn, ruleSet.relief);
  if (months === undefined) return refuse('no-job-disregard');
  return [
    {
      type: 'JobDisregardStarted',
      personId: command.personId,
      jobId: command.jobId,
      startedOn: command.startedOn,
      firstMonth: months.firstMonth,
      lastMonth: months.lastMonth,
      endsOn: months.endsOn,
    },
  ];
};

const startPhaseOut = (command: Command<'StartPhaseOut'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const ruleSet = rulesFor(relief, desk);
  const standard = standardFor(desk.rules, schemeOf(relief), command.foundOn, relief.lodged?.settlement);
  if (schemeOf(relief) !== 'dibao') return refuse('phase-out-only-for-dibao');
  if (ruleSet === undefined || standard === undefined) return refuse('no-standard-in-force', { day: command.foundOn });
  const months = phaseOutFor(command.perCapitaIncomeFen, standard.monthlyFen, command.foundOn, ruleSet.relief);
  if (months === undefined)
    return refuse('phase-out-not-possible', {
      standardFen: standard.monthlyFen,
      ceilingPercent: ruleSet.relief.phaseOut.ceilingPercent,
    });
  return [
    {
      type: 'PhaseOutStarted',
      perCapitaIncomeFen: command.perCapitaIncomeFen,
      standardFen: standard.monthlyFen,
      foundOn: command.foundOn,
      firstMonth: months.firstMonth,
      lastMonth: months.lastMonth,
      endsOn: months.endsOn,
      reasons: command.reasons,
    },
  ];
};

const overpaidAfter = (relief: Relief, lastMonth: string) =>
  overpayment(
    relief.payments
      .filter((payment) => payment.month > lastMonth && payment.status !== 'returned')
      .map(({ month, amountFen }) => ({ month, paidFen: amountFen })),
    [],
  );

const overpaymentEvents = (relief: Relief, lastMonth: string): readonly ReliefEvent[] => {
  const found = overpaidAfter(relief, lastMonth);
  return found.totalFen === 0
    ? []
    : [{ type: 'OverpaymentFound', months: found.months.map((one) => ({ ...one })), totalFen: found.totalFen }];
};

const terminate = (command: Command<'TerminateBenefit'>, relief: Relief, desk: ReliefDesk): Outcome => {
  if (command.ground === 'fraud' && !relief.dataMatches.some((match) => match.confirmed === true))
    return refuse('data-match-not-verified');
  if (command.ground === 'phaseOutEnded') {
    if (relief.phaseOut === undefined) return refuse('no-phase-out');
    if (desk.today <= relief.phaseOut.endsOn)
      return refuse('phase-out-still-running', { endsOn: relief.phaseOut.endsOn });
  }
  return [
    {
      type: 'BenefitTerminated',
      ground: command.ground,
      lastMonth: command.lastMonth,
      reasons: command.reasons,
      ruleSet: relief.ruleSet,
    },
    ...overpaymentEvents(relief, command.lastMonth),
  ];
};

const recordDeath = (command: Command<'RecordDeath'>, relief: Relief, desk: ReliefDesk): Outcome => {
  if (relief.deceased.some((one) => one.personId === command.personId)) return [];
  if (!livingMembers(relief).some(({ personId }) => personId === command.personId))
    return refuse('not-a-household-member', { personId: command.personId });
  if (command.diedOn > desk.today) return refuse('occurred-in-future', { day: command.diedOn });
  const death: ReliefEvent = {
    type: 'DeathRecorded',
    personId: command.personId,
    diedOn: command.diedOn,
    source: command.source,
  };
  const lastOne = livingMembers(relief).length === 1 || relief.lodged?.singlePerson === true;
  const decided = relief.decision?.type === 'GrantConfirmed';
  const lastMonth = monthOf(command.diedOn);
  if (!lastOne)
    return [death, ...(decided ? [{ type: 'FuneralGrantOffered', personId: command.personId } as const] : [])];
  if (!decided) return [death, { type: 'ApplicationTerminated', ground: 'death', on: desk.today }];
  return [
    death,
    { type: 'BenefitTerminated', ground: 'death', lastMonth, ruleSet: relief.ruleSet },
    ...overpaymentEvents(relief, lastMonth),
    { type: 'FuneralGrantOffered', personId: command.personId },
  ];
};

const orderRecovery = (command: Command<'OrderRecovery'>, relief: Relief): Outcome => {
  if (relief.recoveries.some((recovery) => recovery.recoveryId === command.recoveryId))
    return refuse('recovery-already-ordered');
  const paid = relief.payments
    .filter(
      (payment) => payment.month >= command.fromMonth && (payment.status === 'paid' || payment.status === 'reconciled'),
    )
    .map(({ month, amountFen }) => ({ month, paidFen: amountFen }));
  const last = paid
    .map(({ month }) => month)
    .sort()
    .at(-1);
  const due =
    last === undefined
      ? []
      : monthsFrom(command.fromMonth, last).map((month) => ({ month, dueFen: command.dueMonthlyFen }));
  const found = overpayment(paid, due);
  if (found.totalFen === 0) return refuse('nothing-overpaid');
  return [
    {
      type: 'RecoveryOrdered',
      recoveryId: command.recoveryId,
      months: found.months.map((one) => ({ ...one })),
      totalFen: found.totalFen,
      instalments: instalments(found.totalFen, command.instalments, command.firstMonth).map((one) => ({ ...one })),
      reasons: command.reasons,
    },
  ];
};

const recordRepayment = (command: Command<'RecordRepayment'>, relief: Relief): Outcome => {
  const recovery = relief.recoveries.find((one) => one.recoveryId === command.recoveryId);
  if (recovery === undefined) return refuse('no-such-recovery', { recoveryId: command.recoveryId });
  const openFen = recovery.totalFen - recovery.repaidFen;
  return command.amountFen > openFen
    ? refuse('repayment-exceeds-debt', { openFen })
    : [{ ...command, type: 'RepaymentReceived' }];
};

const referPenalty = (command: Command<'ReferPenalty'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const recovery = relief.recoveries.find((one) => one.recoveryId === command.recoveryId);
  const penalty = rulesFor(relief, desk)?.relief.penalty;
  if (recovery === undefined || penalty === undefined)
    return refuse('no-such-recovery', { recoveryId: command.recoveryId });
  if (recovery.penaltyCase === command.penaltyCase) return [];
  if (recovery.penaltyCase !== undefined)
    return refuse('penalty-already-referred', { penaltyCase: recovery.penaltyCase });
  return [
    {
      ...command,
      type: 'PenaltyReferred',
      minFen: recovery.totalFen * penalty.minTimes,
      maxFen: recovery.totalFen * penalty.maxTimes,
    },
  ];
};

const requestAdminReview = (command: Command<'RequestAdminReview'>, relief: Relief, desk: ReliefDesk): Outcome => {
  if (relief.adminReviews.some((one) => one.reviewId === command.reviewId)) return refuse('review-already-requested');
  if (relief.adminReviews.some((one) => one.outcome === undefined)) return refuse('review-already-pending');
  if (command.requestedOn > desk.today) return refuse('occurred-in-future', { day: command.requestedOn });
  const window = clocks(relief, desk.rules, desk.now).findLast((view) => view.clock.startsWith('adminReviewWindow'));
  if (window !== undefined && command.requestedOn > window.dueOn)
    return refuse('admin-review-too-late', { dueOn: window.dueOn });
  return [{ ...command, type: 'AdminReviewRequested', inTimeUntil: window?.dueOn }];
};

const answerAdminReview = (command: Command<'AnswerAdminReview'>, relief: Relief): Outcome => {
  const review = relief.adminReviews.find((one) => one.reviewId === command.reviewId);
  if (review === undefined) return refuse('no-such-review', { reviewId: command.reviewId });
  return review.answered ? refuse('review-already-answered') : [{ ...command, type: 'AdminReviewAnswered' }];
};

const concludeAdminReview = (command: Command<'RecordAdminReviewOutcome'>, relief: Relief): Outcome => {
  const review = relief.adminReviews.find((one) => one.reviewId === command.reviewId);
  if (review === undefined) return refuse('no-such-review', { reviewId: command.reviewId });
  if (review.outcome === command.outcome) return [];
  if (review.outcome !== undefined) return refuse('review-already-decided', { outcome: review.outcome });
  const { reviewId, outcome, reasons } = command;
  return outcome === 'withdrawn'
    ? [{ type: 'AdminReviewWithdrawn', reviewId, reasons }]
    : [{ type: 'AdminReviewDecided', reviewId, outcome, reasons }];
};

const closeCase = (command: Command<'CloseCase'>, relief: Relief): Outcome => {
  if (relief.lodged !== undefined && schemes[relief.lodged.scheme].pays === 'monthly')
    return refuse('benefit-still-paid');
  if (relief.advances.some((advance) => advance.papersCompletedOn === undefined))
    return refuse('advance-papers-missing');
  return relief.payments.some((payment) => payment.status === 'produced' || payment.status === 'returned')
    ? refuse('payment-still-open')
    : [{ type: 'CaseCompleted', reasons: command.reasons }];
};

/** What happens, or why not. The stage table has already said that this role may issue the command now. */
export const decide = (command: ReliefCommand, relief: Relief, desk: ReliefDesk): Outcome => {
  if (isRelated(relief, desk.actor.user)) return refuse('officer-is-related', { officer: desk.actor.user });
  switch (command.type) {
    case 'LodgeApplication':
      return lodge(command, desk);
    case 'HandUpApplication':
      return [{ type: 'ApplicationHandedUp', papers: command.papers }];
    case 'RequestSupplement':
      return requestSupplement(command, relief, desk);
    case 'ReceiveSupplement':
      return command.papers.some((paper) => relief.missingPapers.includes(paper))
        ? [{ type: 'SupplementReceived', papers: command.papers }]
        : refuse('paper-was-not-asked-for', { missing: relief.missingPapers });
    case 'AuthoriseMeansTest': {
      const members = new Set(livingMembers(relief).map(({ personId }) => personId));
      if (command.signedOn > desk.today) return refuse('occurred-in-future', { day: command.signedOn });
      if (command.signedBy.some((personId) => !members.has(personId))) return refuse('not-a-household-member');
      return command.signedBy.every((personId) => relief.authorisedBy.includes(personId))
        ? []
        : [{ ...command, type: 'MeansTestAuthorised' }];
    }
    case 'AcceptApplication':
      return accept(relief, desk);
    case 'DeclineApplication':
      return [{ type: 'ApplicationDeclined', reason: command.reason }];
    case 'RegisterStaffRelation':
      return isRelated(relief, command.officer) ? [] : [{ ...command, type: 'StaffRelationRegistered' }];
    case 'RecordBureauVisit':
      if (distinct(command.officers) < 2) return refuse('home-visit-needs-two-officers', { officers: 1, needed: 2 });
      if (command.visitedOn > desk.today) return refuse('occurred-in-future', { day: command.visitedOn });
      return command.officers.some((officer) => isRelated(relief, officer))
        ? refuse('officer-is-related')
        : [{ ...command, type: 'BureauVisitRecorded' }];
    case 'RequestMeansTest':
      if (relief.authorisedBy.length === 0) return refuse('authorisation-missing');
      return relief.meansTests.some((test) => test.requestId === command.requestId)
        ? refuse('means-test-already-requested', { requestId: command.requestId })
        : [{ ...command, type: 'MeansTestRequested', basis: '社会救助暂行办法 §58; 家庭授权' }];
    case 'RecordMeansTestResult': {
      const test = relief.meansTests.find((one) => one.requestId === command.requestId);
      if (test === undefined) return refuse('no-such-means-test', { requestId: command.requestId });
      return test.outcome === undefined
        ? [{ ...command, type: 'MeansTestResultRecorded' }]
        : refuse('means-test-already-answered', { requestId: command.requestId });
    }
    case 'ContestMeansTest': {
      const test = relief.meansTests.find((one) => one.requestId === command.requestId);
      if (test?.outcome === undefined) return refuse('no-such-means-test', { requestId: command.requestId });
      return test.contested ? [] : [{ ...command, type: 'MeansTestContested' }];
    }
    case 'RecordHomeVisit':
      return recordHomeVisit(command, relief, desk);
    case 'RecordNeighbourInquiry':
      return command.inquiredOn > desk.today
        ? refuse('occurred-in-future', { day: command.inquiredOn })
        : [{ ...command, type: 'NeighbourInquiryRecorded' }];
    case 'CallCommunityAppraisal':
      return [{ type: 'CommunityAppraisalCalled', on: command.on }];
    case 'RecordCommunityAppraisal':
      return command.agreed > command.attended
        ? refuse('more-agreed-than-attended', { attended: command.attended })
        : [{ ...command, type: 'CommunityAppraisalRecorded' }];
    case 'CalculateBenefit':
      return calculate(command, relief, desk);
    case 'GiveReviewOpinion':
      return giveOpinion(command, relief);
    case 'PostPublicNotice':
      return postNotice(command, relief, desk);
    case 'RaiseObjection': {
      const notice = openNotice(relief);
      if (notice === undefined) return refuse('no-such-notice');
      if (relief.objections.some((one) => one.objectionId === command.objectionId)) return [];
      return [{ ...command, type: 'ObjectionRaised', noticeId: notice.noticeId }];
    }
    case 'RecordReinvestigation': {
      const objection = relief.objections.find((one) => one.objectionId === command.objectionId);
      if (objection === undefined) return refuse('no-such-objection', { objectionId: command.objectionId });
      return objection.reinvestigated ? [] : [{ ...command, type: 'ObjectionReinvestigated' }];
    }
    case 'AnswerObjection': {
      const objection = relief.objections.find((one) => one.objectionId === command.objectionId);
      if (objection === undefined) return refuse('no-such-objection', { objectionId: command.objectionId });
      if (!objection.reinvestigated) return refuse('objection-not-reinvestigated');
      return objection.answered ? [] : [{ ...command, type: 'ObjectionAnswered' }];
    }
    case 'EndPublicNotice':
      return endNotice(command, relief, desk);
    case 'SubmitFile':
      return submitFile(relief, desk);
    case 'ReturnFile':
      return [{ type: 'FileReturned', reasons: command.reasons }];
    case 'ConfirmGrant':
      return confirm(command, relief, desk);
    case 'RefuseGrant':
      return refuseGrant(command, relief, desk);
    case 'DeliverRefusal':
      return command.deliveredOn > desk.today
        ? refuse('occurred-in-future', { day: command.deliveredOn })
        : relief.told.length > 0
          ? refuse('decision-already-delivered')
          : [{ ...command, type: 'RefusalNoticeDelivered' }];
    case 'DeliverDecision':
      return command.deliveredOn > desk.today
        ? refuse('occurred-in-future', { day: command.deliveredOn })
        : [{ ...command, type: 'DecisionDelivered' }];
    case 'PayFirstRelief':
      return payFirstRelief(command, relief, desk);
    case 'ApproveFurtherAdvance':
      if (command.officer === desk.actor.user) return refuse('second-approver-is-the-same');
      return relief.furtherAdvanceApprovals.some((one) => one.officer === command.officer)
        ? []
        : [{ ...command, type: 'FurtherAdvanceApproved', approver: desk.actor.user }];
    case 'CompleteFirstReliefPapers':
      return completePapers(command, relief);
    case 'OpenAccountability':
      return openAccountability(command, relief, desk);
    case 'HandOverToEmergencyManagement':
      return command.items.every(({ item }) => relief.handedOver.includes(item))
        ? []
        : [{ ...command, type: 'ItemsHandedToEmergencyManagement' }];
    case 'ProducePayment':
      return producePayment(command, relief);
    case 'RecordPayment':
      if (command.paidOn > desk.today) return refuse('occurred-in-future', { day: command.paidOn });
      return movePayment(relief, command, 'produced', ['paid', 'reconciled'], (payment) => ({
        type: 'BenefitPaid',
        ...payment,
        paidOn: command.paidOn,
      }));
    case 'ReturnPayment':
      return movePayment(relief, command, 'produced', ['returned'], (payment) => ({
        type: 'PaymentReturned',
        ...payment,
        ground: command.ground,
      }));
    case 'ReconcilePayment':
      return movePayment(relief, command, 'paid', ['reconciled'], (payment) => ({
        type: 'PaymentReconciled',
        ...payment,
      }));
    case 'RecordPeriodicReview':
      return command.reviewedOn > desk.today
        ? refuse('occurred-in-future', { day: command.reviewedOn })
        : [{ ...command, type: 'PeriodicReviewRecorded' }];
    case 'ReportChange':
      return reportChange(command, relief, desk);
    case 'AdjustBenefit':
      return adjust(command, relief);
    case 'RegisterEmployment':
      return registerEmployment(command, relief, desk);
    case 'StartPhaseOut':
      return startPhaseOut(command, relief, desk);
    case 'SuspendBenefit':
      return [{ type: 'BenefitSuspended', fromMonth: command.fromMonth, reasons: command.reasons }];
    case 'ResumeBenefit':
      return [{ type: 'BenefitResumed', fromMonth: command.fromMonth, reasons: command.reasons }];
    case 'TerminateBenefit':
      return terminate(command, relief, desk);
    case 'ReportDataMatch':
      return relief.dataMatches.some((match) => match.matchId === command.matchId)
        ? []
        : [{ ...command, type: 'DataMatchReported' }];
    case 'VerifyDataMatch': {
      const match = relief.dataMatches.find((one) => one.matchId === command.matchId);
      if (match === undefined) return refuse('no-such-data-match', { matchId: command.matchId });
      return match.confirmed === command.confirmed ? [] : [{ ...command, type: 'DataMatchVerified' }];
    }
    case 'OrderRecovery':
      return orderRecovery(command, relief);
    case 'RecordRepayment':
      return recordRepayment(command, relief);
    case 'ReferPenalty':
      return referPenalty(command, relief, desk);
    case 'RecordDeath':
      return recordDeath(command, relief, desk);
    case 'RenewCertificate':
      return schemeOf(relief) === 'disabilityAllowance'
        ? [{ type: 'CertificateRenewed', certificateExpiresOn: command.certificateExpiresOn }]
        : refuse('no-certificate-in-this-scheme');
    case 'RequestAdminReview':
      return requestAdminReview(command, relief, desk);
    case 'AnswerAdminReview':
      return answerAdminReview(command, relief);
    case 'RecordAdminReviewOutcome':
      return concludeAdminReview(command, relief);
    case 'CloseCase':
      return closeCase(command, relief);
    default:
      return command satisfies never;
  }
};
