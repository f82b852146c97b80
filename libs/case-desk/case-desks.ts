import type { AnyCaseType, Role } from '#kernel';
import { type CaseTypeDesk, caseTypeDesks } from './case-commands.js';
import type { ReadableEvent } from './case-reader.js';
import type { DeskSurroundings } from './ports.js';

/** Whether a position may look at cases of that office and area. */
export type Sees = (
  position: { readonly role: Role; readonly office: string },
  office: string,
  area: string | undefined,
) => boolean;

/** Every case type's desk, by the type's name. */
export class CaseDesks {
  private readonly byType: ReadonlyMap<string, CaseTypeDesk>;

  constructor(
    caseTypes: readonly AnyCaseType[],
    readonly surroundings: DeskSurroundings,
    readonly sees: Sees,
  ) {
    this.byType = caseTypeDesks(caseTypes, surroundings);
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
    for (const desk of this.byType.values()) {
      const events = await desk.handling.reader.events(caseId);
      if (events.length > 0) return { desk, events };
    }
    return undefined;
  }
}
