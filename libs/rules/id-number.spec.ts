import fc from 'fast-check';
import { checkDigitOf, isIdNumber, readIdNumber } from './id-number.js';

describe('ID numbers (GB 11643)', () => {
  it('reads the example of the standard', () =>
    expect(readIdNumber('11010519491231002X')).toEqual({
      idNumber: '11010519491231002X',
      bornOn: '1949-12-31',
      sex: 'female',
      region: '110105',
    }));

  it('reads the sex from the 17th digit', () => {
    const sexOf = (order: string) => {
      const body = `50011219900101${order}`;
      return readIdNumber(body + checkDigitOf(body));
    };
    expect(sexOf('121')).toMatchObject({ sex: 'male' });
    expect(sexOf('112')).toMatchObject({ sex: 'female' });
  });

  it('takes a small x and spaces around', () => expect(isIdNumber(' 11010519491231002x ')).toBe(true));

  it.each([
    ['110105194912310021', 'id-number-check-digit-wrong'],
    ['11010519491331002X', 'id-number-birthday-not-real'],
    ['11010519490229002X', 'id-number-birthday-not-real'],
    ['11010519491231002', 'id-number-malformed'],
    ['1101051949123100２X', 'id-number-malformed'],
    ['01010519491231002X', 'id-number-malformed'],
    ['11010519491231X02X', 'id-number-malformed'],
    ['110105491231002', 'id-number-malformed'],
    ['', 'id-number-malformed'],
  ])('%s: %s', (text, fault) => expect(readIdNumber(text)).toEqual({ fault }));

  const first17 = fc
    .tuple(
      fc.integer({ min: 110_000, max: 659_999 }),
      fc.integer({ min: 0, max: 27_000 }),
      fc.integer({ min: 0, max: 999 }),
    )
    .map(([region, days, order]) => {
      const born = new Date(Date.UTC(1950, 0, 1) + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
      return `${region}${born}${String(order).padStart(3, '0')}`;
    });

  it('has a weighted sum of 1 modulo 11, so that one wrong digit and two swapped ones are found', () =>
    fc.assert(
      fc.property(first17, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (body, place, shift) => {
        const idNumber = body + checkDigitOf(body);
        const values = [...idNumber].map((digit) => (digit === 'X' ? 10 : Number(digit)));
        const sum = values.reduce((total, value, index) => total + value * 2 ** (17 - index), 0);
        expect(sum % 11).toBe(1);
        expect(isIdNumber(idNumber)).toBe(true);
        const wrong = (Number(idNumber.charAt(place)) + shift) % 10;
        expect(isIdNumber(idNumber.slice(0, place) + wrong + idNumber.slice(place + 1))).toBe(false);
        const [left, right] = [idNumber.charAt(place), idNumber.charAt(place + 1)];
        if (left !== right && right !== 'X')
          expect(isIdNumber(idNumber.slice(0, place) + right + left + idNumber.slice(place + 2))).toBe(false);
      }),
    ));
});
