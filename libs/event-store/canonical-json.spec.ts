import canonicalize from 'canonicalize';
import fc from 'fast-check';
import type { Json } from '#kernel';
import { canonicalJson } from './canonical-json.js';

describe('The canonical form', () => {
  it('is that of RFC 8785 for any value, as another implementation writes it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(canonicalJson(value as Json)).toBe(canonicalize(value));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the order in which names were set, also of many and of odd ones', () => {
    const names = [...Array.from({ length: 300 }, (_, index) => `n${index}`), '10', '9', '€', '😂', 'דּ', 'ö', '', '\r'];
    const one = Object.fromEntries(names.map((name, index) => [name, index]));
    const other = Object.fromEntries(names.map((name, index) => [name, index] as const).toReversed());
    expect(canonicalJson(one)).toBe(canonicalJson(other));
    expect(canonicalJson(one)).toBe(canonicalize(one));
    expect(canonicalJson({ b: [1e21, -0, 0.1, 1e-7], a: null })).toBe('{"a":null,"b":[1e+21,0,0.1,1e-7]}');
  });
});
