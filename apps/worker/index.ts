import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '#system';
import { DeadlineKeeper } from './deadline-keeper.js';
import { sweepLooseEvidence } from './loose-evidence.js';
import { WanderLists, mirrorOneSidedLinks, openAccountabilities, performDuties } from './duties.js';
import { messageTaker } from './exchange-intake.js';
import { regionDesk } from './exchange-regions.js';
import { recordMovedDeadlines } from './moved-deadlines.js';
import { TreeHeadKeeper } from './tree-heads.js';

const dutyEveryMs = 15_000;

export interface Worker {
  /** Does the periodic duties once, now. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

/** Runs the projections and the duties that time brings. Any number of workers may run at once. */
export const startWorker = async (system: System, log: (line: string) => void): Promise<Worker> => {
  const stopping = new AbortController();
  await system.readModels.start();
  const keeper = new DeadlineKeeper(system);
  const wanderLists = new WanderLists(system.desks, system.organisation, () => system.rules.book(), system.clock);
  const treeHeads = new TreeHeadKeeper(system, log);
  const tick = async (): Promise<void> => {
    await treeHeads.keep();
    await openAccountabilities(system.desks, system.readModels, system.clock);
    await performDuties(system.desks, system.readModels, system.clock);
    await mirrorOneSidedLinks(system.desks, system.readModels);
    await wanderLists.open();
    await sweepLooseEvidence(system);
    await recordMovedDeadlines(system);
    await system.erasureWatch.finish();
    await keeper.keep();
  };
  const duties = (async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await tick().catch((error: unknown) => log(`duties: ${error instanceof Error ? error.name : 'failed'}`));
      await sleep(dutyEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  const { exchange } = system;
  const desk = exchange?.regions && regionDesk(system, exchange.regions);
  const exchanging = exchange?.run(messageTaker(system, desk), stopping.signal, desk);
  const feeding = system.projectionFeed?.run(stopping.signal);
  const keeping = keeper.run(stopping.signal, log);
  const told = (error: unknown): void => log(`tables: ${error instanceof Error ? error.name : 'failed'}`);
  const tables = [system.trailEntries.table, system.appearances.table].map((table) =>
    table.follow(stopping.signal, told),
  );
  return {
    tick,
    stop: async () => {
      stopping.abort();
      await Promise.all([duties, keeping, exchanging, feeding, ...tables]);
    },
  };
};
