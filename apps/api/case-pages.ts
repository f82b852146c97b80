import { Injectable } from '@nestjs/common';
import type { CaseFile, SignedIn } from '#case-desk';
import type { ClockView } from '#kernel';
import { dayOf, workingDaysBetween } from '#rules';
import { System } from '#system';
import { Lists } from './lists.js';

export interface HistoryPage {
  readonly caseId: string;
  readonly events: readonly object[];
}

/** Case files as the api shows them: names for offices and users, clocks with the working days left. */
@Injectable()
export class CasePages {
  constructor(
    private readonly system: System,
    private readonly lists: Lists,
  ) {}

  async casePage(file: CaseFile, viewer: SignedIn): Promise<object> {
    const { room, summary, folded } = file;
    const { organisation } = this.system;
    return {
      caseId: file.caseId,
      type: room.type,
      scheme: summary.scheme,
      version: folded.version,
      lastVersion: file.lastVersion,
      stage: summary.stage,
      open: summary.open,
      outcome: summary.outcome,
      title: summary.title,
      office: organisation.officeName(summary.office),
      area: summary.area === undefined ? undefined : organisation.officeName(summary.area),
      assignee: summary.assignee === undefined ? undefined : organisation.userName(summary.assignee),
      openedOn: summary.openedOn,
      amountFen: summary.amountFen,
      ruleSet: summary.ruleSet,
      nextStep: summary.nextStep,
      persons: summary.persons,
      state: folded.state,
      commands: file.commands,
      clocks: this.clocks(file),
      notices: room.notices(folded.state),
      erased: file.erased,
      withheld: file.withheld,
      links: await this.links(file, viewer),
    };
  }

  /** Linked cases; of one that the viewer may not see no more than that it is there. */
  private async links({ room, folded }: CaseFile, viewer: SignedIn): Promise<readonly object[]> {
    const links = room.links?.(folded.state) ?? [];
    const rows = await this.system.readModels.caseload.byIds(
      links.flatMap(({ caseId, region }) => (region === undefined ? [caseId] : [])),
    );
    const seen = rows.filter((row) => this.lists.lists(viewer, row));
    const byId = new Map((await this.lists.shown(seen, viewer)).map((row) => [Reflect.get(row, 'caseId'), row]));
    return links.map((link) => ({ ...link, case: byId.get(link.caseId) }));
  }

  clocks(file: CaseFile): readonly object[] {
    const today = dayOf(this.system.clock.now());
    const { calendar } = this.system.rules.book();
    return file.clocks.map((clock: ClockView) => ({
      ...clock,
      workingDaysLeft:
        clock.stoppedAt === undefined && clock.dueOn >= today
          ? workingDaysBetween(calendar, today, clock.dueOn)
          : undefined,
    }));
  }

  history(file: CaseFile): HistoryPage {
    const { organisation } = this.system;
    const milestones = new Set(file.room.screen.milestones);
    return {
      caseId: file.caseId,
      events: file.events.map(({ stored, event, erased, withheld = [] }) => {
        const { type, ...data } = event;
        const { actor } = stored.metadata;
        return {
          version: stored.version,
          type,
          schemaVersion: stored.schemaVersion,
          data,
          erased,
          withheld,
          actor: {
            user: actor.user,
            name: organisation.userName(actor.user).name,
            role: actor.role,
            office: actor.office,
            officeName: organisation.officeName(actor.office).name,
          },
          occurredAt: stored.metadata.occurredAt,
          recordedAt: stored.recordedAt,
          hash: stored.hash,
          position: stored.position,
          commandId: stored.metadata.commandId,
          ruleSet: stored.metadata.ruleSet,
          milestone: milestones.has(type),
        };
      }),
    };
  }
}
