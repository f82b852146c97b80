import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AnyCaseType, CaseSummary, ClockView, Instant } from '#kernel';
import { commandsAllowed } from '#kernel';
import type { StoredEvent } from '#event-store';
import { type RuleBook, dayOf } from '#rules';
import { type Sight, sightOf } from './access.js';
import type { FoldedCase, ReadableEvent } from './case-reader.js';
import { CaseDesks } from './case-desks.js';
import type { CaseRefusal, SignedIn } from './request.js';
import type { SealedEntry } from './sealed-entries.js';
import { type Travel, eventsAt, factsAt } from './time-travel/travel.js';

export interface LegalCommand {
  readonly type: string;
  readonly allowed: boolean;
  readonly reason?: 'command-not-allowed-in-stage' | 'role-not-allowed' | 'not-your-office';
  /** The stages in which the command is allowed. */
  readonly stages: readonly string[];
}

export interface CaseFile {
  readonly room: AnyCaseType;
  readonly caseId: string;
  readonly folded: FoldedCase;
  /** The newest version, which is higher than the one shown when travelling in time. */
  readonly lastVersion: number;
  readonly travel: Travel;
  /** The moment for which clocks and everything else are shown: the present unless travelling in time. */
  readonly at: Instant;
  readonly summary: CaseSummary;
  readonly clocks: readonly ClockView[];
  readonly commands: readonly LegalCommand[];
  readonly events: readonly ReadableEvent[];
  readonly erased: readonly string[];
  /** Fields that are kept from the viewer. */
  readonly withheld: readonly string[];
  /** What the clocks of the case recorded: reminders, breaches, escalations, moved due dates. */
  readonly facts: readonly StoredEvent[];
}

/** A case as it is, or at a moment in the past. Absent when there is none, or none the viewer may see today. */
export class GetCase extends Query<CaseFile | undefined> {
  constructor(
    readonly caseId: string,
    readonly viewer: SignedIn,
    readonly travel: Travel = {},
  ) {
    super();
  }
}

type StagesByCommand = ReadonlyMap<string, readonly string[]>;
const stagesByRoom = new WeakMap<AnyCaseType, StagesByCommand>();

/** The stages in which each command of a case type is allowed: the same for all its cases. */
const stagesByCommand = (room: AnyCaseType): StagesByCommand => {
  const known = stagesByRoom.get(room);
  if (known !== undefined) return known;
  const stages = Object.entries(room.stages);
  const found = new Map(
    Object.keys(room.commands).map((type) => [
      type,
      stages.filter(([, row]) => row.commands[type] !== undefined).map(([name]) => name),
    ]),
  );
  stagesByRoom.set(room, found);
  return found;
};

const legalCommands = (
  room: AnyCaseType,
  stage: string,
  viewer: SignedIn,
  inOffice: SignedIn['positions'],
): readonly LegalCommand[] => {
  const allowedTo = (positions: SignedIn['positions']): ReadonlySet<string> =>
    new Set(positions.flatMap(({ role }) => commandsAllowed(room.stages, stage, role)));
  const [here, anywhere] = [allowedTo(inOffice), allowedTo(viewer.positions)];
  return [...stagesByCommand(room)].map(([type, stages]): LegalCommand => {
    if (here.has(type)) return { type, allowed: true, stages };
    if (!stages.includes(stage)) return { type, allowed: false, reason: 'command-not-allowed-in-stage', stages };
    return { type, allowed: false, reason: anywhere.has(type) ? 'not-your-office' : 'role-not-allowed', stages };
  });
};

@QueryHandler(GetCase)
export class GetCaseHandler implements IQueryHandler<GetCase> {
  constructor(private readonly desks: CaseDesks) {}

  async execute({ caseId, viewer, travel }: GetCase): Promise<CaseFile | undefined> {
    const [found, allFacts] = await Promise.all([this.desks.find(caseId), this.desks.clockFacts(caseId)]);
    if (found === undefined) return undefined;
    const { desk, events: all } = found;
    const { room, handling } = desk;
    const { reader } = handling;
    const seen = eventsAt(all, travel);
    const then = reader.fold(reader.unopened(), seen);
    // What was known then is a beginning of the log; of what had happened then, anything may be missing.
    const { state } =
      travel.by === 'occurred' ? reader.fold(reader.unopened(), all) : reader.fold(then, all.slice(seen.length));
    const newest = room.summary(state);
    const now = this.desks.surroundings.clock.now();
    const accesses = room.accesses?.(state) ?? [];
    const sight = sightOf(room, newest, accesses, viewer, this.desks.sees, dayOf(now));
    if (sight === undefined) return undefined;
    if (room.access !== undefined) await this.recordRead(room.type, caseId, viewer, sight);
    const events = handling.withholding.apply(seen, sight.withheld);
    const folded = events === seen ? then : reader.fold(reader.unopened(), events);
    const facts = factsAt(allFacts, travel, events.at(-1));
    const summary = room.summary(folded.state);
    const inOffice = sight.positions.filter(({ role, office }) =>
      this.desks.surroundings.handles({ user: viewer.user, role, office }, newest.office, newest.area),
    );
    const at = travel.toInstant ?? (seen.length < all.length ? seen.at(-1)?.stored.recordedAt : undefined) ?? now;
    const rules: RuleBook = this.desks.surroundings.rules();
    return {
      room,
      caseId,
      folded,
      lastVersion: all.length,
      travel,
      at,
      summary,
      clocks: folded.version === 0 ? [] : room.clocks(folded.state, rules, at),
      commands: legalCommands(room, room.stageOf(folded.state), viewer, inOffice),
      events,
      erased: [...new Set(events.flatMap((event) => event.erased))],
      withheld: [...new Set(events.flatMap((event) => event.withheld ?? []))],
      facts,
    };
  }

  /** Who looked into a case that is not open to everyone, through which role or approved access. */
  private recordRead(caseType: string, caseId: string, viewer: SignedIn, { positions, access }: Sight): Promise<void> {
    const position = positions[0] ?? viewer.positions[0];
    return this.desks.surroundings.recordRead({
      user: viewer.user,
      role: position?.role ?? 'none',
      office: position?.office ?? 'none',
      caseType,
      caseId,
      ...(access === undefined ? {} : { access: { accessId: access.accessId, purpose: access.purpose } }),
    });
  }
}

/** What was kept apart from a case. Recorded before it is answered: who looked, when and why. */
export class OpenSeal extends Query<{ readonly entries: readonly SealedEntry[] } | CaseRefusal> {
  constructor(
    readonly caseId: string,
    readonly viewer: SignedIn,
    readonly purpose: string,
    readonly commandId: string,
  ) {
    super();
  }
}

@QueryHandler(OpenSeal)
export class OpenSealHandler implements IQueryHandler<OpenSeal> {
  constructor(private readonly desks: CaseDesks) {}

  async execute({
    caseId,
    viewer,
    purpose,
    commandId,
  }: OpenSeal): Promise<{ readonly entries: readonly SealedEntry[] } | CaseRefusal> {
    const found = await this.desks.find(caseId);
    if (found === undefined) return { refused: 'no-such-case', kind: 'not-found' };
    const { room, handling } = found.desk;
    const { state } = handling.reader.fold(handling.reader.unopened(), found.events);
    const now = this.desks.surroundings.clock.now();
    const accesses = room.accesses?.(state) ?? [];
    const sight = sightOf(room, room.summary(state), accesses, viewer, this.desks.sees, dayOf(now));
    if (sight === undefined) return { refused: 'no-such-case', kind: 'not-found' };
    const position = sight.positions.find(({ role }) => room.access?.sealReaders.includes(role));
    if (position === undefined) return { refused: 'role-not-allowed', kind: 'forbidden' };
    const metadata = {
      actor: { user: viewer.user, role: position.role, office: position.office },
      occurredAt: now,
      commandId,
      correlationId: commandId,
    };
    return { entries: await handling.sealed.open(caseId, purpose, metadata) };
  }
}
