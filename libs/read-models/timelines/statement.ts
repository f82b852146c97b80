import type { Instant } from '#kernel';
import type { Scope } from '../queries.js';

/** Values of a statement that is put together piece by piece. */
export class Parameters {
  readonly values: unknown[] = [];
  private readonly instants = new Map<Instant, string>();

  /** Keeps a value; gives its place, `$n`. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** Keeps an instant, the same one only once; gives its place with its type. */
  instant(value: Instant): string {
    const place = this.instants.get(value) ?? this.add(value);
    this.instants.set(value, place);
    return `${place}::timestamptz`;
  }
}

/** That a case of this type, office and area lies within what the viewer may list. */
export const withinScope = (
  parameters: Parameters,
  scope: Scope,
  { type, office, area }: { readonly type: string; readonly office: string; readonly area: string },
): string => {
  const reaches = scope.map(({ offices, areas, types }) => {
    const near = parameters.add([...areas, ...offices]);
    return `(${type} = ANY (${parameters.add(types)}::text[]) AND (${office} = ANY (${near}::text[])
      OR ${area} = ANY (${near}::text[])))`;
  });
  return reaches.length === 0 ? 'false' : `(${reaches.join(' OR ')})`;
};

/** Every condition that is asked for. */
export const allOf = (conditions: readonly (string | undefined)[]): string => {
  const asked = conditions.filter((condition) => condition !== undefined);
  return asked.length === 0 ? 'true' : asked.join('\n  AND ');
};
