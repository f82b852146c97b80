import type { Choice, Choices } from '../../forms/schema';
import type { ChoiceContext } from '../room';
import { householdOf, reliefOf } from './state';

type Make = (context: ChoiceContext) => Choices;

const text = ({ described, language }: ChoiceContext, value: string | undefined): string =>
  value === undefined ? '' : (described.values[value]?.[language] ?? value);

const numbered = (zh: string, en: string, language: 'zh' | 'en', index: number, more = ''): string =>
  `${language === 'zh' ? `第${index + 1}${zh}` : `${en} ${index + 1}`}${more === '' ? '' : ` · ${more}`}`;

const household: Make = ({ caseFile, ...context }) => {
  const people = householdOf(reliefOf(caseFile)).map(({ personId, name, relation }): Choice => ({
    value: personId,
    label: `${name}(${text({ caseFile, ...context }, relation)})`,
  }));
  return { personId: people, signedBy: people, persons: people, left: people.slice(1) };
};

const notices: Make = ({ caseFile }) => ({
  noticeId: reliefOf(caseFile)
    .notices.filter(({ takenDownOn }) => takenDownOn === undefined)
    .map(({ noticeId, postedOn, endsOn }) => ({ value: noticeId, label: `${postedOn} — ${endsOn}` })),
});

const tests =
  (answered: boolean): Make =>
  (context) => ({
    requestId: reliefOf(context.caseFile)
      .meansTests.map((test, index) => ({
        answered: test.outcome !== undefined,
        value: test.requestId,
        label: numbered('次核对', 'Request', context.language, index, text(context, test.outcome)),
      }))
      .filter((test) => test.answered === answered),
  });

const objections =
  (open: (objection: { readonly answered: boolean; readonly reinvestigated: boolean }) => boolean): Make =>
  ({ caseFile, language }) => ({
    objectionId: reliefOf(caseFile)
      .objections.map((objection, index) => ({ objection, label: numbered('项异议', 'Objection', language, index) }))
      .filter(({ objection }) => open(objection))
      .map(({ objection, label }) => ({ value: objection.objectionId, label })),
  });

const advances: Make = ({ caseFile }) => ({
  advanceId: reliefOf(caseFile)
    .advances.filter(({ papersCompletedOn }) => papersCompletedOn === undefined)
    .map(({ advanceId, amountFen, paidAt }) => ({
      value: advanceId,
      label: `${paidAt.slice(0, 10)} ¥${(amountFen / 100).toFixed(2)}`,
    })),
});

const recoveries: Make = ({ caseFile }) => ({
  recoveryId: reliefOf(caseFile).recoveries.map(({ recoveryId, totalFen, repaidFen }) => ({
    value: recoveryId,
    label: `¥${(repaidFen / 100).toFixed(2)} / ¥${(totalFen / 100).toFixed(2)}`,
  })),
});

const reviews: Make = ({ caseFile, language }) => ({
  reviewId: reliefOf(caseFile)
    .adminReviews.map((review, index) => ({ review, label: numbered('次复议', 'Review', language, index) }))
    .filter(({ review }) => review.outcome === undefined)
    .map(({ review, label }) => ({ value: review.reviewId, label })),
});

const matches: Make = ({ caseFile, language }) => ({
  matchId: reliefOf(caseFile)
    .dataMatches.map((match, index) => ({ match, label: numbered('条比对', 'Match', language, index) }))
    .filter(({ match }) => match.confirmed === undefined)
    .map(({ match, label }) => ({ value: match.matchId, label })),
});

const payments =
  (status: string): Make =>
  ({ caseFile }) => {
    const waiting = reliefOf(caseFile).payments.filter((payment) => payment.status === status);
    return {
      month: waiting.map(({ month }) => ({ value: month, label: month })),
      batchId: waiting.map(({ month, batchId }) => ({ value: batchId, label: `${month} · ${batchId.slice(0, 8)}` })),
    };
  };

const checks =
  (open: (check: { readonly answered: boolean; readonly expired: boolean }) => boolean): Make =>
  ({ caseFile }) => ({
    checkId: reliefOf(caseFile)
      .mutualChecks.filter(({ found, expired }) => open({ answered: found !== undefined, expired }))
      .map(({ checkId, region, counterpartOffice }) => ({ value: checkId, label: `${region} · ${counterpartOffice}` })),
  });

const alerts: Make = ({ caseFile }) => ({
  alertId: reliefOf(caseFile)
    .duplicateAid.filter(({ confirmed }) => confirmed === undefined)
    .map(({ alertId, region }, index) => ({ value: alertId, label: `${index + 1}. ${region}` })),
});

const makers: Readonly<Record<string, Make>> = {
  EndPublicNotice: notices,
  RecordMeansTestResult: tests(false),
  ContestMeansTest: tests(true),
  RecordReinvestigation: objections(({ reinvestigated }) => !reinvestigated),
  AnswerObjection: objections(({ answered }) => !answered),
  CompleteFirstReliefPapers: advances,
  OpenAccountability: advances,
  RecordRepayment: recoveries,
  ReferPenalty: recoveries,
  AnswerAdminReview: reviews,
  RecordAdminReviewOutcome: reviews,
  VerifyDataMatch: matches,
  RecordMutualCheckReply: checks(({ answered, expired }) => !answered && !expired),
  ExpireMutualCheck: checks(({ expired }) => !expired),
  VerifyDuplicateAid: alerts,
  RecordPayment: payments('produced'),
  ReturnPayment: payments('produced'),
  ReconcilePayment: payments('paid'),
};

export const reliefChoices = (command: string, context: ChoiceContext): Choices => ({
  ...household(context),
  ...makers[command]?.(context),
});

/** Fields that name something new. */
export const reliefFreshIds: Readonly<Record<string, readonly string[]>> = {
  PostPublicNotice: ['noticeId'],
  RaiseObjection: ['objectionId'],
  RequestMeansTest: ['requestId'],
  PayFirstRelief: ['advanceId'],
  OrderRecovery: ['recoveryId'],
  RequestAdminReview: ['reviewId'],
  ReportDataMatch: ['matchId'],
  RequestMutualCheck: ['checkId'],
  ReportDuplicateAid: ['alertId'],
  ProducePayment: ['batchId'],
};
