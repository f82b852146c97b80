import { readFileSync } from 'node:fs';
import { SettingMissing } from './setting-missing.js';

const secrets = [
  'DATABASE_URL',
  'EVENT_STORE_URL',
  'MASTER_KEY',
  'NEW_MASTER_KEY',
  'SESSION_SECRET',
  'OIDC_CLIENT_SECRET',
  'METRICS_TOKEN',
] as const;

/**
 * The environment, each secret that is given as `<NAME>_FILE` read from that file without the line's end.
 * @throws SettingMissing when a file cannot be read, or a secret is given in both ways
 */
export const withSecretFiles = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const read: Record<string, string> = {};
  for (const name of secrets) {
    const file = environment[`${name}_FILE`];
    if (file === undefined || file === '') continue;
    if ((environment[name] ?? '') !== '') throw new SettingMissing(name, `and ${name}_FILE are both set`);
    try {
      read[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch {
      throw new SettingMissing(`${name}_FILE`, 'cannot be read');
    }
  }
  return { ...environment, ...read };
};
