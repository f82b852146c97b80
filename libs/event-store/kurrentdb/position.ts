import type { Position as LogPosition } from '@kurrent/kurrentdb-client';
import type { Position } from '../port.js';

/** A place in the log of KurrentDB: before everything, at a record, or between a record and whatever comes next. */
export type KurrentPlace = { readonly side: 'start' } | ({ readonly side: 'at' | 'after' } & Readonly<LogPosition>);

const pattern = /^[0-9a-f]{16}-[0-9a-f]{16}-[012]$/;
const digits = { start: '0', at: '1', after: '2' } as const;

const hex = (value: bigint): string => value.toString(16).padStart(16, '0');

/** Writes a place as a fixed-width string, so that plain string comparison is log order. */
export const kurrentPosition = (place: KurrentPlace): Position => {
  const { commit, prepare } = place.side === 'start' ? { commit: 0n, prepare: 0n } : place;
  return `${hex(commit)}-${hex(prepare)}-${digits[place.side]}`;
};

/** @throws RangeError when the text is no position of this log, as when it comes from a log in PostgreSQL */
export const kurrentPlace = (position: Position): KurrentPlace => {
  if (!pattern.test(position)) throw new RangeError(`Not a position of KurrentDB: ${JSON.stringify(position)}`);
  if (position.endsWith(digits.start)) return { side: 'start' };
  return {
    side: position.endsWith(digits.at) ? 'at' : 'after',
    commit: BigInt(`0x${position.slice(0, 16)}`),
    prepare: BigInt(`0x${position.slice(17, 33)}`),
  };
};

/** Before every event of the log. */
export const kurrentStart: Position = kurrentPosition({ side: 'start' });
