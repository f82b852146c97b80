import type { Position } from '../port.js';

/** The three figures a position of the PostgreSQL log is made of. */
export interface LogPlace {
  readonly generation: number;
  /** 64-bit transaction id, as decimal digits. */
  readonly xid: string;
  /** Place of the event within its transaction, from 1; 0 stands before all of them. */
  readonly ordinal: number;
}

const pattern = /^[0-9a-f]{4}-[0-9a-f]{16}-[0-9a-f]{8}$/;

const hex = (value: number | bigint, width: number): string => value.toString(16).padStart(width, '0');

/** Writes a place as a fixed-width string, so that plain string comparison is log order. */
export const positionOf = ({ generation, xid, ordinal }: LogPlace): Position =>
  `${hex(generation, 4)}-${hex(BigInt(xid), 16)}-${hex(ordinal, 8)}`;

/** @throws RangeError when the text is no position of this log */
export const placeOf = (position: Position): LogPlace => {
  if (!pattern.test(position)) throw new RangeError(`Not a log position: ${JSON.stringify(position)}`);
  return {
    generation: Number.parseInt(position.slice(0, 4), 16),
    xid: BigInt(`0x${position.slice(5, 21)}`).toString(),
    ordinal: Number.parseInt(position.slice(22), 16),
  };
};

/** Before every event of the log. */
export const startOfLog: Position = positionOf({ generation: 0, xid: '0', ordinal: 0 });
