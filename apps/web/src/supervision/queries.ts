import { useInfiniteQuery, useMutation, useQueries, useQuery } from '@tanstack/react-query';
import type { Query } from '../api/client';
import { newestKnown, queries } from '../api/queries';
import { type WhatIfQuestion, supervisionApi } from './api';

interface Paged {
  readonly next?: string;
}

/** A list that is read on page by page; it is asked for anew when something in it was recorded. */
const usePaged = <Page extends Paged>(name: string, ask: (query: Query) => Promise<Page>, query: Query) =>
  useInfiniteQuery({
    queryKey: ['lists', 'supervision', name, query],
    queryFn: ({ pageParam }) =>
      ask({ ...query, limit: 50, ...(pageParam === '' ? { after: newestKnown() } : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: (previous) => previous,
  });

/** Something counted as a whole. */
const useWhole = <Answer>(name: string, ask: (query: Query) => Promise<Answer>, query: Query) =>
  useQuery({
    queryKey: ['lists', 'supervision', name, query],
    queryFn: () => ask({ ...query, after: newestKnown() }),
    placeholderData: (previous) => previous,
  });

export const useBoard = (query: Query) => useWhole('board', supervisionApi.board, query);
export const useTimelines = (query: Query) => useWhole('timelines', supervisionApi.timelines, query);
export const useReturnRate = (query: Query) => useWhole('return-rate', supervisionApi.returnRate, query);

export const useClocks = (query: Query) => usePaged('clocks', supervisionApi.clocks, query);
export const useFinishedSteps = (query: Query) => usePaged('steps', supervisionApi.steps, query);
export const useStuck = (query: Query) => usePaged('stuck', supervisionApi.stuck, query);
export const useAlerts = (query: Query) => usePaged('alerts', supervisionApi.alerts, query);
export const useSupervisions = (query: Query) => usePaged('supervisions', supervisionApi.supervisions, query);

/** As many as fit into an address. */
const casesAtOnce = 50;

/** Which of these cases wait for an answer to a supervision, or for the answer to be verified. */
export const useSupervised = (caseIds: readonly string[]): ReadonlyMap<string, 'issued' | 'answered'> => {
  const shown = [...new Set(caseIds)];
  const askedAtOnce = Array.from({ length: Math.ceil(shown.length / casesAtOnce) }, (_, index) =>
    shown.slice(index * casesAtOnce, (index + 1) * casesAtOnce).join(','),
  );
  return useQueries({
    queries: askedAtOnce.map((caseId) => ({
      queryKey: ['lists', 'supervision', 'supervised', caseId],
      queryFn: () =>
        supervisionApi.supervisions({ state: 'issued,answered', caseId, limit: 200, after: newestKnown() }),
    })),
    combine: (results) =>
      new Map(
        results
          .flatMap(({ data }) => data?.rows ?? [])
          .flatMap(({ caseId, state }) => (state === 'closed' ? [] : [[caseId, state] as const])),
      ),
  });
};

export const useRules = () => useQuery({ queryKey: ['rules'], queryFn: supervisionApi.rules, staleTime: 10 * 60_000 });

const askAgainMs = 600;

/** A question to other rules; asked for again until it is answered. */
export const useWhatIf = (jobId: string) =>
  useQuery({
    queryKey: ['what-if', jobId],
    queryFn: () => supervisionApi.whatIf(jobId),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? askAgainMs : false),
    staleTime: 0,
  });

/** The viewer's own questions of the last weeks. */
export const useWhatIfs = () =>
  useQuery({ queryKey: ['what-if'], queryFn: () => supervisionApi.whatIfs(), staleTime: 0 });

export const useStartWhatIf = (started: (jobId: string) => void) =>
  useMutation({
    mutationFn: (question: WhatIfQuestion) => supervisionApi.startWhatIf(question, crypto.randomUUID()),
    onSuccess: ({ jobId }) => started(jobId),
  });

export const useCancelWhatIf = (jobId: string) =>
  useMutation({
    mutationFn: () => supervisionApi.cancelWhatIf(jobId),
    onSettled: () => queries.invalidateQueries({ queryKey: ['what-if', jobId] }),
  });
