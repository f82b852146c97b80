import { today } from '../format';
import type { JsonSchemaNode } from '../api/json-schema';

/** `visitedOn`, `paidOn`: the day of the act itself; not `diedOn` or `endsOn`, which are facts about something else. */
const dayOfAct = /(ed|edUp|paid|held|heard|seen|sent|told)On$/;

const daysOfFacts = ['convictedOn', 'diedOn'];

/** Commands whose plain `on` is the day of the act itself: a conference is on a day to come, a guardianship ends on a birthday. */
const datedOn = ['CallCommunityAppraisal', 'RecordNotice', 'RecordService', 'TellReporter'];

const isDayOfAct = (command: string, name: string): boolean =>
  name === 'on' ? datedOn.includes(command) : dayOfAct.test(name) && !daysOfFacts.includes(name);

/** Days of the act itself are today's unless said otherwise. */
export const doneToday = (
  command: string,
  { properties = {}, required = [] }: JsonSchemaNode,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name, { format }]) => format === 'date' && required.includes(name))
      .filter(([name]) => isDayOfAct(command, name))
      .map(([name]) => [name, today()]),
  );
