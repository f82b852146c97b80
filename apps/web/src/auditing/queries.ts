import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Query } from '../api/client';
import { newestKnown } from '../api/queries';
import { type Moment, auditApi } from './api';

/** What was known at a moment stays as it is; rights may change, so it is kept as long as the page. */
const settled = { staleTime: 10 * 60_000 };

export const useFileAt = (caseId: string, moment: Moment) =>
  useQuery({
    queryKey: ['case', caseId, 'file', moment],
    queryFn: () => auditApi.file(caseId, moment),
    placeholderData: (previous) => (previous?.caseId === caseId ? previous : undefined),
    ...settled,
  });

export const useHistoryAt = (caseId: string, moment: Moment) =>
  useQuery({
    queryKey: ['case', caseId, 'history', moment],
    queryFn: () => auditApi.history(caseId, moment),
    placeholderData: (previous) => previous,
    ...settled,
  });

export const useDifferences = (caseId: string, from: string | undefined, to: string, by: Moment['by']) =>
  useQuery({
    queryKey: ['comparison', caseId, from, to, by],
    queryFn: () => auditApi.comparison(caseId, from ?? to, to, by),
    enabled: from !== undefined,
    ...settled,
  });

export const useProvenance = (caseId: string, moment: Moment) =>
  useQuery({
    queryKey: ['case', caseId, 'provenance', moment],
    queryFn: () => auditApi.provenance(caseId, moment),
    ...settled,
  });

interface Paged {
  readonly next?: string | number;
}

const usePaged = <Page extends Paged>(key: string, ask: (query: Query) => Promise<Page>, query: Query) =>
  useInfiniteQuery({
    queryKey: [key, query],
    queryFn: ({ pageParam }) => ask({ limit: 50, ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => (next === undefined ? undefined : String(next)),
    placeholderData: (previous) => previous,
  });

export const useHeads = () => usePaged('audit-heads', auditApi.heads, { limit: 20 });

export const useTrail = (query: Query) => usePaged('trail', auditApi.trail, query);

/** The caseload of a moment; its newest state waits for what this browser wrote. */
export const useCaseloadAsOf = (query: Query) =>
  usePaged('caseload-as-of', auditApi.caseload, { ...query, after: newestKnown() });

export const useWorklistAsOf = (query: Query) =>
  usePaged('worklist-as-of', auditApi.worklist, { ...query, after: newestKnown() });
