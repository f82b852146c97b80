import fc from 'fast-check';
import { instalments, overpayment } from './recovery.js';

describe('overpayment', () => {
  it('AC-15: is found month by month', () =>
    expect(
      overpayment(
        [
          { month: '2026-03', paidFen: 100_500 },
          { month: '2026-01', paidFen: 100_500 },
          { month: '2026-02', paidFen: 100_500 },
        ],
        [
          { month: '2026-01', dueFen: 100_500 },
          { month: '2026-02', dueFen: 40_000 },
        ],
      ),
    ).toEqual({
      months: [
        { month: '2026-02', paidFen: 100_500, dueFen: 40_000, overpaidFen: 60_500 },
        { month: '2026-03', paidFen: 100_500, dueFen: 0, overpaidFen: 100_500 },
      ],
      totalFen: 161_000,
    }));

  it('does not set an underpaid month off against an overpaid one', () =>
    expect(
      overpayment(
        [
          { month: '2026-01', paidFen: 0 },
          { month: '2026-02', paidFen: 100 },
        ],
        [{ month: '2026-01', dueFen: 100 }],
      ).totalFen,
    ).toBe(100));

  it('adds up several payments of one month', () =>
    expect(
      overpayment(
        [
          { month: '2026-01', paidFen: 60 },
          { month: '2026-01', paidFen: 60 },
        ],
        [{ month: '2026-01', dueFen: 100 }],
      ).totalFen,
    ).toBe(20));
});

describe('instalments', () => {
  it('add up to the fen', () =>
    expect(instalments(1_000, 3, '2026-12')).toEqual([
      { month: '2026-12', amountFen: 334 },
      { month: '2027-01', amountFen: 333 },
      { month: '2027-02', amountFen: 333 },
    ]));

  it('differ by at most one fen, whatever the sum', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 1, max: 60 }), (total, count) => {
        const amounts = instalments(total, count, '2026-01').map(({ amountFen }) => amountFen);
        expect(amounts).toHaveLength(count);
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(total);
        expect(Math.max(...amounts) - Math.min(...amounts)).toBeLessThanOrEqual(1);
      }),
    ));

  it.each([
    [-1, 3],
    [0.5, 3],
    [100, 0],
    [100, 1.5],
  ])('refuses %d fen in %d', (total, count) => expect(() => instalments(total, count, '2026-01')).toThrow(RangeError));
});
