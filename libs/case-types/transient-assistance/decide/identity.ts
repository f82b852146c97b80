import { refuse } from '#kernel';
import { addDays } from '#rules';
import type { Command } from '../commands.js';
import type { TransientEvent } from '../events.js';
import { type Transient, isMinor } from '../state.js';
import {
  type Outcome,
  type Parameters,
  type Refused,
  type TransientDesk,
  ageGroupNow,
  ageGroupOf,
  titleFor,
} from './basis.js';

type Established = Extract<TransientEvent, { type: 'IdentityEstablished' }>;

/** The person is this one of the registry. A settlement that was under way ends with it. */
const establish = (
  found: { readonly identifiedAs: string; readonly name: string; readonly evidence?: string },
  method: Established['method'],
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): readonly TransientEvent[] | NonNullable<Refused> => {
  const personId = found.identifiedAs;
  const person = desk.facts.persons[personId];
  if (person?.registered !== true || person.identified === false)
    return refuse('identity-not-in-registry', { personId });
  if (person.deceasedOn !== undefined) return refuse('person-deceased', { personId, diedOn: person.deceasedOn });
  const ageGroup = ageGroupOf(personId, undefined, rules, desk) ?? transient.ageGroup;
  const established: Established = {
    type: 'IdentityEstablished',
    personId,
    title: titleFor(found.name, ageGroup),
    method,
    basis: rules.identityCheck.basis,
    evidence: found.evidence,
    ageGroup,
  };
  return transient.settlement === undefined
    ? [established]
    : [established, { type: 'SettlementPathClosed', ground: 'identityFound' }];
};

const named = ({ identifiedAs, name }: { readonly identifiedAs?: string; readonly name?: string }) =>
  identifiedAs === undefined || name === undefined ? undefined : { identifiedAs, name };

export const checkIdentity = (
  command: Command<'CheckIdentity'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (transient.identity === 'established') return refuse('identity-already-established');
  const found = named(command);
  if (command.found !== (found !== undefined)) return refuse('found-person-missing');
  if (found !== undefined) return establish(found, 'quickCheck', transient, rules, desk);
  return [{ type: 'IdentityNotFound', sources: command.sources, basis: rules.identityCheck.basis }];
};

export const establishIdentity = (
  command: Command<'EstablishIdentity'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome =>
  transient.identity === 'established'
    ? refuse('identity-already-established')
    : establish(command, command.method, transient, rules, desk);

/** A tracing notice shows no picture of a minor (未成年人保护法 §103). */
const photoRefusal = (photo: boolean, transient: Transient, rules: Parameters, desk: TransientDesk): Refused =>
  photo && isMinor(ageGroupNow(transient, rules, desk)) ? refuse('no-photo-of-minors') : undefined;

export const postTracingNotice = (
  command: Command<'PostTracingNotice'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (transient.identity !== 'unknown') return refuse('identity-already-established');
  if (transient.tracingNotice === command.noticeId) return [];
  if (transient.tracingNotice !== undefined) return refuse('tracing-notice-already-posted');
  return (
    photoRefusal(command.photo, transient, rules, desk) ?? [
      { ...command, type: 'TracingNoticePosted', postedOn: desk.today },
    ]
  );
};

export const refreshTracingNotice = (
  command: Command<'RefreshTracingNotice'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (transient.identity !== 'unknown') return refuse('identity-already-established');
  if (transient.tracingNotice !== command.noticeId) return refuse('no-such-tracing-notice');
  return photoRefusal(command.photo, transient, rules, desk) ?? [{ ...command, type: 'TracingNoticeRefreshed' }];
};

export const requestDna = (command: Command<'RequestDna'>, transient: Transient): Outcome => {
  if (transient.dna.some(({ requestId }) => requestId === command.requestId)) return [];
  if (transient.identity !== 'unknown') return refuse('identity-already-established');
  return transient.dna.some(({ matched }) => matched === undefined)
    ? refuse('dna-answer-pending')
    : [{ ...command, type: 'DnaRequested' }];
};

export const recordDnaAnswer = (
  command: Command<'RecordDnaAnswer'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  const { requestId, matched, result } = command;
  const request = transient.dna.find((one) => one.requestId === requestId);
  if (request === undefined) return refuse('no-such-dna-request', { requestId });
  if (request.matched !== undefined) return request.matched === matched ? [] : refuse('dna-already-answered');
  const found = named(command);
  if (matched !== (found !== undefined)) return refuse('found-person-missing');
  const answered: TransientEvent = { type: 'DnaAnswered', requestId, matched, result };
  if (found === undefined || transient.identity === 'established') return [answered];
  const established = establish(found, 'dna', transient, rules, desk);
  return 'refused' in established ? established : [answered, ...established];
};

export const recordLongStay = (
  command: Command<'RecordLongStay'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (transient.admission === undefined) return refuse('not-admitted');
  if (transient.identity !== 'unknown') return refuse('identity-already-established');
  if (transient.longStay) return [];
  const lastDay = addDays(transient.admission.on, rules.longStay.afterDays);
  return desk.today <= lastDay
    ? refuse('not-long-stay-yet', { after: lastDay })
    : [{ type: 'LongStayRecorded', reportNumber: command.reportNumber, since: addDays(lastDay, 1) }];
};

export const reportLongerStay = (
  command: Command<'ReportLongerStay'>,
  transient: Transient,
  desk: TransientDesk,
): Outcome => {
  if (transient.admission === undefined) return refuse('not-admitted');
  return command.until < desk.today
    ? refuse('longer-stay-ends-in-the-past', { until: command.until })
    : [{ ...command, type: 'LongerStayReported' }];
};
