import type { CaseFile, CaseTypeDescription, PersonOfCase } from '../../api/types';
import { sharedActs, sharedFreshIds } from '../../forms/choices';
import type { JsonSchemaNode } from '../../api/json-schema';
import { type Choice, type Fields, isPersonId } from '../../forms/schema';
import { isUuid, shortNumber } from '../../format';

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Every part of a state, the outer before the inner. */
const partsOf = (value: unknown): readonly Fields[] => {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  return isFields(value) ? [value, ...Object.values(value).flatMap(partsOf)] : [];
};

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The people of the case, by the names its state knows; the case's title stands for its only person. */
export const personsOf = ({ persons, state, title }: CaseFile): readonly PersonOfCase[] => {
  const named = new Map(
    partsOf(state.own).flatMap(({ personId, name }): (readonly [string, string])[] => {
      const id = text(personId);
      const known = text(name);
      return id === undefined || known === undefined ? [] : [[id, known]];
    }),
  );
  const only = persons.length === 1 ? title : undefined;
  return [...new Set([...persons, ...named.keys()])].map((personId) => ({
    personId,
    name: named.get(personId) ?? only ?? shortNumber(personId),
  }));
};

/** Names of things that no case of the type makes. */
const elsewhere = ['caseId', 'batchId', 'stationId', 'disasterId', 'dwellingId'];

const isPlainId = (name: string, node: JsonSchemaNode): boolean =>
  name.endsWith('Id') &&
  node.type === 'string' &&
  node.enum === undefined &&
  node.format === undefined &&
  !isPersonId(name) &&
  !elsewhere.includes(name);

/** The fields by which a command names things of the case: a visit, a placement, a report. */
const idsOf = (command: string, described: CaseTypeDescription): readonly string[] =>
  Object.entries(described.commands[command]?.schema.properties ?? {})
    .filter(([name, node]) => isPlainId(name, node))
    .map(([name]) => name);

const askedBy = (command: string, described: CaseTypeDescription): readonly string[] =>
  described.commands[command]?.schema.required ?? [];

const madeByShared = new Set(Object.values(sharedFreshIds).flat());

const goesOn = /^(Refresh|Renew|Extend|Change|Update|Amend|End|Close)/;

/**
 * Whether a command makes the thing that its field names, or means one that is there. The first command of a case type
 * to name it makes it; so does a later one that asks for most of what the first asks (a further report, another's suit).
 */
const makes = (command: string, field: string, described: CaseTypeDescription): boolean => {
  if (madeByShared.has(field)) return false;
  if (described.opening.includes(command)) return true;
  const first = Object.keys(described.commands).find((one) => askedBy(one, described).includes(field));
  if (first === command) return true;
  if (first === undefined || goesOn.test(command)) return false;
  const asked = askedBy(command, described).filter((name) => !name.endsWith('Id'));
  const alike = asked.filter((name) => askedBy(first, described).includes(name));
  return alike.length > 1 && alike.length * 2 > asked.length;
};

interface Thing {
  readonly id: string;
  readonly about: Fields;
}

/** Where a part of the state keeps the identifier: by the field's own name, or as the thing itself (`tracingNotice`). */
const idIn = (part: Fields, field: string): string | undefined => {
  const kept = Object.keys(part).find((name) => isUuid(part[name]) && `${name.toLowerCase()}Id`.endsWith(field));
  return text(part[field] ?? part[kept ?? field]);
};

const thingsOf = (caseFile: CaseFile, field: string): readonly Thing[] => {
  const named = partsOf(caseFile.state).flatMap((about): Thing[] => {
    const id = idIn(about, field);
    return id === undefined ? [] : [{ id, about }];
  });
  return named.filter(({ id }, index) => named.findIndex((other) => other.id === id) === index);
};

/** Identifiers that a command gives to something new. */
export const freshIdsOf = (command: string, described: CaseTypeDescription): readonly string[] =>
  sharedActs.includes(command)
    ? []
    : idsOf(command, described)
        .filter((field) => askedBy(command, described).includes(field))
        .filter((field) => makes(command, field, described));

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}/.test(value);

/** What tells one thing from another: what kind, of which day, the first words about it. */
const shownThing = (thing: Fields, described: CaseTypeDescription, language: 'zh' | 'en'): string => {
  const values = Object.entries(thing).flatMap(([name, value]) =>
    typeof value === 'string' && !name.endsWith('Id') ? [value] : [],
  );
  const kinds = values.flatMap((value) => described.values[value]?.[language] ?? []);
  const days = values.filter(isDay).map((day) => day.slice(0, 10));
  const words = values.filter(
    (value) => !isDay(value) && described.values[value] === undefined && /\P{ASCII}/u.test(value),
  );
  return [...kinds.slice(0, 2), ...days.slice(0, 1), ...words.slice(0, 1).map((word) => word.slice(0, 30))].join(' · ');
};

/** The things of the case a command may mean, by field; none where it must mean one and there is none. */
export const thingsToChoose = (
  command: string,
  caseFile: CaseFile,
  described: CaseTypeDescription,
  language: 'zh' | 'en',
): Readonly<Record<string, readonly Choice[]>> => {
  const fresh = freshIdsOf(command, described);
  return Object.fromEntries(
    idsOf(command, described)
      .filter((field) => !sharedActs.includes(command) && !fresh.includes(field))
      .map((field): [string, readonly Choice[]] => [
        field,
        thingsOf(caseFile, field).map(({ id, about }, index) => ({
          value: id,
          label: [`${index + 1}`, shownThing(about, described, language)].filter(Boolean).join('. '),
        })),
      ])
      .filter(([field, choices]) => choices.length > 0 || askedBy(command, described).includes(field)),
  );
};
