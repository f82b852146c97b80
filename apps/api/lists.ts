import { Injectable } from '@nestjs/common';
import type { SignedIn } from '#case-desk';
import { listScope } from '#identity';
import type { Json } from '#kernel';
import type { CaseloadRow, Scope } from '#read-models';
import { System } from '#system';
import { Problem } from './problem.js';

const readModelPatienceMs = 5_000;

/** What every list needs: the viewer's scope, read-your-writes, and rows with names opened. */
@Injectable()
export class Lists {
  constructor(private readonly system: System) {}

  scopeOf({ positions }: SignedIn): Scope {
    const { ancestors, areas } = listScope(positions);
    return { offices: [...new Set(ancestors.flatMap((office) => this.system.organisation.subtree(office)))], areas };
  }

  /** Waits until the read models have reached the position; 503 when that takes too long. */
  async reach(position: string | undefined): Promise<void> {
    if (position === undefined) return;
    if (!(await this.system.readModels.waitFor(position, readModelPatienceMs)))
      throw new Problem(503, 'read-model-behind');
  }

  /** Waits until the read models hold everything recorded so far; 503 when that takes too long. */
  async reachAll(): Promise<void> {
    if (!(await this.system.readModels.waitForAll(readModelPatienceMs))) throw new Problem(503, 'read-model-behind');
  }

  async open<Value>(values: readonly Value[]): Promise<readonly Value[]> {
    const opened = await this.system.personal.open(values as readonly Json[]);
    return opened.map(({ value }) => value as Value);
  }

  async shown(rows: readonly CaseloadRow[]): Promise<readonly object[]> {
    const { organisation, clock } = this.system;
    const now = clock.now();
    const opened = await this.open(rows);
    return opened.map((row) => ({
      ...row,
      title: row.title ?? undefined,
      office: organisation.officeName(row.office),
      area: row.area === undefined ? undefined : organisation.officeName(row.area),
      assignee: row.assignee === undefined ? undefined : organisation.userName(row.assignee),
      overdue: row.dueAt !== undefined && row.dueAt <= now,
    }));
  }
}
