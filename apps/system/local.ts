import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { type AuditSettings, SigningKey } from '#audit';
import { type PersistentServer, startPersistentServer } from '../../infra/postgres/persistent-server.js';
import { exchangeFrom } from './exchange-settings.js';
import { type Settings, auditFrom, evidenceFrom, newMasterKeyFrom } from './settings.js';

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
      ...newMasterKeyFrom(process.env),
      sessionSecrets: [sessionSecret],
      demo,
      audit: await localAudit(dataFolder),
      evidence: evidenceFrom(process.env, join(dataFolder, 'evidence')),
      ...exchangeFrom(process.env),
    },
  };
};

const signingKeyFile = 'audit-signing-key.pem';

/** What the environment says of keys and heads, and otherwise a key and a file of heads in the data folder. */
const localAudit = async (folder: string): Promise<AuditSettings> => {
  const { signingKey, publicKeys, headsFile = join(folder, 'tree-heads.jsonl') } = auditFrom(process.env);
  const kept = async (): Promise<string> => keptText(folder, signingKeyFile, () => SigningKey.generate());
  return { signingKey: signingKey ?? (await kept()), publicKeys, headsFile };
};

/** Puts another signing key in the place of the one the folder holds, all at once. */
export const replaceSigningKey = async (folder: string, pem: string): Promise<void> => {
  const file = join(resolve(folder), signingKeyFile);
  await writeFile(`${file}.new`, pem, { mode: 0o600 });
  await rename(`${file}.new`, file);
};

/** Puts another master key in the place of the one the folder holds, all at once. */
export const replaceMasterKey = async (folder: string, key: string): Promise<void> => {
  const file = join(resolve(folder), 'master-key');
  await writeFile(`${file}.new`, key, { mode: 0o600 });
  await rename(`${file}.new`, file);
};

const secretOf = async (
  folder: string,
  name: string,
  bytes: number,
  encoding: 'base64' | 'base64url',
): Promise<string> => (await keptText(folder, name, () => randomBytes(bytes).toString(encoding))).trim();

const keptText = async (folder: string, name: string, make: () => string): Promise<string> => {
  const file = join(folder, name);
  if (!existsSync(file)) await writeFile(file, make(), { mode: 0o600, flag: 'wx' });
  return readFile(file, 'utf8');
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
