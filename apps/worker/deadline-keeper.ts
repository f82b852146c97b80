import { setTimeout as sleep } from 'node:timers/promises';
import { v5 as uuidv5 } from 'uuid';
import { streamOf } from '#case-desk';
import type { JsonObject } from '#kernel';
import { type EventStore, StoreUnavailable } from '#event-store';
import { type DueAlarm, clockCategory } from '#read-models';
import type { System } from '#system';

const namespace = '5c1f9a34-6f0d-4a43-8d0e-7e1f5b1a9f02';
const atOnce = 500;
const readModelPatienceMs = 10_000;
const longestSleepMs = 15_000;
const shortestSleepMs = 200;

const factTypes = {
  approaching: 'DeadlineApproaching',
  breached: 'DeadlineBreached',
  escalated: 'DeadlineEscalated',
} as const;

/** A breach is one for ever; a reminder is one for each due date it was about. */
const commandIdOf = ({ caseId, ruleSet, clock, startedAt, kind, step, dueAt }: DueAlarm): string =>
  uuidv5([caseId, ruleSet, clock, startedAt, kind, step, kind === 'breached' ? '' : dueAt].join('/'), namespace);

/** Whoever is told first answers for it: the bureau where its own people are, else the office of the case. */
const responsibleOffice = ({ roles, office }: DueAlarm): string =>
  roles.length > 0 && roles.every((role) => role.startsWith('bureau') || role === 'supervisor') ? 'bureau' : office;

const record = async (store: EventStore, alarm: DueAlarm): Promise<string> => {
  const { caseId, kind, at, area, assignee, office: _office, version: _version, ...told } = alarm;
  const commandId = commandIdOf(alarm);
  const data: JsonObject = {
    ...told,
    office: responsibleOffice(alarm),
    ...(area === undefined ? {} : { area }),
    ...(assignee === undefined ? {} : { assignee }),
  };
  const appended = await store.append(
    `${clockCategory}-${caseId}`,
    'any',
    [
      {
        type: factTypes[kind],
        schemaVersion: 1,
        data,
        // It happened when the time had run out, however late it is written down.
        metadata: {
          actor: { user: 'system', role: 'system', office: 'bureau' },
          occurredAt: at,
          commandId,
          correlationId: commandId,
        },
      },
    ],
    // What the case looks like meanwhile may differ from one worker to the other; the fact is the same.
    { commandId, fingerprint: kind },
  );
  return appended.position;
};

/**
 * Records what time alone brings: reminders, breaches, and the climb to the next office. Ids are made of case, clock
 * and occurrence, so neither a restart nor a second worker writes one twice.
 */
export class DeadlineKeeper {
  constructor(private readonly system: System) {}

  /**
   * Records every alarm whose time has come.
   * @returns how many facts were recorded; stops early when the read models do not keep up
   */
  async keep(signal?: AbortSignal): Promise<number> {
    const { readModels, clock, store } = this.system;
    let recorded = 0;
    while (signal?.aborted !== true) {
      const now = clock.now();
      // What was recorded before now must show first: an extension or a decision in time is no breach.
      if (!(await readModels.waitForAll(readModelPatienceMs))) return recorded;
      const due = await readModels.alarms.due(now, atOnce);
      if (due.length === 0) return recorded;
      const certain = await this.certain(due);
      const positions = await Promise.all(certain.map((alarm) => record(store, alarm)));
      recorded += certain.length;
      if (certain.length === 0) return recorded;
      const last = positions.reduce((latest, position) => (position > latest ? position : latest), '');
      if (!(await readModels.waitFor(last, readModelPatienceMs))) return recorded;
    }
    return recorded;
  }

  /** Keeps on until the signal aborts: wakes at the next due time, and now and then for clocks started meanwhile. */
  async run(signal: AbortSignal, log: (line: string) => void): Promise<void> {
    while (!signal.aborted) {
      let wait = longestSleepMs;
      try {
        await this.keep(signal);
        wait = await this.untilNext();
      } catch (error) {
        if (!signal.aborted) log(`deadlines: ${error instanceof StoreUnavailable ? 'store away' : nameOf(error)}`);
      }
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * Alarms of cases whose newest event the read models show. A long transaction elsewhere may hide one from every
   * reader of the log: it could be the decision, or an extension.
   */
  private async certain(due: readonly DueAlarm[]): Promise<readonly DueAlarm[]> {
    const newest = new Map(due.map(({ caseId, caseType }) => [caseId, caseType]));
    const versions = new Map(
      await Promise.all(
        [...newest].map(async ([caseId, caseType]) => [caseId, await this.versionOf(caseType, caseId)] as const),
      ),
    );
    return due.filter(({ caseId, version }) => versions.get(caseId) === version);
  }

  private async versionOf(caseType: string, caseId: string): Promise<number> {
    for await (const { version } of this.system.store.read(streamOf(caseType, caseId), { backwards: true }))
      return version;
    return 0;
  }

  private async untilNext(): Promise<number> {
    const next = await this.system.readModels.alarms.next();
    if (next === undefined) return longestSleepMs;
    const wait = Date.parse(next) - Date.parse(this.system.clock.now());
    return Math.min(longestSleepMs, Math.max(shortestSleepMs, wait));
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'failed');
