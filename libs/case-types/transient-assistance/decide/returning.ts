import { refuse } from '#kernel';
import type { Command } from '../commands.js';
import type { TransientEvent } from '../events.js';
import { type AgeGroup, type Transient, completedHandOver, openHandOver } from '../state.js';
import {
  type Outcome,
  type Parameters,
  type Refused,
  type TransientDesk,
  ageGroupNow,
  aloneRefusal,
  minorRefusal,
  notAfterToday,
} from './basis.js';

const modeRefusal = (command: Command<'ArrangeReturn'>, transient: Transient, ageGroup: AgeGroup): Refused => {
  switch (command.mode) {
    case 'own':
      return aloneRefusal(transient, ageGroup);
    case 'collectedByKin':
      return command.kin === undefined ? refuse('kin-missing') : undefined;
    case 'escorted':
      if (command.receiver === undefined) return refuse('receiver-missing');
      return (command.escorts ?? []).length === 0 ? refuse('escort-missing') : undefined;
    default:
      return command.mode satisfies never;
  }
};

export const arrangeReturn = (
  command: Command<'ArrangeReturn'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (transient.identity !== 'established') return refuse('identity-not-established');
  if (completedHandOver(transient) !== undefined) return refuse('hand-over-already-completed');
  if (openHandOver(transient) !== undefined) return refuse('hand-over-still-open');
  return (
    modeRefusal(command, transient, ageGroupNow(transient, rules, desk)) ?? [{ ...command, type: 'ReturnArranged' }]
  );
};

const stationOf = (stationId: string, { handOver }: Parameters) =>
  handOver.stations.find((station) => station.stationId === stationId);

export const offerHandOver = (
  command: Command<'OfferHandOverToStation'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  const { handOverId, stationId, plannedOn } = command;
  if (transient.plan?.receiver !== 'station' || transient.plan.mode !== 'escorted')
    return refuse('return-not-to-a-station');
  if (transient.handOvers.some((one) => one.handOverId === handOverId)) return [];
  if (openHandOver(transient) !== undefined) return refuse('hand-over-still-open');
  if (completedHandOver(transient) !== undefined) return refuse('hand-over-already-completed');
  const station = stationOf(stationId, rules);
  if (station === undefined) return refuse('station-not-in-directory', { stationId });
  if (plannedOn < desk.today) return refuse('planned-in-the-past', { plannedOn });
  return [
    {
      type: 'StationHandOverOffered',
      handOverId,
      stationId,
      stationName: station.name.zh,
      paired: station.paired,
      plannedOn,
    },
  ];
};

/** The other station does not receive: the person stays, and both bureaus have to settle it. */
export const recordStationRefusal = (
  command: Command<'RecordStationRefusal'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  const { handOverId, refusedOn, reason } = command;
  const handOver = transient.handOvers.find((one) => one.handOverId === handOverId);
  if (handOver === undefined) return refuse('no-such-hand-over', { handOverId });
  if (handOver.standing === 'refused') return [];
  if (handOver.standing === 'completed') return refuse('hand-over-already-completed');
  const { stationId } = handOver;
  const station = stationOf(stationId, rules);
  return (
    notAfterToday(refusedOn, desk) ?? [
      { type: 'StationHandOverRefused', handOverId, stationId, refusedOn, reason },
      {
        type: 'HandOverEscalated',
        handOverId,
        to: [rules.handOver.escalateTo, ...(station === undefined ? [] : [station.bureau.zh])],
      },
    ]
  );
};

/** Complete only when both sides have signed; the receiving side names the case it opened. */
export const signHandOver = (
  command: Command<'SignHandOver'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  const { handOverId, side } = command;
  const handOver = transient.handOvers.find((one) => one.handOverId === handOverId);
  if (handOver === undefined) return refuse('no-such-hand-over', { handOverId });
  if (handOver.signed.includes(side)) return [];
  if (handOver.standing === 'refused') return refuse('hand-over-was-refused');
  if (side === 'theirs' && command.theirCase === undefined) return refuse('their-case-missing');
  const refused = minorRefusal(transient, ageGroupNow(transient, rules, desk)) ?? notAfterToday(command.signedOn, desk);
  if (refused !== undefined) return refused;
  const signed: TransientEvent = { ...command, type: 'StationHandOverSigned' };
  const theirCase = command.theirCase ?? handOver.theirCase;
  if (handOver.signed.length === 0 || theirCase === undefined) return [signed];
  const { stationId } = handOver;
  return [
    signed,
    { type: 'StationHandOverCompleted', handOverId, stationId, theirCase },
    { type: 'CaseLinked', caseId: theirCase, kind: 'region', region: stationOf(stationId, rules)?.region ?? stationId },
  ];
};

const receivedRefusal = ({ receivedBy, idCopy }: Command<'RecordReturn'>, transient: Transient): Refused => {
  if (transient.plan?.mode === 'collectedByKin') {
    if (receivedBy === undefined) return refuse('receiver-signature-missing');
    return idCopy === true ? undefined : refuse('kin-id-copy-missing');
  }
  if (transient.plan?.receiver === 'station')
    return completedHandOver(transient) === undefined ? refuse('hand-over-not-signed-by-both') : undefined;
  return receivedBy === undefined ? refuse('receiver-signature-missing') : undefined;
};

export const recordReturn = (
  command: Command<'RecordReturn'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  const mode = transient.plan?.mode;
  if (mode === undefined || mode === 'own') return refuse('own-departure-needs-declaration');
  return (
    minorRefusal(transient, ageGroupNow(transient, rules, desk)) ??
    notAfterToday(command.returnedOn, desk) ??
    receivedRefusal(command, transient) ?? [
      { type: 'ReturnRecorded', mode, returnedOn: command.returnedOn, receivedBy: command.receivedBy },
    ]
  );
};
