import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { ChainBroken, type Log, StoreUnavailable, openLog } from '#event-store';
import {
  type Compared,
  type Copied,
  CopyDiffers,
  SourceNotAtRest,
  TargetHoldsOther,
  compareLogs,
  copyLog,
} from './copy.js';
import { PositionsMove } from './positions.js';

interface CopyAsked {
  readonly from: string;
  readonly to: string;
  /** The database that followed the source: read models, trail, registry. */
  readonly database?: string;
  readonly quiet?: boolean;
}

/** Copies, compares, and where asked moves the places that a database keeps. */
export const copyStore = async (
  { from, to, database }: CopyAsked,
  progress?: (events: number) => void,
): Promise<Copied & Compared> => {
  const source = await openLog({ url: from });
  let target: Log | undefined;
  try {
    target = await openLog({ url: to });
    const copied = await copyLog(source, target, progress);
    const compared = database === undefined ? await compareLogs(source, target) : await move(source, target, database);
    return { ...copied, ...compared };
  } finally {
    await target?.close();
    await source.close();
  }
};

const move = async (source: Log, target: Log, database: string): Promise<Compared> => {
  const places = await PositionsMove.begin(database);
  try {
    const compared = await compareLogs(source, target, places.take);
    await places.finish(target.start, `until_${new Date().toISOString().slice(0, 19).replace(/\D/g, '')}`);
    return compared;
  } catch (error) {
    await places.abandon();
    throw error;
  }
};

const expected = [TargetHoldsOther, SourceNotAtRest, CopyDiffers, ChainBroken, StoreUnavailable, RangeError];

export const addCopyStore = (program: Command): void => {
  program
    .command('copy-store')
    .description('copy the log into another store and compare the two; may be broken off and run again')
    .requiredOption('--from <url>', 'where the log lies: postgres://… or kurrentdb://…')
    .requiredOption('--to <url>', 'an empty store, or one that a run before this began to fill')
    .option('--database <url>', 'also give this database, which followed the log, its places in the new store')
    .option('--quiet', 'no progress bar')
    .action(async (asked: CopyAsked) => {
      const bar =
        asked.quiet === true ? undefined : new SingleBar({ format: '{value} events', stream: process.stderr });
      bar?.start(0, 0);
      try {
        console.log(JSON.stringify(await copyStore(asked, (events) => bar?.update(events)), null, 2));
      } catch (error) {
        if (!expected.some((kind) => error instanceof kind)) throw error;
        console.error(error instanceof Error ? error.message : 'failed');
        process.exitCode = 1;
      } finally {
        bar?.stop();
      }
    });
};
