import { QueryCache, QueryClient, MutationCache, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import type { CaseTypeDescription, Me, OfficeUser } from './types';
import { dropDrafts, keepOnlyDraftsOf } from '../forms/drafts';
import { NotReached, ProblemError, api, type Query } from './client';

const meKey = ['me'] as const;

let sessionEnded: () => void = () => undefined;

/** Called when an answer says that the session has ended while a page is open. */
export const onSessionEnded = (listener: () => void): (() => void) => {
  sessionEnded = listener;
  return () => {
    sessionEnded = () => undefined;
  };
};

const noteSessionEnd = (error: unknown): void => {
  if (error instanceof ProblemError && error.status === 401) sessionEnded();
};

const worthRepeating = (failures: number, error: unknown): boolean =>
  failures < 2 && (error instanceof NotReached || (error instanceof ProblemError && error.status === 503));

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: noteSessionEnd }),
  mutationCache: new MutationCache({ onError: noteSessionEnd }),
  defaultOptions: {
    queries: { retry: worthRepeating, staleTime: 15_000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

/** The newest change this browser knows of: lists wait until they show it. */
let newest: string | undefined;

export const remember = (position: string): void => {
  if (newest === undefined || position > newest) newest = position;
};

/** What lists of other fields of work wait for too. */
export const newestKnown = (): string | undefined => newest;

export const refreshLists = (): void => {
  void queries.invalidateQueries({ queryKey: ['lists'] });
};

export const afterWriting = (position: string, caseId: string): void => {
  remember(position);
  void queries.invalidateQueries({ queryKey: ['case', caseId] });
  refreshLists();
};

export const useMe = () =>
  useQuery<Me | null>({
    queryKey: meKey,
    queryFn: () =>
      api.me().then(
        ({ me }) => {
          keepOnlyDraftsOf(me.userId);
          return me;
        },
        (error: unknown) => {
          if (error instanceof ProblemError && error.status === 401) return null;
          throw error;
        },
      ),
    staleTime: Infinity,
  });

export const signedInAs = (me: Me): void => {
  keepOnlyDraftsOf(me.userId);
  queries.setQueryData(meKey, me);
};

/** Leaves nothing of the person who signed out: neither in memory nor in the browser. */
export const signedOut = (): void => {
  dropDrafts();
  queries.clear();
  location.assign('/sign-in');
};

const fixed = { staleTime: 10 * 60_000 };

export const useSignInMethods = () => useQuery({ queryKey: ['sign-in-methods'], queryFn: api.signInMethods });

export const useDemoUsers = () =>
  useQuery({ queryKey: ['demo-users'], queryFn: api.demoUsers, retry: false, ...fixed });

export const useOffices = () => useQuery({ queryKey: ['offices'], queryFn: api.offices, ...fixed });

/** Staff of several offices, each once. */
export const useOfficeUsers = (offices: readonly string[]): readonly OfficeUser[] =>
  useQueries({
    queries: offices.map((officeId) => ({
      queryKey: ['office-users', officeId],
      queryFn: () => api.officeUsers(officeId),
      ...fixed,
    })),
    combine: (results) => {
      const users = results.flatMap(({ data }) => data?.rows ?? []);
      return [...new Map(users.map((user) => [user.userId, user])).values()];
    },
  });

export const useCaseType = (type: string | undefined) =>
  useQuery({
    queryKey: ['case-type', type],
    queryFn: () => api.caseType(type ?? ''),
    enabled: type !== undefined,
    ...fixed,
  });

/** Every case type by its name. */
export const useCaseTypes = (): Readonly<Record<string, CaseTypeDescription>> => {
  const { data } = useQuery({ queryKey: ['case-types'], queryFn: api.caseTypes, ...fixed });
  return useQueries({
    queries: (data?.rows ?? []).map(({ type }) => ({
      queryKey: ['case-type', type],
      queryFn: () => api.caseType(type),
      ...fixed,
    })),
    combine: (results) => Object.fromEntries(results.flatMap(({ data: one }) => (one ? [[one.type, one]] : []))),
  });
};

export const useWorklist = (query: Query) =>
  useInfiniteQuery({
    queryKey: ['lists', 'worklist', query],
    queryFn: ({ pageParam }) =>
      api.worklist({ ...query, limit: 50, ...(pageParam === '' ? { after: newest } : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: (previous) => previous,
  });

export const useCaseload = (query: Query) =>
  useQuery({
    queryKey: ['lists', 'caseload', query],
    queryFn: () => api.caseload({ ...query, after: newest }),
    placeholderData: (previous) => previous,
  });

export const useCase = (caseId: string, enabled = true) =>
  useQuery({ queryKey: ['case', caseId, 'file'], queryFn: () => api.caseFile(caseId), enabled });

export const useHistory = (caseId: string, enabled = true) =>
  useQuery({ queryKey: ['case', caseId, 'history'], queryFn: () => api.history(caseId), enabled });

/** Two versions of a case differ in the same way for ever, but rights may change: kept as long as the page. */
export const useComparison = (caseId: string, from: number, to: number) =>
  useQuery({
    queryKey: ['comparison', caseId, from, to],
    queryFn: () => api.comparison(caseId, from, to),
    ...fixed,
  });

export const usePublicNotices = () =>
  useInfiniteQuery({
    queryKey: ['public-notices'],
    queryFn: ({ pageParam }) => api.publicNotices(pageParam === '' ? undefined : pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

export const useBatches = () => useQuery({ queryKey: ['lists', 'batches'], queryFn: api.batches });

export const useBatch = (batchId: string) =>
  useQuery({ queryKey: ['lists', 'batch', batchId], queryFn: () => api.batch(batchId) });
