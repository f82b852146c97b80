import {
  type Access,
  type AnyCaseType,
  type CaseSummary,
  type Day,
  type FieldPath,
  type JsonObject,
  type Message,
  accessHolds,
  restrictedPaths,
} from '#kernel';
import type { ReadableEvent } from './case-reader.js';
import type { SignedIn } from './request.js';

/** Whether a position may look at cases of that office and area. */
export type Sees = (position: SignedIn['positions'][number], office: string, area: string | undefined) => boolean;

export interface Sight {
  /** Positions through which the viewer looks; none when the case was opened to them by an approved access. */
  readonly positions: SignedIn['positions'];
  /** The approved access through which the viewer looks, if it is that alone. */
  readonly access?: Access;
  /** Kinds of restricted fields that are kept from the viewer. */
  readonly withheld: readonly string[];
}

/**
 * How a viewer may look into a case: through an office that handles it, in a role that the case type is open to,
 * or through an approved access that still holds. Nothing when neither is so.
 */
export const sightOf = (
  { access }: AnyCaseType,
  { office, area }: CaseSummary,
  accesses: readonly Access[],
  viewer: SignedIn,
  sees: Sees,
  today: Day,
): Sight | undefined => {
  const positions = viewer.positions.filter(
    (position) => (access?.readers.includes(position.role) ?? true) && sees(position, office, area),
  );
  const invited = accesses.find((one) => one.user === viewer.user && accessHolds(one, today));
  if (positions.length === 0 && invited === undefined) return undefined;
  const withheld = Object.entries(access?.restricted ?? {})
    .filter(([, readers]) => !positions.some(({ role }) => readers.includes(role)))
    .map(([kind]) => kind);
  return { positions, withheld, ...(positions.length === 0 ? { access: invited } : {}) };
};

const without = (value: unknown, [step, ...rest]: FieldPath): unknown => {
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  if (step === '*') {
    if (Array.isArray(value)) return value.map((item: unknown) => without(item, rest));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, without(item, rest)]));
  }
  if (!(step in value)) return value;
  const { [step]: inner, ...others } = value as JsonObject;
  return rest.length === 0 ? others : { ...others, [step]: without(inner, rest) };
};

const has = (value: unknown, [step, ...rest]: FieldPath): boolean => {
  if (step === undefined) return value !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  return step === '*' ? Object.values(value).some((inner) => has(inner, rest)) : has(Reflect.get(value, step), rest);
};

/** The events of a case without what is kept from the viewer; the case folded from them knows nothing of it either. */
export class Withholding {
  private readonly paths: ReadonlyMap<string, ReturnType<typeof restrictedPaths>>;

  constructor(room: AnyCaseType) {
    this.paths = new Map(Object.entries(room.events).map(([name, schema]) => [name, restrictedPaths(schema)]));
  }

  apply(events: readonly ReadableEvent[], kinds: readonly string[]): readonly ReadableEvent[] {
    if (kinds.length === 0) return events;
    return events.map((readable) => {
      const kept = (this.paths.get(readable.event.type) ?? [])
        .filter(({ kind, path }) => kinds.includes(kind) && has(readable.event, path))
        .map(({ path }) => path);
      if (kept.length === 0) return readable;
      const event = kept.reduce<unknown>(without, readable.event) as Message & JsonObject;
      return { ...readable, event, withheld: kept.map((path) => path.join('/')) };
    });
  }
}
