import { today } from '../format';
import type { JsonSchemaNode } from '../api/json-schema';

/** `visitedOn`, `paidOn`: the day of the act itself; not `diedOn` or `endsOn`, which are facts about something else. */
const dayOfAct = /(ed|edUp|paid|held|seen|sent)On$/;

/** Days of the act itself are today's unless said otherwise. */
export const doneToday = ({ properties = {}, required = [] }: JsonSchemaNode): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name, { format }]) => format === 'date' && required.includes(name))
      .filter(([name]) => dayOfAct.test(name) && name !== 'diedOn')
      .map(([name]) => [name, today()]),
  );
