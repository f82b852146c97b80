import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { type PersistentServer, startPersistentServer } from '../../infra/postgres/persistent-server.js';
import type { Settings } from './settings.js';

const databaseName = 'caseflow';

export interface LocalSurroundings {
  readonly settings: Settings;
  readonly server: PersistentServer;
}

/**
 * The embedded PostgreSQL of a data folder with the secrets kept beside it; made on first use.
 * @throws FolderTaken when another process uses the folder
 */
export const openLocal = async (folder: string, demo: boolean): Promise<LocalSurroundings> => {
  const dataFolder = resolve(folder);
  const server = await startPersistentServer(dataFolder);
  const databaseUrl = await createDatabase(server.url);
  const sessionSecret = await secretOf(dataFolder, 'session-secret', 48, 'base64url');
  return {
    server,
    settings: {
      databaseUrl,
      eventStoreUrl: databaseUrl,
      masterKey: await secretOf(dataFolder, 'master-key', 32, 'base64'),
      sessionSecrets: [sessionSecret],
      demo,
    },
  };
};

const secretOf = async (
  folder: string,
  name: string,
  bytes: number,
  encoding: 'base64' | 'base64url',
): Promise<string> => {
  const file = join(folder, name);
  if (!existsSync(file)) await writeFile(file, randomBytes(bytes).toString(encoding), { mode: 0o600, flag: 'wx' });
  return (await readFile(file, 'utf8')).trim();
};

const createDatabase = async (serverUrl: string): Promise<string> => {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${databaseName}`;
  return url.href;
};
