/**
 * Names of streams and types as KurrentDB keeps them. Its servers do not agree on what a name may hold, so everything
 * but letters, digits, `-` and `.` is written as `_` and two hex digits for each byte of UTF-8.
 */
export const writtenName = (name: string): string =>
  name.replace(/[^A-Za-z0-9.-]+/gu, (other) =>
    [...Buffer.from(other, 'utf8')].map((byte) => `_${byte.toString(16).padStart(2, '0')}`).join(''),
  );

/** The name that was written so. */
export const readName = (written: string): string =>
  written.replace(/(?:_[0-9a-f]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('_', ''), 'hex').toString('utf8'));

// No stream of ours begins with a dash, so these can never be taken for one.

/** Holds one record when this command was ever taken. */
export const commandStream = (commandId: string): string => `-command-${writtenName(commandId)}`;

/** Holds one record when an event brought this id with it. */
export const idStream = (id: string): string => `-event-${id}`;

/** Streams of ours: neither the database's own nor those two kinds. */
export const ownStreams = '^[^$-]';
