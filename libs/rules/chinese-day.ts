import type { Day } from '#kernel';

const digits = '〇一二三四五六七八九';

/** 1 to 99 as they are read: 九, 十四, 三十. */
const numeral = (value: number): string => {
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  const begun = tens === 0 ? '' : `${tens === 1 ? '' : digits.charAt(tens)}十`;
  return `${begun}${ones === 0 && tens > 0 ? '' : digits.charAt(ones)}`;
};

/** The date under an official letter: `2026-09-14` is 二〇二六年九月十四日 (GB/T 9704 allows both forms; seals go with this one). */
export const dayInNumerals = (day: Day): string => {
  const [year = '', month, date] = day.split('-');
  const years = [...year].map((digit) => digits.charAt(Number(digit))).join('');
  return `${years}年${numeral(Number(month))}月${numeral(Number(date))}日`;
};

/** A day or month within a text: `2026-09-14` is 2026年9月14日, `2026-09` is 2026年9月. */
export const dayInText = (day: Day): string => {
  const [year, month, date] = day.split('-');
  return `${year}年${Number(month)}月${date === undefined ? '' : `${Number(date)}日`}`;
};
