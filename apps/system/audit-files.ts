import {
  type BundleRequest,
  type ExportFilter,
  type ExportedCase,
  type Names,
  exportedCases,
  identitiesFor,
  ocelOf,
  periodOf,
  xesOf,
} from '#audit';
import { type ReadableEvent, categoryOf } from '#case-desk';
import type { AnyCaseType, Json } from '#kernel';
import { csvOf } from '#read-models';
import type { System } from './system.js';

export const exportFormats = ['csv', 'xes', 'ocel'] as const;

export interface ExportAsked extends ExportFilter {
  readonly format: (typeof exportFormats)[number];
  /** Persons and officials under the registry's own ids instead of pseudonyms. */
  readonly ownIds?: boolean;
  /** Names of persons and officials beside what they are called. */
  readonly names?: boolean;
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
  return system.audit.bundle(bundleRequest(system, found.desk.room, caseId, opened));
};

const bundleRequest = (
  system: System,
  room: AnyCaseType,
  caseId: string,
  opened: readonly ReadableEvent[],
): Omit<BundleRequest, 'madeAt'> => ({
  caseId,
  room,
  streams: streamsOfCase(system, caseId),
  rules: system.rules.book(),
  shown: new Map(opened.map(({ stored, event }): [string, Json] => [stored.id, event])),
});

export interface BundlesAsked extends Pick<ExportFilter, 'types' | 'from' | 'to'> {
  /** What was asked for, as it stands in the file. */
  readonly query: Readonly<Record<string, string>>;
  /**
   * A case as whoever asked may see it: events opened for the report in it, `withheld` when they may not see it,
   * `outside` when it does not belong to what was asked for.
   */
  readonly opened: (caseId: string) => Promise<readonly ReadableEvent[] | 'withheld' | 'outside'>;
}

/** The audit bundles of all cases opened within a period, in one zip, a piece at a time. */
export const caseBundles = (system: System, { query, opened, ...filter }: BundlesAsked): AsyncIterable<Uint8Array> => {
  const requests = async function* (): AsyncGenerator<Omit<BundleRequest, 'madeAt'> | undefined> {
    for await (const [room, caseId] of casesOpened(system, filter)) {
      const events = await opened(caseId);
      if (events === 'withheld') yield undefined;
      else if (events !== 'outside') yield bundleRequest(system, room, caseId, events);
    }
  };
  return system.audit.bundleSet({ query, cases: requests() });
};

/** Cases opened within a period, in that order. */
export async function* casesOpened(
  { desks, audit }: System,
  { types, from, to }: Pick<ExportFilter, 'types' | 'from' | 'to'>,
): AsyncGenerator<readonly [AnyCaseType, string]> {
  const rooms = desks.all().flatMap(({ room }) => (types?.includes(room.type) === false ? [] : [room]));
  const byCategory = new Map(rooms.map((room) => [categoryOf(room.type), room]));
  await audit.tree.grow();
  for await (const stream of audit.tree.streamsBegun([...byCategory.keys()], periodOf({ from, to }))) {
    const cut = stream.indexOf('-');
    const room = byCategory.get(stream.slice(0, cut));
    if (room !== undefined) yield [room, stream.slice(cut + 1)];
  }
}

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

/** Shown only where names were asked for. */
const csvNames = {
  userName: ({ event }) => event.userName,
  personNames: ({ event }) => event.persons.map(({ name }) => name ?? '').join('; '),
} satisfies Record<string, (row: CsvRow) => string | undefined>;

const namesOf = ({ organisation, people }: System): Names => ({
  user: (userId) => organisation.userName(userId).name,
  persons: async (personIds) =>
    new Map(
      [...(await people.describe(personIds))].flatMap(([id, { name }]) => (name === undefined ? [] : [[id, name]])),
    ),
});

async function* eventRows(cases: AsyncIterable<ExportedCase>): AsyncGenerator<CsvRow> {
  for await (const one of cases) for (const event of one.events) yield { one, event };
}

/** Cases with their events as a file, a piece at a time; pseudonyms unless told, and never free text. */
export const exportedFile = async (
  system: System,
  { format, ownIds = false, names = false, ...filter }: ExportAsked,
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
    identities: identitiesFor(system.vault, blind, names ? namesOf(system) : undefined),
  };
  const cases = (): AsyncIterable<ExportedCase> => exportedCases(filter, sources);
  switch (format) {
    case 'csv':
      return csvOf({ ...csvColumns, ...(names ? csvNames : {}) }, eventRows(cases()));
    case 'xes':
      return xesOf(cases(), rooms);
    case 'ocel':
      return ocelOf(cases, rooms);
    default:
      return format satisfies never;
  }
};
