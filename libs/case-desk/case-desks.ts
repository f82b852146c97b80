import type { AnyCaseType } from '#kernel';
import type { Sees } from './access.js';
import { type CaseTypeDesk, caseTypeDesks } from './case-commands.js';
import type { ReadableEvent } from './case-reader.js';
import type { DeskSurroundings } from './ports.js';

/** Every case type's desk, by the type's name. */
export class CaseDesks {
  private readonly byType: ReadonlyMap<string, CaseTypeDesk>;

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
    const found = await Promise.all(
      this.all().map(async (desk) => ({ desk, events: await desk.handling.reader.events(caseId) })),
    );
    return found.find(({ events }) => events.length > 0);
  }
}
