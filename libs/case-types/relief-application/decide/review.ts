import { refuse } from '#kernel';
import { type RuleSet, addDays, endOfDay, isWorkingDay, rollToWorkingDay } from '#rules';
import type { Command } from '../commands.js';
import type { ReliefRefusal } from '../refusals.js';
import { schemes } from '../schemes.js';
import { type Relief, livingMembers, openNotice, schemeOf } from '../state.js';
import { type Outcome, type ReliefDesk, isEmergency, levelFor, rulesFor } from './desk.js';

const openObjection = (relief: Relief) => relief.objections.find((one) => !one.reinvestigated);

export const giveOpinion = (command: Command<'GiveReviewOpinion'>, relief: Relief): Outcome => {
  const scheme = schemes[schemeOf(relief)];
  if (openObjection(relief) !== undefined) return refuse('objection-not-reinvestigated');
  if (command.opinion === 'grant') {
    const deferred = isEmergency(relief);
    if (scheme.homeVisit && !deferred && relief.homeVisits.length === 0) return refuse('home-visit-missing');
    if (scheme.meansTest && !deferred && !relief.meansTests.some((test) => test.outcome !== undefined))
      return refuse('means-test-missing');
    if (scheme.documentsCheck && !relief.documentsComplete) return refuse('documents-check-missing');
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

export const postNotice = (command: Command<'PostPublicNotice'>, relief: Relief, desk: ReliefDesk): Outcome => {
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
      personId: relief.lodged?.applicant.personId,
      headOfHousehold: relief.lodged?.applicant.name ?? '',
      persons: relief.lodged?.singlePerson === true ? 1 : livingMembers(relief).length,
      amountFen: relief.calculation?.amountFen,
      area: relief.lodged?.area ?? '',
    },
  ];
};

export const endNotice = (command: Command<'EndPublicNotice'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const notice = openNotice(relief);
  if (notice?.noticeId !== command.noticeId) return refuse('no-such-notice', { noticeId: command.noticeId });
  return desk.occurredAt < endOfDay(notice.endsOn)
    ? refuse('notice-still-running', { endsOn: notice.endsOn })
    : [{ type: 'PublicNoticeEnded', noticeId: command.noticeId }];
};

export const submitFile = (relief: Relief, desk: ReliefDesk): Outcome => {
  const ruleSet = rulesFor(relief, desk);
  if (relief.opinion === undefined || ruleSet === undefined) return refuse('opinion-missing');
  if (relief.opinion === 'grant' && noticeRefusal(relief, ruleSet) === undefined && !relief.noticeEnded)
    return refuse('notice-missing');
  return [{ type: 'FileSubmitted', to: levelFor(relief, desk, relief.calculation?.amountFen ?? 0).level }];
};
