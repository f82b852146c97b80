import { createReadStream, existsSync } from 'node:fs';
import { appendFile, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { type TreeHead, treeHeadSchema } from './tree-head.js';

/** More than the longest head. */
const tailBytes = 4_096;

/** A place outside the database that keeps tree heads: a file, a topic, another office. */
export interface HeadsOutlet {
  /** The last head it holds, so that what it missed is sent again. @throws OutletAway */
  last(): Promise<TreeHead | undefined>;
  /** @throws OutletAway */
  send(heads: readonly TreeHead[]): Promise<void>;
}

/** An outlet cannot be reached now; what it misses is sent when it is there again. */
export class OutletAway extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OutletAway';
  }
}

/** A line of a heads file is not a tree head. */
export class HeadsFileBroken extends Error {
  constructor(file: string, line: number | undefined) {
    super(`${line === undefined ? 'The last line' : `Line ${line}`} of ${file} is not a tree head`);
    this.name = 'HeadsFileBroken';
  }
}

/** The heads of a file, one JSON object a line, in its order. @throws HeadsFileBroken */
export async function* headsIn(file: string): AsyncGenerator<TreeHead> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() !== '') yield headOf(line, file, number);
  }
}

const headOf = (line: string, file: string, number?: number): TreeHead => {
  try {
    return treeHeadSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw Object.assign(new HeadsFileBroken(file, number), { cause });
  }
};

/** Appends every head to a file, which may lie on a disk that the database's administrator cannot write. */
export class HeadsFile implements HeadsOutlet {
  constructor(private readonly file: string) {}

  async last(): Promise<TreeHead | undefined> {
    if (!existsSync(this.file)) return undefined;
    const handle = await open(this.file);
    try {
      const { size } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(tailBytes),
        0,
        tailBytes,
        Math.max(0, size - tailBytes),
      );
      const line = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').at(-1);
      return line === undefined || line === '' ? undefined : headOf(line, this.file);
    } finally {
      await handle.close();
    }
  }

  async send(heads: readonly TreeHead[]): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    await appendFile(this.file, heads.map((head) => `${JSON.stringify(head)}\n`).join(''), { mode: 0o644 });
  }
}
