import { randomBytes } from 'node:crypto';
import pg from 'pg';
import {
  startTemporaryServer,
  type TemporaryServer,
  type TemporaryServerOptions,
} from '../infra/postgres/temporary-server.js';

export interface TestDatabase {
  /** An empty database of its own. */
  readonly url: string;
  /** Drops the database, cutting what is still connected to it, and ends the server where this call started one. */
  stop(): Promise<void>;
}

export interface DedicatedDatabase extends TestDatabase {
  /** The server under the database, for fault tests. */
  readonly server: TemporaryServer;
}

export interface DedicatedOptions extends TemporaryServerOptions {
  /** A server that no other test uses, and that may therefore be restarted and killed. */
  readonly dedicated: true;
}

/**
 * A fresh, uniquely named database on a real PostgreSQL server.
 * The server is the one TEST_POSTGRES_URL names (`npm test` starts it), else one started for this call.
 * Runs with fsync on unless the options say otherwise.
 */
export async function startPostgres(options: DedicatedOptions): Promise<DedicatedDatabase>;
export async function startPostgres(options?: TemporaryServerOptions): Promise<TestDatabase>;
export async function startPostgres(
  options: TemporaryServerOptions & { readonly dedicated?: true } = {},
): Promise<TestDatabase | DedicatedDatabase> {
  const shared = process.env['TEST_POSTGRES_URL'];
  if (shared !== undefined && options.dedicated !== true) {
    const database = await createDatabase(shared);
    return { url: database.url, stop: database.drop };
  }
  const server = await startTemporaryServer(options);
  const { url } = await createDatabase(server.url);
  return { url, stop: server.stop, server };
}

const createDatabase = async (serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> => {
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await query(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => query(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
};

const query = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};
