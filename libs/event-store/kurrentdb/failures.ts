import {
  ErrorType,
  convertToCommandError,
  isCommandError,
  type AppendStreamState,
  type CommandError,
} from '@kurrent/kurrentdb-client';
import { AppendRefused, StoreUnavailable } from '../port.js';

/** Another append was faster, or had been taken before: what is stored must be looked at. */
export class Overtaken extends Error {
  constructor(options?: ErrorOptions) {
    super('The streams of an append are not as they were believed to be', options);
    this.name = 'Overtaken';
  }
}

/** The revision KurrentDB is to check: it counts from 0, versions from 1. Never `any`, which it does not judge. */
export const expectedState = (version: number): AppendStreamState & (bigint | 'no_stream') =>
  version === 0 ? 'no_stream' : BigInt(version - 1);

const known = (error: unknown): CommandError | undefined => {
  if (!(error instanceof Error)) return undefined;
  const converted = convertToCommandError(error);
  return isCommandError(converted) ? converted : undefined;
};

/** True when a stream that was asked for does not exist. */
export const isStreamMissing = (error: unknown): boolean => known(error)?.type === ErrorType.STREAM_NOT_FOUND;

/**
 * What a failure of the client means to the port.
 * The same call may be repeated after `StoreUnavailable`; what is no failure of the database is given back as it is.
 */
export const meaningOf = (error: unknown): unknown => {
  const fault = known(error);
  if (fault === undefined) return error;
  switch (fault.type) {
    case ErrorType.WRONG_EXPECTED_VERSION:
    case ErrorType.APPEND_CONSISTENCY_VIOLATION:
      return new Overtaken({ cause: fault });
    case ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED:
    case ErrorType.TRANSACTION_MAX_SIZE_EXCEEDED:
    case ErrorType.APPEND_RECORD_SIZE_EXCEEDED:
      return new AppendRefused('event-too-large', 'The append is larger than KurrentDB is set to take (MaxAppendSize)');
    case ErrorType.TIMEOUT:
    case ErrorType.DEADLINE_EXCEEDED:
    case ErrorType.UNAVAILABLE:
    case ErrorType.CANCELLED:
    case ErrorType.NOT_LEADER:
    case ErrorType.UNKNOWN:
      // A follower's refusal to take an append session comes as unknown too.
      return new StoreUnavailable('The event store cannot be reached', { cause: fault });
    case ErrorType.UNSUPPORTED:
      return new Error('This KurrentDB cannot append to several streams at once: it must be 25.1 or newer', {
        cause: fault,
      });
    case ErrorType.STREAM_NOT_FOUND:
    case ErrorType.NO_STREAM:
    case ErrorType.ACCESS_DENIED:
    case ErrorType.INVALID_ARGUMENT:
    case ErrorType.INVALID_TRANSACTION:
    case ErrorType.STREAM_DELETED:
    case ErrorType.STREAM_TOMBSTONED:
    case ErrorType.SCAVENGE_NOT_FOUND:
    case ErrorType.MISSING_REQUIRED_METADATA_PROPERTY:
    case ErrorType.PERSISTENT_SUBSCRIPTION_FAILED:
    case ErrorType.PERSISTENT_SUBSCRIPTION_DOES_NOT_EXIST:
    case ErrorType.PERSISTENT_SUBSCRIPTION_EXISTS:
    case ErrorType.PERSISTENT_SUBSCRIPTION_DROPPED:
    case ErrorType.MAXIMUM_SUBSCRIBERS_REACHED:
    case ErrorType.USER_NOT_FOUND:
    case ErrorType.USER_CONFLICT:
      return fault;
    default:
      return fault satisfies never;
  }
};
