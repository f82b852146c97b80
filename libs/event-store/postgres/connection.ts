import pg from 'pg';
import { StoreUnavailable } from '../port.js';

/** Where the log lives: a connection string, or a pool whose settings are taken over. */
export type LogSource = { readonly url: string } | { readonly pool: pg.Pool };

/** A transaction of ours left open would hide new events from every reader; the server ends it after this time. */
export const idleInTransactionMs = 15_000;

const settingsOf = (source: LogSource): pg.ClientConfig => ({
  ...('url' in source
    ? { connectionString: source.url }
    : { ...source.pool.options, password: source.pool.options.password }),
  idle_in_transaction_session_timeout: idleInTransactionMs,
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
});

/** A connection of our own, with our settings. */
export const connectionTo = (source: LogSource, name: string): pg.Client => {
  const client = new pg.Client({
    ...settingsOf(source),
    application_name: name,
    // One plan made once, by index: it must still be right when a table has grown from nothing to millions of rows.
    options: '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off',
  });
  // Without a listener a lost connection would end the process; whoever uses the client sees its query fail.
  client.on('error', () => undefined);
  return client;
};

/** A pool of our own, with our settings. */
export const poolFor = (source: LogSource, size: number): pg.Pool => {
  const pool = new pg.Pool({ ...settingsOf(source), application_name: 'event-store read', max: size });
  pool.on('error', () => undefined);
  return pool;
};

const lostStates = /^(08|57P0[1-4]|53300)/;
const lostSystemCodes = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_AGAIN)/;

const textOf = (error: object, key: string): string => {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
};

/** The five-character SQL state of an error the server reported. */
export const sqlState = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null || textOf(error, 'severity') === '') return undefined;
  const code = textOf(error, 'code');
  return /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
};

/** True when the server was not reached, went away, or is starting or stopping: the same call may be repeated. */
export const isConnectionLost = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isConnectionLost);
  const state = sqlState(error);
  if (state !== undefined) return lostStates.test(state);
  return (
    lostSystemCodes.test(textOf(error, 'code')) ||
    /terminated|timeout expired|timeout exceeded|not queryable|Connection ended|was closed/i.test(
      textOf(error, 'message'),
    )
  );
};

/** Runs a read; a lost connection becomes `StoreUnavailable`. */
export const reaching = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (isConnectionLost(error)) throw new StoreUnavailable('The event store cannot be reached', { cause: error });
    throw error;
  }
};
