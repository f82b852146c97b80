import type { AnyCaseType } from '#kernel';
import { categoryOf, type StoredEvent } from '#event-store';
import { joinRows, rowsOfCase, type Rows } from './case-rows.js';
import { caseIdOf, categoryOfType, foldCase, type Fold, type FoldableEvent } from './fold.js';
import type { Projection } from './runner/projection.js';
import { writeRows, type Query } from './set-write.js';
import { liveSchema } from './tables.js';

interface CaseEvents {
  readonly room: AnyCaseType;
  readonly events: FoldableEvent[];
}

/**
 * Folds events as they are stored into every table about cases. Personal fields stay sealed: states, titles and
 * notices carry what the log carries, so neither the projection nor a rebuild needs a key.
 */
export class CasesProjection implements Projection {
  readonly name = 'cases';
  readonly categories: readonly string[];
  private readonly rooms: ReadonlyMap<string, AnyCaseType>;

  constructor(
    caseTypes: readonly AnyCaseType[],
    private readonly rules: () => unknown,
  ) {
    this.rooms = new Map(caseTypes.map((room) => [categoryOfType(room.type), room]));
    this.categories = [...this.rooms.keys()];
  }

  /** Takes in one batch; an event that is in already is passed over. */
  async apply(events: readonly StoredEvent[], query: Query, schema = liveSchema): Promise<void> {
    const cases = this.byCase(events);
    const before = await foldsOf([...cases.keys()], query, schema);
    const rows: Rows[] = [];
    for (const [caseId, { room, events: own }] of cases) {
      const folded = foldCase(caseId, room, own, before.get(caseId));
      if (folded !== undefined) rows.push(rowsOfCase(folded, this.rules()));
    }
    if (rows.length > 0) await writeRows(joinRows(rows), query, schema);
  }

  /** The rows of one case from all of its events, in the order of the stream. */
  wholeCase(events: readonly FoldableEvent[]): Rows | undefined {
    const [first] = events;
    const room = first && this.rooms.get(categoryOf(first.stream));
    const folded = first && room && foldCase(caseIdOf(first), room, events);
    return folded && rowsOfCase(folded, this.rules());
  }

  private byCase(events: readonly StoredEvent[]): ReadonlyMap<string, CaseEvents> {
    const cases = new Map<string, CaseEvents>();
    for (const event of events) {
      const room = this.rooms.get(categoryOf(event.stream));
      if (room === undefined) continue;
      const caseId = caseIdOf(event);
      const known = cases.get(caseId);
      if (known === undefined) cases.set(caseId, { room, events: [event] });
      else known.events.push(event);
    }
    return cases;
  }
}

const foldsOf = async (
  caseIds: readonly string[],
  query: Query,
  schema: string,
): Promise<ReadonlyMap<string, Fold>> => {
  const rows = (await query(
    `select case_id, version, state from ${schema}.case_fold where case_id = any ($1::uuid[])`,
    [caseIds],
  )) as (Fold & { readonly case_id: string })[];
  return new Map(rows.map(({ case_id, version, state }) => [case_id, { version, state }]));
};
