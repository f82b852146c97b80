/** Keeps sealed files under keys, `<caseId>/<evidenceId>`. Nothing is ever written over. */
export interface FileStore {
  /**
   * Stores all of the content or nothing of it.
   * @throws StoreFailed when the store cannot take it, or whatever the content itself broke off with
   */
  put(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /**
   * The content from its beginning; nothing when there is none.
   * @throws StoreFailed
   */
  get(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /**
   * Removes the file and whatever a broken `put` left of it; also where there is none.
   * @throws StoreFailed
   */
  remove(key: string): Promise<void>;
  /**
   * Writes something small and removes it again.
   * @throws StoreFailed when nothing can be written
   */
  probe(): Promise<void>;
}

/** The store is not there, or takes nothing more. */
export class StoreFailed extends Error {
  /** No room is left. */
  readonly full: boolean;

  constructor({ full = false, cause }: { readonly full?: boolean; readonly cause?: unknown }) {
    super(full ? 'The evidence store is full' : 'The evidence store does not answer', { cause });
    this.name = 'StoreFailed';
    this.full = full;
  }
}

const key = /^[0-9a-f-]{1,40}\/[0-9a-f-]{1,40}$/;

/** @throws Error when the key could mean a place outside the store */
export const checkKey = (given: string): string => {
  if (!key.test(given)) throw new Error('Not a key of the evidence store');
  return given;
};

/** Content that remembers with what it broke off, so that its failure is not taken for one of the store. */
export class Watched {
  broken: Error | undefined;

  constructor(private readonly content: AsyncIterable<Uint8Array>) {}

  async *read(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.content;
    } catch (error) {
      this.broken = error instanceof Error ? error : new Error('The content broke off', { cause: error });
      throw error;
    }
  }
}
