import { refuse } from '#kernel';
import { addMonths } from '#rules';
import type { Command } from '../commands.js';
import type { Transient } from '../state.js';
import {
  type Outcome,
  type Parameters,
  type TransientDesk,
  ageGroupNow,
  minorRefusal,
  notAfterToday,
  titleFor,
} from './basis.js';

/** Only who is still unidentified after the months of the rule is settled, and only once police and public were asked. */
export const proposeSettlement = (
  command: Command<'ProposeSettlement'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (transient.admission === undefined) return refuse('not-admitted');
  if (transient.identity !== 'unknown') return refuse('identity-already-established');
  if (transient.settlement !== undefined) return refuse('settlement-already-proposed');
  const after = addMonths(transient.admission.on, rules.settlement.afterMonths);
  if (desk.today <= after) return refuse('settlement-too-early', { after });
  if (transient.tracingNotice === undefined) return refuse('tracing-notice-missing');
  if (!transient.dna.some(({ matched }) => matched === false)) return refuse('dna-not-answered');
  return [{ ...command, type: 'SettlementProposed' }];
};

export const approveSettlement = (
  command: Command<'ApproveSettlement'>,
  transient: Transient,
  desk: TransientDesk,
): Outcome => {
  if (transient.settlement === undefined) return refuse('settlement-not-proposed');
  if (transient.settlement !== 'proposed') return [];
  return notAfterToday(command.approvedOn, desk) ?? [{ ...command, type: 'SettlementApproved' }];
};

export const returnSettlement = (command: Command<'ReturnSettlement'>, transient: Transient): Outcome =>
  transient.settlement === 'proposed'
    ? [{ ...command, type: 'SettlementReturned' }]
    : refuse('settlement-not-proposed');

/** Registration gives a new identity; the name the person went by until then stays on record. */
export const registerHukou = (
  command: Command<'RegisterHukou'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (transient.settlement === 'registered') return [];
  if (transient.settlement !== 'approved') return refuse('settlement-not-approved');
  const { identifiedAs: personId, name, hukouOffice, registeredOn } = command;
  const person = desk.facts.persons[personId];
  if (person?.registered !== true || person.identified === false)
    return refuse('identity-not-in-registry', { personId });
  const title = titleFor(name, ageGroupNow(transient, rules, desk));
  return (
    notAfterToday(registeredOn, desk) ?? [
      { type: 'HukouRegistered', personId, title, formerTitle: transient.title, hukouOffice, registeredOn },
    ]
  );
};

export const completeSettlement = (
  command: Command<'CompleteSettlement'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (transient.settlement !== 'registered') return refuse('hukou-not-registered');
  return (
    minorRefusal(transient, ageGroupNow(transient, rules, desk)) ??
    notAfterToday(command.settledOn, desk) ?? [{ ...command, type: 'SettlementCompleted' }]
  );
};
