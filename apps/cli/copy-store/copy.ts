import {
  ChainBroken,
  Ends,
  type Log,
  type Position,
  type StoredAppend,
  type StoredEvent,
  verifyAll,
} from '#event-store';

const appendsAtOnce = 200;

/** The target is no copy of this log that was begun and not finished: it holds something else. */
export class TargetHoldsOther extends Error {
  constructor(stream: string, version: number) {
    super(`The target holds event ${version} of ${stream}, which the source does not hold at that place`);
    this.name = 'TargetHoldsOther';
  }
}

/** Somebody goes on writing to the source, or a transaction left open hides its newest events. */
export class SourceNotAtRest extends Error {
  constructor() {
    super('The source is not at rest: stop everything that writes to it, then run the copy again');
    this.name = 'SourceNotAtRest';
  }
}

/** The finished copy is not what the source holds. */
export class CopyDiffers extends Error {
  constructor(what: string) {
    super(`The copy differs from the source: ${what}`);
    this.name = 'CopyDiffers';
  }
}

export interface Copied {
  /** Events that the target held already, from a run that was broken off. */
  readonly found: number;
  /** Events copied by this run. */
  readonly copied: number;
}

/** Two places of the same event. */
export interface MovedPosition {
  readonly from: Position;
  readonly to: Position;
}

export interface Compared {
  readonly streams: number;
  readonly events: number;
}

async function* oneByOne<Item>(batches: AsyncIterable<readonly Item[]>): AsyncGenerator<Item, undefined> {
  for await (const batch of batches) yield* batch;
  return undefined;
}

const sameEvents = (one: readonly StoredEvent[], other: readonly StoredEvent[]): boolean =>
  one.length === other.length &&
  one.every(({ stream, version, id, hash }, index) => {
    const its = other[index];
    return its?.stream === stream && its.version === version && its.id === id && its.hash === hash;
  });

const sameAppend = (one: StoredAppend, other: StoredAppend | undefined): boolean =>
  other !== undefined &&
  one.commandId === other.commandId &&
  one.fingerprint === other.fingerprint &&
  sameEvents(one.events, other.events);

/**
 * Copies a log into another store as it is. What the target holds must be the beginning of this very log, as after a run
 * that was broken off; the copy goes on behind it.
 * @param progress told how many events the target holds by now
 * @throws TargetHoldsOther, SourceNotAtRest, or ChainBroken when the source itself is damaged
 */
export const copyLog = async (
  from: Log,
  to: Log,
  progress: (events: number) => void = () => undefined,
): Promise<Copied> => {
  const source = oneByOne(from.appends());
  let found = 0;
  for await (const held of oneByOne(to.appends())) {
    const { value } = await source.next();
    const [first] = held.events;
    if (first !== undefined && !sameAppend(held, value)) throw new TargetHoldsOther(held.stream, first.version);
    found += held.events.length;
    progress(found);
  }
  let copied = 0;
  let waiting: StoredAppend[] = [];
  const adopt = async (): Promise<void> => {
    await to.adopt(waiting);
    copied += waiting.reduce((sum, { events }) => sum + events.length, 0);
    waiting = [];
    progress(found + copied);
  };
  for await (const append of source) {
    waiting.push(append);
    if (waiting.length >= appendsAtOnce) await adopt();
  }
  await adopt();
  return { found, copied };
};

/**
 * Walks both logs side by side: every event, every link, every command, the ends of all streams and their number.
 * @param moved told the two places of every event
 * @throws CopyDiffers, SourceNotAtRest
 */
export const compareLogs = async (
  from: Log,
  to: Log,
  moved: (places: readonly MovedPosition[]) => Promise<void> = () => Promise.resolve(),
): Promise<Compared> => {
  const source = oneByOne(from.appends());
  const [sourceEnds, ends] = [new Ends(), new Ends()];
  let events = 0;
  let last: Position | undefined;
  for await (const held of oneByOne(to.appends())) {
    const { value } = await source.next();
    if (value === undefined || !sameAppend(held, value))
      throw new CopyDiffers(`event ${held.events[0]?.version ?? 0} of ${held.stream}`);
    const pairs = value.events.map((event, index) => ({
      from: event.position,
      to: held.events[index]?.position ?? '',
    }));
    for (const event of value.events) linked(sourceEnds, event, 'source');
    for (const event of held.events) linked(ends, event, 'copy');
    await moved(pairs);
    events += pairs.length;
    last = pairs.at(-1)?.from;
  }
  const rest = await source.next();
  if (rest.done !== true)
    throw new CopyDiffers(`it ends before event ${rest.value.events[0]?.version ?? 0} of ${rest.value.stream}`);
  if (last !== undefined && (await from.store.tip()) !== last) throw new SourceNotAtRest();
  const { faults } = await verifyAll(to.store);
  const [fault] = faults;
  if (fault !== undefined) throw new CopyDiffers(`${fault.stream} at ${fault.version}: ${fault.kind}`);
  return { streams: ends.streams.length, events };
};

const linked = (ends: Ends, event: StoredEvent, where: string): void => {
  try {
    ends.follow(event);
  } catch (error) {
    if (error instanceof ChainBroken) throw new CopyDiffers(`the chain of ${event.stream} is broken in the ${where}`);
    throw error;
  }
};
