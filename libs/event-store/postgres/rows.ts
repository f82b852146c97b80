import type { JsonObject } from '#kernel';
import type { EventMetadata, StoredEvent } from '../port.js';
import { positionOf } from './position.js';

/** Columns of an event, in the order of `EventRow`. */
export const eventColumns = `generation, xid::text, ordinal, stream, version, id, type, schema_version, data, metadata,
  recorded_at, encode(hash, 'hex')`;

export type EventRow = [
  generation: number,
  xid: string,
  ordinal: number,
  stream: string,
  version: number,
  id: string,
  type: string,
  schemaVersion: number,
  data: JsonObject,
  metadata: EventMetadata,
  recordedAt: string,
  hash: string,
];

/** An event as the port gives it. */
export const eventOf = (row: EventRow): StoredEvent => {
  const [generation, xid, ordinal, stream, version, id, type, schemaVersion, data, metadata, recordedAt, hash] = row;
  const position = positionOf({ generation, xid, ordinal });
  return { position, stream, version, id, type, schemaVersion, data, metadata, recordedAt, hash };
};
