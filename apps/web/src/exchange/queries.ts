import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries';
import { exchangeApi } from './api';

const key = 'exchange';
const refreshMs = 10_000;

/** Asked again by itself: a lag is watched while it shrinks. */
export const useStanding = () =>
  useQuery({ queryKey: [key, 'standing'], queryFn: exchangeApi.standing, refetchInterval: refreshMs });

export const useDeadLetters = () =>
  useInfiniteQuery({
    queryKey: [key, 'dead-letters'],
    queryFn: ({ pageParam }) =>
      exchangeApi.deadLetters({ limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: refreshMs,
  });

export const useIntervention = (done: () => void) =>
  useMutation({
    mutationFn: exchangeApi.intervene,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: [key] });
      done();
    },
  });

export const useThread = (thread: string) =>
  useQuery({ queryKey: [key, 'thread', thread], queryFn: () => exchangeApi.thread(thread), enabled: thread !== '' });
