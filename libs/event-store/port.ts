import type { Instant, JsonObject } from '#kernel';

/** Place of an event in the whole log: opaque, fixed width, and ordered by plain string comparison. */
export type Position = string;

/** What must be true of the stream for an append to be taken: its last version (the first event is 1), empty, or anything. */
export type ExpectedVersion = number | 'none' | 'any';

export interface EventActor {
  readonly user: string;
  readonly role: string;
  readonly office: string;
}

/** Kept beside every event, never personal. */
export interface EventMetadata extends JsonObject {
  readonly actor: EventActor & JsonObject;
  readonly occurredAt: Instant;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** The rule-set version the event was decided under, e.g. `chongqing@2`. */
  readonly ruleSet?: string;
}

export interface NewEvent {
  /** Given by the caller where an event must be unique by what it says (facts of the clock); otherwise derived from the command id. */
  readonly id?: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

export interface StoredEvent {
  readonly position: Position;
  readonly stream: string;
  /** 1 for the first event of the stream. */
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
  readonly recordedAt: Instant;
  /** Hex SHA-256 over the previous hash of the stream and the canonical form of this event as stored. */
  readonly hash: string;
}

export interface Appended {
  readonly stream: string;
  readonly firstVersion: number;
  readonly lastVersion: number;
  readonly position: Position;
  /** True when this command id had been taken before; the figures are then those of the first time. */
  readonly repeated: boolean;
  /** The fingerprint given the first time. */
  readonly fingerprint: string;
}

export interface AppendOptions {
  readonly commandId: string;
  /** Digest of the command's body, so that the same id with another body can be told. */
  readonly fingerprint?: string;
}

export interface ReadOptions {
  readonly fromVersion?: number;
  readonly toVersion?: number;
  /** Only events recorded at or before this instant. */
  readonly toInstant?: Instant;
  readonly backwards?: boolean;
}

export interface Batch {
  readonly events: readonly StoredEvent[];
  /** Everything at or before this position has been seen; the place to continue from, also when `events` is empty. */
  readonly through: Position;
  /** True when nothing further was readable at the time of the read. */
  readonly caughtUp: boolean;
}

export interface ReadAllOptions {
  /** Exclusive; undefined from the beginning. */
  readonly after?: Position;
  readonly limit: number;
  /** Only streams of these categories (the stream name before the first `-`). */
  readonly categories?: readonly string[];
}

export interface SubscribeOptions {
  readonly after?: Position;
  readonly categories?: readonly string[];
  readonly limit?: number;
  readonly signal: AbortSignal;
}

/** The event log. Stream names are `<category>-<id>`; the category holds no `-`. */
export interface EventStore {
  /**
   * All events or none, idempotent by command id.
   * @throws VersionConflict when the stream is not as expected
   * @throws AppendRefused on input that can never be stored
   * @throws StoreUnavailable when the store cannot be reached; the same call may be repeated
   */
  append(
    stream: string,
    expected: ExpectedVersion,
    events: readonly NewEvent[],
    options: AppendOptions,
  ): Promise<Appended>;
  read(stream: string, options?: ReadOptions): AsyncIterable<StoredEvent>;
  readAll(options: ReadAllOptions): Promise<Batch>;
  /** Catches up, then lives until the signal aborts. Shows only positions that can no longer be overtaken. */
  subscribe(options: SubscribeOptions): AsyncIterable<Batch>;
  /** The answer given to this command id, if it was ever taken. */
  findCommand(commandId: string): Promise<Appended | undefined>;
  /** The position below which nothing can appear any more. */
  horizon(): Promise<Position>;
  /** The newest event there is, also one that readers of the whole log may not see yet; the start of an empty log. */
  tip(): Promise<Position>;
  close(): Promise<void>;
}

export class VersionConflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedVersion,
    /** 0 when the stream does not exist. */
    readonly actual: number,
  ) {
    super(`Stream ${stream} is at version ${actual}, not ${expected}`);
    this.name = 'VersionConflict';
  }
}

/** An append that can never be taken as it is. */
export class AppendRefused extends Error {
  constructor(
    readonly reason:
      | 'event-too-large'
      | 'empty-append'
      | 'invalid-stream-name'
      | 'invalid-text'
      | 'invalid-event'
      | 'duplicate-event-id',
    message: string,
  ) {
    super(message);
    this.name = 'AppendRefused';
  }
}

/** The store cannot be reached or is not ready to take writes; the same call may be repeated. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}
