import { refuse } from '#kernel';
import { addDays } from '#rules';
import type { Command } from '../commands.js';
import type { TransientEvent } from '../events.js';
import type { Transient } from '../state.js';
import { type Outcome, type Parameters, type TransientDesk, notAfterToday } from './basis.js';

export const recordDeath = (command: Command<'RecordDeath'>, transient: Transient, desk: TransientDesk): Outcome => {
  const { proof, diedOn, place, cause } = command;
  if (proof === undefined) return refuse('death-proof-missing');
  const died: TransientEvent = { type: 'DeathRecorded', diedOn, place, cause, proof };
  const closed: readonly TransientEvent[] =
    transient.settlement === undefined ? [] : [{ type: 'SettlementPathClosed', ground: 'death' }];
  return notAfterToday(diedOn, desk) ?? [died, ...closed];
};

export const postDeathAnnouncement = (
  command: Command<'PostDeathAnnouncement'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (transient.death?.kinReached === true) return refuse('kin-already-notified');
  if (transient.death?.announcementEndsOn !== undefined) return [];
  const endsOn = addDays(desk.today, rules.death.announcementDays);
  return [{ ...command, type: 'DeathAnnouncementPosted', endsOn }];
};

/** The kin know, or the announcement has run its days; before that nothing final is done with the body. */
export const recordDisposal = (
  command: Command<'RecordDisposal'>,
  transient: Transient,
  desk: TransientDesk,
): Outcome => {
  const { death } = transient;
  if (death?.disposed === true) return [];
  if (death?.kinReached !== true) {
    const endsOn = death?.announcementEndsOn;
    if (command.kind === 'handedToKin' || endsOn === undefined) return refuse('kin-not-notified');
    if (command.disposedOn <= endsOn) return refuse('announcement-still-running', { endsOn });
  }
  return notAfterToday(command.disposedOn, desk) ?? [{ ...command, type: 'DisposalRecorded' }];
};
