import { z } from 'zod';

/** Marks a field of an event or command as personal: stored encrypted, erasable, never logged. */
export const personal = <Schema extends z.ZodType>(schema: Schema): Schema => schema.meta({ personal: true });

/** One personal field: the way from the event's data to it; `*` stands for every element of a list. */
export type PersonalPath = readonly string[];

/** Every personal field of an object schema. Fields in all branches of a union count. */
export const personalPaths = (schema: z.ZodType): readonly PersonalPath[] => {
  const found = new Map<string, PersonalPath>();
  const walk = (node: unknown, path: PersonalPath): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('personal' in node && node.personal === true) {
      found.set(path.join('/'), path);
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
