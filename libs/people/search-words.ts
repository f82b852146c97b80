const han = /\p{Script=Han}/u;

const lettersOf = (name: string): readonly string[] => [...name.normalize('NFC').replace(/[\s·•]/g, '')];

/** What a name can be found by: the whole of it, each letter, and each two letters in a row. */
export const nameWords = (name: string): readonly string[] => {
  const letters = lettersOf(name.toLowerCase());
  const pairs = letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
  return [...new Set([...letters.filter((letter) => han.test(letter)), ...pairs, letters.join('')])].map(
    (word) => `name:${word}`,
  );
};

/** The words that all must match for a name search: the pairs of what was typed, or the one letter. */
export const wantedNameWords = (text: string): readonly string[] => {
  const letters = lettersOf(text.toLowerCase());
  if (letters.length <= 2) return letters.length === 0 ? [] : [`name:${letters.join('')}`];
  return letters.slice(1).map((letter, index) => `name:${letters[index] ?? ''}${letter}`);
};

export const idNumberWord = (idNumber: string): string => `id:${idNumber.trim().toUpperCase()}`;

export const phoneWord = (phone: string): string => `phone:${phone.replace(/\D/g, '')}`;
