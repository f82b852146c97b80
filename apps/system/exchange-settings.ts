import { readFileSync } from 'node:fs';
import { type ExchangeSettings, regionSettingsSchema } from '#exchange';
import { SettingMissing } from './setting-missing.js';

const topicSafe = /^[a-z][a-z0-9-]{0,40}$/;

/**
 * `KAFKA_BROKERS` (`host:port,host:port`) turns the exchange on; `KAFKA_INSTALLATION` names this one on its topics.
 * `KAFKA_TLS`, `KAFKA_USERNAME` and `KAFKA_PASSWORD` or `KAFKA_PASSWORD_FILE` (SCRAM-SHA-512) secure the way there;
 * `REGIONS_FILE` holds keys and partners of the work with other regions, as JSON.
 */
export const exchangeFrom = (environment: NodeJS.ProcessEnv): { readonly exchange?: ExchangeSettings } => {
  const given = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name]);
  const brokers = given('KAFKA_BROKERS');
  if (brokers === undefined) return {};
  const installation = given('KAFKA_INSTALLATION');
  if (installation === undefined) throw new SettingMissing('KAFKA_INSTALLATION', 'is not set');
  if (!topicSafe.test(installation))
    throw new SettingMissing('KAFKA_INSTALLATION', 'must be small letters, digits and hyphens');
  const username = given('KAFKA_USERNAME');
  const password = given('KAFKA_PASSWORD') ?? textOf(given('KAFKA_PASSWORD_FILE'), 'KAFKA_PASSWORD_FILE')?.trim();
  if ((username === undefined) !== (password === undefined))
    throw new SettingMissing('KAFKA_USERNAME', 'and KAFKA_PASSWORD go together');
  const regions = textOf(given('REGIONS_FILE'), 'REGIONS_FILE');
  return {
    exchange: {
      brokers: brokers.split(',').map((broker) => broker.trim()),
      installation,
      prefix: given('KAFKA_TOPIC_PREFIX') ?? '',
      tls: given('KAFKA_TLS') === 'true',
      ...(username === undefined || password === undefined ? {} : { sasl: { username, password } }),
      ...(regions === undefined ? {} : { regions: regionsIn(regions) }),
    },
  };
};

const textOf = (file: string | undefined, name: string): string | undefined => {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new SettingMissing(name, 'cannot be read');
  }
};

const regionsIn = (text: string): ExchangeSettings['regions'] => {
  try {
    return regionSettingsSchema.parse(JSON.parse(text));
  } catch {
    throw new SettingMissing('REGIONS_FILE', 'does not hold what docs/how-to/connect-another-department.md describes');
  }
};
