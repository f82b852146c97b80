import { createWriteStream, existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { NotABundle, SigningKey } from '#audit';
import { isDay } from '#rules';
import { type ExportAsked, type System, caseBundle, caseBundles, exportFormats, exportedFile } from '#system';
import { type VerifyAsked, verify, verifyBundleFile } from './verify.js';

type WithSystem = (work: (system: System) => Promise<void>) => Promise<void>;

interface ExportOptions {
  readonly format: ExportAsked['format'];
  readonly out: string;
  readonly type?: readonly string[];
  readonly office?: string;
  readonly from?: string;
  readonly to?: string;
  readonly ownIds?: boolean;
}

interface BundleOptions extends Partial<Pick<ExportOptions, 'type' | 'office' | 'from' | 'to'>> {
  readonly case?: string;
}

interface WrittenBundle extends BundleOptions {
  readonly out: string;
}

const say = (found: object): void => console.log(JSON.stringify(found, null, 2));

const report = (result: { readonly whole: boolean }): void => {
  say(result);
  if (!result.whole) process.exitCode = 1;
};

const fail = (message: string): void => {
  console.error(message);
  process.exitCode = 1;
};

const day = (text: string): string => {
  if (!isDay(text)) throw new InvalidArgumentError('must be a day like 2026-09-14');
  return text;
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
    .option('--bundle <file>', 'an audit bundle, or a file of several, without any database')
    .option('--heads <file>', 'tree heads kept outside the database, one JSON object a line')
    .option('--keys <file>', 'public keys to trust, in PEM')
    .option('--quiet', 'no progress bar')
    .action(async ({ bundle, ...asked }: VerifyAsked & { readonly bundle?: string }) => {
      if (bundle === undefined) return withSystem(async (system) => report(await verify(system, asked)));
      try {
        report(await verifyBundleFile(bundle, asked));
      } catch (error) {
        if (!(error instanceof NotABundle)) throw error;
        fail(error.message);
      }
    });

  program
    .command('heads')
    .description('the signed tree heads, one JSON object a line')
    .option('--make', 'first let the tree grow and sign its head')
    .option('--keys', 'the public keys instead, in PEM')
    .action(({ make, keys }: { readonly make?: boolean; readonly keys?: boolean }) =>
      withSystem(async ({ audit }) => {
        if (make === true) await audit.makeHead();
        if (keys === true) for (const { pem } of await audit.heads.publicKeys()) console.log(pem.trim());
        else for await (const head of audit.heads.all()) console.log(JSON.stringify(head));
      }),
    );

  program
    .command('bundle')
    .description('write one case, or all that fit, with their proof into a file that verifies without this system')
    .option('--case <id>', 'one case')
    .option('--type <type...>', 'cases of these types')
    .option('--office <office>', 'cases of this office and those under it')
    .option('--from <day>', 'opened on or after this day', day)
    .option('--to <day>', 'opened on or before this day', day)
    .requiredOption('--out <file>', 'where to, a zip file')
    .action(({ case: caseId, out, ...asked }: WrittenBundle) =>
      withSystem(async (system) => {
        if (caseId === undefined) return writeTo(out, bundlesOf(system, asked));
        const bundle = await caseBundle(system, caseId);
        if (bundle === undefined) return fail(`There is no case ${caseId}`);
        await writeTo(out, [bundle]);
      }),
    );

  program
    .command('export')
    .description('write cases with their events as XES, OCEL 2.0 or CSV; persons and officials under pseudonyms')
    .addOption(new Option('--format <format>').choices(exportFormats).makeOptionMandatory())
    .requiredOption('--out <file>', 'where to')
    .option('--type <type...>', 'only these case types')
    .option('--office <office>', 'only cases of this office and those under it')
    .option('--from <day>', 'opened on or after this day', day)
    .option('--to <day>', 'opened on or before this day', day)
    .option('--own-ids', 'the ids of the registry instead of pseudonyms')
    .action(({ type: types, office, out, ...asked }: ExportOptions) =>
      withSystem(async (system) => {
        await writeTo(out, await exportedFile(system, { ...asked, types, handledBy: handledUnder(system, office) }));
      }),
    );
};

const writeTo = (out: string, content: AsyncIterable<string | Uint8Array> | Iterable<Uint8Array>): Promise<void> =>
  pipeline(Readable.from(content), createWriteStream(out, { mode: 0o600 }));

const handledUnder = ({ organisation }: System, office: string | undefined): ExportAsked['handledBy'] => {
  if (office === undefined) return undefined;
  const under = new Set(organisation.subtree(office));
  return (of, area) => under.has(of) || under.has(area ?? '');
};

const bundlesOf = (system: System, { type: types, office, from, to }: BundleOptions): AsyncIterable<Uint8Array> => {
  const isWanted = handledUnder(system, office);
  const query = Object.entries({ type: types?.join(','), office, from, to });
  return caseBundles(system, {
    types,
    from,
    to,
    query: Object.fromEntries(query.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    opened: async (caseId) => {
      const found = isWanted && (await system.desks.find(caseId));
      if (found === undefined) return [];
      const { room, handling } = found.desk;
      const { area, office: at } = room.summary(handling.reader.fold(handling.reader.unopened(), found.events).state);
      return isWanted?.(at, area) === false ? 'outside' : [];
    },
  });
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
