import { v5 as uuidFrom, validate as isUuid } from 'uuid';
import { AppendRefused, type AppendOptions, type ExpectedVersion, type NewEvent } from './port.js';
import { checkStreamName } from './stream-name.js';

/** Most bytes of one event's data and metadata together, as JSON in UTF-8. */
export const maxEventBytes = 1024 * 1024;
const maxNameLength = 255;
const maxDepth = 100;
const idNamespace = '5f0c1a52-6d0b-4c58-9f55-1f3c1b2f7a10';

/** An event as it will be stored, but for its version, time and hash. */
export interface PreparedEvent {
  readonly event: NewEvent;
  readonly id: string;
  /** True when the caller gave the id, so that it may be taken already. */
  readonly givenId: boolean;
  readonly data: string;
  readonly metadata: string;
}

export interface PreparedAppend {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  readonly commandId: string;
  readonly fingerprint: string;
  readonly events: readonly PreparedEvent[];
  readonly bytes: number;
}

/**
 * Checks everything about an append that does not depend on what is stored.
 * @throws AppendRefused when it could never be stored
 */
export const prepareAppend = (
  stream: string,
  expected: ExpectedVersion,
  events: readonly NewEvent[],
  { commandId, fingerprint = '' }: AppendOptions,
): PreparedAppend => {
  checkStreamName(stream);
  if (events.length === 0) throw new AppendRefused('empty-append', `Nothing to append to ${stream}`);
  if (typeof expected === 'number' && !(Number.isSafeInteger(expected) && expected >= 0))
    throw new RangeError(`Expected version ${expected} is not a version`);
  checkName('command id', commandId);
  checkText('fingerprint', fingerprint);
  const prepared = events.map((event, index) => prepareEvent(event, commandId, index));
  const ids = new Set(prepared.map(({ id }) => id));
  if (ids.size < prepared.length)
    throw new AppendRefused('duplicate-event-id', `Two events of one append to ${stream} carry the same id`);
  const bytes = prepared.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
  return { stream, expected: expected === 0 ? 'none' : expected, commandId, fingerprint, events: prepared, bytes };
};

/** The id of an event that brings none: it follows from the command and the event's place in the append. */
export const eventIdOf = (commandId: string, index: number): string => uuidFrom(`${commandId}/${index}`, idNamespace);

const prepareEvent = (event: NewEvent, commandId: string, index: number): PreparedEvent => {
  checkName('event type', event.type);
  if (!Number.isSafeInteger(event.schemaVersion) || event.schemaVersion < 1)
    throw new AppendRefused('invalid-event', `${event.type} carries the schema version ${event.schemaVersion}`);
  if (event.id !== undefined && !isUuid(event.id))
    throw new AppendRefused('invalid-event', `${event.type} carries an id that is no UUID`);
  const data = jsonOf(event.type, event.data);
  const metadata = jsonOf(event.type, event.metadata);
  const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata);
  if (bytes > maxEventBytes)
    throw new AppendRefused('event-too-large', `${event.type} has ${bytes} bytes, more than ${maxEventBytes}`);
  return {
    event,
    id: event.id?.toLowerCase() ?? eventIdOf(commandId, index),
    givenId: event.id !== undefined,
    data,
    metadata,
  };
};

// An escaped NUL or lone surrogate; an even run of backslashes before it belongs to the text itself.
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

const jsonOf = (type: string, value: object): string => {
  checkDepth(type, value, 0);
  const text = JSON.stringify(value);
  if (text.includes('\\u') && unstorable.test(text))
    throw new AppendRefused('invalid-text', `${type} holds text with a NUL or half a character`);
  return text;
};

const checkDepth = (type: string, value: unknown, depth: number): void => {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new AppendRefused('invalid-event', `${type} holds a number that is not finite`);
  if (typeof value !== 'object' || value === null) return;
  if (depth >= maxDepth) throw new AppendRefused('invalid-event', `${type} is nested deeper than ${maxDepth} levels`);
  for (const inner of Object.values(value)) checkDepth(type, inner, depth + 1);
};

const checkText = (what: string, text: string): void => {
  if (text.includes('\u0000') || !text.isWellFormed())
    throw new AppendRefused('invalid-text', `The ${what} holds a NUL or half a character`);
};

const checkName = (what: string, text: string): void => {
  checkText(what, text);
  if (text === '' || text.length > maxNameLength)
    throw new AppendRefused('invalid-text', `The ${what} must have 1 to ${maxNameLength} characters`);
};
