import { Injectable } from '@nestjs/common';
import type { CaseFile } from '#case-desk';
import type { ClockView } from '#kernel';
import { dayOf, workingDaysBetween } from '#rules';
import { System } from '#system';

export interface HistoryPage {
  readonly caseId: string;
  readonly events: readonly object[];
}

/** Case files as the api shows them: names for offices and users, clocks with the working days left. */
@Injectable()
export class CasePages {
  constructor(private readonly system: System) {}

  casePage(file: CaseFile): object {
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
    };
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
      events: file.events.map(({ stored, event, erased }) => {
        const { type, ...data } = event;
        const { actor } = stored.metadata;
        return {
          version: stored.version,
          type,
          schemaVersion: stored.schemaVersion,
          data,
          erased,
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
