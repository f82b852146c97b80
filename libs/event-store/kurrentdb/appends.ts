import { setTimeout as delay } from 'node:timers/promises';
import { BACKWARDS, FORWARDS, type AppendStreamRequest } from '@kurrent/kurrentdb-client';
import type { Instant } from '#kernel';
import { arrange, emptyHead, fits, type ChainedAppend, type Head, type StreamUnit } from '../arranging.js';
import { BoundedMap } from '../bounded-map.js';
import { AppendRefused, StoreUnavailable, VersionConflict, type Appended, type StoredEvent } from '../port.js';
import type { PreparedAppend } from '../prepare.js';
import type { Connection } from './connection.js';
import { Overtaken, expectedState } from './failures.js';
import { commandStream, idStream, writtenName } from './names.js';
import { readLast, readPage } from './reading.js';
import { commandRecord, idRecord, readMark, readRecord, recordOf } from './records.js';

export interface AppendsOptions {
  readonly connection: Connection;
  readonly now: () => Instant;
  /** How long an append is tried again while the database cannot be reached, in ms. */
  readonly patienceMs: number;
  /** Called after events were committed. */
  readonly committed: () => void;
}

const rememberedHeads = 50_000;
const mostTries = 100;
const pauseMs = 100;

/** One append as KurrentDB takes it: its events, and the records that its command and ids are remembered by. */
export const sessionOf = (
  stream: string,
  firstVersion: number,
  events: readonly Omit<StoredEvent, 'position'>[],
  command: { readonly id: string; readonly fingerprint: string },
  ids: readonly string[],
): AppendStreamRequest[] => {
  const lastVersion = firstVersion + events.length - 1;
  const { id, fingerprint } = command;
  const mark = commandRecord({ stream, firstVersion, lastVersion, fingerprint });
  const note = { id, events: events.length, fingerprint };
  return [
    { streamName: commandStream(id), expectedState: 'no_stream', events: [mark] },
    ...ids.map((one): AppendStreamRequest => ({
      streamName: idStream(one),
      expectedState: 'no_stream',
      events: [idRecord(stream)],
    })),
    {
      streamName: writtenName(stream),
      expectedState: expectedState(firstVersion - 1),
      events: events.map((event) => recordOf(event, event.version === lastVersion ? note : undefined)),
    },
  ];
};

/** The answer given to this command, if it was ever taken. */
export const findCommand = async (connection: Connection, commandId: string): Promise<Appended | undefined> => {
  const [record] = await readPage(connection, commandStream(commandId), 1, 1, FORWARDS);
  if (record === undefined) return undefined;
  const mark = readMark(record);
  const [last] = await readPage(connection, writtenName(mark.stream), mark.lastVersion, 1, FORWARDS);
  if (last === undefined) throw new StoreUnavailable(`The events of a command on ${mark.stream} cannot be read`);
  return { ...mark, position: readRecord(last).event.position, repeated: true };
};

/**
 * Appends, each one atomic session of KurrentDB: the events at the expected revision of their stream, and with them the
 * records of its command and of the ids it brought, each in a stream that must not exist. What the database turns away
 * is looked at and judged. In one process, appends to the same stream go one after the other.
 */
export class Appends {
  private readonly heads = new BoundedMap<string, Head>(rememberedHeads);
  private readonly commandsUnderWay = new Map<string, Promise<Appended>>();
  private readonly turns = new Map<string, Promise<unknown>>();
  private closed = false;

  constructor(private readonly options: AppendsOptions) {}

  /** Takes the append; a command under way is waited for, and its answer repeated. */
  async append(append: PreparedAppend): Promise<Appended> {
    for (;;) {
      const earlier = this.commandsUnderWay.get(append.commandId);
      if (earlier === undefined) break;
      const answer = await earlier.catch(() => undefined);
      if (answer !== undefined) return { ...answer, repeated: true };
    }
    const answer = this.inTurn(append.stream, () => this.take(append));
    this.commandsUnderWay.set(append.commandId, answer);
    try {
      return await answer;
    } finally {
      this.commandsUnderWay.delete(append.commandId);
    }
  }

  /** Remembers where a stream was seen to end, so that the next append need not ask. */
  seen(stream: string, { version, hash }: Head): void {
    const known = this.heads.get(stream);
    if (known === undefined || known.version < version) this.heads.set(stream, { version, hash });
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.commandsUnderWay.values());
  }

  private inTurn<Result>(stream: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.turns.get(stream) ?? Promise.resolve()).then(work, work);
    this.turns.set(stream, turn);
    const done = (): void => {
      if (this.turns.get(stream) === turn) this.turns.delete(stream);
    };
    void turn.then(done, done);
    return turn;
  }

  private async take(append: PreparedAppend): Promise<Appended> {
    const until = Date.now() + this.options.patienceMs;
    for (let tries = 1; ; tries += 1) {
      if (this.closed) throw new StoreUnavailable('The event store is closed');
      try {
        const answer = (await this.write(append)) ?? (await this.judge(append));
        if (answer !== undefined) return answer;
        if (tries >= mostTries) throw new StoreUnavailable(`${append.stream} is written too fast by others`);
      } catch (error) {
        this.heads.delete(append.stream);
        if (!(error instanceof StoreUnavailable) || tries >= mostTries || Date.now() > until) throw error;
        await delay(pauseMs);
      }
    }
  }

  /** Nothing when the append does not fit where its stream is believed to end, or the database turned it away. */
  private async write(append: PreparedAppend): Promise<Appended | undefined> {
    const head = await this.believedHead(append);
    const recordedAt = this.options.now();
    const [unit] = arrange([append], () => head, recordedAt).units;
    const [chained] = unit?.chained ?? [];
    if (unit === undefined || chained === undefined || !(await this.send(chained, recordedAt))) return undefined;
    const written = await this.lastOf(unit);
    if (written?.hash !== unit.end.hash) return undefined;
    this.heads.set(append.stream, unit.end);
    this.options.committed();
    return {
      stream: append.stream,
      firstVersion: chained.firstVersion,
      lastVersion: unit.end.version,
      position: written.position,
      repeated: false,
      fingerprint: append.fingerprint,
    };
  }

  /** A stream that is expected to be new needs no look. */
  private async believedHead({ stream, expected }: PreparedAppend): Promise<Head> {
    const known = this.heads.get(stream);
    if (known !== undefined || expected === 'none') return known ?? emptyHead;
    return (await readLast(this.options.connection, stream)) ?? emptyHead;
  }

  private async send({ append, firstVersion, events }: ChainedAppend, recordedAt: Instant): Promise<boolean> {
    const { stream, commandId: id, fingerprint } = append;
    const stored = events.map(({ prepared, version, hash }) => {
      const { type, schemaVersion, data, metadata } = prepared.event;
      return { stream, version, id: prepared.id, type, schemaVersion, data, metadata, recordedAt, hash };
    });
    const ids = append.events.filter(({ givenId }) => givenId).map((event) => event.id);
    const session = sessionOf(stream, firstVersion, stored, { id, fingerprint }, ids);
    try {
      await this.options.connection.use((client) => client.multiStreamAppend(session));
      return true;
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw error;
    }
  }

  /** What the answer says of places is one for the whole session, so the last event tells its own. */
  private async lastOf({ stream, end }: StreamUnit): Promise<StoredEvent | undefined> {
    const [record] = await readPage(this.options.connection, writtenName(stream), end.version, 1, FORWARDS);
    return record && readRecord(record).event;
  }

  /**
   * Looks at what is stored, the stream first and the command after: a command that brought the stream where it is
   * cannot be missed. Nothing when the append may be tried again.
   */
  private async judge(append: PreparedAppend): Promise<Appended | undefined> {
    const { connection } = this.options;
    const { stream, expected, commandId } = append;
    const head = (await readLast(connection, stream)) ?? emptyHead;
    this.heads.set(stream, { version: head.version, hash: head.hash });
    const earlier = await findCommand(connection, commandId);
    if (earlier !== undefined) return earlier;
    if (!fits(append, head)) throw new VersionConflict(stream, expected, head.version);
    for (const { id, givenId } of append.events)
      if (givenId && (await readPage(connection, idStream(id), undefined, 1, BACKWARDS)).length > 0)
        throw new AppendRefused('duplicate-event-id', `An event for ${stream} carries an id stored before`);
    return undefined;
  }
}
