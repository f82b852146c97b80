import type { Person } from './person.js';

const han = /\p{Script=Han}/u;
const betweenNames = /[\s·•‧・･．.'’-]/gu;

const lettersOf = (name: string): readonly string[] => [
  ...name.normalize('NFKC').toLowerCase().normalize('NFC').replace(betweenNames, ''),
];

const pairsOf = (letters: readonly string[]): readonly string[] =>
  letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);

/** What a name can be found by: the whole of it, each Chinese character, and each two letters in a row. */
export const nameWords = (name: string): readonly string[] => {
  const letters = lettersOf(name);
  return [...new Set([...letters.filter((letter) => han.test(letter)), ...pairsOf(letters), letters.join('')])]
    .filter((word) => word !== '')
    .map((word) => `name:${word}`);
};

/** The words that all must match for a name search: the pairs of what was typed, or the one letter. */
const wantedNameWords = (text: string): readonly string[] => {
  const letters = lettersOf(text);
  if (letters.length <= 2) return letters.length === 0 ? [] : [`name:${letters.join('')}`];
  return pairsOf(letters).map((pair) => `name:${pair}`);
};

const runsOf = (text: string): readonly (readonly string[])[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((run) => run !== '')
    .map((run) => [...run]);

/** What an alias or a description can be found by: each letter or figure, and each two in a row. */
const seenWords = (text: string): readonly string[] =>
  runsOf(text).flatMap((run) => [...run, ...pairsOf(run)].map((word) => `seen:${word}`));

/** The words that all must match for a search by alias or description: the pairs of each part typed, or its one letter. */
const wantedSeenWords = (text: string): readonly string[] =>
  runsOf(text).flatMap((run) => (run.length === 1 ? run : pairsOf(run)).map((word) => `seen:${word}`));

/** An ID number in its one form; the word it is found and claimed by. */
export const idNumberWord = (idNumber: string): string => `id:${idNumber.normalize('NFKC').trim().toUpperCase()}`;

const lastFourWord = (idNumber: string): string => `id4:${idNumber.normalize('NFKC').trim().toUpperCase().slice(-4)}`;

const phoneWord = (phone: string): string =>
  `phone:${phone
    .normalize('NFKC')
    .replace(/\D/g, '')
    .replace(/^(?:00)?86(?=1\d{10}$)/, '')}`;

/** The details of a person that searches look at. */
export type Searchable = Pick<Person, 'name' | 'idNumber' | 'phone' | 'alias' | 'description'>;

/** Everything a person can be found by. */
export const wordsOf = ({ name, idNumber, phone, alias = '', description = '' }: Searchable): readonly string[] => [
  ...(name === undefined ? [] : nameWords(name)),
  ...(idNumber === undefined ? [] : [idNumberWord(idNumber), lastFourWord(idNumber)]),
  ...(phone === undefined ? [] : [phoneWord(phone)]),
  ...seenWords(alias),
  ...seenWords(description),
];

export interface PersonSearch {
  /** A name or part of one, an ID number or its last four, a phone number, or several of them; or parts of an alias or description. */
  readonly text?: string | undefined;
  readonly idNumber?: string | undefined;
  readonly phone?: string | undefined;
}

/**
 * The words that a person must have, all of one list, to be found; no list when nothing was asked. The text is taken as
 * name and numbers, and once more as words of an alias or description.
 */
export const wantedWords = ({ text = '', idNumber, phone }: PersonSearch): readonly (readonly string[])[] => {
  const parts = text.normalize('NFKC').trim().split(/\s+/);
  const numbers = parts.filter((part) => /\d/.test(part));
  const names = parts.filter((part) => !/\d/.test(part));
  const given = [
    ...(idNumber === undefined ? [] : [idNumberWord(idNumber)]),
    ...(phone === undefined ? [] : [phoneWord(phone)]),
  ];
  const seen = wantedSeenWords(text);
  return [
    [...wantedNameWords(names.join('')), ...numbers.map(numberWord), ...given],
    seen.length === 0 ? [] : [...seen, ...given],
  ]
    .filter((words) => words.length > 0)
    .map((words) => [...new Set(words)]);
};

const numberWord = (text: string): string => {
  if (/^\d{17}[\dx]$/i.test(text)) return idNumberWord(text);
  return /^\d{3}[\dx]$/i.test(text) ? lastFourWord(text) : phoneWord(text);
};
