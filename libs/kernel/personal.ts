import { z } from 'zod';

/** Marks a field of an event or command as personal: stored encrypted, erasable, never logged. */
export const personal = <Schema extends z.ZodType>(schema: Schema): Schema => schema.meta({ personal: true });

/**
 * Marks a field that only some roles may read, by the kind of what it says (`health`, …); the room names the roles.
 * Others get the case without it.
 */
export const restricted = <Schema extends z.ZodType>(kind: string, schema: Schema): Schema =>
  schema.meta({ restricted: kind });

/**
 * Marks a field of a command whose content never enters the case: the desk keeps it in a sealed stream of its own
 * (`sealed-<caseId>`). `decide` may see that it was given; no event may carry what it says.
 */
export const sealedApart = <Schema extends z.ZodType>(schema: Schema): Schema => schema.meta({ sealedApart: true });

/** One marked field: the way from the event's data to it; `*` stands for every element of a list. */
export type FieldPath = readonly string[];
export type PersonalPath = FieldPath;

/** Every field of an object schema that bears the mark, with the mark's value. Fields in all branches of a union count. */
const markedPaths = (
  schema: z.ZodType,
  mark: string,
): readonly { readonly path: FieldPath; readonly value: unknown }[] => {
  const found = new Map<string, { readonly path: FieldPath; readonly value: unknown }>();
  const walk = (node: unknown, path: FieldPath): void => {
    if (typeof node !== 'object' || node === null) return;
    if (mark in node && path.length > 0) {
      found.set(path.join('/'), { path, value: Reflect.get(node, mark) });
      return;
    }
    if ('properties' in node && typeof node.properties === 'object' && node.properties !== null)
      for (const [name, child] of Object.entries(node.properties)) walk(child, [...path, name]);
    if ('items' in node) walk(node.items, [...path, '*']);
    if ('additionalProperties' in node) walk(node.additionalProperties, [...path, '*']);
    for (const key of ['anyOf', 'oneOf', 'allOf'] as const) {
      const branches: unknown = Reflect.get(node, key);
      if (Array.isArray(branches)) for (const branch of branches) walk(branch, path);
    }
  };
  walk(z.toJSONSchema(schema, { unrepresentable: 'any', reused: 'inline' }), []);
  return [...found.values()];
};

/** Every personal field of an object schema. */
export const personalPaths = (schema: z.ZodType): readonly PersonalPath[] =>
  markedPaths(schema, 'personal').flatMap(({ path, value }) => (value === true ? [path] : []));

/** Every restricted field of an object schema, with its kind. */
export const restrictedPaths = (schema: z.ZodType): readonly { readonly path: FieldPath; readonly kind: string }[] =>
  markedPaths(schema, 'restricted').flatMap(({ path, value }) =>
    typeof value === 'string' ? [{ path, kind: value }] : [],
  );

/** The top-level fields of a command whose content goes into the sealed stream. */
export const sealedFields = (schema: z.ZodType): readonly string[] =>
  markedPaths(schema, 'sealedApart').flatMap(({ path }) => path.slice(0, 1));
