import type { Json, JsonObject, PersonalPath } from '#kernel';
import { KeyMissing, type KeyVault, type SubjectKey } from './key-vault.js';
import { findPersonal, wayOf, type PersonalField } from './personal-fields.js';
import { isSealed, openValue, sealValue, type SealedValue } from './sealing.js';

export interface Sealing {
  readonly data: JsonObject;
  /** From the kernel's `personalPaths`. */
  readonly paths: readonly PersonalPath[];
  /** Whose key is used where no enclosing object names a `personId`, e.g. `case-<id>`. */
  readonly subject: string;
}

export interface Opened {
  readonly value: Json;
  /** Ways to the values that are gone because their key was destroyed, as `members/0/name`. */
  readonly erased: readonly string[];
}

/** Stored data held something that looks sealed where nothing is personal: it was not sealed by us. */
export class UnexpectedSealedValue extends Error {
  constructor(readonly path: string) {
    super(`A value that looks sealed stands at ${path}`);
    this.name = 'UnexpectedSealedValue';
  }
}

/** Seals personal fields before they are stored and opens them when they are read, always for a whole list at once. */
export class PersonalDataCodec {
  constructor(private readonly vault: KeyVault) {}

  /** True for a value that stands sealed in stored data. */
  static isSealed(value: unknown): value is SealedValue {
    return isSealed(value);
  }

  isSealed(value: unknown): value is SealedValue {
    return isSealed(value);
  }

  /**
   * Each personal field becomes a sealed value; a field that is sealed already stays.
   * @throws SubjectErased when a subject's key was destroyed
   * @throws UnexpectedSealedValue when a sealed value stands anywhere but at a personal path
   */
  async seal(items: readonly Sealing[]): Promise<readonly JsonObject[]> {
    const found = items.map(({ data, paths, subject }) => findPersonal(data, paths, subject));
    const keys = await this.vault.obtain([...new Set(found.flatMap((fields) => fields.map(({ subject }) => subject)))]);
    return items.map(({ data }, index) => {
      const byPath = new Map((found[index] ?? []).map((field) => [field.path, field]));
      return sealedObject(data, byPath, keys, '');
    });
  }

  /**
   * Opens every sealed value found; one whose key was destroyed is left out and its path is listed.
   * @throws SealBroken when a value was changed after it was sealed
   * @throws KeyMissing when the vault knows nothing of a subject
   */
  async open(values: readonly Json[]): Promise<readonly Opened[]> {
    const subjects = new Set<string>();
    for (const value of values) collectSubjects(value, subjects);
    const keys = subjects.size === 0 ? new Map<string, SubjectKey>() : await this.vault.find([...subjects]);
    return values.map((value) => {
      const erased: string[] = [];
      return { value: openedValue(value, keys, undefined, erased) ?? null, erased };
    });
  }
}

type Keys = ReadonlyMap<string, SubjectKey>;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Copies without going through assignment, which would lose a key named `__proto__`. */
const objectOf = (entries: readonly (readonly [string, Json])[]): JsonObject => Object.fromEntries(entries);

const entriesOf = (object: JsonObject): readonly (readonly [string, Json])[] =>
  Object.entries(object).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));

const sealedValue = (value: Json, fields: ReadonlyMap<string, PersonalField>, keys: Keys, path: string): Json => {
  const field = fields.get(path);
  if (field !== undefined) {
    if (isSealed(value)) return value;
    const key = keys.get(field.subject);
    if (key === undefined || key === 'destroyed') throw new KeyMissing(field.subject);
    return sealValue(key, field.subject, value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) throw new UnexpectedSealedValue(path);
  if (isList(value)) return value.map((inner, index) => sealedValue(inner, fields, keys, wayOf(path, index)));
  return sealedObject(value, fields, keys, path);
};

const sealedObject = (
  object: JsonObject,
  fields: ReadonlyMap<string, PersonalField>,
  keys: Keys,
  path: string,
): JsonObject =>
  objectOf(entriesOf(object).map(([name, value]) => [name, sealedValue(value, fields, keys, wayOf(path, name))]));

const collectSubjects = (value: Json, subjects: Set<string>): void => {
  if (typeof value !== 'object' || value === null) return;
  if (isSealed(value)) subjects.add(value.$sealed);
  else if (isList(value)) for (const inner of value) collectSubjects(inner, subjects);
  else for (const inner of Object.values(value)) collectSubjects(inner ?? null, subjects);
};

/** The way to a value, put into words only where it is asked for. */
interface Way {
  readonly before: Way | undefined;
  readonly step: string | number;
}

const wordsOf = (way: Way | undefined): string => (way === undefined ? '' : wayOf(wordsOf(way.before), way.step));

const openedValue = (value: Json, keys: Keys, way: Way | undefined, erased: string[]): Json | undefined => {
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) {
    const key = keys.get(value.$sealed);
    if (key === undefined) throw new KeyMissing(value.$sealed);
    if (key !== 'destroyed') return openValue(key, value);
    erased.push(wordsOf(way));
    return undefined;
  }
  return isList(value) ? openedList(value, keys, way, erased) : openedObject(value, keys, way, erased);
};

const isPlain = (value: Json): boolean => typeof value !== 'object' || value === null;

/** The list itself where nothing in it was sealed. */
const openedList = (list: readonly Json[], keys: Keys, before: Way | undefined, erased: string[]): readonly Json[] => {
  let same = true;
  const opened = list.flatMap((inner, step) => {
    if (isPlain(inner)) return [inner];
    const value = openedValue(inner, keys, { before, step }, erased);
    same &&= value === inner;
    return value === undefined ? [] : [value];
  });
  return same ? list : opened;
};

/** The object itself where nothing in it was sealed, else a copy; assignment is safe to a key that is there. */
const openedObject = (object: JsonObject, keys: Keys, before: Way | undefined, erased: string[]): JsonObject => {
  let copy: Record<string, Json | undefined> | undefined;
  for (const step of Object.keys(object)) {
    const inner = object[step];
    if (inner === undefined || isPlain(inner)) continue;
    const value = openedValue(inner, keys, { before, step }, erased);
    if (value === inner) continue;
    copy ??= { ...object };
    if (value === undefined) delete copy[step];
    else copy[step] = value;
  }
  return copy ?? object;
};
