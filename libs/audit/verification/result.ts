import type { Instant } from '#kernel';
import { type Fault, type Findings, maxFaults } from './fault.js';
import type { KnownHead } from './heads.js';

/** What was looked at and what was found. */
export interface Verification {
  readonly whole: boolean;
  readonly checked: {
    readonly events: number;
    readonly streams: number;
    /** Events that no head covers yet: their chains alone were checked. */
    readonly uncovered: number;
    /** Heads that were compared with the log, by where they came from. */
    readonly heads: { readonly database: number; readonly outside: number };
    /** The largest head the log agrees with. */
    readonly agreesWith:
      { readonly treeSize: number; readonly timestamp: Instant; readonly rootHash: string } | undefined;
  };
  /** The first fault in the order of the log. */
  readonly first: Fault | undefined;
  /** The first fault of every stream that has one, at most `maxFaults`. */
  readonly faults: readonly Fault[];
}

interface Looked {
  readonly events: number;
  readonly streams: number;
  readonly uncovered: number;
  readonly heads: readonly KnownHead[];
  readonly agreed: KnownHead | undefined;
}

export const resultOf = (findings: Findings, { events, streams, uncovered, heads, agreed }: Looked): Verification => {
  const faults = findings.faults.slice(0, maxFaults);
  const outside = heads.filter((known) => known.outside).length;
  const database = heads.filter((known) => known.database).length;
  return {
    whole: faults.length === 0,
    checked: {
      events,
      streams,
      uncovered,
      heads: { database, outside },
      agreesWith: agreed && {
        treeSize: agreed.head.treeSize,
        timestamp: agreed.head.timestamp,
        rootHash: agreed.head.rootHash,
      },
    },
    first: faults[0],
    faults,
  };
};
