import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AnyCaseType, CaseSummary, ClockView, Instant } from '#kernel';
import { commandsAllowed, mayIssue } from '#kernel';
import type { RuleBook } from '#rules';
import type { FoldedCase, ReadSpan, ReadableEvent } from './case-reader.js';
import { CaseDesks } from './case-desks.js';
import type { SignedIn } from './request.js';

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
  readonly summary: CaseSummary;
  readonly clocks: readonly ClockView[];
  readonly commands: readonly LegalCommand[];
  readonly events: readonly ReadableEvent[];
  readonly erased: readonly string[];
}

/** A case as it is, or as it was known at an instant or a version. Absent when there is none, or none the viewer may see. */
export class GetCase extends Query<CaseFile | undefined> {
  constructor(
    readonly caseId: string,
    readonly viewer: SignedIn,
    readonly span: ReadSpan,
  ) {
    super();
  }
}

const legalCommands = (
  room: AnyCaseType,
  stage: string,
  viewer: SignedIn,
  inOffice: SignedIn['positions'],
): readonly LegalCommand[] =>
  Object.keys(room.commands).map((type): LegalCommand => {
    const stages = Object.entries(room.stages)
      .filter(([, row]) => row.commands[type] !== undefined)
      .map(([name]) => name);
    const permissions = inOffice.map(({ role }) => mayIssue(room.stages, stage, type, role));
    if (permissions.some((permission) => permission.allowed)) return { type, allowed: true, stages };
    if (!stages.includes(stage)) return { type, allowed: false, reason: 'command-not-allowed-in-stage', stages };
    const elsewhere = viewer.positions.some(({ role }) => commandsAllowed(room.stages, stage, role).includes(type));
    return { type, allowed: false, reason: elsewhere ? 'not-your-office' : 'role-not-allowed', stages };
  });

@QueryHandler(GetCase)
export class GetCaseHandler implements IQueryHandler<GetCase> {
  constructor(private readonly desks: CaseDesks) {}

  async execute({ caseId, viewer, span }: GetCase): Promise<CaseFile | undefined> {
    const found = await this.desks.find(caseId);
    if (found === undefined) return undefined;
    const { desk, events: all } = found;
    const { room, handling } = desk;
    const newest = room.summary(handling.reader.fold(handling.reader.unopened(), all).state);
    if (!viewer.positions.some((position) => this.desks.sees(position, newest.office, newest.area))) return undefined;
    const events = all.filter((event) => within(event, span));
    const folded = handling.reader.fold(handling.reader.unopened(), events);
    const summary = room.summary(folded.state);
    const inOffice = viewer.positions.filter(({ role, office }) =>
      this.desks.surroundings.handles({ user: viewer.user, role, office }, newest.office, newest.area),
    );
    const at: Instant = span.toInstant ?? this.desks.surroundings.clock.now();
    const rules: RuleBook = this.desks.surroundings.rules();
    return {
      room,
      caseId,
      folded,
      lastVersion: all.length,
      summary,
      clocks: folded.version === 0 ? [] : room.clocks(folded.state, rules, at),
      commands: legalCommands(room, room.stageOf(folded.state), viewer, inOffice),
      events,
      erased: [...new Set(events.flatMap((event) => event.erased))],
    };
  }
}

const within = ({ stored }: ReadableEvent, { toVersion, toInstant }: ReadSpan): boolean =>
  (toVersion === undefined || stored.version <= toVersion) &&
  (toInstant === undefined || stored.recordedAt <= toInstant);
