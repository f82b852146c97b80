import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { queries, useMe, useOfficeUsers } from '../api/queries';
import { privacyApi } from './api';

const key = 'privacy';

export const useWaiting = () => useQuery({ queryKey: [key, 'waiting'], queryFn: privacyApi.waiting });

export const useErasureFile = (personId: string) =>
  useQuery({ queryKey: [key, 'file', personId], queryFn: () => privacyApi.file(personId) });

/** Who the person is, for those who may look people up. */
export const usePerson = (personId: string) => {
  const me = useMe().data;
  const mayLookUp = me?.roles.some((role) => role === 'bureauOfficer' || role === 'bureauLeader') ?? false;
  return useQuery({
    queryKey: [key, 'person', personId],
    queryFn: () => privacyApi.person(personId),
    enabled: mayLookUp,
  });
};

export const useRetentionDue = () =>
  useInfiniteQuery({
    queryKey: [key, 'retention'],
    queryFn: ({ pageParam }) => privacyApi.retention({ limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

/** Names of those who keep the files: all of them are of the bureau. */
export const useKeeperName = (): ((userId: string | undefined) => string) => {
  const users = useOfficeUsers(['bureau']);
  return (userId) => users.find((user) => user.userId === userId)?.name ?? userId ?? '';
};

/** An act upon a person's file; what the pages show of it is asked for anew. */
export const useAct = <Asked, Answer>(act: (asked: Asked) => Promise<Answer>, done?: (answer: Answer) => void) =>
  useMutation({
    mutationFn: act,
    onSuccess: (answer) => {
      done?.(answer);
      void queries.invalidateQueries();
    },
  });

/** A copy is made when it is asked for, each time: that it was handed out is recorded. */
export const useCopy = (personId: string) => useMutation({ mutationFn: () => privacyApi.copy(personId) });
