import { type Query, send, withQuery } from '../api/client';
import type { components, operations } from '../api/generated/api';
import type { CommandOutcome } from '../api/types';

type Schemas = components['schemas'];

export type Board = Schemas['DeadlineSummary'];
export type BoardGroup = Board['groups'][number];
export type BoardCounts = Board['all'];
export type Clocks = Schemas['Deadlines'];
export type Clock = Clocks['rows'][number];
export type Timelines = Schemas['Timelines'];
export type Steps = Schemas['FinishedSteps'];
export type StuckCases = Schemas['StuckCases'];
export type Alerts = Schemas['Alerts'];
export type Supervisions = Schemas['Supervisions'];
export type Supervision = Supervisions['rows'][number];
export type ReturnRate = Schemas['ReturnRate'];
export type Rules = Schemas['Rules'];
export type WhatIf = Schemas['WhatIf'];
export type AskedWhatIf = Schemas['WhatIfs']['rows'][number];
export type WhatIfResult = NonNullable<WhatIf['result']>;
export type WhatIfQuestion = NonNullable<
  operations['WhatIfController_start']['requestBody']
>['content']['application/json'];

/** Where the answer to one question is. */
export const whatIfPath = (jobId: string): string => `/api/deadlines/what-if/${encodeURIComponent(jobId)}`;

export interface Act {
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Sending again with the same key does nothing twice. */
  readonly key: string;
}

export const supervisionApi = {
  board: (query: Query) => send<Board>(withQuery('/api/deadlines/summary', query)),
  clocks: (query: Query) => send<Clocks>(withQuery('/api/deadlines', query)),
  timelines: (query: Query) => send<Timelines>(withQuery('/api/deadlines/timelines', query)),
  steps: (query: Query) => send<Steps>(withQuery('/api/deadlines/timelines/steps', query)),
  stuck: (query: Query) => send<StuckCases>(withQuery('/api/deadlines/stuck', query)),
  alerts: (query: Query) => send<Alerts>(withQuery('/api/alerts', query)),
  supervisions: (query: Query) => send<Supervisions>(withQuery('/api/supervisions', query)),
  returnRate: (query: Query) => send<ReturnRate>(withQuery('/api/indicators/return-rate', query)),
  rules: () => send<Rules>('/api/rules'),

  startWhatIf: (question: WhatIfQuestion, key: string) =>
    send<Schemas['WhatIfStarted']>('/api/deadlines/what-if', {
      method: 'POST',
      body: question,
      headers: { 'idempotency-key': key },
    }),
  whatIfs: () => send<Schemas['WhatIfs']>('/api/deadlines/what-if'),
  whatIf: (jobId: string) => send<WhatIf>(whatIfPath(jobId)),
  cancelWhatIf: (jobId: string) => send<undefined>(whatIfPath(jobId), { method: 'DELETE' }),

  /** An act on a case seen in a list: whatever happened to the case meanwhile does not stand against it. */
  act: (caseType: string, caseId: string, { type, fields, key }: Act) =>
    send<CommandOutcome>(`/api/cases/${encodeURIComponent(caseType)}/${encodeURIComponent(caseId)}/commands`, {
      method: 'POST',
      body: { ...fields, type },
      headers: { 'idempotency-key': key },
    }),
};
