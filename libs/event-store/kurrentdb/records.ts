import { randomUUID } from 'node:crypto';
import { jsonEvent, type EventData, type EventType, type RecordedEvent } from '@kurrent/kurrentdb-client';
import type { JsonObject } from '#kernel';
import type { Appended, EventMetadata, StoredEvent } from '../port.js';
import { readName, writtenName } from './names.js';
import { kurrentPosition } from './position.js';

/** On the last event of an append: the command it came from, and how many events it had. */
export interface CommandNote {
  readonly id: string;
  readonly events: number;
  readonly fingerprint: string;
}

/** What a record holds beside its name, type and id: the event to the letter, in one piece. */
interface Envelope {
  readonly schemaVersion: number;
  readonly recordedAt: string;
  readonly hash: string;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
  readonly command?: CommandNote;
}

/** What a command is remembered by. */
export type CommandMark = Pick<Appended, 'stream' | 'firstVersion' | 'lastVersion' | 'fingerprint'>;

export interface ReadRecord {
  readonly event: StoredEvent;
  readonly command?: CommandNote;
}

/** A record that this system did not write: the database must be its own. Names the record, never its content. */
export class ForeignRecord extends Error {
  constructor({ streamId, revision }: Pick<RecordedEvent, 'streamId' | 'revision'>) {
    super(`Record ${revision} of ${streamId} was not written by this system`);
    this.name = 'ForeignRecord';
  }
}

/** An event as KurrentDB takes it. Its metadata stay in the envelope: the database would keep strings only. */
export const recordOf = (event: Omit<StoredEvent, 'position'>, command?: CommandNote): EventData => {
  const { id, type, schemaVersion, recordedAt, hash, data, metadata } = event;
  const envelope: Envelope = { schemaVersion, recordedAt, hash, data, metadata, ...(command && { command }) };
  return jsonEvent<EventType & { data: Record<string, unknown> }>({
    id,
    type: writtenName(type),
    data: { ...envelope },
  });
};

const isEnvelope = (data: unknown): data is Envelope => {
  if (typeof data !== 'object' || data === null) return false;
  const { schemaVersion, recordedAt, hash, data: inner, metadata } = data as Partial<Record<keyof Envelope, unknown>>;
  return (
    typeof schemaVersion === 'number' &&
    typeof recordedAt === 'string' &&
    typeof hash === 'string' &&
    typeof inner === 'object' &&
    typeof metadata === 'object'
  );
};

/**
 * An event as the port gives it.
 * @throws ForeignRecord when something else wrote it
 */
export const readRecord = (record: RecordedEvent): ReadRecord => {
  const { streamId, revision, id, type, position } = record;
  const envelope: unknown = record.data;
  if (!isEnvelope(envelope) || position === undefined) throw new ForeignRecord(record);
  const { schemaVersion, recordedAt, hash, data, metadata, command } = envelope;
  const event: StoredEvent = {
    position: kurrentPosition({ side: 'at', ...position }),
    stream: readName(streamId),
    version: Number(revision) + 1,
    id,
    type: readName(type),
    schemaVersion,
    data,
    metadata,
    recordedAt,
    hash,
  };
  return command === undefined ? { event } : { event, command };
};

/** The record that remembers a command. Its id is drawn, so that no second one passes for a repetition of the first. */
export const commandRecord = (mark: CommandMark): EventData =>
  jsonEvent({ id: randomUUID(), type: 'CommandTaken', data: { ...mark } });

/** The record that remembers an event's id. */
export const idRecord = (stream: string): EventData =>
  jsonEvent({ id: randomUUID(), type: 'EventIdTaken', data: { stream } });

const isMark = (data: unknown): data is CommandMark => {
  if (typeof data !== 'object' || data === null) return false;
  const { stream, firstVersion, lastVersion, fingerprint } = data as Partial<Record<keyof CommandMark, unknown>>;
  return (
    typeof stream === 'string' &&
    typeof firstVersion === 'number' &&
    typeof lastVersion === 'number' &&
    typeof fingerprint === 'string'
  );
};

/** @throws ForeignRecord when something else wrote it */
export const readMark = (record: RecordedEvent): CommandMark => {
  const data: unknown = record.data;
  if (!isMark(data)) throw new ForeignRecord(record);
  return data;
};
