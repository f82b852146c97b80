import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import type { StoredEvent } from './port.js';

/** What the hash of an event covers: everything stored of it except its place in the whole log. */
export type ChainedEvent = Omit<StoredEvent, 'position' | 'hash'>;

/** What stands before the first event of a stream. */
export const chainStart = '0'.repeat(64);

/** The canonical form (RFC 8785) of an event as stored. */
export const canonicalForm = ({
  stream,
  version,
  id,
  type,
  schemaVersion,
  data,
  metadata,
  recordedAt,
}: ChainedEvent): string => canonicalJson({ stream, version, id, type, schemaVersion, data, metadata, recordedAt });

/**
 * The next link of a stream's chain.
 * @param previous hex hash of the event before, or `chainStart`
 * @returns hex SHA-256 over the 32 bytes of the previous hash followed by the canonical form in UTF-8
 */
export const linkHash = (previous: string, event: ChainedEvent): string => {
  const text = canonicalForm(event);
  const bytes = Buffer.allocUnsafe(chainStart.length / 2 + Buffer.byteLength(text));
  const begins = bytes.write(previous, 'hex');
  const ends = begins + bytes.write(text, begins);
  return hash('sha256', bytes.subarray(0, ends), 'hex');
};
