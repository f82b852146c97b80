import { z } from 'zod';
import { type AnyCaseType, type Json, type JsonObject, personalPaths, restrictedPaths } from '#kernel';

export type AttributeType = 'string' | 'integer' | 'float' | 'boolean';

export interface Attribute {
  readonly name: string;
  readonly value: string | number | boolean;
}

interface Declared {
  readonly name: string;
  readonly type: AttributeType;
  /** Texts the schema allows, where it lists them. */
  readonly values: readonly unknown[];
}

const dayOrMonth = /^\d{4}-\d{2}(-\d{2})?$/;
const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const ruleSet = /^[a-z-]+@\d+$/;

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const declaredOf = (name: string, schema: unknown): readonly Declared[] => {
  const values: unknown = property(schema, 'enum') ?? [property(schema, 'const')];
  const listed = Array.isArray(values) ? values : [];
  switch (property(schema, 'type')) {
    case 'boolean':
      return [{ name, type: 'boolean', values: [] }];
    case 'integer':
      return [{ name, type: 'integer', values: [] }];
    case 'number':
      return [{ name, type: 'float', values: [] }];
    case 'string':
      return [{ name, type: 'string', values: listed }];
    default:
      return [];
  }
};

/** What may leave the house of one case type's events: figures, days and codes. Never free text, nor what is personal or restricted. */
export class ExportableAttributes {
  private readonly byType: ReadonlyMap<string, readonly Declared[]>;
  private readonly codes: ReadonlySet<string>;

  constructor(room: AnyCaseType) {
    this.codes = new Set(Object.keys(room.screen.values));
    this.byType = new Map(
      Object.entries(room.events).map(([type, schema]) => {
        const paths = [...personalPaths(schema), ...restrictedPaths(schema).map(({ path }) => path)];
        const kept = new Set(paths.map(([first]) => first));
        const properties = property(z.toJSONSchema(schema, { unrepresentable: 'any', reused: 'inline' }), 'properties');
        const declared = Object.entries(properties ?? {})
          .filter(([name]) => name !== 'type' && !kept.has(name))
          .flatMap(([name, shape]) => declaredOf(name, shape));
        return [type, declared];
      }),
    );
  }

  /** Attributes that events of each type can have. */
  declared(): ReadonlyMap<string, readonly { readonly name: string; readonly type: AttributeType }[]> {
    return this.byType;
  }

  /** Of one event's data as stored. */
  of(type: string, data: JsonObject): readonly Attribute[] {
    return (this.byType.get(type) ?? []).flatMap(({ name, values }): Attribute[] => {
      const value = data[name];
      if (typeof value === 'number' || typeof value === 'boolean') return [{ name, value }];
      return typeof value === 'string' && this.isCode(value, values) ? [{ name, value }] : [];
    });
  }

  private isCode(value: string, listed: readonly unknown[]): boolean {
    return (
      listed.includes(value) ||
      this.codes.has(value) ||
      dayOrMonth.test(value) ||
      instant.test(value) ||
      ruleSet.test(value)
    );
  }
}

/** Every person an event names, wherever it stands in its data. */
export const personsIn = (value: Json | undefined, found = new Set<string>()): ReadonlySet<string> => {
  if (typeof value !== 'object' || value === null) return found;
  for (const [name, inner] of Object.entries(value) as readonly [string, Json | undefined][])
    if (name === 'personId' && typeof inner === 'string') found.add(inner);
    else personsIn(inner, found);
  return found;
};
