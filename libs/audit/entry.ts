import type { Instant } from '#kernel';
import type { Position, StoredEvent } from '#event-store';
import { leafHash } from './merkle/hashing.js';

/** What the tree keeps of an event: its place, both times and its link of the chain, which covers all the rest. */
export interface LogEntry {
  readonly position: Position;
  readonly stream: string;
  readonly version: number;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** Hex. */
  readonly hash: string;
}

export const entryOf = ({ position, stream, version, metadata, recordedAt, hash }: StoredEvent): LogEntry => ({
  position,
  stream,
  version,
  occurredAt: metadata.occurredAt,
  recordedAt,
  hash,
});

/** The leaf of an entry: the hash of its canonical form (RFC 8785). */
export const leafOf = ({ position, stream, version, occurredAt, recordedAt, hash }: LogEntry): Buffer =>
  // Names in alphabetical order, text and a whole number only: this is the canonical form.
  leafHash(JSON.stringify({ hash, occurredAt, position, recordedAt, stream, version }));
