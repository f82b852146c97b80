import { type Query, send, withQuery } from '../api/client';
import type { components } from '../api/generated/api';

type Schemas = components['schemas'];

export type ErasureFile = Schemas['ErasureFile'];
export type ErasureRequest = Schemas['ErasureRequest'];
export type Obstacle = ErasureFile['obstacles'][number];
export type RetentionDue = Schemas['RetentionDue'];
export type PersonCopy = Schemas['PersonCopy'];
export type CopiedEvent = PersonCopy['cases'][number]['events'][number];
export type PersonPage = Schemas['PersonPage'];

export const grounds = ['purposeAchieved', 'retentionOver', 'consentWithdrawn', 'unlawful'] as const;
export type Ground = (typeof grounds)[number];

const of = (personId: string, part = ''): string => `/api/people/${encodeURIComponent(personId)}${part}`;

const post = <Answer>(path: string, body: object, key: string, method: 'POST' | 'DELETE' = 'POST') =>
  send<Answer>(path, { method, body, headers: { 'idempotency-key': key } });

/** The calls of the pages about holds, erasures and retention. */
export const privacyApi = {
  waiting: () => send<Schemas['ErasureRequests']>('/api/erasure-requests'),
  file: (personId: string) => send<ErasureFile>(of(personId, '/erasure-requests')),
  person: (personId: string) => send<PersonPage>(of(personId)),
  copy: (personId: string) => send<PersonCopy>(of(personId, '/copy')),
  retention: (query: Query) => send<RetentionDue>(withQuery('/api/retention/due', query)),

  hold: (personId: string, reason: string, key: string) =>
    post<Schemas['LegalHold']>(of(personId, '/holds'), { reason }, key),
  lift: (personId: string, holdId: string, reason: string, key: string) =>
    post<Schemas['LegalHold']>(of(personId, `/holds/${encodeURIComponent(holdId)}`), { reason }, key, 'DELETE'),
  request: (personId: string, ground: Ground, reason: string, key: string) =>
    post<Schemas['ErasureAsked']>(of(personId, '/erasure-requests'), { ground, reason }, key),
  approve: (personId: string, requestId: string, key: string) =>
    post<ErasureRequest>(of(personId, `/erasure-requests/${encodeURIComponent(requestId)}/approval`), {}, key),
  refuse: (personId: string, requestId: string, reason: string, key: string) =>
    post<Schemas['ErasureAsked']>(
      of(personId, `/erasure-requests/${encodeURIComponent(requestId)}/refusal`),
      { reason },
      key,
    ),
};
