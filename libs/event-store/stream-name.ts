import { AppendRefused } from './port.js';

/** Longest stream name, in UTF-16 code units. */
export const maxStreamName = 255;

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The part of a stream name before the first `-`. */
export const categoryOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-')));

/**
 * Checks a name of the form `<category>-<id>`: printable text of any script, at most `maxStreamName` long.
 * @throws AppendRefused invalid-stream-name
 */
export const checkStreamName = (stream: string): void => {
  const dash = stream.indexOf('-');
  const reason =
    dash < 1 || dash === stream.length - 1
      ? 'is not <category>-<id>'
      : stream.length > maxStreamName
        ? `is longer than ${maxStreamName} characters`
        : invisible.test(stream)
          ? 'holds characters that cannot be seen'
          : undefined;
  if (reason !== undefined)
    throw new AppendRefused('invalid-stream-name', `Stream name ${JSON.stringify(stream.slice(0, 80))} ${reason}`);
};
