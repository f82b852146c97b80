import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Subject } from 'rxjs';
import { CaseDesks, type SignedIn, categoryOf } from '#case-desk';
import { System } from '#system';
import { Lists } from './lists.js';

export interface CaseMoved {
  readonly caseId: string;
  readonly type: string;
  readonly version: number;
  readonly position: string;
  readonly office: string;
  readonly area: string | undefined;
}

const readModelPatienceMs = 5_000;

/** Follows the log, and tells this process's viewers which cases moved once the read models show it. */
@Injectable()
export class LiveFeed implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly moved = new Subject<CaseMoved>();
  private readonly stopping = new AbortController();
  private readonly logger = new Logger('live-feed');

  constructor(
    private readonly system: System,
    private readonly desks: CaseDesks,
    private readonly lists: Lists,
  ) {}

  onApplicationBootstrap(): void {
    void this.follow().catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.logger.error(error instanceof Error ? error.name : 'stopped');
    });
  }

  onApplicationShutdown(): void {
    this.stopping.abort();
    this.moved.complete();
  }

  visible(viewer: SignedIn, moved: CaseMoved): boolean {
    return this.lists.lists(viewer, moved);
  }

  private async follow(): Promise<void> {
    const typeOf = new Map(this.desks.all().map(({ room }) => [categoryOf(room.type), room.type]));
    const batches = this.system.store.subscribe({
      after: await this.system.store.horizon(),
      categories: [...typeOf.keys()],
      signal: this.stopping.signal,
    });
    for await (const batch of batches) {
      if (batch.events.length === 0 || !this.moved.observed) continue;
      const newest = new Map(
        batch.events.map(({ stream, version, position }) => [
          stream.slice(stream.indexOf('-') + 1),
          { version, position },
        ]),
      );
      await this.system.readModels.waitFor(batch.through, readModelPatienceMs);
      for (const row of await this.system.readModels.caseload.byIds([...newest.keys()])) {
        const change = newest.get(row.caseId);
        if (change !== undefined)
          this.moved.next({ caseId: row.caseId, type: row.type, office: row.office, area: row.area, ...change });
      }
    }
  }
}
