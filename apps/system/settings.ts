import { readFileSync } from 'node:fs';
import type { AuditSettings } from '#audit';
import { isKurrentUrl } from '#event-store';
import type { ExchangeSettings } from '#exchange';
import type { OidcSettings } from '#identity';
import { exchangeFrom } from './exchange-settings.js';
import { withSecretFiles } from './secret-files.js';
import { SettingMissing } from './setting-missing.js';

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
  /** Opens the figures of a process to whoever knows it. */
  readonly metricsToken?: string;
  /** Offices and accounts of the demonstration. */
  readonly demo: boolean;
  /** Sign-in by a provider beside local accounts. */
  readonly oidc?: OidcSettings;
  /** Signs the heads of the log and says where else they are kept. */
  readonly audit?: AuditSettings;
  /** Where the files of evidence lie and how large one may be. */
  readonly evidence?: EvidenceSettings;
  /** Kafka, where other departments and regions are connected. */
  readonly exchange?: ExchangeSettings;
  /** Any number of workers share the projections through Kafka; unless told, one at a time reads the log. */
  readonly projectionSource?: 'kafka';
}

export interface EvidenceSettings {
  /** A folder, `file:///folder`, or `s3://bucket/prefix?endpoint=…&region=…`. */
  readonly store: string;
  readonly maxBytes: number;
}

const mebibyte = 1024 * 1024;

export const usualEvidence: EvidenceSettings = { store: '.data/evidence', maxBytes: 20 * mebibyte };

/**
 * Settings of a production process, from its environment; secrets may be given as files, `MASTER_KEY_FILE` and so on.
 * @throws SettingMissing when one is missing or the event store's scheme is not known here
 */
export const settingsFrom = (given: NodeJS.ProcessEnv): Settings => {
  const environment = withSecretFiles(given);
  const required = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new SettingMissing(name, 'is not set');
    return value;
  };
  const databaseUrl = required('DATABASE_URL');
  const eventStoreUrl = environment['EVENT_STORE_URL'] || databaseUrl;
  if (!isKurrentUrl(eventStoreUrl) && !/^postgres(?:ql)?:\/\//.test(eventStoreUrl))
    throw new SettingMissing('EVENT_STORE_URL', 'must begin with postgres:// or kurrentdb://');
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
    ...metricsTokenFrom(environment),
    ...oidcFrom(environment, required),
    audit: auditFrom(environment),
    evidence: evidenceFrom(environment),
    ...exchangeFrom(environment),
    ...projectionSourceFrom(environment),
  };
};

/** `PROJECTION_SOURCE`: `log` (unless told) or `kafka`. */
const projectionSourceFrom = (environment: NodeJS.ProcessEnv): Pick<Settings, 'projectionSource'> => {
  const source = environment['PROJECTION_SOURCE'] ?? '';
  if (source === '' || source === 'log') return {};
  if (source !== 'kafka') throw new SettingMissing('PROJECTION_SOURCE', 'must be log or kafka');
  if ((environment['KAFKA_BROKERS'] ?? '') === '')
    throw new SettingMissing('KAFKA_BROKERS', 'is not set, and PROJECTION_SOURCE=kafka needs it');
  return { projectionSource: source };
};

/**
 * `EVIDENCE_STORE_URL` and `EVIDENCE_MAX_MIB`, the largest file in MiB, 20 unless told.
 * @param folder where files lie unless told
 */
export const evidenceFrom = (environment: NodeJS.ProcessEnv, folder = usualEvidence.store): EvidenceSettings => {
  const given = environment['EVIDENCE_STORE_URL'];
  const size = Number(environment['EVIDENCE_MAX_MIB'] || usualEvidence.maxBytes / mebibyte);
  if (!Number.isInteger(size) || size < 1 || size > 1024)
    throw new SettingMissing('EVIDENCE_MAX_MIB', 'must be a whole number from 1 to 1024');
  return { store: given === undefined || given === '' ? folder : given, maxBytes: size * mebibyte };
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

const metricsTokenFrom = ({ METRICS_TOKEN: token }: NodeJS.ProcessEnv): { readonly metricsToken?: string } => {
  if (token === undefined || token === '') return {};
  if (token.length < 16) throw new SettingMissing('METRICS_TOKEN', 'must have at least 16 characters');
  return { metricsToken: token };
};

/** A new master key, while keys are passing to it. */
export const newMasterKeyFrom = (environment: NodeJS.ProcessEnv): { readonly newMasterKey?: string } => {
  const text = environment['NEW_MASTER_KEY'];
  return text === undefined || text === '' ? {} : { newMasterKey: text };
};
