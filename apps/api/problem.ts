import type { JsonObject } from '#kernel';
import type { CaseRefusal, RefusalKind } from '#case-desk';

export interface FieldError {
  readonly path: string;
  readonly reason: string;
  readonly message: string;
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable kebab-case. */
  readonly reason: string;
  readonly detail?: JsonObject;
  readonly stage?: string;
  readonly allowed?: readonly string[];
  readonly version?: number;
  readonly errors?: readonly FieldError[];
}

const titles: Readonly<Record<number, string>> = {
  400: 'Malformed request',
  401: 'Not signed in',
  403: 'Not yours to do',
  404: 'Not found',
  409: 'Somebody else was faster',
  410: 'Erased',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Refused by a rule',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available right now',
};

/** The one place where refusals become HTTP statuses. */
const statusOfKind: Readonly<Record<RefusalKind, number>> = {
  'not-found': 404,
  forbidden: 403,
  conflict: 409,
  rule: 422,
};

/** An answer that is a problem; turned into `application/problem+json` by the filter. */
export class Problem extends Error {
  readonly body: ProblemBody;

  constructor(status: number, reason: string, more: Omit<ProblemBody, 'type' | 'title' | 'status' | 'reason'> = {}) {
    super(reason);
    this.name = 'Problem';
    this.body = {
      type: `urn:problem:${reason}`,
      title: titles[status] ?? 'Problem',
      status,
      reason,
      ...more,
    };
  }

  static of({ refused, kind, detail, stage, allowed, version }: CaseRefusal): Problem {
    return new Problem(statusOfKind[kind], refused, { detail, stage, allowed, version });
  }
}
