import { Injectable } from '@nestjs/common';
import { type CaseFile, type SignedIn, stagesAlong } from '#case-desk';
import type { StoredEvent } from '#event-store';
import type { ClockView, JsonObject } from '#kernel';
import { dayOf, workingDaysBetween } from '#rules';
import { System } from '#system';
import { Lists } from './lists.js';

export interface HistoryPage {
  readonly caseId: string;
  readonly travel: object | undefined;
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
      travel: travelShown(file),
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

  /** Every clock; a breach that was recorded stays with it, whatever was recorded later. */
  clocks(file: CaseFile): readonly object[] {
    const today = dayOf(file.at);
    const { calendar } = this.system.rules.book();
    return file.clocks.map(({ alarms: _alarms, ...clock }: ClockView) => ({
      ...clock,
      workingDaysLeft:
        clock.stoppedAt === undefined && clock.dueOn >= today
          ? workingDaysBetween(calendar, today, clock.dueOn)
          : undefined,
      breach: breachOf(clock, file.facts),
    }));
  }

  history(file: CaseFile): HistoryPage {
    const milestones = new Set(file.room.screen.milestones);
    const stages = stagesAlong(file);
    const events = file.events.map(({ stored, event, erased, withheld = [] }, index) => {
      const { type, ...data } = event;
      return {
        ...this.entry(stored, data),
        type,
        erased,
        withheld,
        milestone: milestones.has(type),
        stage: stages[index],
      };
    });
    const facts = file.facts.map((fact) => ({
      ...this.entry(fact, fact.data),
      type: fact.type,
      erased: [],
      withheld: [],
      milestone: fact.type === 'DeadlineBreached',
      ofClock: true,
    }));
    return { caseId: file.caseId, travel: travelShown(file), events: [...events, ...facts].sort(byPosition) };
  }

  private entry(stored: StoredEvent, data: JsonObject) {
    return {
      ...this.authorship(stored),
      schemaVersion: stored.schemaVersion,
      data,
      hash: stored.hash,
      position: stored.position,
      commandId: stored.metadata.commandId,
    };
  }

  /** Who recorded an event, in which role and office, when, and by which rules. */
  authorship({ version, recordedAt, metadata }: StoredEvent) {
    const { organisation } = this.system;
    const { actor, occurredAt, ruleSet } = metadata;
    return {
      version,
      actor: {
        user: actor.user,
        name: organisation.userName(actor.user).name,
        role: actor.role,
        office: actor.office,
        officeName: organisation.officeName(actor.office).name,
      },
      occurredAt,
      recordedAt,
      ruleSet,
    };
  }
}

/** The moment asked about and in which sense; nothing for the present. */
export const travelShown = ({ travel: { by = 'recorded', toInstant, toVersion } }: CaseFile): object | undefined =>
  toInstant === undefined && toVersion === undefined ? undefined : { by, asOf: toInstant, version: toVersion };

const byPosition = (one: { readonly position: string }, other: { readonly position: string }): number =>
  one.position < other.position ? -1 : 1;

/** When the clock ran out, and when that was written down; nothing while it has not been. */
const breachOf = (
  { clock, ruleSet, startedAt }: Pick<ClockView, 'clock' | 'ruleSet' | 'startedAt'>,
  facts: readonly StoredEvent[],
): object | undefined => {
  const fact = facts.find(
    ({ type, data }) =>
      type === 'DeadlineBreached' &&
      data['clock'] === clock &&
      data['ruleSet'] === ruleSet &&
      data['startedAt'] === startedAt,
  );
  return fact === undefined
    ? undefined
    : { at: fact.metadata.occurredAt, recordedAt: fact.recordedAt, office: fact.data['office'] };
};
