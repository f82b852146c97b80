import type { Instant } from '#kernel';
import { chainStart, linkHash } from './chain.js';
import type { PreparedAppend, PreparedEvent } from './prepare.js';

/** The end of a stream: its last version and the hash there, in hex. */
export interface Head {
  readonly version: number;
  readonly hash: string;
}

export const emptyHead: Head = { version: 0, hash: chainStart };

export interface ChainedEvent {
  readonly prepared: PreparedEvent;
  readonly version: number;
  readonly hash: string;
}

export interface ChainedAppend {
  readonly append: PreparedAppend;
  readonly firstVersion: number;
  readonly events: readonly ChainedEvent[];
  /** Place of the last event among those of the transaction. */
  readonly lastOrdinal: number;
}

/** All that one transaction writes to one stream: taken together or not at all. */
export interface StreamUnit {
  readonly stream: string;
  /** Where the stream is believed to end. */
  readonly base: Head;
  /** Where it will end. */
  readonly end: Head;
  readonly chained: readonly ChainedAppend[];
  readonly lastOrdinal: number;
}

export interface Arranged {
  readonly units: readonly StreamUnit[];
  /** Appends that do not fit where their stream is believed to end. */
  readonly misfits: readonly PreparedAppend[];
}

/** True when the stream's end is what the append expects. */
export const fits = ({ expected }: PreparedAppend, head: Head): boolean =>
  expected === 'any' || (expected === 'none' ? head.version === 0 : expected === head.version);

const chain = (append: PreparedAppend, head: Head, ordinal: number, recordedAt: Instant): ChainedAppend => {
  let { version, hash } = head;
  const events = append.events.map((prepared) => {
    version += 1;
    const { type, schemaVersion, data, metadata } = prepared.event;
    const stored = { stream: append.stream, version, id: prepared.id, type, schemaVersion, data, metadata, recordedAt };
    hash = linkHash(hash, stored);
    return { prepared, version, hash };
  });
  return { append, firstVersion: head.version + 1, events, lastOrdinal: ordinal + events.length };
};

const grouped = (appends: readonly PreparedAppend[]): (readonly [stream: string, appends: PreparedAppend[]])[] => {
  const groups = new Map<string, PreparedAppend[]>();
  for (const append of appends) {
    const group = groups.get(append.stream);
    if (group === undefined) groups.set(append.stream, [append]);
    else group.push(append);
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
};

/** Lines up the appends on the believed ends of their streams: each that fits stands on the one before it. */
export const arrange = (
  appends: readonly PreparedAppend[],
  headOf: (stream: string) => Head,
  recordedAt: Instant,
): Arranged => {
  const units: StreamUnit[] = [];
  const misfits: PreparedAppend[] = [];
  let ordinal = 0;
  for (const [stream, group] of grouped(appends)) {
    const base = headOf(stream);
    const chained: ChainedAppend[] = [];
    let end = base;
    for (const append of group) {
      if (!fits(append, end)) {
        misfits.push(append);
        continue;
      }
      const link = chain(append, end, ordinal, recordedAt);
      ordinal = link.lastOrdinal;
      const last = link.events.at(-1);
      if (last !== undefined) end = { version: last.version, hash: last.hash };
      chained.push(link);
    }
    if (chained.length > 0) units.push({ stream, base, end, chained, lastOrdinal: ordinal });
  }
  return { units, misfits };
};
