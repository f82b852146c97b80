import { refuse } from '#kernel';
import { monthOf } from '#rules';
import type { Command } from '../commands.js';
import type { ReliefEvent } from '../events.js';
import { type Relief, livingMembers } from '../state.js';
import { overpaymentEvents } from './benefit.js';
import type { Outcome, ReliefDesk } from './desk.js';

/** A household changes only by people of the registry; the applicant leaves by withdrawal or death. */
export const reportChange = (command: Command<'ReportChange'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const { joined = [], left = [] } = command;
  if (joined.length + left.length > 0 && command.what !== 'members') return refuse('change-names-members');
  const now = livingMembers(relief).map(({ personId }) => personId);
  const coming = joined.map(({ personId }) => personId);
  for (const personId of coming) {
    const person = desk.facts.persons[personId];
    if (person?.registered !== true) return refuse('person-not-registered', { personId });
    if (person.deceasedOn !== undefined) return refuse('person-deceased', { personId, diedOn: person.deceasedOn });
    if (now.includes(personId)) return refuse('member-listed-twice', { personId });
  }
  if (new Set(coming).size !== coming.length) return refuse('member-listed-twice');
  if (left.some((personId) => personId === relief.lodged?.applicant.personId)) return refuse('applicant-cannot-leave');
  const stranger = left.find((personId) => !now.includes(personId));
  if (stranger !== undefined) return refuse('not-a-household-member', { personId: stranger });
  return [
    {
      type: 'ChangeReported',
      what: command.what,
      content: command.content,
      ...(joined.length === 0 ? {} : { joined }),
      ...(left.length === 0 ? {} : { left }),
    },
  ];
};

export const recordDeath = (command: Command<'RecordDeath'>, relief: Relief, desk: ReliefDesk): Outcome => {
  if (relief.deceased.some((one) => one.personId === command.personId)) return [];
  if (!livingMembers(relief).some(({ personId }) => personId === command.personId))
    return refuse('not-a-household-member', { personId: command.personId });
  if (command.diedOn > desk.today) return refuse('occurred-in-future', { day: command.diedOn });
  const death: ReliefEvent = {
    type: 'DeathRecorded',
    personId: command.personId,
    diedOn: command.diedOn,
    source: command.source,
  };
  const lastOne = livingMembers(relief).length === 1 || relief.lodged?.singlePerson === true;
  const decided = relief.decision?.type === 'GrantConfirmed';
  const lastMonth = monthOf(command.diedOn);
  if (!lastOne)
    return [death, ...(decided ? [{ type: 'FuneralGrantOffered', personId: command.personId } as const] : [])];
  if (!decided) return [death, { type: 'ApplicationTerminated', ground: 'death', on: desk.today }];
  return [
    death,
    { type: 'BenefitTerminated', ground: 'death', lastMonth, ruleSet: relief.ruleSet },
    ...overpaymentEvents(relief, lastMonth),
    { type: 'FuneralGrantOffered', personId: command.personId },
  ];
};
