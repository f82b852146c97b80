import { readFile } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import type { Verification } from '#audit';
import { categoryOf } from '#case-desk';
import type { System } from '#system';

export interface VerifyAsked {
  readonly stream?: string;
  readonly case?: string;
  readonly from?: string;
  readonly to?: string;
  readonly heads?: string;
  readonly keys?: string;
  readonly quiet?: boolean;
}

/** The streams in which a case can have events. */
export const streamsOfCase = (system: Pick<System, 'desks'>, caseId: string): readonly string[] => [
  ...system.desks.all().map(({ room }) => `${categoryOf(room.type)}-${caseId}`),
  `clock-${caseId}`,
  `sealed-${caseId}`,
];

/** Checks what was asked for: a stream, a case, a stretch of the log, or everything. */
export const verify = async (system: System, asked: VerifyAsked): Promise<Verification> => {
  const sources = {
    headsFile: asked.heads,
    publicKeys: asked.keys === undefined ? undefined : await readFile(asked.keys, 'utf8'),
  };
  if (asked.stream !== undefined) return system.audit.verifyStreams([asked.stream], sources);
  if (asked.case !== undefined) return system.audit.verifyStreams(streamsOfCase(system, asked.case), sources);
  const bar = new SingleBar({
    format: '{bar} {percentage}% | {value} of about {total} events | {duration_formatted}',
    stream: process.stderr,
    noTTYOutput: false,
  });
  if (asked.quiet !== true) bar.start(Math.max(1, await system.audit.tree.size()), 0);
  try {
    const progress = (events: number): void => bar.update(events);
    return await system.audit.verifyLog({ range: { from: asked.from, to: asked.to }, ...sources, progress });
  } finally {
    bar.stop();
  }
};
