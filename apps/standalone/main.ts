import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { System } from '#system';
import { FolderTaken } from '../../infra/postgres/persistent-server.js';
import { createApi } from '../api/index.js';
import { type LocalSurroundings, openLocal } from '../system/local.js';
import { startWorker } from '../worker/index.js';

const port = Number(process.env['PORT'] ?? 3000);
const host = process.env['HOST'] ?? '127.0.0.1';
const dataFolder = resolve(process.env['DATA_DIR'] ?? '.data');

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

if (!(await portIsFree()))
  giveUp(`Port ${port} of ${host} is in use. Stop what listens there, or choose another: PORT=3100 npm start`);

say(`Starting PostgreSQL, data in ${dataFolder}`);
const open = async (): Promise<LocalSurroundings> => {
  try {
    return await openLocal(dataFolder, process.env['DEMO'] !== 'false');
  } catch (error) {
    if (!(error instanceof FolderTaken)) throw error;
    return giveUp(`${error.message}. Stop that one, or choose another folder: DATA_DIR=./other npm start`);
  }
};

const { server, settings } = await open();
if (!server.folder.startsWith(dataFolder))
  say(`The database's own account cannot enter that folder; its files are in ${server.folder}`);

const system = await System.open({ settings });
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
