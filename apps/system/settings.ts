import { readFileSync } from 'node:fs';
import type { AuditSettings } from '#audit';
import type { OidcSettings } from '#identity';

/** Where a process finds its surroundings and secrets. */
export interface Settings {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  /** Base64 of 32 bytes; wraps every key of a subject. */
  readonly masterKey: string;
  /** Accepted beside the master key while the vault passes to it. */
  readonly newMasterKey?: string;
  /** The first signs sessions, all of them verify. */
  readonly sessionSecrets: readonly [string, ...string[]];
  /** Offices and accounts of the demonstration. */
  readonly demo: boolean;
  /** Sign-in by a provider beside local accounts. */
  readonly oidc?: OidcSettings;
  /** Signs the heads of the log and says where else they are kept. */
  readonly audit?: AuditSettings;
}

/** A setting is missing or cannot be used; the message names it and never its value. */
export class SettingMissing extends Error {
  constructor(name: string, why: string) {
    super(`${name} ${why}`);
    this.name = 'SettingMissing';
  }
}

/**
 * Settings of a production process, from its environment.
 * @throws SettingMissing when one is missing or the event store's scheme is not known here
 */
export const settingsFrom = (environment: NodeJS.ProcessEnv): Settings => {
  const required = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new SettingMissing(name, 'is not set');
    return value;
  };
  const databaseUrl = required('DATABASE_URL');
  const eventStoreUrl = environment['EVENT_STORE_URL'] ?? databaseUrl;
  if (!/^postgres(?:ql)?:\/\//.test(eventStoreUrl))
    throw new SettingMissing('EVENT_STORE_URL', 'must begin with postgres:// in this version');
  const [first, ...older] = required('SESSION_SECRET').split(',');
  if (first === undefined || first.length < 32)
    throw new SettingMissing('SESSION_SECRET', 'must have at least 32 characters');
  return {
    databaseUrl,
    eventStoreUrl,
    masterKey: required('MASTER_KEY'),
    ...newMasterKeyFrom(environment),
    sessionSecrets: [first, ...older],
    demo: environment['DEMO'] === 'true',
    ...oidcFrom(environment, required),
    audit: auditFrom(environment),
  };
};

/** Keys as PEM text, or with `_FILE` the file that holds it. */
export const auditFrom = (environment: NodeJS.ProcessEnv): AuditSettings => {
  const pem = (name: string): string | undefined => {
    const file = environment[`${name}_FILE`];
    if (file === undefined || file === '') return environment[name] === '' ? undefined : environment[name];
    try {
      return readFileSync(file, 'utf8');
    } catch {
      throw new SettingMissing(`${name}_FILE`, 'cannot be read');
    }
  };
  return {
    signingKey: pem('AUDIT_SIGNING_KEY'),
    publicKeys: pem('AUDIT_PUBLIC_KEYS'),
    headsFile: environment['AUDIT_HEADS_FILE'] === '' ? undefined : environment['AUDIT_HEADS_FILE'],
  };
};

const oidcFrom = (
  environment: NodeJS.ProcessEnv,
  required: (name: string) => string,
): { readonly oidc?: OidcSettings } => {
  const issuer = environment['OIDC_ISSUER'];
  if (issuer === undefined || issuer === '') return {};
  const redirectUri = required('OIDC_REDIRECT_URI');
  for (const [name, url] of Object.entries({ OIDC_ISSUER: issuer, OIDC_REDIRECT_URI: redirectUri }))
    if (!URL.canParse(url)) throw new SettingMissing(name, 'is not a URL');
  return {
    oidc: {
      issuer,
      redirectUri,
      clientId: required('OIDC_CLIENT_ID'),
      clientSecret: required('OIDC_CLIENT_SECRET'),
      userClaim: environment['OIDC_USER_CLAIM'] ?? 'preferred_username',
      name: environment['OIDC_NAME'] ?? new URL(issuer).hostname,
    },
  };
};

/** A new master key, while keys are passing to it. */
export const newMasterKeyFrom = (environment: NodeJS.ProcessEnv): { readonly newMasterKey?: string } => {
  const text = environment['NEW_MASTER_KEY'];
  return text === undefined || text === '' ? {} : { newMasterKey: text };
};
