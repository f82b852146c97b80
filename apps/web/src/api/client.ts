import type {
  BatchRefusal,
  BatchRow,
  CaseFile,
  Caseload,
  CaseTypeDescription,
  CaseTypeSummary,
  Comparison,
  CommandOutcome,
  DemoUser,
  FoundPerson,
  HistoryEvent,
  Me,
  NewPerson,
  Office,
  OfficeUser,
  PaymentBatch,
  PersonRow,
  PersonSearch,
  ProblemBody,
  PublicNoticeRow,
  SignInMethods,
  Worklist,
} from './types';

/** The server said no; `problem` says why. */
export class ProblemError extends Error {
  constructor(readonly problem: ProblemBody) {
    super(problem.reason);
    this.name = 'ProblemError';
  }

  get status(): number {
    return this.problem.status;
  }
}

/** The server was not reached. What was sent may or may not have arrived: repeat it with the same key. */
export class NotReached extends Error {
  constructor() {
    super('not-reached');
    this.name = 'NotReached';
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Sending {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const asProblem = (body: unknown, status: number): ProblemBody =>
  typeof body === 'object' && body !== null && 'reason' in body && typeof body.reason === 'string'
    ? { title: '', ...body, reason: body.reason, status }
    : { title: '', status, reason: `http-${status}` };

/** What the server answered. @throws ProblemError when it said no */
export const answerOf = <Answer>(text: string, status: number): Answer => {
  let parsed: unknown;
  try {
    parsed = text === '' ? undefined : JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (status < 200 || status >= 300) throw new ProblemError(asProblem(parsed, status));
  return parsed as Answer;
};

/** One call; every console has its own list of them beside its pages. */
export const send = async <Answer>(
  path: string,
  { method = 'GET', body, headers, signal }: Sending = {},
): Promise<Answer> => {
  const response = await fetch(path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause;
    throw new NotReached();
  });
  return answerOf<Answer>(await response.text(), response.status);
};

export const withQuery = (path: string, query: Query): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0
    ? path
    : `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
};

export interface CommandToSend {
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly occurredAt?: string;
  /** One for each opened form: sending again does nothing twice. */
  readonly key: string;
}

const commandBody = ({ type, fields, occurredAt }: CommandToSend): object => ({
  ...fields,
  type,
  ...(occurredAt === undefined ? {} : { occurredAt }),
});

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

/** Every call of the page to the server. */
export const api = {
  signIn: (user: string, password: string) =>
    send<{ readonly me: Me }>('/api/session', { method: 'POST', body: { user, password } }),
  signOut: () => send<undefined>('/api/session', { method: 'DELETE' }),
  me: () => send<{ readonly me: Me }>('/api/session'),
  signInMethods: () => send<SignInMethods>('/api/session/methods'),
  demoUsers: () => send<Rows<DemoUser> & { readonly password?: string }>('/api/session/demo-users'),

  offices: () => send<Rows<Office>>('/api/offices'),
  officeUsers: (officeId: string) => send<Rows<OfficeUser>>(`/api/offices/${encodeURIComponent(officeId)}/users`),

  caseTypes: () => send<Rows<CaseTypeSummary>>('/api/case-types'),
  caseType: (type: string) => send<CaseTypeDescription>(`/api/case-types/${encodeURIComponent(type)}`),

  worklist: (query: Query) => send<Worklist>(withQuery('/api/worklist', query)),
  caseload: (query: Query) => send<Caseload>(withQuery('/api/caseload', query)),

  caseFile: (caseId: string) => send<CaseFile>(`/api/cases/${encodeURIComponent(caseId)}`),
  history: (caseId: string) =>
    send<{ readonly events: readonly HistoryEvent[] }>(`/api/cases/${encodeURIComponent(caseId)}/history`),
  comparison: (caseId: string, from: number, to: number) =>
    send<Comparison>(withQuery(`/api/cases/${encodeURIComponent(caseId)}/comparison`, { from, to })),
  openCase: (
    caseType: string,
    command: CommandToSend,
    linkedTo: readonly { readonly caseId: string; readonly kind: string }[] = [],
  ) =>
    send<CommandOutcome>(`/api/cases/${encodeURIComponent(caseType)}`, {
      method: 'POST',
      body: { ...commandBody(command), ...(linkedTo.length === 0 ? {} : { linkedTo }) },
      headers: { 'idempotency-key': command.key },
    }),
  command: (caseType: string, caseId: string, seenVersion: number, command: CommandToSend) =>
    send<CommandOutcome>(`/api/cases/${encodeURIComponent(caseType)}/${encodeURIComponent(caseId)}/commands`, {
      method: 'POST',
      body: commandBody(command),
      headers: { 'idempotency-key': command.key, 'if-match': `"${seenVersion}"` },
    }),

  searchPeople: (search: PersonSearch, signal?: AbortSignal) =>
    send<Rows<PersonRow>>('/api/people/search', { method: 'POST', body: search, ...(signal ? { signal } : {}) }),
  person: (personId: string) => send<PersonRow>(`/api/people/${encodeURIComponent(personId)}`),
  registerPerson: (person: NewPerson, key: string) =>
    send<{ readonly personId: string }>('/api/people', {
      method: 'POST',
      body: person,
      headers: { 'idempotency-key': key },
    }),

  registerFound: (person: FoundPerson, key: string) =>
    send<{ readonly personId: string }>('/api/people/unidentified', {
      method: 'POST',
      body: person,
      headers: { 'idempotency-key': key },
    }),

  publicNotices: (cursor?: string) => send<Rows<PublicNoticeRow>>(withQuery('/api/public-notices', { cursor })),

  batches: () => send<Rows<PaymentBatch>>('/api/payment-batches'),
  batch: (batchId: string) => send<Rows<BatchRow>>(`/api/payment-batches/${encodeURIComponent(batchId)}`),
  produceBatch: (month: string, key: string) =>
    send<PaymentBatch & { readonly produced: number; readonly refused: readonly BatchRefusal[] }>(
      '/api/payment-batches',
      { method: 'POST', body: { month }, headers: { 'idempotency-key': key } },
    ),
  batchResults: (
    batchId: string,
    results: readonly { readonly caseId: string; readonly outcome: 'paid' | 'returned'; readonly ground?: string }[],
  ) =>
    send<{ readonly recorded: number; readonly refused: readonly BatchRefusal[] }>(
      `/api/payment-batches/${encodeURIComponent(batchId)}/results`,
      { method: 'POST', body: { results } },
    ),
  reconcileBatch: (batchId: string) =>
    send<{ readonly reconciled: number; readonly refused: readonly BatchRefusal[] }>(
      `/api/payment-batches/${encodeURIComponent(batchId)}/reconciliation`,
      { method: 'POST', body: {} },
    ),
};
