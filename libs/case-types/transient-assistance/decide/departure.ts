import { refuse } from '#kernel';
import type { Command } from '../commands.js';
import type { TransientEvent } from '../events.js';
import { type Transient, isMinor, openHandOver } from '../state.js';
import {
  type Outcome,
  type Parameters,
  type TransientDesk,
  ageGroupNow,
  aloneRefusal,
  notAfterToday,
} from './basis.js';

export const recordOwnDeparture = (
  command: Command<'RecordOwnDeparture'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  const alone = aloneRefusal(transient, ageGroupNow(transient, rules, desk));
  if (alone !== undefined) return alone;
  if (openHandOver(transient) !== undefined) return refuse('hand-over-still-open');
  if (!command.declarationSigned) return refuse('declaration-missing');
  const { cashLimitFen } = rules.ownDeparture;
  if (command.cashFen > cashLimitFen) return refuse('cash-above-limit', { limitFen: cashLimitFen });
  const { destination, ticket, cashFen } = command;
  return [{ type: 'OwnDepartureRecorded', destination, ticket, cashFen, departedOn: desk.today }];
};

/** Who leaves without a word has given up assistance; that is not said of somebody who cannot decide it. */
export const recordLeave = (
  command: Command<'RecordLeaveWithoutProcedure'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (aloneRefusal(transient, ageGroupNow(transient, rules, desk)) !== undefined) return refuse('report-as-missing');
  return notAfterToday(command.noticedOn, desk) ?? [{ ...command, type: 'LeftWithoutProcedure' }];
};

export const terminate = (
  command: Command<'TerminateForFalsehood'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (isMinor(ageGroupNow(transient, rules, desk))) return refuse('minor-never-refused');
  if (transient.capacity !== 'full') return refuse('incapable-never-alone');
  if (openHandOver(transient) !== undefined) return refuse('hand-over-still-open');
  const terminated: TransientEvent = { ...command, type: 'AssistanceTerminated', decidedOn: desk.today };
  return command.remedyText ? [terminated] : refuse('remedies-not-told');
};
