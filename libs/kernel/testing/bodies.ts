import fc from 'fast-check';
import { z } from 'zod';

type Node = z.core.JSONSchema.JSONSchema;
type Bodies = fc.Arbitrary<unknown>;

/** What describes a value without narrowing it, and the marks of personal data. */
const remarks = ['$schema', 'title', 'description', 'default', 'personal', 'restricted', 'sealedApart'];
const keywords: Readonly<Record<string, readonly string[]>> = {
  string: ['format', 'pattern', 'minLength', 'maxLength', 'examples', 'allOf'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  boolean: [],
  null: [],
  array: ['items', 'prefixItems', 'minItems', 'maxItems'],
  object: ['properties', 'required', 'additionalProperties', 'propertyNames'],
};

/** A keyword that nobody taught this file would quietly make every body wrong: better to fail. */
const known = (node: Node): void => {
  const allowed = [...remarks, 'type', 'const', 'enum', 'anyOf', 'oneOf', ...(keywords[String(node.type)] ?? [])];
  const unknown = Object.keys(node).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new TypeError(`No bodies for the keyword ${unknown} of ${String(node.type)}`);
};

const dayMs = 86_400_000;
const dayFrom = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

const days = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 20_400, max: 20_900 }).map((day) => dayFrom(day * dayMs)) },
  { weight: 2, arbitrary: fc.constantFrom('1900-01-01', '2024-02-29', '2199-12-31') },
  { weight: 1, arbitrary: fc.integer({ min: -719_000, max: 2_900_000 }).map((day) => dayFrom(day * dayMs)) },
);
const instants = fc.integer({ min: 20_400, max: 20_900 }).map((day) => new Date(day * dayMs + 1).toISOString());

const matching = (patterns: readonly string[], words: readonly string[]): fc.Arbitrary<string> => {
  const [first = '', ...others] = patterns.map((pattern) => new RegExp(pattern, 'u'));
  const drawn = fc.stringMatching(new RegExp(first, 'u')).filter((text) => others.every((other) => other.test(text)));
  const fitting = words.filter((word) => patterns.every((pattern) => new RegExp(pattern, 'u').test(word)));
  return fitting.length === 0 ? drawn : fc.oneof(drawn, fc.constantFrom(...fitting));
};

const texts = (node: Node, words: readonly string[]): fc.Arbitrary<string> => {
  const [least, most] = [Math.max(1, node.minLength ?? 0), node.maxLength ?? 4_000];
  const fitting = ['王小明', ...words].filter((word) => word.length >= least && word.length <= most);
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...fitting, '字'.repeat(least)) },
    {
      weight: 3,
      arbitrary: fc
        .string({ unit: 'grapheme', minLength: least, maxLength: Math.min(most, least + 12) })
        .filter((text) => text.trim().length >= least && text.length <= most),
    },
    { weight: 1, arbitrary: fc.constant('长'.repeat(most)) },
  );
};

const strings = (node: Node, words: readonly string[]): Bodies => {
  if (node.examples !== undefined) return fc.constantFrom(...node.examples);
  const patterns = [node, ...(node.allOf ?? [])].flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern]));
  switch (node.format) {
    case 'date':
      return days;
    case 'date-time':
      return instants;
    case 'uuid':
      return fc.uuid();
    case undefined:
      return patterns.length === 0 ? texts(node, words) : matching(patterns, words);
    default:
      throw new TypeError(`No bodies for the format ${node.format}`);
  }
};

const numberOr = (bound: number | boolean | undefined, otherwise: number): number =>
  typeof bound === 'number' ? bound : otherwise;

const integers = (node: Node): Bodies => {
  const least = Math.max(node.minimum ?? Number.MIN_SAFE_INTEGER, numberOr(node.exclusiveMinimum, -Infinity) + 1);
  const most = Math.min(node.maximum ?? Number.MAX_SAFE_INTEGER, numberOr(node.exclusiveMaximum, Infinity) - 1);
  const near = Math.min(most, Math.max(least, 0) + 200_000);
  return fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: Math.max(least, Math.min(0, near)), max: near }) },
    { weight: 1, arbitrary: fc.constantFrom(least, most) },
  );
};

const numbers = ({ minimum, maximum }: Node): Bodies =>
  fc.double({ min: minimum ?? -1e9, max: maximum ?? 1e9, noNaN: true });

const arrays = (node: Node, words: readonly string[]): Bodies => {
  if (node.prefixItems !== undefined) return fc.tuple(...node.prefixItems.map((item) => bodies(item, words)));
  const least = node.minItems ?? 0;
  const items = Array.isArray(node.items) ? true : (node.items ?? true);
  return fc.array(bodies(items, words), {
    minLength: least,
    maxLength: Math.min(node.maxItems ?? least + 3, least + 3),
  });
};

const objects = (node: Node, words: readonly string[]): Bodies => {
  const properties = Object.entries(node.properties ?? {}).map(
    ([name, child]) => [name, bodies(child, words)] as const,
  );
  if (properties.length > 0)
    return fc.record<Record<string, unknown>>(Object.fromEntries(properties), {
      requiredKeys: [...(node.required ?? [])],
    });
  const { additionalProperties, propertyNames } = node;
  if (additionalProperties === undefined || typeof additionalProperties === 'boolean') return fc.constant({});
  const names = typeof propertyNames === 'object' ? (propertyNames.enum ?? []).map(String) : [];
  const values = bodies(additionalProperties, words);
  if (names.length === 0) return fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), values, { maxKeys: 3 });
  return fc.record<Record<string, unknown>>(Object.fromEntries(names.map((name) => [name, values])), {
    requiredKeys: [...(node.required ?? [])],
  });
};

const bodies = (node: Node | boolean, words: readonly string[]): Bodies => {
  if (typeof node === 'boolean') return fc.jsonValue({ maxDepth: 1 });
  known(node);
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  const branches = node.anyOf ?? node.oneOf;
  if (branches !== undefined) return fc.oneof(...branches.map((branch) => bodies(branch, words)));
  switch (node.type) {
    case 'string':
      return strings(node, words);
    case 'integer':
      return integers(node);
    case 'number':
      return numbers(node);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return arrays(node, words);
    case 'object':
      return objects(node, words);
    case undefined:
      return fc.jsonValue({ maxDepth: 1 });
    default:
      throw new TypeError(`No bodies for the type ${String(node.type)}`);
  }
};

/** The body with one field left out, of another kind, or too many. */
const spoiled = (valid: Bodies): Bodies =>
  fc.tuple(valid, fc.nat(), fc.option(fc.jsonValue({ maxDepth: 1 }))).map(([body, place, other]) => {
    if (typeof body !== 'object' || body === null) return other;
    const entries = Object.entries(body);
    const at = place % (entries.length + 1);
    const changed = other === null ? [] : [[entries[at]?.[0] ?? 'further', other] as const];
    return Object.fromEntries([...entries.filter((_, index) => index !== at), ...changed]);
  });

/**
 * Values that mostly pass the schema: what its JSON Schema says is kept, what a refinement asks beyond it may not be;
 * one in twelve has one field spoiled. Where any text will do, it is often one of `words`: ids that the other side knows.
 * Throws TypeError for a keyword that it does not know.
 */
export const bodiesOf = (schema: z.ZodType, words: readonly string[] = []): fc.Arbitrary<unknown> => {
  const valid = bodies(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }), words);
  return fc.oneof({ weight: 11, arbitrary: valid }, { weight: 1, arbitrary: spoiled(valid) });
};
