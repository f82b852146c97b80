import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonObject } from '#kernel';
import type { StoredEvent } from './port.js';

/** What the hash of an event covers: everything stored of it except its place in the whole log. */
export type ChainedEvent = Omit<StoredEvent, 'position' | 'hash'>;

/** What stands before the first event of a stream. */
export const chainStart = '0'.repeat(64);

/** The canonical form (RFC 8785) of an event as stored. */
export const canonicalForm = (event: ChainedEvent): string => {
  const covered: JsonObject = {
    stream: event.stream,
    version: event.version,
    id: event.id,
    type: event.type,
    schemaVersion: event.schemaVersion,
    data: event.data,
    metadata: event.metadata,
    recordedAt: event.recordedAt,
  };
  const text = canonicalize(covered);
  if (text === undefined) throw new TypeError(`Event ${event.id} has no canonical form`);
  return text;
};

/**
 * The next link of a stream's chain.
 * @param previous hex hash of the event before, or `chainStart`
 * @returns hex SHA-256 over the 32 bytes of the previous hash followed by the canonical form in UTF-8
 */
export const linkHash = (previous: string, event: ChainedEvent): string =>
  createHash('sha256').update(previous, 'hex').update(canonicalForm(event), 'utf8').digest('hex');
