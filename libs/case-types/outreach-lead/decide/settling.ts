import { type Decision, type Desk, refuse } from '#kernel';
import type { RuleBook } from '#rules';
import type { Command } from '../commands.js';
import type { LeadEvent } from '../events.js';
import type { LeadRefusal } from '../refusals.js';
import { type Lead, goesOutAtOnce, hasInformant, isAlert } from '../state.js';

type Outcome = Decision<LeadEvent, LeadRefusal>;

export const respond = (command: Command<'RespondOnScene'>, lead: Lead, desk: Desk<RuleBook>): Outcome =>
  lead.responses.some(({ arrivedAt }) => arrivedAt === desk.occurredAt)
    ? []
    : [{ ...command, type: 'OnSceneRecorded', arrivedAt: desk.occurredAt }];

export const verify = (command: Command<'VerifyAlert'>, lead: Lead, desk: Desk<RuleBook>): Outcome => {
  if (!isAlert(lead)) return refuse('not-a-data-match');
  if (command.verifiedOn > desk.today) return refuse('occurred-in-future', { day: command.verifiedOn });
  return lead.verification?.confirmed === command.confirmed
    ? []
    : [{ ...command, type: 'AlertVerified', verifiedBy: desk.actor.user }];
};

/** An alert is a reason to look, never a reason to act: somebody has to find it true first. */
const standsOnAlertAlone = (lead: Lead): LeadRefusal | undefined => {
  if (!isAlert(lead)) return undefined;
  if (lead.verification === undefined) return 'alert-not-verified';
  return lead.verification.confirmed ? undefined : 'alert-not-confirmed';
};

export const convert = (command: Command<'ConvertLead'>, lead: Lead): Outcome => {
  const alone = standsOnAlertAlone(lead);
  if (alone !== undefined) return refuse(alone);
  if (lead.cases.length === 0) return refuse('no-case-linked');
  return [{ ...command, type: 'LeadConverted', cases: [...lead.cases], informantWaits: hasInformant(lead) }];
};

export const refer = (command: Command<'ReferLead'>, lead: Lead): Outcome => {
  const alone = standsOnAlertAlone(lead);
  if (alone !== undefined) return refuse(alone);
  if (lead.referrals.some(({ referralId }) => referralId === command.referralId))
    return refuse('referral-already-made', { referralId: command.referralId });
  return [{ ...command, type: 'LeadReferred', informantWaits: hasInformant(lead) }];
};

export const dismiss = (command: Command<'DismissLead'>, lead: Lead): Outcome => {
  if (isAlert(lead) && lead.verification === undefined) return refuse('alert-not-verified');
  if (goesOutAtOnce(lead) && lead.responses.length === 0) return refuse('not-seen-on-scene');
  return [{ ...command, type: 'LeadDismissed', informantWaits: hasInformant(lead) }];
};

/** A body that does not take the matter gives it back: the lead is open again. */
export const recordReply = (command: Command<'RecordReferralReply'>, lead: Lead, desk: Desk<RuleBook>): Outcome => {
  const referral = lead.referrals.find(({ referralId }) => referralId === command.referralId);
  if (referral === undefined || lead.received === undefined)
    return refuse('no-such-referral', { referralId: command.referralId });
  if (command.repliedOn > desk.today) return refuse('occurred-in-future', { day: command.repliedOn });
  if (referral.taken !== undefined)
    return referral.taken === command.taken ? [] : refuse('referral-already-replied', { taken: referral.taken });
  const { channel } = lead.received;
  return [
    { ...command, type: 'ReferralReplyRecorded' },
    ...(command.taken
      ? []
      : [{ type: 'LeadReopened' as const, channel, ground: 'referralDeclined' as const, reasons: command.reply }]),
  ];
};

export const recordResult = (command: Command<'RecordReferralResult'>, lead: Lead, desk: Desk<RuleBook>): Outcome => {
  const referral = lead.referrals.find(({ referralId }) => referralId === command.referralId);
  if (referral === undefined) return refuse('no-such-referral', { referralId: command.referralId });
  if (referral.taken !== true) return refuse('referral-not-taken', { referralId: command.referralId });
  if (command.settledOn > desk.today) return refuse('occurred-in-future', { day: command.settledOn });
  if (referral.settledOn !== undefined)
    return referral.settledOn === command.settledOn ? [] : refuse('referral-already-settled');
  return [{ ...command, type: 'ReferralResultRecorded' }];
};
