import type { Me } from '../api/types';
import type { JsonSchemaNode } from '../api/json-schema';
import { type Fields, identifies } from '../forms/schema';
import { doneToday } from '../forms/today';
import { filledFrom } from '../forms/filled';
import { freshIdsOf } from './other/state';
import type { OpeningContext, OpeningForm, PersonToServe } from './room';

/** The office of whoever opens the case; a committee's cases belong to the office above it. */
export const placeOf = ({ office }: Me): Fields =>
  office?.kind === 'committee' ? { office: office.parent, area: office.officeId } : { office: office?.officeId };

const listsPeople = ({ type, items = {} }: JsonSchemaNode): boolean => type === 'array' && identifies(items);

/** Whether a command is about somebody of the registry, and cannot be issued without them. */
export const servesPerson = ({ properties = {}, required = [] }: JsonSchemaNode): 'always' | 'maybe' | 'never' => {
  const parts = Object.entries(properties).filter(
    ([name, node]) => name === 'personId' || identifies(node) || listsPeople(node),
  );
  if (parts.length === 0) return 'never';
  return parts.some(
    ([name, { required: inner = [], items, minItems }]) =>
      required.includes(name) &&
      (name === 'personId' ||
        inner.includes('personId') ||
        (items?.required?.includes('personId') === true && typeof minItems === 'number' && minItems > 0)),
  )
    ? 'always'
    : 'maybe';
};

/** Puts the chosen person where the command wants them: into its own fields, else into its first part about somebody. */
const served = (schema: JsonSchemaNode, person: PersonToServe | undefined): Fields => {
  if (person === undefined) return {};
  const { properties = {} } = schema;
  if (properties['personId'] !== undefined) return filledFrom(schema, person);
  const [name, node] = Object.entries(properties).find(([, one]) => identifies(one) || listsPeople(one)) ?? [];
  if (name === undefined || node === undefined) return {};
  return { [name]: node.items === undefined ? filledFrom(node, person) : [filledFrom(node.items, person)] };
};

/** The form that opens a case as its command's schema has it. */
export const plainOpening = ({ me, command: name, described, scheme, person }: OpeningContext): OpeningForm => {
  const command = described.commands[name] ?? { schema: {} };
  const { properties = {} } = command.schema;
  const fresh = freshIdsOf(name, described);
  const given: Fields = {
    ...doneToday(name, command.schema),
    ...placeOf(me),
    ...served(command.schema, person),
    ...Object.fromEntries(fresh.map((field) => [field, crypto.randomUUID()])),
    scheme,
  };
  const isAsked = ([field, value]: readonly [string, unknown]) =>
    value !== undefined && properties[field] !== undefined;
  return {
    command,
    hidden: [...fresh, ...(scheme === undefined ? [] : ['scheme']), ...(person === undefined ? [] : ['personId'])],
    initial: Object.fromEntries(Object.entries(given).filter(isAsked)),
  };
};
