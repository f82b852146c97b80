import type { AnyCaseType, CaseSummary, Day, Instant, Message, Stamp } from '#kernel';
import { type EventStore, type StoredEvent, categoryOf, upcast } from '#event-store';
import { dayOf, endOfDay, startOfDay } from '#rules';
import type { AuditTree } from '../postgres/audit-tree.js';
import { type Attribute, ExportableAttributes, personsIn } from './attributes.js';
import type { ExportedPerson, Identities } from './identities.js';

export interface ExportFilter {
  /** Case types; all there are unless told. */
  readonly types?: readonly string[];
  /** Whether cases of that office and area belong to it. */
  readonly handledBy?: (office: string, area: string | undefined) => boolean;
  /** Whether persons of such a case may be named, where names were asked for. */
  readonly mayName?: (caseType: string, office: string, area: string | undefined) => boolean;
  /** Opened on or after this day, and on or before that one. */
  readonly from?: Day;
  readonly to?: Day;
}

export interface ExportedEvent {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly user: string;
  readonly userName: string | undefined;
  readonly role: string;
  readonly office: string;
  readonly ruleSet: string | undefined;
  readonly attributes: readonly Attribute[];
  readonly persons: readonly ExportedPerson[];
}

export interface ExportedCase {
  readonly caseId: string;
  readonly type: string;
  readonly scheme: string;
  readonly office: string;
  readonly openedAt: Instant;
  readonly stage: string;
  readonly outcome: string | undefined;
  readonly persons: readonly ExportedPerson[];
  readonly events: readonly ExportedEvent[];
}

export interface ExportSources {
  readonly store: Pick<EventStore, 'read'>;
  readonly tree: AuditTree;
  readonly rooms: readonly AnyCaseType[];
  /** The stream category of a case type. */
  readonly category: (caseType: string) => string;
  readonly identities: Identities;
}

interface Exportable {
  readonly room: AnyCaseType;
  readonly attributes: ExportableAttributes;
}

/** Cases one by one in the order they were opened; each is read from the log when its turn comes. */
export async function* exportedCases(filter: ExportFilter, sources: ExportSources): AsyncGenerator<ExportedCase> {
  const { store, tree, rooms, category } = sources;
  const byCategory = new Map(
    rooms
      .filter(({ type }) => filter.types?.includes(type) ?? true)
      .map((room): [string, Exportable] => [category(room.type), { room, attributes: new ExportableAttributes(room) }]),
  );
  await tree.grow();
  for await (const stream of tree.streamsBegun([...byCategory.keys()], periodOf(filter))) {
    const exportable = byCategory.get(categoryOf(stream));
    if (exportable === undefined) continue;
    const events: StoredEvent[] = [];
    for await (const event of store.read(stream)) events.push(event);
    const summary = summaryOf(exportable.room, events);
    const { office, area } = summary;
    if (!(filter.handledBy?.(office, area) ?? true)) continue;
    const named = filter.mayName?.(exportable.room.type, office, area) ?? true;
    yield await exportedCase(exportable, { stream, events, summary, named }, sources.identities);
  }
}

/** The instants of the days within which a case was opened. */
export const periodOf = ({
  from,
  to,
}: Pick<ExportFilter, 'from' | 'to'>): { readonly from?: Instant; readonly before?: Instant } => ({
  ...(from === undefined ? {} : { from: startOfDay(from) }),
  ...(to === undefined ? {} : { before: endOfDay(to) }),
});

/** How the case stands, folded from what is stored; what is personal stays sealed. */
const summaryOf = (room: AnyCaseType, events: readonly StoredEvent[]): CaseSummary => {
  const state = events.reduce<unknown>((folded, event) => {
    const data = upcast(room.history, event);
    return room.evolve(folded, { ...data, type: event.type } satisfies Message, stampOf(event));
  }, room.initial);
  return room.summary(state);
};

const stampOf = ({ metadata, recordedAt }: StoredEvent): Stamp => ({
  occurredAt: metadata.occurredAt,
  recordedAt,
  actor: { ...metadata.actor, role: metadata.actor.role as Stamp['actor']['role'] },
  day: dayOf(metadata.occurredAt),
});

interface ReadCase {
  readonly stream: string;
  readonly events: readonly StoredEvent[];
  readonly summary: CaseSummary;
  readonly named: boolean;
}

const exportedCase = async (
  { room, attributes }: Exportable,
  { stream, events, summary, named }: ReadCase,
  identities: Identities,
): Promise<ExportedCase> => {
  const inEvents = events.map(({ data }) => [...personsIn(data)]);
  const persons = await identities.persons([...new Set([...inEvents.flat(), ...summary.persons])], named);
  const known = (ids: readonly string[]): readonly ExportedPerson[] => ids.flatMap((id) => persons.get(id) ?? []);
  return {
    caseId: stream.slice(stream.indexOf('-') + 1),
    type: room.type,
    scheme: summary.scheme,
    office: summary.office,
    openedAt: events[0]?.metadata.occurredAt ?? '',
    stage: summary.stage,
    outcome: summary.outcome,
    persons: known(summary.persons),
    events: events.map((event, index) => ({
      id: event.id,
      type: event.type,
      version: event.version,
      occurredAt: event.metadata.occurredAt,
      recordedAt: event.recordedAt,
      user: identities.user(event.metadata.actor.user),
      userName: identities.userName(event.metadata.actor.user),
      role: event.metadata.actor.role,
      office: event.metadata.actor.office,
      ruleSet: event.metadata.ruleSet,
      attributes: attributes.of(event.type, event.data),
      persons: known(inEvents[index] ?? []),
    })),
  };
};
