import { type Query, send, withQuery } from '../api/client';
import type { components } from '../api/generated/api';

type Schemas = components['schemas'];

export type Standing = Schemas['ExchangeStanding'];
export type DeadLetters = Schemas['DeadLetters'];
export type DeadLetter = DeadLetters['rows'][number];
export type Thread = Schemas['RegionThread'];
export type ThreadEntry = Thread['entries'][number];

export type Intervention = 'replay' | 'discard';

export interface Intervening {
  readonly kind: Intervention;
  readonly messageId: string;
  readonly reason: string;
}

const base = '/api/exchange';

/** The calls of the pages about what goes out to others and comes in from them. */
export const exchangeApi = {
  standing: () => send<Standing>(base),
  deadLetters: (query: Query) => send<DeadLetters>(withQuery(`${base}/dead-letters`, query)),
  intervene: ({ kind, messageId, reason }: Intervening) =>
    send<Schemas['DeadLetterSettled']>(`${base}/dead-letters/${encodeURIComponent(messageId)}/${kind}`, {
      method: 'POST',
      body: { reason },
    }),
  thread: (thread: string) => send<Thread>(`${base}/threads/${encodeURIComponent(thread)}`),
};
