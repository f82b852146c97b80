import type { Json, JsonObject, PersonalPath } from '#kernel';
import { isSealed } from './sealing.js';

/** One personal value that is there, with whose it is. */
export interface PersonalField {
  readonly path: string;
  /** `person-<personId>` of the nearest enclosing object that names one, else the default subject. */
  readonly subject: string;
}

/** One step further on the way to a value, in the manner of a JSON pointer: `members/0/name`. */
export const wayOf = (path: string, step: string | number): string => {
  const name = typeof step === 'number' ? String(step) : step.replaceAll('~', '~0').replaceAll('/', '~1');
  return path === '' ? name : `${path}/${name}`;
};

/** The personal fields that this data really holds. */
export const findPersonal = (
  data: JsonObject,
  paths: readonly PersonalPath[],
  defaultSubject: string,
): readonly PersonalField[] => {
  const found = new Map<string, PersonalField>();
  const walk = (value: Json | undefined, rest: PersonalPath, path: string, subject: string): void => {
    if (value === undefined) return;
    const [step, ...further] = rest;
    if (step === undefined) {
      found.set(path, { path, subject });
      return;
    }
    if (typeof value !== 'object' || value === null || isSealed(value)) return;
    const nearest = subjectOf(value) ?? subject;
    const inner = Object.entries(value).filter(([name]) => step === '*' || step === name);
    for (const [name, child] of inner) walk(child, further, wayOf(path, name), nearest);
  };
  for (const path of paths) walk(data, path, '', defaultSubject);
  return [...found.values()];
};

const subjectOf = (value: object): string | undefined =>
  'personId' in value && typeof value.personId === 'string' && value.personId !== ''
    ? `person-${value.personId}`
    : undefined;
