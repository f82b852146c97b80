import type { Appended } from '../port.js';
import type { PreparedAppend } from '../prepare.js';

export interface Waiting {
  readonly append: PreparedAppend;
  /** Milliseconds since the epoch after which it is given up. */
  readonly until: number;
  readonly resolve: (answer: Appended) => void;
  readonly reject: (error: unknown) => void;
  settled: boolean;
  tries: number;
  /** Set after a batch failed as a whole, so that one bad append cannot take others down again. */
  alone: boolean;
}

const mostAppends = 256;
const mostBytes = 4 * 1024 * 1024;

/** Appends in the order they came, handed out so that no stream is in two hands at once. */
export class WaitingAppends {
  private list: Waiting[] = [];
  private readonly streamsOut = new Set<string>();

  get size(): number {
    return this.list.length;
  }

  add(one: Waiting): void {
    this.list.push(one);
  }

  putBack(one: Waiting): void {
    this.list.unshift(one);
  }

  /** Hands out at most `count` appends; their streams stay out until `release`. */
  take(count: number): readonly Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    const held = new Set<string>();
    const most = Math.min(count, mostAppends);
    let bytes = 0;
    for (const one of this.list) {
      const { stream } = one.append;
      const first = batch.length === 0;
      const room = first || (!one.alone && batch.length < most && bytes + one.append.bytes <= mostBytes);
      if (!room || batch[0]?.alone === true || this.streamsOut.has(stream) || held.has(stream)) {
        held.add(stream);
        left.push(one);
      } else {
        batch.push(one);
        bytes += one.append.bytes;
      }
    }
    this.list = left;
    for (const { append } of batch) this.streamsOut.add(append.stream);
    return batch;
  }

  release(batch: readonly Waiting[]): void {
    for (const { append } of batch) this.streamsOut.delete(append.stream);
  }

  /** Takes everything out at once. */
  clear(): readonly Waiting[] {
    return this.list.splice(0);
  }
}
