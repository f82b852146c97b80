import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, Position, PostgresKeyVault, StoredEvent } from '#event-store';
import type { PersonRegistry } from '#people';
import { readToTip } from '../read-to-tip.js';
import { subjectsOf } from './destruction.js';
import type { Erasures } from './erasures.js';
import { type ErasureFile, type ErasureRequest, emptyFile, eventOf, evolveFile } from './events.js';

const categories = ['erasure'];
const troublePauseMs = 1_000;
/** Longer than any process keeps a key in memory. */
const memoryMs = 30_000;

export interface ErasureWatchParts {
  readonly store: EventStore;
  readonly vault: Pick<PostgresKeyVault, 'forget'>;
  readonly people: Pick<PersonRegistry, 'removeTraces'>;
  readonly erasures: Pick<Erasures, 'finish'>;
  /** Empties what this process remembers of opened cases. */
  readonly forgetCases: () => void;
}

/** What every process does about erasures that another one decided: it forgets, and finishes what was left half done. */
export class ErasureWatch {
  private file: ErasureFile = emptyFile;
  private after: Position | undefined;
  private catchingUp: Promise<void> | undefined;
  private readonly toSweep = new Map<string, { readonly entryIds: readonly string[]; readonly from: number }>();

  constructor(private readonly parts: ErasureWatchParts) {}

  /** Requests that wait for somebody's decision, the oldest first. */
  async waiting(): Promise<readonly ErasureRequest[]> {
    await this.catchUp();
    return this.file.requests.filter(({ state }) => state === 'requested');
  }

  /** Persons, by the entry that led when it was placed, of whom nothing may be erased. */
  async held(): Promise<ReadonlySet<string>> {
    await this.catchUp();
    return new Set(this.file.holds.map(({ personId }) => personId));
  }

  /**
   * Finishes erasures whose process died; removes once more what another process may have written from memory meanwhile.
   * @returns how many were finished
   */
  async finish(): Promise<number> {
    await this.catchUp();
    const broken = this.file.requests.filter(({ state }) => state === 'erasing');
    for (const request of broken) await this.parts.erasures.finish(request);
    for (const [requestId, { entryIds, from }] of [...this.toSweep]) {
      if (performance.now() < from) continue;
      for (const entryId of entryIds) await this.parts.people.removeTraces(entryId);
      this.toSweep.delete(requestId);
    }
    return broken.length;
  }

  /**
   * Destroys once more whatever was ever erased, as after an older vault was restored.
   * @returns how many erasures were repeated
   */
  async repeatAll(): Promise<number> {
    await this.catchUp();
    const decided = this.file.requests.filter(({ state }) => state === 'erasing' || state === 'erased');
    for (const request of decided) await this.parts.erasures.finish(request);
    return decided.length;
  }

  /** Follows the log until the signal aborts, so that this process forgets what was erased. */
  async follow(signal: AbortSignal, trouble: (error: unknown) => void = () => undefined): Promise<void> {
    let seen: Position | undefined;
    while (!signal.aborted)
      try {
        seen ??= await this.parts.store.horizon();
        for await (const batch of this.parts.store.subscribe({ after: seen, categories, signal })) {
          for (const stored of batch.events) this.forget(stored);
          seen = batch.through;
        }
      } catch (error) {
        if (signal.aborted) return;
        trouble(error);
        await pause(troublePauseMs, undefined, { signal }).catch(() => undefined);
      }
  }

  private catchUp(): Promise<void> {
    this.catchingUp ??= this.readOn().finally(() => {
      this.catchingUp = undefined;
    });
    return this.catchingUp;
  }

  private async readOn(): Promise<void> {
    this.after = await readToTip(this.parts.store, this.after, categories, (events, through) => {
      for (const stored of events) this.take(stored);
      this.after = through;
    });
  }

  private take(stored: StoredEvent): void {
    const event = eventOf(stored);
    this.file = evolveFile(this.file, event, { user: stored.metadata.actor.user, at: stored.recordedAt });
    if (event.type === 'ErasureCompleted')
      this.toSweep.set(event.requestId, { entryIds: event.entryIds, from: performance.now() + memoryMs });
  }

  private forget(stored: StoredEvent): void {
    const event = eventOf(stored);
    if (event.type !== 'ErasureCompleted') return;
    this.parts.vault.forget(subjectsOf(event.entryIds, event.casesErased));
    this.parts.forgetCases();
  }
}
