import { StoreUnavailable, UnknownEventVersion, type StoredEvent } from '#event-store';
import { isConnectionLost, sqlState } from '#event-store/postgres/connection.js';

/** The lease went to another worker, or the read model was replaced: what this one was about to write is void. */
export class LeaseLost extends Error {
  constructor(projection: string) {
    super(`The lease of projection ${projection} was lost`);
    this.name = 'LeaseLost';
  }
}

/** A statement of a batch failed in the database; told apart from what a projection's own code throws. */
export class StatementFailed extends Error {
  constructor(cause: unknown) {
    super('A statement of a projection failed', { cause });
    this.name = 'StatementFailed';
  }
}

/** A fault test broke the work off between two steps. */
export class Interrupted extends Error {
  constructor(cause: unknown) {
    super('A batch was interrupted', { cause });
    this.name = 'Interrupted';
  }
}

/** One event that its projection cannot take. */
export class Poisoned extends Error {
  constructor(
    readonly event: StoredEvent,
    cause: unknown,
  ) {
    super(`Event at ${event.position} cannot be taken in`, { cause });
    this.name = 'Poisoned';
  }
}

// Forced rollbacks, lack of resources, locks, and the operator's interventions: the same batch may pass later.
const passingStates = /^(08|40|53|55|57|58|25P03)/;
const lostRunner = new Set(['QueryRunnerAlreadyReleasedError', 'TransactionNotStartedError']);

/** True when the failure says nothing about the events. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof LeaseLost || error instanceof Interrupted || error instanceof StoreUnavailable) return true;
  if (!(error instanceof StatementFailed)) return false;
  const { cause } = error;
  if (isConnectionLost(cause) || (cause instanceof Error && lostRunner.has(cause.name))) return true;
  return passingStates.test(sqlState(cause) ?? '');
};

const firstFrame = (error: Error): string => {
  const line = error.stack?.split('\n').find((text) => /^\s+at /.test(text)) ?? '';
  const file = /([^/\\(\s]+:\d+):\d+\)?$/.exec(line)?.[1];
  return file === undefined ? '' : ` at ${file}`;
};

/** What went wrong, in words that hold nothing of the event's data: messages of the database and of code may quote it. */
export const describeFailure = (error: unknown): string => {
  if (error instanceof UnknownEventVersion) return error.message;
  if (error instanceof StatementFailed) return `database error ${sqlState(error.cause) ?? 'without a code'}`;
  return error instanceof Error ? `${error.name}${firstFrame(error)}` : 'not an error object';
};
