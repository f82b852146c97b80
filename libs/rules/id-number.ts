import type { Day } from '#kernel';
import { isDay } from './days.js';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = '10X98765432';

/** The check digit of the first 17 digits of a citizen's ID number (GB 11643-1999, ISO 7064 MOD 11-2). */
export const checkDigitOf = (first17: string): string => {
  if (!/^\d{17}$/.test(first17)) throw new RangeError('Needs 17 digits');
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17.charAt(index)), 0);
  return checkDigits.charAt(sum % 11);
};

export type IdNumberFault = 'id-number-malformed' | 'id-number-birthday-not-real' | 'id-number-check-digit-wrong';

export interface IdNumberFacts {
  /** With a capital X. */
  readonly idNumber: string;
  readonly bornOn: Day;
  readonly sex: 'male' | 'female';
  /** The first six digits: where the number was issued. */
  readonly region: string;
}

/** Reads an 18-digit citizen's ID number, or says what is wrong with it. Never repeats the number in its answer to a fault. */
export const readIdNumber = (text: string): IdNumberFacts | { readonly fault: IdNumberFault } => {
  const idNumber = text.trim().toUpperCase();
  if (!/^[1-9]\d{16}[\dX]$/.test(idNumber)) return { fault: 'id-number-malformed' };
  const bornOn = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  if (!isDay(bornOn)) return { fault: 'id-number-birthday-not-real' };
  if (checkDigitOf(idNumber.slice(0, 17)) !== idNumber.charAt(17)) return { fault: 'id-number-check-digit-wrong' };
  const sex = Number(idNumber.charAt(16)) % 2 === 1 ? 'male' : 'female';
  return { idNumber, bornOn, sex, region: idNumber.slice(0, 6) };
};

export const isIdNumber = (text: string): boolean => !('fault' in readIdNumber(text));
