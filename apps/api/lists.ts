import { Injectable } from '@nestjs/common';
import type { SignedIn } from '#case-desk';
import { listScope } from '#identity';
import type { CaseAccess, Instant, Json, Role } from '#kernel';
import type { CaseloadRow, PastCaseloadRow, Scope } from '#read-models';
import { System } from '#system';
import { Problem } from './problem.js';

const readModelPatienceMs = 5_000;

/** What every list needs: the viewer's scope, read-your-writes, and rows with names opened. */
@Injectable()
export class Lists {
  constructor(private readonly system: System) {}

  /** What a viewer may list: for each role held, the offices it reaches and the case types that are open to it. */
  scopeOf({ positions }: SignedIn): Scope {
    return [...new Set(positions.map(({ role }) => role))].map((role) => {
      const { ancestors, areas } = listScope(positions.filter((position) => position.role === role));
      return {
        offices: [...new Set(ancestors.flatMap((office) => this.system.organisation.subtree(office)))],
        areas,
        types: this.system.desks
          .all()
          .filter(
            ({ room: { access } }) => access === undefined || [...access.readers, ...access.overseers].includes(role),
          )
          .map(({ room }) => room.type),
      };
    });
  }

  /** Whether the viewer may list a row: the same rights as `scopeOf`, for rows found by other means. */
  lists(viewer: SignedIn, { type, office, area }: Pick<CaseloadRow, 'type' | 'office' | 'area'>): boolean {
    return this.positionsFor(viewer, type, office, area, ({ readers, overseers }) => [...readers, ...overseers]);
  }

  /**
   * Open cases of a person as a search shows them: a case of another office by its kind and office alone, a case of
   * a type that is not open to the viewer not at all.
   */
  openCases(rows: readonly CaseloadRow[], viewer: SignedIn): readonly object[] {
    return rows.flatMap((row): object[] => {
      const { caseId, type, scheme, stage } = row;
      if (this.lists(viewer, row)) return [{ caseId, type, scheme, stage }];
      if (this.system.desks.of(type)?.room.access !== undefined) return [];
      return [{ type, scheme, office: this.system.organisation.officeName(row.office) }];
    });
  }

  /** Whether the viewer may read what names a person in the row. */
  names(viewer: SignedIn, { type, office, area }: Pick<CaseloadRow, 'type' | 'office' | 'area'>): boolean {
    return this.positionsFor(viewer, type, office, area, ({ readers }) => readers);
  }

  private positionsFor(
    { positions }: SignedIn,
    type: string,
    office: string,
    area: string | undefined,
    entitled: (access: CaseAccess) => readonly Role[],
  ): boolean {
    const access = this.system.desks.of(type)?.room.access;
    return positions.some(
      (position) =>
        (access === undefined || entitled(access).includes(position.role)) &&
        this.system.desks.sees(position, office, area),
    );
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

  shown(rows: readonly CaseloadRow[], viewer: SignedIn): Promise<readonly object[]> {
    return this.shownAt(rows, (row) => this.names(viewer, row), this.system.clock.now());
  }

  /** Rows of a past moment, with what the viewer may read where the case is today. */
  async shownAsOf(rows: readonly PastCaseloadRow[], viewer: SignedIn, at: Instant): Promise<readonly object[]> {
    const shown = await this.shownAt(rows, ({ type, today }) => this.names(viewer, { type, ...today }), at);
    return shown.map(({ today: _today, ...row }) => row);
  }

  private async shownAt<Row extends CaseloadRow>(
    rows: readonly Row[],
    namesPerson: (row: Row) => boolean,
    now: Instant,
  ) {
    const { organisation } = this.system;
    const opened = await this.open(rows);
    return opened.map((row) => ({
      ...row,
      title: namesPerson(row) ? (row.title ?? undefined) : undefined,
      office: organisation.officeName(row.office),
      area: row.area === undefined ? undefined : organisation.officeName(row.area),
      assignee: row.assignee === undefined ? undefined : organisation.userName(row.assignee),
      overdue: row.dueAt !== undefined && row.dueAt <= now,
    }));
  }
}
