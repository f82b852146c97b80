import { readFile } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import {
  type BundleSetVerification,
  type BundleVerification,
  type Verification,
  headsIn,
  isBundleSet,
  verifyBundle,
  verifyBundleSet,
} from '#audit';
import { type System, streamsOfCase } from '#system';

export interface VerifyAsked {
  readonly stream?: string;
  readonly case?: string;
  readonly from?: string;
  readonly to?: string;
  readonly heads?: string;
  readonly keys?: string;
  readonly quiet?: boolean;
}

/** Checks what was asked for: a stream, a case, a stretch of the log, or everything. */
export const verify = async (system: System, asked: VerifyAsked): Promise<Verification> => {
  const sources = { headsFile: asked.heads, publicKeys: await textOf(asked.keys) };
  if (asked.stream !== undefined) return system.audit.verifyStreams([asked.stream], sources);
  if (asked.case !== undefined) return system.audit.verifyStreams(streamsOfCase(system, asked.case), sources);
  const bar = new SingleBar({
    format: '{bar} {percentage}% | {value} of about {total} events | {duration_formatted}',
    stream: process.stderr,
  });
  if (asked.quiet !== true) bar.start(Math.max(1, await system.audit.tree.size()), 0);
  try {
    const progress = (events: number): void => bar.update(events);
    return await system.audit.verifyLog({ range: { from: asked.from, to: asked.to }, ...sources, progress });
  } finally {
    bar.stop();
  }
};

/** Checks a bundle, or a set of them, by itself; nothing of this installation is needed. */
export const verifyBundleFile = async (
  file: string,
  { heads, keys }: Pick<VerifyAsked, 'heads' | 'keys'>,
): Promise<BundleVerification | BundleSetVerification> => {
  const zip = await readFile(file);
  const against = {
    publicKeys: await textOf(keys),
    ...(heads === undefined ? {} : { outside: headsIn(heads) }),
  };
  return isBundleSet(zip) ? verifyBundleSet(zip, against) : verifyBundle(zip, against);
};

const textOf = async (file: string | undefined): Promise<string | undefined> =>
  file === undefined ? undefined : readFile(file, 'utf8');
