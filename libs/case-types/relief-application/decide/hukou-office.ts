import { refuse } from '#kernel';
import type { RuleSet } from '#rules';
import type { Command } from '../commands.js';
import type { Event } from '../events.js';
import type { ReliefRefusal } from '../refusals.js';
import type { Relief } from '../state.js';
import type { Outcome, ReliefDesk } from './desk.js';

/** Where a child benefit is decided: here for a hukou of this district, otherwise at the hukou office (跨省通办). */
export const decidedAt = (relief: Relief, ruleSet: RuleSet): Event<'ApplicationAccepted'>['decidedAt'] => {
  if (relief.lodged?.scheme !== 'childBenefit') return undefined;
  const hukouRegion = relief.lodged.applicant.hukouRegion ?? '';
  const isLocal = ruleSet.relief.childBenefit?.localHukou.some((name) => hukouRegion.includes(name)) === true;
  return isLocal ? 'here' : 'hukouOffice';
};

/** What an office that only accepts and forwards must not do. */
export const notDecidedHere = (relief: Relief): ReliefRefusal | undefined =>
  relief.decidedAt === 'hukouOffice' ? 'decided-by-hukou-office' : undefined;

export const forwardToHukouOffice = (command: Command<'ForwardToHukouOffice'>, relief: Relief): Outcome => [
  { ...command, type: 'ForwardedToHukouOffice', region: relief.lodged?.applicant.hukouRegion ?? '' },
];

export const recordHukouOfficeAnswer = (
  command: Command<'RecordHukouOfficeAnswer'>,
  relief: Relief,
  desk: ReliefDesk,
): Outcome => {
  if (command.answeredOn > desk.today) return refuse('occurred-in-future', { day: command.answeredOn });
  return command.outcome === 'passedToDistrict' && relief.hukouOffice?.level === 'bureau'
    ? []
    : [{ ...command, type: 'HukouOfficeAnswered' }];
};

export const tellHukouAnswer = (command: Command<'TellHukouAnswer'>, desk: ReliefDesk): Outcome =>
  command.toldOn > desk.today
    ? refuse('occurred-in-future', { day: command.toldOn })
    : [{ ...command, type: 'HukouAnswerTold' }];
