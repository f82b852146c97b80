import type { StoredEvent } from '#event-store';
import type { AnyCaseType, Day } from '#kernel';
import { dayOf } from '#rules';
import type { Sees } from './access.js';
import { type CaseTypeDesk, caseTypeDesks } from './case-commands.js';
import { type ReadableEvent, streamOf } from './case-reader.js';
import type { DeskSurroundings } from './ports.js';

/** How a case stands, for whoever must know whether it may be appraised. */
export interface CaseStanding {
  readonly caseId: string;
  readonly caseType: string;
  readonly scheme: string;
  /** The day it was closed; absent while it is open. */
  readonly closedOn: Day | undefined;
  /** What is still under way in it: clocks that run, and what the case type itself names. */
  readonly unsettled: readonly string[];
}

/** A case as it is named in a copy for one of its persons. */
export interface FiledCase {
  readonly caseId: string;
  readonly stream: string;
  readonly caseType: string;
  readonly scheme: string;
  readonly office: string;
  readonly openedOn: Day;
  readonly open: boolean;
  readonly outcome: string | undefined;
  /** Cases of the type are not open to everyone whose office they belong to. */
  readonly restricted: boolean;
}

const remembered = 10_000;

/** Every case type's desk, by the type's name. */
export class CaseDesks {
  private readonly byType: ReadonlyMap<string, CaseTypeDesk>;
  /** The desks of cases found lately: a case never changes its type. */
  private readonly found = new Map<string, CaseTypeDesk>();

  constructor(
    caseTypes: readonly AnyCaseType[],
    readonly surroundings: DeskSurroundings,
    readonly sees: Sees,
  ) {
    this.byType = caseTypeDesks(caseTypes, surroundings, sees);
  }

  all(): readonly CaseTypeDesk[] {
    return [...this.byType.values()];
  }

  of(caseType: string): CaseTypeDesk | undefined {
    return this.byType.get(caseType);
  }

  /** The case of this id, whatever its type, with all its events. */
  async find(
    caseId: string,
  ): Promise<{ readonly desk: CaseTypeDesk; readonly events: readonly ReadableEvent[] } | undefined> {
    const known = this.found.get(caseId);
    const found = await Promise.all(
      (known === undefined ? this.all() : [known]).map(async (desk) => ({
        desk,
        events: await desk.handling.reader.events(caseId),
      })),
    );
    const own = found.find(({ events }) => events.length > 0);
    if (own !== undefined) this.remember(caseId, own.desk);
    return own;
  }

  /** How a case stands now; nothing where there is none of this id. */
  async standing(caseId: string): Promise<CaseStanding | undefined> {
    const found = await this.find(caseId);
    if (found === undefined) return undefined;
    const { room, handling } = found.desk;
    let folded = handling.reader.unopened();
    let closedOn: Day | undefined;
    for (const event of found.events) {
      folded = handling.reader.fold(folded, [event]);
      closedOn = room.summary(folded.state).open ? undefined : (closedOn ?? dayOf(event.stored.metadata.occurredAt));
    }
    const { surroundings } = this;
    const running = room
      .clocks(folded.state, surroundings.rules(), surroundings.clock.now())
      .filter(({ stoppedAt }) => stoppedAt === undefined)
      .map(({ clock }) => clock);
    const unsettled = [...new Set([...running, ...(room.unsettled?.(folded.state) ?? [])])];
    return { caseId, caseType: room.type, scheme: room.summary(folded.state).scheme, closedOn, unsettled };
  }

  /** Where a case is filed and what it is about; nothing where there is none of this id. */
  async filed(caseId: string): Promise<FiledCase | undefined> {
    const found = await this.find(caseId);
    if (found === undefined) return undefined;
    const { room, handling } = found.desk;
    const { state } = handling.reader.fold(handling.reader.unopened(), found.events);
    const { scheme, office, openedOn, open, outcome } = room.summary(state);
    const stream = streamOf(room.type, caseId);
    const restricted = room.access !== undefined;
    return { caseId, stream, caseType: room.type, scheme, office, openedOn, open, outcome, restricted };
  }

  /** Empties what this process remembers of cases it worked on, as when one of their persons was erased. */
  forgetAll(): void {
    for (const { handling } of this.all()) handling.forgetAll();
  }

  /** What the clocks of a case recorded, in their own stream `clock-<caseId>`. */
  async clockFacts(caseId: string): Promise<readonly StoredEvent[]> {
    const facts: StoredEvent[] = [];
    for await (const fact of this.surroundings.store.read(`clock-${caseId}`)) facts.push(fact);
    return facts;
  }

  private remember(caseId: string, desk: CaseTypeDesk): void {
    const [oldest] = this.found.keys();
    if (this.found.size >= remembered && oldest !== undefined) this.found.delete(oldest);
    this.found.set(caseId, desk);
  }
}
