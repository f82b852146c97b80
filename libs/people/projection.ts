import { setTimeout as pause } from 'node:timers/promises';
import type { BlindIndex, EventStore, PersonalDataCodec, Position, StoredEvent } from '#event-store';
import { type PersonEntry, evolveEntry, personOf } from './entry.js';
import { type Searchable, idNumberWord, wordsOf } from './search-words.js';
import type { IndexedEntry, PeopleTables } from './tables.js';

const eventsPerRead = 1_000;
const troublePauseMs = 1_000;
const categories = ['person'];

/** Brings the registry's tables to where the log is. Anything may be taken twice, by several processes at once. */
export class PeopleProjection {
  constructor(
    private readonly store: EventStore,
    private readonly tables: PeopleTables,
    private readonly codec: PersonalDataCodec,
    private readonly blind: BlindIndex,
  ) {}

  /** One person's entry as the log has it now; nothing when there is no such person. */
  async refresh(personId: string): Promise<PersonEntry | undefined> {
    const [held] = await this.tables.entries([personId]);
    let entry = held?.version === 0 ? undefined : held;
    for await (const stored of this.store.read(`person-${personId}`, { fromVersion: (entry?.version ?? 0) + 1 }))
      entry = evolveEntry(entry, stored);
    if (entry !== undefined && entry.version > (held?.version ?? 0))
      await this.tables.write(await this.indexed([entry]));
    return entry;
  }

  /** Takes everything that is in the log now. */
  async catchUp(): Promise<void> {
    return this.takeFrom(await this.tables.progress());
  }

  /** Follows the log until the signal aborts; goes on after any trouble, which is told each time. */
  async follow(signal: AbortSignal, trouble: (error: unknown) => void): Promise<void> {
    while (!signal.aborted)
      try {
        const after = await this.tables.progress();
        for await (const batch of this.store.subscribe({ after, categories, signal }))
          await this.take(batch.events, batch.through);
      } catch (error) {
        if (signal.aborted) return;
        trouble(error);
        await pause(troublePauseMs, undefined, { signal }).catch(() => undefined);
      }
  }

  /** Makes the tables anew from the log; what is there can be read meanwhile. */
  async rebuild(): Promise<void> {
    await this.tables.beginRebuild();
    await this.takeFrom(undefined);
    await this.tables.endRebuild();
  }

  private async takeFrom(start: Position | undefined): Promise<void> {
    let after = start;
    for (;;) {
      const batch = await this.store.readAll({ after, limit: eventsPerRead, categories });
      await this.take(batch.events, batch.through);
      after = batch.through;
      if (batch.caughtUp) return;
    }
  }

  private async take(events: readonly StoredEvent[], through: Position): Promise<void> {
    const held = await this.tables.entries(events.map(({ stream }) => personOf(stream)));
    const entries = new Map(held.filter(({ version }) => version > 0).map((entry) => [entry.personId, entry]));
    const changed = new Map<string, PersonEntry>();
    for (const stored of events) {
      const personId = personOf(stored.stream);
      let entry = entries.get(personId);
      if (stored.version <= (entry?.version ?? 0)) continue;
      if (stored.version > (entry?.version ?? 0) + 1) entry = await this.upTo(stored, entry);
      const next = evolveEntry(entry, stored);
      entries.set(personId, next);
      changed.set(personId, next);
    }
    if (changed.size > 0) await this.tables.write(await this.indexed([...changed.values()]));
    await this.tables.setProgress(through);
  }

  /** What is missing before this event, as when the tables were lost but not their progress. */
  private async upTo(stored: StoredEvent, entry: PersonEntry | undefined): Promise<PersonEntry | undefined> {
    let current = entry;
    const span = { fromVersion: (entry?.version ?? 0) + 1, toVersion: stored.version - 1 };
    for await (const earlier of this.store.read(stored.stream, span)) current = evolveEntry(current, earlier);
    return current;
  }

  private async indexed(entries: readonly PersonEntry[]): Promise<readonly IndexedEntry[]> {
    const opened = await this.codec.open(
      entries.map(({ data: { name, idNumber, phone, alias, description } }) => ({
        name,
        idNumber,
        phone,
        alias,
        description,
      })),
    );
    return entries.map((entry, index) => {
      const details = (opened[index]?.value ?? {}) as Searchable;
      return {
        entry,
        words: [...new Set(wordsOf(details))].map((word) => this.blind.blind(word)),
        idBlind: details.idNumber === undefined ? undefined : this.blind.blind(idNumberWord(details.idNumber)),
        erased: opened[index]?.erased.includes('idNumber') ?? false,
      };
    });
  }
}
