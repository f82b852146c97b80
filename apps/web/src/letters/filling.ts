import type { CaseTypeDescription, HistoryEvent, Letter } from '../api/types';

/** Why a place of a letter stays empty. */
export type Gap = 'missing' | 'erased' | 'withheld';
export type Found = { readonly value: unknown; readonly field: string } | { readonly gap: Gap };

/** A part in `[[…]]` is left out when one of its places has nothing to say. */
const optionalPart = /\[\[([^\]]*)\]\]/g;
const place = /\{\{(\w+)\}\}/g;

const startsWith = (paths: readonly string[] | undefined, field: string): boolean =>
  paths?.some((path) => path.split('/')[0] === field) === true;

const gapIn = ({ erased, withheld }: HistoryEvent, field: string): Gap | undefined => {
  if (startsWith(erased, field)) return 'erased';
  return startsWith(withheld, field) ? 'withheld' : undefined;
};

/** Whether two events are of the same thing: they share an identifier. */
const belongTogether = (one: HistoryEvent, other: HistoryEvent): boolean =>
  Object.entries(one.data).some(
    ([name, value]) => name.endsWith('Id') && typeof value === 'string' && other.data[name] === value,
  );

/**
 * What stands in a field of the letter's event, or of the last one before it that has such a field: first of those about
 * the same thing. A field of the event's own that was left empty stays empty.
 */
export const valueFor = (
  field: string,
  events: readonly HistoryEvent[],
  described: Pick<CaseTypeDescription, 'events'>,
): Found => {
  const own = events.at(-1);
  if (own === undefined) return { gap: 'missing' };
  const known = (event: HistoryEvent): Found | undefined => {
    const value = event.data[field];
    if (value !== undefined) return { value, field };
    const gap = gapIn(event, field);
    return gap === undefined ? undefined : { gap };
  };
  const found = known(own);
  if (found !== undefined) return found;
  if (described.events[own.type]?.fields?.[field] !== undefined) return { gap: 'missing' };
  const earlier = events.slice(0, -1).reverse();
  for (const event of [...earlier.filter((one) => belongTogether(one, own)), ...earlier]) {
    const there = known(event);
    if (there !== undefined) return there;
  }
  return { gap: 'missing' };
};

const says = (found: Found): boolean =>
  'value' in found && !(found.value === 0 || (Array.isArray(found.value) && found.value.length === 0));

/** The text with its places filled. */
export const filled = (text: string, find: (field: string) => Found, write: (found: Found) => string): string => {
  const fill = (part: string): string => part.replaceAll(place, (_place, field: string) => write(find(field)));
  const isSaid = (part: string): boolean =>
    [...part.matchAll(place)].every(([, field = '']) => {
      const found = find(field);
      return 'gap' in found ? found.gap !== 'missing' : says(found);
    });
  return fill(text.replaceAll(optionalPart, (_all, part: string) => (isSaid(part) ? part : '')));
};

/** The law the letter rests on, for the scheme of the case. */
export const basisOf = ({ basis }: Letter, scheme: string): string | undefined =>
  typeof basis === 'object' ? basis[scheme] : basis;
