import { chainStart, linkHash } from './chain.js';
import type { Position, StoredEvent } from './port.js';

/** The events of one append as they are stored, and what its command is known by. */
export interface StoredAppend {
  readonly stream: string;
  readonly commandId: string;
  readonly fingerprint: string;
  readonly events: readonly StoredEvent[];
}

/** A log that can move to another store as it is: events, ids, times, links and the answers to commands. */
export interface MovesLog {
  /** Every append, whole, in the order of the log, up to what could no longer be overtaken when it began. */
  appends(after?: Position): AsyncIterable<readonly StoredAppend[]>;
  /**
   * Stores appends of another log as they are, in the order given, each of them whole or not at all. Their events get
   * new places in this log and nothing else. Nothing else may be written meanwhile.
   * @throws ChainBroken when an event does not follow on what its stream holds here
   */
  adopt(appends: readonly StoredAppend[]): Promise<void>;
}

/** An event that does not link to the one before it. */
export class ChainBroken extends Error {
  constructor(readonly event: Pick<StoredEvent, 'stream' | 'version'>) {
    super(`Event ${event.version} of ${event.stream} does not follow on the one before`);
    this.name = 'ChainBroken';
  }
}

interface End {
  readonly version: number;
  readonly hash: string;
}

/** Where streams end, walked link by link. */
export class Ends {
  private readonly ends = new Map<string, End>();

  /** @throws ChainBroken */
  follow(event: StoredEvent): void {
    const { version, hash } = this.of(event.stream);
    if (event.version !== version + 1 || linkHash(hash, event) !== event.hash) throw new ChainBroken(event);
    this.ends.set(event.stream, { version: event.version, hash: event.hash });
  }

  begin(stream: string, end: End): void {
    this.ends.set(stream, end);
  }

  of(stream: string): End {
    return this.ends.get(stream) ?? { version: 0, hash: chainStart };
  }

  get streams(): readonly string[] {
    return [...this.ends.keys()];
  }
}

/** An event, and what its command is known by on the last event of an append. */
export interface MovedRow {
  readonly event: StoredEvent;
  readonly command?: { readonly id: string; readonly fingerprint: string } | undefined;
}

/** Puts the events of each append together again. */
export class AppendsOfRows {
  private readonly open = new Map<string, StoredEvent[]>();

  /** The append that the row completes, if it is the last of one. */
  take({ event, command }: MovedRow): StoredAppend | undefined {
    const { stream } = event;
    const events = [...(this.open.get(stream) ?? []), event];
    this.open.set(stream, events);
    if (command === undefined) return undefined;
    this.open.delete(stream);
    return { stream, commandId: command.id, fingerprint: command.fingerprint, events };
  }
}
