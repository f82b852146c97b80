import { configure } from 'safe-stable-stringify';
import type { Json } from '#kernel';

const stringify = configure({ bigint: false, circularValue: Error });

/**
 * The canonical form of a JSON value (RFC 8785): names in the order of their UTF-16 code units, no blanks.
 * @throws TypeError when the value has none
 */
export const canonicalJson = (value: Json): string => {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('The value has no canonical form');
  return text;
};
