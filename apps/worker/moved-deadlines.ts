import { v5 as uuidv5 } from 'uuid';
import type { Publication } from '#case-desk';
import type { ClockView, Instant, JsonObject } from '#kernel';
import { type OpenCase, clockCategory, firstCase } from '#read-models';
import { type RuleBook, type RuleEvent, ruleSetName } from '#rules';
import type { System } from '#system';

const namespace = '7d7e0b5e-2a5f-4f2b-8a53-0c6a5a1f6b42';
const casesAtOnce = 200;
const readModelPatienceMs = 10_000;

/** What can move a due date, as a person reads it; nothing for publications that cannot. */
const causeOf = (event: RuleEvent): string | undefined => {
  switch (event.type) {
    case 'CalendarPublished':
      return `calendar ${event.calendarYear.year}`;
    case 'RuleSetPublished':
      return ruleSetName(event.ruleSet);
    case 'BenefitStandardPublished':
    case 'DelegationPublished':
    case 'GoverningRulesChosen':
      return undefined;
    default:
      return event satisfies never;
  }
};

interface Move {
  readonly was: ClockView;
  readonly is: ClockView;
}

/** Clocks that were running when the publication came, are open, and are due at another time or more surely than before. */
const movesOf = (before: readonly ClockView[], after: readonly ClockView[], publishedAt: Instant): readonly Move[] =>
  after.flatMap((is): readonly Move[] => {
    if (is.stoppedAt !== undefined || is.startedAt >= publishedAt) return [];
    const was = before.find(({ clock, startedAt }) => clock === is.clock && startedAt === is.startedAt);
    const moved = was !== undefined && (was.dueAt !== is.dueAt || was.provisional !== is.provisional);
    return moved ? [{ was, is }] : [];
  });

const record = async (
  { store }: System,
  { caseId, type, scheme, stage, office, area, assignee }: OpenCase,
  { was, is }: Move,
  { version, at, event }: Publication,
): Promise<void> => {
  const commandId = uuidv5([caseId, is.clock, is.ruleSet, is.startedAt, version].join('/'), namespace);
  const data: JsonObject = {
    caseType: type,
    scheme,
    stage,
    office,
    ...(area === undefined ? {} : { area }),
    ...(assignee === undefined ? {} : { assignee }),
    step: 0,
    ruleSet: is.ruleSet,
    clock: is.clock,
    source: is.source,
    startedAt: is.startedAt,
    dueAt: is.dueAt,
    dueOn: is.dueOn,
    roles: is.alarms.find(({ kind }) => kind === 'breached')?.roles ?? [],
    detail: {
      fromDueAt: was.dueAt,
      fromDueOn: was.dueOn,
      wasProvisional: was.provisional,
      provisional: is.provisional,
      becauseOf: causeOf(event),
      rulesVersion: version,
    },
  };
  await store.append(
    `${clockCategory}-${caseId}`,
    'any',
    [
      {
        type: 'DeadlineMoved',
        schemaVersion: 1,
        data,
        // It moved when the rules were published, however late it is written down.
        metadata: {
          actor: { user: 'system', role: 'system', office: 'bureau' },
          occurredAt: at,
          commandId,
          correlationId: commandId,
        },
      },
    ],
    { commandId, fingerprint: 'moved' },
  );
};

/** How many publications, from the first on, a new bureau was furnished with: nobody had worked before them. */
const furnished = (publications: readonly Publication[]): number => {
  const first = publications.find(({ actor }) => actor.role !== 'system');
  return first === undefined ? (publications.at(-1)?.version ?? 0) : first.version - 1;
};

/**
 * Looks at every open case after rules were published and records each due date that moved by it, one publication after
 * the other. How far it came is kept, so a restart goes on; ids are made of case, clock and version of the rules, so
 * neither that nor a second worker writes one twice.
 * @returns how many publications were gone through to their end; stops early when the read models do not keep up
 */
export const recordMovedDeadlines = async (system: System): Promise<number> => {
  const { rules, readModels } = system;
  await rules.refresh();
  const publications = rules.publications();
  const mark = await readModels.moved.goneThrough();
  let { version, afterCase } = mark ?? { version: furnished(publications), afterCase: firstCase };
  if (mark === undefined) await readModels.moved.goThrough({ version, afterCase });
  let finished = 0;
  for (const publication of publications.filter((one) => one.version > version)) {
    if (causeOf(publication.event) !== undefined) {
      // A clock that was stopped before is left alone, so what was recorded must show first.
      if (!(await readModels.waitForAll(readModelPatienceMs))) return finished;
      await goThrough(system, publication, afterCase);
    }
    [version, afterCase] = [publication.version, firstCase];
    await readModels.moved.goThrough({ version, afterCase });
    finished += 1;
  }
  return finished;
};

const goThrough = async (system: System, publication: Publication, from: string): Promise<void> => {
  const { rules, readModels } = system;
  const books = { before: rules.bookAt(publication.version - 1), after: rules.bookAt(publication.version) };
  let afterCase = from;
  for (;;) {
    const cases = await readModels.moved.openCases(afterCase, casesAtOnce);
    await Promise.all(cases.map((one) => lookAt(system, one, books, publication)));
    const last = cases.at(-1);
    if (last === undefined) return;
    afterCase = last.caseId;
    await readModels.moved.goThrough({ version: publication.version - 1, afterCase });
  }
};

const lookAt = async (
  system: System,
  one: OpenCase,
  { before, after }: { readonly before: RuleBook; readonly after: RuleBook },
  publication: Publication,
): Promise<void> => {
  const room = system.desks.of(one.type)?.room;
  if (room === undefined) return;
  const now = system.clock.now();
  const moves = movesOf(room.clocks(one.state, before, now), room.clocks(one.state, after, now), publication.at);
  await Promise.all(moves.map((move) => record(system, one, move, publication)));
};
