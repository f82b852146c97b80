import { Command, InvalidArgumentError } from 'commander';
import { isDay } from '#rules';
import { System, machineClock, settingsFrom, type Settings } from '#system';
import { FolderTaken, type PersistentServer } from '../../infra/postgres/persistent-server.js';
import { openLocal, replaceMasterKey, replaceSigningKey } from '../system/local.js';
import { addAuditCommands, rotateSigningKey } from './audit/commands.js';
import { addCopyStore } from './copy-store/commands.js';
import { addExchangeCommands } from './exchange/commands.js';
import { rotateMaster } from './keys.js';
import { raiseGeneration } from './restored.js';
import { lastDayOfPlay, seed } from './seed/seed.js';

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('must be a whole number above 0');
  return value;
};

const day = (text: string): string => {
  if (!isDay(text)) throw new InvalidArgumentError('must be a day like 2026-09-14');
  return text;
};

/** A database of its own is given, by `DATABASE_URL` or `DATABASE_URL_FILE`; otherwise it is the embedded one. */
const onServer = [process.env['DATABASE_URL'], process.env['DATABASE_URL_FILE']].some((given) => given !== undefined);

/** Runs against `DATABASE_URL` when it is set, otherwise against the embedded database of the data folder. */
const withSettings = async (work: (settings: Settings) => Promise<void>): Promise<void> => {
  let server: PersistentServer | undefined;
  try {
    if (onServer) return await work(settingsFrom(process.env));
    const local = await openLocal(process.env['DATA_DIR'] ?? '.data', true);
    server = local.server;
    await work(local.settings);
  } catch (error) {
    if (!(error instanceof FolderTaken)) throw error;
    console.error(`${error.message}. Stop it first (Ctrl-C where npm start runs), then try again.`);
    process.exitCode = 1;
  } finally {
    await server?.stop();
  }
};

const withSystem = (work: (system: System) => Promise<void>): Promise<void> =>
  withSettings(async (settings) => {
    const system = await System.open({ settings });
    try {
      await work(system);
    } finally {
      await system.close();
    }
  });

const program = new Command('caseflow').description('Tools for operators and auditors');

program
  .command('seed')
  .description('play a realistic year of all case types through the command API')
  .option('--cases <number>', 'how many cases, beside the lists every town office owes', count, 2000)
  .option('--seed <number>', 'another number gives another year', count, 1)
  .option('--until <day>', 'the last day played; yesterday unless told', day)
  .option('--quiet', 'no progress bar')
  .action(
    async ({ cases, seed: number, until, quiet }: { cases: number; seed: number; until?: string; quiet?: boolean }) =>
      withSettings(async (settings) => {
        const played = await seed({
          settings,
          cases,
          seed: number,
          until: lastDayOfPlay(until, machineClock),
          quiet: quiet ?? false,
        });
        console.log(JSON.stringify(played, null, 2));
      }),
  );

addAuditCommands(program, withSystem);
addExchangeCommands(program, withSystem);
addCopyStore(program);

program
  .command('rebuild')
  .description('build the read models anew from the log, while the present ones go on serving')
  .action(async () =>
    withSystem(async (system) => console.log(JSON.stringify(await system.readModels.rebuild(), null, 2))),
  );

program
  .command('projections')
  .description('where the read models stand, and why they stopped if they did')
  .action(async () =>
    withSystem(async (system) => console.log(JSON.stringify(await system.readModels.health(), null, 2))),
  );

for (const kind of ['retry', 'park'] as const)
  program
    .command(kind)
    .description(
      kind === 'retry' ? 'try the event again that stopped the read models' : 'leave that event out and go on',
    )
    .requiredOption('--position <position>', 'the position of the event, as health shows it')
    .requiredOption('--operator <name>', 'who decides this')
    .requiredOption('--reason <text>', 'why')
    .action(async ({ position, operator, reason }: { position: string; operator: string; reason: string }) =>
      withSystem((system) => system.readModels.runner[kind](position, operator, reason)),
    );

program
  .command('raise-generation')
  .description('let the log go on in another PostgreSQL cluster, after a dump was restored there')
  .action(async () =>
    withSettings(async (settings) => console.log(`The log is in generation ${await raiseGeneration(settings)} now`)),
  );

const keys = program.command('keys').description('keys of the installation');

keys
  .command('rotate-master')
  .description('wrap every key of the vault under NEW_MASTER_KEY; may be broken off and run again')
  .action(async () =>
    withSettings(async (settings) => {
      const wrapped = await rotateMaster(settings, (done) => console.error(`${done} keys wrapped anew`));
      if (!onServer && settings.newMasterKey !== undefined)
        await replaceMasterKey(process.env['DATA_DIR'] ?? '.data', settings.newMasterKey);
      const next = onServer
        ? 'Now give every process the new key as MASTER_KEY, and NEW_MASTER_KEY no more.'
        : 'The data folder holds the new key.';
      console.log(`${wrapped} keys wrapped anew. ${next}`);
    }),
  );

keys
  .command('rotate-signing')
  .description('let another key sign tree heads from now on; heads of the present one stay valid')
  .requiredOption('--key <file>', 'Ed25519 private key in PEM; made there when the file does not exist')
  .action(async ({ key }: { key: string }) =>
    withSystem(async (system) => {
      const pem = await rotateSigningKey(system, key);
      if (!onServer) await replaceSigningKey(process.env['DATA_DIR'] ?? '.data', pem);
      else console.error('Now give every process the new key as AUDIT_SIGNING_KEY.');
    }),
  );

keys
  .command('repeat-erasures')
  .description('destroy once more the keys of every erased person, after an older key vault was restored')
  .action(async () =>
    withSystem(async (system) => console.log(`${await system.erasureWatch.repeatAll()} erasures repeated`)),
  );

await program.parseAsync();
