import type { Pool } from 'pg';
import { type EventStore, type StoredEvent, isSealed } from '#event-store';
import { LogTable } from './log-table.js';

const caseIdOf = ({ stream }: StoredEvent): string => stream.slice(stream.indexOf('-') + 1);

const personSubject = /^person-(.+)$/;

/** Every person that stored data names or holds sealed values of. */
export const personsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (isSealed(value)) return personSubject.exec(value.$sealed)?.slice(1) ?? [];
  const own =
    'personId' in value && typeof value.personId === 'string' && value.personId !== '' ? [value.personId] : [];
  return [...own, ...Object.values(value).flatMap(personsIn)];
};

/** In which cases a person appears or ever appeared, also those that no longer count the person among their own. */
export class Appearances {
  readonly table: LogTable;

  constructor(
    store: EventStore,
    private readonly pool: Pool,
    caseCategories: readonly string[],
  ) {
    this.table = new LogTable({
      store,
      pool,
      name: 'appearance',
      categories: caseCategories,
      take: (events) => this.take(events),
    });
  }

  /** The cases in which one of these entries appears, each with every person that appears in it. */
  async of(entryIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    await this.table.catchUp();
    const { rows } = await this.pool.query<{ case_id: string; persons: readonly string[] }>(
      `SELECT case_id, array_agg(person_id ORDER BY person_id) AS persons FROM privacy.appearance
       WHERE case_id IN (SELECT case_id FROM privacy.appearance WHERE person_id = ANY ($1)) GROUP BY case_id ORDER BY case_id`,
      [entryIds],
    );
    return new Map(rows.map(({ case_id: caseId, persons }) => [caseId, persons]));
  }

  private async take(events: readonly StoredEvent[]): Promise<void> {
    const found = events.flatMap((event) =>
      [...new Set(personsIn(event.data))].map((personId) => [personId, caseIdOf(event)] as const),
    );
    await this.pool.query(
      `INSERT INTO privacy.appearance (person_id, case_id)
       SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS given (person_id, case_id)
       ORDER BY person_id, case_id ON CONFLICT DO NOTHING`,
      [found.map(([personId]) => personId), found.map(([, caseId]) => caseId)],
    );
  }
}
