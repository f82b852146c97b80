import { readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { SigningKey, type Verification } from '#audit';
import type { System } from '#system';
import { type VerifyAsked, verify } from './verify.js';

type WithSystem = (work: (system: System) => Promise<void>) => Promise<void>;

const say = (found: object): void => console.log(JSON.stringify(found, null, 2));

const report = (result: Verification): void => {
  say(result);
  if (!result.whole) process.exitCode = 1;
};

/** The commands for auditors. */
export const addAuditCommands = (program: Command, withSystem: WithSystem): void => {
  program
    .command('verify')
    .description('check chains and signed heads: of everything, a stretch, a case, a stream, or a bundle')
    .option('--stream <name>', 'one stream, for example reliefApplication-<case id>')
    .option('--case <id>', 'one case with its clocks and what was sealed apart')
    .option('--from <position>', 'from this event on')
    .option('--to <position>', 'up to and with this event')
    .option('--heads <file>', 'tree heads kept outside the database, one JSON object a line')
    .option('--keys <file>', 'public keys to trust, in PEM')
    .option('--quiet', 'no progress bar')
    .action((asked: VerifyAsked) => withSystem(async (system) => report(await verify(system, asked))));

  program
    .command('heads')
    .description('the signed tree heads; --make signs what is new now')
    .option('--make', 'let the tree grow and sign its head')
    .action(({ make }: { make?: boolean }) =>
      withSystem(async ({ audit }) => {
        if (make === true) say((await audit.makeHead()) ?? { nothingNew: true });
        else for await (const head of audit.heads.all()) console.log(JSON.stringify(head));
      }),
    );
};

/**
 * Lets another key sign from now on. The file holds it in PEM; where there is none, a new key is made and written there.
 * @returns the new private key in PEM
 */
export const rotateSigningKey = async (system: System, file: string): Promise<string> => {
  if (!existsSync(file)) await writeFile(file, SigningKey.generate(), { mode: 0o600, flag: 'wx' });
  const pem = await readFile(file, 'utf8');
  say(await system.audit.rotateKey(pem));
  return pem;
};
