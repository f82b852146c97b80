import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import type { JsonSchemaNode } from '../api/json-schema';
import type { CommandDescription, Label } from '../api/types';

/** What is typed into a command, by field. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What a field offers to choose from, by the field's name. */
export type Choices = Readonly<Record<string, readonly Choice[]>>;

export interface FormOptions {
  readonly choices: Choices;
  /** Fields drawn by a component of the case type instead of the schema. */
  readonly ownFields: Readonly<Record<string, string>>;
  /** Fields that the person does not see: new identifiers. */
  readonly hidden: readonly string[];
  readonly labelOf: (label: Label | undefined, name: string) => string;
  readonly values: Readonly<Record<string, Label>>;
  /** For fields inside of others. */
  readonly labels: Readonly<Record<string, Label>>;
}

interface Drawn {
  readonly schema: JsonSchemaNode;
  readonly ui: UiSchema;
}

/** A part of a command that names somebody of the registry. */
export const identifies = ({ properties }: JsonSchemaNode): boolean =>
  properties?.['personId'] !== undefined && properties['name'] !== undefined;

export const isPersonId = (name: string): boolean =>
  name === 'personId' || name === 'identifiedAs' || name.endsWith('PersonId');

/** Text longer than this is written, not chosen: an officer of the police has a name and no entry among the staff. */
const longestId = 80;

const isMonth = (node: JsonSchemaNode): boolean => node.pattern?.startsWith('^\\d{4}-(0[1-9]|1[0-2])') === true;

const drawText = (node: JsonSchemaNode): UiSchema => {
  if (node.format === 'date') return { 'ui:widget': 'day' };
  if (node.format === 'date-time') return { 'ui:widget': 'moment' };
  if (isMonth(node)) return { 'ui:widget': 'month' };
  return (node.maxLength ?? 0) >= 300 ? { 'ui:widget': 'textarea', 'ui:options': { rows: 3 } } : {};
};

/** How one field of a command is shown. */
const draw = (name: string, node: JsonSchemaNode, required: boolean, title: string, options: FormOptions): Drawn => {
  const schema: JsonSchemaNode = { ...node, title };
  const own = options.ownFields[name];
  if (own !== undefined) return { schema: { type: node.type ?? 'object', title }, ui: { 'ui:field': own } };
  const namesOf = (allowed: readonly string[]) => allowed.map((value) => options.labelOf(options.values[value], value));
  const takesId = (node.items ?? node).maxLength === undefined || ((node.items ?? node).maxLength ?? 0) <= longestId;
  const choices = takesId ? options.choices[name] : undefined;
  const ids = choices?.map(({ value }) => value);
  const names = choices?.map(({ label }) => label);
  switch (node.type) {
    case 'string':
      if (ids !== undefined)
        return { schema: { type: 'string', title, enum: ids }, ui: { 'ui:widget': 'choice', 'ui:enumNames': names } };
      if (node.enum !== undefined) return { schema, ui: { 'ui:widget': 'choice', 'ui:enumNames': namesOf(node.enum) } };
      return { schema, ui: isPersonId(name) ? { 'ui:widget': 'person' } : drawText(node) };
    case 'integer':
    case 'number':
      return { schema, ui: { 'ui:widget': name.endsWith('Fen') ? 'fen' : 'number' } };
    case 'boolean':
      return { schema, ui: { 'ui:widget': required ? 'yesNo' : 'tick', 'ui:options': { label: required } } };
    case 'array': {
      const items = node.items ?? {};
      const chosen = ids ?? items.enum;
      if (items.type === 'string' && chosen !== undefined)
        return {
          schema: { ...schema, uniqueItems: true, items: { type: 'string', enum: chosen } },
          ui: { 'ui:widget': ids === undefined ? 'ticks' : 'choices', 'ui:enumNames': names ?? namesOf(chosen) },
        };
      if (items.type === 'string') return { schema, ui: { 'ui:widget': 'tags' } };
      const drawn = drawPart(items, options);
      return { schema: { ...schema, items: drawn.schema }, ui: { items: { ...drawn.ui, 'ui:label': false } } };
    }
    case undefined:
    default: {
      const drawn = drawPart(node, options);
      return { schema: { ...drawn.schema, title }, ui: drawn.ui };
    }
  }
};

const drawObject = (
  node: JsonSchemaNode,
  options: FormOptions,
  fields: Readonly<Record<string, Label>> = {},
  order: readonly string[] = [],
): Drawn => {
  const shown = Object.entries(node.properties ?? {}).filter(([name]) => !options.hidden.includes(name));
  const required = (node.required ?? []).filter((name) => !options.hidden.includes(name));
  const drawn = shown.map(([name, child]): readonly [string, Drawn] => [
    name,
    draw(name, child, required.includes(name), options.labelOf(fields[name] ?? options.labels[name], name), options),
  ]);
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(drawn.map(([name, { schema }]) => [name, schema])),
      required,
    },
    ui: {
      'ui:order': [...order.filter((name) => drawn.some(([one]) => one === name)), '*'],
      ...Object.fromEntries(drawn.map(([name, { ui }]) => [name, ui])),
    },
  };
};

/** A part of a command; somebody of the registry is looked up and not typed. */
const drawPart = (node: JsonSchemaNode, options: FormOptions): Drawn => {
  const drawn = drawObject(node, { ...options, hidden: [] });
  return identifies(node) ? { ...drawn, ui: { ...drawn.ui, 'ui:field': 'person' } } : drawn;
};

/** Schema and layout of a command's form, with labels in the chosen language. */
export const formOf = (
  { schema, fields, order }: CommandDescription,
  options: FormOptions,
): { readonly schema: RJSFSchema; readonly uiSchema: UiSchema } => {
  const drawn = drawObject(schema, options, fields, order);
  return { schema: drawn.schema as RJSFSchema, uiSchema: { ...drawn.ui, 'ui:label': false } };
};

/** The command's own schema, which asks for no hidden field: what was typed is checked against it. */
export const checkedSchema = ({ schema }: CommandDescription, hidden: readonly string[]): JsonSchemaNode => ({
  ...schema,
  required: (schema.required ?? []).filter((name) => !hidden.includes(name)),
});

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);

/** What was typed, without fields and groups left empty. */
export const typed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(typed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, one]): [string, unknown] => [name, typed(one)])
      .filter(([, one]) => !isEmpty(one)),
  );
};
