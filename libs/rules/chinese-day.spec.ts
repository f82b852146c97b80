import { dayInNumerals, dayInText } from './chinese-day.js';

describe('days in letters', () => {
  it.each([
    ['2026-09-14', '二〇二六年九月十四日'],
    ['2030-10-20', '二〇三〇年十月二十日'],
    ['2026-12-31', '二〇二六年十二月三十一日'],
    ['2027-01-10', '二〇二七年一月十日'],
    ['2026-11-01', '二〇二六年十一月一日'],
  ])('%s stands under one as %s', (day, expected) => {
    expect(dayInNumerals(day)).toBe(expected);
  });

  it('stand in a text without leading zeros', () => {
    expect(dayInText('2026-09-04')).toBe('2026年9月4日');
    expect(dayInText('2026-10')).toBe('2026年10月');
  });
});
