import { type ExportFilter, type ExportedCase, exportedCases, identitiesFor, ocelOf, xesOf } from '#audit';
import { type ReadableEvent, categoryOf } from '#case-desk';
import type { Json } from '#kernel';
import { csvOf } from '#read-models';
import type { System } from './system.js';

export const exportFormats = ['csv', 'xes', 'ocel'] as const;

export interface ExportAsked extends ExportFilter {
  readonly format: (typeof exportFormats)[number];
  /** Persons and officials under the registry's own ids instead of pseudonyms. */
  readonly ownIds?: boolean;
}

/** The streams in which a case can have events. */
export const streamsOfCase = ({ desks }: Pick<System, 'desks'>, caseId: string): readonly string[] => [
  ...desks.all().map(({ room }) => `${categoryOf(room.type)}-${caseId}`),
  `clock-${caseId}`,
  `sealed-${caseId}`,
];

/**
 * The audit bundle of a case (zip); nothing when there is no such case.
 * @param opened events opened for whoever asked, for the report in it
 */
export const caseBundle = async (
  system: System,
  caseId: string,
  opened: readonly ReadableEvent[] = [],
): Promise<Uint8Array | undefined> => {
  const found = await system.desks.find(caseId);
  if (found === undefined) return undefined;
  return system.audit.bundle({
    caseId,
    room: found.desk.room,
    streams: streamsOfCase(system, caseId),
    rules: system.rules.book(),
    shown: new Map(opened.map(({ stored, event }): [string, Json] => [stored.id, event])),
  });
};

interface CsvRow {
  readonly one: ExportedCase;
  readonly event: ExportedCase['events'][number];
}

const csvColumns = {
  case: ({ one }) => one.caseId,
  caseType: ({ one }) => one.type,
  scheme: ({ one }) => one.scheme,
  caseOffice: ({ one }) => one.office,
  version: ({ event }) => event.version,
  event: ({ event }) => event.type,
  occurredAt: ({ event }) => event.occurredAt,
  recordedAt: ({ event }) => event.recordedAt,
  user: ({ event }) => event.user,
  role: ({ event }) => event.role,
  office: ({ event }) => event.office,
  ruleSet: ({ event }) => event.ruleSet,
  persons: ({ event }) => event.persons.map(({ id }) => id).join(' '),
  personErased: ({ event }) => event.persons.some(({ erased }) => erased),
  eventId: ({ event }) => event.id,
} satisfies Record<string, (row: CsvRow) => string | number | boolean | undefined>;

async function* eventRows(cases: AsyncIterable<ExportedCase>): AsyncGenerator<CsvRow> {
  for await (const one of cases) for (const event of one.events) yield { one, event };
}

/** Cases with their events as a file, a piece at a time; pseudonyms unless told, and never free text. */
export const exportedFile = async (
  system: System,
  { format, ownIds = false, ...filter }: ExportAsked,
): Promise<AsyncIterable<string>> => {
  const blind = ownIds ? undefined : await system.vault.blindIndex('export');
  const rooms = system.desks
    .all()
    .map(({ room }) => room)
    .filter(({ type }) => filter.types?.includes(type) ?? true);
  const sources = {
    store: system.store,
    tree: system.audit.tree,
    rooms,
    category: categoryOf,
    identities: identitiesFor(system.vault, blind),
  };
  const cases = (): AsyncIterable<ExportedCase> => exportedCases(filter, sources);
  switch (format) {
    case 'csv':
      return csvOf(csvColumns, eventRows(cases()));
    case 'xes':
      return xesOf(cases(), rooms);
    case 'ocel':
      return ocelOf(cases, rooms);
    default:
      return format satisfies never;
  }
};
