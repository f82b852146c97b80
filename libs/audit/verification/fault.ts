import type { Instant } from '#kernel';
import type { Position } from '#event-store';

/**
 * What was done to the log, as far as it can be told:
 * - `changed`: an event does not say what it said when it was recorded
 * - `time-changed`: the time it was recorded or happened was changed
 * - `missing`: an event in the middle of a stream is gone; `end-missing`: the last events of a stream are gone
 * - `misplaced`: an event stands at another place of the log or of its stream than it was recorded at
 * - `inserted`: an event was put in later
 * - `stream-rewritten`: the chain of the stream is whole, but it is not the one that was signed
 * - `end-unrecorded`: the record of where the stream ends does not agree with its events
 * - `history-rewritten`: the log differs from a signed head, and the tree kept beside it was rewritten as well
 * - `log-rolled-back`: the log was put back to an earlier state; events that were signed are gone
 * - `head-forged`: a tree head bears no valid signature of a trusted key
 * - `bundle-changed`: a file of a bundle is not the one that was put into it
 * - `tree-damaged`: the log is as it was signed, but the tree kept beside it is not
 */
export type FaultKind =
  | 'changed'
  | 'time-changed'
  | 'missing'
  | 'end-missing'
  | 'misplaced'
  | 'inserted'
  | 'stream-rewritten'
  | 'end-unrecorded'
  | 'history-rewritten'
  | 'log-rolled-back'
  | 'head-forged'
  | 'bundle-changed'
  | 'tree-damaged';

export interface Fault {
  readonly kind: FaultKind;
  /** The event, where it can be named. */
  readonly stream?: string;
  readonly version?: number;
  readonly position?: Position;
  /** The file of a bundle. */
  readonly file?: string;
  /** How it was found: by the chain of its stream, by a signed head, or by both. */
  readonly foundBy: 'chain' | 'head';
  /** Where the log ends now, if it was cut: the last event that is left. */
  readonly lastLeft?: { readonly stream?: string; readonly version?: number; readonly position?: Position };
  /** Where only a stretch of the log can be named: it is as signed up to the first number of events, and not up to the second. */
  readonly between?: readonly [number, number];
  /** The head that does not agree. */
  readonly head?: { readonly treeSize: number; readonly timestamp: Instant };
}

export const maxFaults = 100;

/** Collects faults: of each stream only the first, and at one event what a head shows rather than what the chain shows. */
export class Findings {
  private readonly byStream = new Map<string, Fault>();
  private readonly others: Fault[] = [];

  add(fault: Fault): void {
    const room = this.byStream.size < maxFaults || fault.foundBy === 'head';
    if (fault.stream === undefined) this.others.push(fault);
    else if (room) {
      const known = this.byStream.get(fault.stream);
      if (known === undefined || outranks(fault, known)) this.byStream.set(fault.stream, fault);
    }
  }

  has(stream: string): boolean {
    return this.byStream.has(stream);
  }

  /** Faults of events in the order of the log, then what can be told of the log as a whole. */
  get faults(): readonly Fault[] {
    const ofEvents = [...this.byStream.values()].sort((one, other) =>
      (one.position ?? '') < (other.position ?? '') ? -1 : 1,
    );
    return [...ofEvents, ...this.others];
  }
}

const outranks = (fault: Fault, known: Fault): boolean => {
  const [version, knownVersion] = [fault.version ?? 0, known.version ?? 0];
  return version < knownVersion || (version === knownVersion && fault.foundBy === 'head');
};
