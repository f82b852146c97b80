import type { Pool } from 'pg';
import type { Instant, JsonObject } from '#kernel';
import { type EventStore, type PersonalDataCodec, type StoredEvent, categoryOf } from '#event-store';
import { LogTable } from '../log-table.js';

/** What the auditor may search: the trail itself, and what changed offices and rights, rules, seals and erasures. */
const categories = ['trail', 'organisation', 'rules', 'sealed', 'erasure'];
/** Kept in the sealed stream of a case, and no act of anybody who looks. */
const notShown = new Set(['EntrySealed']);

export interface TrailEntry {
  readonly position: string;
  readonly kind: string;
  readonly at: Instant;
  readonly user: string;
  readonly role: string;
  readonly office: string;
  readonly caseId: string | undefined;
  readonly personId: string | undefined;
  readonly detail: JsonObject;
}

export interface TrailSearch {
  readonly kinds?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly caseId?: string | undefined;
  readonly personId?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  /** Only what stands before this place in the log. */
  readonly before?: string | undefined;
}

interface EntryRow {
  readonly position: string;
  readonly kind: string;
  readonly at: Date;
  readonly user_id: string;
  readonly role: string;
  readonly office: string;
  readonly case_id: string | null;
  readonly person_id: string | null;
  readonly detail: JsonObject;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A rule set or calendar is long and stands among the rules: here its name and the like are enough. */
const inShort = (data: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      isObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([, inner]) => typeof inner !== 'object'))
        : value,
    ]),
  );

const rowOf = ({ stream, type, position, data, metadata }: StoredEvent): JsonObject => ({
  position,
  kind: type,
  at: metadata.occurredAt,
  user_id: metadata.actor.user,
  role: metadata.actor.role,
  office: metadata.actor.office,
  case_id: categoryOf(stream) === 'sealed' ? stream.slice('sealed-'.length) : textOf(data['caseId']),
  person_id: textOf(data['personId']),
  stream,
  detail: categoryOf(stream) === 'rules' ? inShort(data) : data,
});

/** The whole trail as a table: newest first, by kind, user, case, person and time. Sealed text stays sealed in it. */
export class TrailEntries {
  readonly table: LogTable;

  constructor(
    store: EventStore,
    private readonly pool: Pool,
    private readonly personal: Pick<PersonalDataCodec, 'open'>,
  ) {
    this.table = new LogTable({ store, pool, name: 'trail', categories, take: (events) => this.take(events) });
  }

  /** Everything recorded so far that fits, newest first, with what can still be read of it. */
  async search(asked: TrailSearch, limit: number): Promise<readonly TrailEntry[]> {
    await this.table.catchUp();
    const { rows } = await this.pool.query<EntryRow>(
      `SELECT position, kind, at, user_id, role, office, case_id, person_id, detail FROM privacy.trail_entry
       WHERE ($1::text[] IS NULL OR kind = ANY($1)) AND ($2::text IS NULL OR user_id = $2) AND ($3::text IS NULL OR case_id = $3)
         AND ($4::text IS NULL OR person_id = $4) AND ($5::timestamptz IS NULL OR at >= $5)
         AND ($6::timestamptz IS NULL OR at < $6) AND ($7::text IS NULL OR position < $7 COLLATE "C")
       ORDER BY position DESC LIMIT $8`,
      [asked.kinds, asked.user, asked.caseId, asked.personId, asked.from, asked.to, asked.before, limit],
    );
    const opened = await this.personal.open(rows.map(({ detail }) => detail));
    return rows.map((row, index) => ({
      position: row.position,
      kind: row.kind,
      at: row.at.toISOString(),
      user: row.user_id,
      role: row.role,
      office: row.office,
      caseId: row.case_id ?? undefined,
      personId: row.person_id ?? undefined,
      detail: (opened[index]?.value ?? {}) as JsonObject,
    }));
  }

  private async take(events: readonly StoredEvent[]): Promise<void> {
    await this.pool.query(
      `INSERT INTO privacy.trail_entry
       SELECT * FROM json_populate_recordset(NULL::privacy.trail_entry, $1::json) ON CONFLICT DO NOTHING`,
      [JSON.stringify(events.filter(({ type }) => !notShown.has(type)).map(rowOf))],
    );
  }
}
