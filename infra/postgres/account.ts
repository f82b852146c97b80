import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';

/** The user a server process runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root: under root this is the account of `postgres`, or of `nobody` where there is none.
 * An ordinary user runs the server as himself: undefined.
 */
export const serverAccount = async (): Promise<Account | undefined> => {
  if (userInfo().uid !== 0) return undefined;
  const entries = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const entry = entries.find(([name]) => name === 'postgres') ?? entries.find(([name]) => name === 'nobody');
  if (entry === undefined) throw new Error('PostgreSQL cannot run as root, and there is no user postgres or nobody');
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
};
