import type { Person } from './person.js';

const han = /\p{Script=Han}/u;
const betweenNames = /[\s·•‧・･．.'’-]/gu;

const lettersOf = (name: string): readonly string[] => [
  ...name.normalize('NFKC').toLowerCase().normalize('NFC').replace(betweenNames, ''),
];

/** What a name can be found by: the whole of it, each Chinese character, and each two letters in a row. */
export const nameWords = (name: string): readonly string[] => {
  const letters = lettersOf(name);
  const pairs = letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
  return [...new Set([...letters.filter((letter) => han.test(letter)), ...pairs, letters.join('')])]
    .filter((word) => word !== '')
    .map((word) => `name:${word}`);
};

/** The words that all must match for a name search: the pairs of what was typed, or the one letter. */
const wantedNameWords = (text: string): readonly string[] => {
  const letters = lettersOf(text);
  if (letters.length <= 2) return letters.length === 0 ? [] : [`name:${letters.join('')}`];
  return letters.slice(1).map((letter, index) => `name:${letters[index] ?? ''}${letter}`);
};

/** An ID number in its one form; the word it is found and claimed by. */
export const idNumberWord = (idNumber: string): string => `id:${idNumber.normalize('NFKC').trim().toUpperCase()}`;

const lastFourWord = (idNumber: string): string => `id4:${idNumber.normalize('NFKC').trim().toUpperCase().slice(-4)}`;

const phoneWord = (phone: string): string =>
  `phone:${phone
    .normalize('NFKC')
    .replace(/\D/g, '')
    .replace(/^(?:00)?86(?=1\d{10}$)/, '')}`;

/** Everything a person can be found by. */
export const wordsOf = ({ name, idNumber, phone }: Pick<Person, 'name' | 'idNumber' | 'phone'>): readonly string[] => [
  ...(name === undefined ? [] : nameWords(name)),
  ...(idNumber === undefined ? [] : [idNumberWord(idNumber), lastFourWord(idNumber)]),
  ...(phone === undefined ? [] : [phoneWord(phone)]),
];

export interface PersonSearch {
  /** A name or part of one, an ID number or its last four, a phone number, or several of them. */
  readonly text?: string | undefined;
  readonly idNumber?: string | undefined;
  readonly phone?: string | undefined;
}

/** The words that a person must have, all of them, to be found; none when nothing was asked. */
export const wantedWords = ({ text = '', idNumber, phone }: PersonSearch): readonly string[] => {
  const parts = text.normalize('NFKC').trim().split(/\s+/);
  const numbers = parts.filter((part) => /\d/.test(part));
  const names = parts.filter((part) => !/\d/.test(part));
  return [
    ...new Set([
      ...wantedNameWords(names.join('')),
      ...numbers.map(numberWord),
      ...(idNumber === undefined ? [] : [idNumberWord(idNumber)]),
      ...(phone === undefined ? [] : [phoneWord(phone)]),
    ]),
  ];
};

const numberWord = (text: string): string => {
  if (/^\d{17}[\dx]$/i.test(text)) return idNumberWord(text);
  return /^\d{3}[\dx]$/i.test(text) ? lastFourWord(text) : phoneWord(text);
};
