import { refuse } from '#kernel';
import type { Command } from '../commands.js';
import type { TransientEvent } from '../events.js';
import type { Transient } from '../state.js';
import {
  type Outcome,
  type Parameters,
  type TransientDesk,
  ageGroupNow,
  aloneRefusal,
  minorRefusal,
  notAfterToday,
} from './basis.js';

export const discharge = (
  command: Command<'RecordDischarge'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  const ageGroup = ageGroupNow(transient, rules, desk);
  const refused =
    notAfterToday(command.dischargedOn, desk) ??
    (command.to === 'left' ? aloneRefusal(transient, ageGroup) : undefined);
  return refused ?? [...pathClosed(transient, command.to === 'left'), { ...command, type: 'DischargedFromHospital' }];
};

/** A person whom the police keep leaves the station's care for good. */
export const recordPoliceOutcome = (
  command: Command<'RecordPoliceOutcome'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  const kept = command.outcome === 'kept';
  const refused = kept ? minorRefusal(transient, ageGroupNow(transient, rules, desk)) : undefined;
  return refused ?? [...pathClosed(transient, kept), { ...command, type: 'PoliceOutcomeRecorded' }];
};

const pathClosed = (transient: Transient, leaves: boolean): readonly TransientEvent[] =>
  leaves && transient.settlement !== undefined ? [{ type: 'SettlementPathClosed', ground: 'left' }] : [];

export const reportToPolice = (command: Command<'ReportToPolice'>, transient: Transient): Outcome =>
  transient.policeReports.some(({ ground, reference }) => ground === command.ground && reference === command.reference)
    ? []
    : [{ ...command, type: 'ReportedToPolice' }];

/** Minors and people who cannot look after themselves do not "give up" help by leaving: they are looked for. */
export const reportMissing = (
  command: Command<'ReportMissing'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome =>
  aloneRefusal(transient, ageGroupNow(transient, rules, desk)) === undefined
    ? refuse('adult-left-of-own-will')
    : [{ ...command, type: 'PersonMissing' }];
