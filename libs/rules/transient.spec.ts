import fc from 'fast-check';
import { returnRate } from './transient.js';

describe('return rate', () => {
  it.each([
    [1000, 999, 9_990],
    [10_000, 9_999, 9_999],
    [1_000_000, 999_999, 9_999],
    [3, 2, 6_666],
    [3, 0, 0],
    [7, 7, 10_000],
  ])('of %i due, %i returned: %i of ten thousand', (due, returned, perTenThousand) =>
    expect(returnRate({ due, returned })).toEqual({
      due,
      returned,
      pending: due - returned,
      perTenThousand,
      complete: due === returned,
    }),
  );

  it('says nothing when nobody was due', () =>
    expect(returnRate({ due: 0, returned: 0 })).toEqual({
      due: 0,
      returned: 0,
      pending: 0,
      perTenThousand: undefined,
      complete: true,
    }));

  it.each([
    [1, 2],
    [-1, 0],
    [2, 0.5],
    [Number.NaN, 0],
  ])('takes no counts like %d due and %d returned', (due, returned) =>
    expect(() => returnRate({ due, returned })).toThrow(RangeError),
  );

  it('is never rounded up, and is whole only when nobody is pending', () =>
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.nat(2 ** 40), (one, other) => {
        const [returned, due] = [Math.min(one, other), Math.max(one, other)];
        const rate = returnRate({ due, returned });
        expect(rate.complete).toBe(rate.pending === 0);
        if (rate.perTenThousand === undefined) return expect(due).toBe(0);
        expect(BigInt(rate.perTenThousand) * BigInt(due)).toBeLessThanOrEqual(BigInt(returned) * 10_000n);
        return expect(rate.perTenThousand === 10_000).toBe(rate.complete);
      }),
    ));
});
