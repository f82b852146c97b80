export interface ModelRecord {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  /** Commit and prepare position, which are one for what is appended in one go. */
  readonly place: bigint;
}

export interface ModelAppend {
  readonly stream: string;
  /** A revision; -1 when the stream must not exist. */
  readonly expected: number;
  readonly records: readonly Pick<ModelRecord, 'id' | 'type' | 'data'>[];
}

export class RevisionConflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream} is at ${actual}`);
  }
}

export class TooLarge extends Error {
  constructor(readonly size: number) {
    super(`${size} bytes`);
  }
}

/** `MaxAppendSize`, as docs/how-to/use-kurrentdb.md asks for it. */
export const maxAppendSize = 16 * 1024 * 1024;

const recordOverhead = 137n;

/** The log as KurrentDB keeps it: one order of everything, its own records among ours, places with gaps between them. */
export class ModelLog {
  readonly records: ModelRecord[] = [];
  readonly listeners = new Set<(record: ModelRecord) => void>();
  private readonly streams = new Map<string, ModelRecord[]>();
  private end = 2n ** 40n;

  constructor() {
    this.push('$users', { id: '00000000-0000-4000-8000-000000000000', type: '$User', data: Buffer.from('{}') });
  }

  stream(name: string): readonly ModelRecord[] {
    return this.streams.get(name) ?? [];
  }

  /**
   * All of them or none. A repetition of what stands there already is taken without a second writing.
   * @throws RevisionConflict or TooLarge
   */
  append(appends: readonly ModelAppend[]): {
    readonly position: bigint;
    readonly revisions: readonly (readonly [string, number])[];
  } {
    const size = appends.reduce((sum, { records }) => sum + records.reduce((all, { data }) => all + data.length, 0), 0);
    if (size > maxAppendSize) throw new TooLarge(size);
    const repeated = appends.map((append) => this.isRepeated(append));
    for (const { stream, expected } of appends) {
      const actual = this.stream(stream).length - 1;
      if (actual !== expected && !repeated.every(Boolean)) throw new RevisionConflict(stream, expected, actual);
    }
    if (!repeated.every(Boolean))
      for (const { stream, records } of appends) for (const record of records) this.push(stream, record);
    return {
      position: this.records.at(-1)?.place ?? 0n,
      revisions: appends.map(({ stream }) => [stream, this.stream(stream).length - 1] as const),
    };
  }

  private isRepeated({ stream, expected, records }: ModelAppend): boolean {
    const stored = this.stream(stream);
    return records.every(({ id }, index) => stored[expected + 1 + index]?.id === id);
  }

  private push(stream: string, record: Pick<ModelRecord, 'id' | 'type' | 'data'>): void {
    const own = this.streams.get(stream) ?? [];
    const whole = { ...record, stream, revision: own.length, place: this.end };
    own.push(whole);
    this.streams.set(stream, own);
    this.records.push(whole);
    this.end += recordOverhead + BigInt(record.data.length);
    for (const tell of this.listeners) tell(whole);
  }
}
