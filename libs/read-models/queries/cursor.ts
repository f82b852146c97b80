/** A cursor that no list of ours has given. */
export class InvalidCursor extends Error {
  constructor() {
    super('Not a cursor of this list');
    this.name = 'InvalidCursor';
  }
}

/** The sort key of the last row seen, opaque to those who hand it back. */
export const cursorOf = (key: readonly string[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** @throws InvalidCursor when the text is none, or its parts do not look as the list's keys do */
export const keyOf = (cursor: string, parts: readonly RegExp[]): readonly string[] => {
  const key = parsed(cursor);
  if (!Array.isArray(key) || key.length !== parts.length) throw new InvalidCursor();
  return key.map((part: unknown, index) => {
    if (typeof part !== 'string' || parts[index]?.test(part) !== true) throw new InvalidCursor();
    return part;
  });
};

const parsed = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new InvalidCursor();
  }
};

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const instantOrInfinity = /^(infinity|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)$/;
export const day = /^\d{4}-\d{2}-\d{2}$/;
export const anyText = /^[^\0]*$/;
