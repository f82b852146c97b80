import { performance } from 'node:perf_hooks';
import { caseTypes } from '#case-types';
import type { EventStore } from '#event-store';
import { ReadModels } from '#read-models';
import { startingRuleBook } from '#rules';

export const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

export const milliseconds = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

export const seconds = async (work: () => unknown): Promise<number> => (await milliseconds(work)) / 1_000;

/** The read models of every case type beside a log in the same database, under the rules the product starts with. */
export const openReadModels = (url: string, store: EventStore): Promise<ReadModels> =>
  ReadModels.open({
    url,
    store,
    logUrl: url,
    caseTypes,
    rules: { book: () => startingRuleBook, refresh: () => Promise.resolve() },
    category: (type) => type.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  });
