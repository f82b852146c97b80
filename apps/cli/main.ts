import { Command, InvalidArgumentError } from 'commander';
import { verifyAll, verifyStream } from '#event-store';
import { isDay } from '#rules';
import { System, machineClock, settingsFrom, type Settings } from '#system';
import { FolderTaken, type PersistentServer } from '../../infra/postgres/persistent-server.js';
import { openLocal } from '../system/local.js';
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

/** Runs against `DATABASE_URL` when it is set, otherwise against the embedded database of the data folder. */
const withSettings = async (work: (settings: Settings) => Promise<void>): Promise<void> => {
  let server: PersistentServer | undefined;
  try {
    if (process.env['DATABASE_URL'] !== undefined) return await work(settingsFrom(process.env));
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

program
  .command('verify')
  .description('check the hash chain of one stream, or of everything')
  .argument('[stream]', 'for example reliefApplication-<case id>')
  .action(async (stream?: string) =>
    withSystem(async (system) => {
      const result = stream === undefined ? await verifyAll(system.store) : await verifyStream(system.store, stream);
      console.log(JSON.stringify(result, null, 2));
      if (result.faults.length > 0) process.exitCode = 1;
    }),
  );

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

await program.parseAsync();
