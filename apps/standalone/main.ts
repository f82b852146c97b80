import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { System } from '#system';
import { FolderTaken, type PersistentServer, startPersistentServer } from '../../infra/postgres/persistent-server.js';
import { createApi } from '../api/index.js';
import { startWorker } from '../worker/index.js';

const port = Number(process.env['PORT'] ?? 3000);
const host = process.env['HOST'] ?? '127.0.0.1';
const dataFolder = resolve(process.env['DATA_DIR'] ?? '.data');
const databaseName = 'caseflow';

const say = (line: string): void => console.log(line);

/** Ends with a plain message; nothing was changed. */
const giveUp = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const portIsFree = (): Promise<boolean> =>
  new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen(port, host, () => probe.close(() => answer(true)));
  });

const secretOf = async (name: string, bytes: number, encoding: 'base64' | 'base64url'): Promise<string> => {
  const file = join(dataFolder, name);
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

if (!(await portIsFree()))
  giveUp(`Port ${port} of ${host} is in use. Stop what listens there, or choose another: PORT=3100 npm start`);

say(`Starting PostgreSQL, data in ${dataFolder}`);
const server: PersistentServer = await startPersistentServer(dataFolder).catch((error: unknown) =>
  error instanceof FolderTaken
    ? giveUp(
        `The data folder ${error.folder} is in use by process ${error.pid}. Stop that one, or choose another folder: DATA_DIR=./other npm start`,
      )
    : Promise.reject(error),
);
if (!server.folder.startsWith(dataFolder)) say(`The database's own account cannot enter that folder; its files are in ${server.folder}`);

const databaseUrl = await createDatabase(server.url);
const system = await System.open({
  settings: {
    databaseUrl,
    eventStoreUrl: databaseUrl,
    masterKey: await secretOf('master-key', 32, 'base64'),
    sessionSecrets: [await secretOf('session-secret', 48, 'base64url')],
    demo: process.env['DEMO'] !== 'false',
  },
});
await system.furnish();
await system.readModels.removeLeftovers();
system.follow();
const worker = await startWorker(system, say);
const app = await createApi(system, { web: fileURLToPath(new URL('../../web', import.meta.url)), quiet: true });

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  say('Stopping …');
  await app.close();
  await worker.stop();
  await system.close();
  await server.stop();
  say('Stopped. The data stays.');
  process.exit(0);
};
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());

await app.listen(port, host);
say(`Ready: http://localhost:${port}`);
