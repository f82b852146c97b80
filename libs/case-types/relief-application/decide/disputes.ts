import { refuse } from '#kernel';
import { clocks } from '../clocks.js';
import type { Command } from '../commands.js';
import type { Relief } from '../state.js';
import type { Outcome, ReliefDesk } from './desk.js';

export const requestAdminReview = (
  command: Command<'RequestAdminReview'>,
  relief: Relief,
  desk: ReliefDesk,
): Outcome => {
  if (relief.adminReviews.some((one) => one.reviewId === command.reviewId)) return refuse('review-already-requested');
  if (relief.adminReviews.some((one) => one.outcome === undefined)) return refuse('review-already-pending');
  if (command.requestedOn > desk.today) return refuse('occurred-in-future', { day: command.requestedOn });
  const window = clocks(relief, desk.rules, desk.now).findLast((view) => view.clock.startsWith('adminReviewWindow'));
  if (window !== undefined && command.requestedOn > window.dueOn)
    return refuse('admin-review-too-late', { dueOn: window.dueOn });
  return [{ ...command, type: 'AdminReviewRequested', inTimeUntil: window?.dueOn }];
};

export const answerAdminReview = (command: Command<'AnswerAdminReview'>, relief: Relief): Outcome => {
  const review = relief.adminReviews.find((one) => one.reviewId === command.reviewId);
  if (review === undefined) return refuse('no-such-review', { reviewId: command.reviewId });
  return review.answered ? refuse('review-already-answered') : [{ ...command, type: 'AdminReviewAnswered' }];
};

export const concludeAdminReview = (command: Command<'RecordAdminReviewOutcome'>, relief: Relief): Outcome => {
  const review = relief.adminReviews.find((one) => one.reviewId === command.reviewId);
  if (review === undefined) return refuse('no-such-review', { reviewId: command.reviewId });
  if (review.outcome === command.outcome) return [];
  if (review.outcome !== undefined) return refuse('review-already-decided', { outcome: review.outcome });
  const { reviewId, outcome, reasons } = command;
  return outcome === 'withdrawn'
    ? [{ type: 'AdminReviewWithdrawn', reviewId, reasons }]
    : [{ type: 'AdminReviewDecided', reviewId, outcome, reasons }];
};
