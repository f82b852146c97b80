import { NotReached, ProblemError, type Query, send, withQuery } from '../api/client';
import type { components, operations } from '../api/generated/api';
import type { CaseFile, Caseload, HistoryEvent, ProblemBody, Worklist } from '../api/types';

type Schemas = components['schemas'];

export type Comparison = Schemas['Comparison'];
export type Difference = Comparison['differences'][number];
export type Provenance = Schemas['Provenance'];
export type SetValue = Provenance['values'][number];
export type SetBy = NonNullable<SetValue['setBy']>;
export type Heads = Schemas['TreeHeads'];
export type Slice = Schemas['VerifiedSlice'];
export type Verification = Slice['result'];
export type Fault = Verification['faults'][number];
export type KeySource = Slice['keys'][number];
export type Trail = Schemas['Trail'];
export type TrailEntry = Trail['rows'][number];

export type VerificationAsked = operations['AuditController_verify']['requestBody']['content']['application/json'];

/** A case with the paths of what was erased from it, and of what is kept from the viewer. */
export type FileThen = CaseFile & Pick<Schemas['CasePage'], 'erased' | 'withheld'>;

/** A moment of a case: what was known then, or what had happened by then. */
export interface Moment {
  /** A version, or an instant. */
  readonly at: string;
  readonly by: 'recorded' | 'occurred';
}

const isVersion = (at: string): boolean => /^\d+$/.test(at);

const asked = ({ at, by }: Moment): Query => (isVersion(at) ? { version: at } : { asOf: at, by });

const ofCase = (caseId: string, part = ''): string => `/api/cases/${encodeURIComponent(caseId)}${part}`;

const asProblem = (text: string, status: number): ProblemBody => {
  try {
    return { ...(JSON.parse(text) as ProblemBody), status };
  } catch {
    return { title: '', status, reason: `http-${status}` };
  }
};

export interface Taken {
  readonly name: string;
  readonly content: Blob;
}

/** A file of the server, under the name it gives it. */
const take = async (path: string, body?: object): Promise<Taken> => {
  const response = await fetch(
    path,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  ).catch(() => {
    throw new NotReached();
  });
  if (!response.ok) throw new ProblemError(asProblem(await response.text(), response.status));
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'file';
  return { name, content: await response.blob() };
};

export interface FileAsked {
  readonly what: 'bundle' | 'csv' | 'xes' | 'ocel';
  /** One case; all that fit otherwise. */
  readonly caseId?: string | undefined;
  readonly filter: Query;
  /** Why names are needed; without it there are none. */
  readonly purpose?: string | undefined;
}

const takeFile = ({ what, caseId, filter, purpose }: FileAsked): Promise<Taken> => {
  const ofOne = caseId === undefined ? undefined : `/api/audit/cases/${encodeURIComponent(caseId)}/bundle`;
  const path = what === 'bundle' ? (ofOne ?? '/api/audit/bundles') : '/api/audit/exports';
  const query = ofOne === undefined ? { ...filter, ...(what === 'bundle' ? {} : { format: what }) } : {};
  if (purpose === undefined) return take(withQuery(path, query));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return take(path, { ...Object.fromEntries(given), purpose });
};

/** The calls of the auditor's pages. */
export const auditApi = {
  file: (caseId: string, moment: Moment) => send<FileThen>(withQuery(ofCase(caseId), asked(moment))),
  history: (caseId: string, moment: Moment) =>
    send<{ readonly events: readonly HistoryEvent[] }>(withQuery(ofCase(caseId, '/history'), asked(moment))),
  comparison: (caseId: string, from: string, to: string, by: Moment['by']) =>
    send<Comparison>(withQuery(ofCase(caseId, '/comparison'), { from, to, by })),
  provenance: (caseId: string, moment: Moment) =>
    send<Provenance>(withQuery(ofCase(caseId, '/provenance'), asked(moment))),

  caseload: (query: Query) => send<Caseload>(withQuery('/api/caseload', query)),
  worklist: (query: Query) => send<Worklist>(withQuery('/api/worklist', query)),

  heads: (query: Query) => send<Heads>(withQuery('/api/audit/heads', query)),
  verify: (body: VerificationAsked, signal: AbortSignal) =>
    send<Slice>('/api/audit/verification', { method: 'POST', body, signal }),

  trail: (query: Query) => send<Trail>(withQuery('/api/audit/trail', query)),
  takeFile,
};
