/** Characters of the text of a lead, and of a note. */
const mostCharacters = 4_000;

const lowSurrogate = /^[\uDC00-\uDFFF]/;

/** The text in pieces that a lead and the notes beside it can hold; nothing of it is left out, and no character cut. */
export const inPieces = (text: string): readonly [string, ...string[]] => {
  if (text.length <= mostCharacters) return [text];
  const end = lowSurrogate.test(text.slice(mostCharacters)) ? mostCharacters - 1 : mostCharacters;
  return [text.slice(0, end), ...inPieces(text.slice(end))];
};
