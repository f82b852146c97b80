import { refuse } from '#kernel';
import type { Command } from '../commands.js';
import { type Transient, isLinked } from '../state.js';
import { type Outcome, type Refused, type TransientDesk, notAfterToday } from './basis.js';

const deathRefusal = (death: NonNullable<Transient['death']>): Refused => {
  if (!death.belongingsListed) return refuse('belongings-not-listed');
  return death.disposed ? undefined : refuse('disposal-missing');
};

const departureRefusal = (transient: Transient): Refused => {
  const { departure, followUps } = transient;
  const followed = departure?.kind === 'returned' || departure?.kind === 'settled';
  if (followed && followUps === 0) return refuse('follow-up-missing');
  return departure?.kind === 'settled' && !isLinked(transient, 'relief') ? refuse('relief-not-linked') : undefined;
};

export const closeCase = (command: Command<'CloseCase'>, transient: Transient): Outcome => {
  const { death } = transient;
  const refused = death === undefined ? departureRefusal(transient) : deathRefusal(death);
  return refused ?? [{ type: 'CaseClosed', reasons: command.reasons }];
};

export const recordFollowUp = (
  command: Command<'RecordFollowUp'>,
  transient: Transient,
  desk: TransientDesk,
): Outcome => {
  if (transient.departure === undefined) return refuse('not-departed');
  if (command.followedUpOn < transient.departure.on) return refuse('follow-up-before-departure');
  return notAfterToday(command.followedUpOn, desk) ?? [{ ...command, type: 'FollowUpRecorded' }];
};
