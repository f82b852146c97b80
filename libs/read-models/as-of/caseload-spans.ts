import type { CaseSummary, Instant, JsonObject } from '#kernel';
import type { Query } from '../runner/projection.js';

/** What the caseload showed of a case, from when it was known until something of it changed. */
export interface CaseloadSpan {
  readonly number: number;
  /** The version that brought it to this. */
  readonly version: number;
  readonly knownFrom: Instant;
  readonly knownUntil?: Instant;
  readonly shown: JsonObject;
}

/** Columns of `caseload_span` with their types. */
export const spanColumns = `case_id uuid, number integer, version integer, known_from timestamptz,
  known_until timestamptz, type text, scheme text, stage text, open boolean, outcome text, title json, office text,
  area text, assignee text, opened_on text, amount_fen bigint, next_step text, persons json`;

export const spanTable = (schema: string): string =>
  `CREATE TABLE ${schema}.caseload_span (
     case_id uuid NOT NULL, number integer NOT NULL, version integer NOT NULL, known_from timestamptz NOT NULL,
     known_until timestamptz, type text NOT NULL, scheme text NOT NULL, stage text NOT NULL, open boolean NOT NULL,
     outcome text, title json, office text NOT NULL, area text, assignee text, opened_on text NOT NULL,
     amount_fen bigint, next_step text, persons json NOT NULL, PRIMARY KEY (case_id, number))`;

export const spanIndexes = (schema: string): readonly string[] => [
  `CREATE INDEX caseload_span_known ON ${schema}.caseload_span (known_from, known_until)`,
];

/** The part of a caseload row that an event can change; when it is due, the clocks' own ranges tell. */
export const shownOf = (type: string, summary: CaseSummary): JsonObject => ({
  type,
  scheme: summary.scheme,
  stage: summary.stage,
  open: summary.open,
  outcome: summary.outcome,
  title: summary.title,
  office: summary.office,
  area: summary.area,
  assignee: summary.assignee,
  opened_on: summary.openedOn,
  amount_fen: summary.amountFen,
  next_step: summary.nextStep,
  persons: [...new Set(summary.persons)],
});

const shownNames = [
  'type',
  'scheme',
  'stage',
  'open',
  'outcome',
  'title',
  'office',
  'area',
  'assignee',
  'opened_on',
  'amount_fen',
  'next_step',
  'persons',
] as const;

const sameShown = (one: JsonObject, other: JsonObject): boolean =>
  shownNames.every((name) => {
    const [before, after] = [one[name] ?? undefined, other[name] ?? undefined];
    return before === after || (typeof after === 'object' && JSON.stringify(before) === JSON.stringify(after));
  });

/** The spans of a case as its events come in: those begun or ended since the last write, in their order. */
export class OpenSpans {
  private readonly changed: CaseloadSpan[] = [];

  constructor(private current: CaseloadSpan | undefined) {}

  /** What is shown after an event. Clocks of several machines may differ; what is known only ever grows. */
  see(version: number, recordedAt: Instant, shown: JsonObject): void {
    const { current } = this;
    if (current === undefined) return this.begin({ number: 0, version, knownFrom: recordedAt, shown });
    if (sameShown(current.shown, shown)) return;
    if (recordedAt <= current.knownFrom) {
      // Nobody can have seen what stood for no time.
      if (this.changed.at(-1) === current) this.changed.pop();
      return this.begin({ ...current, version, shown });
    }
    if (this.changed.at(-1) === current) this.changed.pop();
    this.changed.push({ ...current, knownUntil: recordedAt });
    this.begin({ number: current.number + 1, version, knownFrom: recordedAt, shown });
  }

  spans(): readonly CaseloadSpan[] {
    return this.changed;
  }

  private begin(span: CaseloadSpan): void {
    this.current = span;
    this.changed.push(span);
  }
}

export const spanRow = (caseId: string, span: CaseloadSpan): JsonObject => ({
  case_id: caseId,
  number: span.number,
  version: span.version,
  known_from: span.knownFrom,
  known_until: span.knownUntil,
  ...span.shown,
});

const names = spanColumns.split(',').map((column) => column.trim().split(' ')[0] ?? '');

/** Begins new spans and ends those they follow. */
export const writeSpans = async (rows: readonly JsonObject[], query: Query, schema: string): Promise<void> => {
  if (rows.length === 0) return;
  const changes = names.slice(2).map((name) => `${name} = excluded.${name}`);
  await query(
    `INSERT INTO ${schema}.caseload_span (${names.join(', ')})
     SELECT ${names.join(', ')} FROM json_to_recordset($1::json) AS given (${spanColumns})
     ON CONFLICT (case_id, number) DO UPDATE SET ${changes.join(', ')}`,
    [JSON.stringify(rows)],
  );
};

/** The span of each case that has no end yet. */
export const currentSpans = async (
  caseIds: readonly string[],
  query: Query,
  schema: string,
): Promise<ReadonlyMap<string, CaseloadSpan>> => {
  const rows = (await query(
    `SELECT case_id, number, version, known_from, to_json(span) AS shown
     FROM ${schema}.caseload_span AS span WHERE case_id = ANY ($1::uuid[]) AND known_until IS NULL`,
    [caseIds],
  )) as { case_id: string; number: number; version: number; known_from: Date; shown: JsonObject }[];
  return new Map(
    rows.map(({ case_id, number, version, known_from, shown }) => [
      case_id,
      {
        number,
        version,
        knownFrom: known_from.toISOString(),
        shown: Object.fromEntries(shownNames.map((name) => [name, shown[name]])),
      },
    ]),
  );
};
