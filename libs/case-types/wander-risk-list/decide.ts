import { type Decision, type Desk, refuse } from '#kernel';
import { type RuleBook, inForce, lastDayOf, listMonthStart, monthOf } from '#rules';
import type { Command, ListCommand } from './commands.js';
import type { ListEvent } from './events.js';
import type { ListRefusal } from './refusals.js';
import type { Listed, WanderList } from './state.js';

type Outcome = Decision<ListEvent, ListRefusal>;

const open = ({ office, station, halfYear }: Command<'OpenList'>, desk: Desk<RuleBook>): Outcome => {
  const rules = inForce(desk.rules, 'national', desk.today)?.outreach;
  if (rules === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  const begins = listMonthStart(halfYear, rules);
  if (desk.today < begins) return refuse('half-year-not-begun', { begins });
  const dueOn = lastDayOf(monthOf(begins));
  return [{ type: 'WanderListOpened', office, station, halfYear, openedOn: desk.today, dueOn }];
};

const sameEntry = (one: Listed, other: Listed): boolean =>
  one.name === other.name &&
  one.risk === other.risk &&
  one.features === other.features &&
  one.lastSeenAround === other.lastSeenAround &&
  one.guardian?.name === other.guardian?.name &&
  one.guardian?.phone === other.guardian?.phone &&
  one.guardian?.relation === other.guardian?.relation;

/** Adding somebody who is on the list already brings the entry up to date. */
const addPerson = (command: Command<'AddPerson'>, list: WanderList, desk: Desk<RuleBook>): Outcome => {
  const { personId } = command;
  const person = desk.facts.persons[personId];
  if (person?.registered !== true) return refuse('person-not-registered', { personId });
  if (person.deceasedOn !== undefined) return refuse('person-deceased', { personId, diedOn: person.deceasedOn });
  const before = list.persons.find((one) => one.personId === personId);
  if (before !== undefined && sameEntry(before, command)) return [];
  const { sex, bornOn } = person;
  return [
    {
      ...command,
      type: 'PersonListed',
      ...(sex === undefined ? {} : { sex }),
      ...(bornOn === undefined ? {} : { bornOn }),
    },
  ];
};

const submit = (command: Command<'SubmitList'>, list: WanderList, desk: Desk<RuleBook>): Outcome => {
  const nobody = command.nobody === true;
  if (list.persons.length === 0 && !nobody) return refuse('empty-list-must-be-said');
  if (list.persons.length > 0 && nobody) return refuse('list-is-not-empty', { persons: list.persons.length });
  const { firstSubmittedOn = desk.today, opened } = list;
  const late = opened !== undefined && firstSubmittedOn > opened.dueOn;
  return [{ type: 'ListSubmitted', persons: list.persons.length, submittedOn: desk.today, late }];
};

/** What happened, or why not. Stage and role were checked before. */
export const decide = (command: ListCommand, list: WanderList, desk: Desk<RuleBook>): Outcome => {
  switch (command.type) {
    case 'OpenList':
      return open(command, desk);
    case 'AddPerson':
      return addPerson(command, list, desk);
    case 'RemovePerson':
      return list.persons.some(({ personId }) => personId === command.personId)
        ? [{ ...command, type: 'PersonRemoved' }]
        : refuse('person-not-listed', { personId: command.personId });
    case 'SubmitList':
      return submit(command, list, desk);
    case 'ReturnList':
      return [{ type: 'ListReturned', reason: command.reason }];
    case 'MergeList':
      return [{ type: 'ListMerged', persons: list.persons.length, mergedOn: desk.today }];
    default:
      return command satisfies never;
  }
};
